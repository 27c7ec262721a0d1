"""What a moderator decides. A decision holds for the version that the moderator saw, and no other."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.models import Role
from listings import notices
from listings.models import Listing, Review
from listings.risk import HELD_FROM
from profiles.models import Employer, EmployerMember, User

from .events import By, Kind, record_event
from .refusals import (
    ApplyAddressMissing,
    ClosingTimePassed,
    Conflict,
    EmployerNotVerified,
    EmployerSuspended,
    FindingsNotLookedAt,
    OwnListing,
    RoleMissing,
)

Decision = Review.Decision
EVENTS = {
    Decision.APPROVED: Kind.APPROVED,
    Decision.RETURNED: Kind.RETURNED,
    Decision.REJECTED: Kind.REJECTED,
}


def as_seen(listing: Listing, version: int):
    """The listing's row, as long as it waits for a decision in the version that somebody saw."""
    return Listing.objects.filter(pk=listing.pk, state=Listing.State.IN_REVIEW, version=version)


@transaction.atomic
def approve_listing(
    *,
    listing: Listing,
    moderator: User,
    version: int,
    role: Role | None = None,
    looked_at: bool = False,
) -> Review:
    """Let a listing appear, now or on the day that the employer chose, and tell the members.

    `role` fills in for a listing that has none; `looked_at` is the moderator's word for what holds it.
    Raises OwnListing, EmployerSuspended, EmployerNotVerified, RoleMissing, ApplyAddressMissing,
    FindingsNotLookedAt, ClosingTimePassed, or Conflict if it was decided or changed.
    """
    refuse_own(listing.employer_id, moderator)
    refuse_unfit(listing.employer_id)
    refuse_unread_findings(listing, looked_at)
    role_id = listing.role_id or (role.pk if role else None)
    if role_id is None:
        raise RoleMissing
    if listing.is_imported and listing.apply_route != Listing.ApplyRoute.EXTERNAL:
        raise ApplyAddressMissing
    now = timezone.now()
    opens, closes = _dates(listing, now)
    if closes <= max(opens, now):
        raise ClosingTimePassed
    # Version and state stand in the write itself: of two moderators one wins, and a change that
    # the employer saved meanwhile is not approved unread.
    if not as_seen(listing, version).update(
        state=Listing.State.APPROVED,
        approved_version=version,
        role_id=role_id,
        date_posted=opens,
        valid_through=closes,
        updated_at=now,
    ):
        raise Conflict
    return _record(listing, moderator, version, Decision.APPROVED)


def refuse_unfit(employer_id: int) -> None:
    """For an employer whose posts may not appear. One query."""
    employer = Employer.objects.get(pk=employer_id)
    if employer.suspended_at is not None:
        raise EmployerSuspended
    if not employer.is_verified:
        raise EmployerNotVerified


def refuse_unread_findings(held, looked_at: bool) -> None:
    """For a listing or a change whose text is held. What was judged since has another version."""
    if held.risk >= HELD_FROM and not looked_at:
        raise FindingsNotLookedAt


def _dates(listing: Listing, now: datetime) -> tuple[datetime, datetime]:
    """When it opens and closes. A feed's posting date is a fact; an employer's past one was a wish."""
    opens = listing.date_posted
    if opens is None or (opens < now and not listing.is_imported):
        opens = now
    days = timedelta(days=settings.IMPORTED_LISTING_DAYS_OPEN)
    return opens, listing.valid_through or max(opens, now) + days


@transaction.atomic
def return_listing(*, listing: Listing, moderator: User, version: int, reason: str) -> Review:
    """Make a draft of a listing again, with what has to be put right, and tell the members.

    Raises OwnListing or Conflict.
    """
    return _end(
        listing, moderator, version, reason, Listing.State.DRAFT, decision=Decision.RETURNED
    )


@transaction.atomic
def reject_listing(*, listing: Listing, moderator: User, version: int, reason: str) -> Review:
    """Refuse a listing for good, and tell the members why. It can be copied, not changed.

    Raises OwnListing or Conflict.
    """
    return _end(
        listing, moderator, version, reason, Listing.State.REJECTED, decision=Decision.REJECTED
    )


def _end(listing, moderator, version, reason, state, *, decision) -> Review:
    if not reason.strip():
        raise ValueError("a listing is not sent back without a reason")
    refuse_own(listing.employer_id, moderator)
    if not as_seen(listing, version).update(state=state, updated_at=timezone.now()):
        raise Conflict
    return _record(listing, moderator, version, decision, reason)


def _record(listing, moderator, version, decision, reason="") -> Review:
    listing.refresh_from_db()
    review = Review.objects.create(
        listing=listing, moderator=moderator, version=version, decision=decision, reason=reason
    )
    record_event(listing, EVENTS[decision], by=By.MODERATOR, user=moderator, note=reason)
    notices.listing_reviewed(review)
    return review


def refuse_own(employer_id: int, moderator: User) -> None:
    if EmployerMember.objects.filter(employer=employer_id, user=moderator).exists():
        raise OwnListing
