"""HTML of a description as lines that the import tidies: paragraphs, lists, headings."""

import re
from html import unescape

import nh3

from listings.importing.records import UNPRINTABLE, one_line

# Crafted nesting makes a parser's time grow with the square of its tags: so many take milliseconds.
MOST_TAGS = 2_000
LONGEST = 200_000

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BREAKING = {"p", "div", "section", "article", "ul", "ol", "tr", "table", "dl", "blockquote"}
_TAGS = {"br", "li", "dt", "dd", "td", "th", "strong", "b", *_HEADINGS, *_BREAKING}
_LOOKS_LIKE_HTML = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ESCAPED_HTML = re.compile(r"&lt;/?(?:p|br|ul|ol|li|div|h[1-6]|strong|b|span)\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")  # after cleaning, nothing else looks like one
_BOLD_LINE = re.compile(r"\x02([^\x02\x03\n]*)\x03:?")


class TooMuchMarkup(Exception):
    """More tags or letters than a description has."""


def plain_text(html: str) -> str:
    """The text with a line for each block: "### " before headings, "- " before items.

    Text without tags stays as it is. Scripts, styles and all attributes go. Raises TooMuchMarkup.
    """
    if len(html) > LONGEST:
        raise TooMuchMarkup
    html = UNPRINTABLE.sub("", html)  # the parser takes no half characters
    if not _LOOKS_LIKE_HTML.search(html) and _ESCAPED_HTML.search(html):
        html = unescape(html)  # escaped once too often
    if not _LOOKS_LIKE_HTML.search(html):
        return unescape(html).strip()
    if html.count("<") > MOST_TAGS:
        raise TooMuchMarkup
    clean = nh3.clean(html, tags=_TAGS, attributes={}, link_rel=None)
    lines = "".join(_pieces(clean)).split("\n")
    text = "\n".join(" ".join(line.split(" ")).strip() for line in lines)
    text = _BOLD_LINE.sub(_bold, text).translate({2: None, 3: None})
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def plain_line(html: str) -> str:
    """One line without tags, and without what neither database nor page can take."""
    html = UNPRINTABLE.sub("", html[:2_000])
    if _LOOKS_LIKE_HTML.search(html):
        html = nh3.clean(html, tags=set(), attributes={}, link_rel=None)
    return one_line(unescape(html))


def _pieces(clean: str):
    """Texts, and for the tags between them what a reader of plain text would see.

    \\x02 and \\x03 stand for the start and end of bold letters.
    """
    at = 0
    for tag in _TAG.finditer(clean):
        yield _flowing(clean[at : tag.start()])
        yield _sign(tag[2], is_end=bool(tag[1]))
        at = tag.end()
    yield _flowing(clean[at:])


def _flowing(text: str) -> str:
    """Text between tags: entities read, any run of blanks one blank."""
    return re.sub(r"\s+", " ", unescape(text))


def _sign(name: str, *, is_end: bool) -> str:
    if name in _HEADINGS:
        return "\n\n" if is_end else "\n\n### "
    if name in _BREAKING:
        return "\n\n"
    if name == "li":
        return "" if is_end else "\n- "
    if name in {"br", "dt", "dd"}:
        return "" if is_end else "\n"
    if name in {"td", "th"}:
        return " " if is_end else ""
    return "\x03" if is_end else "\x02"


def _bold(match: re.Match) -> str:
    """Bold letters stay bold where they are a whole line: there they head something."""
    text = match.string
    starts = match.start() == 0 or text[match.start() - 1] == "\n"
    ends = match.end() == len(text) or text[match.end()] == "\n"
    inside = match[0].translate({2: None, 3: None}).strip()
    return f"**{inside}**" if starts and ends and inside and "*" not in inside else inside
