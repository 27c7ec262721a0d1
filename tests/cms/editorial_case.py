"""Blocks of a guide, and a page made of them, for the tests of the editorial rules."""

from types import SimpleNamespace

from django.utils import timezone
from wagtail.blocks import StreamValue

from cms.blocks import GuideStreamBlock

COUNTED = "<p>About 62% of callers hang up.</p>"
LONG = "A long line that nobody would write twice by chance, not in this house of words."


def text(html="<p>Facts first.</p>", block_id=None):
    return {"type": "text", "value": html, "id": block_id}


def heading(words="Write it down", block_id=None):
    return {"type": "heading", "value": words, "id": block_id}


def quote(words="Listen first.", by="Ann Lee, team lead", **kwargs):
    value = {"quote": words, "attribution": by, "source": "Talks, House of Lee", "year": 2020}
    return {"type": "quote", "value": value | kwargs}


def page(*blocks, sources=(), **kwargs):
    """What the rules read of a guide, without a database."""
    body = StreamValue(GuideStreamBlock(), list(blocks), is_lazy=True)
    named = SimpleNamespace(all=lambda: list(sources))
    plain = {"pk": 1, "title": "A guide", "introduction": "", "kind": "guide"}
    return SimpleNamespace(
        **(plain | kwargs), body=body, sources=named, reviewed_on=timezone.localdate()
    )
