"""What to take off, or to widen, where a search finds little: each with the number of jobs it would give."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, Value
from django.utils.translation import gettext as _

from listings.filter_choices import RADII
from listings.filters import ListingFilterSet

FEW = 4  # so many jobs and fewer are little
MOST_COUNTED, MOST_SHOWN = 14, 6


@dataclass(frozen=True)
class Relaxation:
    label: str
    query: str
    count: int


def relaxations(search: ListingFilterSet, found: int) -> list[Relaxation]:
    """Changes that give more than the `found` jobs, most first. One UNION ALL counts them all."""
    candidates = _candidates(search)[:MOST_COUNTED]
    if not candidates:
        return []
    parts = [
        search.with_query(query)
        .qs.order_by()
        .annotate(candidate=Value(number, output_field=IntegerField()))
        .values("candidate")
        .annotate(jobs=Count("pk"))
        for number, (_label, query) in enumerate(candidates)
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    counts = {row["candidate"]: row["jobs"] for row in rows}
    relaxed = [
        Relaxation(label, query, counts.get(number, 0))
        for number, (label, query) in enumerate(candidates)
    ]
    relaxed.sort(key=lambda each: -each.count)
    return [each for each in relaxed if each.count > found][:MOST_SHOWN]


def _candidates(search: ListingFilterSet) -> list[tuple[str, str]]:
    """Labels and queries. None holds words that were not read for the search itself."""
    candidates = []
    if search.place:
        for miles in RADII:
            if miles > search.radius_miles:
                words = {"distance": search.distance_label(miles), "place": search.place.label}
                label = _("Within %(distance)s of %(place)s") % words
                candidates.append((label, search.variant(radius=[str(miles)]).query()))
    return candidates + [
        (_("Without “%(filter)s”") % {"filter": chip.label.strip("“”")}, chip.query)
        for chip in search.chips()
    ]
