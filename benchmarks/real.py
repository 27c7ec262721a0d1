"""The served configuration over real postings: bytes a listing, and ranking for real résumés.

`postings` and `resumes` are files of JSON lines: `title` and `body`, and `text`. None come with the project.
"""

import json
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.clock import Clock
from benchmarks.corpus import text_query
from benchmarks.ranking import NAIVE_RESUMES, Naive, time_ranking, touched
from matching import evaluation
from matching.engine import Analyzer, ListingDocument, MatchIndex, Query
from matching.engine.projection import Affinities

SIZES = (250, 500, 1_000)
RESUMES = 20


def sizes(postings: Path) -> dict:
    """Bytes of an index of the first 250, 500 and 1,000 postings.

    `fixed` is what the jobs and their terms take in an index without a listing. What listings add is
    given in parts; `terms` are the terms that they bring, in all arrays that have one number a term.
    """
    documents = _documents(postings)
    fixed = _parts(MatchIndex(evaluation.analyzer(), evaluation.jobs()).fit([]))
    totals = {}
    for n in (size for size in SIZES if size <= len(documents)):
        totals[n] = _parts(_index(documents[:n]))
    result = {"fixed_bytes": sum(fixed.values()), "listings": {}}
    before, before_total = 0, sum(fixed.values())
    for n, parts in totals.items():
        total = sum(parts.values())
        result["listings"][n] = {
            "bytes_a_listing": (total - sum(fixed.values())) / n,
            "bytes_a_listing_with_fixed": total / n,
            "bytes_each_more": (total - before_total) / (n - before),
            "parts": {name: (size - fixed[name]) / n for name, size in parts.items()},
        }
        before, before_total = n, total
    return result


def ranking(n: int, postings: Path, resumes: Path) -> dict:
    """Rank for real résumés in full. Each posting stands in the index as often as makes `n` listings.

    Finding the terms of the résumé counts, on both sides; the naive one reads words alone.
    """
    lines = resumes.read_text("utf-8").splitlines()
    texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))[:RESUMES]
    documents = _documents(postings)
    one = _index(documents)
    copies = max(1, n // one.keys_.size)
    index = _repeated(one, copies)
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    weights = vectorizer.fit_transform(f"{each.title}\n{each.body}" for each in documents)
    naive = Naive(vectorizer, sparse.vstack([sparse.csr_array(weights)] * copies, format="csr"))
    return {
        "listings": index.keys_.size,
        "different_listings": one.keys_.size,
        "terms_a_resume": float(np.mean([len(_query(text, one).terms) for text in texts])),
        "postings_a_listing_resume": touched(index, texts, _query),
        "resume": time_ranking(index, naive, texts, texts, NAIVE_RESUMES, _query, {}),
        "finding_terms_ms": _finding_ms(one.analyzer, texts),
    }


def _documents(postings: Path) -> list[ListingDocument]:
    rows = map(json.loads, postings.read_text("utf-8").splitlines())
    return [
        ListingDocument(key, row["title"] or "", row["body"] or "", {}, None)
        for key, row in enumerate(rows, 1)
    ]


def _index(documents: list[ListingDocument]) -> MatchIndex:
    return MatchIndex(evaluation.analyzer(), evaluation.jobs()).fit(documents)


def _query(text: str, index: MatchIndex) -> Query:
    return text_query(index.analyzer.tokens(text), index)


def _finding_ms(analyzer: Analyzer, texts: list[str]) -> float:
    clock = Clock()
    for text in texts:
        clock.time("tokens", lambda text=text: analyzer.tokens(text))
    return clock.cpu("tokens")


def _repeated(one: MatchIndex, copies: int) -> MatchIndex:
    index = MatchIndex(one.analyzer, one.jobs)
    vars(index).update(vars(one))
    index.keys_ = np.arange(1, one.keys_.size * copies + 1)
    index.weights_ = sparse.vstack([one.weights_] * copies, format="csc")
    index.asked_ = sparse.vstack([one.asked_] * copies, format="csr")
    index.essential_ = np.tile(one.essential_, copies)
    by_row = sparse.vstack([one.affinities_.occupations_by_row] * copies, format="csr")
    roles = np.tile(one.affinities_.roles, (1, copies))
    index.affinities_ = Affinities(roles, by_row.tocsc(), by_row)
    return MatchIndex.from_arrays(index.analyzer, index.to_arrays())


def _parts(index: MatchIndex) -> dict[str, int]:
    """Bytes of the index' arrays, by what they hold."""
    sizes = {name: array.nbytes for name, array in index.to_arrays().items()}

    def of(*names: str) -> int:
        return sum(sizes[name] for name in names)

    parts = {
        "weights": of("weights_data", "weights_indices"),
        "terms": of("idf", "term_text", "term_ends", "term_hashes", "term_columns")
        + of("weights_indptr", "jobs_indptr"),
        "roles": of("roles"),
        "occupations": sum(size for name, size in sizes.items() if name.startswith("occupations")),
        "asked": sum(size for name, size in sizes.items() if name.startswith("asked")),
    }
    return parts | {"jobs, keys": sum(sizes.values()) - sum(parts.values())}
