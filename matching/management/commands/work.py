import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from matching.duties import DUTIES, Duty

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1
SECONDS_AFTER_A_FAILURE = 30


class Command(BaseCommand):
    help = "Do all due work until SIGTERM or Ctrl-C. Any number of these may run beside each other."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *, once, verbosity, **options):
        self.verbosity = verbosity
        self.stop = threading.Event()
        self.due_at = {duty.name: 0.0 for duty in DUTIES}
        if once:
            while self.round():
                pass
            return
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: self.stop.set())
        while not self.stop.is_set():
            close_old_connections()  # one that broke, or is older than it may be, is opened anew
            if not self.round():
                self.stop.wait(IDLE_SECONDS)

    def round(self) -> bool:
        """Do each duty that is due, and say whether one did something. One that fails holds up no other."""
        did_something = False
        for duty in DUTIES:
            if self.stop.is_set() or time.monotonic() < self.due_at[duty.name]:
                continue
            did_something |= self.do(duty)
        return did_something

    def do(self, duty: Duty) -> bool:
        try:
            done = duty.do()
        except Exception:
            # Whatever it was, mails must not wait for an index that cannot be built.
            logger.exception("%s failed", duty.name)
            self.due_at[duty.name] = time.monotonic() + SECONDS_AFTER_A_FAILURE
            return False
        # What did something may have more to do; the rest waits for its time.
        self.due_at[duty.name] = 0.0 if done else time.monotonic() + duty.every
        if done and self.verbosity:
            self.stdout.write(f"{duty.name}: {done}")
            self.stdout.flush()
        return bool(done)
