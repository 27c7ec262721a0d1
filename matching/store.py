"""The match index on disk: one directory a generation, one `.npy` file an array.

    CURRENT                                   the name of the generation in use
    gen-20260314T150926535897Z-1f2e3d4c/
        manifest.json                         see Manifest
        keys.npy, weights_data.npy, …         see MatchIndex.ARRAYS
        versions.npy                          see Generation
    lock                                      held while a generation is published
    tmp-…                                     being written, or left by a killed process

Readers map the arrays, so that all processes share one copy; maps stay valid when their files are
deleted. A generation's files never change after its name is in CURRENT.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, TypeVar

import numpy as np

from matching.engine import Analyzer, MatchIndex

FORMAT = 2
LEFTOVER_SECONDS = 3600  # no build takes an hour: what is older was left by a killed one
ARRAYS = (*MatchIndex.ARRAYS, "versions")

T = TypeVar("T")

_GENERATION = re.compile(r"gen-\d{8}T\d{12}Z-[0-9a-f]{8}")


class IndexDamaged(Exception):
    """What is on disk is not a whole index; the message says why."""


class FileRecord(TypedDict):
    size: int  # bytes
    sha256: str
    dtype: str
    length: int  # of the array, which has one dimension


class Manifest(TypedDict):
    format: int
    created: str  # ISO 8601, UTC
    read_at: str  # the same, when the first listing was about to be read
    source: dict[str, str]  # the caller's fingerprints of what the index was made from
    n_listings: int
    n_terms: int
    files: dict[str, FileRecord]  # by array


@dataclass(frozen=True, eq=False)
class Generation:
    """What one directory holds.

    versions : ndarray of shape (n_listings,), dtype int64
        Beside `index.keys_`: which version of each listing was read, or an older one.
    """

    name: str
    manifest: Manifest
    index: MatchIndex
    versions: np.ndarray

    @property
    def read_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["read_at"])

    def version_of(self, key: int) -> int | None:
        """Return the version of a listing, None if the index does not hold it."""
        row = int(np.searchsorted(self.index.keys_, key))
        if row == self.index.keys_.size or self.index.keys_[row] != key:
            return None
        return int(self.versions[row])


class IndexStore:
    """Generations of a match index in one directory.

    Parameters
    ----------
    directory : Path
        Made at the first write.
    """

    def __init__(self, directory: Path):
        self.directory = Path(directory)

    def write(
        self,
        index: MatchIndex,
        *,
        versions: Mapping[int, int],
        source: Mapping[str, str],
        read_at: datetime,
    ) -> str:
        """Write a new generation, make it the current one and return its name.

        `versions` are those of the listings, by key, as they were before their text was read; one
        that is not among them has version 0. A process killed at any instant leaves the old generation current and whole. The one that
        was current before is kept for readers that have just read the pointer; others are deleted.

        Raises
        ------
        IndexDamaged
            If a file does not read back as it was written; the pointer has not moved then.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        self._remove_leftovers()
        building = self.directory / f"tmp-{secrets.token_hex(8)}"
        building.mkdir()
        try:
            known = [versions.get(key, 0) for key in index.keys_.tolist()]
            arrays = index.to_arrays() | {"versions": np.array(known, dtype=np.int64)}
            manifest: Manifest = {
                "format": FORMAT,
                "created": datetime.now(UTC).isoformat(),
                "read_at": read_at.isoformat(),
                "source": dict(source),
                "n_listings": index.keys_.size,
                "n_terms": index.idf_.size,
                "files": _write_arrays(building, arrays),
            }
            _write_synced(building / "manifest.json", json.dumps(manifest, indent=1).encode())
            _sync_directory(building)
            _check_hashes(building, manifest)
            return self._publish(building, manifest)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise

    def current(self) -> str | None:
        """Return the name of the generation in use, None if nothing has been written yet.

        Raises
        ------
        IndexDamaged
            If the pointer holds no generation's name.
        """
        try:
            name = (self.directory / "CURRENT").read_text("utf-8", "replace").strip()
        except FileNotFoundError:
            return None
        if not _GENERATION.fullmatch(name):
            raise IndexDamaged(f"CURRENT does not name a generation: {name[:80]!r}")
        return name

    def generation(self, analyzer: Analyzer) -> Generation | None:
        """Return the current generation over read-only maps, None if nothing has been written yet.

        Checks the manifest and the sizes of the files, not their hashes: see `check`.

        Raises
        ------
        IndexDamaged
            If the generation is not whole, or of another format.
        """
        return self._read(lambda path: _load(path, analyzer))

    def load(self, analyzer: Analyzer) -> MatchIndex | None:
        """Return the index of the current generation; else as `generation`."""
        found = self.generation(analyzer)
        return None if found is None else found.index

    def manifest(self) -> Manifest | None:
        """Return the manifest of the current generation, None if nothing has been written yet.

        Raises
        ------
        IndexDamaged
            If the manifest is, or a file is missing or has another size.
        """
        return self._read(_read_manifest)

    def check(self) -> str | None:
        """Read every file of the current generation and return its name; None if there is none.

        Raises
        ------
        IndexDamaged
            If a file is missing or its SHA-256 is not that of the manifest.
        """
        return self._read(_check)

    def _read(self, read: Callable[[Path], T]) -> T | None:
        """Apply `read` to the current generation's directory, if there is one.

        Two writes in quick succession delete a generation between reading its name and opening its
        files: then the pointer is read again, once.
        """
        name = self.current()
        if name is None:
            return None
        try:
            return read(self.directory / name)
        except FileNotFoundError as gone:
            newer = self.current()
            if newer in (name, None):
                raise IndexDamaged(f"{name}: {Path(gone.filename).name} is missing") from gone
        try:
            return read(self.directory / newer)
        except FileNotFoundError as gone:
            raise IndexDamaged(f"{newer}: {Path(gone.filename).name} is missing") from gone

    def _publish(self, building: Path, manifest: Manifest) -> str:
        with self._lock():
            previous = self._previous()
            # Named under the lock, so that names sort in the order of publication.
            name = f"gen-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{_content_hash(manifest)}"
            building.rename(self.directory / name)
            _sync_directory(self.directory)
            pointer = self.directory / f"tmp-CURRENT-{secrets.token_hex(8)}"
            _write_synced(pointer, name.encode())
            os.replace(pointer, self.directory / "CURRENT")
            _sync_directory(self.directory)
            for path in self.directory.glob("gen-*"):
                if path.name not in (name, previous):
                    shutil.rmtree(path, ignore_errors=True)
        return name

    def _previous(self) -> str | None:
        try:
            return self.current()
        except IndexDamaged:
            return None  # a new generation mends a damaged pointer

    @contextmanager
    def _lock(self) -> Iterator[None]:
        # The kernel lets go of it when the holder dies.
        with open(self.directory / "lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _remove_leftovers(self) -> None:
        for path in self.directory.glob("tmp-*"):
            try:
                is_old = time.time() - path.stat().st_mtime > LEFTOVER_SECONDS
            except FileNotFoundError:
                continue  # its writer has just published or removed it
            if is_old and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif is_old:
                path.unlink(missing_ok=True)


class _HashingFile:
    """A file that hashes what is written to it, before the disk can spoil it."""

    def __init__(self, file):
        self.file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, data) -> int:
        self.hash.update(data)
        self.size += memoryview(data).nbytes
        return self.file.write(data)


def _write_arrays(building: Path, arrays: Mapping[str, np.ndarray]) -> dict[str, FileRecord]:
    files: dict[str, FileRecord] = {}
    for name, array in arrays.items():
        with open(building / f"{name}.npy", "xb") as raw:
            file = _HashingFile(raw)
            np.save(file, array, allow_pickle=False)
            raw.flush()
            os.fsync(raw.fileno())
        files[name] = {
            "size": file.size,
            "sha256": file.hash.hexdigest(),
            "dtype": array.dtype.str,
            "length": array.size,
        }
    return files


def _content_hash(manifest: Manifest) -> str:
    hashes = json.dumps(manifest["files"], sort_keys=True)
    return hashlib.sha256(hashes.encode()).hexdigest()[:8]


def _read_manifest(path: Path) -> Manifest:
    try:
        manifest = json.loads((path / "manifest.json").read_bytes())
        version, files = manifest["format"], manifest["files"]
        if version == FORMAT:
            datetime.fromisoformat(manifest["read_at"]), dict(manifest["source"])
            for name in ARRAYS:
                int(files[name]["size"]), str(files[name]["sha256"])
                int(files[name]["length"]), np.dtype(files[name]["dtype"])
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"{path.name}: the manifest is damaged ({error!r})") from error
    if version != FORMAT:
        raise IndexDamaged(f"{path.name}: format {version!r}, this program reads {FORMAT}")
    for name in ARRAYS:
        size, expected = (path / f"{name}.npy").stat().st_size, files[name]["size"]
        if size != expected:
            raise IndexDamaged(f"{path.name}: {name}.npy has {size} bytes, not {expected}")
    return manifest


def _load(path: Path, analyzer: Analyzer) -> Generation:
    manifest = _read_manifest(path)
    arrays = {name: _map(path / f"{name}.npy", manifest["files"][name]) for name in ARRAYS}
    try:
        index = MatchIndex.from_arrays(analyzer, arrays)
    except ValueError as error:
        raise IndexDamaged(f"{path.name}: {error}") from error
    versions = arrays["versions"]
    if (versions.shape, versions.dtype.kind) != (index.keys_.shape, "i"):
        raise IndexDamaged(f"{path.name}: versions.npy does not fit the keys")
    return Generation(path.name, manifest, index, versions)


def _map(file: Path, record: FileRecord) -> np.ndarray:
    """Map an array as the manifest describes it; the data are the end of the file.

    `np.load` reads and parses every file's own header: two thirds of the time of a swap.
    """
    dtype, length = np.dtype(record["dtype"]), record["length"]
    offset = record["size"] - length * dtype.itemsize
    if dtype.hasobject or length < 0 or offset < 0:
        raise IndexDamaged(f"{file.parent.name}: {file.name} is no array of {length} {dtype}")
    # A Path would be resolved first, link by link.
    return np.memmap(str(file), dtype, mode="r", offset=offset, shape=(length,))


def _check(path: Path) -> str:
    _check_hashes(path, _read_manifest(path))
    return path.name


def _check_hashes(path: Path, manifest: Manifest) -> None:
    for name in ARRAYS:
        with open(path / f"{name}.npy", "rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != manifest["files"][name]["sha256"]:
            raise IndexDamaged(f"{path.name}: {name}.npy is not what was written")


def _write_synced(path: Path, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(path: Path) -> None:
    """Make names durable: a file's own fsync does not cover its name."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
