"""Rules about the shape of a page: nothing empty, headings in order, links that say where they lead."""

import re
from collections.abc import Iterator

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail import blocks

from .counts import wrong_count
from .findings import ERROR, WARNING, Finding
from .passages import HEADED, SELF_HEADED, blocks_of, headings, items_of, plain, texts_in

MOST_WORDS_WITHOUT_HEADING = 600
LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
# Lower case, without punctuation: texts that tell nobody where a link leads.
VAGUE = {
    "click", "click here", "click this link", "find out more", "follow this link", "go", "here",
    "in this link", "learn more", "link", "more", "more here", "over here", "page", "read here",
    "read more", "read on", "see here", "see more", "tap here", "this", "this link", "this page",
}  # fmt: skip
COUNTED = {"tips", "points"}  # their items stand under the block's own name


def structure(page) -> Iterator[Finding]:
    yield from empty_parts(page)
    yield from repeated_headings(page)
    yield from headless_text(page)
    yield from small_headings_first(page)
    yield from vague_links(page)
    yield from wrong_counts(page)


def empty_parts(page) -> Iterator[Finding]:
    """Fields that must be filled and are blank, lists that are too short: what the desk refuses, for scripts."""
    body = getattr(page, "body", None)
    if not body:
        return
    for block in blocks_of(page):
        definition = body.stream_block.child_blocks.get(block["type"])
        for problem in _empty(definition, block["value"]) if definition else ():
            text = _("%(block)s: %(problem)s") % {"block": definition.label, "problem": problem}
            yield Finding("empty", ERROR, block["id"], text)


def _empty(definition: blocks.Block, value) -> Iterator[str]:
    if isinstance(definition, blocks.ListBlock):
        items = items_of(value)
        if len(items) < (definition.meta.min_num or 0):
            yield _("the list is too short.")
        for item in items:
            yield from _empty(definition.child_block, item)
    elif "alt_text" in getattr(definition, "child_blocks", ()):
        if isinstance(value, dict) and not (value.get("alt_text") or value.get("decorative")):
            yield _("describe the image for people who cannot see it, or mark it as decoration.")
    elif isinstance(definition, blocks.StructBlock):
        for name, child in definition.child_blocks.items():
            yield from _empty(child, (value or {}).get(name))
    elif isinstance(definition, blocks.FieldBlock) and definition.required and _is_blank(value):
        yield _("“%(field)s” is empty.") % {"field": definition.label}


def _is_blank(value) -> bool:
    """A chosen row that is no more is not blank: its key stands there, and its block shows nothing."""
    return not plain("" if value is None else str(value))


def repeated_headings(page) -> Iterator[Finding]:
    """Two headings that read the same would share one address in the page."""
    seen = set()
    for block_id, heading in headings(page):
        if slugify(heading) in seen:
            text = _("Two headings read the same: “%(heading)s”. Please reword one.")
            yield Finding("repeated-heading", ERROR, block_id, text % {"heading": heading})
        seen.add(slugify(heading))


def _brings_heading(block: dict) -> bool:
    kind = block["type"]
    return kind in {"heading", *SELF_HEADED} or (
        kind in HEADED and bool(block["value"].get("heading"))
    )


def headless_text(page) -> Iterator[Finding]:
    """A long stretch without a heading, and tips with neither a heading of their own nor one above."""
    words, is_headed = 0, False
    for block in blocks_of(page):
        kind, value = block["type"], block["value"]
        if _brings_heading(block):
            words, is_headed = 0, kind != "takeaways" or is_headed
        elif kind == "tips" and not is_headed:
            text = _("These tips stand under no heading. Give them one.")
            yield Finding("missing-heading", ERROR, block["id"], text)
        if kind == "text":
            before, words = words, words + len(plain(value).split())
            if before <= MOST_WORDS_WITHOUT_HEADING < words:
                text = _(
                    "From the last heading to here there are more than %(n)d words. Put a "
                    "heading between them."
                )
                text %= {"n": MOST_WORDS_WITHOUT_HEADING}
                yield Finding("missing-heading", ERROR, block["id"], text)


def small_headings_first(page) -> Iterator[Finding]:
    """A small heading that stands under no larger one skips a level."""
    for block in blocks_of(page):
        if _brings_heading(block):
            return
        if block["type"] == "text" and "<h3" in block["value"]:
            text = _("A small heading stands here before the first heading of the page.")
            yield Finding("skipped-heading", WARNING, block["id"], text)
            return


def vague_links(page) -> Iterator[Finding]:
    """Links are read one after the other, out of their sentence: "here" says nothing there."""
    for block in blocks_of(page):
        for html in texts_in(block["value"]):
            for match in LINK.finditer(html):
                words = re.sub(r"[^\w ]", "", plain(match[1])).casefold().strip()
                if words in VAGUE:
                    text = _(
                        "The link “%(link)s” does not say where it leads. Name the page instead."
                    )
                    text %= {"link": plain(match[1])}
                    yield Finding("vague-link", ERROR, block["id"], text)


def wrong_counts(page) -> Iterator[Finding]:
    """A heading that promises another number of points or tips than follow."""
    for block in blocks_of(page):
        kind, value = block["type"], block["value"]
        if kind in COUNTED:
            wrong = wrong_count(value.get("heading") or "", len(items_of(value.get(kind))))
            if wrong:
                yield Finding("wrong-count", ERROR, block["id"], wrong)
