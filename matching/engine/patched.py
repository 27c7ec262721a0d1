"""An index with a few listings replaced or added, until the next one is built."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from matching.engine.document import AskedTerms
from matching.engine.index import MatchIndex, Ranking, Weights
from matching.engine.query import Query


class PatchedIndex:
    """Answers as one index over both would that has the terms and idf of the base.

    Parameters
    ----------
    base : MatchIndex
    patch : MatchIndex
        Made by `base.of_documents`. A listing that both hold is the patch's.

    Raises
    ------
    ValueError
        If the patch was made of the terms of another index.
    """

    def __init__(self, base: MatchIndex, patch: MatchIndex):
        if patch.table_ is not base.table_:
            raise ValueError("the patch was not made of the terms of the base")
        self.base, self.patch = base, patch

    @cached_property
    def keys_(self) -> np.ndarray:
        """Of all listings, ascending: shape (n_listings,), int64."""
        base, patch = self.base.keys_, self.patch.keys_
        added = patch[~np.isin(patch, base)]
        return np.insert(base, np.searchsorted(base, added), added)

    @property
    def terms_(self) -> np.ndarray:
        return self.base.terms_

    def rank(
        self,
        query: Query,
        top_k: int | None = 20,
        allowed: Iterable[int] | np.ndarray | None = None,
    ) -> Ranking:
        """See `MatchIndex.rank`."""
        if allowed is not None and not isinstance(allowed, np.ndarray):
            allowed = np.fromiter(allowed, dtype=np.int64)  # both read it
        of_patch = self.patch.rank(query, top_k, allowed)
        replaced = self.patch.keys_.size  # at most: they may take so many of the first places
        ranked = self.base.rank(query, None if top_k is None else top_k + replaced, allowed)
        kept = ~np.isin(ranked.keys, self.patch.keys_)
        of_base = Ranking(ranked.keys[kept], ranked.scores[kept])
        places = _places(of_patch, of_base)
        return Ranking(
            np.insert(of_base.keys, places, of_patch.keys)[:top_k],
            np.insert(of_base.scores, places, of_patch.scores)[:top_k],
        )

    def score(self, query: Query, keys: Sequence[int]) -> np.ndarray:
        """See `MatchIndex.score`."""
        scores = np.empty(len(keys))
        in_patch = np.isin(keys, self.patch.keys_)
        for index, places in ((self.patch, in_patch), (self.base, ~in_patch)):
            places = np.flatnonzero(places)
            if places.size:
                scores[places] = index.score(query, [keys[place] for place in places])
        return scores

    def telling(self, terms: Sequence[str]) -> np.ndarray:
        """See `MatchIndex.telling`."""
        return self.base.telling(terms)

    def weights_of(self, key: int, terms: Sequence[str]) -> np.ndarray:
        """See `MatchIndex.weights_of`."""
        return self._holder_of(key).weights_of(key, terms)

    def parts_of(self, key: int, query: Query) -> Weights:
        """See `MatchIndex.parts_of`."""
        return self._holder_of(key).parts_of(key, query)

    def asked_of(self, key: int) -> AskedTerms:
        """See `MatchIndex.asked_of`."""
        return self._holder_of(key).asked_of(key)

    def _holder_of(self, key: int) -> MatchIndex:
        return self.patch if (self.patch.keys_ == key).any() else self.base


def _places(ranking: Ranking, into: Ranking) -> list[int]:
    """Where the listings of one ranking stand in another: by score, then by key.

    A search for each of few: sorting both together took longer than ranking.
    """
    first = np.searchsorted(-into.scores, -ranking.scores, side="left")
    last = np.searchsorted(-into.scores, -ranking.scores, side="right")
    return [
        low + int(np.searchsorted(into.keys[low:high], key))
        for low, high, key in zip(first.tolist(), last.tolist(), ranking.keys, strict=True)
    ]
