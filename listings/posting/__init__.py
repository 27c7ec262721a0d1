"""Writing a post step by step: what the steps are, what is written, how it begins, and help on the way."""
