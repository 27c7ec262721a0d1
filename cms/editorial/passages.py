"""A page's words, read from its stored blocks: nothing that they show is fetched."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from html import unescape

# Words of others, which carry their own source.
CITED = {"quote", "figure"}
# Blocks whose first field is a heading of the page.
HEADED = {"tips", "points", "faq"}
# Blocks that bring a heading of the page by themselves.
SELF_HEADED = {"duties", "day", "ways_in", "takeaways"}
# Parts of a stored value that are no words of the page.
NOT_WORDS = {"id", "type", "url", "work_mode", "place"}
TAG = re.compile(r"<[^>]*>")
END_OF_PARAGRAPH = re.compile(r"</(?:p|li|h3)>|<br ?/?>")


@dataclass(frozen=True)
class Passage:
    """The words of one block: its paragraphs, items or cells, one a line."""

    block_id: str | None
    block_type: str
    lines: tuple[str, ...]


def blocks_of(page) -> list[dict]:
    """The stored blocks: type, value, id. One that was never saved goes by its place, from "0" on."""
    body = getattr(page, "body", None)
    return [
        {**block, "id": block.get("id") or str(place)}
        for place, block in enumerate(body.raw_data if body else ())
    ]


def passages(page) -> Iterator[Passage]:
    """The page's own words block by block, without headings and without words of others."""
    introduction = getattr(page, "introduction", "")
    if introduction:
        yield Passage(None, "introduction", (introduction,))
    for block in blocks_of(page):
        if block["type"] not in CITED | {"heading"}:
            lines = tuple(filter(None, _lines(block["value"])))
            if lines:
                yield Passage(block["id"], block["type"], lines)


def headings(page) -> Iterator[tuple[str | None, str]]:
    """Headings of the page as pairs of block id and text, in their order; those of an empty text are left out."""
    for block in blocks_of(page):
        value = block["value"]
        if block["type"] == "heading" and value:
            yield block["id"], value
        elif block["type"] in HEADED and value.get("heading"):
            yield block["id"], value["heading"]


def plain(html: str) -> str:
    """The words of what the desk's editor wrote. For comparing, not for showing: it makes nothing safe."""
    return unescape(TAG.sub("", html)).strip()


def items_of(value) -> list:
    """The items of a stored list, which Wagtail keeps bare or each under "value" with an id."""
    return [
        item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
        for item in value or ()
    ]


def texts_in(value, *, without: Container[str] = ()) -> Iterator[str]:
    """Every text inside a stored value, in its order. Parts named in `without` are passed over."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in without:
                yield from texts_in(part, without=without)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part, without=without)


def _lines(value) -> Iterator[str]:
    """The words of a stored value, paragraph by paragraph."""
    for text in texts_in(value, without=NOT_WORDS):
        yield from map(plain, END_OF_PARAGRAPH.split(text))
