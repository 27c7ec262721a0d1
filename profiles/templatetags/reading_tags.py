"""What a page asks its readers, and how it counts them."""

from django import template
from wagtail.models import Page

from profiles.readers import answer_of

register = template.Library()


@register.inclusion_tag("profiles/partials/feedback_panel.html", takes_context=True)
def feedback_panel(context, page: Page):
    """ "Was this useful?" under an article. No query, or one where this visit has answered."""
    request = context.get("request")
    is_open = request is not None and page.live and not getattr(request, "is_preview", False)
    return {
        "page": page if is_open else None,
        "answer": answer_of(request.session, page.pk) if is_open else None,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("profiles/partials/count_reading.html", takes_context=True)
def count_reading(context):
    """The script that counts this page as read, if it is one of the editors' and live. No query."""
    page, request = context.get("page"), context.get("request")
    is_counted = isinstance(page, Page) and page.live and not getattr(request, "is_preview", False)
    return {"page": page if is_counted else None}
