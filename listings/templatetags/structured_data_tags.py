"""Markup for search engines in a page's head."""

from django import template
from django.utils.safestring import SafeString

from cms.structured_data import as_script
from listings.models import Listing
from listings.structured_data import job_posting

register = template.Library()


@register.simple_tag
def job_posting_markup(listing: Listing) -> SafeString | str:
    """The job's JobPosting as JSON-LD; nothing for a job that is not open. Reads what `for_page` loads."""
    posting = job_posting(listing)
    return as_script(posting) if posting else ""
