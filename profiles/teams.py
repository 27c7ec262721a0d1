"""Who acts for an employer: roles, leaving, being taken off.

An employer with several members always has an owner among them. All changes of one team stand in
line behind its employer's row, and look at who is an owner once it is their turn.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from profiles.employers import sole_ownerships
from profiles.models import Employer, EmployerMember, User

Role = EmployerMember.Role


class LastOwner(Exception):
    """Nobody else could say who works for this employer."""


class NotAllowed(Exception):
    """This person is no owner any more, or the other no member."""


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
    """Make the membership `to` the owner's, and the owner a recruiter. Raises NotAllowed."""
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
    """Take somebody off the team and tell them. Their next request finds nothing any more.

    Raises NotAllowed, LastOwner.
    """
    one_at_a_time(employer)
    demand_owner(employer, by)
    demand_another_owner(employer, member)
    row = EmployerMember.objects.filter(employer=employer, pk=member).select_related("user").first()
    if row is None:
        raise NotAllowed
    row.delete()
    write(
        row.user.email,
        "team_removed",
        _("You no longer act for %(employer)s") % {"employer": employer.name},
        {"employer": employer},
    )


def one_at_a_time(employer: Employer) -> None:
    """Wait for changes of the same team that are under way.

    A write to the row that all its members share: on both databases a second one waits for it.
    """
    Employer.objects.filter(pk=employer.pk).update(slug=F("slug"))


def demand_owner(employer: Employer, user: User) -> None:
    """Raises NotAllowed for whoever was an owner when the page was made, and is none now."""
    if not EmployerMember.objects.filter(employer=employer, user=user, role=Role.OWNER).exists():
        raise NotAllowed


def demand_another_owner(employer: Employer, member: int) -> None:
    """Raises LastOwner where nobody but this membership owns the employer."""
    others = EmployerMember.objects.filter(employer=employer, role=Role.OWNER).exclude(pk=member)
    if not others.exists():
        raise LastOwner


def write(address: str, template: str, subject: str, context: dict, about: User | None = None):
    """One letter of `profiles/mail`, in the transaction of its cause. `about`: whom it names."""
    words = {"site_name": settings.WAGTAIL_SITE_NAME, "contact_email": settings.CONTACT_EMAIL}
    mail = EmailMessage(
        # A line break in a company's name would forge a header.
        subject=" ".join(subject.split()),
        body=render_to_string(f"profiles/mail/{template}.txt", words | context).strip() + "\n",
        to=[address],
    )
    mail.about = about
    mail.send()
