"""Is the job still open? Asked every two weeks. Who never answers stands below others, then is closed.

A round is told by the listing's own columns: `confirm_asked_at` is set when the question goes out, and
emptied by a confirmation, which also begins the next two weeks. Each step is one conditional update of
the row, so that two workers write one mail and one line of history. Imported posts are not asked:
nobody confirmed those in the first place.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cms.clocks import zone
from listings import moments, notices
from listings.models import Listing, ListingEvent
from listings.models.listing_queries import IN_GOOD_STANDING
from listings.services.events import By, Kind, record_event
from listings.services.life import after_closing, closed_as, put_on
from profiles.models import EmployerMember

logger = logging.getLogger(__name__)

ASKED_AFTER = timedelta(days=14)  # without a confirmation
DROPPED_AFTER = timedelta(days=7)  # without an answer
CLOSED_AFTER = timedelta(days=14)  # without an answer: a week below others
AT_ONCE = 200  # listings of each step in one look
LINK_KEPT = timedelta(days=30)
_SALT = "listings.still-hiring"


@dataclass(frozen=True)
class Tended:
    """How many were asked, dropped and closed."""

    asked: int
    dropped: int
    closed: int


def tend_unconfirmed(now: datetime | None = None) -> Tended:
    """Do what is due, to at most `AT_ONCE` of each step. Three queries if nothing is.

    Each listing is a transaction of its own; what goes wrong with one goes wrong with it alone.
    """
    now = now or timezone.now()
    return Tended(
        asked=_each(to_ask(now), _ask, now),
        dropped=_each(to_drop(now), _drop, now),
        closed=_each(to_close(now).filter(stood_below(now)), _close, now),
    )


def _each(due: QuerySet, act: Callable[[Listing, datetime], bool], now: datetime) -> int:
    done = 0
    for listing in due.filter(IN_GOOD_STANDING).select_related("employer").order_by("pk")[:AT_ONCE]:
        try:
            with transaction.atomic():
                done += act(listing, now)
        except Exception:
            logger.exception("Asking after listing %s failed", listing.pk)
    return done


# --- What is due, on the listing's own columns ---------------------------------------------------


def asked_for(now: datetime) -> QuerySet[Listing]:
    """What is live, and its employer's own."""
    return Listing.objects.open_rows(now).imported(False)


def to_ask(now: datetime) -> QuerySet[Listing]:
    since = now - ASKED_AFTER
    unconfirmed = Q(confirmed_at__lte=since) | Q(confirmed_at__isnull=True, date_posted__lte=since)
    return asked_for(now).filter(unconfirmed, confirm_asked_at__isnull=True)


def to_drop(now: datetime) -> QuerySet[Listing]:
    return asked_for(now).filter(confirm_asked_at__lte=now - DROPPED_AFTER, is_unconfirmed=False)


def to_close(now: datetime) -> QuerySet[Listing]:
    return asked_for(now).filter(confirm_asked_at__lte=now - CLOSED_AFTER, is_unconfirmed=True)


def stood_below(now: datetime) -> Exists:
    """Everybody gets the week below others, also where no worker looked for longer than that."""
    return Exists(
        ListingEvent.objects.filter(
            listing=OuterRef("pk"),
            kind=Kind.DROPPED,
            at__gte=OuterRef("confirm_asked_at"),
            at__lte=now - (CLOSED_AFTER - DROPPED_AFTER),
        )
    )


# --- The three steps: whether this worker was the first ------------------------------------------


def _ask(listing: Listing, now: datetime) -> bool:
    if not to_ask(now).filter(pk=listing.pk).update(confirm_asked_at=now):
        return False
    put_on(listing, {"confirm_asked_at": now})
    record_event(listing, Kind.ASKED, by=By.SYSTEM)
    members = EmployerMember.objects.filter(employer=listing.employer_id, user__is_active=True)
    links = [
        (member.user.email, confirmation_path(listing, member))
        for member in members.select_related("user")
    ]
    days = {"drops": now + DROPPED_AFTER, "closes": now + CLOSED_AFTER}
    notices.still_hiring_asked(listing, links, days)
    return True


def _drop(listing: Listing, now: datetime) -> bool:
    if not to_drop(now).filter(pk=listing.pk).update(is_unconfirmed=True):
        return False
    put_on(listing, {"is_unconfirmed": True})
    record_event(listing, Kind.DROPPED, by=By.SYSTEM)
    return True


def _close(listing: Listing, now: datetime) -> bool:
    outcome = Listing.Outcome.UNCONFIRMED
    if not to_close(now).filter(pk=listing.pk).update(**closed_as(outcome, now)):
        return False
    after_closing(listing, outcome, now, by=By.SYSTEM)
    notices.listing_closed_unconfirmed(listing)
    return True


def closed_if_silent(listing: Listing) -> str:
    """The day on which a listing that nobody confirms is closed: "Oct 17"."""
    at = listing.confirm_asked_at + CLOSED_AFTER
    return moments.short_date(at.astimezone(zone(listing.time_zone)), timezone.now())


# --- The link of the mail ------------------------------------------------------------------------


def confirmation_path(listing: Listing, member: EmployerMember) -> str:
    """For one member's mail. It names no address, and does nothing else than confirm."""
    token = signing.dumps([listing.pk, member.pk], salt=_SALT)
    return reverse("listings:employer_listing_confirm_by_mail", args=[token])


def read_link(token: str) -> tuple[Listing, EmployerMember] | None:
    """The listing and who may confirm it. At most two queries.

    None for what is forged or too old, and for somebody who does not act for the employer any more.
    """
    try:
        listing_pk, member_pk = signing.loads(token, salt=_SALT, max_age=LINK_KEPT)
    except signing.BadSignature:
        return None
    member = (
        EmployerMember.objects.filter(pk=member_pk, user__is_active=True)
        .select_related("user")
        .first()
    )
    if member is None:
        return None
    listing = (
        Listing.objects.filter(pk=listing_pk, employer=member.employer_id)
        .select_related("employer")
        .first()
    )
    return (listing, member) if listing else None
