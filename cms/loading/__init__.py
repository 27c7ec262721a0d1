"""Loading the repository's data files. Repeatable; never overwrites what an editor changed."""
