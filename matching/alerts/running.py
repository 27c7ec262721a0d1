"""The run that sends match alerts: new jobs that fit, by mail, each told once.

A run takes due alerts in chunks. What it reads costs the same number of queries for a chunk of any
size; what it writes is one short transaction for each mail, and one for all who get none. A
transaction begins by moving its own alert on from the moment that was seen, so that of two workers,
or of a run and its repetition after a kill, one writes the mail.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Value

from listings.alerts.addresses import verified_addresses
from listings.models import Application, Listing
from matching import constraints
from matching.adapters import current_index
from matching.alerts import mail as alert_mail
from matching.alerts.fits import Fits, Fitting
from matching.alerts.times import next_run
from matching.engine import MatchIndex
from matching.explanation.reports import Report
from matching.explanation.writer import write_reports_for_all
from matching.models import MatchAlert, MatchAlertDelivery
from matching.profile_queries import ProfileQuery, profile_queries
from matching.ranking import load_ranked
from profiles.models import Candidate, EmployerMember
from profiles.snapshot import ProfileSnapshot
from profiles.snapshots import read_snapshots

logger = logging.getLogger(__name__)

CHUNK = 100  # alerts in memory at once
JOBS_A_MAIL = 10
AFTER_A_FAILURE = timedelta(hours=1)
# In one statement about limits, over all people in it: SQLite takes 32,766 values and 500 parts.
KEYS_AT_ONCE = 10_000
PEOPLE_AT_ONCE = 200


class Done(NamedTuple):
    """How many alerts were moved on, and how many mails that wrote."""

    people: int
    mails: int


@dataclass
class _Person:
    """Somebody who can be written to and of whom enough is known, and what fits them, best first."""

    alert: MatchAlert
    snapshot: ProfileSnapshot
    profile: ProfileQuery
    fitting: list[Fitting] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    @property
    def keys(self) -> list[int]:
        return [fitting.key for fitting in self.fitting]


def due(now: datetime) -> QuerySet[MatchAlert]:
    """Alerts to be run, with candidate and user, and whether mail may go to their address."""
    return (
        MatchAlert.objects.filter(next_run_at__lte=now)
        .select_related("candidate__user")
        .annotate(may_be_written_to=Exists(verified_addresses(OuterRef("candidate__user"))))
        .order_by("pk")
    )


def run_due(now: datetime, chunk: int = CHUNK) -> Iterator[Done]:
    """Run all due alerts, a chunk at each step. Where no index was built yet, everybody stays due.

    Whoever is inactive, has no verified address or a thin profile gets no mail, and stays for the
    next time. Somebody whose mail cannot be made holds up nobody else: it is tried again in an hour.
    At most eighteen queries read a chunk; one statement for each person writes, four more with a mail.
    """
    last = 0
    while (index := current_index()) is not None:
        alerts = list(due(now).filter(pk__gt=last)[:chunk])
        if not alerts:
            return
        last = alerts[-1].pk
        written = list(_run(alerts, index, now))
        yield Done(people=len(written), mails=sum(written))


def _run(alerts: Sequence[MatchAlert], index: MatchIndex, now: datetime) -> Iterator[bool]:
    """For each alert that this run moved on, whether a mail was written."""
    try:
        yield from _serve(alerts, index, now)
    except Exception:
        if len(alerts) == 1:
            logger.exception("Match alert %s failed", alerts[0].pk)
            _move_on(alerts[0], now + AFTER_A_FAILURE)
            return
        # One by one, to find out whose it is. Those that were served are not due any more.
        for alert in alerts:
            yield from _run([alert], index, now)


def _serve(alerts: Sequence[MatchAlert], index: MatchIndex, now: datetime) -> Iterator[bool]:
    told = _find_news(_read_people(alerts, index), index, now)
    _write_reports(told, index)
    with_news = {person.alert.pk for person in told}
    with transaction.atomic():
        quiet = [alert for alert in alerts if alert.pk not in with_news]
        moved = sum(_move_on(alert, next_run(alert, now)) for alert in quiet)
    yield from [False] * moved
    for person in told:
        with transaction.atomic():
            # Not if another worker was first, or the person ended it meanwhile.
            is_ours = _move_on(person.alert, next_run(person.alert, now))
            is_written = is_ours and _tell(person)
        if is_ours:
            yield is_written


def _move_on(alert: MatchAlert, moment: datetime) -> bool:
    """Whether it was this call that moved the alert on from the moment that was seen."""
    seen = MatchAlert.objects.filter(pk=alert.pk, next_run_at=alert.next_run_at)
    return bool(seen.update(next_run_at=moment))


def _tell(person: _Person) -> bool:
    """Write the mail and what it told, of what is open still. Three statements."""
    still_open = set(
        Listing.objects.open().filter(pk__in=person.keys).values_list("pk", flat=True).order_by()
    )
    reports = [report for report in person.reports if report.listing.pk in still_open]
    if not reports:
        return False
    MatchAlertDelivery.objects.bulk_create(
        MatchAlertDelivery(alert=person.alert, listing_id=key) for key in sorted(still_open)
    )
    alert_mail.send(person.alert, reports, more=len(still_open) - len(reports))
    return True


# --- Reading -----------------------------------------------------------------------------------


def _read_people(alerts: Sequence[MatchAlert], index: MatchIndex) -> list[_Person]:
    """Those to whom a mail may go. At most nine queries."""
    by_candidate = {
        alert.candidate_id: alert
        for alert in alerts
        if alert.may_be_written_to and alert.candidate.user.is_active
    }
    candidates = Candidate.objects.filter(pk__in=by_candidate)
    known = [
        (by_candidate[candidate.pk], snapshot)
        for candidate, snapshot in read_snapshots(candidates)
        if not snapshot.is_thin
    ]
    profiles = profile_queries([snapshot for _alert, snapshot in known], index)
    return [
        _Person(alert, snapshot, profile)
        for (alert, snapshot), profile in zip(known, profiles, strict=True)
    ]


def _find_news(people: list[_Person], index: MatchIndex, now: datetime) -> list[_Person]:
    """Those for whom something new fits. Three queries: open jobs, what was told, limits."""
    if not people:
        return []
    since = min(person.alert.created_at for person in people)
    posted = Listing.objects.open(now).filter(date_posted__gte=since).order_by("pk")
    rows = list(posted.values_list("pk", "date_posted"))
    keys = np.array([key for key, _posted in rows], dtype=np.int64)
    moments = np.array([posted.timestamp() for _key, posted in rows])
    told = _told([person.alert for person in people])
    fits = Fits(index, keys)
    for person in people:
        alert = person.alert
        is_new = (moments >= alert.created_at.timestamp()) & ~np.isin(keys, told.get(alert.pk, []))
        person.fitting = fits.find(person.profile.query, alert.min_share, among=keys[is_new])
    inside = _inside_limits([person for person in people if person.fitting])
    for person in people:
        theirs = inside.get(person.alert.pk, set())
        person.fitting = [fitting for fitting in person.fitting if fitting.key in theirs]
    return [person for person in people if person.fitting]


def _told(alerts: Sequence[MatchAlert]) -> dict[int, list[int]]:
    """The listings that each alert has told of already. One query."""
    told: dict[int, list[int]] = {}
    rows = MatchAlertDelivery.objects.filter(alert__in=alerts).values_list("alert", "listing")
    for alert, listing in rows:
        told.setdefault(alert, []).append(listing)
    return told


def _inside_limits(people: Sequence[_Person]) -> dict[int, set[int]]:
    """Of what fits each person, what they may and want to take. One query, unless it is very much."""
    inside: dict[int, set[int]] = {}
    for batch in _batches(people):
        first, *others = map(_wanted, batch)
        for alert, listing in first.union(*others, all=True) if others else first:
            inside.setdefault(alert, set()).add(listing)
    return inside


def _batches(people: Sequence[_Person]) -> Iterator[list[_Person]]:
    batch, size = [], 0
    for person in people:
        if batch and (size + len(person.fitting) > KEYS_AT_ONCE or len(batch) == PEOPLE_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(person)
        size += len(person.fitting)
    if batch:
        yield batch


def _wanted(person: _Person) -> QuerySet:
    """Rows of alert and listing: inside the limits, not applied for, and not of one's own employer."""
    candidate, snapshot = person.alert.candidate, person.snapshot
    applied = Application.objects.filter(listing=OuterRef("pk"), candidate=candidate)
    member = EmployerMember.objects.filter(employer=OuterRef("employer"), user=candidate.user_id)
    listings = Listing.objects.filter(~Exists(applied), ~Exists(member), pk__in=person.keys)
    return (
        constraints.within(listings, snapshot.preferences, snapshot.languages)
        .order_by()
        .values_list(Value(person.alert.pk, output_field=BigIntegerField()), "pk")
    )


def _write_reports(people: Sequence[_Person], index: MatchIndex) -> None:
    """Explain to each the jobs that the mail will name. Five queries, none where nobody has news."""
    if not people:
        return
    best = [person.keys[:JOBS_A_MAIL] for person in people]
    loaded = {
        listing.pk: listing for listing in load_ranked(list({key for keys in best for key in keys}))
    }
    asks = [
        ([loaded[key] for key in keys if key in loaded], person.profile, person.snapshot)
        for person, keys in zip(people, best, strict=True)
    ]
    for person, reports in zip(people, write_reports_for_all(asks, index), strict=True):
        person.reports = reports
