"""The advertised text of a listing as a value: to keep, to compare, to put in place of another.

`parts` are the rows that a listing has beside its columns, `stored` turns both into JSON and back,
`differences` says in words what two such texts do not share.
"""

from .differences import Difference, differences
from .parts import Parts, parts_of
from .stored import COLUMNS, restore, snapshot

__all__ = ["COLUMNS", "Difference", "Parts", "differences", "parts_of", "restore", "snapshot"]
