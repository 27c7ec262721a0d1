import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

import matching.store
from matching.store import FORMAT, LEFTOVER_SECONDS, IndexDamaged, IndexStore

from .corpus import ANALYZER, JOBS, fitted, listing, query

PROFILE = query({"skill:zendesk": 1.0, "refunds": 0.5})
ASKED = {"skill:zendesk": True, "language:spanish": False}
SOURCE = {"listings": "first", "vocabulary": "all"}
READ_AT = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)


def index_of(n_listings):
    bodies = ["refunds by live chat", "zendesk refunds", "orders"]
    documents = (listing(k, "Agent", bodies[k % 3], ASKED, "csr") for k in range(n_listings))
    return fitted(*documents, jobs=JOBS)


def write(store, index):
    versions = {key: key + 1 for key in index.keys_.tolist()}
    return store.write(index, versions=versions, source=SOURCE, read_at=READ_AT)


@pytest.fixture
def store(tmp_path):
    return IndexStore(tmp_path / "index")


@pytest.fixture
def generation(store):
    return store.directory / write(store, index_of(5))


def generations(store):
    return sorted(path.name for path in store.directory.glob("gen-*"))


def is_mapped(array):
    while array is not None and not isinstance(array, np.memmap):
        array = array.base
    return array is not None


def edit_manifest(generation, **changes):
    path = generation / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def exchange(generation, name, array):
    """Put another array in the place of one, of a size that the manifest knows."""
    path = generation / f"{name}.npy"
    np.save(path, array, allow_pickle=True)
    files = json.loads((generation / "manifest.json").read_text())["files"]
    files[name] |= {
        "size": path.stat().st_size,
        "dtype": array.dtype.str,
        "length": array.size,
    }
    edit_manifest(generation, files=files)


def test_an_index_comes_back_as_it_was_over_read_only_maps(store):
    index = index_of(7)

    name = write(store, index)
    loaded = store.load(ANALYZER)

    assert store.current() == store.check() == name
    again = loaded.to_arrays()
    for array_name, array in index.to_arrays().items():
        assert (array == again[array_name]).all()
        assert array.dtype == again[array_name].dtype
        if array_name not in {"job_keys", "n_roles"}:  # a few names, kept as text
            assert not again[array_name].flags.writeable
            assert is_mapped(again[array_name])
    assert loaded.rank(PROFILE).scores.tolist() == index.rank(PROFILE).scores.tolist()
    assert loaded.rank(PROFILE).keys.tolist() == index.rank(PROFILE).keys.tolist()


@pytest.mark.parametrize("index", [fitted(), fitted(listing(1))], ids=["no rows", "no terms"])
def test_an_empty_index_comes_back(store, index):
    write(store, index)

    assert store.load(ANALYZER).keys_.tolist() == index.keys_.tolist()
    assert store.load(ANALYZER).rank(PROFILE).keys.size == 0
    store.check()


def test_before_the_first_write_there_is_nothing(store):
    assert store.current() is store.load(ANALYZER) is store.manifest() is store.check() is None
    assert not store.directory.exists()


def test_the_manifest_tells_what_the_generation_holds(store, generation):
    manifest = store.manifest()

    assert (manifest["format"], manifest["source"]) == (FORMAT, SOURCE)
    assert (manifest["n_listings"], manifest["n_terms"]) == (5, index_of(5).terms_.size)
    assert manifest["created"].endswith("+00:00")
    assert manifest["read_at"] == "2026-03-14T15:09:26+00:00"
    for name, record in manifest["files"].items():
        assert (generation / f"{name}.npy").stat().st_size == record["size"]


def test_two_generations_are_kept(store):
    names = [write(store, index_of(n)) for n in (1, 2, 3, 4)]

    assert generations(store) == names[-2:]
    assert store.load(ANALYZER).keys_.size == 4
    assert names[0][-8:] != names[1][-8:]


def test_an_old_reader_keeps_its_maps_when_its_files_are_deleted(store):
    write(store, index_of(5))
    reader = store.load(ANALYZER)

    for n in (6, 7):
        write(store, index_of(n))

    assert reader.rank(PROFILE).keys.tolist() == index_of(5).rank(PROFILE).keys.tolist()
    assert store.load(ANALYZER).keys_.size == 7


@pytest.mark.parametrize("step", ["np.save", "os.fsync", "json.dumps", "os.replace"])
def test_a_write_that_fails_leaves_the_old_generation(store, generation, monkeypatch, step):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    module, name = step.split(".")
    monkeypatch.setattr(getattr(matching.store, module), name, fail)
    with pytest.raises(OSError, match="disk full"):
        write(store, index_of(9))
    monkeypatch.undo()

    assert store.current() == store.check() == generation.name
    assert store.load(ANALYZER).keys_.size == 5
    write(store, index_of(9))
    assert store.load(ANALYZER).keys_.size == 9
    assert len(generations(store)) == 2


# The fourth array is half written when the process dies without any clean-up.
KILLED = """
import os, sys
from pathlib import Path
import matching.store
from tests.matching.test_store import IndexStore, index_of, write
saved, save = [], matching.store.np.save
def save_or_die(file, array, **kwargs):
    saved.append(array)
    if len(saved) == 4:
        file.write(b"half an ar")
        os._exit(9)
    save(file, array, **kwargs)
matching.store.np.save = save_or_die
write(IndexStore(Path(sys.argv[1])), index_of(9))
"""


def test_a_killed_write_leaves_the_old_generation_and_its_leftover_goes_later(store, generation):
    root = Path(matching.store.__file__).parents[1]
    command = [sys.executable, "-c", KILLED, str(store.directory)]
    assert subprocess.run(command, cwd=root, check=False).returncode == 9
    (leftover,) = store.directory.glob("tmp-*")

    assert store.current() == store.check() == generation.name
    assert store.load(ANALYZER).keys_.size == 5

    write(store, index_of(6))
    assert leftover.exists()  # it might be another process at work

    long_ago = time.time() - LEFTOVER_SECONDS - 1
    os.utime(leftover, (long_ago, long_ago))
    pointer = store.directory / "tmp-CURRENT-1"
    pointer.write_text("")
    os.utime(pointer, (long_ago, long_ago))
    write(store, index_of(7))
    assert not list(store.directory.glob("tmp-*"))


def test_a_file_that_reads_back_otherwise_never_becomes_current(store, generation, monkeypatch):
    save = np.save

    def spoil(file, array, **kwargs):
        save(file, array, **kwargs)
        file.file.seek(-1, os.SEEK_END)
        file.file.write(b"\x7f")

    monkeypatch.setattr(matching.store.np, "save", spoil)
    with pytest.raises(IndexDamaged, match="not what was written"):
        write(store, index_of(9))

    assert store.current() == generation.name
    assert generations(store) == [generation.name]
    assert not list(store.directory.glob("tmp-*"))


def test_a_truncated_file_is_found_at_load(store, generation):
    path = generation / "weights_data.npy"
    path.write_bytes(path.read_bytes()[:-8])

    with pytest.raises(IndexDamaged, match=r"weights_data\.npy has \d+ bytes"):
        store.load(ANALYZER)
    with pytest.raises(IndexDamaged, match="weights_data"):
        store.check()


def test_a_changed_byte_is_found_by_check(store, generation):
    path = generation / "idf.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    assert store.load(ANALYZER) is not None  # sizes are right: a worker does not read it all
    with pytest.raises(IndexDamaged, match=r"idf\.npy is not what was written"):
        store.check()


@pytest.mark.parametrize("name", ["term_text.npy", "versions.npy", "manifest.json"])
def test_a_missing_file_is_found(store, generation, name):
    (generation / name).unlink()

    for read in (lambda: store.load(ANALYZER), store.check):
        with pytest.raises(IndexDamaged, match=f"{name} is missing"):
            read()


@pytest.mark.parametrize("version", [FORMAT - 1, FORMAT + 1])
def test_an_older_or_newer_format_is_refused_and_the_next_write_mends_it(
    store, generation, version
):
    edit_manifest(generation, format=version)

    for read in (lambda: store.load(ANALYZER), store.check, store.manifest):
        with pytest.raises(IndexDamaged, match=f"format {version}, this program reads {FORMAT}"):
            read()
    write(store, index_of(3))
    assert store.load(ANALYZER).keys_.size == 3


def test_a_generation_of_the_first_format_is_refused_by_its_number(store, generation):
    manifest = {"format": 1, "created": "", "source": "abc", "files": {"keys": {}}}
    (generation / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(IndexDamaged, match="format 1, this program reads 2"):
        store.load(ANALYZER)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 2, "files": {"keys": {}}}'])
def test_a_damaged_manifest_is_refused(store, generation, content):
    (generation / "manifest.json").write_text(content)

    with pytest.raises(IndexDamaged, match="manifest is damaged"):
        store.load(ANALYZER)


NOWHERE = "gen-20260314T150926535897Z-00000000"


@pytest.mark.parametrize("content", ["", "gen-1", "../../etc", "\x00", "tmp-1", NOWHERE])
def test_a_damaged_pointer_is_refused_and_the_next_write_mends_it(store, generation, content):
    (store.directory / "CURRENT").write_text(content)

    with pytest.raises(IndexDamaged, match=r"CURRENT|manifest\.json is missing"):
        store.load(ANALYZER)
    write(store, index_of(3))
    assert store.load(ANALYZER).keys_.size == 3


def test_pickled_objects_are_never_read(store, generation):
    exchange(generation, "term_text", np.array([{"a": 1}], dtype=object))

    with pytest.raises(IndexDamaged, match="no array"):
        store.load(ANALYZER)


@pytest.mark.parametrize("length", [-1, 10**6])
def test_a_length_that_does_not_fit_the_file_is_refused(store, generation, length):
    files = json.loads((generation / "manifest.json").read_text())["files"]
    files["idf"]["length"] = length
    edit_manifest(generation, files=files)

    with pytest.raises(IndexDamaged, match=f"no array of {length} float64"):
        store.load(ANALYZER)


def test_arrays_of_different_generations_are_refused(store, generation):
    other = store.directory / write(store, index_of(9))
    for name in ("keys", "idf"):
        exchange(other, name, np.load(generation / f"{name}.npy"))

    with pytest.raises(IndexDamaged):
        store.load(ANALYZER)


def test_a_reader_overtaken_by_two_writes_reads_the_pointer_once_more(store, monkeypatch):
    old, _, new = [write(store, index_of(n)) for n in (5, 6, 7)]
    answers = iter([old, new])
    monkeypatch.setattr(store, "current", lambda: next(answers))

    assert store.load(ANALYZER).keys_.size == 7

    answers = iter([old, old])
    with pytest.raises(IndexDamaged, match="missing"):
        store.load(ANALYZER)
    answers = iter([old, "gen-gone", new])
    with pytest.raises(IndexDamaged, match="missing"):
        store.load(ANALYZER)


def test_the_versions_of_the_listings_come_back_beside_the_keys(store):
    index = fitted(listing(7), listing(3), listing(5))
    store.write(index, versions={3: 1, 7: 4, 9: 2}, source=SOURCE, read_at=READ_AT)

    generation = store.generation(ANALYZER)

    assert generation.name == store.current()
    assert generation.read_at == READ_AT
    assert [generation.version_of(key) for key in (3, 5, 7)] == [1, 0, 4]
    assert generation.version_of(4) is generation.version_of(9) is None


@pytest.mark.parametrize("versions", [np.arange(4), np.arange(5.0)])
def test_versions_that_do_not_fit_the_keys_are_refused(store, generation, versions):
    exchange(generation, "versions", versions)

    with pytest.raises(IndexDamaged, match="does not fit the keys"):
        store.load(ANALYZER)


def test_writers_at_the_same_time_leave_a_whole_index(store):
    with ThreadPoolExecutor(4) as pool:
        names = list(pool.map(lambda n: write(store, index_of(n)), range(1, 9)))

    assert store.check() in names
    assert len(generations(store)) == 2
    assert store.load(ANALYZER).keys_.size in range(1, 9)
