"""Good files with bytes changed, cut and moved; each read in a process of its own, forked from a warm one.

`python -m benchmarks.hostile.mutants --n 10000` takes some minutes.
"""

import argparse
import io
import json
import logging
import os
import random
import resource
from collections import Counter
from collections.abc import Iterator

from benchmarks.hostile import pdfs, word
from profiles.extraction.child import DOCX, LEAST_LETTERS, PDF, attempt, leave_out
from profiles.extraction.limits import limit_this_process
from profiles.extraction.outcomes import OUTCOMES

SEED = 20
CODES = sorted(OUTCOMES)  # the exit code of a process says which it was


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=400)
    options = parser.parse_args()
    print(json.dumps(run(options.n)))  # noqa: T201


def run(n: int) -> dict:
    """How n mutants ended, and the most that one of them used."""
    leave_out(["PIL", "fontTools", "Crypto"])
    from profiles.extraction.from_docx import read_docx
    from profiles.extraction.from_pdf import read_pdf

    logging.disable(logging.CRITICAL)
    readers = {PDF: read_pdf, DOCX: read_docx}
    outcomes, most_cpu, most_memory = Counter(), 0.0, 0
    for kind, content in mutants(n):
        ending, used = read_in_fork(readers[kind], content, kind)
        outcomes[ending] += 1
        most_cpu = max(most_cpu, used.ru_utime + used.ru_stime)
        most_memory = max(most_memory, used.ru_maxrss // 1024)
    return {
        "n": n,
        "outcomes": dict(outcomes),
        "most_cpu_seconds": round(most_cpu, 2),
        "most_peak_mb": most_memory,
    }


def mutants(n: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(SEED)
    originals = [
        (PDF, pdfs.plain()),
        (PDF, pdfs.one_page(pdfs.flate(pdfs.text_of(pdfs.LINES * 20)))),
        (PDF, pdfs.encrypted("", "RC4-128")),
        (DOCX, word.docx()),
        (DOCX, word.docx({word.BODY: word.document(word.paragraph("Zendesk") * 50)}, how=0)),
    ]
    for number in range(n):
        kind, content = originals[number % len(originals)]
        yield kind, mutate(content, chance)


def mutate(content: bytes, chance: random.Random) -> bytes:
    out = bytearray(content)
    for _change in range(chance.choice([1, 1, 2, 4, 16])):
        at, length = chance.randrange(len(out)), chance.choice([1, 2, 8, 64])
        match chance.randrange(6):
            case 0:
                out[at] ^= 1 << chance.randrange(8)
            case 1:
                out[at] = chance.randrange(256)
            case 2:
                del out[at : at + length]
            case 3:
                out[at:at] = out[chance.randrange(len(out)) :][:length]
            case 4:
                out[at : at + 1] = chance.choice(
                    [b"9" * 10, b"-1", b"\0", b"<<", b"[", b"0 R", b"<w:p>"]
                )
            case 5 if len(out) > 64 and chance.random() < 0.2:
                del out[max(64, at) :]
    return bytes(out)


def read_in_fork(read, content: bytes, kind: str) -> tuple[str, resource.struct_rusage]:
    pid = os.fork()
    if not pid:
        code = 99
        try:
            limit_this_process()
            reading, _text = attempt(read, io.BytesIO(content), LEAST_LETTERS[kind])
            code = CODES.index(reading)
        finally:
            os._exit(code)
    _pid, status, used = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return (CODES[code] if 0 <= code < len(CODES) else f"ended with {code}"), used


if __name__ == "__main__":
    main()
