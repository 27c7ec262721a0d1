"""What may come of reading a file; the same words as `Resume.Reading`, which the child must not import."""

READ = "read"
NO_TEXT = "no_text"
LOCKED = "locked"
UNREADABLE = "unreadable"
OUTCOMES = frozenset({READ, NO_TEXT, LOCKED, UNREADABLE})

TEXT_LENGTH = 60_000  # characters; twenty dense pages


class Locked(Exception):
    """The file opens with a password only."""


class Unreadable(Exception):
    """Damaged, or built in a way that no word processor builds one."""
