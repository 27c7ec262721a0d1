"""What the pages of the site hold, read from their raw blocks: no query, and nothing that a block would fetch."""

from collections.abc import Iterator

from django.db.models import Model
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

HTML, PAGE = "html", "page"


def live_pages() -> Iterator[Page]:
    """Every live page as what it is, with its sources. Two queries for each kind of page at most."""
    for model in get_page_models():
        if model._meta.app_label == "cms":
            yield from model.objects.live().prefetch_related("sources").order_by("path")


def references(page: Page) -> Iterator[tuple[str, object]]:
    """What the page's blocks refer to: (HTML, a formatted text) and (PAGE, the key of a page)."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _walk(field.stream_block, getattr(page, field.name).raw_data)


def _walk(block: blocks.Block, value) -> Iterator[tuple[str, object]]:
    if not value:
        return
    if isinstance(block, blocks.RichTextBlock):
        yield HTML, value
    elif isinstance(block, blocks.PageChooserBlock):
        yield PAGE, value
    elif isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            # A kind of block that was done away with may still stand in old pages.
            if child_block := block.child_blocks.get(child["type"]):
                yield from _walk(child_block, child["value"])
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            is_item = isinstance(child, dict) and child.get("type") == "item"
            yield from _walk(block.child_block, child["value"] if is_item else child)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _walk(child_block, value.get(name))


def page_kind(model: type[Model]) -> str:
    """What editors call a kind of page: "Guide page"."""
    name = str(model._meta.verbose_name)
    return name[:1].upper() + name[1:]
