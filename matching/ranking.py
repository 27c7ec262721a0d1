"""A person's matches: open jobs inside their limits, in the order of the score."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.db.models import Prefetch, QuerySet

from cms.models import Skill
from listings.models import Listing, ListingLanguage
from matching import constraints
from matching.engine import MatchIndex
from matching.profile_queries import ProfileQuery, profile_query
from profiles.snapshot import ProfileSnapshot

TOP_MATCHES = 50
DOORS_SHOWN = 5


@dataclass(frozen=True)
class Matches:
    """`keys` of listings, best first: a total order, score and then key, within one index."""

    profile: ProfileQuery
    fit: constraints.Fit
    keys: np.ndarray

    @property
    def unrelated(self) -> int:
        """How many inside the limits share nothing with the profile, or wait for the next index."""
        return len(self.fit.allowed) - len(self.keys)


class Door(NamedTuple):
    """A skill, and how many of the best matches ask for it without the person having it."""

    skill: Skill
    count: int


def find_matches(
    index: MatchIndex,
    snapshot: ProfileSnapshot,
    listings: QuerySet[Listing],
    pasted_text: str = "",
) -> Matches:
    """Rank open listings. At most four queries: two for the profile's words, two for its limits.

    Which listings are open is what the database says now.
    """
    profile = profile_query(snapshot, pasted_text, index=index)
    fit = constraints.apply(listings, snapshot.preferences, snapshot.languages)
    ranking = index.rank(profile.query, top_k=None, allowed=fit.allowed)
    return Matches(profile, fit, ranking.keys)


def load_ranked(keys: Sequence[int]) -> list[Listing]:
    """Listings with all that a card and a report read, in the order of `keys`. Three queries.

    One that closed since is left out.
    """
    languages = ListingLanguage.objects.select_related("language")
    listings = Listing.objects.open().for_cards().prefetch_related(Prefetch("languages", languages))
    found = listings.in_bulk([int(key) for key in keys])
    return [found[int(key)] for key in keys if int(key) in found]


def open_doors(index: MatchIndex, matches: Matches) -> list[Door]:
    """The skills that the best matches ask for most often and that the person lacks. One query."""
    claimed = set(matches.profile.query.terms)
    lacking = Counter(
        term.removeprefix("skill:")
        for key in matches.keys[:TOP_MATCHES].tolist()
        for term in index.asked_of(key).terms
        if term.startswith("skill:") and term not in claimed
    )
    # Twice as many as are shown, since a skill may have gone from the site meanwhile.
    often = sorted(lacking.items(), key=lambda found: (-found[1], found[0]))[: 2 * DOORS_SHOWN]
    skills = Skill.objects.in_bulk([slug for slug, _count in often], field_name="slug")
    doors = [Door(skills[slug], count) for slug, count in often if slug in skills]
    return doors[:DOORS_SHOWN]
