"""What a change of the taxonomy would do to matches, worked out in memory before it is saved.

Read by stand-ins, one for each role of the ladder that states its skills, who can do those alone. No
person's profile is read, and nothing is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

import numpy as np

from cms.models import Role
from listings.models import Listing
from matching.adapters import indexed_listings, listing_documents, live_index
from matching.adapters import vocabulary_fingerprint as vocabulary_now
from matching.engine import ListingDocument, MatchIndex, Query, explain
from matching.engine.rereading import reread
from matching.staff.proposals import Spotter, Taxonomy, changed_jobs

PLACES = 20
# A score moves if its third decimal may: what moves less would be shown as the same number.
VISIBLE = 0.0005


@dataclass(frozen=True)
class Move:
    """A listing that comes into the first places of a stand-in, or leaves them.

    `term` is the one whose points changed most, empty where none did: then others made room, or took it.
    """

    listing: int
    before: float
    after: float
    term: str

    @property
    def has_moved(self) -> bool:
        return abs(self.after - self.before) >= VISIBLE


@dataclass(frozen=True)
class StandInChange:
    """`places` are those of the first `PLACES` that hold another listing than before."""

    role: Role
    places: int
    entered: tuple[Move, ...]
    left: tuple[Move, ...]


@dataclass(frozen=True)
class Preview:
    """stand_ins, listings : how many were looked at.

    reread : how many listings would be read otherwise.
    touched : how many listings change their score for somebody by a thousandth or so.
    changes : those whose first places change, most places first.
    """

    stand_ins: int
    listings: int
    reread: int
    touched: int
    changes: tuple[StandInChange, ...]

    @property
    def changes_nothing(self) -> bool:
        return not (self.touched or self.changes)

    @property
    def keys(self) -> set[int]:
        """Of all listings that are named."""
        return {m.listing for change in self.changes for m in (*change.entered, *change.left)}

    @property
    def terms(self) -> set[str]:
        return {m.term for change in self.changes for m in (*change.entered, *change.left)} - {""}


class Bench:
    """The index and the listings that a change is tried on.

    Three queries at most, two more where listings changed since the last look.

    Attributes
    ----------
    index : MatchIndex or None
        Of the generation in use. None where there is none, where it cannot be read, or where skills or
        roles changed since it was made: then what a change does could not be told from what came before.
    newer : int
        Listings that were added or edited since it was made; they are left out.
    """

    def __init__(self) -> None:
        live = live_index().current(look_now=True)
        self.index = self.newer_keys = None
        if (
            live is not None
            and live.generation.manifest["source"].get("vocabulary") == vocabulary_now()
        ):
            self.index = live.generation.index
            self.newer_keys = set(live.entries)

    @property
    def newer(self) -> int:
        return len(self.newer_keys or ())

    @cached_property
    def open_keys(self) -> np.ndarray:
        """Open listings of the index that did not change since. One query."""
        known = set(self.index.keys_.tolist()) - self.newer_keys
        rows = Listing.objects.open().order_by("pk").values_list("pk", flat=True)
        return np.array([key for key in rows if key in known], dtype=np.int64)

    def reread_documents(self, after: Taxonomy, keys: set[int]) -> list[ListingDocument]:
        """Listings as they would be read, with what they ask. Three queries for each 500."""
        rows = indexed_listings().filter(pk__in=sorted(keys))
        return list(listing_documents(rows, skills=after.skills)) if keys else []

    def keys_that_read_otherwise(
        self, before: Taxonomy, after: Taxonomy, spotter: Spotter
    ) -> set[int]:
        """Listings of the index whose terms the change touches. Two queries, over all texts."""
        known = set(self.index.keys_.tolist()) - self.newer_keys
        return {key for key in self._touched(before, after, spotter) if key in known}

    def _touched(self, before: Taxonomy, after: Taxonomy, spotter: Spotter) -> Iterator[int]:
        counts = {skill.slug for skill in before.matchable} ^ {s.slug for s in after.matchable}
        if counts:
            yield from (
                indexed_listings()
                .filter(listing_skills__skill__slug__in=counts)
                .values_list("pk", flat=True)
            )
        if before.labels != after.labels:
            texts = (
                indexed_listings()
                .order_by("pk")
                .values_list("pk", "title", "description", "qualifications", "training")
            )
            for key, title, *body in texts.iterator():
                if spotter.holds(title, "\n\n".join(body)):
                    yield key


def preview(bench: Bench, before: Taxonomy, after: Taxonomy) -> Preview:
    """Rank the open listings for each stand-in before and after. Six queries at most, for each 500 read.

    Raises
    ------
    ValueError
        If the bench has no index.
    """
    if bench.index is None:
        raise ValueError("there is no index that a change could be tried on")
    spotter = Spotter(before.labels ^ after.labels)
    keys = bench.keys_that_read_otherwise(before, after, spotter)
    jobs = changed_jobs(before, after, spotter)
    documents = bench.reread_documents(after, keys)
    changed = bench.index
    if documents or jobs:
        changed = reread(bench.index, after.analyzer, documents, jobs)

    readers = before.reader(bench.index), after.reader(changed)
    touched, changes, stand_ins = np.zeros(bench.open_keys.size, dtype=bool), [], 0
    for role, asked in stand_ins_of(before):
        stand_ins += 1
        queries = [
            reader.read(taxonomy.stand_in(role, asked)).query
            for reader, taxonomy in zip(readers, (before, after), strict=True)
        ]
        rankings = _Rankings(bench.index, changed, *queries, bench.open_keys)
        touched |= rankings.moved
        if places := rankings.places:
            changes.append(StandInChange(role, places, rankings.entered(), rankings.left()))
    changes.sort(key=lambda change: -change.places)
    return Preview(
        stand_ins, bench.open_keys.size, len(documents), int(touched.sum()), tuple(changes)
    )


def stand_ins_of(taxonomy: Taxonomy) -> Iterator[tuple[Role, tuple[int, ...]]]:
    """The roles of the ladder that state their skills, with those: whoever knows them stays the same
    through the change, as people do."""
    for role in taxonomy.roles.values():
        asked = tuple(
            key for key in taxonomy.asks.get(role.pk, ()) if taxonomy.skills[key].is_matchable
        )
        if asked and not role.is_exit:
            yield role, asked


class _Rankings:
    """One stand-in's ranking before and after."""

    def __init__(
        self, index: MatchIndex, changed: MatchIndex, query: Query, other: Query, keys: np.ndarray
    ):
        self.indexes, self.queries, self.keys = (index, changed), (query, other), keys
        self.rankings = [
            index.rank(query, top_k=None, allowed=keys)
            for index, query in zip(self.indexes, self.queries, strict=True)
        ]
        self.firsts = [ranking.keys[:PLACES].tolist() for ranking in self.rankings]

    @property
    def moved(self) -> np.ndarray:
        """Beside the keys: whether the score changes so that one would see it."""
        before, after = map(self._scores, self.rankings)
        return np.abs(after - before) >= VISIBLE

    @property
    def places(self) -> int:
        return sum(one != other for one, other in zip_longest(*self.firsts))

    def entered(self) -> tuple[Move, ...]:
        before, after = self.firsts
        return tuple(self._move(key) for key in after if key not in before)

    def left(self) -> tuple[Move, ...]:
        before, after = self.firsts
        return tuple(self._move(key) for key in before if key not in after)

    def _scores(self, ranking) -> np.ndarray:
        scores = np.zeros(self.keys.size)
        scores[np.searchsorted(self.keys, ranking.keys)] = ranking.scores
        return scores

    def _move(self, key: int) -> Move:
        before, after = (
            explain(index, query, key)
            for index, query in zip(self.indexes, self.queries, strict=True)
        )
        points = {part.term: -part.points for part in before.contributions}
        for part in after.contributions:
            points[part.term] = points.get(part.term, 0.0) + part.points
        term = max(sorted(points), key=lambda term: abs(points[term]), default="")
        if not term or abs(points[term]) < VISIBLE / 2:
            term = ""
        return Move(key, before.total, after.total, term)
