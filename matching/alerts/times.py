"""When a match alert runs: on the clock of the candidate's own place."""

from datetime import datetime

from listings.alerts.times import WEEKLY, Rhythm
from matching.models import MatchAlert


def rhythm_of(alert: MatchAlert) -> Rhythm:
    """Reads the candidate."""
    return Rhythm(alert.frequency, alert.hour, alert.candidate.time_zone)


def next_run(alert: MatchAlert, now: datetime) -> datetime:
    """The run after the one that was due. Reads the candidate."""
    return rhythm_of(alert).next_run(alert.next_run_at, now)


def rhythm_in_words(alert: MatchAlert) -> str:
    """ "every Thursday at 7 a.m., Eastern time". Reads the candidate."""
    return rhythm_of(alert).in_words(alert.next_run_at)


def next_run_in_words(alert: MatchAlert) -> str:
    """ "Monday, November 23". Reads the candidate."""
    return rhythm_of(alert).day_in_words(alert.next_run_at)


def weekly_day_in_words(alert: MatchAlert | None, time_zone: str, now: datetime) -> str:
    """The day of a weekly alert; of another or none, the day that it would have from now on: "Monday"."""
    is_weekly = alert and alert.frequency == WEEKLY
    moment = alert.next_run_at if is_weekly else now
    return Rhythm(WEEKLY, 0, time_zone).weekday_in_words(moment)
