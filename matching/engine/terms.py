"""The terms of an index: from a term to its column and back, in a few bytes each."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import blake2b

import numpy as np


def _hashes(terms: Iterable[str]) -> np.ndarray:
    digests = b"".join(blake2b(term.encode(), digest_size=8).digest() for term in terms)
    return np.frombuffer(digests, dtype="<u8")


class TermTable:
    """Terms in alphabetical order; a term's place in it is its column.

    An array of fixed width would take 250 bytes a term, for the sake of the longest pair of words.
    Here a term takes its own letters and 20 bytes, and is found by a 64-bit hash.

    Attributes
    ----------
    text : ndarray of uint8
        All terms in UTF-8, one after another.
    ends : ndarray of shape (n_terms,), dtype int64
        Where each ends in `text`.
    hashes : ndarray of shape (n_terms,), dtype uint64, ascending
    columns : ndarray of shape (n_terms,), dtype int32
        Beside `hashes`.
    """

    def __init__(self, text: np.ndarray, ends: np.ndarray, hashes: np.ndarray, columns: np.ndarray):
        self.text, self.ends, self.hashes, self.columns = text, ends, hashes, columns

    @classmethod
    def of(cls, terms: Sequence[str]) -> "TermTable":
        """Make a table of `terms`, which are sorted.

        Raises
        ------
        ValueError
            If two terms have the same hash; of a hundred million terms that is one chance in 3,000.
        """
        encoded = [term.encode() for term in terms]
        hashes = _hashes(terms)
        order = np.argsort(hashes)
        if (np.diff(hashes[order]) == 0).any():
            raise ValueError("two terms have the same hash")
        return cls(
            text=np.frombuffer(b"".join(encoded), dtype=np.uint8),
            ends=np.cumsum([len(each) for each in encoded], dtype=np.int64),
            hashes=hashes[order],
            columns=order.astype(np.int32),
        )

    def with_more(self, terms: Sequence[str]) -> "TermTable":
        """Return a table of these terms and of `terms`, which it does not know yet, behind them.

        Raises
        ------
        ValueError
            As `of`.
        """
        if not terms:
            return self
        more = TermTable.of(terms)
        places = np.searchsorted(self.hashes, more.hashes)
        known = np.minimum(places, max(len(self) - 1, 0))
        if len(self) and (self.hashes[known] == more.hashes).any():
            raise ValueError("two terms have the same hash")
        return TermTable(
            np.concatenate([self.text, more.text]),
            np.concatenate([self.ends, more.ends + self.text.size]),
            np.insert(self.hashes, places, more.hashes),
            np.insert(self.columns, places, more.columns + len(self)),
        )

    def __len__(self) -> int:
        return self.ends.size

    def find(self, terms: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions in `terms` of those that the table knows, and their columns."""
        if not (len(self) and len(terms)):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
        wanted = _hashes(terms)
        places = np.minimum(np.searchsorted(self.hashes, wanted), len(self) - 1)
        known = np.flatnonzero(self.hashes[places] == wanted)
        return known, self.columns[places[known]].astype(np.intp)

    def names(self, columns: Iterable[int]) -> list[str]:
        """Return the terms of some columns, in their order."""
        return [self._name(int(column)) for column in columns]

    @cached_property
    def all(self) -> np.ndarray:
        """All terms, as an array of str: for pages of the staff, not for ranking."""
        return np.array(self.names(range(len(self))), dtype=np.str_)

    def _name(self, column: int) -> str:
        start = int(self.ends[column - 1]) if column else 0
        return self.text[start : int(self.ends[column])].tobytes().decode()
