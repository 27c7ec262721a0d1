"""What things are called on this site, and how near typed words come to a name.

Names are compared by whole words and in Python, so that both databases find the same.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from listings.search.spelling import nearest
from listings.search.words import SAYING_NOTHING, plain_words, root

from .kinds import KINDS, Kind

MAX_WORDS = 12
# They ask, and name nothing.
_ASKING = SAYING_NOTHING | {"can", "do", "does", "how", "should", "what", "when", "where", "which", "who", "why", "you", "your"}  # fmt: skip
# How near a name comes: some of its words are all that was typed, it begins so, it is just that.
INSIDE, BEGINS, IS = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Name:
    """Something with an address. `labels` are its names, the one shown first."""

    kind: Kind
    title: str
    address: str
    note: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that was found; `called` is the other name that it was found by, if any."""

    name: Name
    called: str = ""
    is_exact: bool = False  # it is just what was typed


@lru_cache(maxsize=8192)
def _roots(label: str) -> tuple[str, ...]:
    return tuple(root(word) for word in plain_words(label))


def typed_words(text: str) -> list[str]:
    """The words of a search that name something; all of them where none does."""
    words = plain_words(text)[:MAX_WORDS]
    return [word for word in words if word not in _ASKING] or words


def nearness(label: str, typed: Sequence[str]) -> int:
    """How near `label` comes to typed words, the last of which may be cut short; 0 for not at all."""
    words, wanted = _roots(label), tuple(map(root, typed))
    if not words or not wanted:
        return 0
    if words == wanted:
        return IS
    if words[: len(wanted) - 1] == wanted[:-1] and _begins(words, len(wanted) - 1, typed[-1]):
        return BEGINS
    if all(word in words for word in wanted[:-1]) and (
        wanted[-1] in words or any(word.startswith(typed[-1]) for word in words)
    ):
        return INSIDE
    # "Customer care worker in Ohio": a name of several words among others.
    return INSIDE if len(words) > 1 and _holds(wanted, words) else 0


def _begins(words: Sequence[str], at: int, start: str) -> bool:
    return at < len(words) and words[at].startswith((start, root(start)))


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def closest(names: Sequence[Name], typed: Sequence[str]) -> list[Hit]:
    """Names that come near: the nearest first, then those meant by the name shown, then the shortest."""
    found = []
    for name in names:
        near = [(nearness(label, typed), -at) for at, label in enumerate(name.labels)]
        how_near, at = max(near)
        if how_near:
            called = name.labels[-at] if at else ""
            order = (-how_near, at != 0, KINDS.index(name.kind), len(name.title), name.title)
            found.append((order, Hit(name, called, is_exact=how_near == IS)))
    return [hit for _order, hit in sorted(found, key=lambda pair: pair[0])]


def better_spelled(names: Sequence[Name], typed: Sequence[str]) -> list[str]:
    """The typed words, those that no name holds exchanged for the nearest that one does."""
    frequency = Counter(
        word for name in names for label in name.labels for word in plain_words(label)
    )
    known = {root(word) for word in frequency}
    return [word if root(word) in known else nearest(word, frequency) or word for word in typed]


def that_name_something(names: Sequence[Name], typed: Sequence[str]) -> list[str]:
    """The typed words that are a whole name by themselves: of "what does a csr earn", "csr"."""
    known = {_roots(label) for name in names for label in name.labels}
    return [word for word in typed if (root(word),) in known]
