"""What other places learn of a page from its head: its one address, and how it looks when it is shared."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, to_locale
from wagtail.models import Page

from cms.addresses import page_address
from cms.structured_data import social_picture

register = template.Library()


@register.simple_block_tag
def captured(content):
    """A block's text under a name (`{% captured as title %}`), for whatever says it once more."""
    return mark_safe(content.strip())  # what a template rendered


@register.inclusion_tag("components/share_head.html", takes_context=True)
def share_head(context, title, description):
    """Canonical address, Open Graph and card of any page: an editors' one, or a view that sets `canonical`.

    An editors' page that is not live, as in a preview, is kept from search engines. No query, but for a
    page with a picture of its own two.
    """
    page = context.get("page")
    page = page.specific if isinstance(page, Page) else None
    return {
        "title": title,
        "description": description,
        "locale": to_locale(get_language()),
        "address": page_address(page) if page else context.get("canonical", ""),
        "picture": social_picture(page),
        "has_own_picture": bool(page and page.social_picture),
        "is_article": bool(getattr(page, "reviewed_on", None)),
        "is_hidden": bool(page and (not page.live or _is_preview(context))),
        "page": page,
        "site_name": context.get("site_name", ""),
    }


def _is_preview(context) -> bool:
    return bool(getattr(context.get("request"), "is_preview", False))
