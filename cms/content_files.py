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
EMBED = re.compile(r"\[\[([a-z]+): *([a-z0-9-]+(?:, *[a-z0-9-]+)*)\]\]")
LOOKS_EMBEDDED = re.compile(r"\[\[.*\]\]", re.DOTALL)
ROLE_BLOCKS = {"pay": "pay_band", "jobs": "live_jobs", "ladder": "ladder", "skills": "skill_list"}
SITE_LINK = re.compile(r'<a href="(/[^"?#]*)">')
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


@dataclass(frozen=True)
class Known:
    """What a text can show by its slug: the keys of roles and of glossary terms."""

    roles: Mapping[str, int]
    terms: Mapping[str, int]


def guide_blocks(
    file: ContentFile, role_keys: Mapping[str, int], term_keys: Mapping[str, int] | None = None
) -> list[dict]:
    """The blocks of a guide or a career path. A role or term that is no more takes its block with it."""
    takeaways = file.meta.get("takeaways")
    first = [raw_block("takeaways", list(takeaways))] if takeaways else []
    return first + list(_blocks(file.text, Known(role_keys, term_keys or {})))


def standard_blocks(file: ContentFile, contact_email: str, titles: Mapping[str, str]) -> list[dict]:
    """The blocks of a standard page. `titles` gives the slug of every standard page by its title.

    Another page's title in quotes becomes a link to "page:<slug>", which `resolve_page_links` completes.
    """
    text = file.text.replace(CONTACT, f"[{contact_email}](mailto:{contact_email})")
    for title, slug in titles.items():
        if slug != file.slug:
            text = text.replace(f'"{title}"', f"[{title}](page:{slug})")
    return list(_blocks(text, Known({}, {})))


def role_blocks(file: ContentFile, headings: Mapping[str, str]) -> list[dict]:
    """The blocks of a role's page. `headings` gives the heading of each passage of prose by its name in the file."""
    meta = file.meta

    def prose(name: str) -> list[dict]:
        return [raw_block("heading", headings[name]), raw_block("text", rich_text(meta[name]))]

    return [
        *prose("what_it_is"),
        raw_block("duties", list(meta["duties"])),
        raw_block("day", [dict(moment) for moment in meta["day"]]),
        raw_block("ways_in", [dict(way) for way in meta["ways_in"]]),
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


def resolve_site_links(blocks: Iterable[dict], keys_by_path: Mapping[str, int]) -> list[dict]:
    """Turn links to the site's own pages into Wagtail's, which follow a page when it moves.

    `keys_by_path` has the page's key by its path ("/guides/x/"). Other links, and those that lead to a
    place in a page or carry a question, stay as they are.
    """

    def link(match: re.Match) -> str:
        key = keys_by_path.get(match[1])
        return f'<a linktype="page" id="{key}">' if key else match[0]

    def resolved(value):
        if isinstance(value, str):
            return SITE_LINK.sub(link, value)
        if isinstance(value, list):
            return [resolved(each) for each in value]
        if isinstance(value, dict):
            return {name: resolved(each) for name, each in value.items()}
        return value

    return [resolved(block) for block in blocks]


def rich_text(text: str) -> str:
    """Markdown as the HTML of a text block. Raises ContentError for what the editors' desk would lose."""
    return _rendered(_parser.parse(text))


def raw_block(kind: str, value) -> dict:
    """A block as a StreamField stores it."""
    return {"type": kind, "value": value}


def _blocks(text: str, known: Known) -> Iterator[dict]:
    passage: list[Token] = []
    for part in _parts(_parser.parse(text)):
        block = _special_block(part, passage, known)
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


def _special_block(part: list[Token], passage: list[Token], known: Known) -> dict | None:
    """The block that an element becomes by itself: None for plain text, empty for a block without its role."""
    first = part[0]
    if first.tag == "h2":
        return raw_block("heading", part[1].content)
    if first.type == "table_open":
        return _table(part, caption=_caption(passage))
    if first.type == "fence" and first.info.strip() == "steps":
        return raw_block("steps", _titled_lines(first.content))
    if first.type == "fence" and first.info.strip() == "tips":
        # They stand under the heading that is above them in the text.
        return raw_block("tips", {"heading": "", "tips": _titled_lines(first.content)})
    if first.tag == "p" and LOOKS_EMBEDDED.fullmatch(part[1].content):
        return _live_block(part[1].content, known)
    return None


def _live_block(line: str, known: Known) -> dict:
    """The block of "[[pay: csr]]" and its like. Empty if the role or term is no more."""
    match = EMBED.fullmatch(line)
    name, slugs = (match[1], re.split(", *", match[2])) if match else ("", [])
    if name == "roles":
        keys = [known.roles[slug] for slug in slugs if slug in known.roles]
        return raw_block("roles", keys) if keys else {}
    if len(slugs) != 1 or name not in {*ROLE_BLOCKS, "metric"}:
        raise ContentError(f"no block is called {line}")
    if name == "metric":
        key = known.terms.get(slugs[0])
        return raw_block("metric", {"term": key}) if key else {}
    key = known.roles.get(slugs[0])
    return raw_block(ROLE_BLOCKS[name], {"role": key}) if key else {}


def _titled_lines(text: str) -> list[dict]:
    """Lines "Title | text", each as the title and text of a step or tip."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        title, bar, rest = (part.strip() for part in line.partition("|"))
        if not (title and bar and rest):
            raise ContentError(f'"{line}" is not "Title | text"')
        rows.append({"title": title, "text": rest})
    return rows


def _text_block(tokens: list[Token]) -> Iterator[dict]:
    html = _rendered(tokens)
    if html:
        yield raw_block("text", html)


def _rendered(tokens: list[Token]) -> str:
    """Raises ContentError for what the editors' desk would lose."""
    inside = [child for token in tokens for child in token.children or ()]
    unknown = {token.tag for token in [*tokens, *inside] if token.tag} - TEXT_TAGS
    if unknown:
        raise ContentError(f"a text cannot hold {', '.join(sorted(unknown))}")
    return _parser.renderer.render(tokens, _parser.options, {}).strip()


def _plain(inline: Token) -> str:
    """The words of a cell or caption: those places hold no links and no bold type."""
    return "".join(
        " " if child.type == "softbreak" else child.content for child in inline.children or ()
    )


def _caption(passage: list[Token]) -> str:
    """What a table shows: the paragraph before it, which then stands no longer by itself."""
    if len(passage) < 3 or passage[-1].type != "paragraph_close":
        raise ContentError("a table needs a paragraph before it that says what it shows")
    caption = _plain(passage[-2]).removesuffix(":")
    del passage[-3:]
    return caption


def _table(part: list[Token], caption: str) -> dict:
    rows, cells = [], []
    for token in part:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(_plain(token))
        elif token.type == "tr_close":
            rows.append(cells)
    return raw_block("table", {"caption": caption, "columns": rows[0], "rows": rows[1:]})
