"""The side of the site: start the child, wait a bounded time, take a bounded answer, believe nothing else."""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .outcomes import OUTCOMES, READ, TEXT_LENGTH, UNREADABLE

WALL_SECONDS = 10
EXIT_SECONDS = 0.5
ANSWER_BYTES = 1_000_000  # 60,000 characters of JSON have at most half of it
ROOT = Path(__file__).resolve().parents[2]


class Stalled(Exception):
    """The child had no chance: time ran out before it had used its share of the processor. Try again later."""


@dataclass(frozen=True)
class Usage:
    cpu_seconds: float
    peak_bytes: int
    signal: int  # that ended it, 0 for none


@dataclass(frozen=True)
class Extraction:
    """`reading` is one of Resume.Reading's values but "waiting"; `text` is empty unless it is "read"."""

    reading: str
    text: str = ""
    usage: Usage | None = None


def extract(source, kind: str) -> Extraction:
    """Text of a file, given as a path or as an open binary file, of one of Resume.Kind's values.

    Takes at most WALL_SECONDS; a résumé takes a quarter of a second. Raises Stalled, OSError if the
    file or the child cannot be opened.
    """
    with _opened(source) as file:
        child = subprocess.Popen(
            [*_python(), "-m", "profiles.extraction.child", str(kind)],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8"},  # no key, no password, no address of the database
            start_new_session=True,
        )
    in_time = False
    try:
        answer, in_time = _read(child.stdout)
    finally:
        usage = _end(child, is_done=in_time)
    if not in_time and usage.cpu_seconds < 1:
        raise Stalled
    if usage.signal or child.returncode:
        return Extraction(UNREADABLE, usage=usage)
    return Extraction(*_believed(answer), usage=usage)


def _python() -> list[str]:
    """The same interpreter, deaf to the environment and to the user's own packages."""
    return [sys.executable, "-E", "-s", *(["-B"] if sys.dont_write_bytecode else [])]


@contextmanager
def _opened(source):
    """A file at its start that another process can read."""
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            yield file
        return
    source.seek(0)
    try:
        os.lseek(source.fileno(), 0, os.SEEK_SET)
    except OSError:  # it lies in memory
        with tempfile.TemporaryFile() as file:
            shutil.copyfileobj(source, file)
            file.seek(0)
            yield file
    else:
        yield source


def _read(pipe) -> tuple[bytes, bool]:
    """What the child says until it closes its end, or until time or room is used up; and whether it closed."""
    answer, deadline = bytearray(), time.monotonic() + WALL_SECONDS
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            if not selector.select(left):
                break
            piece = os.read(pipe.fileno(), 65_536)
            if not piece:
                return bytes(answer), True
            answer += piece
            if len(answer) > ANSWER_BYTES:
                return b"", True
    return b"", False


def _end(child: subprocess.Popen, *, is_done: bool) -> Usage:
    """Kill what is left of the child's group, and say what it used."""
    child.stdout.close()
    # One that has closed its end is about to exit by itself. It is not reaped before its group is
    # killed: until then nobody else can get the group's number.
    deadline = time.monotonic() + (EXIT_SECONDS if is_done else 0)
    look = os.WEXITED | os.WNOHANG | os.WNOWAIT
    while os.waitid(os.P_PID, child.pid, look) is None and time.monotonic() < deadline:
        time.sleep(0.002)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Usage(
        cpu_seconds=used.ru_utime + used.ru_stime,
        peak_bytes=used.ru_maxrss * 1024,
        signal=max(0, -child.returncode),
    )


def _believed(answer: bytes) -> tuple[str, str]:
    """The answer if it has the shape of one. A file that took the child over can at most give text."""
    try:
        told = json.loads(answer)
        reading, text = told["reading"], told["text"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return UNREADABLE, ""
    if not isinstance(reading, str) or not isinstance(text, str):
        return UNREADABLE, ""
    if reading not in OUTCOMES or len(text) > TEXT_LENGTH:
        return UNREADABLE, ""
    if "\0" in text or not _is_whole(text):
        return UNREADABLE, ""
    return reading, text if reading == READ else ""


def _is_whole(text: str) -> bool:
    """Without half characters, which no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
