"""`make run`: set the site up if needed, then run server and worker until Ctrl-C, and leave no process behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

MANAGE = str(Path(__file__).resolve().parents[1] / "manage.py")
STOP_SECONDS = 5


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings.dev")
    port = os.environ.get("PORT", "8000")
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Started in the background of a script it would inherit "ignore".
    signal.signal(signal.SIGINT, signal.default_int_handler)
    children = []
    try:
        signins = set_up()
        children.append(start("runserver", "--noreload", f"127.0.0.1:{port}"))
        build_index()  # while the server starts: all other pages can do without
        children.append(start("work"))
        announce(f"http://127.0.0.1:{port}/", signins, children)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return 1  # one of them ended by itself; its own words are on the screen
    except KeyboardInterrupt:
        return 0
    finally:
        stop(children)


def set_up():
    """Bring database, content and index up to date. Takes seconds when they are. Returns the demo sign-ins."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    django.setup()
    from listings.demo_people import SIGN_INS

    say("Bringing the database up to date")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    for step, command in [
        ("Loading roles, skills, the ladder, places and wages", "load_taxonomy"),
        ("Loading guides and pages", "load_content"),
        ("Loading demo employers and listings", "load_demo"),
    ]:
        say(step)
        call_command(command, verbosity=0)
    return SIGN_INS


def build_index():
    from django.core.management import call_command

    say("Building the match index")
    call_command("rebuild_index", verbosity=0)


def start(*arguments: str) -> subprocess.Popen:
    # A session of its own: Ctrl-C reaches this process alone, which then ends the others in order.
    return subprocess.Popen([sys.executable, MANAGE, *arguments], start_new_session=True)


def stop(children: list[subprocess.Popen]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for child in children:
            try:
                os.killpg(child.pid, sign)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                break
        else:
            return


def announce(address: str, signins, children) -> None:
    for _attempt in range(120):
        if any(child.poll() is not None for child in children):
            return
        try:
            urllib.request.urlopen(f"{address}healthz", timeout=2).close()
            break
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.25)
    say("")
    say(f"Rungs is at {address}")
    say(f"Mail sent here can be read at {address}mail/")
    say("Sign in as:")
    for who, email, password in signins:
        say(f"  {who:<11} {email:<26} {password}")
    say("Stop with Ctrl-C.")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
