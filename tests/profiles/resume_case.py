"""What the tests of stored résumés share: a folder of their own, a scanner and a reader that say what they are told."""

import tempfile
from datetime import timedelta
from pathlib import Path
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import timezone

from profiles import resumes
from profiles.extraction import Extraction
from profiles.models import Resume
from profiles.models.resumes import private_storage
from profiles.resumes import (
    process_due,
    store_guest_resume,
    store_resume,
)
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
