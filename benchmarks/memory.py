"""Memory and start of four processes that serve one index: read-only maps, shared by all of them.

Resident memory counts a shared page once for each process, so it would show four indexes where there is one.
The proportional set size (PSS) of the kernel divides it among them.
"""

import multiprocessing
import os
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from benchmarks.corpus import Corpus, profile_query
from matching.engine import Analyzer, Query, explain
from matching.live import GenerationReader
from matching.store import IndexStore

PROCESSES = 4
PROFILES = 100
SWAPS = 10
EXPLAINED = 20  # of each ranking: a page
ALLOWED_EACH = 250 * 2**20  # bytes of PSS a process beside the index


def run(n: int = 100_000, seed: int = 1) -> dict:
    """Index `n` listings, serve them from four new processes with the whole site imported, and swap.

    Returns
    -------
    figures : dict
        Bytes in `*_bytes`, wall milliseconds in `*_ms`: medians over the processes for `load_ms` and
        `swap_ms` (from the new pointer to the new index, the old one let go), over all rankings for
        `rank_ms`. `pss_bytes` are the sum over the processes while all serve, `base_pss_bytes` the same
        before they load the index.

    Raises
    ------
    AssertionError
        If the processes need more together than the index and 250 MB each.
    """
    corpus = Corpus(n, seed)
    index = corpus.index()
    queries = [profile_query(corpus.profile(number), index) for number in range(PROFILES)]
    versions = dict.fromkeys(index.keys_.tolist(), 1)
    with tempfile.TemporaryDirectory() as directory:
        store = IndexStore(Path(directory))

        def write() -> None:
            store.write(index, versions=versions, source={}, read_at=datetime.now(UTC))

        started = time.perf_counter()
        write()
        write_ms = _ms(started)
        index_bytes = sum(file["size"] for file in store.manifest()["files"].values())
        processes = [_Process(store.directory, queries) for _ in range(PROCESSES)]
        try:
            base = _summed_pss(processes)
            loads = [process.ask("load") for process in processes]
            ranks = [ms for process in processes for ms in process.ask("rank")]
            served = _summed_pss(processes)
            swaps = []
            for _ in range(SWAPS):
                write()
                swaps += [process.ask("load") for process in processes]
        finally:
            for process in processes:
                process.end()
    figures = {
        "listings": n,
        "terms": index.idf_.size,
        "index_bytes": index_bytes,
        "bytes_a_listing": index_bytes / n,
        "processes": PROCESSES,
        "base_pss_bytes": base,
        "pss_bytes": served,
        "allowed_pss_bytes": index_bytes + PROCESSES * ALLOWED_EACH,
        "write_ms": write_ms,
        "load_ms": median(loads),
        "swap_ms": median(swaps),
        "rank_ms": median(ranks),
    }
    assert served <= figures["allowed_pss_bytes"], figures
    return figures


class _Process:
    """A new process, not a fork of this one: what this one holds would be shared with it, too."""

    def __init__(self, directory: Path, queries: list[Query]):
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(directory, queries, there))
        self._process.start()
        there.close()
        self._here.recv()

    def ask(self, what: str):
        self._here.send(what)
        return self._here.recv()

    def pss(self) -> int:
        lines = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text().splitlines()
        [kilobytes] = [line.split()[1] for line in lines if line.startswith("Pss:")]
        return int(kilobytes) * 1024

    def end(self) -> None:
        self._here.close()
        self._process.join()


def _summed_pss(processes: list[_Process]) -> int:
    return sum(process.pss() for process in processes)


def _serve(directory: Path, queries: list[Query], parent: Connection) -> None:
    _import_the_site()
    reader = GenerationReader(IndexStore(directory), lambda: Analyzer(lambda text: []))
    answers = {"load": lambda: _load(reader), "rank": lambda: _rank(reader, queries)}
    parent.send("ready")
    while True:
        try:
            what = parent.recv()
        except EOFError:
            return
        parent.send(answers[what]())


def _import_the_site() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings.dev")
    import django
    from django.urls import get_resolver

    django.setup()
    get_resolver().url_patterns  # noqa: B018 -- imports all views


def _load(reader: GenerationReader) -> float:
    started = time.perf_counter()
    reader.current()
    return _ms(started)


def _rank(reader: GenerationReader, queries: list[Query]) -> list[float]:
    index, taken = reader.current().index, []
    for query in queries:
        started = time.perf_counter()
        ranking = index.rank(query, top_k=EXPLAINED)
        taken.append(_ms(started))
        for key in ranking.keys.tolist():
            explain(index, query, key)
    return taken


def _ms(started: float) -> float:
    return 1000 * (time.perf_counter() - started)
