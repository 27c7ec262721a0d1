"""What a process serves: generations as they come and go, and over them what changed since."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

import matching.live
import matching.store
from matching.engine.patched import PatchedIndex
from matching.live import MARGIN, Change, GenerationReader, LiveIndex
from matching.store import FORMAT, IndexStore

from .corpus import ANALYZER, JOBS, find_phrases, fitted, listing, query
from .test_store import PROFILE, SOURCE, edit_manifest, index_of, write

REFUNDS = query({"refunds": 1.0})


@pytest.fixture
def store(tmp_path):
    return IndexStore(tmp_path / "index")


# --- Generations -------------------------------------------------------------------------------


DAMAGES = {
    "truncated": lambda path: (path / "weights_data.npy").write_bytes(b"\x93NUMPY"),
    "missing": lambda path: (path / "idf.npy").unlink(),
    "older format": lambda path: edit_manifest(path, format=FORMAT - 1),
    "half written": lambda path: (path / "manifest.json").unlink(),
    "gone": lambda path: path.rename(path.with_name("elsewhere")),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_the_last_good_one_serves_until_the_newest_is_whole_again(store, caplog, damage):
    reader = GenerationReader(store, lambda: ANALYZER)
    write(store, index_of(5))
    good = reader.current()
    newest = store.directory / write(store, index_of(9))
    damage(newest)

    assert reader.current() is reader.current() is good
    assert not reader.is_newest
    assert good.index.rank(PROFILE).keys.size == 5
    assert len(caplog.records) == 1  # said once
    assert newest.name in caplog.text or "CURRENT" in caplog.text

    write(store, index_of(7))
    assert reader.current().index.keys_.size == 7
    assert reader.is_newest


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_with_none_that_can_be_read_there_is_none(store, damage):
    damage(store.directory / write(store, index_of(5)))

    assert GenerationReader(store, lambda: ANALYZER).current() is None


def test_a_pointer_that_is_gone_leaves_what_is_in_memory(store):
    write(store, index_of(5))
    reader = GenerationReader(store, lambda: ANALYZER)
    good = reader.current()
    (store.directory / "CURRENT").unlink()

    assert reader.current() is good


def test_a_fault_of_the_moment_heals_without_a_new_generation(store, monkeypatch):
    name = write(store, index_of(5))
    reader = GenerationReader(store, lambda: ANALYZER)
    with monkeypatch.context() as patch:
        patch.setattr(matching.store.np, "memmap", fail_with(OSError("too many open files")))
        assert reader.current() is None

    assert reader.current().name == name


def fail_with(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def test_no_request_fails_during_two_hundred_swaps(store, monkeypatch, caplog):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # only power cuts need it
    indexes = [index_of(5), index_of(9)]
    write(store, indexes[0])
    served, done = [], threading.Event()

    def read():
        """A process of its own, as far as the store can tell."""
        reader = GenerationReader(store, lambda: ANALYZER)
        while not done.is_set():
            served.append(reader.current().index.rank(PROFILE, None).keys.size)
            time.sleep(0.001)
        return reader.current().name

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _reader in range(3)]
        try:
            for swap in range(200):
                write(store, indexes[swap % 2])
        finally:
            done.set()

    assert {reader.result() for reader in readers} == {store.current()}
    assert set(served) == {5, 9}


# --- What changed since ------------------------------------------------------------------------


class Site:
    """Listings in memory, as a `Source`. Time goes by a second a change."""

    def __init__(self, store):
        self.store = store
        self.rows = {}
        self.now = datetime.now(UTC)
        self.looks = self.texts_read = 0
        self.keys_read = []

    def save(self, key, body, *, changed_at=None, asked=None):
        self.now += timedelta(seconds=1)
        version = self.rows[key][0].version + 1 if key in self.rows else 1
        change = Change(key, version, changed_at or self.now)
        self.rows[key] = (change, listing(key, body=body, asked=asked))

    def build(self):
        index = fitted(*(document for _change, document in self.rows.values()), jobs=JOBS)
        versions = {key: change.version for key, (change, _document) in self.rows.items()}
        self.now += timedelta(seconds=1)
        return self.store.write(index, versions=versions, source=SOURCE, read_at=self.now)

    def process(self):
        return LiveIndex(self.store, self)

    def changed_since(self, moment, limit):
        self.looks += 1
        changes = [change for change, _document in self.rows.values()]
        changes = [change for change in changes if change.changed_at >= moment]
        return sorted(changes, key=lambda change: change.changed_at, reverse=True)[:limit]

    def documents(self, keys):
        self.keys_read += keys
        return [self.rows[key][1] for key in sorted(keys) if key in self.rows]

    def phrase_finder(self):
        def find(text):
            self.texts_read += 1
            return find_phrases(text)

        return find


@pytest.fixture
def site(store, monkeypatch):
    monkeypatch.setattr(matching.live, "LOOK_EVERY", -1)
    site = Site(store)
    # Long ago, so that the build does not lie within the margin of the first changes.
    for key, body in [(1, "refunds"), (2, "orders"), (5, "refunds billing")]:
        site.save(key, body, changed_at=site.now - timedelta(days=1))
    site.build()
    return site


def ranked(process):
    return process.current().index.rank(REFUNDS, None).keys.tolist()


def test_without_a_generation_there_is_nothing_and_no_look(store):
    site = Site(store)

    assert site.process().current() is None
    assert site.looks == 0


def test_without_a_change_the_index_itself_is_served(site):
    process = site.process()

    live = process.current()

    assert live.index is live.generation.index
    assert process.current().index is live.index
    assert (live.patch, live.entries, live.unknown_asked) == (None, {}, ())


def test_a_new_listing_is_in_every_process_at_its_next_look(site):
    processes = [site.process(), site.process()]
    assert [ranked(process) for process in processes] == [[1, 5], [1, 5]]

    site.save(3, "refunds")

    assert [ranked(process) for process in processes] == [[1, 3, 5], [1, 3, 5]]
    assert ranked(site.process()) == [1, 3, 5]  # and in one that starts now


def test_it_is_scored_with_the_idf_of_the_generation(site):
    process = site.process()
    site.save(3, "refunds billing")
    site.save(4, "refunds nowhere-else")

    index = process.current().index

    assert isinstance(index, PatchedIndex)
    assert index.score(REFUNDS, [3]) == index.score(REFUNDS, [5])
    assert index.score(REFUNDS, [4]) == index.score(REFUNDS, [1])  # an unknown word counts nothing


def test_an_edited_listing_counts_with_its_new_text_alone(site):
    process = site.process()
    process.current()

    site.save(1, "orders")
    assert ranked(process) == [5]
    site.save(1, "refunds")
    assert ranked(process) == [1, 5]


def test_nothing_changes_hands_while_nothing_changes(site):
    process = site.process()
    site.save(3, "refunds")

    index = process.current().index

    assert process.current().index is index


def test_a_text_is_read_once_in_each_process(site):
    process = site.process()
    for key, body in [(6, "one"), (7, "two"), (6, "three"), (8, "four")]:
        site.save(key, body)
        process.current()

    assert site.keys_read == [6, 7, 6, 8]
    assert site.texts_read == 5  # four bodies and the one empty title


def test_a_page_looks_no_more_often_than_it_may(site, monkeypatch):
    monkeypatch.setattr(matching.live, "LOOK_EVERY", 0.5)
    seconds = [100.0]
    monkeypatch.setattr(matching.live.time, "monotonic", lambda: seconds[0])
    process = site.process()
    process.current()
    site.save(3, "refunds")

    seconds[0] += 0.5
    assert ranked(process) == [1, 5]
    assert site.looks == 1
    seconds[0] += 0.01
    assert ranked(process) == [1, 3, 5]
    assert site.looks == 2
    site.save(1, "orders")
    assert 1 not in process.current(look_now=True).index.rank(REFUNDS).keys


def test_a_new_generation_takes_the_patch_in(site):
    process = site.process()
    site.save(3, "refunds", asked={"skill:new": True})
    assert process.current().unknown_asked == ("skill:new",)

    name = site.build()

    live = process.current()
    assert live.generation.name == name
    assert (live.patch, live.entries, live.unknown_asked) == (None, {}, ())
    assert sorted(ranked(process)) == [1, 3, 5]


def test_what_changes_while_an_index_is_built_is_not_lost(site):
    site.save(1, "orders")
    site.build()
    # Stamped before the build began, committed after it had read the rows.
    site.save(3, "refunds", changed_at=site.now - MARGIN / 2)

    assert ranked(site.process()) == [3, 5]


def test_a_change_that_was_committed_after_a_look_at_later_ones_is_not_lost(site):
    process = site.process()
    site.save(3, "refunds", changed_at=datetime.now(UTC))
    assert ranked(process) == [1, 3, 5]

    site.save(4, "refunds", changed_at=datetime.now(UTC) - MARGIN / 2)

    assert ranked(process) == [1, 3, 4, 5]


def test_a_text_that_changed_between_the_two_queries_is_read_again(site, monkeypatch):
    process = site.process()
    site.save(3, "refunds")
    seen, real = [], site.documents

    def edited_meanwhile(keys):
        if not seen:
            site.save(3, "refunds orders")
        seen.append(list(keys))
        return real(keys)

    monkeypatch.setattr(site, "documents", edited_meanwhile)
    process.current()
    process.current()
    process.current()

    assert seen == [[3], [3]]


def test_one_that_closed_between_the_two_queries_is_passed_over(site, monkeypatch):
    process = site.process()
    site.save(3, "refunds")
    site.save(4, "refunds")
    real = site.documents
    monkeypatch.setattr(site, "documents", lambda keys: real([key for key in keys if key != 3]))

    assert ranked(process) == [1, 4, 5]


def test_a_page_that_meets_an_import_reads_the_newest_and_leaves_the_rest_to_the_next(
    site, monkeypatch
):
    monkeypatch.setattr(matching.live, "READ_AT_ONCE", 4)
    process = site.process()
    for key in range(11, 21):
        site.save(key, "refunds", changed_at=site.now - timedelta(minutes=5))
        site.save(key, "refunds", changed_at=site.rows[key][0].changed_at + timedelta(minutes=9))

    assert sorted(process.current().entries) == [17, 18, 19, 20]
    assert sorted(process.current().entries) == [13, 14, 15, 16, 17, 18, 19, 20]
    assert sorted(process.current().entries) == list(range(11, 21))
    assert len(site.keys_read) == 10


def test_after_a_large_import_the_newest_are_served(site, monkeypatch):
    monkeypatch.setattr(matching.live, "PATCH_LIMIT", 5)
    monkeypatch.setattr(matching.live, "READ_AT_ONCE", 2)
    process = site.process()
    for key in range(11, 21):
        site.save(key, "refunds")
    for _page in range(4):
        process.current()
    assert sorted(process.current().entries) == [16, 17, 18, 19, 20]

    site.save(30, "refunds")

    assert sorted(process.current().entries) == [17, 18, 19, 20, 30]
    assert len(site.keys_read) == 6


def test_a_thread_that_finds_another_at_it_serves_what_is_there(site, monkeypatch):
    process = site.process()
    process.current()
    site.save(3, "refunds")
    real, looking, answered = site.documents, threading.Event(), threading.Event()

    def slow(keys):
        looking.set()
        assert answered.wait(10)
        return real(keys)

    monkeypatch.setattr(site, "documents", slow)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(ranked, process)
        assert looking.wait(10)
        assert ranked(process) == [1, 5]
        answered.set()
        assert other.result() == [1, 3, 5]


def test_a_look_that_fails_leaves_what_was_served(site, monkeypatch):
    process = site.process()
    process.current()
    site.save(3, "refunds")
    with monkeypatch.context() as patch:
        patch.setattr(site, "changed_since", fail_with(ConnectionError()))
        with pytest.raises(ConnectionError):
            process.current()

    assert ranked(process) == [1, 3, 5]
