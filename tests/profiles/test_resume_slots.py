"""Nobody holds more files than five of their own adding, however many arrive in one instant."""

import tempfile
from importlib import import_module
from pathlib import Path
from unittest import mock

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from profiles.models import Resume
from profiles.models.resumes import private_storage
from profiles.resumes import RESUMES_EACH, TooManyResumes, delete_resume, store_resume
from tests import factories as make
from tests.racing import RaceTestCase


class FilesInAFolderOfTheirOwn:
    def setUp(self):
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        storage = private_storage()
        self.enterContext(mock.patch.object(storage, "_location", str(self.folder)))
        names = ("base_location", "location")
        for name in names:
            vars(storage).pop(name, None)
        self.addCleanup(lambda: [vars(storage).pop(name, None) for name in names])

    def files(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def store(self):
        file = SimpleUploadedFile("cv.txt", b"Two years of phone support")
        return store_resume(candidate=self.candidate, file=file, kind=Resume.Kind.TEXT)

    def slots(self):
        return sorted(self.candidate.resumes.values_list("slot", flat=True))


class SlotTests(FilesInAFolderOfTheirOwn, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = make.CandidateFactory()

    def test_a_deleted_file_makes_room_for_another(self):
        _first, second, *_rest = [self.store() for _n in range(RESUMES_EACH)]
        delete_resume(second)

        self.assertEqual(self.store().slot, 2)
        self.assertEqual(self.slots(), [1, 2, 3, 4, 5])

    def test_files_that_came_with_applications_take_no_slot_but_count(self):
        for _n in range(3):
            self.candidate.resumes.create(size=1)
        self.store(), self.store()

        with self.assertRaises(TooManyResumes):
            self.store()
        self.assertEqual(len(self.files()), 2)

    def test_a_slot_taken_meanwhile_leads_to_the_next_one(self):
        self.store()
        with mock.patch("profiles.resumes._free_slot", side_effect=[1, 2]):
            self.assertEqual(self.store().slot, 2)

    def test_when_the_last_slot_goes_meanwhile_no_byte_stays(self):
        for _n in range(RESUMES_EACH):
            self.store()
        with (
            mock.patch("profiles.resumes._free_slot", side_effect=[5, TooManyResumes]),
            self.assertRaises(TooManyResumes),
        ):
            self.store()
        self.assertEqual(len(self.files()), RESUMES_EACH)

    def test_who_finds_every_slot_taken_by_another_is_told_that_there_is_no_room(self):
        for _n in range(RESUMES_EACH):
            self.store()
        looks = [1, 2, 3, 4, 5, TooManyResumes]
        with (
            mock.patch("profiles.resumes._free_slot", side_effect=looks),
            self.assertRaises(TooManyResumes),
        ):
            self.store()
        self.assertEqual(len(self.files()), RESUMES_EACH)

    def test_the_database_knows_no_sixth_slot_and_none_of_a_guest(self):
        end = self.store().uploaded_at
        for columns in (
            {"candidate": self.candidate, "slot": 1},
            {"candidate": self.candidate, "slot": 0},
            {"candidate": self.candidate, "slot": 6},
            {"expires_at": end, "slot": 1},
        ):
            with self.subTest(columns), self.assertRaises(IntegrityError), transaction.atomic():
                Resume.objects.create(size=1, **columns)

    def test_files_from_before_are_numbered_and_none_is_lost(self):
        other = make.CandidateFactory()
        rows = [self.candidate.resumes.create(size=n) for n in range(7)]
        other.resumes.create(size=1)
        guests = Resume.objects.create(size=1, expires_at=rows[0].uploaded_at)
        migration = import_module("profiles.migrations.0005_resume_slots")

        migration.number(apps, mock.Mock(connection=connection))

        self.assertEqual(
            [Resume.objects.get(pk=row.pk).slot for row in rows], [1, 2, 3, 4, 5, None, None]
        )
        self.assertEqual(other.resumes.get().slot, 1)
        guests.refresh_from_db()
        self.assertIsNone(guests.slot)


class UploadRaces(FilesInAFolderOfTheirOwn, RaceTestCase):
    def test_of_eight_parallel_uploads_five_are_kept_and_nothing_of_the_others(self):
        self.candidate = make.CandidateFactory()

        def upload():
            try:
                return self.store()
            except TooManyResumes:
                return None

        self.at_once(*[upload] * 8)

        self.assertEqual(self.slots(), [1, 2, 3, 4, 5])
        self.assertEqual(len(self.files()), RESUMES_EACH)
