"""What became of an employer's posts in figures, and the middle of similar posts beside them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from listings.models import Application, Listing, ListingDay, SavedJob

# Fewer posts, or posts of fewer employers, would tell about one of them.
LEAST_SIMILAR_POSTS, LEAST_SIMILAR_EMPLOYERS = 5, 3
SIMILAR_WITHIN = timedelta(days=180)
SIMILAR_AT_MOST = 400
DATES = ["date_posted", "valid_through", "closed_at"]
WEEKS_SHOWN = 8
FEW_VIEWS = 30  # below, a share in percent would jump with every reader


def with_figures(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Adds `views`, `starts`, `leaves`, `saves` and `applied`. No query of its own; five lookups a row."""
    return listings.annotate(
        **{name: _sum_of_days(name) for name in ("views", "starts", "leaves")},
        saves=_count_of(SavedJob),
        applied=_count_of(Application),
    )


def _sum_of_days(column: str):
    days = ListingDay.objects.filter(listing=OuterRef("pk")).order_by().values("listing")
    return Coalesce(Subquery(days.annotate(n=Sum(column)).values("n")), 0)


def _count_of(model):
    rows = model.objects.filter(listing=OuterRef("pk")).order_by().values("listing")
    return Coalesce(
        Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
    )


def days_live(listing: Listing, now: datetime) -> int:
    """Whole days on the site, at least one once it appeared; 0 before."""
    if listing.date_posted is None or listing.date_posted > now:
        return 0
    ends = [end for end in (listing.valid_through, listing.closed_at, now) if end]
    return max(1, ceil((min(ends) - listing.date_posted) / timedelta(days=1)))


def days_to_fill(listing: Listing) -> int | None:
    """From the first day on the site to the day when it was closed because somebody was hired."""
    if listing.outcome != Listing.Outcome.HIRED or not listing.closed_at:
        return None
    return max(1, ceil((listing.closed_at - listing.date_posted) / timedelta(days=1)))


@dataclass(frozen=True)
class Beside:
    """The middle of similar posts, each figure for a week on the site. None where too few state it."""

    posts: int
    employers: int
    by_role: bool
    views: float
    saves: float
    applied: float | None
    days_to_fill: float | None


@dataclass(frozen=True)
class Figures:
    """`listing` carries the counts. Rates are for a week on the site; `share_applied` is in percent."""

    listing: Listing
    days: int
    days_to_fill: int | None
    beside: Beside | None

    @property
    def share_applied(self) -> int | None:
        """Applications for a hundred views; None while the views are too few to say."""
        if self.listing.views < FEW_VIEWS:
            return None
        return round(100 * self.listing.applied / self.listing.views)

    @property
    def weekly(self) -> dict[str, float]:
        """Views, saves and applications for a week on the site."""
        return {
            name: _weekly(getattr(self.listing, name), self.days)
            for name in ("views", "saves", "applied")
        }


def figures(listing: Listing) -> Figures:
    """`listing` comes from `with_figures`, with its role. At most two queries: posts in its role, then in its family and rung."""
    now = timezone.now()
    return Figures(
        listing=listing,
        days=days_live(listing, now),
        days_to_fill=days_to_fill(listing),
        beside=_beside(listing, now),
    )


def _beside(listing: Listing, now: datetime) -> Beside | None:
    if listing.role_id is None:
        return None
    role = listing.role
    for by_role, alike in (
        (True, {"role": role}),
        (False, {"role__family": role.family, "role__ladder_level": role.ladder_level}),
    ):
        others = (
            Listing.objects.public(now)
            .filter(date_posted__gte=now - SIMILAR_WITHIN, **alike)
            .exclude(employer=listing.employer_id)
            .only("employer", "apply_route", "outcome", *DATES)  # not their text
        )
        rows = list(with_figures(others).order_by("-date_posted", "-pk")[:SIMILAR_AT_MOST])
        if _are_enough(rows):
            return _middle(rows, by_role, now)
    return None


def _are_enough(rows: list[Listing]) -> bool:
    employers = {row.employer_id for row in rows}
    return len(rows) >= LEAST_SIMILAR_POSTS and len(employers) >= LEAST_SIMILAR_EMPLOYERS


def _middle(rows: list[Listing], by_role: bool, now: datetime) -> Beside:
    def middle(name: str, among: list[Listing]) -> float | None:
        if not _are_enough(among):
            return None
        return median(_weekly(getattr(row, name), days_live(row, now)) for row in among)

    # Whoever takes applications elsewhere has none here.
    on_site = [row for row in rows if row.apply_route == Listing.ApplyRoute.ON_SITE]
    filled = [row for row in rows if days_to_fill(row) is not None]
    return Beside(
        posts=len(rows),
        employers=len({row.employer_id for row in rows}),
        by_role=by_role,
        views=middle("views", rows),
        saves=middle("saves", rows),
        applied=middle("applied", on_site),
        days_to_fill=median(map(days_to_fill, filled)) if _are_enough(filled) else None,
    )


def _weekly(number: int, days: int) -> float:
    return 7 * number / days if days else 0.0


@dataclass(frozen=True)
class Week:
    """Counts from `starts_on` (a Monday, UTC) for seven days. `width` is percent of the fullest week."""

    starts_on: date
    views: int
    starts: int
    applied: int
    width: float


def weeks(listing: Listing) -> list[Week]:
    """The last eight weeks in which it was on the site, oldest first. Two queries."""
    today = timezone.now().date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS_SHOWN - 1)
    if listing.date_posted:
        posted_on = listing.date_posted.date()
        first = max(first, posted_on - timedelta(days=posted_on.weekday()))
    counts = {first + timedelta(weeks=n): [0, 0, 0] for n in range((monday - first).days // 7 + 1)}
    for day, views, starts in listing.days.filter(day__gte=first).values_list(
        "day", "views", "starts"
    ):
        week = counts.setdefault(day - timedelta(days=day.weekday()), [0, 0, 0])
        week[0] += views
        week[1] += starts
    sent = listing.applications.filter(submitted_at__date__gte=first)
    for at in sent.values_list("submitted_at", flat=True):
        counts.setdefault(at.date() - timedelta(days=at.weekday()), [0, 0, 0])[2] += 1
    most = max((views for views, _starts, _applied in counts.values()), default=0) or 1
    return [
        Week(starts_on, *numbers, width=round(100 * numbers[0] / most, 1))
        for starts_on, numbers in sorted(counts.items())
    ]
