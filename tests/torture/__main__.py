"""Kill the site with SIGKILL while people apply, and count afterwards: `make torture`.

Server and worker are forked from this process, which has loaded the site and holds no connection, so
that a new one is up in a fraction of a second. What is killed is the whole process group: gunicorn's
master with its workers, at a random moment, and on every fifth round the worker that sends mail.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import dj_database_url

LISTINGS = 15  # for each person: below the limit of applications in an hour
UP_FOR = (0.05, 0.5)  # seconds that a server serves before it is killed
WORKER_KILLED_EVERY = 5


_running: set[int] = set()  # process groups that have to go when this process does


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--postgres", metavar="URL", help="of a server where a database may be made; else SQLite"
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rungs-torture-"))
    name = f"rungs_torture_{os.getpid()}"
    url = f"sqlite:///{folder}/site.sqlite3"
    if options.postgres:
        on_server(options.postgres, f"CREATE DATABASE {name}")
        url = options.postgres.rpartition("/")[0] + f"/{name}"
    try:
        return torture(folder, url, options)
    finally:
        if options.postgres:
            on_server(options.postgres, f"DROP DATABASE {name} WITH (FORCE)")
        shutil.rmtree(folder)


def on_server(url: str, statement: str) -> None:
    import psycopg

    parts = dj_database_url.parse(url)
    with psycopg.connect(
        host=parts["HOST"],
        port=parts["PORT"] or 5432,
        user=parts["USER"],
        password=parts["PASSWORD"],
        dbname=parts["NAME"],
        autocommit=True,
    ) as connection:
        connection.execute(statement)


def torture(folder: Path, url: str, options) -> int:
    port, mail_port = free_port(), free_port()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.torture.settings",
        "DATABASE_URL": url,
        "VAR_DIR": str(folder / "var"),
        "EMAIL_PORT": str(mail_port),
    }
    import django

    django.setup()
    from django.core.management import call_command

    from tests.torture import site

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    # A server answers dozens of applications before it is killed; leave some for the last one.
    plan = site.people_and_listings(people=options.kills * 5 + 20, listings=LISTINGS)
    plan |= {"port": port, "mail_port": mail_port}
    (folder / "people.json").write_text(json.dumps(plan))
    site.load()
    world = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.world", str(folder)], stdin=subprocess.PIPE
    )
    try:
        kills = kill_again_and_again(folder, port, options, site)
        site.bring_leases_forward()
        run(site.drain)
        return report(folder, options, site, kills)
    finally:
        world.kill()
        for leader in list(_running):
            kill(leader)


def kill_again_and_again(folder: Path, port: int, options, site) -> dict:
    """Kill `options.kills` servers. Gives how many workers went too, and the seconds to the next answer."""
    chance = random.Random(options.seed)
    answered = folder / "answered"
    recovered, workers_killed = [], 0
    worker = fork(site.work)
    killed_at = None
    for number in range(options.kills + 1):
        before = answered.stat().st_size if answered.exists() else 0
        server = fork(site.serve, port)
        wait_for_answers(answered, before, server)
        if killed_at is not None:
            recovered.append(time.time() - killed_at)
        if number == options.kills:
            break
        time.sleep(chance.uniform(*UP_FOR))
        kill(server)
        killed_at = time.time()
        if number % WORKER_KILLED_EVERY == 0:
            kill(worker)
            workers_killed += 1
            worker = fork(site.work)
    # The last ones go the same way, so that nothing is finished in peace.
    time.sleep(1)
    kill(server)
    kill(worker)
    return {"recovered": sorted(recovered), "workers": workers_killed + 1}


def wait_for_answers(answered: Path, before: int, server: int) -> None:
    deadline = time.monotonic() + 30
    while not answered.exists() or answered.stat().st_size <= before:
        if os.waitpid(server, os.WNOHANG)[0]:
            raise SystemExit("The server ended by itself.")
        if time.monotonic() > deadline:
            raise SystemExit("No application was answered for 30 seconds.")
        time.sleep(0.01)


def fork(act, *arguments) -> int:
    """Run `act` in a process group of its own."""
    pid = os.fork()
    if pid:
        _running.add(pid)
        return pid
    os.setsid()
    try:
        act(*arguments)
    finally:
        os._exit(0)


def run(act) -> None:
    pid = fork(act)
    os.waitpid(pid, 0)
    _running.discard(pid)


def kill(leader: int) -> None:
    _running.discard(leader)
    os.killpg(leader, signal.SIGKILL)
    os.waitpid(leader, 0)


def report(folder: Path, options, site, kills: dict) -> int:
    answered = [
        tuple(map(int, line.split()[:2]))
        for line in (folder / "answered").read_text().splitlines()
        if line.count(" ") == 2
    ]
    taken = (folder / "mail").read_text().splitlines()
    found = site.count(set(answered), taken)
    times = kills["recovered"]
    say(f"{options.kills} servers and {kills['workers']} workers killed")
    say(f"{len(answered)} applications acknowledged, {found['applications']} stored")
    say(
        f"lost {found['lost']}, doubled {found['doubled']}, without their event {found['no_event']}"
    )
    say(
        f"mails written {found['written']} (wanted {found['wanted']}), never taken"
        f" {found['never_taken']}, taken twice {found['twice']}, more often {found['more']}"
    )
    say(f"the database says: {found['integrity']}")
    if times:
        say(
            "seconds from a kill to the next answer: median"
            f" {times[len(times) // 2]:.2f}, p95 {times[int(len(times) * 0.95)]:.2f},"
            f" longest {times[-1]:.2f}"
        )
    faults = ["lost", "doubled", "no_event", "never_taken", "more"]
    is_well = not any(found[fault] for fault in faults) and found["integrity"] == "ok"
    is_well &= found["written"] == found["wanted"] and found["twice"] <= kills["workers"]
    return 0 if is_well else 1


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
