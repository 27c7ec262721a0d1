"""Primary keys inside of pages: in blocks, in links of texts, and in drafts and older versions kept as JSON."""

import json
import re
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, get_page_models

from .references import SAID_ONCE

LINK = re.compile(r"<a\b[^>]*>")
PAGE_KEY = re.compile(r'\bid="(\d{1,9})"')


@dataclass(frozen=True)
class Swap:
    """In place of the row `old` of a table the row `new`."""

    model: type[models.Model]
    old: int
    new: int

    def names(self, other: type[models.Model]) -> bool:
        """Whether a choice among `other` may be one of the table."""
        one, two = self.model._meta.concrete_model, other._meta.concrete_model
        return issubclass(one, two) or issubclass(two, one)

    def key(self, value):
        return self.new if value == self.old else value


def rewrite_pages(swap: Swap) -> int:
    """Write `new` for `old` into all pages and all their versions; how many live pages that changed.

    Reads every page that holds blocks and every version: a merge is rare, and a forgotten draft would
    bring the lost row's gap back. One save for each page that names the row.
    """
    changed = 0
    for model in get_page_models():
        streams = [field for field in model._meta.get_fields() if isinstance(field, StreamField)]
        if not streams or model._meta.abstract:
            continue
        for page in model._default_manager.all():
            before = {field.name: _raw(page, field.name) for field in streams}
            after = {
                field.name: swapped(field.stream_block, before[field.name], swap)
                for field in streams
            }
            if before != after:
                for name, value in after.items():
                    setattr(page, name, json.dumps(value))
                page.save(clean=False)
                changed += 1
    _rewrite_versions(swap)
    return changed


def _raw(page: Page, name: str) -> list:
    return list(getattr(page, name).get_prep_value())


def _rewrite_versions(swap: Swap) -> None:
    pages = ContentType.objects.get_for_model(Page)
    versions = Revision.objects.filter(base_content_type=pages).select_related("content_type")
    for version in versions.iterator(chunk_size=100):
        model = version.content_type.model_class()
        if model is None:  # a kind of page that is no more
            continue
        content = swapped_content(model, version.content, swap)
        if content != version.content:
            Revision.objects.filter(pk=version.pk).update(content=content)


def swapped_content(model: type[models.Model], content: dict, swap: Swap) -> dict:
    """The stored JSON of an object of `model`, with `new` for `old` in columns, lists, parts and blocks."""
    content = dict(content)
    for field in model._meta.get_fields():
        if field.name not in content:
            continue
        value = content[field.name]
        if isinstance(field, StreamField):
            raw = json.loads(value or "[]")
            changed = swapped(field.stream_block, raw, swap)
            if changed != raw:  # else the same words would differ in nothing but blanks
                content[field.name] = json.dumps(changed)
        elif field.many_to_many and swap.names(field.related_model):
            content[field.name] = list(dict.fromkeys(map(swap.key, value)))
        elif _is_key(field) and swap.names(field.related_model):
            content[field.name] = swap.key(value)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in content:
            parts = [swapped_content(relation.related_model, part, swap) for part in content[name]]
            content[name] = _said_once(relation.related_model, parts)
    return content


def _is_key(field) -> bool:
    """Whether it is a foreign key; the one that makes a page of a kind a row of Page names the page itself."""
    return field.concrete and (field.many_to_one or field.one_to_one) and not field.primary_key


def _said_once(model: type[models.Model], parts: list[dict]) -> list[dict]:
    columns = SAID_ONCE.get(model._meta.label)
    if columns is None:
        return parts
    first = {}
    for part in parts:
        first.setdefault(tuple(part[name] for name in columns), part)
    return list(first.values())


def swapped(block: blocks.Block, value, swap: Swap):
    """The raw value of a block with `new` for `old`."""
    if isinstance(block, blocks.StreamBlock):
        return [
            child | {"value": swapped(block.child_blocks[child["type"]], child["value"], swap)}
            if child.get("type") in block.child_blocks
            else child
            for child in map(dict, value or [])
        ]
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        return {
            name: swapped(block.child_blocks[name], part, swap)
            if name in block.child_blocks
            else part
            for name, part in value.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [
            dict(item) | {"value": swapped(block.child_block, item["value"], swap)}
            if isinstance(item, dict) and item.get("type") == "item"
            else swapped(block.child_block, item, swap)
            for item in value or []
        ]
    if isinstance(block, blocks.ChooserBlock) and swap.names(block.target_model):
        return swap.key(value)
    if isinstance(block, blocks.RichTextBlock) and swap.model is Page and isinstance(value, str):
        return LINK.sub(lambda link: _link(link[0], swap), value)
    return value


def _link(tag: str, swap: Swap) -> str:
    if 'linktype="page"' not in tag:
        return tag
    return PAGE_KEY.sub(lambda key: f'id="{swap.key(int(key[1]))}"', tag)
