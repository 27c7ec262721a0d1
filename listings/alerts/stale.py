"""Alerts that nobody wants any more: never confirmed, or not touched for a year."""

from datetime import datetime, timedelta

from django.db import transaction

from listings.alerts import mail as alert_mail
from listings.alerts.tokens import CONFIRMED_WITHIN
from listings.models import JobAlert

UNTOUCHED = timedelta(days=365)
WARNED_BEFORE = timedelta(days=30)
WARNED_AT_ONCE = 100


def warn_of_stale(now: datetime) -> int:
    """Write to the owners of alerts that nobody has touched for a year. Returns how many mails.

    At most `WARNED_AT_ONCE` of them: one query for all; two statements for each, and what the words of
    its search cost.
    """
    stale = JobAlert.objects.filter(
        confirmed_at__isnull=False, warned_at__isnull=True, touched_at__lte=now - UNTOUCHED
    )
    return sum(_warn(alert, now) for alert in stale.order_by("touched_at")[:WARNED_AT_ONCE])


def _warn(alert: JobAlert, now: datetime) -> bool:
    with transaction.atomic():
        # Not if another worker was first, or its owner touched it meanwhile.
        seen = JobAlert.objects.filter(
            pk=alert.pk, warned_at__isnull=True, touched_at=alert.touched_at
        )
        is_ours = bool(seen.update(warned_at=now))
        if is_ours:
            alert_mail.send_warning(alert, now + WARNED_BEFORE)
    return is_ours


def remove_stale(now: datetime) -> int:
    """Delete what was warned of a month ago and not kept, and what was never confirmed. Returns how many."""
    return _remove(warned_at__lte=now - WARNED_BEFORE) + _remove(
        confirmed_at__isnull=True, touched_at__lt=now - CONFIRMED_WITHIN
    )


def _remove(**condition) -> int:
    """Three statements, four if there are any.

    Rows are locked by a write that asks the condition before they go: one that its owner keeps or
    confirms at that moment is either not among them, or gone before the owner's own write.
    """
    with transaction.atomic():
        rows = JobAlert.objects.filter(**condition)
        if not rows.update(next_run_at=None):
            return 0
        _rows, by_model = rows.delete()
    return by_model[JobAlert._meta.label]
