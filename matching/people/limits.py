"""The limits of people, seen from one listing: whom of them it is nothing for.

`matching.constraints` holds listings against one person's limits; here one listing is held against
everybody's. Both sides are conditions of the database, and a test holds them against each other.
What somebody did not say leaves nothing out.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from cms.models import Place
from cms.vocabulary import WorkMode
from listings.models import Listing
from matching.constraints import TAKEN_FOR_GRANTED
from profiles.models import Candidate, CandidateLanguage

# No commute is longer: a bound for the box in which the database measures ways.
FARTHEST_MILES = 2_000
LISTS = ("work_modes", "channels_avoided", "employment_types")


def with_lists_as_text(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Candidates with their lists as text, in which SQLite too can look for a value."""
    return candidates.alias(**{f"{name}_text": Cast(name, TextField()) for name in LISTS})


def leave_out(listing: Listing) -> Q:
    """The candidates of `with_lists_as_text` whose limits leave this listing out.

    Reads the listing's place, channels and languages.
    """
    return reduce(or_, _limits(listing))


def _limits(listing: Listing) -> Iterator[Q]:
    yield ~Q(work_modes_text="[]") & ~_names("work_modes", listing.work_mode)
    yield ~Q(employment_types_text="[]") & ~_names("employment_types", listing.employment_type)
    for row in listing.channels.all():
        yield _names("channels_avoided", row.channel)
    yield from _places(listing)
    if listing.hourly_guaranteed is not None:
        yield Q(pay_currency=listing.salary_currency, pay_floor__gt=listing.hourly_guaranteed)
    for row in listing.languages.all():
        if row.is_essential:
            yield _speaks_too_little(row)


def _names(field: str, value: str) -> Q:
    """A list as JSON is `["phone", "chat"]`: with its quotes a value is found in no other."""
    return Q(**{f"{field}_text__contains": f'"{value}"'})


def _places(listing: Listing) -> Iterator[Q]:
    if listing.work_mode == WorkMode.REMOTE:
        if listing.countries:
            yield Q(place__isnull=False) & ~Q(place__country_code__in=listing.countries)
    elif listing.place:
        near = Place.objects.within(listing.place, FARTHEST_MILES).filter(pk=OuterRef("place"))
        reachable = near.filter(distance__lte=OuterRef("commute_miles"))
        yield Q(place__isnull=False) & ~Q(Exists(reachable))


def _speaks_too_little(asked) -> Q:
    """CEFR levels sort as text. Who does not name their English has not said that they lack it."""
    theirs = CandidateLanguage.objects.filter(candidate=OuterRef("pk"), language=asked.language_id)
    speaks = Q(Exists(theirs.filter(spoken__gte=asked.level)))
    if asked.language.slug == TAKEN_FOR_GRANTED:
        return Q(Exists(theirs)) & ~speaks
    return ~speaks
