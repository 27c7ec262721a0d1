import tempfile
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings
from django.urls import reverse

from profiles.limits import UPLOADS_AN_HOUR
from profiles.models import Candidate, Resume
from profiles.models.resumes import private_storage
from profiles.resumes import RESUMES_EACH
from tests import factories as make
from tests.profiles.test_uploads import HOSTILE, PDF, docx


class ResumeTests(TestCase):
    url = "/me/resumes/new/"

    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory()

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(mock.patch.object(private_storage(), "_location", str(self.folder)))
        storage = private_storage()
        for name in ("base_location", "location"):
            vars(storage).pop(name, None)
        self.addCleanup(lambda: [vars(storage).pop(n, None) for n in ("base_location", "location")])
        self.client.force_login(self.user)

    def upload(self, content=PDF, name="cv.pdf", content_type="application/pdf"):
        return self.client.post(
            self.url, {"file": SimpleUploadedFile(name, content, content_type=content_type)}
        )

    def stored_files(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def test_pdf_word_and_text_are_taken_by_their_content(self):
        for content, name, kind in [
            (PDF, "cv.exe", "application/pdf"),
            (docx(), "cv.zip", Resume.Kind.DOCX),
            (b"Dana Whitfield", "cv", "text/plain"),
        ]:
            response = self.upload(content, name, "image/png")
            self.assertRedirects(response, "/me/profile/#resumes")
            self.assertEqual(Resume.objects.first().content_type, kind)
        self.assertEqual(
            set(Resume.objects.values_list("original_name", flat=True)),
            {"cv.pdf", "cv.docx", "cv.txt"},
        )

    def test_the_path_on_disk_says_nothing_and_lies_outside_public_media(self):
        self.upload(name="dana whitfield.pdf")

        (path,) = self.stored_files()
        self.assertNotIn("dana", str(path.relative_to(self.folder)).lower())
        self.assertNotIn(
            Path(settings.MEDIA_ROOT).resolve(),
            [*Path(settings.PRIVATE_MEDIA_ROOT).resolve().parents],
        )
        file = Resume.objects.get().file
        for address in (file.url, f"/media/{file.name}", f"/static/{file.name}", f"/{file.name}"):
            self.assertEqual(self.client.get(address, follow=True).status_code, 404)

    def test_hostile_files_are_refused_with_a_message_and_nothing_is_stored(self):
        for label, content in HOSTILE.items():
            with (
                self.subTest(label),
                mock.patch("profiles.views.resumes.may_upload", return_value=True),
            ):
                response = self.upload(content)
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, 'class="error"')
        self.assertFalse(Resume.objects.exists())
        self.assertFalse(Candidate.objects.exists())
        self.assertEqual(self.stored_files(), [])

    def test_a_missing_file_is_said_beside_the_field(self):
        self.assertContains(self.client.post(self.url), "Choose a file first.")

    def test_a_hostile_name_is_stored_and_sent_as_a_harmless_one(self):
        self.upload(name='..\\..\\a"; filename="x.html\u202efdp.pdf')

        resume = Resume.objects.get()
        header = self.client.get(reverse("profiles:resume_download", args=[resume.pk]))[
            "Content-Disposition"
        ]
        self.assertTrue(header.startswith("attachment; "))
        self.assertNotIn("\u202e", header)
        self.assertTrue(resume.original_name.endswith(".pdf"))
        self.assertNotIn("..", resume.original_name)

    @override_settings(RESUME_MAX_BYTES=1_000)
    def test_one_byte_too_many_is_refused(self):
        self.assertContains(self.upload(PDF + b"x" * (1_001 - len(PDF))), "We take at most")
        self.assertFalse(Resume.objects.exists())

        self.upload(PDF + b"x" * (1_000 - len(PDF)))
        self.assertEqual(Resume.objects.get().size, 1_000)

    def test_a_download_is_the_owners_and_no_browser_shows_or_keeps_it(self):
        self.upload()
        response = self.client.get(
            reverse("profiles:resume_download", args=[Resume.objects.get().pk])
        )

        self.assertEqual(b"".join(response), PDF)
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="cv.pdf"')
        self.assertEqual(response["Content-Type"], "application/pdf")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response["Content-Security-Policy"], "default-src 'none'; sandbox")
        self.assertIn("no-store", response["Cache-Control"])
        self.assertIn("private", response["Cache-Control"])

    def test_the_page_says_that_files_are_not_scanned(self):
        self.upload()

        self.assertContains(self.client.get("/me/profile/"), "not scanned for viruses")

    def test_somebody_elses_file_is_not_found(self):
        self.upload()
        pk = Resume.objects.get().pk
        self.client.force_login(make.UserFactory(is_superuser=True, is_staff=True))
        for method, name in [("get", "resume_download"), ("post", "resume_delete")]:
            response = getattr(self.client, method)(reverse(f"profiles:{name}", args=[pk]))
            self.assertEqual(response.status_code, 404)

        self.assertTrue(Resume.objects.exists())
        self.assertEqual(len(self.stored_files()), 1)

    def test_a_guest_is_asked_to_sign_in(self):
        self.upload()
        pk = Resume.objects.get().pk
        self.client.logout()
        for method, address in [
            ("get", self.url),
            ("post", self.url),
            ("get", reverse("profiles:resume_download", args=[pk])),
            ("post", reverse("profiles:resume_delete", args=[pk])),
        ]:
            response = getattr(self.client, method)(address)
            self.assertIn(reverse("account_login"), response["Location"])

    def test_deleting_takes_row_and_bytes(self):
        self.upload()
        url = reverse("profiles:resume_delete", args=[Resume.objects.get().pk])
        self.assertEqual(self.client.get(url).status_code, 405)
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(url)

        self.assertFalse(Resume.objects.exists())
        self.assertEqual(self.stored_files(), [])

    def test_bytes_stay_until_the_deletion_is_certain(self):
        self.upload()
        with self.captureOnCommitCallbacks(execute=False):
            self.client.post(reverse("profiles:resume_delete", args=[Resume.objects.get().pk]))

        self.assertEqual(len(self.stored_files()), 1)

    def test_bytes_go_again_if_the_row_cannot_be_written(self):
        self.client.raise_request_exception = False
        with mock.patch.object(Resume, "save", side_effect=RuntimeError):
            self.assertEqual(self.upload().status_code, 500)

        self.assertEqual(self.stored_files(), [])

    def test_a_file_that_is_gone_from_the_disk_is_not_found(self):
        self.upload()
        self.stored_files()[0].unlink()

        response = self.client.get(
            reverse("profiles:resume_download", args=[Resume.objects.get().pk])
        )
        self.assertEqual(response.status_code, 404)

    def test_two_files_of_one_name_are_both_kept(self):
        self.upload()
        self.upload(PDF + b"2")

        self.assertEqual(len(self.stored_files()), 2)

    def test_the_sixth_file_is_refused(self):
        for _number in range(RESUMES_EACH):
            self.upload()

        self.assertContains(self.upload(), f"You have {RESUMES_EACH} files here")
        self.assertEqual(len(self.stored_files()), RESUMES_EACH)
        self.assertContains(self.client.get("/me/profile/"), "Delete one to add another")

    def test_uploads_are_limited_by_the_hour(self):
        for _number in range(UPLOADS_AN_HOUR):
            self.upload()

        self.assertContains(self.upload(), "many files within the hour")
