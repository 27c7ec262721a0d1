"""The matching engine: a plain library of texts, arrays and frozen dataclasses.

It imports neither Django nor an app, reads no files, prints and logs nothing.
"""

from matching.engine.analyzer import Analyzer, Phrase, PhraseHit
from matching.engine.document import AskedTerms, ListingDocument
from matching.engine.explain import MIN_ASKED, Contribution, Explanation, Gain, explain
from matching.engine.index import MatchIndex, Ranking
from matching.engine.projection import Job
from matching.engine.query import Holder, ProfileItem, Query, text_claims, word_claims

__all__ = [
    "MIN_ASKED",
    "Analyzer",
    "AskedTerms",
    "Contribution",
    "Explanation",
    "Gain",
    "Holder",
    "Job",
    "ListingDocument",
    "MatchIndex",
    "Phrase",
    "PhraseHit",
    "ProfileItem",
    "Query",
    "Ranking",
    "explain",
    "text_claims",
    "word_claims",
]
