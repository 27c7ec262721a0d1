import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from unittest import mock

import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.utils import timezone

from listings.models import Listing
from matching import adapters, duties, store
from matching import freshness as freshness_module
from matching.adapters import current_index, index_fingerprint, index_store
from matching.duties import (
    ask_for_new_index,
    clear_sessions,
    remove_old_rows,
    send_mail,
    update_index,
)
from matching.freshness import Freshness, freshness
from matching.live import PATCH_LIMIT
from matching.store import IndexDamaged
from profiles.models import Outbox, RateLimit
from tests.factories import EmployerFactory, ListingFactory, RoleFactory, SkillFactory
from tests.matching.indexed import IndexedTestCase


def work():
    """Do all that is due once, and return what was said."""
    out = StringIO()
    call_command("work", once=True, stdout=out)
    return out.getvalue()


def queue_mail(subject="Hello"):
    return Outbox.objects.create(
        to=["a@example.org"], from_email="b@example.org", subject=subject, body="Text"
    )


class WorkTests(IndexedTestCase):
    def test_says_one_line_for_each_thing_done_and_nothing_when_idle(self):
        ListingFactory()
        queue_mail()

        lines = work().splitlines()

        self.assertEqual(lines[0], "mail: 1 sent")
        self.assertRegex(lines[1], r"^match index: built gen-\S+: there was none$")
        self.assertEqual(lines[2:], ["sessions: expired ones cleared"])
        self.assertEqual(work(), "")

    def test_a_duty_that_fails_holds_up_no_other(self):
        queue_mail()
        with (
            mock.patch.object(duties, "build_index", side_effect=OSError("the disk is full")),
            self.assertLogs("matching.management.commands.work", "ERROR") as logs,
        ):
            said = work()

        self.assertIn("mail: 1 sent", said)
        self.assertIn("sessions:", said)
        self.assertIn("match index failed", logs.output[0])
        self.assertIn("the disk is full", logs.output[0])

    def test_everything_due_is_done_in_one_go(self):
        for n in range(130):
            queue_mail(str(n))

        work()

        self.assertEqual(len(mail.outbox), 130)

    def test_rebuild_index_builds_at_once_and_is_silent_if_told_to(self):
        ListingFactory()
        out = StringIO()

        call_command("rebuild_index", stdout=out)
        call_command("rebuild_index", stdout=out, verbosity=0)

        self.assertRegex(out.getvalue(), r"^gen-\S+: 1 listings, \d+ terms\.\n$")


class MailDutyTests(IndexedTestCase):
    def test_two_workers_never_send_the_same_mail(self):
        queue_mail()
        sent, by_the_other = [], []

        def while_the_other_looks_too(message):
            by_the_other.append(send_mail())
            sent.append(message)

        with mock.patch.object(EmailMultiAlternatives, "send", while_the_other_looks_too):
            self.assertEqual(send_mail(), "1 sent")

        self.assertEqual((len(sent), by_the_other), (1, [""]))

    def test_what_is_not_due_yet_stays(self):
        queue_mail()
        Outbox.objects.update(not_before=timezone.now() + timedelta(minutes=1))

        self.assertEqual(send_mail(), "")


class IndexDutyTests(IndexedTestCase):
    def test_builds_once_and_rests_while_nothing_changes(self):
        ListingFactory()
        self.assertIn("there was none", update_index())

        with self.assertNumQueries(3):  # what changed; the skills; the roles
            self.assertEqual(update_index(), "")

    def test_rests_while_little_changed_since_that_is_in_the_matches_already(self):
        listing = ListingFactory()
        update_index()

        ListingFactory(role=listing.role)
        Listing.objects.filter(pk=listing.pk).update(version=2, updated_at=timezone.now())

        self.assertEqual(freshness().changed_since, 2)
        self.assertEqual(update_index(), "")

    def test_builds_when_an_editor_changes_skills_or_roles(self):
        role, skill = RoleFactory(), SkillFactory()
        update_index()
        for row in (role, skill):
            with self.subTest(row):
                row.save()
                self.assertIn("skills, roles or the recipe changed", update_index())
                self.assertEqual(update_index(), "")

    def test_builds_when_the_recipe_changed(self):
        update_index()

        with mock.patch("matching.adapters.RECIPE", 1):
            self.assertIn("the recipe changed", update_index())

    def test_builds_when_a_listing_asks_for_what_the_index_does_not_know(self):
        listing, skill = ListingFactory(), SkillFactory(slug="barn-insurance")
        update_index()
        asking = ListingFactory(role=listing.role)

        asking.listing_skills.create(skill=skill)

        self.assertIn("it did not know skill:barn-insurance", update_index())
        self.assertEqual(update_index(), "")

    def test_builds_when_many_listings_changed(self):
        listing = ListingFactory()
        update_index()
        with mock.patch.object(freshness_module, "CHANGED_AT_LEAST", 3):
            for _new in range(3):
                ListingFactory(role=listing.role, employer=listing.employer)
            self.assertEqual(update_index(), "")
            ListingFactory(role=listing.role, employer=listing.employer)

            self.assertIn("4 listings had changed", update_index())
            self.assertEqual(update_index(), "")

    def test_builds_when_the_new_listings_are_of_another_kind(self):
        alike = {"role": RoleFactory(), "employer": EmployerFactory()}
        for n in range(40):
            ListingFactory(**alike, description="Nurses triage." if n == 0 else "You answer calls.")
        update_index()
        for _new in range(20):
            ListingFactory(**alike, description="You answer calls.")
        self.assertEqual(update_index(), "")

        for _new in range(20):
            ListingFactory(**alike, description="Nurses triage.")

        self.assertRegex(update_index(), r"the idf had drifted by \d+%$")
        self.assertEqual(update_index(), "")

    def test_builds_once_a_day_if_something_changed_or_closed(self):
        listing = ListingFactory()
        update_index()
        now = timezone.now()
        with time_machine.travel(now + timedelta(hours=25), tick=False):
            self.assertEqual(update_index(), "")
            Listing.objects.filter(pk=listing.pk).update(state="closed")
            self.assertIn("it was a day old", update_index())
        with time_machine.travel(now + timedelta(hours=49), tick=False):
            ListingFactory(role=listing.role)
            self.assertEqual(update_index(), "")
        with time_machine.travel(now + timedelta(hours=51), tick=False):
            self.assertIn("it was a day old", update_index())

    def test_builds_when_somebody_asks(self):
        update_index()
        ask_for_new_index()

        self.assertIn("somebody asked", update_index())
        self.assertEqual(update_index(), "")

    def test_of_a_large_site_one_in_a_hundred_is_many(self):
        most = [
            Freshness("", timezone.now(), listings, 0, 0.0, ()).most_changed
            for listings in (0, 5_000, 20_000, 49_999, 1_000_000)
        ]

        # A full patch says that more changed than matches show: then it is time, however large the site.
        self.assertEqual(most, [50, 50, 200, 499, PATCH_LIMIT - 1])

    def test_builds_an_empty_one_where_there_are_no_listings(self):
        self.assertIn("built", update_index())

        self.assertEqual(current_index().keys_.size, 0)

    def test_two_workers_never_build_at_once(self):
        ListingFactory()
        real, by_the_other = duties.build_index, []

        def while_the_other_looks_too():
            by_the_other.append(update_index())
            return real()

        with mock.patch.object(duties, "build_index", while_the_other_looks_too):
            update_index()

        self.assertEqual(by_the_other, [""])
        self.assertEqual(len(list(self.index_directory.glob("gen-*"))), 1)

    def test_what_another_worker_built_between_look_and_lock_is_not_built_again(self):
        ListingFactory()
        reasons = ["there was none", ""]  # at the look; once the lock is held

        with (
            mock.patch.object(duties, "reason_to_build", lambda: reasons.pop(0)),
            mock.patch.object(duties, "build_index") as build,
        ):
            self.assertEqual(update_index(), "")

        build.assert_not_called()

    def test_a_worker_that_died_while_building_locks_nobody_out(self):
        ListingFactory()
        with mock.patch.object(duties, "build_index", side_effect=SystemExit):
            self.assertRaises(SystemExit, update_index)

        self.assertIn("built", update_index())

    def test_a_damaged_index_is_built_anew(self):
        ListingFactory()
        update_index()
        for name in ("CURRENT", "manifest.json", "idf.npy"):
            self.assertEqual(update_index(), "")  # and has it in memory
            file = self.index_directory / index_store().current() / name
            damaged = self.index_directory / name if name == "CURRENT" else file
            damaged.write_text("nonsense")
            with self.subTest(name):
                self.assertIn("the newest could not be read", update_index())
                self.assertEqual(index_store().manifest()["source"], index_fingerprint())

    def test_so_is_one_of_an_older_format(self):
        with mock.patch.object(store, "FORMAT", 1):
            update_index()
        self.assertRaises(IndexDamaged, index_store().manifest)

        self.forget()
        with self.assertLogs("matching.live", "ERROR"):
            self.assertIn("there was none", update_index())

        self.assertEqual(index_store().manifest()["format"], store.FORMAT)

    def forget(self):
        """As if the process had just started."""
        adapters._live.clear()

    def test_what_changes_while_it_builds_is_in_the_matches_of_the_new_one(self):
        ListingFactory()
        real = duties.build_index

        def while_another_listing_is_approved():
            name = real()
            ListingFactory()
            return name

        with mock.patch.object(duties, "build_index", while_another_listing_is_approved):
            update_index()

        self.assertEqual(freshness().changed_since, 1)


class CheckIndexTests(IndexedTestCase):
    def check(self, **options):
        out = StringIO()
        call_command("check_index", stdout=out, **options)
        return out.getvalue()

    def test_says_that_every_file_is_as_it_was_written(self):
        ListingFactory()
        name = self.build()

        self.assertEqual(self.check(), f"{name}: every file is as it was written.\n")
        self.assertEqual(self.check(verbosity=0), "")

    def test_finds_a_flipped_bit_that_no_reader_sees(self):
        ListingFactory()
        path = self.index_directory / self.build() / "weights_data.npy"
        content = bytearray(path.read_bytes())
        content[-3] ^= 4
        path.write_bytes(content)

        self.assertIsNotNone(current_index())
        with self.assertRaisesRegex(CommandError, r"weights_data\.npy is not what was written"):
            self.check()

    def test_finds_a_missing_file(self):
        (self.index_directory / self.build() / "roles.npy").unlink()

        with self.assertRaisesRegex(CommandError, r"roles\.npy is missing.* makes a new one\.$"):
            self.check()

    def test_says_that_there_is_none(self):
        with self.assertRaisesRegex(CommandError, "There is no match index yet"):
            self.check()

    def test_ends_with_one_and_a_sentence(self):
        with tempfile.TemporaryDirectory() as directory:
            done = subprocess.run(
                [sys.executable, "manage.py", "check_index"],
                cwd=settings.BASE_DIR,
                env=os.environ
                | {"DJANGO_SETTINGS_MODULE": "jobboard.settings.dev", "VAR_DIR": directory},
                capture_output=True,
                text=True,
                check=False,
            )

        self.assertEqual(done.returncode, 1)
        self.assertIn("There is no match index yet", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


class HousekeepingTests(IndexedTestCase):
    def test_removes_ended_windows_and_keeps_running_ones(self):
        now = timezone.now()
        RateLimit.objects.create(key="old", window=1, count=1, ends_at=now - timedelta(seconds=1))
        RateLimit.objects.create(key="new", window=1, count=1, ends_at=now + timedelta(hours=1))

        self.assertEqual(
            remove_old_rows(), "1 ended limits, 0 sent and 0 undelivered mails removed"
        )

        self.assertEqual(RateLimit.objects.get().key, "new")
        self.assertEqual(remove_old_rows(), "")

    def test_removes_mails_a_week_after_they_were_sent_and_unsent_ones_never(self):
        now = timezone.now()
        for subject, sent_at in [
            ("long ago", now - timedelta(days=8)),
            ("lately", now - timedelta(days=6)),
            ("never", None),
        ]:
            Outbox.objects.create(
                to=["a@example.org"], from_email="b@example.org", subject=subject, sent_at=sent_at
            )

        remove_old_rows()

        self.assertCountEqual(Outbox.objects.values_list("subject", flat=True), ["lately", "never"])

    def test_removes_mails_a_month_after_they_were_written_that_nobody_takes(self):
        now = timezone.now()
        for subject, days, given_up_at in [("old", 31, now), ("new", 29, now), ("waits", 31, None)]:
            letter = Outbox.objects.create(
                to=["a@example.org"],
                from_email="b@example.org",
                subject=subject,
                given_up_at=given_up_at,
            )
            Outbox.objects.filter(pk=letter.pk).update(created_at=now - timedelta(days=days))

        remove_old_rows()

        self.assertCountEqual(Outbox.objects.values_list("subject", flat=True), ["new", "waits"])

    def test_clears_expired_sessions_once_a_day_among_all_workers(self):
        now = timezone.now().replace(hour=12)
        with time_machine.travel(now, tick=False):
            Session.objects.create(
                session_key="old", session_data="", expire_date=now - timedelta(days=1)
            )
            with mock.patch("matching.duties.visits.forget_ended") as forgets:
                self.assertTrue(clear_sessions())
            forgets.assert_called_once_with()
            self.assertEqual(clear_sessions(), "")
        with time_machine.travel(now + timedelta(days=1), tick=False):
            self.assertTrue(clear_sessions())

        self.assertFalse(Session.objects.exists())


def test_work_runs_until_it_is_told_to_stop():
    # Without a table every duty fails: that must neither end it nor keep it from ending.
    for sign in (signal.SIGTERM, signal.SIGINT):
        with tempfile.TemporaryDirectory() as directory, open(f"{directory}/log", "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "work"],
                cwd=settings.BASE_DIR,
                env=os.environ
                | {
                    "DJANGO_SETTINGS_MODULE": "jobboard.settings.dev",
                    "DATABASE_URL": f"sqlite:///{directory}/empty.sqlite3",
                    "VAR_DIR": directory,
                },
                stderr=log,
            )
            try:
                deadline = time.monotonic() + 90
                while "sessions failed" not in Path(log.name).read_text():
                    assert process.poll() is None and time.monotonic() < deadline
                    time.sleep(0.1)
                process.send_signal(sign)
                assert process.wait(timeout=10) == 0
            finally:
                process.kill()
                process.wait()
