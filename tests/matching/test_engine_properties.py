"""What decisions promise of the score, for any corpus and any profile."""

import numpy as np
from hypothesis import strategies as st
from pytest import approx

from matching.engine import Query, explain

from .corpus import (
    ASKED,
    JOBS,
    ROLES,
    TERMS,
    claims,
    documents,
    for_all,
    item,
    items,
    query,
    weights,
)
from .corpus import fitted as fitted_to

EXACT = 1e-12
# What goes through kinds of job is summed in four bytes a number.
FLOAT32 = 1e-6
asked_terms = st.sampled_from([*ASKED, *(f"role:{role}" for role in ROLES)])


def fitted(*docs):
    return fitted_to(*docs, jobs=JOBS)


def scores(index, profile):
    return index.score(Query.from_items(profile), index.keys_)


def term_weights(index, term):
    return np.array([index.weights_of(key, [term])[0] for key in index.keys_])


@for_all(documents, claims, st.floats(0.01, 1))
def test_the_score_is_linear_in_the_claims(docs, claimed, factor):
    index = fitted(*docs)
    scaled = {term: claim * factor for term, claim in claimed.items()}

    whole = scores(index, [item(claimed)])

    np.testing.assert_allclose(scores(index, [item(scaled)]), whole * factor, atol=FLOAT32)
    parts = [scores(index, [item({term: claim})]) for term, claim in claimed.items()]
    np.testing.assert_allclose(sum(parts), whole, atol=FLOAT32)


@for_all(documents, items, asked_terms, weights)
def test_adding_an_asked_skill_never_lowers(docs, profile, term, weight):
    index = fitted(*docs)
    more = [*profile, item({term: weight})]

    assert (scores(index, more) >= scores(index, profile)).all()
    for key in index.keys_.tolist():
        before = explain(index, Query.from_items(profile), key)
        after = explain(index, Query.from_items(more), key)
        if before.share is not None:
            assert after.share >= before.share
        assert set(after.missing) <= set(before.missing)


@for_all(documents, items, st.data())
def test_deleting_an_item_lowers_or_another_one_holds_its_points(docs, profile, data):
    index, before = fitted(*docs), Query.from_items(profile)
    gone = data.draw(st.integers(0, len(profile) - 1))
    rest = profile[:gone] + profile[gone + 1 :]

    lost = scores(index, profile) - scores(index, rest)

    expected = np.zeros(index.keys_.size)
    for term, holders in zip(before.terms, before.holders, strict=True):
        if holders[0].item is profile[gone]:
            runner_up = holders[1].claim if len(holders) > 1 else 0
            expected += (holders[0].claim - runner_up) * term_weights(index, term)
    assert (lost >= 0).all()
    np.testing.assert_allclose(lost, expected, atol=FLOAT32)


@for_all(documents, items, st.sampled_from(TERMS), weights, weights)
def test_one_edit_moves_at_most_its_weight(docs, profile, term, old, new):
    index = fitted(*docs)

    before = scores(index, [*profile, item({term: old})])
    after = scores(index, [*profile, item({term: new})])

    limit = abs(new - old) * term_weights(index, term)
    assert (abs(after - before) <= limit + FLOAT32).all()


@for_all(documents, items)
def test_contributions_add_up_to_the_score_of_the_ranking(docs, profile):
    index, profile = fitted(*docs), Query.from_items(profile)

    for key, score in zip(*index.rank(profile, None), strict=True):
        explanation = explain(index, profile, int(key))

        assert explanation.total == approx(score, abs=FLOAT32)
        parts = sum(part.points for part in explanation.contributions)
        assert parts == approx(explanation.total, abs=EXACT)
        order = [(-p.points, p.term) for p in explanation.contributions]
        assert order == sorted(order)


@for_all(documents, items)
def test_every_point_is_credited_to_an_item_that_claims_it(docs, profile):
    profile = [item(i.claims, label=f"item {n}") for n, i in enumerate(profile)]
    claims_of = {i.label: i.claims for i in profile}
    index, query = fitted(*docs), Query.from_items(profile)

    for key in index.keys_.tolist():
        for part in explain(index, query, key).contributions:
            assert claims_of[part.item_label][part.term] == part.claim
            others = [claims_of[label][part.term] for label in part.also_held_by]
            assert [part.claim, *others] == sorted([part.claim, *others], reverse=True)


@for_all(documents, items)
def test_the_share_is_never_above_100_and_asked_terms_are_covered_or_missing(docs, profile):
    index, profile = fitted(*docs), Query.from_items(profile)

    for doc in docs:
        explanation = explain(index, profile, doc.key)
        asked = set(doc.asked_terms())

        assert (explanation.share is None) == (len(asked) < 3)
        if explanation.share is not None:
            assert 0 <= explanation.share <= 100
        assert set(explanation.covered) | set(explanation.missing) == asked
        assert not set(explanation.covered) & set(explanation.missing)
        assert set(explanation.partly) <= set(explanation.covered)
        for part in explanation.contributions:
            apart = (*explanation.other_words, *explanation.kindred_words)
            assert part.asked == (part.term in asked) == (part not in apart)


@for_all(documents, items)
def test_what_would_raise_the_share_does_so_exactly(docs, profile):
    index, before = fitted(*docs), Query.from_items(profile)

    for key in index.keys_.tolist():
        explanation = explain(index, before, key)
        raised = [gain.share_after for gain in explanation.would_raise]

        assert raised == sorted(raised, reverse=True)
        for term, share_after in explanation.would_raise:
            after = explain(index, Query.from_items([*profile, item({term: 1})]), key)
            assert after.share == approx(share_after, abs=1e-9)
            assert share_after > explanation.share


@for_all(documents)
def test_with_full_claims_no_rounding_passes_100(docs):
    index = fitted(*docs)
    everything = query(dict.fromkeys([*ASKED, *(f"role:{role}" for role in ROLES)], 1))

    shares = [explain(index, everything, key).share for key in index.keys_.tolist()]

    assert set(shares) <= {None, 100.0}
