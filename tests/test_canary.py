"""A word in every column: the export gives it back, and the erasure leaves it nowhere."""

import io
import json
import zipfile
from pathlib import Path

from django.db import models
from django.test import TestCase

from listings.models import Application, ApplicationEvent, Message
from matching.adapters import build_index
from profiles.models import Erasure, Outbox, Resume, User
from profiles.personal_data import Subject, registry
from profiles.personal_data.erasure import erase
from profiles.personal_data.export import build_export
from tests import canary
from tests import factories as make
from tests.outbox import with_outbox


def all_bytes() -> list[str]:
    return canary.found_in_files(canary.WORD)


@with_outbox
class CanaryTests(TestCase):
    def setUp(self):
        # For each test anew: no transaction brings back the bytes of files.
        self.user = canary.make_canary()
        self.key = self.user.pk
        self.addCleanup(lambda: [Path(name).unlink() for name in all_bytes()])

    def test_every_kind_of_personal_row_is_there(self):
        subject = Subject.of(self.user)

        empty = {
            declared.model._meta.label
            for declared in registry.personal.values()
            if not declared.rows(subject).exists()
        }

        self.assertEqual(empty, canary.NOT_FILLED)

    def test_the_export_gives_every_declared_word_and_file(self):
        with build_export(self.user) as file:
            archive = zipfile.ZipFile(io.BytesIO(file.read()))
        data = json.loads(archive.read("data.json"))["kinds"]

        missing = []
        for declared in registry.personal.values():
            label = declared.model._meta.label
            if label in canary.NOT_FILLED:
                continue
            rows = json.dumps(data[label]["rows"])
            missing += [
                f"{label}.{field.name}"
                for field in canary.words_of(declared.model)
                if field.name in declared.exported
                and not isinstance(field, models.EmailField)
                and not field.is_relation
                and f"{canary.WORD} {label}."[: field.max_length] not in rows
            ]
            missing += [
                f"{label}.{path}" for path in declared.files if '"file": "files/' not in rows
            ]
        self.assertEqual(missing, [])
        names = [name for name in archive.namelist() if name.startswith("files/")]
        self.assertEqual(len(names), 4)  # a résumé, a held one, the editor's picture and upload
        for name in names:
            self.assertIn(canary.WORD.encode(), archive.read(name))
            self.assertNotIn(canary.WORD, name)

    def test_the_export_holds_no_secret(self):
        with build_export(self.user) as file:
            text = zipfile.ZipFile(io.BytesIO(file.read())).read("data.json").decode()

        for secret in ("User.password", "Authenticator.data", "token_hash", "key_hash"):
            self.assertNotIn(secret, text)

    def test_nothing_is_left_anywhere_after_an_erasure(self):
        build_index()
        self.assertGreater(len(canary.found_in_tables(canary.WORD)), 30)
        self.assertEqual(len(all_bytes()), 4)
        self.assertEqual(len(canary.found_in_sessions(canary.WORD)), 3)

        with self.captureOnCommitCallbacks(execute=True), self.assertLogs(level="DEBUG") as logs:
            erase(self.user)

        left = canary.found_in_tables(canary.WORD, canary.ADDRESS)
        # The goodbye, to the address: its row goes a week after it was sent.
        self.assertEqual([row.partition(":")[0] for row in left], ["profiles_outbox"])
        self.assertEqual(Outbox.objects.latest("pk").subject, "Your account is removed")
        Outbox.objects.filter(subject="Your account is removed").delete()
        self.assertEqual(canary.found_in_tables(canary.WORD, canary.ADDRESS), [])
        self.assertEqual(canary.found_in_sessions(canary.WORD), [])
        self.assertEqual(all_bytes(), [])
        self.assertEqual(canary.found_in_caches(canary.WORD), [])
        self.assertNotIn(canary.WORD, str(logs.output))
        self.assertEqual(list(Erasure.objects.values_list("user_key", flat=True)), [self.key])

    def test_an_erasure_leaves_everybody_elses_things_alone(self):
        bystander = make.CandidateFactory(user__email=f"not-{canary.EMAIL}")
        row = make.ApplicationFactory(candidate=bystander)
        file = canary.add_file(candidate=bystander)
        mail = Outbox.objects.create(
            to=[bystander.user.email], from_email="a@example.org", subject="s", body="b"
        )
        alert = make.JobAlertFactory(email=bystander.user.email)

        with self.captureOnCommitCallbacks(execute=True):
            erase(self.user)

        for each in (bystander, row, file, mail, alert):
            each.refresh_from_db()
        self.assertTrue(Resume.objects.get(pk=file.pk).file.storage.exists(file.file.name))

    def test_what_an_employer_counts_stays_without_the_person(self):
        application = Application.objects.get(candidate__user=self.user)

        erase(self.user)

        application.refresh_from_db()
        self.assertEqual((application.state, application.candidate), ("erased", None))
        self.assertEqual((application.name, application.note, application.resume), ("", "", None))
        self.assertEqual(
            list(ApplicationEvent.objects.values_list("state", "message")),
            [("submitted", ""), ("erased", "")],
        )
        self.assertFalse(Message.objects.filter(application=application).exists())

    def test_erasing_twice_does_the_same_as_once(self):
        again = User.objects.get(pk=self.key)

        self.assertTrue(erase(self.user))
        self.assertFalse(erase(again))

        self.assertEqual(Erasure.objects.count(), 1)
        self.assertEqual(Outbox.objects.filter(subject="Your account is removed").count(), 1)
