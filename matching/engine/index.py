"""The index of open listings, and their ranking for one profile.

A listing d is a row of L2-normalised TF-IDF weights; its score for a profile q is linear,
`Σ_t q_t · d_t`. The weights are kept by column, so that a query reads the columns of its
own terms and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter
from typing import ClassVar, NamedTuple, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.utils.validation import check_is_fitted

from matching.engine.analyzer import Analyzer
from matching.engine.document import AskedTerms, ListingDocument, document_terms
from matching.engine.query import Query
from matching.engine.search import best_first, find_in_columns


class Ranking(NamedTuple):
    """Listings, best first."""

    keys: np.ndarray  # of shape (n,), dtype int64
    scores: np.ndarray  # of shape (n,), dtype float64, all above 0


class MatchIndex(BaseEstimator):
    """TF-IDF weights of listings, by column.

    Parameters
    ----------
    analyzer : Analyzer

    Attributes
    ----------
    keys_ : ndarray of shape (n_listings,), dtype int64
        Ascending; the order of the rows.
    terms_ : ndarray of shape (n_terms,), dtype str of fixed width
        Ascending; the order of the columns.
    vocabulary_ : dict of str to int
        Term to column. An index made from arrays builds it when first asked for: ranking
        searches `terms_`, which processes can share.
    idf_ : ndarray of shape (n_terms,), dtype float64
    weights_ : csc_array of shape (n_listings, n_terms), dtype float64
        sublinear tf x smooth idf; each row has length 1, or 0 if it has no terms.
    asked_ : csr_array of shape (n_listings, n_terms), dtype float64
        `weights_` where a listing asks for the term or is of the role, else 0.
    essential_ : ndarray of shape (asked_.nnz,), dtype bool
        Beside `asked_.data`: whether the listing demands it.
    """

    # Name to kind of dtype of the arrays that make an index.
    ARRAYS: ClassVar[Mapping[str, str]] = {
        "keys": "i",
        "terms": "U",
        "idf": "f",
        "weights_data": "f",
        "weights_indices": "i",
        "weights_indptr": "i",
        "asked_data": "f",
        "asked_indices": "i",
        "asked_indptr": "i",
        "asked_essential": "b",
    }

    def __init__(self, analyzer: Analyzer):
        self.analyzer = analyzer

    def fit(self, documents: Iterable[ListingDocument]) -> Self:
        """Learn terms, idf and weights from `documents`, in whatever order they come.

        Raises
        ------
        ValueError
            If two documents have the same key.
        """
        documents = sorted(documents, key=attrgetter("key"))
        self.keys_ = np.array([document.key for document in documents], dtype=np.int64)
        if (np.diff(self.keys_) == 0).any():
            raise ValueError("two documents have the same key")

        terms_of = partial(document_terms, self.analyzer)
        # CountVectorizer refuses a corpus without a term; any() reads no further than the first.
        if any(True for document in documents for _ in terms_of(document)):
            counter = CountVectorizer(analyzer=terms_of, dtype=np.float64)
            tfidf = TfidfTransformer(sublinear_tf=True)
            weights = sparse.csr_array(tfidf.fit_transform(counter.fit_transform(documents)))
            weights.sort_indices()
            self.terms_ = counter.get_feature_names_out().astype(np.str_)
            self.idf_ = tfidf.idf_
        else:
            weights = sparse.csr_array((len(documents), 0), dtype=np.float64)
            self.terms_ = np.empty(0, dtype="<U1")
            self.idf_ = np.empty(0, dtype=np.float64)
        self.vocabulary_ = {term: column for column, term in enumerate(self.terms_.tolist())}

        # Both are in the order of columns (what is made of coordinates always is), so that
        # essential_ runs beside asked_.data.
        marks = self._asked_marks(documents)
        self.asked_ = sparse.csr_array(weights.multiply(marks > 0))
        self.essential_ = marks.data == 2
        self.weights_ = weights.tocsc()
        return self

    @cached_property
    def vocabulary_(self) -> dict[str, int]:
        return {term: column for column, term in enumerate(self.terms_.tolist())}

    def rank(
        self, query: Query, top_k: int | None = 20, allowed: Iterable[int] | None = None
    ) -> Ranking:
        """Return the listings that share a term with the query, best first.

        Parameters
        ----------
        query : Query
            Terms that the index does not know count for nothing.
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
            If top_k is negative.
        TypeError
            If `allowed` is an array of anything but integers, a mask for instance.
        """
        if top_k is not None and top_k < 0:
            raise ValueError(f"top_k is {top_k}, below 0")
        scores = self._scores(query)
        if allowed is None:
            rows = np.flatnonzero(scores)
        else:
            rows = self._known_rows(allowed)
            rows = rows[scores[rows] > 0]
        rows = rows[best_first(scores[rows], top_k)]
        return Ranking(self.keys_[rows], scores[rows])

    def score(self, query: Query, keys: Sequence[int]) -> np.ndarray:
        """Return the score of each of `keys`, in their order: shape (n_keys,), float64.

        Raises
        ------
        KeyError
            If the index does not know a key.
        """
        rows = [self._row(key) for key in keys]
        return self._scores(query)[rows]

    def weights_of(self, key: int, terms: Sequence[str]) -> np.ndarray:
        """Return the weight of each of `terms` in one listing, 0 where it is absent.

        Shape (n_terms,), dtype float64.

        Raises
        ------
        KeyError
            If the index does not know the key.
        """
        row = self._row(key)
        known, columns = self._columns(terms)
        found, places = find_in_columns(self.weights_, columns, row)
        weights = np.zeros(len(terms))
        weights[known[found]] = self.weights_.data[places]
        return weights

    def asked_of(self, key: int) -> AskedTerms:
        """Return what one listing asks for, its role included.

        Raises
        ------
        KeyError
            If the index does not know the key.
        """
        row = self._row(key)
        span = slice(self.asked_.indptr[row], self.asked_.indptr[row + 1])
        terms = self.terms_[self.asked_.indices[span]].tolist()
        return AskedTerms(tuple(terms), self.asked_.data[span], self.essential_[span])

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays named in `ARRAYS`, enough for `from_arrays`."""
        check_is_fitted(self, "weights_")
        arrays = {"keys": self.keys_, "terms": self.terms_, "idf": self.idf_}
        for name, matrix in (("weights", self.weights_), ("asked", self.asked_)):
            for part in ("data", "indices", "indptr"):
                arrays[f"{name}_{part}"] = getattr(matrix, part)
        return arrays | {"asked_essential": self.essential_}

    @classmethod
    def from_arrays(cls, analyzer: Analyzer, arrays: Mapping[str, np.ndarray]) -> Self:
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
        shape = (a["keys"].size, a["terms"].size)
        if a["idf"].size != shape[1] or a["asked_essential"].size != a["asked_data"].size:
            raise ValueError("the arrays differ in length")

        index = cls(analyzer)
        index.keys_, index.terms_, index.idf_ = a["keys"], a["terms"], a["idf"]
        weights = (a["weights_data"], a["weights_indices"], a["weights_indptr"])
        asked = (a["asked_data"], a["asked_indices"], a["asked_indptr"])
        index.weights_ = sparse.csc_array(weights, shape=shape)
        index.asked_ = sparse.csr_array(asked, shape=shape)
        index.essential_ = a["asked_essential"]
        return index

    def _asked_marks(self, documents: Sequence[ListingDocument]) -> sparse.csr_array:
        """Mark what each listing asks for: 2 where it is essential, else 1."""
        marks = [
            (row, self.vocabulary_[term], 1 + bool(essential))
            for row, document in enumerate(documents)
            for term, essential in document.asked_terms().items()
        ]
        rows, columns, values = np.array(marks, dtype=np.int32).reshape(-1, 3).T
        shape = (len(documents), len(self.terms_))
        return sparse.csr_array((values, (rows, columns)), shape=shape)

    def _columns(self, terms: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions in `terms` of those that the index knows, and their columns."""
        wanted = np.asarray(terms, dtype=np.str_)
        if not (wanted.size and self.terms_.size):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
        # In the type of terms_, else numpy would widen all of them to a longer term's width; a term
        # that is cut short by it equals none.
        columns = np.searchsorted(self.terms_, wanted.astype(self.terms_.dtype))
        columns = np.minimum(columns, self.terms_.size - 1)
        known = np.flatnonzero(self.terms_[columns] == wanted)
        return known, columns[known]

    def _scores(self, query: Query) -> np.ndarray:
        check_is_fitted(self, "weights_")
        known, columns = self._columns(query.terms)
        return self.weights_[:, columns] @ query.claims[known]

    def _row(self, key: int) -> int:
        row = int(np.searchsorted(self.keys_, key))
        if row == self.keys_.size or self.keys_[row] != key:
            raise KeyError(f"the index has no listing {key}")
        return row

    def _known_rows(self, keys: Iterable[int]) -> np.ndarray:
        """Return the rows of those keys that the index knows, ascending, each once."""
        if isinstance(keys, np.ndarray):
            if keys.size and keys.dtype.kind not in "iu":
                raise TypeError(f"allowed holds keys, not {keys.dtype}")
            keys = keys.astype(np.int64, copy=False)
        else:
            keys = np.fromiter(keys, dtype=np.int64)
        return np.flatnonzero(np.isin(self.keys_, keys))
