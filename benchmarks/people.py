"""People for a listing: `PeopleIndex.rank` against scikit-learn's cosine similarity.

Synthetic and seeded: 60,000 words by Zipf's law and 300 skills, of which each of 80 occupations has a
mix of its own. A person makes 8 to 40 mentions, a listing has 80 to 400 words with 5 to 20 skills.
"""

from statistics import median
from time import process_time_ns

import numpy as np
from scipy import sparse
from sklearn.metrics.pairwise import cosine_similarity

from matching.engine.people import PeopleIndex

SKILLS, WORDS, OCCUPATIONS = 300, 60_000, 80
OWN_SKILLS, OWN_WORDS = 25, 400  # of one occupation
COMMON_WORDS = 120  # the most frequent ones are stop words, which make no term
SKILLED = 0.5  # of a person's mentions, those that are skills; the rest are words
OWN = 0.75  # of skills and of words, those from the occupation's own mix
LEVELS = np.array([0.25, 0.5, 0.75, 1.0])
WORD_CLAIM = 0.15
TOP_K = 20
LISTINGS = 60
NAIVE_LISTINGS = 15  # the naive way is slow: fewer, of the same listings


def run(n: int = 100_000, seed: int = 1) -> dict:
    """Rank `n` people for some listings in both ways, in turn. CPU milliseconds, medians.

    Raises
    ------
    AssertionError
        If the two disagree on a listing's best `TOP_K`, in order or in score by more than 1e-9.
    """
    rng = np.random.default_rng(seed)
    occupations = _occupations(rng)
    claims = _claims(rng, occupations, n)
    terms = np.array([f"t{i:05d}" for i in range(SKILLS + WORDS)])
    index = _index(claims, terms)
    listings = [_listing(rng, occupations) for _ in range(LISTINGS)]
    # Scaled to unit length before the clock starts; the naive way scales all people each time.
    rows = [_row(*listing) for listing in listings]
    lengths = np.sqrt(claims.multiply(claims).sum(axis=1))

    index.rank(terms[listings[0][0]], listings[0][1], TOP_K)  # makes the vocabulary
    cosine_similarity(rows[0], claims)
    ours, filtered, naive, touched = [], [], [], []
    open_to_it = np.flatnonzero(rng.random(n) < 0.6)
    for number, (columns, weights) in enumerate(listings):
        named = terms[columns]
        milliseconds, ranking = _timed(lambda: index.rank(named, weights, TOP_K))  # noqa: B023
        ours.append(milliseconds)
        filtered.append(_timed(lambda: index.rank(named, weights, TOP_K, open_to_it))[0])  # noqa: B023
        touched.append(index.claims_[:, columns].nnz / n)
        if number < NAIVE_LISTINGS:
            row = rows[number]
            milliseconds, (order, cosines) = _timed(lambda: _naive(row, claims))  # noqa: B023
            naive.append(milliseconds)
            assert order.size == n
            _check(ranking, cosines * lengths)
    return {
        "people": n,
        "seed": seed,
        "terms_a_person": claims.nnz / n,
        "terms_a_listing": float(np.mean([columns.size for columns, _weights in listings])),
        "postings_touched_a_person": float(np.mean(touched)),
        "bytes_a_person": sum(a.nbytes for a in index.to_arrays().values()) / n,
        "ours_ms": median(ours),
        "ours_filtered_ms": median(filtered),
        "naive_ms": median(naive),
        "naive_over_ours": median(naive) / median(ours),
        "naive_over_ours_filtered": median(naive) / median(filtered),
    }


def _naive(row: sparse.csr_array, claims: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    cosines = cosine_similarity(row, claims).ravel()
    return np.argsort(-cosines, kind="stable"), cosines


def _check(ranking, scores: np.ndarray) -> None:
    """The same people in the same order. Theirs come by another sum: what differs by less ties."""
    best = np.argsort(-scores.round(9), kind="stable")[:TOP_K]
    np.testing.assert_allclose(ranking.scores, scores[best], atol=1e-9)
    np.testing.assert_allclose(ranking.scores, scores[ranking.keys], atol=1e-9)


def _timed(act):
    start = process_time_ns()
    result = act()
    return (process_time_ns() - start) / 1e6, result


def _occupations(rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The columns of each occupation's own skills and words; and the words of all by frequency."""
    frequency = 1 / np.arange(1, WORDS + 1) ** 1.05
    frequency[:COMMON_WORDS] = 0
    frequency /= frequency.sum()
    skills = np.array([rng.choice(SKILLS, OWN_SKILLS, replace=False) for _ in range(OCCUPATIONS)])
    words = np.array(
        [rng.choice(WORDS, OWN_WORDS, replace=False, p=frequency) for _ in range(OCCUPATIONS)]
    )
    return skills, words, np.cumsum(frequency)


def _mentions(rng, occupations, own: np.ndarray, is_skill: np.ndarray) -> np.ndarray:
    """A column for each mention of an occupation's own (`own` holds its number)."""
    skills, words, cumulated = occupations
    size = own.size
    from_own = rng.random(size) < OWN
    a_skill = np.where(
        from_own, skills[own, rng.integers(OWN_SKILLS, size=size)], rng.integers(SKILLS, size=size)
    )
    any_word = np.minimum(np.searchsorted(cumulated, rng.random(size)), WORDS - 1)
    a_word = np.where(from_own, words[own, rng.integers(OWN_WORDS, size=size)], any_word)
    return np.where(is_skill, a_skill, SKILLS + a_word)


def _claims(rng, occupations, n: int) -> sparse.csr_array:
    sizes = rng.integers(8, 41, size=n)
    rows = np.repeat(np.arange(n), sizes)
    own = np.repeat(rng.integers(OCCUPATIONS, size=n), sizes)
    is_skill = rng.random(rows.size) < SKILLED
    columns = _mentions(rng, occupations, own, is_skill)
    once = np.unique(rows * (SKILLS + WORDS) + columns)
    rows, columns = np.divmod(once, SKILLS + WORDS)
    claims = np.where(columns < SKILLS, rng.choice(LEVELS, columns.size), WORD_CLAIM)
    return sparse.csr_array((claims, (rows, columns)), shape=(n, SKILLS + WORDS))


def _index(claims: sparse.csr_array, terms: np.ndarray) -> PeopleIndex:
    by_column = claims.tocsc()
    return PeopleIndex.from_arrays(
        {
            "keys": np.arange(claims.shape[0], dtype=np.int64),
            "terms": terms,
            "claims_data": by_column.data,
            "claims_indices": by_column.indices,
            "claims_indptr": by_column.indptr,
        }
    )


def _listing(rng, occupations) -> tuple[np.ndarray, np.ndarray]:
    """The columns of a listing's terms and their weights, of length 1 in all."""
    size = int(rng.integers(80, 401))
    own = np.full(size, rng.integers(OCCUPATIONS))
    is_skill = np.arange(size) < rng.integers(5, 21)
    columns, counts = np.unique(_mentions(rng, occupations, own, is_skill), return_counts=True)
    weights = (1 + np.log(counts)) * rng.uniform(1, 8, columns.size)
    return columns, weights / np.linalg.norm(weights)


def _row(columns: np.ndarray, weights: np.ndarray) -> sparse.csr_array:
    places = (weights, (np.zeros(columns.size, dtype=int), columns))
    return sparse.csr_array(places, shape=(1, SKILLS + WORDS))
