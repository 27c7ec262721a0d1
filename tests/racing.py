"""Tests in which several people act at the same moment."""

import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from django.contrib.sessions.models import Session
from django.db import connections
from django.test import TransactionTestCase

from cms.models import Place, Role, Skill
from listings.models import Listing
from listings.services import Refused
from profiles.models import Employer, Erasure, Outbox, RateLimit, Resume, User


class RaceTestCase(TransactionTestCase):
    """Threads with connections of their own, on PostgreSQL and on SQLite.

    SQLite's test database lies in memory, where connections cannot wait for one another. These tests
    work on a copy of it in a file, opened as production opens one.
    """

    def setUp(self):
        super().setUp()
        if connections["default"].vendor == "sqlite":
            self.work_on_a_file()

    def work_on_a_file(self):
        memory = connections["default"]
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "race.sqlite3"
        memory.ensure_connection()
        copy = sqlite3.connect(path)
        memory.connection.backup(copy)
        copy.close()
        options = memory.settings_dict["OPTIONS"] | {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON"
        }
        connections.settings["default"] = memory.settings_dict | {"NAME": path, "OPTIONS": options}
        del connections["default"]

        def back_to_memory():
            connections["default"].close()
            connections.settings["default"] = memory.settings_dict
            connections["default"] = memory

        self.addCleanup(back_to_memory)

    def _fixture_teardown(self):
        """Remove what these tests wrote. A flush would take the CMS's root page from all that follow."""
        if connections["default"].vendor == "sqlite":
            return  # the file is gone, and the memory was never written
        people = (Outbox, RateLimit, Listing, Employer, User, Resume, Erasure, Session)
        for model in (*people, Skill, Role, Place):
            model.objects.all().delete()

    def at_once(self, *acts: Callable) -> list:
        """Run all acts from one starting shot. Gives what each returned, or the refusal that it met."""
        start = Barrier(len(acts), timeout=20)

        def run(act):
            try:
                start.wait()
                return act()
            except Refused as refusal:
                return refusal
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(acts)) as threads:
            return [future.result() for future in [threads.submit(run, act) for act in acts]]
