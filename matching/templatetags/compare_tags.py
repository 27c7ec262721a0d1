from collections.abc import Sequence

from django import template

from listings.comparison import names_of
from listings.models import Listing
from matching.adapters import current_index
from matching.explanation.writer import write_reports
from matching.profile_queries import profile_query
from matching.templatetags.match_tags import knows
from profiles.my_profile import my_profile

register = template.Library()


@register.inclusion_tag("matching/partials/compare_match.html", takes_context=True)
def compare_match(context, listings: Sequence[Listing]):
    """How each of a few jobs fits whoever reads, as one row of a table. Reads what `for_page` loads.

    Besides the profile at most three queries, however many jobs; none where the profile is empty.
    """
    snapshot = my_profile(context["request"]).snapshot()
    index = current_index()
    found = {"is_empty": snapshot.is_empty, "columns": len(listings) + 1, "cells": []}
    if snapshot.is_empty or index is None:
        return found
    known = [listing for listing in listings if knows(index, listing)]
    profile = profile_query(snapshot)
    reports = write_reports(known, index, profile, snapshot, {}, with_numbers=True)
    by_key = {report.listing.pk: report for report in reports}
    reports = [by_key.get(listing.pk) for listing in listings]
    return found | {"cells": list(zip(names_of(listings), reports, strict=True))}
