"""Hours of a usual week, as bars to draw and in words: a job's shifts, a person's free hours."""

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

from cms.clocks import clock_in_words
from cms.vocabulary import Weekday

MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY


class Span(NamedTuple):
    """Hours that start on one day. Ending not after the start, they run over midnight."""

    weekday: int
    starts: time
    ends: time

    @property
    def begins(self) -> int:
        """Minutes since Monday, 0:00."""
        return self.weekday * MINUTES_A_DAY + minute_of(self.starts)

    @property
    def minutes(self) -> int:
        length = minute_of(self.ends) - minute_of(self.starts)
        return length if length > 0 else length + MINUTES_A_DAY

    @property
    def runs_over(self) -> bool:
        """Whether something of it lies on the next day; ending at midnight, nothing does."""
        return minute_of(self.starts) + self.minutes > MINUTES_A_DAY


def minute_of(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def time_at(minute: int) -> time:
    """The time of day so many minutes after a midnight; a day later it is the same again."""
    return time(*divmod(minute % MINUTES_A_DAY, 60))


def overlapping(spans: Iterable[Span]) -> set[Span]:
    """Those that start before the one before them has ended. After Sunday comes Monday."""
    in_order = sorted(spans, key=lambda span: (span.begins, span.minutes))
    pairs = zip(in_order, in_order[1:] + in_order[:1], strict=True) if len(in_order) > 1 else ()
    return {
        later
        for earlier, later in pairs
        if (later.begins - earlier.begins) % MINUTES_A_WEEK < earlier.minutes
    }


class Stretch(NamedTuple):
    """Hours without a gap, of any length up to a week."""

    begins: int  # minutes since Monday, 0:00
    minutes: int

    def holds(self, begins: int, minutes: int) -> bool:
        if self.minutes >= MINUTES_A_WEEK:
            return True
        return (begins - self.begins) % MINUTES_A_WEEK + minutes <= self.minutes


def stretches(spans: Iterable[Span]) -> list[Stretch]:
    """Spans with those joined that touch or overlap, also over midnight and from Sunday to Monday."""
    joined: list[list[int]] = []  # begin and end; an end may lie beyond the week
    for span in sorted(spans, key=lambda span: span.begins):
        end = span.begins + span.minutes
        if joined and span.begins <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([span.begins, end])
    while len(joined) > 1 and joined[-1][1] >= joined[0][0] + MINUTES_A_WEEK:
        joined[-1][1] = max(joined[-1][1], joined.pop(0)[1] + MINUTES_A_WEEK)
    return [Stretch(begin, min(end - begin, MINUTES_A_WEEK)) for begin, end in joined]


@dataclass(frozen=True)
class WeekBar:
    """Hours in a row on one day: position and width in percent of 24 hours."""

    x: float
    width: float


def week_bars(spans: Iterable[tuple[int, int]]) -> list[list[WeekBar]]:
    """The bars of each day, Monday first, of spans given as (minutes since Monday 0:00, minutes).

    What runs over midnight goes on at the left of the next day; after Sunday comes Monday.
    """
    days: list[list[WeekBar]] = [[] for _day in range(7)]
    for start, minutes in spans:
        while minutes > 0:
            day, minute = divmod(start, MINUTES_A_DAY)
            here = min(minutes, MINUTES_A_DAY - minute)
            bar = WeekBar(_percent_of_day(minute), _percent_of_day(here))
            days[day % len(days)].append(bar)
            start, minutes = start + here, minutes - here
    return [sorted(bars, key=lambda bar: bar.x) for bars in days]


def _percent_of_day(minutes: int) -> float:
    return round(100 * minutes / MINUTES_A_DAY, 2)


@dataclass(frozen=True)
class Day:
    """One row of the week. `words` is empty on a day without hours."""

    name: str
    short: str
    words: str
    bars: tuple[WeekBar, ...]


@dataclass(frozen=True)
class Week:
    """What a page shows of a usual week."""

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


def week_of_spans(spans: Iterable[Span], time_zone: str) -> Week | None:
    """The week that these make on the clock of a zone; None where there are none."""
    spans = sorted(spans)
    if not spans:
        return None
    bars = week_bars((span.begins, span.minutes) for span in spans)
    days = []
    for weekday in Weekday:
        name = str(weekday.label)
        starting = [span for span in spans if span.weekday == weekday]
        night_before = [
            span
            for span in spans
            if span.runs_over and (span.weekday + 1) % len(Weekday) == weekday
        ]
        if starting:
            words = ", ".join(map(span_in_words, starting))
        elif night_before:
            words = _("until %(time)s") % {"time": time_in_words(night_before[0].ends)}
        else:
            words = ""
        days.append(Day(name, str(WEEKDAYS_ABBR[weekday]), words, tuple(bars[weekday])))
    return Week(
        days=tuple(days),
        hours=Decimal(sum(stretch.minutes for stretch in stretches(spans))) / 60,
        clock=clock_in_words(time_zone, timezone.now()),
    )


def span_in_words(span: Span) -> str:
    """ "9 a.m.–5:30 p.m.", "12:30–8:30 p.m."; a whole day from midnight is "all day"."""
    if span.starts == span.ends == time():
        return _("all day")
    start, end = time_in_words(span.starts), time_in_words(span.ends)
    _clock, _space, half = end.partition(" ")
    if half and span.starts < span.ends:
        start = start.removesuffix(f" {half}")
    return pgettext("hours of work", "%(start)s–%(end)s") % {"start": start, "end": end}


def time_in_words(at: time) -> str:
    """ "9 a.m.", "5:30 p.m.", "noon"."""
    return dateformat.time_format(at, "P")
