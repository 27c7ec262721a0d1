"""The searches that spare work, over more listings than the other tests of the engine have."""

import numpy as np
import pytest
from scipy import sparse

from matching.engine.search import best_first, find_in_columns

from .corpus import JOBS, fitted, listing, query


@pytest.mark.parametrize("top_k", [1, 3, 20, 46, 47])
@pytest.mark.parametrize("values", [[0.0, 0.1], [0.0, 0.0, 0.2, 0.5], None])
def test_the_best_of_thousands_are_those_of_a_stable_full_sort(values, top_k):
    rng = np.random.default_rng(top_k)
    scores = rng.random(3_000) if values is None else rng.choice(values, 3_000)

    expected = np.argsort(-scores, kind="stable").tolist()

    assert best_first(scores, top_k).tolist() == expected[:top_k]
    assert best_first(scores, None).tolist() == expected


@pytest.mark.parametrize("density", [0.0, 0.1, 0.5, 1.0])
def test_a_row_is_found_in_just_those_columns_that_hold_it(density):
    rng = np.random.default_rng(1)
    matrix = sparse.random_array((40, 12), density=density, format="csc", rng=rng)
    columns = rng.permutation(12)[:7]

    for row, dense in enumerate(matrix.toarray()):
        found, places = find_in_columns(matrix, columns, row)

        assert found.tolist() == np.flatnonzero(dense[columns]).tolist()
        assert matrix.data[places].tolist() == dense[columns[found]].tolist()


@pytest.mark.parametrize("gap", [1, 3, 10**6, 10**14])
def test_allowed_keys_may_lie_close_or_far_apart_be_few_or_many(gap):
    words = ["refunds", "call team", "orders", "shift lead"]
    keys = [gap * n for n in range(1, 41)]
    index = fitted(*(listing(key, words[key // gap % 4]) for key in keys), jobs=JOBS)
    asked = query({"refunds": 1, "agent": 0.5, "lead": 0.25})
    everything = index.rank(asked, None)
    score_of = dict(zip(everything.keys.tolist(), everything.scores.tolist(), strict=True))

    for share in (1, 2, 11):
        allowed = [*keys[::share], gap * 50, -gap, keys[0] + gap // 2]
        found = index.rank(asked, None, allowed=np.array(allowed[::-1]))

        assert found.keys.tolist() == [key for key in everything.keys.tolist() if key in allowed]
        # To the last bit: a page that shows some listings ranks like one that shows all.
        assert found.scores.tolist() == [score_of[key] for key in found.keys.tolist()]
        assert index.score(asked, found.keys).tolist() == found.scores.tolist()
