"""Jobs for a person: `MatchIndex.rank` with the whole served formula, against naive scikit-learn.

All methods take turns with each profile, in one process and after a warm-up; what counts is the ratio of
their medians of CPU time. Every ranking is compared with an oracle, and the run fails where they differ.
"""

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from benchmarks import oracle
from benchmarks.clock import TWO_CORES, Clock, two_process_gain
from benchmarks.corpus import ROLES, TERMS, Corpus, profile_query, text_query
from matching.engine import MatchIndex, Query, explain
from matching.engine.projection import Affinities

TOP_K = 20
ALERT_TOP_K = 10
SHARES = {"60 %": 0.6, "15 %": 0.15, "2 %": 0.02}
PROFILES, NAIVE_PROFILES = 60, 15
RESUMES, NAIVE_RESUMES = 20, 6
BATCH, NAIVE_CHUNK, NAIVE_CHUNKS = 200, 50, 2
ALL_CHECKED_TO = 100_000  # listings; the oracle keeps eight bytes for each and each profile


class Naive:
    """What one would write first: a vectorizer's own idf, cosine similarity with all, and a full sort."""

    def __init__(self, vectorizer: TfidfVectorizer, weights: sparse.csr_array):
        self.vectorizer, self.weights = vectorizer, weights

    def rank(self, text: str, top_k: int = TOP_K) -> np.ndarray:
        cosines = cosine_similarity(self.vectorizer.transform([text]), self.weights).ravel()
        return np.argsort(-cosines)[:top_k]

    def rank_many(self, texts: Sequence[str], top_k: int = ALERT_TOP_K) -> np.ndarray:
        cosines = cosine_similarity(self.vectorizer.transform(texts), self.weights)
        return np.argsort(-cosines, axis=1)[:, :top_k]


def run(n: int = 100_000, seed: int = 1) -> dict:
    """Rank `n` listings for some profiles and for some long texts.

    Raises
    ------
    oracle.Mismatch
        If a ranking is not the oracle's.
    """
    corpus = Corpus(n, seed)
    index = corpus.index()
    own, of_jobs = oracle.weighted(corpus.counts, corpus.job_counts)
    naive = Naive(_vectorizer(corpus), own)
    profiles = [corpus.profile(number) for number in range(PROFILES)]
    resumes = [corpus.resume(number) for number in range(RESUMES)]
    rng = np.random.default_rng([seed, 3])
    allowed = {name: index.keys_[rng.random(n) < share] for name, share in SHARES.items()}

    gc.collect()
    gc.freeze()  # what stands is not looked through again while the clock runs
    short = time_ranking(
        index,
        naive,
        profiles,
        _texts(profiles),
        NAIVE_PROFILES,
        profile_query,
        allowed,
        _without_jobs(index),
    )
    long = time_ranking(index, naive, resumes, _texts(resumes), NAIVE_RESUMES, text_query, {})
    alerts = time_alerts(index, naive, [corpus.profile(10**6 + i) for i in range(BATCH)])
    alerts["two_processes"] = time_two_processes(index, profiles)
    gc.unfreeze()

    checked = PROFILES if n <= ALL_CHECKED_TO else 5
    queries = [profile_query(each, index) for each in profiles[:checked]]
    queries += [text_query(each, index) for each in resumes[: checked // 10]]
    claims = oracle.claims_of(queries, {term: column for column, term in enumerate(TERMS)})
    scores = oracle.served_scores(own, of_jobs, ROLES, claims)
    return {
        "listings": n,
        "terms_a_listing": corpus.counts.nnz / n,
        "terms_a_profile": float(np.mean([len(set(each)) for each in profiles])),
        "terms_a_resume": float(np.mean([len(set(each)) for each in resumes])),
        "postings_a_listing": touched(index, profiles, profile_query),
        "postings_a_listing_resume": touched(index, resumes, text_query),
        "profile": short,
        "resume": long,
        "alerts": alerts,
        "checked_rankings": len(queries) * (2 + len(allowed)),
        "largest_difference": check(index, queries, scores, allowed),
    }


def time_ranking(
    index: MatchIndex,
    naive: Naive,
    profiles: Sequence,
    texts: Sequence[str],
    n_naive: int,
    make_query: Callable,
    allowed: dict[str, np.ndarray],
    without_jobs: MatchIndex | None = None,
) -> dict:
    """Time one profile after the other in every way.

    The query is made anew each time, as a page does, and counts; only explanations take the ranking's.
    """
    for _ in range(2):  # to warm up
        naive.rank(texts[0])
        index.rank(make_query(profiles[-1], index), TOP_K)
    clock = Clock()
    for number, (profile, text) in enumerate(zip(profiles, texts, strict=True)):

        def ranked(keys=None, top_k=TOP_K, index=index, profile=profile):
            query = make_query(profile, index)
            return query, index.rank(query, top_k, keys)

        methods = {"served": ranked}
        if without_jobs is not None:
            methods["own words alone, not served"] = partial(ranked, index=without_jobs)
        for name, keys in allowed.items():
            methods[f"served, {name} allowed"] = partial(ranked, keys)
        if allowed:
            every = partial(ranked, next(iter(allowed.values())), None)
            methods[f"served, {next(iter(allowed))} allowed, all in order"] = every
        if number < n_naive:
            methods["naive"] = partial(naive.rank, text)
        # Each profile begins with another method: none has always the cache that another one warmed.
        names = list(methods)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            clock.time(name, methods[name])
        query, ranking = ranked()
        clock.time("explain 20 results", partial(_explain, index, query, ranking.keys.tolist()))
    times = clock.summary()
    return {
        "times": times,
        "naive_over": {
            name: clock.cpu("naive") / clock.cpu(name)
            for name in times
            if not name.startswith(("naive", "explain"))
        },
    }


def time_alerts(index: MatchIndex, naive: Naive, profiles: Sequence[Sequence[str]]) -> dict:
    """Candidates per CPU second: one after the other, against naive chunks."""
    clock = Clock()
    queries = [profile_query(profile, index) for profile in profiles]
    for number in range(NAIVE_CHUNKS):
        texts = _texts(profiles[number * NAIVE_CHUNK :][:NAIVE_CHUNK])
        clock.time("naive", partial(naive.rank_many, texts))
        clock.time("served", partial(_rank_all, index, queries[number::NAIVE_CHUNKS]))
    served = 1e3 * len(queries) / NAIVE_CHUNKS / clock.cpu("served")
    chunked = 1e3 * NAIVE_CHUNK / clock.cpu("naive")
    return {
        "served_per_cpu_second": served,
        "naive_chunks_per_cpu_second": chunked,
        "served_over_naive": served / chunked,
    }


def time_two_processes(index: MatchIndex, profiles: Sequence[Sequence[str]]) -> dict:
    """What two processes rank against one, where two that only count show that there are two cores."""
    gain = two_process_gain()
    if gain < TWO_CORES:
        return {"counting": gain, "ranking": None}
    queries = [profile_query(profile, index) for profile in profiles]
    ranking = two_process_gain(partial(_rank_all, index, queries * 5))
    return {"counting": gain, "ranking": ranking}


def check(
    index: MatchIndex, queries: Iterable[Query], scores: np.ndarray, allowed: dict[str, np.ndarray]
) -> float:
    """Compare whole rankings, the first `TOP_K` and those with a filter; return the largest difference."""
    off = 0.0
    for query, expected in zip(queries, scores.T, strict=True):
        for top_k in (TOP_K, index.keys_.size):
            off = max(off, oracle.check(index.rank(query, top_k), index.keys_, expected, top_k))
        for keys in allowed.values():
            among = expected[np.searchsorted(index.keys_, keys)]
            off = max(off, oracle.check(index.rank(query, TOP_K, keys), keys, among, TOP_K))
    return off


def touched(index: MatchIndex, profiles: Sequence, make_query: Callable) -> float:
    """How many weights of a listing a profile reads, in the mean: its cost is linear in that."""
    sizes = np.diff(index.weights_.indptr)
    queries = (make_query(profile, index) for profile in profiles)
    sums = [sizes[index.table_.find(query.terms)[1]].sum() for query in queries]
    return float(np.mean(sums)) / index.keys_.size


def _rank_all(index: MatchIndex, queries: Iterable[Query]) -> None:
    for query in queries:
        index.rank(query, ALERT_TOP_K)


def _explain(index: MatchIndex, query: Query, keys: Iterable[int]) -> None:
    for key in keys:
        explain(index, query, key)


def _without_jobs(index: MatchIndex) -> MatchIndex:
    """The same listings by their own words: what reading through jobs costs is the difference."""
    other = MatchIndex(index.analyzer)
    vars(other).update(vars(index))
    other.n_roles_, other.job_keys_, other.jobs_ = 0, (), index.jobs_[:0]
    none = index.affinities_.occupations[:, :0]
    other.affinities_ = Affinities(index.affinities_.roles[:0], none, none.tocsr())
    return other


def _vectorizer(corpus: Corpus) -> TfidfVectorizer:
    """What fitting to the corpus' texts would give."""
    vectorizer = TfidfVectorizer(
        vocabulary=TERMS, sublinear_tf=True, token_pattern=r"\S+", lowercase=False
    )
    vectorizer.idf_ = np.log((1 + corpus.n) / (1 + corpus.df)) + 1
    return vectorizer


def _texts(profiles: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join(profile) for profile in profiles]
