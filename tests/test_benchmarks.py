"""What the benchmark measures is what is served. No times: those are for the benchmark itself."""

import json

import numpy as np
import pytest

from benchmarks import __main__ as command
from benchmarks import corpus, oracle, ranking, report
from matching.engine import MatchIndex, Ranking

N = 300


@pytest.fixture(scope="module")
def listings():
    return corpus.Corpus(N, seed=2)


def test_an_index_of_the_counts_is_that_of_the_texts(listings):
    documents = listings.documents(with_text=True)
    fitted = MatchIndex(corpus.SplitAnalyzer(), listings.jobs).fit(documents).to_arrays()

    counted = listings.index().to_arrays()

    assert counted.keys() == fitted.keys()
    for name, array in fitted.items():
        np.testing.assert_array_equal(counted[name], array, err_msg=name)


def test_a_seed_gives_one_corpus(listings):
    again = corpus.Corpus(N, seed=2)

    assert (again.counts != listings.counts).nnz == 0
    assert again.profile(3) == listings.profile(3)
    assert (corpus.Corpus(N, seed=3).counts != listings.counts).nnz > 0


def test_the_corpus_has_the_sizes_that_it_promises(listings):
    assert list(corpus.TERMS) == sorted(corpus.TERMS)
    assert sum(job.is_role for job in listings.jobs) == 72
    assert len(listings.jobs) == 995
    assert 120 < listings.counts.nnz / N < 160
    assert all(len(listings.profile(number)) <= 40 for number in range(20))


def test_every_ranking_of_a_run_is_the_oracles(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "WRITTEN_TO", tmp_path)
    for name in ("PROFILES", "NAIVE_PROFILES", "RESUMES", "NAIVE_RESUMES", "NAIVE_CHUNK"):
        monkeypatch.setattr(ranking, name, 10)
    monkeypatch.setattr(ranking, "BATCH", 20)
    monkeypatch.setattr(ranking, "two_process_gain", lambda act=None: 1.0)

    result = {"n": N, "seed": 1, "python": "3", "cpus": 2, "load_average": [0]}
    result |= {"load_average_after": [0], "ranking": ranking.run(N, seed=1)}

    assert result["ranking"]["largest_difference"] <= oracle.TOLERANCE
    assert result["ranking"]["checked_rankings"] == 55
    assert "not measurable" in " ".join(report.tables(result).split())
    assert json.loads(command._write(result).read_text("utf-8"))["n"] == N


def test_a_wrong_ranking_is_noticed():
    keys, scores = np.arange(1, 6), np.array([0.5, 0.4, 0.3, 0.0, 0.1])

    assert oracle.check(Ranking(keys[:2], scores[:2]), keys, scores, 2) == 0
    for wrong, values in (
        ([1, 3], [0.5, 0.3]),  # one left out
        ([1, 2], [0.5, 0.39]),  # another score
        ([2, 1], [0.4, 0.5]),  # another order
        ([1, 1], [0.5, 0.5]),  # one twice
        ([1], [0.5]),  # too few
    ):
        with pytest.raises(oracle.Mismatch):
            oracle.check(Ranking(np.array(wrong), np.array(values)), keys, scores, 2)
