"""What the worker does with a résumé file, and who may have it in the meantime."""

import errno
import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from unittest import mock

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import TestCase, override_settings
from django.utils import timezone

from matching.duties import DUTIES
from profiles import resumes
from profiles.downloads import resume_response
from profiles.extraction import Extraction, Stalled, extract
from profiles.models import Resume
from profiles.models.resumes import LEASE, private_storage
from profiles.resumes import (
    READING_ATTEMPTS,
    ResumeNotStored,
    process_due,
    store_guest_resume,
    store_resume,
    sweep,
)
from profiles.scanning import ScannerFailed
from tests import factories as make

TEXT = b"Two years of phone support with Zendesk"
HOUR = timedelta(hours=1)


class FakeScanner:
    """Says what it is told to say: True for clean, or raises."""

    def __init__(self, verdict=True):
        self.verdict, self.seen = verdict, []

    def is_clean(self, file):
        self.seen.append(file.read())
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return self.verdict


class ResumeCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = make.CandidateFactory()

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        storage = private_storage()
        self.enterContext(mock.patch.object(storage, "_location", str(self.folder)))
        for name in ("base_location", "location"):
            vars(storage).pop(name, None)
        self.addCleanup(lambda: [vars(storage).pop(n, None) for n in ("base_location", "location")])
        # A process of its own for each would be tests/profiles/test_extraction.py once more.
        self.extract = self.enterContext(
            mock.patch.object(resumes, "extract", return_value=Extraction("read", "the text"))
        )

    def scanner(self, verdict):
        """Let the site have one."""
        scanner = FakeScanner(verdict)
        self.enterContext(mock.patch.object(resumes, "configured_scanner", return_value=scanner))
        return scanner

    def stored(self, content=TEXT, **fields):
        file = SimpleUploadedFile("cv.txt", content)
        resume = store_resume(candidate=self.candidate, file=file, kind=Resume.Kind.TEXT)
        if fields:
            Resume.objects.filter(pk=resume.pk).update(**fields)
            resume.refresh_from_db()
        return resume

    def guest(self, kept=HOUR):
        file = SimpleUploadedFile("cv.txt", TEXT)
        return store_guest_resume(file=file, kind=Resume.Kind.TEXT, kept=kept)

    def files(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def later(self, **by):
        now = timezone.now() + timedelta(**by)
        return mock.patch("django.utils.timezone.now", return_value=now)

    def work(self):
        with self.captureOnCommitCallbacks(execute=True):
            return process_due()


class ReadingTests(ResumeCase):
    def test_without_a_scanner_a_file_is_given_out_at_once_and_read_soon(self):
        resume = self.stored()
        self.assertEqual(resume.scan, "not_scanned")
        resume_response(resume).file_to_stream.close()

        self.assertEqual(self.work(), 1)
        resume.refresh_from_db()
        self.assertEqual((resume.reading, resume.text), ("read", "the text"))
        self.assertIsNone(resume.lease_until)
        self.assertEqual(self.work(), 0)

    def test_the_real_child_reads_the_real_file(self):
        self.extract.side_effect = extract
        resume = self.stored()
        self.work()

        resume.refresh_from_db()
        self.assertEqual((resume.reading, resume.text), ("read", TEXT.decode()))

    def test_every_outcome_is_kept_and_final(self):
        for reading in ("no_text", "locked", "unreadable"):
            self.extract.return_value = Extraction(reading)
            resume = self.stored()
            self.work()
            resume.refresh_from_db()
            self.assertEqual((resume.reading, resume.text), (reading, ""))
        self.assertEqual(self.work(), 0)

    def test_looking_costs_one_query_and_a_file_four(self):
        with self.assertNumQueries(1):
            process_due()
        self.stored()
        with self.assertNumQueries(5):  # what is due, the lease, the row, the outcome, what is due
            process_due()

    def test_a_reading_that_had_no_chance_is_tried_again_and_given_up_at_the_third(self):
        self.extract.side_effect = Stalled
        resume = self.stored()
        self.work()
        resume.refresh_from_db()
        self.assertEqual(resume.reading, "waiting")
        self.assertEqual(self.work(), 0)  # not before a minute is over

        for minutes in (2, 10):
            with self.later(minutes=minutes):
                self.work()
        resume.refresh_from_db()
        self.assertEqual(resume.reading, "unreadable")
        self.assertEqual(self.extract.call_count, READING_ATTEMPTS)

    def test_a_file_that_kills_its_worker_each_time_is_given_up(self):
        resume = self.stored()
        for n in range(READING_ATTEMPTS):  # claimed by workers that never came back
            self.assertEqual(Resume.objects.claim(timezone.now() + n * 2 * LEASE).pk, resume.pk)
        with self.later(seconds=READING_ATTEMPTS * 2 * LEASE.total_seconds()):
            self.work()

        resume.refresh_from_db()
        self.assertEqual(resume.reading, "unreadable")
        self.extract.assert_not_called()

    def test_a_lease_holds_others_off_until_it_ends(self):
        resume = self.stored()
        self.assertEqual(Resume.objects.claim(), resume)
        self.assertIsNone(Resume.objects.claim())
        self.assertEqual(Resume.objects.claim(timezone.now() + 2 * LEASE), resume)

    def test_of_two_workers_that_see_the_same_row_one_gets_it(self):
        self.stored()
        due = Resume.objects.due()
        seen = [list(due), list(due.all())]
        with mock.patch.object(type(due), "due") as both:
            both.return_value.order_by.side_effect = seen
            first, second = Resume.objects.claim(), Resume.objects.claim()

        self.assertIsNotNone(first)
        self.assertIsNone(second)

    def test_a_worker_whose_lease_ended_writes_nothing_over_the_next_ones_result(self):
        resume = self.stored()

        def meanwhile(*_file):
            Resume.objects.filter(pk=resume.pk).update(
                reading="no_text", lease_until=None, attempts=0
            )
            return Extraction("read", "late")

        self.extract.side_effect = meanwhile
        self.work()
        resume.refresh_from_db()
        self.assertEqual((resume.reading, resume.text), ("no_text", ""))

    def test_the_worker_knows_both_duties(self):
        duties = {duty.name: duty for duty in DUTIES}
        self.stored()
        self.assertEqual(duties["résumés"].do(), "1 looked at")
        self.assertEqual(duties["résumés"].do(), "")
        self.assertEqual(duties["résumé files"].do(), "")


class ScanningTests(ResumeCase):
    def test_a_clean_file_is_scanned_then_read(self):
        scanner = self.scanner(True)
        resume = self.stored()
        self.assertEqual((resume.scan, resume.reading), ("waiting", "waiting"))
        self.work()

        resume.refresh_from_db()
        self.assertEqual((resume.scan, resume.reading), ("clean", "read"))
        self.assertEqual(scanner.seen, [TEXT])

    def test_an_infected_file_is_never_read_and_its_bytes_go_while_the_row_says_why(self):
        self.scanner(False)
        resume = self.stored()
        self.work()

        resume.refresh_from_db()
        self.assertEqual(
            (resume.scan, resume.reading, resume.file.name), ("infected", "unreadable", "")
        )
        self.assertEqual(self.files(), [])
        self.extract.assert_not_called()
        self.assertEqual(self.work(), 0)

        self.client.force_login(self.candidate.user)
        page = self.client.get("/me/profile/")
        self.assertContains(page, "found harmful content")
        self.assertNotContains(page, f"/me/resumes/{resume.pk}/&quot;")
        self.assertEqual(self.client.get(f"/me/resumes/{resume.pk}/").status_code, 404)
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(f"/me/resumes/{resume.pk}/removal/")
        self.assertFalse(Resume.objects.exists())

    def test_without_a_verdict_files_wait_longer_each_time_and_never_become_clean(self):
        scanner = self.scanner(ScannerFailed("down"))
        resume, other = self.stored(), self.stored()
        with self.assertLogs("profiles.resumes", "ERROR"):
            self.work()
            # The others need not meet the same scanner within the second.
            self.assertEqual(self.work(), 0)
            self.assertEqual(len(scanner.seen), 1)
            for days in range(1, 6):
                with self.later(days=days):
                    self.work()
        resume.refresh_from_db()
        self.assertEqual((resume.scan, resume.reading), ("waiting", "waiting"))
        self.extract.assert_not_called()

        scanner.verdict = True
        with self.later(days=7):
            self.assertEqual(self.work(), 2)
        other.refresh_from_db()
        self.assertEqual((other.scan, other.reading), ("clean", "read"))

    def test_failures_of_the_scanner_are_not_counted_against_the_reading(self):
        scanner = self.scanner(ScannerFailed("down"))
        resume = self.stored()
        with self.assertLogs("profiles.resumes"):
            for days in range(1, 10):
                with self.later(days=days):
                    self.work()
        scanner.verdict = True
        with self.later(days=20):
            self.work()

        resume.refresh_from_db()
        self.assertEqual(resume.reading, "read")

    def test_a_file_that_is_not_on_the_disk_stays_locked_up(self):
        self.scanner(True)
        resume = self.stored()
        self.files()[0].unlink()
        with self.assertLogs("profiles.resumes", "ERROR"):
            self.work()

        resume.refresh_from_db()
        self.assertEqual(resume.scan, "waiting")

    def test_with_a_new_scanner_older_files_are_scanned_before_they_are_given_out_again(self):
        resume = self.stored(reading="read", text="the text")
        self.scanner(True)
        sweep()
        resume.refresh_from_db()
        self.assertEqual(resume.scan, "waiting")

        self.work()
        resume.refresh_from_db()
        self.assertEqual((resume.scan, resume.reading, resume.text), ("clean", "read", "the text"))
        self.extract.assert_not_called()

    @override_settings(RESUME_SCANNER="clamd:///no/such/socket")
    def test_the_configured_scanner_that_is_down_locks_up(self):
        resume = self.stored()
        self.assertEqual(resume.scan, "waiting")
        with self.assertLogs("profiles.resumes", "ERROR"):
            self.work()
        resume.refresh_from_db()
        self.assertEqual(resume.scan, "waiting")


def read(response) -> None:
    """To its end: closing it by hand would close the database's connection under the test as well."""
    if response.streaming:
        b"".join(response.streaming_content)


class DownloadTests(ResumeCase):
    def is_given_out(self, resume, **to):
        try:
            resume_response(resume, **to).file_to_stream.close()
        except Http404:
            return False
        return True

    def test_who_may_have_a_file_in_which_state(self):
        resume = self.stored()
        for scan, to_owner, to_others in [
            ("waiting", True, False),
            ("clean", True, True),
            ("not_scanned", True, True),
            ("infected", False, False),
        ]:
            with self.subTest(scan):
                resume.scan = scan
                self.assertEqual(self.is_given_out(resume, to_owner=True), to_owner)
                self.assertEqual(self.is_given_out(resume), to_others)

    def test_the_views_ask_as_the_table_says(self):
        resume = self.stored(scan="waiting")
        application = make.ApplicationFactory(candidate=self.candidate, resume=resume)
        member = make.EmployerMemberFactory(employer=application.listing.employer)
        page = f"/employer/applications/{application.pk}/"
        for scan, owner, employer, says in [
            ("waiting", 200, 404, "Being checked for viruses"),
            ("clean", 200, 200, "none was found"),
            ("not_scanned", 200, 200, "Not scanned for viruses"),
            ("infected", 404, 404, "held harmful content"),
        ]:
            Resume.objects.update(scan=scan)
            with self.subTest(scan):
                self.client.force_login(self.candidate.user)
                mine = self.client.get(f"/me/resumes/{resume.pk}/")
                self.assertEqual(mine.status_code, owner)
                read(mine)
                self.client.force_login(member.user)
                theirs = self.client.get(f"{page}resume/")
                self.assertEqual(theirs.status_code, employer)
                read(theirs)
                shown = self.client.get(page)
                self.assertContains(shown, says)
                self.assertEqual(f"{page}resume/" in shown.content.decode(), employer == 200)

    def test_the_profile_says_in_words_what_became_of_a_file(self):
        self.client.force_login(self.candidate.user)
        for fields, words in [
            ({"scan": "waiting"}, "Being checked for viruses"),
            ({"scan": "clean"}, "checked for viruses"),
            ({"scan": "clean"}, "being read"),
            ({"reading": "no_text"}, "only pictures"),
            ({"reading": "locked"}, "has a password"),
            ({"reading": "unreadable"}, "could not read its text"),
        ]:
            resume = self.stored(**fields)
            self.assertContains(self.client.get("/me/profile/"), words)
            resume.delete()


class KeepingTests(ResumeCase):
    def test_a_guests_file_has_no_owner_and_an_end(self):
        resume = self.guest()
        self.assertIsNone(resume.candidate)
        self.assertFalse(Resume.objects.for_user(self.candidate.user).exists())

        self.assertEqual(sweep(), 0)
        with self.later(hours=2), self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(sweep(), 1)
        self.assertFalse(Resume.objects.exists())
        self.assertEqual(self.files(), [])

    def test_a_persons_file_never_ends_by_itself(self):
        self.stored(expires_at=timezone.now() - HOUR)
        self.assertEqual(sweep(), 0)
        self.assertEqual(len(self.files()), 1)

    def test_a_file_with_neither_owner_nor_end_cannot_be_written(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Resume.objects.create(content_type=Resume.Kind.TEXT, size=1)

    def test_bytes_without_a_row_go_after_a_day(self):
        mine = self.stored()
        for name, hours in (("young", 23), ("old", 25)):
            path = Path(
                private_storage().path(private_storage().save(f"resumes/{name}", ContentFile(b"x")))
            )
            os.utime(path, (time.time() - hours * 3600,) * 2)
        old = time.time() - 100 * 3600
        os.utime(private_storage().path(mine.file.name), (old, old))

        self.assertEqual(sweep(), 1)
        names = {path.name for path in self.files()}
        self.assertEqual(names, {"young", Path(mine.file.name).name})

    def test_other_private_files_are_none_of_its_business(self):
        path = Path(private_storage().path(private_storage().save("exports/a", ContentFile(b"x"))))
        os.utime(path, (0, 0))

        self.assertEqual(sweep(), 0)
        self.assertTrue(path.exists())

    def test_a_full_disk_is_said_and_leaves_no_row(self):
        full = OSError(errno.ENOSPC, "No space left on device")
        self.client.force_login(self.candidate.user)
        with (
            mock.patch.object(private_storage(), "_save", side_effect=full),
            self.assertLogs("profiles.resumes", "ERROR"),
        ):
            page = self.client.post(
                "/me/resumes/new/", {"file": SimpleUploadedFile("cv.txt", TEXT)}
            )
            with self.assertRaises(ResumeNotStored):
                self.guest()

        self.assertContains(page, "could not save the file just now")
        self.assertFalse(Resume.objects.exists())
