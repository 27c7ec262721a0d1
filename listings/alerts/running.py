"""The run that sends the alerts of searches: new jobs by mail, each told once.

A run takes due alerts in chunks. It reads each alert's search by itself and the cards of the whole
chunk together; what it writes is one short transaction for each mail, and one for all who get none. A
transaction begins by moving its own alert on from the moment that was seen, so that of two workers,
or of a run and its repetition after a kill, one writes the mail.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from listings.alerts import mail as alert_mail
from listings.alerts import searches
from listings.filters import ListingFilterSet
from listings.models import AlertDelivery, JobAlert, Listing

logger = logging.getLogger(__name__)

CHUNK = 100  # alerts in memory at once
JOBS_A_MAIL = 20
# Told by one mail, named or counted: SQLite takes 32,766 values in a statement. The rest is told next.
TOLD_AT_ONCE = 10_000
AFTER_A_FAILURE = timedelta(hours=1)


class Done(NamedTuple):
    """How many alerts were moved on, and how many mails that wrote."""

    alerts: int
    mails: int


@dataclass
class _News:
    """What an alert has to tell, newest first. `search` has notes if part of it means nothing any more."""

    alert: JobAlert
    search: ListingFilterSet
    keys: list[int]

    @property
    def is_unreadable(self) -> bool:
        return bool(self.search.notes)


def due(now: datetime) -> QuerySet[JobAlert]:
    """Alerts to be run, but for those of users who were locked out."""
    return JobAlert.objects.filter(
        Q(user__isnull=True) | Q(user__is_active=True), next_run_at__lte=now
    ).order_by("pk")


def run_due(now: datetime, chunk: int = CHUNK) -> Iterator[Done]:
    """Run all due alerts, a chunk at each step.

    An alert that cannot be read or whose mail cannot be made holds up no other: it is tried again in an
    hour. A chunk costs four queries, one for each alert, one for each place that is named, and those
    of words (`SearchQuery.read`); whoever gets no mail one statement more, whoever gets one four more.
    """
    last = 0
    while alerts := list(due(now).filter(pk__gt=last)[:chunk]):
        last = alerts[-1].pk
        written = list(_run(alerts, now))
        yield Done(alerts=len(written), mails=sum(written))


def _run(alerts: Sequence[JobAlert], now: datetime) -> Iterator[bool]:
    """For each alert that this run moved on, whether a mail was written."""
    found = _find_news(alerts, now)
    cards = _read_cards(found)
    with transaction.atomic():
        quiet = [news.alert for news in found if not news.keys and not news.is_unreadable]
        moved = sum(
            _move_on(alert, alert.rhythm.next_run(alert.next_run_at, now)) for alert in quiet
        )
    yield from [False] * moved
    for news in found:
        if news.keys or news.is_unreadable:
            with _apart(news.alert, now):
                yield from _serve(news, cards, now)


@contextmanager
def _apart(alert: JobAlert, now: datetime) -> Iterator[None]:
    """Whatever goes wrong with an alert goes wrong with this one alone."""
    try:
        yield
    except Exception:
        logger.exception("Job alert %s failed", alert.pk)
        _move_on(alert, now + AFTER_A_FAILURE)


# --- Writing -----------------------------------------------------------------------------------


def _serve(news: _News, cards: dict[int, Listing], now: datetime) -> list[bool]:
    alert = news.alert
    with transaction.atomic():
        # Not if another worker was first, or its owner changed, paused or ended it meanwhile.
        if news.is_unreadable:
            is_ours = _pause(alert, now)
            if is_ours:
                alert_mail.send_unreadable(alert, news.search)
            return [True] if is_ours else []
        is_ours = _move_on(alert, alert.rhythm.next_run(alert.next_run_at, now))
        return [_tell(news, cards)] if is_ours else []


def _move_on(alert: JobAlert, moment: datetime) -> bool:
    """Whether it was this call that moved the alert on from the moment that was seen."""
    seen = JobAlert.objects.filter(pk=alert.pk, next_run_at=alert.next_run_at)
    return bool(seen.update(next_run_at=moment))


def _pause(alert: JobAlert, now: datetime) -> bool:
    seen = JobAlert.objects.filter(pk=alert.pk, next_run_at=alert.next_run_at)
    return bool(seen.update(next_run_at=None, paused_at=now))


def _tell(news: _News, cards: dict[int, Listing]) -> bool:
    """Write the mail and what it told, of what is open still. Three statements."""
    rows = Listing.objects.open(timezone.now()).filter(pk__in=news.keys)
    still_open = set(rows.order_by().values_list("pk", flat=True))
    keys = [key for key in news.keys if key in still_open]
    named = [cards[key] for key in keys if key in cards][:JOBS_A_MAIL]
    if not named:
        return False
    AlertDelivery.objects.bulk_create(
        [AlertDelivery(alert=news.alert, listing_id=key) for key in sorted(keys)], batch_size=1000
    )
    alert_mail.send_new_jobs(news.alert, news.search, named, more=len(keys) - len(named))
    return True


# --- Reading -----------------------------------------------------------------------------------


def _find_news(alerts: Sequence[JobAlert], now: datetime) -> list[_News]:
    """What each alert that can be read has to tell."""
    found, search = [], searches.open_search(now)
    for alert in alerts:
        with _apart(alert, now):
            found.append(_read(alert, search.with_query(alert.query)))
    return found


def _read(alert: JobAlert, search: ListingFilterSet) -> _News:
    """One query, besides what the search looks up."""
    if search.notes:
        # Without the part that could not be read it would find more than was asked for.
        return _News(alert, search, [])
    told = AlertDelivery.objects.filter(alert=alert, listing=OuterRef("pk"))
    listings = searches.posted_since(search, alert.confirmed_at).filter(~Exists(told))
    return _News(alert, search, list(listings.values_list("pk", flat=True)[:TOLD_AT_ONCE]))


def _read_cards(found: Sequence[_News]) -> dict[int, Listing]:
    """The jobs that the mails will name. Two queries, none where nobody has news."""
    keys = {key for news in found for key in news.keys[:JOBS_A_MAIL]}
    return Listing.objects.for_cards().in_bulk(keys) if keys else {}
