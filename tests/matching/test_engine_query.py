import math

import numpy as np
import pytest

from matching.engine import ProfileItem, Query, text_claims, word_claims

from .corpus import item


def test_each_term_is_claimed_by_the_item_that_claims_most():
    zendesk = item({"skill:zendesk": 1.0, "skill:freshdesk": 0.4}, "Zendesk", "tool")
    freshdesk = item({"skill:freshdesk": 0.5, "skill:zendesk": 0.2}, "Freshdesk", "tool")

    query = Query.from_items([zendesk, freshdesk])

    assert query.terms == ("skill:freshdesk", "skill:zendesk")
    assert query.claims.tolist() == [0.5, 1.0]
    assert [[h.item.label for h in hs] for hs in query.holders] == [
        ["Freshdesk", "Zendesk"],
        ["Zendesk", "Freshdesk"],
    ]
    assert query.holders[0][1].claim == 0.4


def test_claims_do_not_add_up():
    query = Query.from_items([item({"refunds": 0.75}), item({"refunds": 0.75})])

    assert query.claims.tolist() == [0.75]


def test_at_equal_claims_the_first_item_is_credited():
    items = [item({"refunds": 0.5}, label) for label in ("b", "a", "c")]

    ((first, *others),) = Query.from_items(items).holders

    assert first.item.label == "b"
    assert [h.item.label for h in others] == ["a", "c"]


@pytest.mark.parametrize("weight", [0, -0.5, 1.000001, math.nan, math.inf])
def test_a_weight_outside_0_to_1_is_refused(weight):
    with pytest.raises(ValueError, match="outside"):
        Query.from_items([item({"refunds": weight})])
    with pytest.raises(ValueError, match="outside"):
        text_claims(["refunds"], weight, np.ones_like)
    with pytest.raises(ValueError, match="outside"):
        word_claims(["refunds"], weight)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="hobby"):
        ProfileItem("Chess", "hobby", {"chess": 1})


def test_a_profile_without_items_claims_nothing():
    query = Query.from_items([])

    assert query.terms == ()
    assert query.claims.dtype == np.float64
    assert query.claims.size == 0


def test_claims_cannot_be_changed_afterwards():
    query = Query.from_items([item({"refunds": 0.5})])

    with pytest.raises(ValueError, match="read-only"):
        query.claims[0] = 1


def test_a_name_claims_each_of_its_words_alike():
    assert word_claims(["refunds", "billing", "refunds"], 0.5) == {"refunds": 0.5, "billing": 0.5}


def test_a_text_claims_more_for_what_tells_much_and_returns_and_never_more_than_all():
    told = {"refunds": 0.5, "billing": 1.0, "the": 0.0}

    claims = text_claims(
        ["refunds", "billing", "the", *["billing"] * 2, *["often"] * 99],
        0.2,
        lambda terms: np.array([told.get(term, 1.0) for term in terms]),
    )

    assert claims == {
        "refunds": pytest.approx(0.2 * 0.5),
        "billing": pytest.approx(0.2 * (1 + math.log(3))),
        "often": 1.0,
    }


def test_a_text_of_unknown_words_claims_nothing():
    assert text_claims(["xyzzy"], 0.5, lambda terms: np.zeros(len(terms))) == {}
    assert text_claims([], 0.5, lambda terms: np.zeros(len(terms))) == {}
