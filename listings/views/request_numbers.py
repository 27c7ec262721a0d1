"""Numbers out of requests."""


def number(text: str) -> int:
    """The number in a request; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
