"""The index of open listings, and their ranking for one profile.

The score of a listing d for a profile q is linear in q, `Σ_t q_t · (d_t + Σ_j J_jt · a_dj)`: d_t is
the listing's own L2-normalised TF-IDF weight, J_jt that of the kind of job j, and a_dj how much of
that kind the listing is (see `projection`). Own weights are kept by column, so that a query reads the
columns of its own terms and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise
from operator import attrgetter
from typing import ClassVar, NamedTuple, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from matching.engine import arrays as stored
from matching.engine.analyzer import Analyzer
from matching.engine.document import AskedTerms, ListingDocument, document_terms
from matching.engine.projection import Job, affinities
from matching.engine.query import Query
from matching.engine.search import best_first, find_in_columns, keep_freed_memory, known_rows
from matching.engine.terms import TermTable

# What a query takes and frees for each listing: short profiles 70, long texts up to 400.
BYTES_A_LISTING = 400


class Ranking(NamedTuple):
    """Listings, best first."""

    keys: np.ndarray  # of shape (n,), dtype int64
    scores: np.ndarray  # of shape (n,), dtype float64, all above 0


class Weights(NamedTuple):
    """What one listing gives for each of some terms, in the units of the score.

    own : ndarray of shape (n_terms,), dtype float64
        The listing's own weights, 0 where a term is absent.
    through_jobs : ndarray of shape (n_terms,), dtype float64
        What kinds of job add.
    jobs : list of (str or None)
        The key of the job that adds most.
    """

    own: np.ndarray
    through_jobs: np.ndarray
    jobs: list[str | None]


class _Bound(NamedTuple):
    """A query in the terms of one index."""

    query: Query
    known: np.ndarray  # positions in query.terms
    columns: np.ndarray
    claims: np.ndarray
    jobs: sparse.csc_array  # (n_jobs, n_known)


class MatchIndex(BaseEstimator):
    """TF-IDF weights of listings, by column, and their affinity to kinds of job.

    Parameters
    ----------
    analyzer : Analyzer
    jobs : sequence of Job, default=()
        The kinds of job that words are read through, the site's roles first.

    Attributes
    ----------
    keys_ : ndarray of shape (n_listings,), dtype int64
        Ascending; the order of the rows.
    table_ : TermTable
        The terms of listings and jobs; the order of the columns.
    idf_ : ndarray of shape (n_terms,), dtype float64
        Of the listings; a term that only jobs know has the largest.
    weights_ : csc_array of shape (n_listings, n_terms), dtype float32
        sublinear tf x smooth idf; each row has length 1, or 0 if it has no terms.
    asked_ : csr_array of shape (n_listings, n_terms), dtype float32
        `weights_` where a listing asks for the term or is of the role, else 0.
    essential_ : ndarray of shape (asked_.nnz,), dtype bool
        Beside `asked_.data`: whether the listing demands it.
    job_keys_ : tuple of str
    n_roles_ : int
        How many of the jobs are roles of the site; they stand first.
    jobs_ : csc_array of shape (n_jobs, n_terms), dtype float32
        The jobs' TF-IDF by the listings' idf, rows of length 1.
    affinities_ : Affinities
    """

    ARRAYS: ClassVar[Mapping[str, str]] = stored.KINDS

    def __init__(self, analyzer: Analyzer, jobs: Sequence[Job] = ()):
        self.analyzer = analyzer
        self.jobs = jobs

    def fit(self, documents: Iterable[ListingDocument]) -> Self:
        """Learn terms, idf and weights from `documents`, in whatever order they come.

        Raises
        ------
        ValueError
            If two documents have the same key, or a role stands behind an occupation.
        """
        documents = _by_key(documents)
        terms_of = partial(document_terms, self.analyzer)
        jobs = list(self.jobs)
        self.n_roles_ = sum(job.is_role for job in jobs)
        if not all(job.is_role for job in jobs[: self.n_roles_]):
            raise ValueError("the roles do not stand first among the jobs")
        self.job_keys_ = tuple(job.key for job in jobs)

        # Generators: the terms of one listing at a time are in memory.
        bags = [*map(terms_of, documents), *(job.terms(self.analyzer) for job in jobs)]
        counter = CountVectorizer(analyzer=iter, dtype=np.float64)
        # It refuses a corpus without a term; any() reads no further than the first.
        if any(True for _ in chain.from_iterable(map(terms_of, documents))) or jobs:
            counts = sparse.csr_array(counter.fit_transform(bags))
            self.table_ = TermTable.of(counter.get_feature_names_out().tolist())
        else:
            counts = sparse.csr_array((len(bags), 0), dtype=np.float64)
            self.table_ = TermTable.of([])
        of_listings = counts[: len(documents)]
        df = np.bincount(of_listings.indices, minlength=counts.shape[1])
        self.idf_ = np.log((1 + len(documents)) / (1 + df)) + 1
        self.jobs_ = self._weighted(counts[len(documents) :]).tocsc().astype(np.float32)
        return self._take_in(documents, of_listings)

    def of_documents(self, documents: Iterable[ListingDocument]) -> "MatchIndex":
        """Return an index of other listings with the terms, idf and jobs of this one.

        Terms that this index does not know count for nothing: they wait for the next one fitted.

        Raises
        ------
        ValueError
            If two documents have the same key.
        """
        check_is_fitted(self, "weights_")
        documents = _by_key(documents)
        rows, columns = [], []
        for row, document in enumerate(documents):
            _known, found = self.table_.find(list(document_terms(self.analyzer, document)))
            columns.append(found)
            rows.append(np.full(found.size, row))
        places = (np.concatenate([*rows, [0][:0]]), np.concatenate([*columns, [0][:0]]))
        shape = (len(documents), len(self.table_))
        counts = sparse.coo_array((np.ones(places[0].size), places), shape=shape).tocsr()
        other = MatchIndex(self.analyzer, self.jobs)
        other.table_, other.idf_ = self.table_, self.idf_
        other.jobs_, other.job_keys_, other.n_roles_ = self.jobs_, self.job_keys_, self.n_roles_
        return other._take_in(documents, counts)

    @property
    def terms_(self) -> np.ndarray:
        """All terms as an array of str, ascending: for pages of the staff, not for ranking."""
        return self.table_.all

    def rank(
        self, query: Query, top_k: int | None = 20, allowed: Iterable[int] | None = None
    ) -> Ranking:
        """Return the listings that have to do with the query, best first.

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
        rows = None if allowed is None else known_rows(self.keys_, allowed)
        scores = self._scores(query, rows)
        places = best_first(scores, top_k)
        # Only now: looking for zeros among all scores took as long as all the rest together.
        places = places[scores[places] > 0]
        return Ranking(self.keys_[places if rows is None else rows[places]], scores[places])

    def score(self, query: Query, keys: Sequence[int]) -> np.ndarray:
        """Return the score of each of `keys`, in their order: shape (n_keys,), float64.

        Raises
        ------
        KeyError
            If the index does not know a key.
        """
        rows = [self._row(key) for key in keys]
        return self._scores(query, np.array(rows, dtype=np.intp))

    def telling(self, terms: Sequence[str]) -> np.ndarray:
        """Return how much each term tells: its idf as a share of the largest, 0 if it is unknown.

        Shape (n_terms,), float64.
        """
        shares = np.zeros(len(terms))
        known, columns = self.table_.find(terms)
        shares[known] = self.idf_[columns] / self.idf_.max(initial=1.0)
        return shares

    def weights_of(self, key: int, terms: Sequence[str]) -> np.ndarray:
        """Return the whole weight of each of `terms` in one listing: shape (n_terms,), float64.

        Raises
        ------
        KeyError
            If the index does not know the key.
        """
        row = self._row(key)
        known, columns = self.table_.find(terms)
        weights = np.zeros(len(terms))
        weights[known] = self._own(row, columns)
        weights[known] += self.affinities_.of(row) @ self.jobs_[:, columns]
        return weights

    def parts_of(self, key: int, query: Query) -> Weights:
        """Return where the weight of each term of a query in one listing comes from.

        Raises
        ------
        KeyError
            If the index does not know the key.
        """
        row, bound = self._row(key), self._bind(query)
        own, through = np.zeros(len(query.terms)), np.zeros(len(query.terms))
        jobs: list[str | None] = [None] * len(query.terms)
        own[bound.known] = self._own(row, bound.columns)
        # By hand: a product of sparse matrices took five times as long.
        by_job = bound.jobs.data * self.affinities_.of(row)[bound.jobs.indices]
        starts = bound.jobs.indptr[:-1]
        met = np.flatnonzero(starts < bound.jobs.indptr[1:])
        starts = starts[met]
        through[bound.known[met]] = np.add.reduceat(by_job, starts) if met.size else 0.0
        for place, at in zip(bound.known[met].tolist(), _largest(by_job, starts), strict=True):
            jobs[place] = self.job_keys_[bound.jobs.indices[at]] if by_job[at] else None
        return Weights(own, through, jobs)

    def asked_of(self, key: int) -> AskedTerms:
        """Return what one listing asks for, its role included.

        Raises
        ------
        KeyError
            If the index does not know the key.
        """
        row = self._row(key)
        span = slice(self.asked_.indptr[row], self.asked_.indptr[row + 1])
        terms = self.table_.names(self.asked_.indices[span])
        weights = self.asked_.data[span].astype(np.float64)
        return AskedTerms(tuple(terms), weights, self.essential_[span])

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays named in `ARRAYS`, enough for `from_arrays`."""
        check_is_fitted(self, "weights_")
        return stored.to_arrays(self)

    @classmethod
    def from_arrays(cls, analyzer: Analyzer, arrays: Mapping[str, np.ndarray]) -> Self:
        """Make an index of `to_arrays`' arrays, without copying; they may be read-only maps.

        Raises
        ------
        ValueError
            If an array is missing, of another type, or does not fit the others. What is
            inside the arrays is not read.
        """
        index = cls(analyzer)
        vars(index).update(stored.from_arrays(arrays))
        keep_freed_memory(BYTES_A_LISTING * index.keys_.size)
        return index

    def _take_in(self, documents: Sequence[ListingDocument], counts: sparse.csr_array) -> Self:
        keys = np.array([document.key for document in documents], dtype=np.int64)
        return self._hold(keys, self._weighted(counts), self._asked_marks(documents))

    def _hold(self, keys: np.ndarray, weights: sparse.csr_array, marks: sparse.csr_array) -> Self:
        self.keys_ = keys
        # Both are in the order of columns (what is made of coordinates always is), so that
        # essential_ runs beside asked_.data.
        self.asked_ = sparse.csr_array(weights.multiply(marks > 0)).astype(np.float32)
        self.essential_ = marks.data == 2
        self.affinities_ = affinities(weights, self.jobs_.astype(np.float64), self.n_roles_)
        self.weights_ = weights.tocsc().astype(np.float32)
        keep_freed_memory(BYTES_A_LISTING * self.keys_.size)
        return self

    def _weighted(self, counts: sparse.csr_array) -> sparse.csr_array:
        weights = sparse.csr_array(counts, copy=True)
        weights.data = (1 + np.log(weights.data)) * self.idf_[weights.indices]
        weights.sort_indices()
        # It refuses an empty matrix.
        return normalize(weights, copy=False) if all(weights.shape) else weights

    def _asked_marks(self, documents: Sequence[ListingDocument]) -> sparse.csr_array:
        """Mark what each listing asks for: 2 where it is essential, else 1."""
        asked = [
            (row, term, 1 + bool(essential))
            for row, document in enumerate(documents)
            for term, essential in document.asked_terms().items()
        ]
        known, columns = self.table_.find([term for _row, term, _mark in asked])
        rows = np.array([row for row, _term, _mark in asked], dtype=np.int32)[known]
        marks = np.array([mark for _row, _term, mark in asked], dtype=np.int32)[known]
        shape = (len(documents), len(self.table_))
        return sparse.csr_array((marks, (rows, columns)), shape=shape)

    def _bind(self, query: Query) -> _Bound:
        # A page ranks and then explains with one query: the last one is kept.
        bound = getattr(self, "_bound", None)
        if bound is None or bound.query is not query:
            known, columns = self.table_.find(query.terms)
            bound = _Bound(query, known, columns, query.claims[known], self.jobs_[:, columns])
            self._bound = bound
        return bound

    def _scores(self, query: Query, rows: np.ndarray | None = None) -> np.ndarray:
        """Return the scores of all listings, or of those in `rows`, in their order."""
        check_is_fitted(self, "weights_")
        bound = self._bind(query)
        own = self.weights_[:, bound.columns] @ bound.claims
        return self.affinities_.add_to(own, bound.jobs @ bound.claims, rows)

    def _own(self, row: int, columns: np.ndarray) -> np.ndarray:
        found, places = find_in_columns(self.weights_, columns, row)
        own = np.zeros(columns.size)
        own[found] = self.weights_.data[places]
        return own

    def _row(self, key: int) -> int:
        row = int(np.searchsorted(self.keys_, key))
        if row == self.keys_.size or self.keys_[row] != key:
            raise KeyError(f"the index has no listing {key}")
        return row


def _by_key(documents: Iterable[ListingDocument]) -> list[ListingDocument]:
    documents = sorted(documents, key=attrgetter("key"))
    if any(one.key == other.key for one, other in pairwise(documents)):
        raise ValueError("two documents have the same key")
    return documents


def _largest(values: np.ndarray, starts: np.ndarray) -> list[int]:
    """Return where the largest value stands of each stretch of `values`, of equal ones the first."""
    if not starts.size:
        return []
    largest = np.maximum.reduceat(values, starts)
    stretch = np.repeat(np.arange(starts.size), np.diff(starts, append=values.size))
    places = np.flatnonzero(values == largest[stretch])
    return places[np.unique(stretch[places], return_index=True)[1]].tolist()
