"""`python -m benchmarks`: measure the matcher and the job list, write the figures as JSON and show them as tables."""

import argparse
import importlib
import json
import os
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from benchmarks import pages, ranking, real, report
from benchmarks.clock import load_average, machine

WRITTEN_TO = Path(__file__).resolve().parent.parent / "var" / "benchmarks"
LARGE, LARGE_NEEDS = 500_000, 12 * 2**30
PARTS = ("ranking", "people", "memory", "size", "real", "pages")
PAGES_AT = 10_000  # listings; the job list is measured here, and at the number asked for


def main() -> None:
    options = _options()
    if options.n >= LARGE and _free_memory() < LARGE_NEEDS:
        sys.exit(f"{options.n:,} listings need 12 GB of free memory.")
    result = {"n": options.n, "seed": options.seed, **machine()}
    if "ranking" in options.parts:
        result["ranking"] = ranking.run(options.n, options.seed)
    for name, arguments in (("people", (options.n, options.seed)), ("memory", (options.n,))):
        if name in options.parts and find_spec(f"benchmarks.{name}"):
            result[name] = importlib.import_module(f"benchmarks.{name}").run(*arguments)
    if "size" in options.parts and options.postings:
        result["size"] = real.sizes(options.postings)
    if "real" in options.parts and options.postings and options.resumes:
        result["real"] = real.ranking(options.n, options.postings, options.resumes)
    if "pages" in options.parts:
        sizes = sorted({min(PAGES_AT, options.n), options.n})
        result["pages"] = [pages.run(n, options.seed, options.database) for n in sizes]
    result["load_average_after"] = load_average()
    sys.stdout.write(f"{report.tables(result)}\n\nWritten to {_write(result)}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--n", type=int, default=100_000, help="listings (100,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postings", type=Path, help="real postings, JSON lines: title, body")
    parser.add_argument("--resumes", type=Path, help="real résumés, JSON lines: text")
    parser.add_argument("--database", help="address of an empty database for the job list (SQLite)")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


def _free_memory() -> int:
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _write(result: dict) -> Path:
    WRITTEN_TO.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    path = WRITTEN_TO / f"{at}-n{result['n']}-seed{result['seed']}.json"
    path.write_text(json.dumps(result, indent=2, default=float) + "\n", "utf-8")
    return path


if __name__ == "__main__":
    main()
