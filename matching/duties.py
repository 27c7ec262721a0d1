"""What has to be done without anybody asking: mails out, the index up to date, old rows away.

Any number of processes may do this at once. Each duty returns what it did as one line, empty for
nothing.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from listings.alerts import running as job_alerts
from listings.alerts.stale import remove_stale, warn_of_stale
from matching.adapters import build_index
from matching.alerts.running import run_due
from matching.freshness import reason_to_build
from profiles.mail import deliver_due
from profiles.models import Outbox, RateLimit

SENT_MAIL_KEPT = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """`every`: how many seconds a process waits before it looks again."""

    name: str
    do: Callable[[], str]
    every: float


def send_mail() -> str:
    """At least once each, by a lease on the row: two processes never take the same one."""
    sent = deliver_due()
    return f"{sent} sent" if sent else ""


def update_index() -> str:
    """Build the index if there is a reason, or somebody asked. Three queries if not, as a rule."""
    if not _reason():
        return ""
    with one_builder() as is_ours:
        # Another process may have built it between the look and the lock.
        reason = _reason() if is_ours else ""
        if not reason:
            return ""
        name = build_index()
        _wish().unlink(missing_ok=True)
        return f"built {name}: {reason}"


def _reason() -> str:
    return "somebody asked" if _wish().exists() else reason_to_build()


def ask_for_new_index() -> None:
    """Let the next look of a worker build the index, although nothing may have changed."""
    settings.MATCH_INDEX_DIR.mkdir(parents=True, exist_ok=True)
    _wish().touch()


def _wish() -> Path:
    return settings.MATCH_INDEX_DIR / "rebuild"


@contextmanager
def one_builder() -> Iterator[bool]:
    """Whether this process may build. The kernel takes the lock from one that dies."""
    settings.MATCH_INDEX_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.MATCH_INDEX_DIR / "building", "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def send_match_alerts() -> str:
    """One chunk of the due alerts, so that mails and index never wait for all of them. One query if none."""
    done = next(run_due(timezone.now()), None)
    return f"{done.people} people, {done.mails} mails" if done and done.people else ""


def send_job_alerts() -> str:
    """One chunk of the due alerts of searches. One query if none."""
    done = next(job_alerts.run_due(timezone.now()), None)
    return f"{done.alerts} alerts, {done.mails} mails" if done and done.alerts else ""


def tend_stale_alerts() -> str:
    """Those that nobody touched for a year are warned of, and removed a month later. Three queries if none."""
    now = timezone.now()
    warned, removed = warn_of_stale(now), remove_stale(now)
    return f"{warned} warned of, {removed} removed" if warned or removed else ""


def remove_old_rows() -> str:
    """Windows of limits that ended, and mails sent more than a week ago. Two statements."""
    now = timezone.now()
    windows, _by_model = RateLimit.objects.filter(ends_at__lt=now).delete()
    mails, _by_model = Outbox.objects.filter(sent_at__lt=now - SENT_MAIL_KEPT).delete()
    return f"{windows} ended limits, {mails} sent mails removed" if windows or mails else ""


def clear_sessions() -> str:
    """Once a day, whichever process is first."""
    if not RateLimit.objects.take("work:clear-sessions", limit=1, window=DAY):
        return ""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "expired ones cleared"


DUTIES = [
    Duty("mail", send_mail, every=1),
    Duty("match index", update_index, every=5),
    Duty("match alerts", send_match_alerts, every=60),
    Duty("job alerts", send_job_alerts, every=60),
    Duty("stale alerts", tend_stale_alerts, every=3600),
    Duty("old rows", remove_old_rows, every=300),
    Duty("sessions", clear_sessions, every=3600),
]
