"""The usual week of a job: what is worked day by day, on the clock of the listing's own place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cms.clocks import clock_in_words, zone
from cms.vocabulary import Weekday
from cms.weeks import MINUTES_A_DAY, MINUTES_A_WEEK, Week, span_in_words, stretches, week_of_spans
from cms.weeks import Span as Shift
from listings.models import Listing

__all__ = ["Fit", "Shift", "fit_into", "shifts_of", "week_of", "works_on_weekends"]


def works_on_weekends(shifts: Iterable[Shift]) -> bool:
    """Whether any time of the week is worked on a Saturday or Sunday: Friday's shift until 2 a.m. is."""
    saturday = Weekday.SATURDAY * MINUTES_A_DAY
    return any(shift.begins + shift.minutes > saturday for shift in shifts)


def shifts_of(listing: Listing) -> list[Shift]:
    """Reads the listing's prefetched shifts."""
    return [Shift(row.weekday, row.starts, row.ends) for row in listing.shifts.all()]


def week_of(listing: Listing) -> Week | None:
    """The stated week of a listing, None where it states none. Reads its prefetched shifts."""
    return week_of_spans(shifts_of(listing), listing.time_zone)


@dataclass(frozen=True)
class Fit:
    """How many shifts of a job lie inside somebody's hours. `outside` names the others, on the job's clock."""

    count: int
    inside: int
    outside: tuple[str, ...]
    converted_from: str  # the clock of the person's hours, where the job's is another


def fit_into(listing: Listing, hours: Iterable[Shift], time_zone: str, now: datetime) -> Fit:
    """Whether the shifts lie inside hours told in a zone of their own.

    Where clocks differ, by the difference of this moment: two zones may go to summer time on
    different days, and for the weeks between the answer is another.
    """
    there, here = now.astimezone(zone(listing.time_zone)), now.astimezone(zone(time_zone))
    shift_by = int((here.utcoffset() - there.utcoffset()).total_seconds()) // 60
    free = stretches(hours)
    shifts = shifts_of(listing)
    outside = [
        shift
        for shift in shifts
        if not any(
            stretch.holds((shift.begins + shift_by) % MINUTES_A_WEEK, shift.minutes)
            for stretch in free
        )
    ]
    return Fit(
        count=len(shifts),
        inside=len(shifts) - len(outside),
        outside=tuple(map(_day_and_hours, outside)),
        converted_from=clock_in_words(time_zone, now) if shift_by else "",
    )


def _day_and_hours(shift: Shift) -> str:
    """ "Thursday, 2–10 p.m." """
    names = {"day": Weekday(shift.weekday).label, "hours": span_in_words(shift)}
    return _("%(day)s, %(hours)s") % names
