"""What shares the matcher shows, for people who know just what a role asks. Nobody's profile is read."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cms.models import Role, RoleSkill
from matching.adapters import analyzer
from matching.engine import Analyzer, MatchIndex, ProfileItem, Query, explain, word_claims
from matching.profile_queries import LEVEL_WEIGHTS
from profiles.models.candidates import Level

MATCHES_EACH = 20
# What one says most often of a skill that one uses every day.
CLAIM = LEVEL_WEIGHTS[Level.ALONE]


@dataclass(frozen=True)
class Spread:
    """Shares, 0 to 100, of a stand-in's first matches that show one; `shown` counts them."""

    role: Role
    shown: int
    lowest: float
    lower: float  # a quarter of them are below
    middle: float
    upper: float
    highest: float

    @property
    def width(self) -> float:
        return self.highest - self.lowest

    @property
    def inner_width(self) -> float:
        return self.upper - self.lower


def score_spread(index: MatchIndex) -> list[Spread]:
    """For each role of the ladder that states its skills, somebody who knows them, alone.

    Tools count for themselves, not for their rivals. Three queries, however many roles; roles
    without a match that shows a number are left out.
    """
    asks: dict[int, list[RoleSkill]] = {}
    for asked in RoleSkill.objects.filter(skill__is_matchable=True).select_related("skill"):
        asks.setdefault(asked.role_id, []).append(asked)
    analyze = analyzer()
    spreads = (
        _spread(index, role, _stand_in(role, asks[role.pk], analyze))
        for role in Role.objects.service().by_line()
        if role.pk in asks
    )
    return [spread for spread in spreads if spread]


def _stand_in(role: Role, asks: Iterable[RoleSkill], analyze: Analyzer) -> Query:
    words = [term for term in analyze.tokens(role.title) if ":" not in term]
    items = [
        ProfileItem(asked.skill.preferred_label, "skill", {f"skill:{asked.skill.slug}": CLAIM})
        for asked in asks
    ]
    claims = word_claims(words, 1.0) | {f"role:{role.slug}": 1.0}
    return Query.from_items([*items, ProfileItem(role.title, "role", claims)])


def _spread(index: MatchIndex, role: Role, query: Query) -> Spread | None:
    keys = index.rank(query, top_k=MATCHES_EACH).keys.tolist()
    shares = [explain(index, query, key).share for key in keys]
    shares = [share for share in shares if share is not None]
    if not shares:
        return None
    return Spread(role, len(shares), *np.percentile(shares, [0, 25, 50, 75, 100]).tolist())
