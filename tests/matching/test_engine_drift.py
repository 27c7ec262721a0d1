import numpy as np
import pytest

from matching.engine.drift import FEWEST, drift
from matching.freshness import DRIFT_LIMIT

from .corpus import documents, fitted, for_all, listing

WORDS = ["refunds", "billing", "shift", "orders", "calls", "chats", "claims", "returns"]


def like(key):
    """Three of eight words, each as often as the others."""
    return listing(key, body=". ".join(WORDS[(key + step) % 8] for step in (0, 1, 3)))


def shifted(key):
    """Of a kind that was one in a hundred."""
    return listing(key, body=f"nursing. triage. {WORDS[key % 8]}")


@pytest.fixture(scope="module")
def base():
    return fitted(*(shifted(key) if key % 100 == 0 else like(key) for key in range(1, 1001)))


def batch(make, n):
    return [make(key) for key in range(2001, 2001 + n)]


@pytest.mark.parametrize("n", [1, 10, 50, 400])
def test_listings_like_those_there_are_no_drift_however_many(base, n):
    assert drift(base, base.of_documents(batch(like, n))) < DRIFT_LIMIT / 2


@pytest.mark.parametrize("n", [20, 50, 400])
def test_a_batch_of_a_kind_that_was_rare_is_one(base, n):
    assert drift(base, base.of_documents(batch(shifted, n))) > 2 * DRIFT_LIMIT


def test_a_single_listing_never_is(base):
    assert 0 < drift(base, base.of_documents(batch(shifted, 1))) < DRIFT_LIMIT


def test_nothing_new_is_none(base):
    assert drift(base, base.of_documents([])) == 0


def test_words_that_the_index_does_not_know_are_none(base):
    assert drift(base, base.of_documents([listing(1, body="dentistry")])) == 0


@for_all(documents, documents)
def test_it_is_the_largest_change_to_the_idf_of_a_new_index(base_docs, new_docs):
    new_docs = [listing(d.key + 100, d.title, d.body, d.asked, d.role) for d in new_docs]
    base, fresh = fitted(*base_docs), fitted(*base_docs, *new_docs)
    idf_now = dict(zip(fresh.terms_.tolist(), fresh.idf_.tolist(), strict=True))
    patch = base.of_documents(new_docs)

    changes = [
        abs(idf_now[term] - idf) / idf * uses / max(len(new_docs), FEWEST)
        for term, idf, uses in zip(
            base.terms_.tolist(), base.idf_, np.diff(patch.weights_.indptr), strict=True
        )
    ]

    assert drift(base, patch) == pytest.approx(max(changes, default=0.0))
