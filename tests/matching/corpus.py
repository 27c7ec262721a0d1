"""A small taxonomy, hand-sized listings and hypothesis strategies for the tests of the engine."""

import math
import re
from collections import Counter, namedtuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Analyzer, Job, ListingDocument, MatchIndex, ProfileItem, Query
from matching.engine.document import document_terms

Hit = namedtuple("Hit", "key start end")

PHRASES = {
    "zendesk": ["zendesk"],
    "live chat": ["live-chat"],
    "call routing": ["call-routing"],
    "written and verbal communication": ["written-communication", "verbal-communication"],
}
PATTERNS = {
    re.compile(rf"\b{phrase}\b".replace(" ", r"\s+"), re.IGNORECASE): keys
    for phrase, keys in PHRASES.items()
}


def for_all(*strategies):
    """`given`, the same examples in every run, and no limit of time for a busy machine."""
    return lambda test: settings(deadline=None, derandomize=True, max_examples=50)(
        given(*strategies)(test)
    )


def find_phrases(text):
    return [
        Hit(key, found.start(), found.end())
        for pattern, keys in PATTERNS.items()
        for found in pattern.finditer(text)
        for key in keys
    ]


ANALYZER = Analyzer(find_phrases)


def listing(key, title="", body="", asked=None, role=None):
    return ListingDocument(key, title, body, asked or {}, role)


# Two roles of the site, and two occupations beyond, one of which shares no word with a listing.
JOBS = (
    Job("role:csr", "Call team agent", ["Refunds clerk"], ["skill:live-chat"]),
    Job("role:team-lead", "Shift lead", ["Team lead"], ["skill:call-routing", "skill:zendesk"]),
    Job("43-3021.00", "Billing clerk", ["Orders clerk"], mentions=["Zendesk"], is_role=False),
    Job("29-1141.00", "Nurse", is_role=False),
)


def fitted(*documents, jobs=()):
    return MatchIndex(ANALYZER, jobs).fit(documents)


def item(claims, label="item", kind="skill"):
    return ProfileItem(label, kind, claims)


def query(*claims):
    return Query.from_items([item(c, label=f"item {i}") for i, c in enumerate(claims)])


def naive_weights(documents, analyzer=ANALYZER):
    """TF-IDF by hand, dense: terms to columns, keys to rows; shares no code with scikit-learn."""
    documents = sorted(documents, key=lambda d: d.key)
    bags = [Counter(document_terms(analyzer, d)) for d in documents]
    columns = {term: i for i, term in enumerate(sorted(set().union(*bags)))}
    weights = np.zeros((len(documents), len(columns)))
    for row, bag in enumerate(bags):
        for term, count in bag.items():
            df = sum(term in other for other in bags)
            idf = math.log((1 + len(documents)) / (1 + df)) + 1
            weights[row, columns[term]] = (1 + math.log(count)) * idf
        length = math.sqrt(sum(weights[row] ** 2))
        if length:
            weights[row] /= length
    return [d.key for d in documents], columns, weights


# Strategies. Few words, so that listings and profiles meet and ties occur.

WORDS = ["refunds", "billing", "call", "team", "shift", "orders", "the", "dynamic", "experience"]
ASKED = ["skill:zendesk", "skill:live-chat", "skill:call-routing", "language:spanish"]
ROLES = ["csr", "team-lead"]
TERMS = [*ASKED, "role:csr", "role:team-lead", "refunds", "billing", "billing_team", "unheard-of"]

pieces = st.lists(st.sampled_from([*WORDS, *PHRASES]), max_size=12)
texts = st.builds(
    lambda parts, gaps: "".join(p + g for p, g in zip(parts, gaps, strict=False)),
    pieces,
    st.lists(st.sampled_from([" ", ". ", "\n", ", "]), min_size=12, max_size=12),
)
documents = st.lists(
    st.builds(
        ListingDocument,
        key=st.integers(1, 40),
        title=texts,
        body=texts,
        asked=st.dictionaries(st.sampled_from(ASKED), st.booleans()),
        role=st.none() | st.sampled_from(ROLES),
    ),
    unique_by=lambda d: d.key,
    min_size=1,
    max_size=8,
)
weights = st.sampled_from([0.25, 0.5, 0.75, 1.0]) | st.floats(0.001, 1)
claims = st.dictionaries(st.sampled_from(TERMS), weights, min_size=1, max_size=6)
items = st.lists(claims.map(item), min_size=1, max_size=5)
