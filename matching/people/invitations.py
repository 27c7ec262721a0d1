"""An employer asks somebody to apply. Nothing of the person is told by it, and nobody has to answer."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from listings.models import Listing
from listings.services import EmployerNotVerified, EmployerSuspended, ListingClosed, Refused
from matching.models import Invitation
from matching.people.finding import shown_for
from profiles.letters import send_letter
from profiles.models import Employer, RateLimit, User

INVITATIONS_A_DAY = 30  # of one employer, all its members and listings together


class NotShown(Refused):
    """The person is not on the listing's page, or not any more; whether they exist is not said."""


class AlreadyInvited(Refused):
    """The person was invited to this listing before."""

    def __init__(self, invitation: Invitation):
        super().__init__()
        self.invitation = invitation


class TooManyInvitations(Refused):
    """The employer has invited as many people as a day allows."""


@transaction.atomic
def invite(*, listing: Listing, candidate_pk: int, invited_by: User) -> Invitation:
    """Record an invitation together with its mail. Who may be invited is asked of the database here.

    Raises EmployerSuspended, EmployerNotVerified, ListingClosed, NotShown, AlreadyInvited or
    TooManyInvitations. Reads the listing's place, channels and languages.
    """
    employer = Employer.objects.get(pk=listing.employer_id)
    if employer.suspended_at is not None:
        raise EmployerSuspended
    if not employer.is_verified:
        raise EmployerNotVerified
    # A read is enough: an invitation in the instant of closing is as good as one a moment before.
    if not Listing.objects.open().filter(pk=listing.pk).exists():
        raise ListingClosed
    candidate = shown_for(listing).filter(pk=candidate_pk).select_related("user").first()
    if candidate is None:
        raise NotShown
    invitation, created = Invitation.objects.get_or_create(
        listing=listing, candidate=candidate, defaults={"invited_by": invited_by}
    )
    if not created:
        raise AlreadyInvited(invitation)
    if not RateLimit.objects.take(
        f"invite:employer:{employer.pk}", limit=INVITATIONS_A_DAY, window=timedelta(days=1)
    ):
        raise TooManyInvitations
    _send(invitation, employer)
    return invitation


def _send(invitation: Invitation, employer: Employer) -> None:
    listing, user = invitation.listing, invitation.candidate.user
    subject = _("%(employer)s invites you to apply: %(title)s") % {
        "employer": employer.name,
        "title": listing.title,
    }
    context = {
        "name": user.first_name,
        "listing": listing,
        "employer": employer,
        "url": settings.SITE_URL + listing.get_absolute_url(),
        "visibility_url": settings.SITE_URL + reverse("profiles:profile") + "#visibility",
    }
    send_letter(user.email, "matching/mail/invitation.txt", subject, context)
