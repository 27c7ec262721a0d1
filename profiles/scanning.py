"""A virus scanner for uploaded files. Whatever is not a plain "clean" from it leaves a file locked up."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_SECONDS = 3
ANSWER_SECONDS = 30  # between two words of the scanner
PIECE = 64 * 1024
ANSWER_BYTES = 4096


class ScannerFailed(Exception):
    """No verdict: the scanner is down, slow, or says what we do not understand."""


class Scanner(Protocol):
    def is_clean(self, file) -> bool:
        """Whether nothing harmful was found in the open binary file. Raises ScannerFailed."""


def configured_scanner() -> Scanner | None:
    """That of RESUME_SCANNER, or None if the site has none."""
    return scanner_at(settings.RESUME_SCANNER) if settings.RESUME_SCANNER else None


def scanner_at(address: str) -> Scanner:
    """`clamd://host:port` or `clamd:///path/of/the/socket`. Raises ValueError for anything else."""
    parts = urlsplit(address)
    if parts.scheme == "clamd" and parts.hostname and parts.port and parts.path in {"", "/"}:
        return Clamd((parts.hostname, parts.port))
    if parts.scheme == "clamd" and not parts.netloc and len(parts.path) > 1:
        return Clamd(parts.path)
    raise ValueError(f"{address!r}: use clamd://host:port or clamd:///path/of/the/socket")


@dataclass(frozen=True)
class Clamd:
    """ClamAV's daemon: the bytes go over the wire, so that it needs no access to our files."""

    address: tuple[str, int] | str

    def is_clean(self, file) -> bool:
        file.seek(0)
        try:
            with self.connection() as wire:
                answer = ask(wire, file)
        except OSError as error:
            raise ScannerFailed(f"{type(error).__name__}: {error}") from error
        if answer == "stream: OK":
            return True
        if re.fullmatch(r"stream: \S.* FOUND", answer):
            return False
        raise ScannerFailed(f"It said {answer[:100]!r}")

    @contextmanager
    def connection(self) -> Iterator[socket.socket]:
        if isinstance(self.address, str):
            with socket.socket(socket.AF_UNIX) as wire:
                wire.settimeout(CONNECT_SECONDS)
                wire.connect(self.address)
                yield wire
        else:
            with socket.create_connection(self.address, timeout=CONNECT_SECONDS) as wire:
                yield wire


def ask(wire: socket.socket, file) -> str:
    """clamd's INSTREAM: pieces with their lengths before them, an empty one at the end. Raises OSError."""
    wire.settimeout(ANSWER_SECONDS)
    wire.sendall(b"zINSTREAM\0")
    while piece := file.read(PIECE):
        wire.sendall(len(piece).to_bytes(4, "big") + piece)
    wire.sendall(bytes(4))
    answer = b""
    while b"\0" not in answer and len(answer) < ANSWER_BYTES:
        piece = wire.recv(ANSWER_BYTES)
        if not piece:
            break
        answer += piece
    # Only what the scanner ended itself counts: a cut wire may have cut "FOUND" off.
    said, ended, _rest = answer.partition(b"\0")
    if not ended:
        raise ConnectionError("The answer was cut off")
    return said.decode("ascii", "replace")
