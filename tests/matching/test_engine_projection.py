"""The whole served formula against scikit-learn's own objects and dense products."""

import numpy as np
import pytest
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from matching.engine import Job, MatchIndex, Query
from matching.engine.document import document_terms
from matching.engine.projection import (
    OCCUPATION_WEIGHT,
    ROLE_WEIGHT,
    STRONGEST,
    TOGETHER_WEIGHT,
)

from .corpus import ANALYZER, JOBS, documents, fitted, for_all, items, listing, query


def sharp(cosines, keep=None):
    """Squares of the largest `keep` of each row, brought to length 1."""
    cosines = cosines.copy()
    for row in cosines:
        if keep is not None and keep < row.size:
            row[row < np.sort(row)[-keep]] = 0
    cosines **= 2
    lengths = np.sqrt((cosines**2).sum(axis=1, keepdims=True))
    return cosines / np.where(lengths > 0, lengths, 1)


def served_scores(docs, jobs, query):
    """Keys and their scores, computed densely and in eight bytes."""
    docs = sorted(docs, key=lambda doc: doc.key)
    bags = [list(document_terms(ANALYZER, doc)) for doc in docs]
    job_bags = [list(job.terms(ANALYZER)) for job in jobs]
    counter = CountVectorizer(analyzer=list, dtype=np.float64).fit([*bags, *job_bags])
    tfidf = TfidfTransformer(sublinear_tf=True).fit(counter.transform(bags))
    own = tfidf.transform(counter.transform(bags)).toarray()
    of_jobs = tfidf.transform(counter.transform(job_bags)).toarray()

    n_roles = sum(job.is_role for job in jobs)
    cosines = own @ of_jobs.T
    affinity = TOGETHER_WEIGHT * sharp(cosines, STRONGEST)
    affinity[:, :n_roles] += ROLE_WEIGHT * sharp(cosines[:, :n_roles])
    affinity[:, n_roles:] += OCCUPATION_WEIGHT * sharp(cosines[:, n_roles:], STRONGEST)
    claimed = np.zeros(len(counter.vocabulary_))
    for term, claim in zip(query.terms, query.claims, strict=True):
        if term in counter.vocabulary_:
            claimed[counter.vocabulary_[term]] = claim
    return [doc.key for doc in docs], (own + affinity @ of_jobs) @ claimed


MANY_JOBS = (
    *JOBS[:2],
    *(
        Job(f"99-{n:04}.00", f"{word} {other}", is_role=False)
        for n, (word, other) in enumerate(
            (one, two)
            for one in ["refunds", "billing", "orders", "shift"]
            for two in ["team", "call", "lead", "desk"]
        )
    ),
)


@for_all(documents, items, st.sampled_from([JOBS, JOBS[:1], JOBS[2:], MANY_JOBS]))
def test_the_ranking_is_that_of_the_formula_computed_densely(docs, profile, jobs):
    query = Query.from_items(profile)
    keys, expected = served_scores(docs, jobs, query)

    ranking = fitted(*docs, jobs=jobs).rank(query, None)

    of_key = dict(zip(keys, expected, strict=True))
    np.testing.assert_allclose(
        ranking.scores, [of_key[k] for k in ranking.keys.tolist()], atol=2e-5
    )
    assert set(ranking.keys.tolist()) >= {key for key, score in of_key.items() if score > 2e-5}
    assert (np.diff(ranking.scores) <= 0).all()


@for_all(documents, items)
def test_parts_and_whole_weights_agree_with_the_score(docs, profile):
    index, query = fitted(*docs, jobs=JOBS), Query.from_items(profile)

    for key, score in zip(index.keys_.tolist(), index.score(query, index.keys_), strict=True):
        parts = index.parts_of(key, query)
        whole = parts.own + parts.through_jobs

        np.testing.assert_allclose(whole, index.weights_of(key, query.terms), atol=1e-12)
        assert whole @ query.claims == pytest.approx(score, abs=1e-6)
        for through, job in zip(parts.through_jobs, parts.jobs, strict=True):
            assert (through > 0) == (job is not None)


def test_a_listing_of_a_kind_is_found_by_words_that_only_the_kind_knows():
    jobs = [Job("role:csr", "Refunds agent", ["Concierge"]), Job("role:clerk", "Orders clerk")]
    index = fitted(listing(1, body="orders"), listing(2, body="refunds"), jobs=jobs)

    found = index.rank(query({"concierge": 1}))

    assert found.keys.tolist() == [2]
    assert index.parts_of(2, query({"concierge": 1})).jobs == ["role:csr"]


def test_the_role_that_an_employer_names_is_the_kind_that_a_listing_is():
    jobs = [Job("role:csr", "Agent", ["Concierge"]), Job("role:clerk", "Clerk", ["Cashier"])]
    index = fitted(listing(1, role="clerk"), listing(2, role="csr"), jobs=jobs)

    assert index.rank(query({"cashier": 1})).keys.tolist() == [1]
    assert index.rank(query({"concierge": 1})).keys.tolist() == [2]


def test_an_occupation_beyond_the_site_takes_points_from_a_role():
    role, nurse = Job("role:csr", "Service desk agent"), Job("29-1", "Desk nurse", is_role=False)
    desk = listing(1, body="desk nurse")

    alone = fitted(desk, jobs=[role]).score(query({"agent": 1}), [1])
    beside = fitted(desk, jobs=[role, nurse]).score(query({"agent": 1}), [1])

    assert 0 < beside < alone


def test_roles_stand_before_occupations():
    with pytest.raises(ValueError, match="roles"):
        MatchIndex(ANALYZER, [JOBS[2], JOBS[0]]).fit([listing(1, "refunds")])
