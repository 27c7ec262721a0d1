"""The usual week of a job: what is worked day by day, on the clock of the listing's own place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.utils import dateformat, timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.vocabulary import Weekday
from listings.models import Listing
from listings.moments import clock_names
from listings.plots import MINUTES_A_DAY, WeekBar, week_bars

MINUTES_A_WEEK = 7 * MINUTES_A_DAY


class Shift(NamedTuple):
    """Hours of work that start on one day. Ending not after the start, they run over midnight."""

    weekday: int
    starts: time
    ends: time

    @property
    def begins(self) -> int:
        """Minutes since Monday, 0:00."""
        return self.weekday * MINUTES_A_DAY + _minute(self.starts)

    @property
    def minutes(self) -> int:
        length = _minute(self.ends) - _minute(self.starts)
        return length if length > 0 else length + MINUTES_A_DAY

    @property
    def runs_over(self) -> bool:
        """Whether something of it is worked on the next day; ending at midnight, nothing is."""
        return _minute(self.starts) + self.minutes > MINUTES_A_DAY


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def works_on_weekends(shifts: Iterable[Shift]) -> bool:
    """Whether any time of the week is worked on a Saturday or Sunday: Friday's shift until 2 a.m. is."""
    saturday = Weekday.SATURDAY * MINUTES_A_DAY
    return any(shift.begins + shift.minutes > saturday for shift in shifts)


def overlapping(shifts: Iterable[Shift]) -> set[Shift]:
    """Those that start before the one before them has ended. After Sunday comes Monday."""
    in_order = sorted(shifts, key=lambda shift: (shift.begins, shift.minutes))
    pairs = zip(in_order, in_order[1:] + in_order[:1], strict=True) if len(in_order) > 1 else ()
    return {
        later
        for earlier, later in pairs
        if (later.begins - earlier.begins) % MINUTES_A_WEEK < earlier.minutes
    }


@dataclass(frozen=True)
class Day:
    """One row of the week. `words` is empty on a free day."""

    name: str
    short: str
    words: str
    bars: tuple[WeekBar, ...]


@dataclass(frozen=True)
class Week:
    """What a page shows of a stated week."""

    days: tuple[Day, ...]
    hours: Decimal
    clock: str  # "Eastern time"

    @property
    def free_days(self) -> str:
        return ", ".join(day.name for day in self.days if not day.words)

    @property
    def in_words(self) -> str:
        """ "Mon to Fri, 9 a.m.–5:30 p.m.; Sat, 10 a.m.–2 p.m." """
        parts = []
        for words, group in groupby(self.days, key=lambda day: day.words):
            days = list(group)
            if not words:
                continue
            if len(days) > 2:
                names = {"first": days[0].short, "last": days[-1].short, "hours": words}
                parts.append(_("%(first)s to %(last)s, %(hours)s") % names)
            else:
                names = {"days": ", ".join(day.short for day in days), "hours": words}
                parts.append(_("%(days)s, %(hours)s") % names)
        return "; ".join(parts)


def week_of(listing: Listing) -> Week | None:
    """The stated week of a listing, None where it states none. Reads its prefetched shifts."""
    shifts = [Shift(row.weekday, row.starts, row.ends) for row in listing.shifts.all()]
    if not shifts:
        return None
    bars = week_bars((shift.begins, shift.minutes) for shift in shifts)
    days = []
    for weekday in Weekday:
        name = str(weekday.label)
        starting = [shift for shift in shifts if shift.weekday == weekday]
        night_before = [
            shift
            for shift in shifts
            if shift.runs_over and (shift.weekday + 1) % len(Weekday) == weekday
        ]
        if starting:
            words = ", ".join(map(_span, starting))
        elif night_before:
            words = _("until %(time)s") % {"time": time_in_words(night_before[0].ends)}
        else:
            words = ""
        days.append(Day(name, str(WEEKDAYS_ABBR[weekday]), words, tuple(bars[weekday])))
    return Week(
        days=tuple(days),
        hours=Decimal(sum(shift.minutes for shift in shifts)) / 60,
        clock=str(clock_names(listing.time_zone, timezone.now().year)[1]),
    )


def _span(shift: Shift) -> str:
    """ "9 a.m.–5:30 p.m.", "12:30–8:30 p.m." """
    start, end = time_in_words(shift.starts), time_in_words(shift.ends)
    _clock, _space, half = end.partition(" ")
    if half and shift.starts < shift.ends:
        start = start.removesuffix(f" {half}")
    return pgettext("hours of work", "%(start)s–%(end)s") % {"start": start, "end": end}


def time_in_words(at: time) -> str:
    """ "9 a.m.", "5:30 p.m.", "noon"."""
    return dateformat.time_format(at, "P")
