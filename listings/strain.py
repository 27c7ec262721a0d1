"""Strains of a job that its post states: pace targets, parallel contacts, hours."""

from django.utils.translation import gettext as _

from cms.vocabulary import ShiftPattern
from listings.models import Listing

# Figures that count how much or how fast: by their slugs in the glossary.
VOLUME_METRICS = {"average-handle-time", "contacts-per-hour", "occupancy"}
AT_ONCE = 3  # contacts side by side
OUTSIDE_THE_DAY = {ShiftPattern.EVENING, ShiftPattern.NIGHT, ShiftPattern.ROTATING, ShiftPattern.SPLIT}  # fmt: skip


def strains(listing: Listing) -> list[str]:
    """What the post names, in words; empty for a post that names nothing. Reads prefetched targets."""
    stated = {
        _("a target for pace or volume"): any(
            target.metric.slug in VOLUME_METRICS for target in listing.targets.all()
        ),
        _("several contacts at once"): (listing.concurrent_contacts or 0) >= AT_ONCE,
        _("shifts outside the day"): listing.shift_pattern in OUTSIDE_THE_DAY,
        _("work on weekends"): listing.works_weekends is True,
    }
    return [words for words, is_stated in stated.items() if is_stated]
