"""The index of people, and their ranking for one listing: `MatchIndex` turned round.

A person is a row of claims q_t, as `Query` has them; a listing is the vector w of its whole effective
weights. The score is the sum that `MatchIndex.score` computes for the pair, `Σ_t q_t · w_t`, so that
a person and an employer look at one number. Claims are kept by column: a ranking reads the
columns of the listing's terms and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matching.engine.index import Ranking
from matching.engine.query import Query
from matching.engine.search import best_first, known_rows


class PeopleIndex(BaseEstimator):
    """Claims of people, by column.

    Attributes
    ----------
    keys_ : ndarray of shape (n_people,), dtype int64
        Ascending; the order of the rows.
    terms_ : ndarray of shape (n_terms,), dtype str of fixed width
        Ascending; the order of the columns.
    vocabulary_ : dict of str to int
        Term to column; made when first asked for.
    claims_ : csc_array of shape (n_people, n_terms), dtype float64
        In (0, 1]. Not float32: a claim of 0.15 or 0.6 would come out 1e-8 from the score that the
        other side sees.
    """

    # Name to kind of dtype of the arrays that make an index.
    ARRAYS: ClassVar[Mapping[str, str]] = {
        "keys": "i",
        "terms": "U",
        "claims_data": "f",
        "claims_indices": "i",
        "claims_indptr": "i",
    }

    def fit(self, people: Iterable[tuple[int, Query]]) -> Self:
        """Take in the claims of `people`, keys with queries, in whatever order they come.

        Raises
        ------
        ValueError
            If two people have the same key.
        """
        people = sorted(people, key=lambda person: person[0])
        self.keys_ = np.array([key for key, _query in people], dtype=np.int64)
        if (np.diff(self.keys_) == 0).any():
            raise ValueError("two people have the same key")

        seen: dict[str, int] = {}  # a term to its number in the order of appearance
        numbers = [seen.setdefault(term, len(seen)) for _key, q in people for term in q.terms]
        terms = sorted(seen)
        column_of = np.empty(len(seen), dtype=np.int32)
        column_of[[seen[term] for term in terms]] = np.arange(len(terms), dtype=np.int32)
        columns = column_of[np.array(numbers, dtype=np.intp)]
        sizes = [len(query.terms) for _key, query in people]
        rows = np.repeat(np.arange(len(people), dtype=np.int32), sizes)
        claims = np.concatenate([np.empty(0), *(query.claims for _key, query in people)])

        self.terms_ = np.array(terms, dtype=np.str_) if terms else np.empty(0, dtype="<U1")
        shape = (len(people), len(terms))
        self.claims_ = sparse.csc_array((claims, (rows, columns)), shape=shape)
        self.__dict__.pop("vocabulary_", None)
        return self

    @cached_property
    def vocabulary_(self) -> dict[str, int]:
        return {term: column for column, term in enumerate(self.terms_.tolist())}

    def rank(
        self,
        terms: Sequence[str] | np.ndarray,
        weights: np.ndarray,
        top_k: int | None = 20,
        allowed: Iterable[int] | None = None,
    ) -> Ranking:
        """Return the people who share a term with the listing, best first.

        Parameters
        ----------
        terms : sequence or array of str, each once
            The listing's. Terms that nobody claims count for nothing.
        weights : ndarray of shape (n_terms,)
            Beside `terms`, at least 0.
        top_k : int or None, default=20
            How many at most; None for all.
        allowed : iterable or integer array of keys, optional
            Only these may appear. Keys that the index does not know are passed over.

        Returns
        -------
        ranking : Ranking
            By score, then by key: a total order, also where top_k cuts through a tie.

        Raises
        ------
        ValueError
            If top_k is negative, or terms and weights differ in length.
        TypeError
            If `allowed` is an array of anything but integers, a mask for instance.
        """
        if top_k is not None and top_k < 0:
            raise ValueError(f"top_k is {top_k}, below 0")
        scores = self._scores(terms, weights)
        if allowed is None:
            rows = best_first(scores, top_k)
        else:
            rows = known_rows(self.keys_, allowed)
            rows = rows[best_first(scores[rows], top_k)]
        # Only now: looking for zeros among all scores took as long as all the rest together.
        rows = rows[scores[rows] > 0]
        return Ranking(self.keys_[rows], scores[rows])

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays named in `ARRAYS`, enough for `from_arrays`."""
        check_is_fitted(self, "claims_")
        parts = {part: getattr(self.claims_, part) for part in ("data", "indices", "indptr")}
        arrays = {"keys": self.keys_, "terms": self.terms_}
        return arrays | {f"claims_{part}": array for part, array in parts.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Self:
        """Make an index of `to_arrays`' arrays, without copying; they may be read-only maps.

        Raises
        ------
        ValueError
            If an array is missing, of another type, or does not fit the others. What is
            inside the arrays is not read.
        """
        for name, kind in cls.ARRAYS.items():
            if name not in arrays:
                raise ValueError(f"the array {name} is missing")
            if arrays[name].dtype.kind != kind or arrays[name].ndim != 1:
                raise ValueError(f"the array {name} is {arrays[name].dtype}, {arrays[name].ndim}-d")
        # Plain views: the subclass memmap makes every slice several times slower.
        a = {name: np.asarray(arrays[name]) for name in cls.ARRAYS}
        claims = (a["claims_data"], a["claims_indices"], a["claims_indptr"])
        index = cls()
        index.keys_, index.terms_ = a["keys"], a["terms"]
        index.claims_ = sparse.csc_array(claims, shape=(a["keys"].size, a["terms"].size))
        return index

    def _scores(self, terms: Sequence[str] | np.ndarray, weights: np.ndarray) -> np.ndarray:
        check_is_fitted(self, "claims_")
        terms = terms.tolist() if isinstance(terms, np.ndarray) else terms
        weights = np.asarray(weights, dtype=np.float64)
        if len(terms) != weights.size:
            raise ValueError(f"{len(terms)} terms and {weights.size} weights")
        columns = np.array([self.vocabulary_.get(term, -1) for term in terms], dtype=np.intp)
        known = np.flatnonzero(columns >= 0)
        return self.claims_[:, columns[known]] @ weights[known]
