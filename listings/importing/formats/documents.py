"""A page or a feed on disk, with the face of a file of lines: for the command that imports them."""

from collections.abc import Iterator
from pathlib import Path

from listings.importing.records import PostingsFile, Record, Unusable
from listings.models import PostingImport

from .reading import HEAD, MOST_BYTES, format_of, read_file


class PostingsDocument:
    """The postings of a file that is read as a whole, at most 5 MB. A context manager.

    Raises OSError or FileUnreadable when it is made. What it names no company for is not usable.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        self.size = len(content)
        self.position = self.lines_read = 0
        reading = read_file(content, company="")
        self._items = sorted([*reading.records, *reading.unread], key=lambda each: each.line)

    def __enter__(self) -> "PostingsDocument":
        return self

    def __exit__(self, *error) -> None:
        pass

    def __iter__(self) -> Iterator[Record | Unusable]:
        for item in self._items:
            self.lines_read += 1
            self.position = self.size * self.lines_read // len(self._items)
            yield item


def open_postings(path: Path) -> PostingsFile | PostingsDocument:
    """Postings in whichever form the content has. A pipe is read as lines: it cannot be looked into."""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(HEAD)
        if format_of(head) != PostingImport.Format.JSON_LINES:
            return PostingsDocument(path)
    return PostingsFile(path)
