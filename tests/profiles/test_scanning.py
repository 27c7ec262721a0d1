"""The scanner: what it says, and all the ways in which it may say nothing."""

import io
import runpy
import socket
import socketserver
import tempfile
import threading
from pathlib import Path
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured

from profiles import scanning
from profiles.extraction.running import ROOT
from profiles.scanning import Clamd, ScannerFailed, scanner_at

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.ThreadingTCPServer):
    """Speaks clamd's INSTREAM. `answer` replaces its verdict; None closes without a word."""

    daemon_threads = True
    answer = "verdict"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received = []
        self.hold = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"clamd://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *_error):
        self.hold.set()
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        self.server.received.append(content)
        answer = self.server.answer
        if answer == "hold":
            self.server.hold.wait(10)
        elif answer == "verdict":
            found = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"OK"
            self.wfile.write(b"stream: " + found + b"\0")
        elif answer is not None:
            self.wfile.write(answer)


@pytest.fixture
def daemon():
    with Daemon() as daemon:
        yield daemon


def test_all_bytes_go_to_the_scanner_and_its_verdict_is_taken(daemon):
    scanner = scanner_at(daemon.url)
    long = bytes(range(256)) * 1_000

    assert scanner.is_clean(io.BytesIO(long)) is True
    assert scanner.is_clean(io.BytesIO(b"")) is True
    assert scanner.is_clean(io.BytesIO(long + EICAR)) is False
    assert daemon.received == [long, b"", long + EICAR]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK",  # cut off: FOUND may have followed
        b"stream: OK FOUN\0",
        b"stream: okay\0",
        b"stream: OK\n\0",
        b"stream:  FOUND\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"HTTP/1.1 200 OK\r\n\r\n\0",
        b"\xff" * 100 + b"\0",
        b"x" * 10_000,
    ],
)
def test_anything_else_is_no_verdict(daemon, answer):
    daemon.answer = answer
    with pytest.raises(ScannerFailed):
        scanner_at(daemon.url).is_clean(io.BytesIO(b"Dana"))


def test_a_scanner_that_never_answers_is_given_up(daemon):
    daemon.answer = "hold"
    with mock.patch.object(scanning, "ANSWER_SECONDS", 0.1), pytest.raises(ScannerFailed):
        scanner_at(daemon.url).is_clean(io.BytesIO(b"Dana"))


def test_a_scanner_that_is_down_gives_no_verdict():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    for address in (f"clamd://127.0.0.1:{port}", "clamd:///no/such/socket"):
        with pytest.raises(ScannerFailed):
            scanner_at(address).is_clean(io.BytesIO(b"Dana"))


def test_a_unix_socket_does_as_well():
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        path = Path(folder, "clamd.sock")
        listener.bind(str(path))
        listener.listen()

        def answer():
            wire, _address = listener.accept()
            with wire:
                received = b""
                while not received.endswith(bytes(4)):
                    received += wire.recv(100)
                wire.sendall(b"stream: OK\0")

        thread = threading.Thread(target=answer)
        thread.start()
        assert scanner_at(f"clamd://{path}").is_clean(io.BytesIO(b"Dana"))
        thread.join()


@pytest.mark.parametrize(
    "address",
    ["clamd://", "clamd://host", "clamd:///", "http://host:1", "host:3310", "clamd://h:1/path"],
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValueError, match="use clamd://"):
        scanner_at(address)


def test_the_address_says_how_to_reach_it():
    assert scanner_at("clamd://scan.internal:3310") == Clamd(("scan.internal", 3310))
    assert scanner_at("clamd:///run/clamd.sock") == Clamd("/run/clamd.sock")


def production(monkeypatch, **variables) -> dict:
    for name in ("RESUME_SCANNER", "RESUMES_WITHOUT_SCANNER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "jobboard" / "settings" / "base.py"))


def test_production_does_not_start_without_a_scanner_unless_a_variable_says_so_by_name(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="RESUME_SCANNER is not set"):
        production(monkeypatch)

    assert production(monkeypatch, RESUMES_WITHOUT_SCANNER="true")["RESUME_SCANNER"] == ""
    for address in ("clamd://scan.internal:3310", "clamd:///run/clamd.sock"):
        assert production(monkeypatch, RESUME_SCANNER=address)["RESUME_SCANNER"] == address


@pytest.mark.parametrize("address", ["clamd://", "clamd://host", "true", "http://host:1"])
def test_production_does_not_start_with_an_address_that_is_none(monkeypatch, address):
    with pytest.raises(ImproperlyConfigured, match="use clamd://host:port"):
        production(monkeypatch, RESUME_SCANNER=address)
