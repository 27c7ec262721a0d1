"""A listing as the engine reads it, its terms, and what it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np

from matching.engine.analyzer import Analyzer

# How often a term counts beside its own occurrences in the text. With sublinear counts n times
# weigh 1 + ln n, so that no repeat drowns a body: 2 weigh 1.7, 3 2.1, 4 2.4, 5 2.6. Only the
# title's could be measured (nDCG@10 on 1,000 real postings: at 5 up to .05 above 1, beyond 5 at
# most .01 more); those postings come without a list of what they ask for.
TITLE_REPEATS = 5
ESSENTIAL_REPEATS = 4  # the employer's own list is surer than any prose
DESIRABLE_REPEATS = 2  # a wish weighs less than a demand, yet more than a word in passing
ROLE_REPEATS = 3  # says again what the title says, in the taxonomy's words


@dataclass(frozen=True)
class ListingDocument:
    """A listing as the index reads it.

    Parameters
    ----------
    key : int
        Identifies the listing; at equal scores the smaller one comes first.
    title, body : str
    asked : mapping of str to bool
        Term (`skill:zendesk`, `language:spanish`) to whether it is essential.
    role : str or None
        The role's slug.
    """

    key: int
    title: str
    body: str
    asked: Mapping[str, bool]
    role: str | None

    @property
    def role_term(self) -> str | None:
        return None if self.role is None else f"role:{self.role}"

    def asked_terms(self) -> dict[str, bool]:
        """Return `asked` and the term of the role, which is never essential of itself."""
        role = {} if self.role_term is None else {self.role_term: False}
        return role | dict(self.asked)


class AskedTerms(NamedTuple):
    """What one listing asks for.

    terms : tuple of str, ascending
    weights : ndarray of shape (n,), dtype float64
        In the units of the score, all above 0.
    essential : ndarray of shape (n,), dtype bool
    """

    terms: tuple[str, ...]
    weights: np.ndarray
    essential: np.ndarray


def document_terms(analyzer: Analyzer, document: ListingDocument) -> Iterator[str]:
    """Yield each term of a listing as often as it counts."""
    yield from analyzer.tokens(document.body)
    yield from analyzer.tokens(document.title) * TITLE_REPEATS
    for term, essential in document.asked.items():
        yield from repeat(term, ESSENTIAL_REPEATS if essential else DESIRABLE_REPEATS)
    if document.role_term is not None:
        yield from repeat(document.role_term, ROLE_REPEATS)
