"""`make run`'s launcher: what it starts it also ends."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def processes_of(session_leaders: set[int]) -> list[int]:
    """Processes whose session was started by one of these, from the kernel's own list."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                session = int((entry / "stat").read_text().rpartition(")")[2].split()[3])
            except OSError:
                continue
            if session in session_leaders:
                found.append(int(entry.name))
    return found


def children_of(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def test_ctrl_c_leaves_no_process(tmp_path):
    port = free_port()
    environment = os.environ | {
        "PORT": str(port),
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/launch.sqlite3",
        "DJANGO_SETTINGS_MODULE": "jobboard.settings.dev",
    }
    launcher = subprocess.Popen(
        [sys.executable, "-m", "jobboard.launch"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        for line in launcher.stdout:
            if line.startswith("Stop with"):
                break
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            assert answer.status == 200
        sessions = {launcher.pid} | children_of(launcher.pid)
        assert len(sessions) == 3  # launcher, server, worker

        launcher.send_signal(signal.SIGINT)
        launcher.wait(20)

        deadline = time.monotonic() + 10
        while processes_of(sessions) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert processes_of(sessions) == []
    finally:
        launcher.kill()
