"""When an alert runs: at an hour of the day on somebody's own clock. For alerts of every kind."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _

from cms.clocks import clock_in_words, zone

DAILY, WEEKLY = "daily", "weekly"
DAYS_BETWEEN = {DAILY: 1, WEEKLY: 7}


@dataclass(frozen=True)
class Rhythm:
    """How often, at which hour (0 to 23), and on the clock of which time zone."""

    frequency: str
    hour: int
    time_zone: str

    def first_run(self, now: datetime) -> datetime:
        """The next time that the local clock shows the hour; for a weekly alert, a week from today."""
        today = now.astimezone(self._clock).date()
        if self.frequency == WEEKLY:
            return self._instant(today + timedelta(days=DAYS_BETWEEN[WEEKLY]))
        run = self._instant(today)
        return run if run > now else self._instant(today + timedelta(days=1))

    def next_run(self, due: datetime, now: datetime) -> datetime:
        """The run after the one that was due: whole local days later, and not in the past.

        Counted from the day that was due, so that a weekly alert keeps its day although a worker was
        late.
        """
        step = timedelta(days=DAYS_BETWEEN[self.frequency])
        day = due.astimezone(self._clock).date() + step
        while (run := self._instant(day)) <= now:
            day += step
        return run

    @property
    def _clock(self):
        return zone(self.time_zone)

    def _instant(self, day: date) -> datetime:
        """An hour that the clock leaves out in spring is the one after; of one that comes twice, the first."""
        return datetime.combine(day, time(self.hour), tzinfo=self._clock).astimezone(UTC)

    # --- In words ------------------------------------------------------------------------------

    def in_words(self, moment: datetime) -> str:
        """ "every Thursday at 7 a.m., Eastern time", for an alert that runs at `moment`."""
        local = moment.astimezone(self._clock)
        words = {
            "time": hour_in_words(self.hour),
            "weekday": dateformat.format(local, "l"),
            "clock": clock_in_words(self.time_zone, local),
        }
        if self.frequency == WEEKLY:
            return _("every %(weekday)s at %(time)s, %(clock)s") % words
        return _("every day at %(time)s, %(clock)s") % words

    def weekday_in_words(self, moment: datetime) -> str:
        """ "Monday"."""
        return dateformat.format(moment.astimezone(self._clock), "l")

    def day_in_words(self, moment: datetime) -> str:
        """ "Monday, November 23"."""
        return dateformat.format(moment.astimezone(self._clock), "l, F j")


def hour_in_words(hour: int) -> str:
    """ "7 a.m.", "noon", "midnight"."""
    return dateformat.time_format(time(hour), "P")
