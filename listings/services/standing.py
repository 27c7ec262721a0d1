"""What moderators decide about an employer. Each decision is a row that says who, why and what was looked at."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from listings import notices
from listings.models import Listing
from profiles.employers import CHECKED_FIELDS, checked_facts
from profiles.models import Employer, EmployerReview, User

from .refusals import Conflict, EmployerSuspended
from .reviews import refuse_own

Decision = EmployerReview.Decision


@transaction.atomic
def verify_employer(
    *,
    employer: Employer,
    moderator: User,
    facts: str,
    checks: Iterable[str] = (),
    reason: str = "",
) -> bool:
    """Note that a moderator checked who stands behind an employer, and tell the members.

    `facts` are the `checked_facts` that the moderator saw. They stand in the write, so that nobody is
    verified under a name that no moderator looked at. False if it was noted before. Raises OwnListing for
    a member of the employer, EmployerSuspended, or Conflict if name, website, number or domain changed.
    """
    refuse_own(employer.pk, moderator)
    if facts != checked_facts(employer):
        raise Conflict
    looked_at = {name: getattr(employer, name) for name in CHECKED_FIELDS}
    open_row = as_seen(employer, verified_at__isnull=True, suspended_at__isnull=True, **looked_at)
    if not open_row.update(verified_at=timezone.now()):
        _refuse_suspended(employer)
        if as_seen(employer, verified_at__isnull=True).exists():
            raise Conflict
        return False
    _record(employer, moderator, Decision.VERIFIED, reason, checks)
    return True


@transaction.atomic
def refuse_verification(
    *,
    employer: Employer,
    moderator: User,
    reason: str,
    was_verified: bool,
    checks: Iterable[str] = (),
) -> EmployerReview:
    """Say what is missing before anything of theirs can appear, and tell the members.

    Takes back what was verified, where the moderator saw it so: what is public stays, and nothing new
    is approved. Raises OwnListing, EmployerSuspended, or Conflict if it is not as it was seen.
    """
    _check_reason(reason)
    refuse_own(employer.pk, moderator)
    seen = as_seen(employer, verified_at__isnull=not was_verified, suspended_at__isnull=True)
    if not seen.update(verified_at=None):
        _refuse_suspended(employer)
        raise Conflict
    return _record(employer, moderator, Decision.NOT_VERIFIED, reason, checks)


@transaction.atomic
def suspend_employer(*, employer: Employer, moderator: User, reason: str) -> EmployerReview:
    """Hide all posts of an employer at once and close its applications to it; tell the members.

    Nothing of theirs is changed or deleted: whatever reads posts asks for the employer's standing.
    Raises OwnListing, or Conflict if it is suspended.
    """
    _check_reason(reason)
    refuse_own(employer.pk, moderator)
    if not as_seen(employer, suspended_at__isnull=True).update(suspended_at=timezone.now()):
        raise Conflict
    _touch_posts(employer)
    return _record(employer, moderator, Decision.SUSPENDED, reason)


@transaction.atomic
def reinstate_employer(*, employer: Employer, moderator: User, reason: str) -> EmployerReview:
    """Let an employer's posts appear again and tell the members. Raises OwnListing or Conflict."""
    _check_reason(reason)
    refuse_own(employer.pk, moderator)
    if not as_seen(employer, suspended_at__isnull=False).update(suspended_at=None):
        raise Conflict
    _touch_posts(employer)
    return _record(employer, moderator, Decision.REINSTATED, reason)


def as_seen(employer: Employer, **columns):
    """The employer's row as somebody saw it: of two moderators one wins."""
    return Employer.objects.filter(pk=employer.pk, **columns)


def _touch_posts(employer: Employer) -> None:
    # What copies posts elsewhere looks for those that changed.
    Listing.objects.filter(employer=employer, state=Listing.State.APPROVED).update(
        updated_at=timezone.now()
    )


def _refuse_suspended(employer: Employer) -> None:
    if as_seen(employer, suspended_at__isnull=False).exists():
        raise EmployerSuspended


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("nobody decides against an employer, or for it again, without a reason")


def _record(employer, moderator, decision, reason, checks=()) -> EmployerReview:
    employer.refresh_from_db()
    review = EmployerReview.objects.create(
        employer=employer,
        moderator=moderator,
        decision=decision,
        checks=" ".join(checks),
        reason=reason.strip(),
    )
    notices.employer_reviewed(review)
    return review
