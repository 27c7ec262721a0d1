import re

import numpy as np
import pytest
from hypothesis import strategies as st

from matching.engine import Analyzer, Job, MatchIndex, explain
from matching.engine.document import document_terms
from matching.engine.rereading import reread
from tests.matching.corpus import ANALYZER, JOBS, Hit, for_all, listing, query
from tests.matching.corpus import documents as listings

REFUNDS = re.compile(r"\b(?:refunds|billing team)\b", re.IGNORECASE)


def _find(text):
    """One phrase more, and one less, than the corpus knows."""
    kept = [hit for hit in ANALYZER.find_phrases(text) if hit.key != "zendesk"]
    new = [Hit("refunding", found.start(), found.end()) for found in REFUNDS.finditer(text)]
    return [*kept, *new]


OTHER = Analyzer(_find)
CLAIMS = dict.fromkeys(["skill:refunding", "skill:zendesk", "skill:live-chat", "refunds", "billing", "team", "shift", "role:csr", "agent", "orders", "zendesk"], 0.75)  # fmt: skip


def differing(documents):
    return [
        document
        for document in documents
        if list(document_terms(ANALYZER, document)) != list(document_terms(OTHER, document))
    ]


def assert_alike(changed, fitted):
    profile = query(CLAIMS)
    assert changed.keys_.tolist() == fitted.keys_.tolist()
    keys = changed.keys_.tolist()
    np.testing.assert_allclose(changed.score(profile, keys), fitted.score(profile, keys), atol=2e-6)
    for key in keys:
        ours, theirs = explain(changed, profile, key), explain(fitted, profile, key)
        assert set(ours.covered) == set(theirs.covered)
        assert set(ours.missing) == set(theirs.missing)
        assert (ours.share is None) == (theirs.share is None)
        if ours.share is not None:
            assert ours.share == pytest.approx(theirs.share, abs=1e-3)
        essential = {part.term for part in ours.contributions if part.essential}
        assert essential == {part.term for part in theirs.contributions if part.essential}


@for_all(listings)
def test_reading_what_differs_anew_is_as_good_as_reading_all_anew(documents):
    index = MatchIndex(ANALYZER, JOBS).fit(documents)

    changed = reread(index, OTHER, differing(documents), {job.key: job for job in JOBS})

    assert_alike(changed, MatchIndex(OTHER, JOBS).fit(documents))


@for_all(listings)
def test_a_job_that_asks_something_else_is_as_after_a_new_fit(documents):
    index = MatchIndex(ANALYZER, JOBS).fit(documents)
    csr = Job(
        "role:csr", "Call team agent", ["Refunds clerk"], ["skill:zendesk", "skill:brand-new"]
    )

    changed = reread(index, ANALYZER, jobs={csr.key: csr})

    assert_alike(changed, MatchIndex(ANALYZER, (csr, *JOBS[1:])).fit(documents))


@for_all(listings, st.data())
def test_documents_that_say_something_else_are_as_after_a_new_fit(documents, data):
    index = MatchIndex(ANALYZER, JOBS).fit(documents)
    some = data.draw(st.lists(st.sampled_from(documents), unique_by=lambda d: d.key))
    edited = [
        listing(each.key, "Shift lead", "Billing team, brand new words", {"skill:new": True}, "csr")
        for each in some
    ]
    edited_keys = {each.key for each in edited}

    changed = reread(index, ANALYZER, edited)

    others = [each for each in documents if each.key not in edited_keys]
    assert_alike(changed, MatchIndex(ANALYZER, JOBS).fit([*others, *edited]))


@for_all(listings)
def test_reading_nothing_anew_changes_no_bit(documents):
    index = MatchIndex(ANALYZER, JOBS).fit(documents)

    same = reread(index, ANALYZER)

    assert (same.weights_ != index.weights_).nnz == 0
    assert (same.jobs_ != index.jobs_).nnz == 0
    assert same.essential_.tolist() == index.essential_.tolist()


def test_an_index_from_disk_can_be_read_anew():
    documents = [listing(1, "Agent", "Refunds in Zendesk"), listing(2, "Lead", "Shift, calls")]
    arrays = MatchIndex(ANALYZER, JOBS).fit(documents).to_arrays()
    for array in arrays.values():
        array.flags.writeable = False
    index = MatchIndex.from_arrays(ANALYZER, arrays)

    changed = reread(index, OTHER, documents[:1], {job.key: job for job in JOBS})

    assert_alike(changed, MatchIndex(OTHER, JOBS).fit(documents))


def test_a_listing_that_the_index_does_not_hold_is_named():
    index = MatchIndex(ANALYZER).fit([listing(1, body="refunds")])

    with pytest.raises(KeyError, match="no listing 2"):
        reread(index, ANALYZER, [listing(2, body="refunds")])


def test_a_word_that_is_known_already_is_no_new_term():
    table = MatchIndex(ANALYZER).fit([listing(1, body="refunds")]).table_

    with pytest.raises(ValueError, match="same hash"):
        table.with_more(["refunds"])
