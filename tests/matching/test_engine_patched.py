"""The oracle: one index over all listings, with the terms and idf of the base."""

import numpy as np
import pytest
from hypothesis import strategies as st

from matching.engine import Job, Query, explain
from matching.engine.patched import PatchedIndex

from .corpus import JOBS, TERMS, documents, fitted, for_all, items, listing, query

ALIKE = "refunds billing shift call"


def pair(base_docs, patch_docs):
    """A patched index and its oracle."""
    base = fitted(*base_docs, jobs=JOBS)
    union = {doc.key: doc for doc in [*base_docs, *patch_docs]}
    return PatchedIndex(base, base.of_documents(patch_docs)), base.of_documents(union.values())


@for_all(documents, documents, items, st.none() | st.integers(0, 12), st.data())
def test_the_order_is_that_of_one_index_over_both(base_docs, patch_docs, profile, top_k, data):
    patched, oracle = pair(base_docs, patch_docs)
    query = Query.from_items(profile)
    allowed = data.draw(st.none() | st.lists(st.integers(1, 45)))

    found, expected = patched.rank(query, top_k, allowed), oracle.rank(query, top_k, allowed)

    assert found.keys.tolist() == expected.keys.tolist()
    assert found.scores.tolist() == expected.scores.tolist()
    assert patched.keys_.tolist() == oracle.keys_.tolist()


@for_all(documents, documents, items)
def test_every_other_answer_is_that_of_one_index_over_both(base_docs, patch_docs, profile):
    patched, oracle = pair(base_docs, patch_docs)
    query, keys = Query.from_items(profile), oracle.keys_[::-1].tolist()

    assert patched.score(query, keys).tolist() == oracle.score(query, keys).tolist()
    assert patched.telling(TERMS).tolist() == oracle.telling(TERMS).tolist()
    assert patched.terms_.tolist() == oracle.terms_.tolist()
    for key in keys:
        np.testing.assert_array_equal(patched.weights_of(key, TERMS), oracle.weights_of(key, TERMS))
        assert explain(patched, query, key) == explain(oracle, query, key)
        one, other = patched.asked_of(key), oracle.asked_of(key)
        assert one.terms == other.terms
        assert one.weights.tolist() == other.weights.tolist()
        assert one.essential.tolist() == other.essential.tolist()


def test_of_listings_that_are_alike_the_smaller_key_comes_first_wherever_it_is():
    base = [listing(key, "Agent", ALIKE) for key in (2, 5, 6, 9)]
    patch = [listing(key, "Agent", ALIKE) for key in (1, 6, 7, 12)]
    patched, _oracle = pair(base, patch)

    keys, scores = patched.rank(query({"refunds": 1.0, "role:csr": 0.5}), None)

    assert keys.tolist() == [1, 2, 5, 6, 7, 9, 12]
    assert len(set(scores.tolist())) == 1


def test_they_are_so_to_the_last_bit_however_many_roles_they_are_read_through():
    words = ["refunds", "billing", "shift", "call", "orders", "team"]
    roles = [Job(f"role:r{n}", f"{words[n % 6]} {words[n % 5]} n{n}") for n in range(60)]
    base = fitted(*(listing(key, "Agent", ALIKE) for key in range(1, 36)), jobs=roles)
    patched = PatchedIndex(base, base.of_documents([listing(40, "Agent", ALIKE)]))

    for claim in np.linspace(0.1, 1, 40):
        profile = query({"refunds": 1.0, "billing": claim, "call": 1 - claim / 2})
        keys, scores = patched.rank(profile, None)
        assert len(set(scores.tolist())) == 1
        assert keys.tolist() == [*range(1, 36), 40]


def test_an_edited_listing_has_its_new_text_alone():
    patched, _oracle = pair([listing(1, body="refunds"), listing(2, body="orders")], [listing(1)])

    assert patched.rank(query({"refunds": 1.0})).keys.size == 0
    assert patched.rank(query({"orders": 1.0})).keys.tolist() == [2]


def test_replaced_listings_take_no_place_among_the_best():
    base = [listing(key, body="refunds" if key < 9 else "refunds orders") for key in range(1, 12)]
    patched, _oracle = pair(base, [listing(key) for key in range(1, 9)])

    assert patched.rank(query({"refunds": 1.0}), 2).keys.tolist() == [9, 10]


def test_allowed_keys_may_come_from_a_generator():
    patched, _oracle = pair([listing(1, body="refunds")], [listing(2, body="refunds")])

    keys = patched.rank(query({"refunds": 1.0}), allowed=iter([2, 1, 77])).keys

    assert keys.tolist() == [1, 2]


def test_the_mistakes_that_an_index_refuses_are_refused():
    patched, _oracle = pair([listing(1, body="refunds")], [listing(2, body="refunds")])
    wanted = query({"refunds": 1.0})

    with pytest.raises(ValueError, match="below 0"):
        patched.rank(wanted, -1)
    with pytest.raises(TypeError, match="holds keys"):
        patched.rank(wanted, allowed=np.array([True]))
    with pytest.raises(KeyError, match="no listing 3"):
        patched.score(wanted, [1, 3])
    with pytest.raises(KeyError, match="no listing 3"):
        patched.asked_of(3)


def test_a_patch_in_the_terms_of_another_index_is_refused():
    one, other = fitted(listing(1, body="refunds")), fitted(listing(1, body="refunds"))

    with pytest.raises(ValueError, match="the terms of the base"):
        PatchedIndex(one, other.of_documents([]))
