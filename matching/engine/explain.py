"""Why a listing has its score: the parts, what is covered and what would raise it.

Every figure follows from the score being linear in the profile, `Σ_t q_t · w_t`: the parts add up to it
exactly, and what a change would bring needs no second ranking.
"""

from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from matching.engine.index import MatchIndex
from matching.engine.query import Query

# With fewer asked items one of them would move the share by more than a third: no number is honest.
MIN_ASKED = 3


@dataclass(frozen=True)
class Contribution:
    """What one term adds to the score.

    Attributes
    ----------
    term : str
    item_label : str
        The item credited with it.
    points : float
        In the units of the score: the claim times the listing's whole weight of the term.
    own_points : float
        What of it the listing's own words give; the rest comes through kinds of job.
    through : str or None
        The key of the job that gives most of the rest.
    asked, essential : bool
        Whether the listing asks for the term (or is of that role), and demands it.
    claim : float
        q_t, in (0, 1].
    also_held_by : tuple of str
        Labels of the other items that claim the term, largest claim first. Taking out the
        credited item lowers the points to the first of them, if its claim is smaller.
    """

    term: str
    item_label: str
    points: float
    own_points: float
    through: str | None
    asked: bool
    essential: bool
    claim: float
    also_held_by: tuple[str, ...]


class Gain(NamedTuple):
    """The share of a listing if `term` were claimed in full beside all that is claimed now."""

    term: str
    share_after: float


@dataclass(frozen=True)
class Explanation:
    """The score of one listing for one profile, taken apart.

    Attributes
    ----------
    key : int
    total : float
        The score, as `MatchIndex.rank` gives it.
    contributions : tuple of Contribution
        Every term of the query that the listing has; largest first, then by term. Their
        points add up to `total`.
    other_words : tuple of Contribution
        Those of them that stand in the listing without its asking for them. They move the order, not
        the share.
    kindred_words : tuple of Contribution
        Those that do not stand in it and count through kinds of job alone.
    asked_total : float
        Sum of the own weights of what the listing asks for, its role included.
    share : float or None
        From 0 to 100, unrounded: 100 times the own points of what is asked over `asked_total`.
        None if the listing asks for fewer than MIN_ASKED things or the profile is thin.
    covered, partly, missing : tuple of str
        The asked terms that are claimed at all, those of them that are claimed by less than
        1, and the rest. `missing` has the essential ones first; then each goes by weight.
    would_raise : tuple of Gain
        For each missing term the share that claiming it in full would give; largest first.
        Empty where `share` is None.
    """

    key: int
    total: float
    contributions: tuple[Contribution, ...]
    other_words: tuple[Contribution, ...]
    kindred_words: tuple[Contribution, ...]
    asked_total: float
    share: float | None
    covered: tuple[str, ...]
    partly: tuple[str, ...]
    missing: tuple[str, ...]
    would_raise: tuple[Gain, ...]


def explain(index: MatchIndex, query: Query, key: int, *, thin: bool = False) -> Explanation:
    """Explain the score of one listing.

    Parameters
    ----------
    index : MatchIndex
    query : Query
    key : int
        The listing's.
    thin : bool, default=False
        Whether the profile says too little for a number; that rule is the caller's.

    Raises
    ------
    KeyError
        If the index does not know the key.
    """
    asked = index.asked_of(key)
    weight_of = dict(zip(asked.terms, asked.weights.tolist(), strict=True))
    essential = {term for term, flag in zip(asked.terms, asked.essential, strict=True) if flag}
    claim_of = dict(zip(query.terms, query.claims.tolist(), strict=True))
    contributions = _contributions(index, query, key, weight_of.keys(), essential)

    by_weight = sorted(weight_of, key=lambda term: (-weight_of[term], term))
    covered = tuple(term for term in by_weight if term in claim_of)
    missing = [term for term in by_weight if term not in claim_of]
    points = [part.own_points for part in contributions if part.asked]
    has_share = len(weight_of) >= MIN_ASKED and not thin

    # fsum rounds once, so that a sum of parts that are no larger is itself no larger: a share never
    # passes 100, not by the last bit either.
    asked_total = fsum(weight_of.values())
    return Explanation(
        key=key,
        total=fsum(part.points for part in contributions),
        contributions=contributions,
        other_words=tuple(p for p in contributions if not p.asked and p.own_points),
        kindred_words=tuple(p for p in contributions if not p.own_points),
        asked_total=asked_total,
        share=100 * (fsum(points) / asked_total) if has_share else None,
        covered=covered,
        partly=tuple(term for term in covered if claim_of[term] < 1),
        missing=tuple(sorted(missing, key=lambda term: term not in essential)),
        would_raise=tuple(
            Gain(term, 100 * (fsum([*points, weight_of[term]]) / asked_total))
            for term in (missing if has_share else ())
        ),
    )


def _contributions(index, query, key, asked, essential) -> tuple[Contribution, ...]:
    weights = index.parts_of(key, query)
    whole = weights.own + weights.through_jobs
    # Lists: reading single numbers out of arrays took as long as all the rest.
    claims = query.claims.tolist()
    points, own_points = (query.claims * whole).tolist(), (query.claims * weights.own).tolist()
    parts = [
        Contribution(
            term=(term := query.terms[position]),
            item_label=query.holders[position][0].item.label,
            points=points[position],
            own_points=own_points[position],
            through=weights.jobs[position],
            asked=term in asked,
            essential=term in essential,
            claim=claims[position],
            also_held_by=tuple([holder.item.label for holder in query.holders[position][1:]]),
        )
        for position in whole.nonzero()[0].tolist()
    ]
    return tuple(sorted(parts, key=lambda part: (-part.points, part.term)))
