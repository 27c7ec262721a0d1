"""What a moderator decides. A decision holds for the version that the moderator saw, and no other."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.models import Role
from listings import notices
from listings.models import Listing, Review
from profiles.models import Employer, EmployerMember, User

from .refusals import (
    ApplyAddressMissing,
    ClosingTimePassed,
    Conflict,
    EmployerNotVerified,
    EmployerSuspended,
    OwnListing,
    RoleMissing,
)

Decision = Review.Decision


def as_seen(listing: Listing, version: int):
    """The listing's row, as long as it waits for a decision in the version that somebody saw."""
    return Listing.objects.filter(pk=listing.pk, state=Listing.State.IN_REVIEW, version=version)


@transaction.atomic
def approve_listing(
    *, listing: Listing, moderator: User, version: int, role: Role | None = None
) -> Review:
    """Let a listing appear, now or on the day that the employer chose, and tell the members.

    `role` fills in for a listing that has none. Raises OwnListing, EmployerSuspended,
    EmployerNotVerified, RoleMissing, ApplyAddressMissing, ClosingTimePassed, or Conflict if it was decided or changed.
    """
    _refuse_own(listing.employer_id, moderator)
    employer = Employer.objects.get(pk=listing.employer_id)
    if employer.suspended_at is not None:
        raise EmployerSuspended
    if not employer.is_verified:
        raise EmployerNotVerified
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


def _dates(listing: Listing, now: datetime) -> tuple[datetime, datetime]:
    """When it opens and closes. A feed's posting date is a fact; an employer's past one was a wish."""
    opens = listing.date_posted
    if opens is None or (opens < now and not listing.is_imported):
        opens = now
    days = timedelta(days=settings.IMPORTED_LISTING_DAYS_OPEN)
    return opens, listing.valid_through or max(opens, now) + days


@transaction.atomic
def reject_listing(*, listing: Listing, moderator: User, version: int, reason: str) -> Review:
    """Send a listing back with a reason, and tell the members. Raises OwnListing or Conflict."""
    if not reason.strip():
        raise ValueError("a listing is not sent back without a reason")
    _refuse_own(listing.employer_id, moderator)
    if not as_seen(listing, version).update(
        state=Listing.State.REJECTED, updated_at=timezone.now()
    ):
        raise Conflict
    return _record(listing, moderator, version, Decision.REJECTED, reason)


def _record(listing, moderator, version, decision, reason="") -> Review:
    listing.refresh_from_db()
    review = Review.objects.create(
        listing=listing, moderator=moderator, version=version, decision=decision, reason=reason
    )
    notices.listing_reviewed(review)
    return review


@transaction.atomic
def verify_employer(*, employer: Employer, moderator: User) -> bool:
    """Note that a moderator checked who stands behind an employer, and tell the members.

    False if that was noted before. Raises OwnListing for a member of the employer.
    """
    _refuse_own(employer.pk, moderator)
    unverified = Employer.objects.filter(pk=employer.pk, verified_at__isnull=True)
    if not unverified.update(verified_at=timezone.now()):
        return False
    employer.refresh_from_db()
    notices.employer_verified(employer)
    return True


def _refuse_own(employer_id: int, moderator: User) -> None:
    if EmployerMember.objects.filter(employer=employer_id, user=moderator).exists():
        raise OwnListing
