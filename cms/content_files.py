"""Pages as files: TOML and Markdown from cms/content, turned into what Wagtail keeps.

Pure: no database. Where a page shows a role or links to another page, the caller says which row that is.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
EMBED = re.compile(r"\[\[(pay|jobs|ladder): ([a-z0-9-]+)\]\]")
EMBED_BLOCKS = {"pay": "pay_band", "jobs": "live_jobs", "ladder": "ladder"}
PAGE_LINK = re.compile(r'<a href="page:([a-z0-9-]+)">')
CONTACT = "{{ contact_email }}"
# What the editors' desk knows (cms.blocks.text.TEXT_FEATURES); it would lose anything else on the first save.
TEXT_TAGS = {"p", "h3", "ul", "ol", "li", "strong", "em", "a", "br"}

_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


class ContentError(ValueError):
    """A file of cms/content says something that a page cannot hold."""


@dataclass(frozen=True)
class ContentFile:
    """One page: its slug, what stands in its front matter, and its text in Markdown."""

    slug: str
    meta: Mapping[str, object]
    text: str


def read_markdown(path: Path) -> ContentFile:
    """Raises ContentError if the front matter between +++ lines is missing."""
    match = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise ContentError(f"{path.name}: no front matter between +++ lines")
    return ContentFile(path.stem, tomllib.loads(match[1]), match[2])


def read_toml(path: Path) -> ContentFile:
    return ContentFile(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), "")


def guide_blocks(file: ContentFile, role_keys: Mapping[str, int]) -> list[dict]:
    """The blocks of a guide. A role that is no more takes its block with it."""
    takeaways = file.meta.get("takeaways")
    first = [_block("takeaways", list(takeaways))] if takeaways else []
    return first + list(_blocks(file.text, role_keys))


def standard_blocks(file: ContentFile, contact_email: str, titles: Mapping[str, str]) -> list[dict]:
    """The blocks of a standard page. `titles` gives the slug of every standard page by its title.

    Another page's title in quotes becomes a link to "page:<slug>", which `resolve_page_links` completes.
    """
    text = file.text.replace(CONTACT, f"[{contact_email}](mailto:{contact_email})")
    for title, slug in titles.items():
        if slug != file.slug:
            text = text.replace(f'"{title}"', f"[{title}](page:{slug})")
    return list(_blocks(text, {}))


def role_blocks(file: ContentFile, headings: Mapping[str, str]) -> list[dict]:
    """The blocks of a role's page. `headings` gives the heading of each passage of prose by its name in the file."""
    meta = file.meta

    def prose(name: str) -> list[dict]:
        html = _parser.render(meta[name]).strip()
        return [_block("heading", headings[name]), _block("text", html)]

    return [
        *prose("what_it_is"),
        _block("duties", list(meta["duties"])),
        _block("day", [dict(moment) for moment in meta["day"]]),
        _block("ways_in", [dict(way) for way in meta["ways_in"]]),
        *prose("education"),
        *prose("good_to_know"),
    ]


def resolve_page_links(blocks: Iterable[dict], page_key: Callable[[str], int | None]) -> list[dict]:
    """Turn "page:<slug>" into Wagtail's link to that page, which follows it when it moves."""

    def link(match: re.Match) -> str:
        key = page_key(match[1])
        return f'<a linktype="page" id="{key}">' if key else f'<a href="/{match[1]}/">'

    return [
        block | {"value": PAGE_LINK.sub(link, block["value"])} if block["type"] == "text" else block
        for block in blocks
    ]


def _block(kind: str, value) -> dict:
    return {"type": kind, "value": value}


def _blocks(text: str, role_keys: Mapping[str, int]) -> Iterator[dict]:
    passage: list[Token] = []
    for part in _parts(_parser.parse(text)):
        block = _special_block(part, passage, role_keys)
        if block is None:
            passage += part
            continue
        yield from _text_block(passage)
        passage = []
        if block:
            yield block
    yield from _text_block(passage)


def _parts(tokens: list[Token]) -> Iterator[list[Token]]:
    """Top-level elements, each with all its tokens. A block quote is given as what stands in it."""
    part: list[Token] = []
    for token in tokens:
        if token.type in {"blockquote_open", "blockquote_close"}:
            continue
        part.append(token)
        if token.nesting <= 0 and sum(each.nesting for each in part) == 0:
            yield part
            part = []


def _special_block(part, passage, role_keys) -> dict | None:
    """The block that an element becomes by itself: None for plain text, empty for a block without its role."""
    if part[0].tag == "h2":
        return _block("heading", part[1].content)
    if part[0].type == "table_open":
        return _table(part, caption=_caption(passage))
    embed = EMBED.fullmatch(part[1].content) if part[0].tag == "p" else None
    if embed:
        key = role_keys.get(embed[2])
        return _block(EMBED_BLOCKS[embed[1]], {"role": key}) if key else {}
    return None


def _text_block(tokens: list[Token]) -> Iterator[dict]:
    inside = [child for token in tokens for child in token.children or ()]
    unknown = {token.tag for token in [*tokens, *inside] if token.tag} - TEXT_TAGS
    if unknown:
        raise ContentError(f"a text cannot hold {', '.join(sorted(unknown))}")
    html = _parser.renderer.render(tokens, _parser.options, {}).strip()
    if html:
        yield _block("text", html)


def _caption(passage: list[Token]) -> str:
    """What a table shows: the paragraph before it, which then stands no longer by itself."""
    if len(passage) < 3 or passage[-1].type != "paragraph_close":
        raise ContentError("a table needs a paragraph before it that says what it shows")
    caption = passage[-2].content.removesuffix(":")
    del passage[-3:]
    return caption


def _table(part: list[Token], caption: str) -> dict:
    rows, cells = [], []
    for token in part:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(token.content)
        elif token.type == "tr_close":
            rows.append(cells)
    return _block("table", {"caption": caption, "columns": rows[0], "rows": rows[1:]})
