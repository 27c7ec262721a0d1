"""Files of postings in the forms that employers have: what is in them, as records of the import.

What a file is, its content says, never its name. Nothing is fetched: addresses in a file are text.
"""

from .documents import open_postings
from .posting import MOST_POSTINGS, Posting
from .reading import MOST_BYTES, FileUnreadable, Reading, read_file

__all__ = [
    "MOST_BYTES",
    "MOST_POSTINGS",
    "FileUnreadable",
    "Posting",
    "Reading",
    "open_postings",
    "read_file",
]
