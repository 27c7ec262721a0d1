"""Alerts begun, confirmed, changed and ended. What the mails say to whom is decided here."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from listings.alerts import mail as alert_mail
from listings.alerts.times import Rhythm
from listings.models import JobAlert
from profiles.digests import digest
from profiles.models import RateLimit, User

MOST = 20  # alerts of one address
MAILS_A_DAY = 5  # to one address, whoever asks for them


class TooManyAlerts(Exception):
    """The address has as many alerts as one may have."""


def _columns(rhythm: Rhythm) -> dict:
    return {
        "frequency": rhythm.frequency,
        "hour": rhythm.hour,
        "time_zone": rhythm.time_zone,
        "touched_at": timezone.now(),
        "warned_at": None,
    }


# --- Begun -------------------------------------------------------------------------------------


def start_alert(user: User, *, query: str, rhythm: Rhythm) -> JobAlert:
    """Begin an alert to the verified address of a user at once, or change the one that there is.

    Five statements. Raises TooManyAlerts.
    """
    email, now = user.email.lower(), timezone.now()
    if _is_one_too_many(email, query):
        raise TooManyAlerts
    runs = {"user": user, "paused_at": None, "next_run_at": rhythm.first_run(now)}
    values = _columns(rhythm) | runs
    alert, is_new = JobAlert.objects.get_or_create(
        email=email, query=query, defaults=values | {"confirmed_at": now}
    )
    if not is_new:
        since = Coalesce("confirmed_at", Value(now))
        JobAlert.objects.filter(pk=alert.pk).update(**values, confirmed_at=since)
        alert.refresh_from_db()
    return alert


def ask_for_alert(email: str, *, query: str, rhythm: Rhythm) -> None:
    """Somebody typed an address: it gets a mail, and nothing runs before its owner says so.

    Nothing tells the person who typed it whether we knew the address. At most six statements.
    """
    if not RateLimit.objects.take(
        f"job-alert:{digest(email)}",
        limit=MAILS_A_DAY,
        window=timedelta(days=1),
    ):
        return
    with transaction.atomic():
        if _is_one_too_many(email, query):
            alert_mail.send_too_many(email, most=MOST)
            return
        values = _columns(rhythm)
        alert, is_new = JobAlert.objects.get_or_create(email=email, query=query, defaults=values)
        if alert.confirmed_at:
            alert_mail.send_already_there(alert)
            return
        if not is_new:
            JobAlert.objects.filter(pk=alert.pk, confirmed_at__isnull=True).update(**values)
        alert_mail.send_confirmation(alert)


def _is_one_too_many(email: str, query: str) -> bool:
    queries = list(JobAlert.objects.filter(email=email).values_list("query", flat=True))
    return query not in queries and len(queries) >= MOST


def confirm_alert(alert: JobAlert, now: datetime) -> bool:
    """Whether it was this call that made the alert run. What is posted from now on is told."""
    first = alert.rhythm.first_run(now)
    waiting = JobAlert.objects.filter(pk=alert.pk, confirmed_at__isnull=True)
    return bool(waiting.update(confirmed_at=now, touched_at=now, next_run_at=first))


# --- Changed and ended. One statement each; False if somebody acted on it meanwhile ---------------


def change_alert(alert: JobAlert, rhythm: Rhythm) -> bool:
    """Another rhythm. A week that has begun goes on if nothing about it changed."""
    columns = _columns(rhythm)
    if alert.next_run_at and rhythm != alert.rhythm:
        columns["next_run_at"] = rhythm.first_run(timezone.now())
    # One that was paused meanwhile must not run again by another act.
    seen = JobAlert.objects.filter(pk=alert.pk, paused_at=alert.paused_at)
    return bool(seen.update(**columns))


def pause_alert(alert: JobAlert) -> bool:
    now = timezone.now()
    running = JobAlert.objects.filter(
        pk=alert.pk, confirmed_at__isnull=False, paused_at__isnull=True
    )
    return bool(running.update(paused_at=now, next_run_at=None, touched_at=now, warned_at=None))


def resume_alert(alert: JobAlert) -> bool:
    """The next mail tells what was posted meanwhile and is open still."""
    now = timezone.now()
    first = alert.rhythm.first_run(now)
    paused = JobAlert.objects.filter(pk=alert.pk, paused_at__isnull=False)
    return bool(paused.update(paused_at=None, next_run_at=first, touched_at=now, warned_at=None))


def keep_alert(alert: JobAlert) -> bool:
    kept = JobAlert.objects.filter(pk=alert.pk)
    return bool(kept.update(touched_at=timezone.now(), warned_at=None))


def end_alert(alert_pk: int) -> bool:
    """Whether there was one."""
    ended, _by_model = JobAlert.objects.filter(pk=alert_pk).delete()
    return ended > 0
