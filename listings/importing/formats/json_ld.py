"""JobPosting data of schema.org: in a saved page, or saved by itself."""

import json
import re
from collections.abc import Iterator

from listings.importing.records import Record, Unusable

from .job_posting import fields_of
from .posting import posting_of

DEPTH = 12  # of objects within objects, down to a posting
MOST_NODES = 200_000
_NEXT = re.compile(r"<!--|<script\b(?P<attributes>[^<>]{0,2000})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)
_IS_DATA = re.compile(r"""\btype\s*=\s*["']?\s*application/ld\+json""", re.IGNORECASE)
# A comment or CDATA around the data, from the days when browsers did not know scripts.
_OPENING = re.compile(r"(?:/[/*]\s{0,9})?(?:<!--|<!\[CDATA\[)(?:\s{0,9}\*/)?")
_CLOSING = re.compile(r"(?:/[/*]\s{0,9})?(?:-->|\]\]>)(?:\s{0,9}\*/)?$")
_LONGEST_CLOSING = 30


def read_page(page: str, *, company: str) -> Iterator[Record | Unusable]:
    """The postings of all data blocks of a page, in order. A block that is broken loses no other."""
    for line, block in blocks(page):
        yield from _read_block(block, line, company)


def read_json_ld(text: str, *, company: str) -> Iterator[Record | Unusable]:
    """As `read_page`, where the file is one block without a page around it."""
    yield from _read_block(text, 1, company)


def blocks(page: str) -> Iterator[tuple[int, str]]:
    """The contents of the data scripts, each with the line where it starts.

    One pass, never back: a browser's parser takes time with the square of what a crafted page nests.
    As for a browser, a script ends at the next "</script", and nothing starts inside a comment.
    """
    at = counted = 0
    line = 1
    while found := _NEXT.search(page, at):
        if found["attributes"] is None:
            at = page.find("-->", found.end())
            if at < 0:
                return
            continue
        end = _SCRIPT_END.search(page, found.end())
        stop = end.start() if end else len(page)
        if _IS_DATA.search(found["attributes"]):
            line += page.count("\n", counted, found.end())
            counted = found.end()
            yield line, page[found.end() : stop]
        at = stop


def _read_block(block: str, line: int, company: str) -> Iterator[Record | Unusable]:
    """What one block holds. The line of a posting is that of its block."""
    start, text = _unwrapped(block)
    if not text:
        return
    line += start
    try:
        data = json.loads(text, strict=False)  # many sites leave line ends inside strings
    except json.JSONDecodeError as error:
        at = f"column {error.colno}: {error.msg}"
        yield Unusable(line + error.lineno - 1, "The data block is not JSON.", at)
        return
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        yield Unusable(line, "The data block is not JSON.", "more than can be read")
        return
    walk = _Walk(data)
    for node in walk.postings():
        fields = fields_of(node, walk.resolved, line)
        yield posting_of(fields, "json-ld", company)
    if walk.is_cut:
        yield Unusable(line, "The data block holds more than can be read.")


def _unwrapped(block: str) -> tuple[int, str]:
    """The data without what stands around it, and how many lines further down it starts."""
    text = block.strip()
    opening = _OPENING.match(text)
    if opening:
        text = text[opening.end() :]
        closing = _CLOSING.search(text, max(0, len(text) - _LONGEST_CLOSING))
        text = text[: closing.start()] if closing else text
    data = text.strip()
    return block.count("\n", 0, block.find(data)), data


class _Walk:
    """Finds the postings of a block, wherever they hang, and what they refer to by @id."""

    def __init__(self, data) -> None:
        self._by_id: dict[str, dict] = {}
        self._postings: list[dict] = []
        self.is_cut = False
        self._nodes = 0
        self._look(data)

    def postings(self) -> list[dict]:
        return self._postings

    def resolved(self, value):
        """What a bare reference stands for; anything else as it is."""
        if isinstance(value, dict) and set(value) == {"@id"} and isinstance(value["@id"], str):
            return self._by_id.get(value["@id"], value)
        return value

    def _look(self, data) -> None:
        """Breadth first, so that postings come in the order of the file."""
        level = [data]
        for _depth in range(DEPTH):
            below = []
            for node in level:
                self._nodes += 1
                if self._nodes > MOST_NODES:
                    self.is_cut = True
                    return
                if isinstance(node, list):
                    below += node
                elif isinstance(node, dict):
                    self._note(node)
                    if _is_posting(node):
                        self._postings.append(node)
                        self._note_parts(node)
                    else:
                        below += node.values()
            level = [node for node in below if isinstance(node, list | dict)]
            if not level:
                return
        self.is_cut = True

    def _note_parts(self, posting: dict) -> None:
        """What one posting says in full, the next may refer to."""
        for value in posting.values():
            if isinstance(value, dict):
                self._note(value)

    def _note(self, node: dict) -> None:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            self._by_id.setdefault(name, node)


def _is_posting(node: dict) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(kind, str) and re.split(r"[/#:]", kind)[-1] == "JobPosting" for kind in kinds
    )
