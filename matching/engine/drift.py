"""How far the idf of an index has moved away from the listings that came after it."""

import numpy as np

from matching.engine.index import MatchIndex

# A term counts by the share of the new listings that use it, and of fewer than this no share is
# telling: a single listing would move the idf of each of its rare words.
FEWEST = 20


def drift(base: MatchIndex, patch: MatchIndex) -> float:
    """Return the largest change of a term's idf if the patch were counted in, from 0 to 1.

    Each change is a share of the idf now and counts by the share of the patch's listings that use the
    term. How many listings are new says little: a hundred like those that are there change nothing,
    twenty of a kind that was rare make its words as telling as before, although they no longer are.

    Parameters
    ----------
    base : MatchIndex
    patch : MatchIndex
        Made by `base.of_documents`. Each of its listings counts as added, an edited one too.
    """
    uses = np.diff(patch.weights_.indptr)
    columns = np.flatnonzero(uses)
    if not columns.size:
        return 0.0
    uses, n_new = uses[columns], patch.keys_.size
    df = base.weights_.indptr[columns + 1] - base.weights_.indptr[columns] + uses
    idf = np.log((1 + base.keys_.size + n_new) / (1 + df)) + 1
    change = np.abs(idf - base.idf_[columns]) / base.idf_[columns]
    return float((change * uses / max(n_new, FEWEST)).max())
