"""Employers that a person named: they see nothing of a profile that has not applied to them."""

from django.db.models import QuerySet
from django.db.models.functions import Lower

from profiles.models import Candidate, Employer

SHOWN_AT_ONCE = 20


def excluding(employer) -> QuerySet:
    """The links of everybody who named this employer, for `Exists(… candidate=OuterRef("pk"))`."""
    return Candidate.excluded_employers.through.objects.filter(employer=employer)


def search(text: str, candidate: Candidate | None) -> QuerySet[Employer]:
    """Employers by a part of their name that are not named yet."""
    found = Employer.objects.public().filter(name__icontains=text)
    if candidate:
        found = found.exclude(pk__in=candidate.excluded_employers.values("pk"))
    return found.order_by("name", "pk")[:SHOWN_AT_ONCE]


def of_present_jobs(candidate: Candidate) -> QuerySet[Employer]:
    """Employers with the name of one where the person works now, and not named yet.

    Names are compared as a whole, in any case. One query and one for the names.
    """
    jobs = candidate.experiences.filter(end__isnull=True).exclude(employer_name="")
    names = {name.strip().lower() for name in jobs.values_list("employer_name", flat=True)}
    named = candidate.excluded_employers.values("pk")
    employers = Employer.objects.public().annotate(lower_name=Lower("name"))
    return employers.filter(lower_name__in=names).exclude(pk__in=named)[:SHOWN_AT_ONCE]
