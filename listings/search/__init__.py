"""Words in, jobs out: full text beside the taxonomy, alike on SQLite and PostgreSQL.

`interpret` takes from what a person typed the words that are filters; `SearchQuery.read` makes terms
of the rest; `listings.search.index` is the table of words that both databases keep by triggers.
"""

from .interpreting import Interpretation, ReadWords, interpret
from .query import SearchQuery
from .taxonomy import Taxonomy, taxonomy

__all__ = [
    "Interpretation",
    "ReadWords",
    "SearchQuery",
    "Taxonomy",
    "interpret",
    "taxonomy",
]
