"""Employers that a candidate excluded: they do not see the profile unless the candidate applies."""

from django.db.models import QuerySet
from django.db.models.functions import Lower

from profiles.models import Candidate, Employer

SHOWN_AT_ONCE = 20


def excluding(employer) -> QuerySet:
    """Rows of candidates who excluded this employer, for `Exists(… candidate=OuterRef("pk"))`."""
    return Candidate.excluded_employers.through.objects.filter(employer=employer)


def search(text: str, candidate: Candidate | None) -> QuerySet[Employer]:
    """Employers by a part of their name, without those that are excluded already."""
    found = Employer.objects.public().filter(name__icontains=text)
    if candidate:
        found = found.exclude(pk__in=candidate.excluded_employers.values("pk"))
    return found.order_by("name", "pk")[:SHOWN_AT_ONCE]


def of_present_jobs(candidate: Candidate) -> QuerySet[Employer]:
    """Employers named like one where the candidate works now, without those excluded already.

    Names are compared as a whole, in any case. Two queries.
    """
    jobs = candidate.experiences.filter(end__isnull=True).exclude(employer_name="")
    names = {name.strip().lower() for name in jobs.values_list("employer_name", flat=True)}
    named = candidate.excluded_employers.values("pk")
    employers = Employer.objects.public().annotate(lower_name=Lower("name"))
    return employers.filter(lower_name__in=names).exclude(pk__in=named)[:SHOWN_AT_ONCE]
