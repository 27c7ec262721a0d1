"""How long a page takes to read. Counted from the raw data: to walk over the blocks would fetch what they show."""

from collections.abc import Iterable, Mapping

from django.utils.html import strip_tags

from cms.editorial.passages import texts_in

WORDS_PER_MINUTE = 230
# What these blocks hold are names of rows and settings; the words that they show are not the page's.
WITHOUT_WORDS = {
    "image",
    "ladder",
    "live_jobs",
    "metric",
    "pay_band",
    "related_pages",
    "roles",
    "skill_list",
    "sources",
}
NO_WORDS = {"id", "type", "url"}  # of a block, an item of a list, a quotation


def minutes(blocks: Iterable[Mapping]) -> int:
    """Reading time of a body's raw data, whole minutes, at least one."""
    words = sum(
        len(strip_tags(text).split())
        for block in blocks
        if block["type"] not in WITHOUT_WORDS
        for text in texts_in(block["value"], without=NO_WORDS)
    )
    return max(1, round(words / WORDS_PER_MINUTE))
