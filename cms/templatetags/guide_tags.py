"""Guides that other pages point to."""

from django import template

from cms.models import GuidePage

register = template.Library()


@register.simple_tag
def guides_of_kind(kind: str, limit: int = 3) -> list[GuidePage]:
    """The newest live guides of a kind, as `GuidePage.Kind` names it. One query."""
    guides = GuidePage.objects.live().filter(kind=kind).order_by("-first_published_at", "-pk")
    return list(guides[:limit])
