import numpy as np
import pytest
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError

from matching.engine import MatchIndex, Query
from matching.engine.document import DESIRABLE_REPEATS, ESSENTIAL_REPEATS, document_terms
from matching.engine.search import best_first

from .corpus import ANALYZER, JOBS, documents, fitted, for_all, items, listing, naive_weights, query

# Weights are kept in four bytes each; sums are taken in eight.
FLOAT32 = 1e-7


def naive_ranking(docs, query):
    """Dense products and a full sort: the oracle."""
    keys, columns, weights = naive_weights(docs)
    claims = np.zeros(len(columns))
    for term, claim in zip(query.terms, query.claims, strict=True):
        if term in columns:
            claims[columns[term]] = claim
    scores = weights @ claims
    return sorted((-s, k) for s, k in zip(scores, keys, strict=True) if s > 0)


@for_all(documents)
def test_weights_are_those_of_the_naive_computation(docs):
    keys, columns, weights = naive_weights(docs)

    index = fitted(*docs)

    assert index.keys_.tolist() == keys
    assert index.terms_.tolist() == sorted(columns)
    np.testing.assert_allclose(index.weights_.toarray(), weights, atol=FLOAT32)


@for_all(documents)
def test_asked_weights_are_the_weights_where_a_listing_asks(docs):
    index = fitted(*docs)
    weights = index.weights_.toarray()
    columns = {term: column for column, term in enumerate(index.terms_.tolist())}

    expected, essential = np.zeros_like(weights), []
    for row, doc in enumerate(sorted(docs, key=lambda d: d.key)):
        for term in sorted(doc.asked_terms()):
            expected[row, columns[term]] = weights[row, columns[term]]
            essential.append(doc.asked.get(term, False))

    assert (index.asked_.toarray() == expected).all()
    assert index.essential_.tolist() == essential
    for row, doc in enumerate(sorted(docs, key=lambda d: d.key)):
        terms, own, flags = index.asked_of(doc.key)
        assert list(terms) == sorted(doc.asked_terms())
        assert own.tolist() == [weights[row, columns[term]] for term in terms]
        assert flags.tolist() == [doc.asked_terms()[term] for term in terms]


@for_all(documents, items, st.integers(1, 9))
def test_the_ranking_is_that_of_dense_products_and_a_full_sort(docs, profile, top_k):
    query = Query.from_items(profile)
    expected = naive_ranking(docs, query)

    keys, scores = fitted(*docs).rank(query, top_k)

    # Place for place the same scores, and each key has its own; exact ties are tested below.
    np.testing.assert_allclose(scores, [-s for s, _ in expected[:top_k]], atol=5 * FLOAT32)
    own = {key: -score for score, key in expected}
    np.testing.assert_allclose(scores, [own[k] for k in keys.tolist()], atol=5 * FLOAT32)
    assert len(set(keys.tolist())) == len(keys)


@for_all(documents, documents, items)
def test_other_listings_are_weighed_by_the_idf_of_the_first(docs, others, profile):
    index, query = fitted(*docs, jobs=JOBS), Query.from_items(profile)

    again, others = index.of_documents(docs), index.of_documents(others)

    assert again.rank(query, None).keys.tolist() == index.rank(query, None).keys.tolist()
    np.testing.assert_array_equal(again.score(query, again.keys_), index.score(query, index.keys_))
    assert (others.idf_ == index.idf_).all()
    assert others.terms_.tolist() == index.terms_.tolist()


def test_terms_that_only_a_later_listing_has_wait_for_the_next_index():
    index = fitted(listing(1, body="refunds"))

    later = index.of_documents([listing(2, body="refunds orders", asked={"skill:zendesk": True})])

    assert later.rank(query({"orders": 1, "skill:zendesk": 1})).keys.size == 0
    assert later.rank(query({"refunds": 1})).scores.tolist() == [1]
    assert later.asked_of(2).terms == ()


@for_all(documents)
def test_how_much_a_term_tells_is_a_share_of_the_largest_idf(docs):
    index = fitted(*docs)

    told = index.telling([*index.terms_.tolist(), "never heard of"])

    assert told[-1] == 0
    np.testing.assert_allclose(told[:-1], index.idf_ / index.idf_.max(initial=1), atol=1e-12)


@for_all(documents, items, st.randoms(use_true_random=False))
def test_the_order_of_documents_and_items_does_not_matter(docs, profile, random):
    one = fitted(*docs).rank(Query.from_items(profile))
    random.shuffle(docs)
    random.shuffle(profile)
    other = fitted(*docs).rank(Query.from_items(profile))

    assert one.keys.tolist() == other.keys.tolist()
    assert one.scores.tolist() == other.scores.tolist()


@for_all(st.integers(1, 12), st.permutations(range(1, 13)))
def test_ties_go_by_key_also_where_top_k_cuts_them(top_k, keys):
    # Three kinds of listing: 4 score high, 4 low, 4 not at all.
    texts = ["refunds", "refunds billing team", "orders"]
    index = fitted(*(listing(key, body=texts[i % 3]) for i, key in enumerate(keys)))
    expected = [*sorted(keys[0::3]), *sorted(keys[1::3])]

    found = index.rank(query({"refunds": 1.0}), top_k)

    assert found.keys.tolist() == expected[:top_k]


@for_all(st.lists(st.sampled_from([0.1, 0.2, 0.3]) | st.floats(0, 1)), st.integers(0, 40))
def test_best_first_is_a_stable_full_sort_cut_off(scores, top_k):
    scores = np.array(scores, dtype=np.float64)

    expected = sorted(range(scores.size), key=lambda i: (-scores[i], i))

    assert best_first(scores, top_k).tolist() == expected[:top_k]
    assert best_first(scores, None).tolist() == expected


@for_all(documents, items, st.sets(st.integers(0, 45)), st.integers(1, 5))
def test_only_allowed_listings_appear_in_the_same_order(docs, profile, allowed, top_k):
    index, profile = fitted(*docs), Query.from_items(profile)
    everything = index.rank(profile, None).keys.tolist()
    expected = [key for key in everything if key in allowed][:top_k]

    forms = [allowed, list(allowed) * 2, iter(allowed), np.array(sorted(allowed), dtype=np.int32)]

    for form in forms:
        assert index.rank(profile, top_k, allowed=form).keys.tolist() == expected


def test_a_mask_is_not_taken_for_keys():
    index = fitted(listing(1, "refunds"), listing(0, "refunds"))

    with pytest.raises(TypeError, match="bool"):
        index.rank(query({"refunds": 1}), allowed=np.array([True, False]))


def test_an_empty_corpus_ranks_nothing():
    for index in (fitted(), fitted(listing(3), listing(1))):
        ranking = index.rank(query({"refunds": 1}), allowed=[1])

        assert ranking.keys.dtype == np.int64
        assert ranking.keys.size == ranking.scores.size == 0
        assert index.weights_.shape == (index.keys_.size, 0)


def test_unknown_terms_count_for_nothing():
    index = fitted(listing(1, "refunds"))
    # Longer than the array of terms is wide, and a prefix of a known term.
    unknown = {"refunds_and_then_some": 1.0, "refund": 1.0, "a": 1.0, "zzz": 1.0}

    assert index.rank(query(unknown)).keys.size == 0
    assert index.rank(query({"refunds": 0.5} | unknown)).scores.tolist() == [0.5]


def test_a_score_of_0_is_left_out_and_an_empty_profile_ranks_nothing():
    index = fitted(listing(1, "refunds"), listing(2, "orders"))

    assert index.rank(query({"orders": 1})).keys.tolist() == [2]
    assert index.rank(query()).keys.size == 0
    assert index.score(query({"orders": 1}), [1, 2])[0] == 0


@for_all(documents, items)
def test_score_agrees_with_rank(docs, profile):
    index, profile = fitted(*docs), Query.from_items(profile)
    ranking = index.rank(profile, None)

    assert index.score(profile, ranking.keys).tolist() == ranking.scores.tolist()


def test_an_unknown_key_is_named():
    index = fitted(listing(1, "refunds"))

    for call in (index.asked_of, lambda key: index.score(query(), [key])):
        with pytest.raises(KeyError, match="no listing 7"):
            call(7)


def test_two_documents_may_not_share_a_key():
    with pytest.raises(ValueError, match="same key"):
        fitted(listing(1), listing(2), listing(1))


def test_top_k_below_0_is_refused_and_0_gives_none():
    index = fitted(listing(1, "refunds"))

    assert index.rank(query({"refunds": 1}), 0).keys.size == 0
    with pytest.raises(ValueError, match="top_k"):
        index.rank(query({"refunds": 1}), -1)


def test_an_index_must_be_fitted_first():
    with pytest.raises(NotFittedError):
        MatchIndex(ANALYZER).rank(query({"refunds": 1}))
    with pytest.raises(NotFittedError):
        MatchIndex(ANALYZER).to_arrays()


def test_fitting_again_forgets_the_first_corpus():
    index = fitted(listing(1, "refunds"))

    index.fit([listing(2, "orders")])

    assert index.terms_.tolist() == ["orders"]
    assert index.rank(query({"refunds": 1, "orders": 1})).keys.tolist() == [2]


def test_what_is_asked_weighs_more_than_a_mention_and_a_demand_more_than_a_wish():
    assert ESSENTIAL_REPEATS > DESIRABLE_REPEATS > 1
    demanded = listing(1, body="refunds", asked={"language:spanish": True})
    wished = listing(2, body="refunds", asked={"language:spanish": False})

    index = fitted(demanded, wished, listing(3, body="refunds zendesk"))

    assert index.rank(query({"language:spanish": 1})).keys.tolist() == [1, 2]
    assert list(document_terms(ANALYZER, wished)).count("language:spanish") == DESIRABLE_REPEATS


@for_all(documents, items)
def test_arrays_carry_the_whole_index_and_may_be_read_only(docs, profile):
    index, profile = fitted(*docs, jobs=JOBS), Query.from_items(profile)
    arrays = index.to_arrays()
    for array in arrays.values():
        array.flags.writeable = False

    again = MatchIndex.from_arrays(ANALYZER, arrays)

    assert again.rank(profile).keys.tolist() == index.rank(profile).keys.tolist()
    assert again.rank(profile).scores.tolist() == index.rank(profile).scores.tolist()
    assert again.terms_.tolist() == index.terms_.tolist()
    for key in index.keys_.tolist():
        assert again.asked_of(key).terms == index.asked_of(key).terms
    for name, array in again.to_arrays().items():  # an array of no length shares memory with none
        assert (
            name in {"job_keys", "n_roles"}
            or np.shares_memory(array, arrays[name])
            or not array.size
        )
    assert {a.dtype.kind for a in arrays.values()} <= set("iufbU")


def test_arrays_that_do_not_fit_are_refused():
    arrays = fitted(listing(1, "refunds zendesk", asked={"skill:zendesk": True})).to_arrays()

    def refuse(match, **changed):
        with pytest.raises(ValueError, match=match):
            MatchIndex.from_arrays(ANALYZER, arrays | changed)

    refuse("idf", idf=arrays["idf"].astype(np.int64))
    refuse("length", idf=arrays["idf"][:-1])
    refuse("length", asked_essential=np.array([], dtype=bool))
    refuse("index pointer|indptr", asked_indptr=arrays["asked_indptr"][:-1])
    refuse("index pointer|indptr", weights_indptr=arrays["weights_indptr"][:-1])
    refuse("length", roles=np.zeros(3, dtype=np.float32))
    with pytest.raises(ValueError, match="term_text is missing"):
        MatchIndex.from_arrays(ANALYZER, {k: v for k, v in arrays.items() if k != "term_text"})
