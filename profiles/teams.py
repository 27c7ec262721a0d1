"""The team of an employer: roles, leaving, handing over, removing.

An employer with several members always has an owner among them. Changes of one team wait for each
other on the employer's row (`one_at_a_time`), and check who is an owner after that.
"""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from profiles.employers import sole_ownerships
from profiles.letters import send_letter
from profiles.models import Employer, EmployerMember, User

Role = EmployerMember.Role


class LastOwner(Exception):
    """The employer would have no owner left."""


class NotAllowed(Exception):
    """The user is not an owner (any more), or the other person not a member."""


def team_of(employer: Employer) -> QuerySet[EmployerMember]:
    """Its members, owners first, then the longest there. One query."""
    # The values of the roles are in this order by their letters.
    return employer.members.select_related("user").order_by("role", "created_at", "pk")


@transaction.atomic
def leave_employer(employer: Employer, user: User) -> None:
    """End this membership. Raises LastOwner."""
    one_at_a_time(employer)
    if sole_ownerships(user).filter(pk=employer.pk).exists():
        raise LastOwner
    EmployerMember.objects.filter(employer=employer, user=user).delete()


@transaction.atomic
def hand_over(employer: Employer, *, owner: User, to: int) -> None:
    """Make the member `to` an owner, and the owner a recruiter. Raises NotAllowed."""
    one_at_a_time(employer)
    members = EmployerMember.objects.filter(employer=employer)
    stepped_down = members.filter(user=owner, role=Role.OWNER).update(role=Role.RECRUITER)
    if not stepped_down or not members.filter(pk=to).exclude(user=owner).update(role=Role.OWNER):
        raise NotAllowed


@transaction.atomic
def change_role(employer: Employer, *, by: User, member: int, role: str) -> None:
    """Give the membership `member` another role. Raises NotAllowed, LastOwner."""
    one_at_a_time(employer)
    demand_owner(employer, by)
    if role != Role.OWNER:
        demand_another_owner(employer, member)
    if not EmployerMember.objects.filter(employer=employer, pk=member).update(role=role):
        raise NotAllowed


@transaction.atomic
def remove_member(employer: Employer, *, by: User, member: int) -> None:
    """Take somebody off the team and mail them. Raises NotAllowed, LastOwner."""
    one_at_a_time(employer)
    demand_owner(employer, by)
    demand_another_owner(employer, member)
    row = EmployerMember.objects.filter(employer=employer, pk=member).select_related("user").first()
    if row is None:
        raise NotAllowed
    row.delete()
    send_letter(
        row.user.email,
        "profiles/mail/team_removed.txt",
        _("You no longer act for %(employer)s") % {"employer": employer.name},
        {"employer": employer},
    )


def one_at_a_time(employer: Employer) -> None:
    """Wait for changes of the same team that are under way.

    A write to the row that all its members share: on both databases a second one waits for it.
    """
    Employer.objects.filter(pk=employer.pk).update(slug=F("slug"))


def demand_owner(employer: Employer, user: User) -> None:
    """Raises NotAllowed unless the user is an owner now."""
    if not EmployerMember.objects.filter(employer=employer, user=user, role=Role.OWNER).exists():
        raise NotAllowed


def demand_another_owner(employer: Employer, member: int) -> None:
    """Raises LastOwner if the employer has no owner besides this member."""
    others = EmployerMember.objects.filter(employer=employer, role=Role.OWNER).exclude(pk=member)
    if not others.exists():
        raise LastOwner
