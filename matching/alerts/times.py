"""When a match alert runs: at an hour of the day on the clock of the candidate's own place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

from listings import moments
from matching.models import MatchAlert

DAYS_BETWEEN = {MatchAlert.Frequency.DAILY: 1, MatchAlert.Frequency.WEEKLY: 7}


def first_run(now: datetime, *, hour: int, frequency: str, time_zone: str) -> datetime:
    """The next time that the local clock shows `hour`; for a weekly alert, a week from today."""
    clock = moments.zone(time_zone)
    today = now.astimezone(clock).date()
    if frequency == MatchAlert.Frequency.WEEKLY:
        return _instant(today + timedelta(days=DAYS_BETWEEN[frequency]), hour, clock)
    run = _instant(today, hour, clock)
    return run if run > now else _instant(today + timedelta(days=1), hour, clock)


def next_run(alert: MatchAlert, now: datetime) -> datetime:
    """The run after the one that was due: whole local days later, and not in the past.

    Counted from the day that was due, so that a weekly alert keeps its day although a worker was late.
    Reads the candidate.
    """
    clock = moments.zone(alert.candidate.time_zone)
    step = timedelta(days=DAYS_BETWEEN[alert.frequency])
    day = alert.next_run_at.astimezone(clock).date() + step
    while (run := _instant(day, alert.hour, clock)) <= now:
        day += step
    return run


def _instant(day: date, hour: int, clock: ZoneInfo) -> datetime:
    """An hour that the clock leaves out in spring is the one after; of one that comes twice, the first."""
    return datetime.combine(day, time(hour), tzinfo=clock).astimezone(UTC)


# --- In words ----------------------------------------------------------------------------------


def hour_in_words(hour: int) -> str:
    """ "7 a.m.", "noon", "midnight"."""
    return dateformat.time_format(time(hour), "P")


def clock_in_words(time_zone: str, now: datetime) -> str:
    """ "Eastern time"."""
    _short, long = moments.clock_names(time_zone, now.year)
    return str(long)


def rhythm_in_words(alert: MatchAlert) -> str:
    """ "every Thursday at 7 a.m., Eastern time". Reads the candidate."""
    local = alert.next_run_at.astimezone(moments.zone(alert.candidate.time_zone))
    words = {
        "time": hour_in_words(alert.hour),
        "weekday": dateformat.format(local, "l"),
        "clock": clock_in_words(alert.candidate.time_zone, local),
    }
    if alert.frequency == MatchAlert.Frequency.WEEKLY:
        return _("every %(weekday)s at %(time)s, %(clock)s") % words
    return _("every day at %(time)s, %(clock)s") % words


def weekly_day_in_words(alert: MatchAlert | None, time_zone: str, now: datetime) -> str:
    """The day of a weekly alert; of another or none, the day that it would have from now on: "Monday"."""
    is_weekly = alert and alert.frequency == MatchAlert.Frequency.WEEKLY
    moment = alert.next_run_at if is_weekly else now
    return dateformat.format(moment.astimezone(moments.zone(time_zone)), "l")


def next_run_in_words(alert: MatchAlert) -> str:
    """ "Monday, November 23". Reads the candidate."""
    local = alert.next_run_at.astimezone(moments.zone(alert.candidate.time_zone))
    return dateformat.format(local, "l, F j")
