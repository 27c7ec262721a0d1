"""Who has open jobs, and in which industry."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from cms.models import Industry
from listings.models import Listing


@dataclass(frozen=True)
class Hiring:
    """An employer with the number of its open jobs."""

    name: str
    slug: str
    open_jobs: int

    @property
    def address(self) -> str:
        return reverse("listings:employer_detail", args=[self.slug])


@dataclass(frozen=True)
class IndustryHiring:
    """An industry in which somebody hires: `employers` are those with most open jobs, of `employer_count`."""

    industry: Industry
    open_jobs: int
    employer_count: int
    employers: list[Hiring]

    @property
    def further(self) -> int:
        return self.employer_count - len(self.employers)


def hiring_in(industry: Industry, limit: int) -> IndustryHiring:
    """Who hires in one industry. Two queries."""
    return _described([industry], limit)[0]


def who_hires(limit: int) -> list[IndustryHiring]:
    """Each industry that has open jobs, in the order of their names. Three queries."""
    return [hiring for hiring in _described(Industry.objects.all(), limit) if hiring.open_jobs]


def open_jobs_by_industry() -> dict[int, int]:
    """The number of open jobs by the industry's key. One query."""
    return {key: jobs for key, jobs, _employers in _counts(_open())}


def _open() -> QuerySet[Listing]:
    return Listing.objects.open().filter(employer__industry__isnull=False).order_by()


def _counts(listings: QuerySet[Listing]) -> QuerySet:
    return listings.values_list("employer__industry").annotate(
        Count("pk"), Count("employer", distinct=True)
    )


def _described(industries: Iterable[Industry], limit: int) -> list[IndustryHiring]:
    industries = list(industries)
    listings = _open().filter(employer__industry__in=industries)
    counts = {key: (jobs, employers) for key, jobs, employers in _counts(listings)}
    largest = (
        listings.values("employer__industry", "employer__name", "employer__slug")
        .annotate(open_jobs=Count("pk"))
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=F("employer__industry"),
                order_by=[F("open_jobs").desc(), "employer__name", "employer__slug"],
            )
        )
        .filter(rank__lte=limit)
        .order_by("rank")
    )
    employers = defaultdict(list)
    for row in largest:
        employers[row["employer__industry"]].append(
            Hiring(row["employer__name"], row["employer__slug"], row["open_jobs"])
        )
    return [
        IndustryHiring(industry, *counts.get(industry.pk, (0, 0)), employers[industry.pk])
        for industry in industries
    ]
