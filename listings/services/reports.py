"""Reports of public posts: written by anybody, read by moderators. Nothing is taken down by a report alone."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from listings.models import Listing, Report
from profiles.models import EmployerMember, User

from .refusals import AlreadyReported, Conflict, EmployerNotSuspended, OwnListing, PostStillOpen
from .reviews import refuse_own


@transaction.atomic
def report_listing(
    *, listing: Listing, reporter: User | None, reason: str, words: str = "", email: str = ""
) -> Report:
    """Keep what somebody says. At most three statements; the employer learns nothing of it.

    Raises OwnListing for a member of the employer, or AlreadyReported while an earlier report of the
    same account, or the same address of a guest, waits.
    """
    if (
        reporter
        and EmployerMember.objects.filter(employer=listing.employer_id, user=reporter).exists()
    ):
        raise OwnListing
    if reporter is None and email and open_reports(listing).filter(email__iexact=email).exists():
        raise AlreadyReported
    try:
        with transaction.atomic():
            return Report.objects.create(
                listing=listing,
                reporter=reporter,
                email="" if reporter else email,
                reason=reason,
                words=words,
                at=timezone.now(),
            )
    except IntegrityError:
        raise AlreadyReported from None


def open_reports(listing: Listing):
    return Report.objects.filter(listing=listing, handled_at__isnull=True)


def still_open(report: Report):
    """The report's row, as long as nobody has handled it."""
    return Report.objects.filter(pk=report.pk, handled_at__isnull=True)


@transaction.atomic
def handle_report(
    *, report: Report, moderator: User, outcome: str, with_others: bool = False
) -> int:
    """Note what came of a report, and with it of the others of the post that wait. How many there were.

    It notes and does nothing else: closing and suspending have their own pages. Raises OwnListing,
    PostStillOpen or EmployerNotSuspended where the outcome is not so, or Conflict if another moderator
    was faster.
    """
    listing = Listing.objects.select_related("employer").get(pk=report.listing_id)
    refuse_own(listing.employer_id, moderator)
    if outcome == Report.Outcome.CLOSED and listing.is_open:
        raise PostStillOpen
    if outcome == Report.Outcome.SUSPENDED and listing.employer.suspended_at is None:
        raise EmployerNotSuspended
    handled = {"handled_at": timezone.now(), "handled_by": moderator, "outcome": outcome}
    if not still_open(report).update(**handled):
        raise Conflict
    others = open_reports(listing).update(**handled) if with_others else 0
    return 1 + others
