"""Invites to a team: a link by mail that lets one address in, once, within seven days.

Only a digest of the link is kept. The link alone opens nothing: whoever accepts has to be signed in
with an account that has confirmed the address which the invite was sent to.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.digests import digest
from profiles.letters import send_letter
from profiles.models import Employer, EmployerInvite, EmployerMember, RateLimit, User
from profiles.teams import Role, demand_owner, one_at_a_time

GOOD_FOR = timedelta(days=7)
A_DAY = timedelta(days=1)
INVITES_A_DAY = 20  # of one employer
INVITES_TO_ONE_A_DAY = 5  # to one address, whoever sends them
KEPT = timedelta(days=30)  # after it ended; the address may be of somebody without an account


class AlreadyMember(Exception):
    """The person acts for this employer already."""


class TooManyInvites(Exception):
    """This employer has sent, or this address got, as many as there may be on one day."""


class Suspended(Exception):
    """Nobody can join a suspended employer."""


class InviteOver(Exception):
    """The invite was used, revoked, expired or never made. The message does not say which."""


class WrongMailbox(Exception):
    """None of this person's confirmed addresses is the one that was invited."""


@transaction.atomic
def invite(employer: Employer, *, by: User, email: str, role: str) -> EmployerInvite:
    """Mail somebody a link to join. Ends an earlier invite to the same address.

    Does not reveal whether the address has an account. Raises NotAllowed, Suspended, AlreadyMember,
    TooManyInvites.
    """
    email, now, token = email.lower(), timezone.now(), secrets.token_urlsafe(32)
    one_at_a_time(employer)
    demand_owner(employer, by)
    if _is_suspended(employer):
        raise Suspended
    if employer.members.filter(
        user__emailaddress__email=email, user__emailaddress__verified=True
    ).exists():
        raise AlreadyMember
    limits = [
        (f"invites-of-employer:{employer.pk}", INVITES_A_DAY),
        (f"invites-to:{digest(email)}", INVITES_TO_ONE_A_DAY),
    ]
    if not all(RateLimit.objects.take(key, limit=n, window=A_DAY) for key, n in limits):
        raise TooManyInvites
    EmployerInvite.objects.unanswered().filter(employer=employer, email=email).update(
        revoked_at=now
    )
    made = EmployerInvite.objects.create(
        employer=employer,
        email=email,
        role=role,
        token_hash=digest(token),
        invited_by=by,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    send_letter(
        email,
        "profiles/mail/team_invite.txt",
        _("Join %(employer)s on %(site)s")
        % {"employer": employer.name, "site": settings.WAGTAIL_SITE_NAME},
        {
            "employer": employer,
            "inviter": by.display_name,
            "is_owner": role == Role.OWNER,
            "ends": made.expires_at,
            "url": settings.SITE_URL + reverse("profiles:employer_invite_accept", args=[token]),
        },
        about=by,
    )
    return made


@transaction.atomic
def revoke(employer: Employer, *, by: User, invite: int) -> None:
    """End an invite. Raises NotAllowed, or InviteOver if it was accepted or ended before."""
    one_at_a_time(employer)
    demand_owner(employer, by)
    row = EmployerInvite.objects.unanswered().filter(employer=employer, pk=invite)
    if not row.update(revoked_at=timezone.now()):
        raise InviteOver


def find(token: str) -> EmployerInvite | None:
    """The invite of a link, in any state. One query."""
    rows = EmployerInvite.objects.select_related("employer", "invited_by")
    return rows.filter(token_hash=digest(token)).first()


def is_open(invite: EmployerInvite) -> bool:
    """As `EmployerInviteQuerySet.open`, for a row in hand. Reads the employer."""
    is_answered = invite.accepted_at or invite.revoked_at
    return not (is_answered or invite.is_late or invite.employer.suspended_at)


def is_for(invite: EmployerInvite, user: User) -> bool:
    """Whether the user has confirmed the invited address. One query."""
    return user.emailaddress_set.filter(email__iexact=invite.email, verified=True).exists()


def accept(invite: EmployerInvite, user: User) -> EmployerMember:
    """Make the user a member with the invite's role, and mail the owners.

    Of two requests at once one succeeds: the condition stands in the update. Raises AlreadyMember,
    WrongMailbox, InviteOver.
    """
    try:
        with transaction.atomic():
            one_at_a_time(invite.employer)
            if invite.employer.members.filter(user=user).exists():
                raise AlreadyMember
            if not is_for(invite, user):
                raise WrongMailbox
            row = EmployerInvite.objects.open().filter(pk=invite.pk)
            if _is_suspended(invite.employer) or not row.update(accepted_at=timezone.now()):
                raise InviteOver
            member = EmployerMember.objects.create(
                employer=invite.employer, user=user, role=invite.role
            )
            _tell_owners(member)
    except IntegrityError as error:
        # Two invites to two addresses of one person, accepted in one instant: the row is unique.
        raise AlreadyMember from error
    return member


def masked(address: str) -> str:
    """Enough to know one's own mailbox by, not enough to write to it: "n…@example.org"."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def forget_ended(now: datetime) -> int:
    """Delete invites that expired more than a month ago. Returns how many. One statement."""
    return EmployerInvite.objects.filter(expires_at__lt=now - KEPT).delete()[0]


def _tell_owners(member: EmployerMember) -> None:
    owners = member.employer.members.filter(role=Role.OWNER, user__is_active=True)
    for address in owners.exclude(pk=member.pk).values_list("user__email", flat=True):
        send_letter(
            address,
            "profiles/mail/team_joined.txt",
            _("%(name)s now acts for %(employer)s")
            % {"name": member.user.display_name, "employer": member.employer.name},
            {
                "member": member,
                "employer": member.employer,
                "url": settings.SITE_URL
                + reverse("profiles:employer_team", args=[member.employer_id]),
            },
            about=member.user,
        )


def _is_suspended(employer: Employer) -> bool:
    # Its row is ours since `one_at_a_time`: nobody suspends it before we are done.
    return Employer.objects.filter(pk=employer.pk, suspended_at__isnull=False).exists()
