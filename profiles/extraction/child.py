"""`python -m profiles.extraction.child KIND <file`: its text, as JSON on standard output.

Imports nothing of the site, and of the libraries only what the kind needs.
"""

import json
import logging
import sys

from .limits import limit_this_process
from .outcomes import LOCKED, NO_TEXT, READ, UNREADABLE, Locked
from .tidying import tidy

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
# A scanned page often carries the name of the scanning app and a page number as its only text.
LEAST_LETTERS = {PDF: 25, DOCX: 1, TEXT: 1}
FILE_BYTES = 20 * 1024 * 1024  # four times what an upload may have


def main(kind: str) -> None:
    logging.disable(logging.CRITICAL)
    file = sys.stdin.buffer
    read = reader_of(kind, file)
    limit_this_process()
    reading, text = attempt(read, file, LEAST_LETTERS[kind])
    answer = json.dumps({"reading": reading, "text": text}, ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode())


def reader_of(kind: str, file):
    """The function that reads such a file, imported."""
    if kind == PDF:
        leave_out(["PIL", "fontTools", "Crypto"])
        # Ciphers are a third of the start; the word stands in clear wherever they are needed.
        if b"/Encrypt" not in file.read(FILE_BYTES):
            leave_out(["cryptography"])
        file.seek(0)
        from .from_pdf import read_pdf as read
    elif kind == DOCX:
        from .from_docx import read_docx as read
    elif kind == TEXT:
        from .from_text import read_text as read
    else:
        raise SystemExit(f"{kind}: no such kind")
    return read


def leave_out(packages: list[str]) -> None:
    """Let an import of these fail: a library then does without its optional parts."""
    for name in packages:
        sys.modules[name] = None


def attempt(read, file, least_letters: int) -> tuple[str, str]:
    try:
        text = tidy(read(file))
    except Locked:
        return LOCKED, ""
    except Exception:  # whatever a damaged file does to a parser; MemoryError is one of them
        return UNREADABLE, ""
    letters = sum(mark.isalpha() for mark in text)
    return (READ, text) if letters >= least_letters else (NO_TEXT, "")


if __name__ == "__main__":
    main(sys.argv[1])
