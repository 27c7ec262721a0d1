"""Markup for search engines in a page's head."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from listings.models import Listing
from listings.structured_data import job_posting

register = template.Library()

# No text can end the script element or begin another inside it.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def job_posting_markup(listing: Listing) -> SafeString | str:
    """The job's JobPosting as JSON-LD; nothing for a job that is not open. Reads what `for_page` loads.

    A data block, not a script that runs: the content security policy lets it be.
    """
    posting = job_posting(listing)
    if posting is None:
        return ""
    content = json.dumps(posting, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{content}</script>')  # just escaped
