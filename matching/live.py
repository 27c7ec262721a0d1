"""The index that pages use: the newest generation on disk, and over it what changed since it was built.

Each process holds its own and asks the database, so that nobody has to be told of a change. Whether a
listing is open is asked with every page besides; here it is only about text.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from matching.engine import Analyzer, ListingDocument, MatchIndex
from matching.engine.patched import PatchedIndex
from matching.store import Generation, IndexDamaged, IndexStore

logger = logging.getLogger(__name__)

# Seconds between two looks at the database by one process: with a page's own time a change is in
# every process's matches within one second.
LOOK_EVERY = 0.5
# Reading a listing takes 3 to 4 ms of CPU. A page that meets an import reads so many of the newest and
# leaves the rest to the pages after it.
READ_AT_ONCE = 100
# After an import of more, the newest are in the matches at once and the rest with the next generation.
PATCH_LIMIT = 500
# A change is stamped before it is committed. No transaction that changes a listing takes as long, and
# no two clocks of one site differ by as much.
MARGIN = timedelta(minutes=1)


class Change(NamedTuple):
    """A listing that belongs in the index, as it stands now."""

    key: int
    version: int
    changed_at: datetime


class Source(Protocol):
    """Where listings come from."""

    def changed_since(self, moment: datetime, limit: int) -> Sequence[Change]:
        """At most `limit` listings changed at `moment` or later, newest first. One query by an index."""

    def documents(self, keys: Collection[int]) -> Iterable[ListingDocument]:
        """Those of the listings that still belong in the index."""

    def phrase_finder(self) -> Callable:
        """What an analyzer needs, over the labels as they are now."""


class _Entry(NamedTuple):
    change: Change
    document: ListingDocument


@dataclass(frozen=True, eq=False)
class Live:
    """What one process serves. `index` stays the same object until a listing changes.

    entries : dict of int to _Entry
        The listings of the patch by key, newest first.
    since : datetime
        From when on the next look asks for changes.
    """

    generation: Generation
    index: MatchIndex | PatchedIndex
    since: datetime
    entries: dict[int, _Entry] = field(default_factory=dict)

    @property
    def patch(self) -> MatchIndex | None:
        return self.index.patch if isinstance(self.index, PatchedIndex) else None

    @cached_property
    def unknown_asked(self) -> tuple[str, ...]:
        """What changed listings ask for and the generation does not know: it cannot count yet."""
        asked = {term for entry in self.entries.values() for term in entry.document.asked_terms()}
        terms = sorted(asked)
        known, _columns = self.generation.index.table_.find(terms)
        return tuple(sorted(asked.difference(terms[place] for place in known)))

    def holds(self, change: Change) -> bool:
        """Whether the listing is served in that version."""
        if change.key in self.entries:
            return self.entries[change.key].change.version == change.version
        return self.generation.version_of(change.key) == change.version


class LiveIndex:
    """Keeps what a process serves up to date, whenever it is asked for it.

    Parameters
    ----------
    store : IndexStore
    source : Source
    """

    def __init__(self, store: IndexStore, source: Source):
        self._source = source
        self._reader = GenerationReader(store, lambda: _Remembering(source.phrase_finder))
        self._lock = threading.Lock()
        self._live: Live | None = None
        self._looked_at = -math.inf

    def current(self, *, look_now: bool = False) -> Live | None:
        """What to serve, or None where nothing was ever built. Reads one small file.

        At most once in `LOOK_EVERY` seconds one query; where something changed five more at most, and
        up to `READ_AT_ONCE` listings are read. A thread that finds another at it serves what is there.

        Parameters
        ----------
        look_now : bool, default=False
            Ask the database however short ago somebody did, and wait for another thread's look.
        """
        if self._lock.acquire(blocking=look_now or self._live is None):
            try:
                self._live = self._renewed(look_now)
            finally:
                self._lock.release()
        return self._live

    def at_hand(self) -> Live | None:
        """The same without a look: what was served last, or a newer generation as it was built. No query.

        For a page that everybody opens and that need not know the change of this second.
        """
        if self._lock.acquire(blocking=self._live is None):
            try:
                self._live = self._of_newest_generation()
            finally:
                self._lock.release()
        return self._live

    @property
    def is_newest(self) -> bool:
        """Whether what is served is the newest generation, and not a last good one."""
        return self._reader.is_newest

    def _renewed(self, look_now: bool) -> Live | None:
        live = self._of_newest_generation()
        if live is None:
            return None
        if look_now or time.monotonic() - self._looked_at > LOOK_EVERY:
            self._looked_at = time.monotonic()
            live = self._look(live)
        return live

    def _of_newest_generation(self) -> Live | None:
        """What is served, or if there is a newer generation that one, without what changed since."""
        generation = self._reader.current()
        if generation is None:
            return None
        if self._live is None or self._live.generation is not generation:
            self._looked_at = -math.inf
            return Live(generation, generation.index, since=generation.read_at - MARGIN)
        return self._live

    def _look(self, live: Live) -> Live:
        moment = datetime.now(UTC)
        changes = self._source.changed_since(live.since, PATCH_LIMIT)
        new = {change.key: change for change in changes if not live.holds(change)}
        reading = dict(list(new.items())[:READ_AT_ONCE])
        # While some are left to read, the next look begins where this one did.
        live = replace(live, since=live.since if len(new) > len(reading) else moment - MARGIN)
        if not reading:
            return live
        # The version was asked for before the text: what changes in between is new to the next look.
        documents = self._source.documents(reading)
        read = {each.key: _Entry(reading[each.key], each) for each in documents}
        newest = sorted((live.entries | read).items(), key=_newest_first)[:PATCH_LIMIT]
        entries = dict(newest)
        base = live.generation.index
        patch = base.of_documents(entry.document for entry in entries.values())
        return replace(live, entries=entries, index=PatchedIndex(base, patch))


def _newest_first(item: tuple[int, _Entry]) -> float:
    return -item[1].change.changed_at.timestamp()


class _Remembering(Analyzer):
    """Reads a text once: with each change the patch is made anew, mostly of the same listings.

    The labels are those of the first reading, until the next generation: where they change, one is
    built.
    """

    def __init__(self, phrase_finder: Callable[[], Callable]):
        self._phrase_finder = phrase_finder
        self.tokens = lru_cache(maxsize=2 * PATCH_LIMIT)(super().tokens)  # a title and a body each

    @cached_property
    def find_phrases(self) -> Callable:
        return self._phrase_finder()


class GenerationReader:
    """The newest readable generation, kept in memory until the store's pointer names another."""

    def __init__(self, store: IndexStore, make_analyzer: Callable[[], Analyzer]):
        self._store = store
        self._make_analyzer = make_analyzer
        self._serving: Generation | None = None
        self._fault = ""  # of the newest, while another serves

    @property
    def is_newest(self) -> bool:
        return not self._fault

    def current(self) -> Generation | None:
        """The generation to serve, None where none was ever built. Reads one small file, and no database.

        Where the newest is damaged the last good one serves on; each fault is logged once.
        """
        try:
            name = self._store.current()
            if name is not None and (self._serving is None or name != self._serving.name):
                self._serving = self._store.generation(self._make_analyzer())
            self._fault = ""
        except (IndexDamaged, OSError) as error:
            if str(error) != self._fault:
                self._fault = str(error)
                logger.error("The match index cannot be read: %s", error)
        return self._serving
