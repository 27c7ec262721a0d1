import pytest

from matching.engine import MIN_ASKED, Job, Query, explain

from .corpus import fitted, item, listing, query

ASKED = {"skill:zendesk": True, "skill:live-chat": True, "language:spanish": False}

AGENT = listing(1, "Support agent", "Refunds by live chat", ASKED, "csr")
CLERK = listing(2, "Orders clerk", "Orders and refunds", {"skill:zendesk": True}, None)
INDEX = fitted(AGENT, CLERK)


def weight(term, key=1):
    return INDEX.weights_of(key, [term])[0]


def test_each_part_names_its_item_and_what_it_is_worth():
    profile = Query.from_items(
        [
            item({"skill:zendesk": 0.75, "skill:live-chat": 0.25}, "Zendesk", "tool"),
            item({"refunds": 0.5, "skill:zendesk": 0.5}, "About me", "text"),
        ]
    )

    parts = {part.term: part for part in explain(INDEX, profile, 1).contributions}

    assert parts.keys() == {"skill:zendesk", "skill:live-chat", "refunds"}
    zendesk, refunds = parts["skill:zendesk"], parts["refunds"]
    assert (zendesk.item_label, zendesk.also_held_by) == ("Zendesk", ("About me",))
    assert (zendesk.asked, zendesk.essential, zendesk.claim) == (True, True, 0.75)
    assert zendesk.points == pytest.approx(0.75 * weight("skill:zendesk"), abs=1e-15)
    assert (refunds.asked, refunds.essential) == (False, False)


def test_parts_are_sorted_by_points_then_by_term():
    both = fitted(listing(1, body="orders refunds. billing", asked={"skill:zendesk": True}))

    parts = explain(both, query(dict.fromkeys(["refunds", "billing", "skill:zendesk"], 1)), 1)

    assert [p.term for p in parts.contributions] == ["skill:zendesk", "billing", "refunds"]


def test_the_share_is_of_what_is_asked_and_other_words_stand_apart():
    explanation = explain(INDEX, query({"skill:zendesk": 0.5, "role:csr": 1, "refunds": 1}), 1)

    asked_total = sum(map(weight, [*ASKED, "role:csr"]))
    assert explanation.asked_total == pytest.approx(asked_total, abs=1e-12)
    points = 0.5 * weight("skill:zendesk") + weight("role:csr")
    assert explanation.share == pytest.approx(100 * points / asked_total, abs=1e-9)
    assert [part.term for part in explanation.other_words] == ["refunds"]


def test_a_word_that_the_post_lacks_counts_through_the_kind_of_job():
    job = Job("role:csr", "Customer service representative", ["Refunds agent"], ["skill:live-chat"])
    index = fitted(AGENT, CLERK, jobs=[job])

    explanation = explain(index, query({"representative": 1, "refunds": 1}), 1)

    parts = {part.term: part for part in explanation.contributions}
    refunds, representative = parts["refunds"], parts["representative"]
    assert [part.term for part in explanation.other_words] == ["refunds"]
    assert explanation.kindred_words == (representative,)
    assert (representative.own_points, representative.through) == (0, "role:csr")
    assert refunds.own_points == pytest.approx(weight("refunds"), abs=1e-6)
    assert refunds.points > refunds.own_points
    assert refunds.through == "role:csr"
    assert explanation.total == pytest.approx(refunds.points + representative.points, abs=1e-12)


def test_what_comes_through_jobs_is_no_part_of_the_share():
    job = Job("role:csr", "Support agent", [], ["skill:live-chat"])
    profile = query({"skill:live-chat": 0.5, "role:csr": 1})

    with_jobs = explain(fitted(AGENT, CLERK, jobs=[job]), profile, 1)
    without = explain(INDEX, profile, 1)

    assert with_jobs.share == pytest.approx(without.share, abs=1e-4)
    assert with_jobs.total > without.total


def test_covered_partly_and_missing():
    explanation = explain(INDEX, query({"skill:zendesk": 0.5, "role:csr": 1}), 1)

    assert set(explanation.covered) == {"skill:zendesk", "role:csr"}
    assert explanation.partly == ("skill:zendesk",)
    assert explanation.missing == ("skill:live-chat", "language:spanish")


def test_missing_has_the_essential_first_even_where_it_weighs_less():
    # Every listing demands zendesk, one wishes for Spanish: the rarer wish weighs more.
    everyone = {"skill:zendesk": True}
    index = fitted(
        listing(1, asked=everyone | {"language:spanish": False, "skill:live-chat": False}),
        *(listing(key, asked=everyone) for key in range(2, 60)),
    )
    zendesk, spanish = index.weights_of(1, ["skill:zendesk", "language:spanish"])
    assert spanish > zendesk

    explanation = explain(index, query(), 1)

    assert explanation.missing == ("skill:zendesk", "language:spanish", "skill:live-chat")
    assert [gain.term for gain in explanation.would_raise] == [
        "language:spanish",
        "skill:live-chat",
        "skill:zendesk",
    ]


def test_a_listing_that_asks_for_little_has_no_share():
    explanation = explain(INDEX, query({"skill:zendesk": 1}), 2)

    assert len(CLERK.asked_terms()) < MIN_ASKED
    assert explanation.share is None
    assert explanation.would_raise == ()
    assert explanation.covered == ("skill:zendesk",)
    assert explanation.total > 0


def test_three_asked_items_are_enough_and_the_role_is_one():
    asked = {"skill:zendesk": True, "skill:live-chat": True}
    index = fitted(listing(1, asked=asked, role="csr"), listing(2, asked=asked))

    assert explain(index, query(), 1).share == 0
    assert explain(index, query(), 2).share is None


def test_a_thin_profile_has_no_share():
    explanation = explain(INDEX, query({"skill:zendesk": 1}), 1, thin=True)

    assert explanation.share is None
    assert explanation.would_raise == ()
    assert explanation.contributions


def test_a_full_claim_on_everything_asked_is_exactly_100():
    everything = dict.fromkeys([*ASKED, "role:csr"], 1)

    explanation = explain(INDEX, query(everything), 1)

    assert explanation.share == 100
    assert explanation.missing == explanation.partly == explanation.would_raise == ()


def test_an_empty_profile_covers_nothing():
    explanation = explain(INDEX, query(), 1)

    assert (explanation.total, explanation.share) == (0, 0)
    assert explanation.contributions == explanation.covered == ()
    assert len(explanation.missing) == len(explanation.would_raise) == 4


def test_an_unknown_listing_is_named():
    with pytest.raises(KeyError, match="no listing 99"):
        explain(INDEX, query(), 99)
