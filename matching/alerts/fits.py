"""How well listings fit a person, as one number from 0 to 100: the share that the page of a job shows."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy import sparse

from matching.engine import MIN_ASKED, MatchIndex, Query
from matching.engine.raising import Raising

# Far more than the rounding of sums, and than the half of a tenth by which a page rounds up.
NEAR = 0.1


class Fitting(NamedTuple):
    """A listing, and its share in tenths, as the page rounds it."""

    key: int
    tenths: int


class Fits:
    """Shares of the listings `keys` in one index. What they ask is read once, however many people there are.

    Listings that ask for too little for a number are left out, and those that the index does not know.
    """

    def __init__(self, index: MatchIndex, keys: np.ndarray):
        self.index = index
        self._asked: dict[int, Mapping[str, float]] = {}
        for key in keys[np.isin(keys, index.keys_)].tolist():
            asked = index.asked_of(key)
            if len(asked.terms) >= MIN_ASKED:
                self._asked[key] = dict(zip(asked.terms, asked.weights.tolist(), strict=True))
        self._keys = np.array(list(self._asked), dtype=np.int64)
        self._columns: dict[str, int] = {}
        self._percent = self._matrix()

    def find(self, query: Query, min_share: int, among: np.ndarray) -> list[Fitting]:
        """Those with a share of at least `min_share`, in the order of the score. No query.

        For somebody of whom enough is known for a number.
        """
        near = self._keys[self._percent @ self._claims(query) >= min_share - NEAR]
        near = near[np.isin(near, among)]
        if not near.size:
            return []
        claims = dict(zip(query.terms, query.claims.tolist(), strict=True))
        ranked = self.index.rank(query, top_k=None, allowed=near).keys.tolist()
        found = (Fitting(key, self._tenths(key, claims)) for key in ranked)
        return [fitting for fitting in found if fitting.tenths >= 10 * min_share]

    def _tenths(self, key: int, claims: Mapping[str, float]) -> int:
        # The sum of `explain`, to the last bit, at a fiftieth of its cost.
        return round(10 * Raising(self._asked[key], claims, ()).share())

    def _matrix(self) -> sparse.csr_array:
        """For each listing what each term that it asks counts, in percent of all that it asks."""
        rows, columns, percent = [], [], []
        for row, asked in enumerate(self._asked.values()):
            total = sum(asked.values())
            for term, weight in asked.items():
                rows.append(row)
                columns.append(self._columns.setdefault(term, len(self._columns)))
                percent.append(100 * weight / total)
        shape = (len(self._asked), len(self._columns))
        return sparse.csr_array((percent, (rows, columns)), shape=shape, dtype=float)

    def _claims(self, query: Query) -> np.ndarray:
        claims = np.zeros(len(self._columns))
        for term, claim in zip(query.terms, query.claims.tolist(), strict=True):
            if term in self._columns:
                claims[self._columns[term]] = claim
        return claims
