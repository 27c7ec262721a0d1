import re

from django import template
from django.utils.html import format_html, format_html_join

from profiles.my_profile import my_profile as holder_for

register = template.Library()
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,:;!?])")


@register.simple_tag(takes_context=True)
def my_profile(context):
    """The profile of whoever asks, for a page that is not the profile's own. Queries when it is read."""
    return holder_for(context["request"])


@register.filter
def web_links(text: str):
    """A plain letter with its web addresses to follow; mail addresses stay words."""
    parts = _ADDRESS.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{0}">{0}</a>', part) if n % 2 else part,)
            for n, part in enumerate(parts)
        ),
    )
