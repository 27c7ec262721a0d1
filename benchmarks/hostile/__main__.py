"""`python -m benchmarks.hostile`: what the child process uses for each hostile file, as a table or as JSON."""

import argparse
import json
import multiprocessing
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from profiles.extraction import extract, running
from profiles.extraction.child import DOCX, PDF, TEXT

KINDS = {"pdf": PDF, "docx": DOCX, "txt": TEXT}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folder", help="where to put the files, and leave them")
    options = parser.parse_args()
    running.WALL_SECONDS = 120  # the figures are those of the processor, however busy it is
    with nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory() as folder:
        # By a process of its own: what a child inherits counts into its own peak.
        builder = multiprocessing.get_context("fork").Process(target=build, args=(folder,))
        builder.start()
        builder.join()
        rows = [measure(path) for path in sorted(Path(folder).iterdir())]
    print(json.dumps(rows) if options.json else table(rows))  # noqa: T201


def build(folder: str) -> None:
    """All hostile files, each under its name."""
    from benchmarks.hostile.pdfs import PDFS
    from benchmarks.hostile.word import DOCXS

    made = {f"{name}.pdf": entry[0] for name, entry in PDFS.items()}
    made |= {f"{name}.docx": entry[0] for name, entry in DOCXS.items()}
    made["5 MB without a line end.txt"] = lambda: b"a " * 2_500_000
    made["5 MB of blanks.txt"] = lambda: b"Dana" + b" " * 5_000_000 + b"x"
    for name, content in made.items():
        Path(folder, name).write_bytes(content())


def measure(path: Path) -> dict:
    started = time.monotonic()
    found = extract(path, KINDS[path.suffix[1:]])
    return {
        "name": path.name,
        "bytes": path.stat().st_size,
        "reading": found.reading,
        "letters": len(found.text),
        "cpu_seconds": round(found.usage.cpu_seconds, 2),
        "wall_seconds": round(time.monotonic() - started, 2),
        "peak_mb": found.usage.peak_bytes // 2**20,
        "signal": found.usage.signal,
    }


def table(rows: list[dict]) -> str:
    lines = [
        f"{'File':44} {'KB':>6} {'Reading':10} {'CPU s':>6} {'Wall s':>6} {'Peak MB':>7} Signal"
    ]
    lines += [
        f"{row['name']:44} {row['bytes'] // 1024:6} {row['reading']:10} {row['cpu_seconds']:6.2f}"
        f" {row['wall_seconds']:6.2f} {row['peak_mb']:7} {row['signal'] or ''}"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
