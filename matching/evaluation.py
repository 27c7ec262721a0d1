"""The engine of the site as plain functions, for measuring it on labelled texts. No database.

The skills, roles and occupations are those of the committed data files, as a new site loads them.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from matching.committed_data import analyzer, jobs
from matching.engine import ListingDocument, MatchIndex, ProfileItem, Query, text_claims
from matching.steps import rank_steps
from matching.weights import TEXT_WEIGHT

__all__ = ["rank", "rank_steps"]


def rank(queries: Sequence[str], documents: Sequence[Mapping[str, str]]) -> np.ndarray:
    """Score each document for each query, a free text, as the site scores jobs for a pasted résumé.

    Parameters
    ----------
    queries : sequence of str
    documents : sequence of mappings with `title` and `body`

    Returns
    -------
    scores : ndarray of shape (n_queries, n_documents)
    """
    index = MatchIndex(analyzer(), jobs()).fit(
        ListingDocument(key, each["title"] or "", each["body"] or "", {}, None)
        for key, each in enumerate(documents)
    )
    keys = range(len(documents))
    return np.array([index.score(_query(text, index), keys) for text in queries])


def _query(text: str, index: MatchIndex) -> Query:
    claims = text_claims(index.analyzer.tokens(text), TEXT_WEIGHT, index.telling)
    return Query.from_items([ProfileItem("text", "text", claims)])
