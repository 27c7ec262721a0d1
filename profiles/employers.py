"""Making and changing employers, and who alone owns one."""

import hashlib
from datetime import timedelta
from itertools import count

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.text import slugify

from profiles.models import Employer, EmployerMember, RateLimit

SLUG_LENGTH = 70
# What a moderator checks. A change of it takes the check mark off.
CHECKED_FIELDS = {"name", "website", "register_number", "email_domain"}


def checked_facts(employer: Employer) -> str:
    """A digest of the checked fields, for a form: it tells whether any of them changed meanwhile."""
    facts = "\n".join(getattr(employer, name) for name in sorted(CHECKED_FIELDS))
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


class BeingMade(Exception):
    """This person made an employer a moment ago: the form was sent twice."""


def create_employer(*, employer: Employer, owner) -> Employer:
    """Save an unverified employer with its owner. Raises BeingMade."""
    stem = slugify(employer.name)[:SLUG_LENGTH].strip("-") or "employer"
    for number in count(1):
        employer.slug = stem if number == 1 else f"{stem}-{number}"
        try:
            with transaction.atomic():
                if not RateLimit.objects.take(
                    f"employer-made-by:{owner.pk}", limit=1, window=timedelta(minutes=1)
                ):
                    raise BeingMade
                employer.save(force_insert=True)
                EmployerMember.objects.create(
                    employer=employer, user=owner, role=EmployerMember.Role.OWNER
                )
                return employer
        except IntegrityError:
            # The unique slug decides between two employers of one name, also in the same instant.
            if not Employer.objects.filter(slug=employer.slug).exists():
                raise
            employer.pk = None


def update_employer(employer: Employer, changed: set[str]) -> None:
    """Save the changed fields. If one of CHECKED_FIELDS is among them, the check mark is taken off."""
    if changed & CHECKED_FIELDS:
        employer.verified_at = None
        changed = changed | {"verified_at"}
    employer.save(update_fields=changed)


def sole_ownerships(user) -> QuerySet[Employer]:
    """Employers whose only owner is this user, each with the number of `other_members`.

    An only member counts as an owner. No query by itself.
    """
    others = EmployerMember.objects.filter(employer=OuterRef("pk")).exclude(user=user)
    mine = EmployerMember.objects.filter(employer=OuterRef("pk"), user=user)
    owner = EmployerMember.Role.OWNER
    return Employer.objects.filter(
        ~Exists(others.filter(role=owner)),
        Exists(mine.filter(role=owner)) | (Exists(mine) & ~Exists(others)),
    ).annotate(other_members=Count("members") - 1)
