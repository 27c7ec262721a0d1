"""Who may download a résumé file, and how long it is kept."""

import errno
import os
import time
from pathlib import Path
from unittest import mock

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from profiles.downloads import resume_response
from profiles.models import Resume
from profiles.models.resumes import private_storage
from profiles.resumes import (
    ResumeNotStored,
    sweep,
)
from tests import factories as make
from tests.profiles.resume_case import HOUR, TEXT, ResumeCase


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
