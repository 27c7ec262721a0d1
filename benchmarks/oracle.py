"""The served formula computed by scikit-learn's own objects and dense products: slow, and sure.

It shares the constants with the engine, and no code.
"""

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from matching.engine import Query, Ranking
from matching.engine.projection import (
    OCCUPATION_WEIGHT,
    ROLE_WEIGHT,
    SHARPNESS,
    STRONGEST,
    TOGETHER_WEIGHT,
)

TOLERANCE = 2e-5
CHUNK = 2_000  # listings at once: 16 MB for each of a few arrays


class Mismatch(Exception):
    """The engine and the oracle disagree."""


def served_scores(
    own: sparse.csr_array, of_jobs: sparse.csr_array, n_roles: int, claims: np.ndarray
) -> np.ndarray:
    """Score all listings for some profiles.

    Parameters
    ----------
    own : csr_array of shape (n_listings, n_terms)
        TF-IDF of the listings, by `TfidfTransformer`.
    of_jobs : csr_array of shape (n_jobs, n_terms)
        That of the jobs by the listings' idf, the roles first, to four bytes as the engine keeps it:
        which occupations are a listing's strongest may turn on the last digit.
    n_roles : int
    claims : ndarray of shape (n_terms, n_profiles)

    Returns
    -------
    scores : ndarray of shape (n_listings, n_profiles)
    """
    through_jobs = of_jobs @ claims
    by_term = of_jobs.T.tocsr()
    scores = []
    for start in range(0, own.shape[0], CHUNK):
        rows = own[start : start + CHUNK]
        cosines = (rows @ by_term).toarray()
        affinity = TOGETHER_WEIGHT * _sharp(cosines, STRONGEST)
        affinity[:, :n_roles] += ROLE_WEIGHT * _sharp(cosines[:, :n_roles])
        affinity[:, n_roles:] += OCCUPATION_WEIGHT * _sharp(cosines[:, n_roles:], STRONGEST)
        scores.append(rows @ claims + affinity @ through_jobs)
    return np.concatenate(scores)


def weighted(counts: sparse.csr_array, of_jobs: sparse.csr_array):
    """TF-IDF of listings and of jobs, from how often each term counts."""
    tfidf = TfidfTransformer(sublinear_tf=True).fit(counts)
    of_jobs = tfidf.transform(of_jobs).astype(np.float32).astype(np.float64)
    return sparse.csr_array(tfidf.transform(counts)), sparse.csr_array(of_jobs)


def claims_of(queries: list[Query], vocabulary: dict[str, int]) -> np.ndarray:
    claims = np.zeros((len(vocabulary), len(queries)))
    for number, query in enumerate(queries):
        for term, claim in zip(query.terms, query.claims, strict=True):
            if term in vocabulary:
                claims[vocabulary[term], number] = claim
    return claims


def check(ranking: Ranking, keys: np.ndarray, scores: np.ndarray, top_k: int) -> float:
    """Compare a ranking with the oracle's scores of all `keys` that were allowed, and return how far off it is.

    Raises
    ------
    Mismatch
        If a score is off by more than `TOLERANCE`, or another listing stands in a place where the oracle
        has one that is better by more than that.
    """
    best = np.sort(scores)[::-1][:top_k]
    best = best[best > 0]
    own = scores[np.searchsorted(keys, ranking.keys)]
    if ranking.scores.size != best.size or np.unique(ranking.keys).size != best.size:
        raise Mismatch(f"{ranking.scores.size} listings, not {best.size}")
    off = max(np.abs(ranking.scores - own).max(initial=0), np.abs(own - best).max(initial=0))
    if off > TOLERANCE:
        raise Mismatch(f"off by {off:.1e}")
    return float(off)


def _sharp(cosines: np.ndarray, keep: int | None = None) -> np.ndarray:
    """Powers of the largest `keep` of each row, brought to length 1."""
    if keep is not None and keep < cosines.shape[1]:
        least = np.sort(cosines, axis=1)[:, -keep, np.newaxis]
        cosines = cosines * (cosines >= least)
    return normalize(cosines**SHARPNESS)
