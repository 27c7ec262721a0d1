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

from cms.schedule import publish_due
from listings import retention as listing_retention
from listings.alerts import running as job_alerts
from listings.alerts.stale import remove_stale, warn_of_stale
from listings.importing.for_employers import remove_old as remove_old_files
from listings.reminders import remind_of_closing as write_reminders
from listings.services import expire_held
from listings.still_hiring import tend_unconfirmed
from matching.adapters import build_index
from matching.alerts.running import run_due
from matching.freshness import reason_to_build
from profiles import invites, readers, retention, visits
from profiles.mail import deliver_due
from profiles.models import Outbox, RateLimit
from profiles.resumes import process_due, sweep

SENT_MAIL_KEPT = timedelta(days=7)
UNDELIVERED_MAIL_KEPT = timedelta(days=30)
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


def publish_scheduled_pages() -> str:
    """Editors' pages whose hour has come, or ended. Two queries if none."""
    done = publish_due()
    if not done.total():
        return ""
    return f"{done['published']} published, {done['ended']} ended"


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


def remind_of_closing() -> str:
    """Before a saved job closes. One query if nobody is due."""
    mails = write_reminders()
    return f"{mails} mails" if mails else ""


def read_resumes() -> str:
    """Those that wait, scanned and then read by a process of its own each. One query if none."""
    done = process_due()
    return f"{done} looked at" if done else ""


def tend_resume_files() -> str:
    """Guests' files that ended, and bytes without a row."""
    removed = sweep()
    return f"{removed} removed" if removed else ""


def remove_old_rows() -> str:
    """Windows of limits that ended, mails sent a week ago, mails given up a month ago. Three statements."""
    now = timezone.now()
    windows, _by_model = RateLimit.objects.filter(ends_at__lt=now).delete()
    mails, _by_model = Outbox.objects.filter(sent_at__lt=now - SENT_MAIL_KEPT).delete()
    old = now - UNDELIVERED_MAIL_KEPT
    lost, _by_model = Outbox.objects.dead().filter(created_at__lt=old).delete()
    if not (windows or mails or lost):
        return ""
    return f"{windows} ended limits, {mails} sent and {lost} undelivered mails removed"


def keep_no_longer_than_promised() -> str:
    """What people left behind: some of each kind at a time. Twelve queries if nothing is due."""
    now = timezone.now()
    done = {
        "applications emptied": listing_retention.redact_applications(now),
        "drafts removed": listing_retention.remove_old_drafts(now),
        "answers to programs forgotten": listing_retention.remove_old_writes(now),
        "warned of hiding": retention.warn_of_hiding(now),
        "profiles hidden": retention.hide_inactive(now),
        "warned of erasure": retention.warn_of_erasure(now),
        "accounts erased": retention.erase_inactive(now),
        "invites forgotten": invites.forget_ended(now),
        "employers' files removed": remove_old_files(now),
        "readers' comments forgotten": readers.forget_comments(now),
    }
    return ", ".join(f"{n} {what}" for what, n in done.items() if n)


def clear_sessions() -> str:
    """Once a day, whichever process is first."""
    if not RateLimit.objects.take("work:clear-sessions", limit=1, window=DAY):
        return ""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    visits.forget_ended()
    return "expired ones cleared"


def end_held_applications() -> str:
    """Applications of guests that nobody confirmed within 48 hours. One statement."""
    ended = expire_held()
    return f"{ended} not confirmed in time" if ended else ""


def ask_who_still_hires() -> str:
    """After two weeks without a confirmation. Three queries if nothing is due."""
    done = tend_unconfirmed()
    if not (done.asked or done.dropped or done.closed):
        return ""
    return f"{done.asked} asked, {done.dropped} moved down, {done.closed} closed"


DUTIES = [
    Duty("mail", send_mail, every=1),
    Duty("résumés", read_resumes, every=1),
    Duty("match index", update_index, every=5),
    Duty("scheduled pages", publish_scheduled_pages, every=30),
    Duty("match alerts", send_match_alerts, every=60),
    Duty("job alerts", send_job_alerts, every=60),
    Duty("closing reminders", remind_of_closing, every=600),
    Duty("still hiring", ask_who_still_hires, every=3600),
    Duty("stale alerts", tend_stale_alerts, every=3600),
    Duty("résumé files", tend_resume_files, every=3600),
    Duty("held applications", end_held_applications, every=3600),
    Duty("old rows", remove_old_rows, every=300),
    Duty("sessions", clear_sessions, every=3600),
    Duty("retention", keep_no_longer_than_promised, every=3600),
]
