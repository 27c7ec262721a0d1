"""An index as it would be if a few listings and jobs were read otherwise, without reading the others.

For trying a change of the taxonomy before it is made: reading all texts anew takes minutes, this a
second or two for 10,000 listings.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from matching.engine.analyzer import Analyzer
from matching.engine.document import ListingDocument, document_terms
from matching.engine.index import MatchIndex
from matching.engine.projection import Job


def reread(
    index: MatchIndex,
    analyzer: Analyzer,
    documents: Iterable[ListingDocument] = (),
    jobs: Mapping[str, Job] | None = None,
) -> MatchIndex:
    """Return what `fit` would give if `analyzer` read `documents` and `jobs` and nothing else differed.

    Equal to a new fit but for the rounding of float32, and for the order of columns: new terms stand
    behind the known ones, and terms that nobody holds any more keep their column.

    Parameters
    ----------
    index : MatchIndex
    analyzer : Analyzer
    documents : iterable of ListingDocument
        They take the place of those of the index with the same keys.
    jobs : mapping of str to Job
        By key; they take the place of the index's. Keys that it does not know are passed over.

    Raises
    ------
    KeyError
        If the index does not know the key of a document.

    Notes
    -----
    What is not read again keeps its counts, which are not stored. They are not needed either: of a
    row of TF-IDF at length 1 the new one is `w · idf' / idf`, brought to length 1 again.
    """
    documents = list(documents)
    rows = np.array([index._row(document.key) for document in documents], dtype=np.intp)
    places = {key: place for place, key in enumerate(index.job_keys_)}
    reread_jobs = [(places[key], job) for key, job in (jobs or {}).items() if key in places]
    bags = [list(document_terms(analyzer, document)) for document in documents]
    job_bags = [list(job.terms(analyzer)) for _place, job in reread_jobs]

    other = MatchIndex(analyzer)
    other.job_keys_, other.n_roles_ = index.job_keys_, index.n_roles_
    other.table_ = _with_terms(index, [*bags, *job_bags])
    n_listings, n_terms = index.keys_.size, len(other.table_)
    weights = _widened(index.weights_, n_terms)
    counts = _counts(other, bags)

    df = np.bincount(weights.indices, minlength=n_terms)
    df -= np.bincount(weights[rows].indices, minlength=n_terms)
    df += np.bincount(counts.indices, minlength=n_terms)
    other.idf_ = np.log((1 + n_listings) / (1 + df)) + 1
    ratio = np.ones(n_terms)
    ratio[: index.idf_.size] = other.idf_[: index.idf_.size] / index.idf_

    job_rows = np.array([place for place, _job in reread_jobs], dtype=np.intp)
    known_jobs = _scaled(_widened(index.jobs_, n_terms), ratio)
    of_jobs = _replaced(known_jobs, job_rows, other._weighted(_counts(other, job_bags)))
    other.jobs_ = of_jobs.tocsc().astype(np.float32)
    marks = _replaced(_marks(index, n_terms), rows, other._asked_marks(documents))
    weights = _replaced(_scaled(weights, ratio), rows, other._weighted(counts))
    return other._hold(index.keys_, weights, marks)


def _with_terms(index: MatchIndex, bags: Iterable[Sequence[str]]):
    terms = sorted({term for bag in bags for term in bag})
    known, _columns = index.table_.find(terms)
    return index.table_.with_more(np.delete(np.array(terms, dtype=object), known).tolist())


def _widened(matrix: sparse.sparray, n_terms: int) -> sparse.csr_array:
    """By row, in float64, with columns for terms that are new."""
    rows = sparse.csr_array(matrix, dtype=np.float64)
    rows.resize((matrix.shape[0], n_terms))
    return rows


def _counts(index: MatchIndex, bags: Sequence[Sequence[str]]) -> sparse.csr_array:
    found = [index.table_.find(bag)[1] for bag in bags]
    columns = np.concatenate([*found, np.empty(0, dtype=np.intp)])
    rows = np.repeat(np.arange(len(bags)), [each.size for each in found])
    shape = (len(bags), len(index.table_))
    return sparse.coo_array((np.ones(columns.size), (rows, columns)), shape=shape).tocsr()


def _scaled(weights: sparse.csr_array, ratio: np.ndarray) -> sparse.csr_array:
    """With another idf. Rows in which none changed are left to the bit, so that nothing seems to move."""
    factors = ratio[weights.indices]
    if (factors == 1).all():
        return weights
    scaled = weights.copy()
    scaled.data = weights.data * factors
    moved = np.zeros(weights.shape[0], dtype=bool)
    moved[np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))[factors != 1]] = True
    normal = normalize(scaled, copy=True)
    of_moved = np.repeat(moved, np.diff(weights.indptr))
    scaled.data = np.where(of_moved, normal.data, weights.data)
    return scaled


def _marks(index: MatchIndex, n_terms: int) -> sparse.csr_array:
    """What each listing asks for, as `fit` marks it: 2 where it is essential, else 1."""
    asked = index.asked_
    data = 1 + index.essential_.astype(np.int32)
    shape = (asked.shape[0], n_terms)
    return sparse.csr_array((data, asked.indices, asked.indptr), shape=shape)


def _replaced(
    matrix: sparse.csr_array, rows: np.ndarray, others: sparse.csr_array
) -> sparse.csr_array:
    """The matrix with `others` in the place of `rows`; entries in the order of rows and columns."""
    if not rows.size:
        return matrix
    kept = matrix.tocoo()
    inside = ~np.isin(kept.row, rows)
    added = others.tocoo()
    data = np.concatenate([kept.data[inside], added.data])
    places = (
        np.concatenate([kept.row[inside], rows[added.row]]),
        np.concatenate([kept.col[inside], added.col]),
    )
    replaced = sparse.coo_array((data, places), shape=matrix.shape).tocsr()
    replaced.sort_indices()
    return replaced
