"""What the tests of the import share: a small taxonomy, and the 22 lines of the fixture."""

import io
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from django.core.management import call_command
from django.test import TestCase

from cms.vocabulary import RoleFamily
from listings.models import Listing
from tests.factories import PlaceFactory, RoleFactory, SkillFactory

POSTINGS = Path(__file__).parents[1] / "fixtures" / "postings.jsonl"
NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
class ImportTestCase(TestCase):
    """A small taxonomy, and the 22 lines of the fixture."""

    @classmethod
    def setUpTestData(cls):
        RoleFactory(
            slug="csr",
            title="Customer Service Representative",
            alt_titles="Customer Support Agent\nCustomer Service Advisor",
        )
        RoleFactory(
            slug="customer-success-manager",
            title="Customer Success Manager",
            alt_titles="Senior Customer Success Manager",
            family=RoleFamily.SUCCESS,
            ladder_level=3,
        )
        RoleFactory(slug="account-executive", title="Account Executive", exit=True)
        SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        SkillFactory(slug="de-escalation", preferred_label="De-escalation")
        for language in ("English", "German", "Spanish"):
            SkillFactory(slug=language.lower(), preferred_label=language, language=True)
        PlaceFactory()
        PlaceFactory(cleveland=True)
        PlaceFactory(leeds=True)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_import(self, path=POSTINGS, **options) -> str:
        out = io.StringIO()
        call_command("import_listings", path, stdout=out, **options)
        return out.getvalue()

    def file_of(self, *records, name="some.jsonl") -> Path:
        path = self.folder / name
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return path

    def record(self, number: int, **changes) -> dict:
        """The record on a line of the fixture, counted from 1, with other values for some fields."""
        line = POSTINGS.read_text().splitlines()[number - 1]
        return json.loads(line) | changes

    def listing(self, number: int) -> Listing:
        return Listing.objects.get(source="boardwalk", source_id=f"bw-{number:02}")

    def in_review(self, number: int, reason: str):
        listing = self.listing(number)
        self.assertEqual(listing.state, "in_review")
        self.assertIn(reason, listing.review_reasons)
