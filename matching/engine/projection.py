"""Listings and profiles read through known jobs: what a word says of a role, and of which a listing is.

A word of a profile counts for a listing that lacks it if the kind of job that the listing is speaks of it:
"ticket triage" for a post that says only "help desk". The profile's side is linear, so that the parts of a
score stay exact; the listing's side is computed beforehand and may be as sharp as helps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np
from scipy import sparse

from matching.engine.analyzer import Analyzer

# All of these were measured on 1,000 real postings: docs/matching.md has the figures.
TITLE_REPEATS = 3
OTHER_TITLE_REPEATS = 2
SKILL_REPEATS = 2
ROLE_WEIGHT = 1.5
OCCUPATION_WEIGHT = 1.0
TOGETHER_WEIGHT = 0.2
SHARPNESS = 2
STRONGEST = 10

FEW = 8  # picking out an eighth of the listings takes as long as reading all in a row
CHUNK = 2_000  # listings whose affinity to all jobs is held at once, 8 kB each


@dataclass(frozen=True)
class Job:
    """A kind of job that listings and profiles are read through.

    Parameters
    ----------
    key : str
        `role:<slug>`, which is a term of its own, or an occupation's code.
    title : str
    other_titles : sequence of str
    asks : sequence of str
        Terms (`skill:zendesk`) of the skills and tools that the job takes.
    mentions : sequence of str
        Names that go with the job, of technologies for instance.
    is_role : bool
        Whether it is a role of the site. Of occupations beyond a listing keeps the strongest only.
    """

    key: str
    title: str
    other_titles: Sequence[str] = ()
    asks: Sequence[str] = ()
    mentions: Sequence[str] = ()
    is_role: bool = True

    def terms(self, analyzer: Analyzer) -> Iterator[str]:
        """Yield each term of the job as often as it counts."""
        yield from analyzer.tokens(self.title) * TITLE_REPEATS
        for title in self.other_titles:
            yield from analyzer.tokens(title) * OTHER_TITLE_REPEATS
        for term in self.asks:
            yield from repeat(term, SKILL_REPEATS)
        for name in self.mentions:
            yield from analyzer.tokens(name)
        if self.is_role:
            yield from repeat(self.key, TITLE_REPEATS)


class Affinities(NamedTuple):
    """How much of each job a listing is, in the units of the score.

    roles : ndarray of shape (n_roles, n_listings), dtype float32
        Dense: the many small ones tell service work from other work.
    occupations : csc_array of shape (n_listings, n_occupations), dtype float32
        For scores, which read the columns of few.
    occupations_by_row : csr_array
        The same, for explanations.
    """

    roles: np.ndarray
    occupations: sparse.csc_array
    occupations_by_row: sparse.csr_array

    def of(self, row: int) -> np.ndarray:
        """Return one listing's affinity to each job, the roles first: shape (n_jobs,), float64."""
        n_roles, by_row = self.roles.shape[0], self.occupations_by_row
        affinity = np.zeros(n_roles + by_row.shape[1])
        affinity[:n_roles] = self.roles[:, row]
        span = slice(by_row.indptr[row], by_row.indptr[row + 1])
        affinity[n_roles + by_row.indices[span]] = by_row.data[span]
        return affinity

    def add_to(
        self, scores: np.ndarray, profile: np.ndarray, rows: np.ndarray | None = None
    ) -> np.ndarray:
        """Return `scores` with the part that goes through jobs; they may be changed in place.

        Parameters
        ----------
        scores : ndarray of shape (n_listings,), dtype float64
        profile : ndarray of shape (n_jobs,)
            The profile's linear projection on the jobs.
        rows : ndarray of int, optional
            Only these listings are wanted; what is returned stands beside them.
        """
        n_roles, n_listings = self.roles.shape
        met = np.flatnonzero(profile[n_roles:])
        scores += self.occupations[:, met] @ profile[n_roles + met].astype(np.float32)
        few = rows if rows is not None and rows.size < n_listings // FEW else None
        by_role = np.zeros(n_listings if few is None else few.size, dtype=np.float32)
        of_role = np.empty_like(by_role)
        # Role by role: `@` rounds by where a listing stands, so that of two alike either might be first.
        for role in np.flatnonzero(profile[:n_roles]):
            affinity = self.roles[role] if few is None else self.roles[role].take(few)
            by_role += np.multiply(affinity, np.float32(profile[role]), out=of_role)
        if few is not None:
            return scores[few] + by_role
        scores += by_role
        return scores if rows is None else scores[rows]


def affinities(weights: sparse.csr_array, jobs: sparse.csr_array, n_roles: int) -> Affinities:
    """Measure how much of each job each listing is.

    Parameters
    ----------
    weights : csr_array of shape (n_listings, n_terms)
        TF-IDF, rows of length 1.
    jobs : csr_array of shape (n_jobs, n_terms)
        TF-IDF of the jobs by the listings' idf, rows of length 1, the roles first.
    n_roles : int

    Notes
    -----
    The cosine of listing and job is squared and the listing's row brought to length 1, so that near
    jobs stand out: among the roles; among the occupations, of which the strongest 10 are kept; and
    among both together, which takes points from roles where an occupation beyond the site is nearer.
    """
    roles = np.zeros((n_roles, weights.shape[0]), dtype=np.float32)
    occupations = []
    transposed = jobs.T.tocsc()
    for start in range(0, weights.shape[0], CHUNK):
        cosines = (weights[start : start + CHUNK] @ transposed).toarray()
        of_roles = ROLE_WEIGHT * _sharpened(cosines[:, :n_roles])
        of_occupations = OCCUPATION_WEIGHT * _sharpened(_strongest(cosines[:, n_roles:]))
        together = TOGETHER_WEIGHT * _sharpened(_strongest(cosines))
        roles[:, start : start + CHUNK] = (of_roles + together[:, :n_roles]).T
        occupations.append(sparse.csr_array(of_occupations + together[:, n_roles:]))
    if occupations:
        by_row = sparse.vstack(occupations, format="csr").astype(np.float32)
    else:
        by_row = sparse.csr_array((0, jobs.shape[0] - n_roles), dtype=np.float32)
    return Affinities(roles, by_row.tocsc(), by_row)


def _strongest(cosines: np.ndarray) -> np.ndarray:
    """Set to 0 all but the `STRONGEST` of each row, and what ties with the last of them."""
    if cosines.shape[1] <= STRONGEST:
        return cosines
    least = np.partition(cosines, -STRONGEST, axis=1)[:, -STRONGEST, np.newaxis]
    return np.where(cosines >= least, cosines, 0.0)


def _sharpened(cosines: np.ndarray) -> np.ndarray:
    sharp = cosines**SHARPNESS
    lengths = np.linalg.norm(sharp, axis=1, keepdims=True)
    return np.divide(sharp, lengths, out=np.zeros_like(sharp), where=lengths > 0)
