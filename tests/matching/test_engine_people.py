import numpy as np
import pytest
from hypothesis import strategies as st

from matching.engine import Query
from matching.engine.people import PeopleIndex
from matching.engine.projection import Job

from .corpus import documents, fitted, for_all, items, listing, query

people = st.dictionaries(st.integers(1, 60), items.map(Query.from_items), min_size=1, max_size=8)
BODY = "zendesk refunds billing team"


def vector(index, key):
    return index.terms_, index.weights_of(key, index.terms_)


def some_people():
    return PeopleIndex().fit(
        [(7, query({"refunds": 0.5})), (3, query({"refunds": 0.5})), (5, query({"billing": 0.6}))]
    )


@for_all(documents, people)
def test_both_sides_of_a_pair_get_one_score(docs, known):
    index, turned = fitted(*docs), PeopleIndex().fit(known.items())

    for doc in docs:
        ranking = turned.rank(*vector(index, doc.key), None)

        found = dict(zip(ranking.keys.tolist(), ranking.scores.tolist(), strict=True))
        for key, theirs in known.items():
            [score] = index.score(theirs, [doc.key])
            assert abs(found.get(key, 0.0) - score) <= 1e-9
        assert all(ranking.scores > 0)


JOBS = [
    Job("role:csr", "Billing agent", asks=["skill:zendesk"]),
    Job("role:team-lead", "Team lead", asks=["skill:live-chat"], mentions=["orders"]),
    Job("43-4051.00", "Refunds clerk", ["Orders clerk"], is_role=False),
]


@for_all(documents, people)
def test_what_goes_through_kinds_of_job_is_in_it(docs, known):
    docs = [*docs, listing(99, body=BODY)]
    index, turned = fitted(*docs, jobs=JOBS), PeopleIndex().fit(known.items())

    for doc in docs:
        ranking = turned.rank(*vector(index, doc.key), None)
        found = dict(zip(ranking.keys.tolist(), ranking.scores.tolist(), strict=True))
        theirs = [index.score(query, [doc.key])[0] for query in known.values()]

        # The other side adds up its 32-bit affinities in 32 bits.
        np.testing.assert_allclose([found.get(key, 0.0) for key in known], theirs, atol=2e-6)


@for_all(documents, people, st.integers(0, 8))
def test_order_is_by_score_and_then_by_key_wherever_it_is_cut(docs, known, top_k):
    index, turned = fitted(*docs), PeopleIndex().fit(known.items())

    for doc in docs:
        whole = turned.rank(*vector(index, doc.key), None)
        best = turned.rank(*vector(index, doc.key), top_k)

        pairs = list(zip(-whole.scores, whole.keys, strict=True))
        assert pairs == sorted(pairs)
        np.testing.assert_array_equal(best.keys, whole.keys[:top_k])
        np.testing.assert_array_equal(best.scores, whole.scores[:top_k])


@for_all(documents, people, st.sets(st.integers(1, 60)))
def test_only_those_who_are_allowed_appear_in_the_same_order(docs, known, allowed):
    index, turned = fitted(*docs), PeopleIndex().fit(known.items())

    for doc in docs:
        whole = turned.rank(*vector(index, doc.key), None)
        some = turned.rank(*vector(index, doc.key), None, allowed)

        assert some.keys.tolist() == [key for key in whole.keys.tolist() if key in allowed]


@for_all(documents, people)
def test_an_index_made_of_its_arrays_ranks_alike(docs, known):
    index, turned = fitted(*docs), PeopleIndex().fit(known.items())
    arrays = {name: array.copy() for name, array in turned.to_arrays().items()}
    for array in arrays.values():
        array.flags.writeable = False

    again = PeopleIndex.from_arrays(arrays)

    assert set(arrays) == set(PeopleIndex.ARRAYS)
    for doc in docs:
        for one, other in zip(
            turned.rank(*vector(index, doc.key), None),
            again.rank(*vector(index, doc.key), None),
            strict=True,
        ):
            np.testing.assert_array_equal(one, other)


def test_equal_scores_go_by_key_and_who_shares_nothing_is_not_ranked():
    ranking = some_people().rank(["refunds"], [0.8])

    assert ranking.keys.tolist() == [3, 7]
    assert ranking.scores.tolist() == [0.4, 0.4]


def test_terms_that_nobody_claims_count_for_nothing():
    known = some_people().rank(np.array(["billing"]), np.array([0.5]))
    with_others = some_people().rank(["unheard-of", "billing", "zzz"], [0.9, 0.5, 0.9])

    assert with_others.keys.tolist() == known.keys.tolist() == [5]
    assert with_others.scores.tolist() == known.scores.tolist()


@pytest.mark.parametrize("known", [[], [(4, Query.from_items([]))]])
def test_nobody_and_somebody_who_said_nothing_are_no_error(known):
    index = PeopleIndex().fit(known)

    assert index.rank(["refunds"], [1.0]).keys.tolist() == []
    assert PeopleIndex.from_arrays(index.to_arrays()).rank(["refunds"], [1.0]).keys.size == 0


def test_fitting_again_forgets_what_was_there():
    index = some_people()
    index.rank(["refunds"], [1.0])

    index.fit([(1, query({"zendesk": 1.0}))])

    assert index.rank(["refunds"], [1.0]).keys.size == 0
    assert index.rank(["zendesk"], [1.0]).keys.tolist() == [1]


def test_claims_are_as_exact_as_those_of_the_other_side():
    documents = [listing(1, body=BODY)]
    index = fitted(*documents)
    theirs = query({"refunds": 0.15, "billing": 0.6})

    [score] = index.score(theirs, [1])
    ranking = PeopleIndex().fit([(9, theirs)]).rank(*vector(index, 1))

    assert ranking.scores.tolist() == [score]


def test_what_is_wrong_is_refused():
    index = some_people()

    with pytest.raises(ValueError, match="same key"):
        PeopleIndex().fit([(1, query({"a": 1.0})), (1, query({"b": 1.0}))])
    with pytest.raises(ValueError, match="below 0"):
        index.rank(["refunds"], [1.0], -1)
    with pytest.raises(ValueError, match="2 terms and 1 weights"):
        index.rank(["refunds", "billing"], [1.0])
    with pytest.raises(TypeError, match="keys, not bool"):
        index.rank(["refunds"], [1.0], 20, np.array([True, False, True]))
    arrays = index.to_arrays()
    with pytest.raises(ValueError, match="keys is missing"):
        PeopleIndex.from_arrays({k: v for k, v in arrays.items() if k != "keys"})
    with pytest.raises(ValueError, match="claims_data is int64"):
        PeopleIndex.from_arrays(arrays | {"claims_data": arrays["keys"]})
