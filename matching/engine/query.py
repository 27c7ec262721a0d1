"""What a profile claims: its items, and the linear query that they make together."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple, Self

import numpy as np

KINDS = frozenset({"skill", "tool", "language", "role", "text"})


@dataclass(frozen=True)
class ProfileItem:
    """One thing that a person has put in their profile, and can take out again.

    Parameters
    ----------
    label : str
        The item's name for the person: "Zendesk", "Spanish (B2)".
    kind : {"skill", "tool", "language", "role", "text"}
    claims : mapping of str to float
        Term to weight in (0, 1]: how much of the term the item stands for, 1 being all
        of it. An item may claim several terms: a tool also claims what transfers to its
        rivals, a role what it takes.

    Raises
    ------
    ValueError
        If the kind is unknown.
    """

    label: str
    kind: str
    claims: Mapping[str, float]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.label!r} is of kind {self.kind!r}, not one of {sorted(KINDS)}")


class Holder(NamedTuple):
    """An item that claims a term, and how much of it."""

    item: ProfileItem
    claim: float


@dataclass(frozen=True, eq=False)
class Query:
    """The vector q of a profile: for each term the largest claim that any one item makes.

    The largest, not the sum: saying a thing twice does not make it truer, and each point
    of the score has one item to its name. q is not normalised; for one person that leaves
    the order of cosine similarity as it is and keeps the score linear.

    Attributes
    ----------
    terms : tuple of str, ascending
    claims : ndarray of shape (n_terms,), dtype float64, read-only
        In (0, 1], in the order of `terms`.
    holders : tuple of tuple of Holder
        In the order of `terms`. For each, all items that claim it: first the one that is
        credited, then the runners-up by claim. Items with equal claims keep their order in
        the profile.
    """

    terms: tuple[str, ...]
    claims: np.ndarray
    holders: tuple[tuple[Holder, ...], ...]

    @classmethod
    def from_items(cls, items: Iterable[ProfileItem]) -> Self:
        """Make the query of a profile.

        Raises
        ------
        ValueError
            If a claim is outside (0, 1].
        """
        found: dict[str, list[Holder]] = {}
        for item in items:
            for term, claim in item.claims.items():
                _check(claim, f"the claim of {item.label!r} on {term!r}")
                found.setdefault(term, []).append(Holder(item, float(claim)))

        terms = tuple(sorted(found))
        # A stable sort: of equal claims the first item's wins.
        holders = tuple(tuple(sorted(found[t], key=lambda h: -h.claim)) for t in terms)
        claims = np.array([first.claim for first, *_ in holders], dtype=np.float64)
        claims.flags.writeable = False
        return cls(terms, claims, holders)


def word_claims(tokens: Iterable[str], weight: float) -> dict[str, float]:
    """Return the claims of a name: each of its terms, all at `weight`.

    Raises
    ------
    ValueError
        If the weight is outside (0, 1].
    """
    _check(weight, "the weight of a name")
    return dict.fromkeys(tokens, float(weight))


def text_claims(
    tokens: Iterable[str], weight: float, telling: Callable[[Sequence[str]], np.ndarray]
) -> dict[str, float]:
    """Return the claims of a free text: more for a term that tells much, and for one that returns.

    A term that stands n times claims `weight · (1 + ln n) · telling`, at most 1. Terms that tell
    nothing, as the index does not know them, claim nothing.

    Parameters
    ----------
    tokens : iterable of str
    weight : float
    telling : callable, sequence of str -> ndarray in [0, 1]
        See `MatchIndex.telling`.

    Raises
    ------
    ValueError
        If the weight is outside (0, 1].
    """
    _check(weight, "the weight of a text")
    counts = Counter(tokens)
    shares = telling(list(counts)).tolist()
    return {
        term: min(1.0, weight * (1 + log(n)) * share)
        for (term, n), share in zip(counts.items(), shares, strict=True)
        if share > 0
    }


def _check(weight: float, what: str) -> None:
    # Written so that NaN fails too.
    if not 0 < weight <= 1:
        raise ValueError(f"{what} is {weight}, outside (0, 1]")
