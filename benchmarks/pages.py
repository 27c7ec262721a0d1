"""The job list under gunicorn, two workers, against a bare Django view that returns the same bytes.

Both are asked by the same client in turns, so that only their ratio counts. A number that no filter
knows makes every address new: what is measured is the page, not a copy kept for some seconds.
"""

import itertools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from benchmarks.clock import load_average

WORKERS, CONNECTIONS = 2, 4
SECONDS, ROUNDS = 6, 3
ADDRESSES = {
    "all jobs": "/jobs/?n={}",
    "words": "/jobs/?q=customer+service+zendesk&n={}",
    "filters": "/jobs/?mode=remote&type=FULL_TIME&no_phone=1&pay=18&n={}",
    "around a place": "/jobs/?location=Chicago%2C+IL&radius=50&n={}",
    "all jobs, asked again": "/jobs/",
}
# What autovacuum does in time on PostgreSQL, and nobody on SQLite.
ANALYZE = (
    "import django; django.setup(); from django.db import connection as c;"
    " c.cursor().execute('ANALYZE')"
)
BASE = Path(__file__).resolve().parent.parent


def run(n: int, seed: int, database_url: str | None = None) -> dict:
    """Requests a second by page, and their ratio to the bare view's. `database_url` has to be empty."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "jobboard.settings.base",
            "DATABASE_URL": database_url or f"sqlite:///{var}/bench.sqlite3",
            "VAR_DIR": folder,
            "SECRET_KEY": "-" * 50,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "CONTACT_EMAIL": "hello@rungs.example",
            "SECURE_SSL_REDIRECT": "false",
        }
        for command in (
            ["manage.py", "migrate", "--verbosity", "0"],
            ["manage.py", "createcachetable"],
            ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            ["-m", "benchmarks.site_rows", str(n), str(seed)],
            ["-c", ANALYZE],
        ):
            subprocess.run([sys.executable, *command], cwd=BASE, env=environment, check=True)
        return {
            "listings": n,
            "database": environment["DATABASE_URL"].partition(":")[0],
            "load_average": load_average(),
            "pages": _measure(environment, var),
        }


def _measure(environment: dict, var: Path) -> dict:
    figures = {}
    with _serving("jobboard.wsgi", environment) as site:
        for name, address in ADDRESSES.items():
            body = var / "body"
            body.write_bytes(_get(site, address.format(0)))
            with _serving("benchmarks.bare", environment | {"BARE_BYTES": str(body)}) as bare:
                figures[name] = _compare(site, bare, address) | {"bytes": body.stat().st_size}
    return figures


def _compare(site: int, bare: int, address: str) -> dict:
    numbers = itertools.count(1)
    ours, theirs = [], []
    for _round in range(ROUNDS):
        theirs.append(_per_second(bare, address, numbers))
        ours.append(_per_second(site, address, numbers))
    median = sorted(ours)[ROUNDS // 2], sorted(theirs)[ROUNDS // 2]
    return {"per_second": median[0], "bare_per_second": median[1], "ratio": median[0] / median[1]}


def _per_second(port: int, address: str, numbers) -> float:
    """Answers a second to four connections in as many threads."""
    until, done = monotonic() + SECONDS, []

    def ask():
        count = 0
        while monotonic() < until:
            _get(port, address.format(next(numbers)))
            count += 1
        done.append(count)

    threads = [threading.Thread(target=ask) for _connection in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def _get(port: int, address: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}")
    return body


@contextmanager
def _serving(module: str, environment: dict):
    """Gunicorn with two workers; gives its port."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", f"{module}:application", "--no-control-socket"]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=BASE, env=environment, start_new_session=True)
    try:
        _wait_for(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError("gunicorn ended")
        try:
            _get(port, "/healthz")
            return
        except OSError:
            sleep(0.1)
    raise RuntimeError("gunicorn does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
