"""What the worker does with a résumé file: have it scanned, then read."""

from unittest import mock

from django.test import override_settings
from django.utils import timezone

from matching.duties import DUTIES
from profiles.downloads import resume_response
from profiles.extraction import Extraction, Stalled, extract
from profiles.models import Resume
from profiles.models.resumes import LEASE
from profiles.resumes import (
    READING_ATTEMPTS,
    process_due,
    sweep,
)
from profiles.scanning import ScannerFailed
from tests.profiles.resume_case import TEXT, ResumeCase


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
