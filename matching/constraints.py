"""A person's hard limits. They leave listings out and are never points.

Each limit is one condition over the columns of Listing, so that the list, the counts beside it and
the page of a single job cannot disagree. What a listing does not state leaves it in: not to say is
not to refuse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cms.models import Place, Skill
from cms.vocabulary import WorkMode
from listings.models import Listing, ListingChannel, ListingLanguage
from profiles.snapshot import Preferences

# Somebody who does not name it has not said that they do not speak it: they read this site.
TAKEN_FOR_GRANTED = "english"

Languages = Sequence[tuple[Skill, str]]


@dataclass(frozen=True)
class Limit:
    """A limit that the person has set, and the listings that it leaves out."""

    name: str
    leaves_out: Q


@dataclass(frozen=True)
class Exclusion:
    """How many open listings a limit leaves out by itself, whatever the others do."""

    name: str
    count: int


@dataclass(frozen=True)
class Fit:
    """`allowed` are the keys of the listings inside all limits, ascending, of `open_count` in all."""

    allowed: np.ndarray
    open_count: int
    excluded: tuple[Exclusion, ...]


def apply(listings: QuerySet[Listing], preferences: Preferences, languages: Languages = ()) -> Fit:
    """Hold open listings against the person's limits. Two statements."""
    limits = limits_of(preferences, languages)
    inside = within(listings, preferences, languages)
    allowed = np.fromiter(inside.order_by("pk").values_list("pk", flat=True), dtype=np.int64)
    open_count, left_out = _counts(listings, limits)
    excluded = tuple(Exclusion(name, count) for name, count in left_out.items() if count)
    return Fit(allowed, open_count, excluded)


def within(
    listings: QuerySet[Listing], preferences: Preferences, languages: Languages = ()
) -> QuerySet[Listing]:
    """The listings inside all limits of the person."""
    limits = limits_of(preferences, languages)
    return listings.exclude(reduce(or_, (limit.leaves_out for limit in limits)))


def broken_by(
    listing: Listing, preferences: Preferences, languages: Languages = ()
) -> frozenset[str]:
    """The names of the limits that leave this one listing out. One statement."""
    limits = limits_of(preferences, languages)
    _one, left_out = _counts(Listing.objects.filter(pk=listing.pk), limits)
    return frozenset(name for name, count in left_out.items() if count)


def _counts(listings: QuerySet[Listing], limits: list[Limit]) -> tuple[int, dict[str, int]]:
    """How many listings there are, and how many of them each limit leaves out. One statement."""
    # Not under the bare names: "work_mode" would hide the column from the conditions that follow it.
    left_out = {f"without_{limit.name}": Count("pk", filter=limit.leaves_out) for limit in limits}
    found = listings.order_by().aggregate(open_count=Count("pk"), **left_out)
    return found["open_count"], {limit.name: found[f"without_{limit.name}"] for limit in limits}


def limits_of(preferences: Preferences, languages: Languages = ()) -> list[Limit]:
    """The limits that are set, and languages, which always are one. In the order of the pages; no query."""
    return list(_limits(preferences, languages))


def _limits(preferences: Preferences, languages: Languages) -> Iterator[Limit]:
    if preferences.work_modes:
        yield Limit("work_mode", ~Q(work_mode__in=preferences.work_modes))
    if preferences.place:
        yield Limit("place", _too_far(preferences.place, preferences.commute_miles))
    if preferences.employment_types:
        yield Limit("employment_type", ~Q(employment_type__in=preferences.employment_types))
    if preferences.channels_avoided:
        avoided = ListingChannel.objects.filter(
            listing=OuterRef("pk"), channel__in=preferences.channels_avoided
        )
        yield Limit("channel", Q(Exists(avoided)))
    if preferences.pay_floor is not None:
        # Another currency is never converted, and no stated minimum is no minimum below the floor. The
        # last is asked of salary_min: Django takes a generated column for one that is never empty.
        below = Q(
            salary_currency=preferences.pay_currency,
            salary_min__isnull=False,
            hourly_guaranteed__lt=preferences.pay_floor,
        )
        yield Limit("pay", below)
    yield Limit("language", _speaks_too_little(languages))


def _too_far(place: Place, miles: int) -> Q:
    near = Place.objects.within(place, miles).values("pk")
    at_a_place = ~Q(work_mode=WorkMode.REMOTE) & Q(place__isnull=False) & ~Q(place__in=near)
    # Two-letter codes with spaces between: a code is never found across two others.
    elsewhere = (
        Q(work_mode=WorkMode.REMOTE)
        & ~Q(applicant_countries="")
        & ~Q(applicant_countries__contains=place.country_code)
    )
    return at_a_place | elsewhere


def names_the_granted(languages: Languages) -> bool:
    """Whether somebody told their English, so that its level counts."""
    return any(skill.slug == TAKEN_FOR_GRANTED for skill, _level in languages)


def _speaks_too_little(languages: Languages) -> Q:
    """Essential languages that are not spoken at the level asked. CEFR levels sort as text."""
    spoken = [Q(language=skill, level__lte=level) for skill, level in languages]
    if not names_the_granted(languages):
        spoken.append(Q(language__slug=TAKEN_FOR_GRANTED))
    demanded = ListingLanguage.objects.filter(listing=OuterRef("pk"), is_essential=True)
    return Q(Exists(demanded.exclude(reduce(or_, spoken))))
