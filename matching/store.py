"""The match index on disk: one directory a generation, one `.npy` file an array.

    CURRENT                                   the name of the generation in use
    gen-20260314T150926535897Z-1f2e3d4c/
        manifest.json                         see Manifest
        keys.npy, terms.npy, …                see MatchIndex.ARRAYS
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, TypeVar

import numpy as np

from matching.engine import Analyzer, MatchIndex

FORMAT = 1
LEFTOVER_SECONDS = 3600  # no build takes an hour: what is older was left by a killed one

T = TypeVar("T")

_GENERATION = re.compile(r"gen-\d{8}T\d{12}Z-[0-9a-f]{8}")


class IndexDamaged(Exception):
    """What is on disk is not a whole index; the message says why."""


class FileRecord(TypedDict):
    size: int  # bytes
    sha256: str


class Manifest(TypedDict):
    format: int
    created: str  # ISO 8601, UTC
    source: str  # the caller's fingerprint of what the index was made from
    n_listings: int
    n_terms: int
    files: dict[str, FileRecord]  # by array


class IndexStore:
    """Generations of a match index in one directory.

    Parameters
    ----------
    directory : Path
        Made at the first write.
    """

    def __init__(self, directory: Path):
        self.directory = Path(directory)

    def write(self, index: MatchIndex, *, source: str) -> str:
        """Write a new generation, make it the current one and return its name.

        A process killed at any instant leaves the old generation current and whole. The one that
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
            manifest = _write_files(building, index, source)
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

    def load(self, analyzer: Analyzer) -> MatchIndex | None:
        """Return the current index over read-only maps, None if nothing has been written yet.

        Checks the manifest and the sizes of the files, not their hashes: see `check`.

        Raises
        ------
        IndexDamaged
            If the generation is not whole, or of another format.
        """
        return self._read(lambda path: _load(path, analyzer))

    def manifest(self) -> Manifest | None:
        """Return the manifest of the current generation; errors as for `load`."""
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


def _write_files(building: Path, index: MatchIndex, source: str) -> Manifest:
    files: dict[str, FileRecord] = {}
    for name, array in index.to_arrays().items():
        with open(building / f"{name}.npy", "xb") as raw:
            file = _HashingFile(raw)
            np.save(file, array, allow_pickle=False)
            raw.flush()
            os.fsync(raw.fileno())
        files[name] = {"size": file.size, "sha256": file.hash.hexdigest()}
    manifest: Manifest = {
        "format": FORMAT,
        "created": datetime.now(UTC).isoformat(),
        "source": source,
        "n_listings": len(index.keys_),
        "n_terms": len(index.terms_),
        "files": files,
    }
    _write_synced(building / "manifest.json", json.dumps(manifest, indent=1).encode())
    _sync_directory(building)
    return manifest


def _content_hash(manifest: Manifest) -> str:
    hashes = json.dumps(manifest["files"], sort_keys=True)
    return hashlib.sha256(hashes.encode()).hexdigest()[:8]


def _read_manifest(path: Path) -> Manifest:
    try:
        manifest = json.loads((path / "manifest.json").read_bytes())
        version, files = manifest["format"], manifest["files"]
        if version == FORMAT:
            for name in MatchIndex.ARRAYS:
                int(files[name]["size"]), str(files[name]["sha256"])
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"{path.name}: the manifest is damaged ({error!r})") from error
    if version != FORMAT:
        raise IndexDamaged(f"{path.name}: format {version!r}, this program reads {FORMAT}")
    return manifest


def _load(path: Path, analyzer: Analyzer) -> MatchIndex:
    manifest = _read_manifest(path)
    arrays = {}
    for name in MatchIndex.ARRAYS:
        file = path / f"{name}.npy"
        size, expected = file.stat().st_size, manifest["files"][name]["size"]
        if size != expected:
            raise IndexDamaged(f"{path.name}: {file.name} has {size} bytes, not {expected}")
        try:
            arrays[name] = np.load(file, mmap_mode="r", allow_pickle=False)
        except ValueError as error:
            raise IndexDamaged(f"{path.name}: {file.name} is no array ({error})") from error
    try:
        return MatchIndex.from_arrays(analyzer, arrays)
    except ValueError as error:
        raise IndexDamaged(f"{path.name}: {error}") from error


def _check(path: Path) -> str:
    _check_hashes(path, _read_manifest(path))
    return path.name


def _check_hashes(path: Path, manifest: Manifest) -> None:
    for name in MatchIndex.ARRAYS:
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
