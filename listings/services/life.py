"""What an employer does with a listing besides writing it. Reviewing it is in `reviews`."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from listings import moments
from listings.completeness import missing_essentials
from listings.models import Listing, ListingRevision
from profiles.models import Employer, User

from .events import By, Kind, record_event
from .listings import EDITABLE_STATES, as_seen, assessed
from .refusals import (
    ClosingTimePassed,
    ClosingTimeTooFar,
    Conflict,
    EmployerSuspended,
    ListingIncomplete,
)

State = Listing.State
LONGEST_EXTENSION = timedelta(days=90)  # from the day of the extension
EXTENDED_WITHIN = timedelta(days=30)  # after the closing time
SAID_AGAIN = timedelta(hours=1)  # within which a second "still hiring" is no news


@transaction.atomic
def submit_listing(
    *, listing: Listing, seen_version: int, by: str | None = None, user: User | None = None
) -> None:
    """Send a draft to the moderators, with what the rules find in its text.

    `by` is the employer unless given. Raises EmployerSuspended, ListingIncomplete, or Conflict if it
    changed since it was seen.
    """
    refuse_suspended(listing)
    refuse_incomplete(
        listing,
        has_channels=listing.channels.exists(),
        has_skills=listing.listing_skills.exists(),
    )
    # The text in hand is assessed: whoever reads must not find another one judged.
    if listing.version != seen_version:
        raise Conflict
    now = timezone.now()
    written = {
        "state": State.IN_REVIEW,
        "submitted_at": now,
        "updated_at": now,
        **assessed(listing),
    }
    if not as_seen(listing, seen_version, [State.DRAFT]).update(**written):
        raise Conflict
    put_on(listing, written)
    record_event(listing, Kind.SUBMITTED, by=by or By.EMPLOYER, user=user)


@transaction.atomic
def confirm_listing(*, listing: Listing, by: str = By.EMPLOYER, user: User | None = None) -> None:
    """Note that the employer still hires for a live listing. Raises EmployerSuspended or Conflict.

    Ends a question that waits for this answer. Neither text nor version changes, and `updated_at`
    stays: there is nothing to index or review.
    """
    refuse_suspended(listing)
    now = timezone.now()
    written = {"confirmed_at": now, "confirm_asked_at": None, "is_unconfirmed": False}
    live = Listing.objects.open_rows(now).filter(pk=listing.pk)
    is_news = (
        Q(confirmed_at__isnull=True)
        | Q(confirmed_at__lt=now - SAID_AGAIN)
        | Q(confirm_asked_at__isnull=False)
    )
    if live.filter(is_news).update(**written):
        record_event(listing, Kind.CONFIRMED, by=by, user=user)
    elif not live.update(**written):
        raise Conflict
    put_on(listing, written)


@transaction.atomic
def extend_listing(
    *,
    listing: Listing,
    until: datetime,
    reason: str,
    user: User | None = None,
    by: str = By.EMPLOYER,
) -> None:
    """Let people apply until later, also for a listing that ended up to 30 days ago. No review.

    Who extends still hires: that is noted too. The text does not change, and so the version does not.
    Raises EmployerSuspended, ClosingTimePassed if `until` is not later than both now and the closing
    time in hand, ClosingTimeTooFar beyond 90 days, or Conflict if the listing is not as it was.
    """
    if not reason.strip():
        raise ValueError("a listing is not extended without a reason")
    refuse_suspended(listing)
    now, closed = timezone.now(), listing.valid_through
    if closed is None:
        raise Conflict
    if until <= max(now, closed):
        raise ClosingTimePassed
    if until > now + LONGEST_EXTENSION:
        raise ClosingTimeTooFar
    written = {
        "valid_through": until,
        "confirmed_at": now,
        "confirm_asked_at": None,
        "is_unconfirmed": False,
        "updated_at": now,
    }
    if not with_closing_time(listing, closed, now).update(**written):
        raise Conflict
    put_on(listing, written)
    change = {
        "field": "valid_through",
        "label": _("Closing time"),
        "before": moments.day_and_time(closed, listing.time_zone),
        "after": moments.day_and_time(until, listing.time_zone),
    }
    record_event(listing, Kind.EXTENDED, by=by, user=user, note=reason.strip(), changes=[change])


def with_closing_time(listing: Listing, closes: datetime, now: datetime):
    """The listing's row, as long as it may be extended and closes when somebody saw it close."""
    return Listing.objects.filter(
        pk=listing.pk,
        state=State.APPROVED,
        date_posted__lte=now,
        valid_through=closes,
        valid_through__gt=now - EXTENDED_WITHIN,
    )


@transaction.atomic
def close_listing(
    *,
    listing: Listing,
    outcome: str,
    by: str = By.EMPLOYER,
    user: User | None = None,
    note: str = "",
) -> None:
    """Close a listing that was public, and say what came of it. Raises Conflict if it is not.

    A change of it that waits is taken back with it.
    """
    now = timezone.now()
    if not was_public(listing, now).update(**closed_as(outcome, now)):
        raise Conflict
    after_closing(listing, outcome, now, by=by, user=user, note=note)


def was_public(listing: Listing, now: datetime):
    """The listing's row, as long as it is live or expired."""
    return Listing.objects.filter(pk=listing.pk, state=State.APPROVED, date_posted__lte=now)


def closed_as(outcome: str, now: datetime) -> dict:
    """The columns of a listing that is closed now."""
    return {"state": State.CLOSED, "outcome": outcome, "closed_at": now, "updated_at": now}


def after_closing(listing: Listing, outcome: str, now: datetime, *, by, user=None, note="") -> None:
    """What belongs to a closure, in its transaction. Two statements."""
    put_on(listing, closed_as(outcome, now))
    take_back_changes(listing, now)
    note = note or str(Listing.Outcome(outcome).label)
    record_event(listing, Kind.CLOSED, by=by, user=user, note=note)


@transaction.atomic
def withdraw_listing(*, listing: Listing, by: str = By.EMPLOYER, user: User | None = None) -> None:
    """Give up a listing that was never public: its page never existed. Raises Conflict if it was."""
    now = timezone.now()
    never_public = Listing.objects.filter(
        Q(state__in=EDITABLE_STATES) | Q(state=State.APPROVED, date_posted__gt=now), pk=listing.pk
    )
    if not never_public.update(state=State.WITHDRAWN, updated_at=now):
        raise Conflict
    listing.state = State.WITHDRAWN
    take_back_changes(listing, now)
    record_event(listing, Kind.WITHDRAWN, by=by, user=user)


def take_back_changes(listing: Listing, now: datetime) -> None:
    """A listing that is over has nothing to change. One statement."""
    ListingRevision.objects.filter(
        listing=listing, state__in=[ListingRevision.State.DRAFT, ListingRevision.State.IN_REVIEW]
    ).update(state=ListingRevision.State.WITHDRAWN, updated_at=now, decided_at=now)


def refuse_suspended(listing: Listing) -> None:
    if not Employer.objects.public().filter(pk=listing.employer_id).exists():
        raise EmployerSuspended


def refuse_incomplete(listing: Listing, *, has_channels: bool, has_skills: bool) -> None:
    missing = missing_essentials(listing, has_channels=has_channels, has_skills=has_skills)
    if missing:
        raise ListingIncomplete(missing)


def put_on(row, values: dict) -> None:
    """The row in hand as it was just written."""
    for name, value in values.items():
        setattr(row, name, value)
