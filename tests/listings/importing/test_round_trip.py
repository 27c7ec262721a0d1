"""Our own feed, and the data of our own job pages, read back: the same facts come out."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.test import TestCase, override_settings
from django.utils import timezone

from listings.feeds.indeed import document
from listings.importing.drafts import Reader
from listings.importing.formats import read_file
from listings.importing.proposals import propose
from listings.models import Listing
from listings.structured_data import for_markup, job_posting
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)
from tests.listings.importing.test_job_posting_pages import page

FACTS = [
    "title", "work_mode", "place_id", "time_zone", "employment_type", "salary_currency",
    "salary_min", "salary_max", "salary_period", "valid_through", "experience_months",
    "education_min", "applicant_countries",
]  # fmt: skip


@override_settings(SITE_URL="https://rungs.example")
class RoundTripTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.role = RoleFactory(slug="csr", title="Customer Service Representative")
        SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        employer = EmployerFactory(name="Brightline")
        closes = (timezone.now() + timedelta(days=20)).replace(microsecond=0)
        common = {"employer": employer, "role": cls.role, "valid_through": closes}
        common["title"] = "Customer Service Representative"
        cls.listings = [
            ListingFactory(
                **common,
                place=PlaceFactory(),
                work_mode="hybrid",
                description="You answer calls.\n\n- Calls\n- Chats\n\n### More\n\nYou use Zendesk.",
                education_min="high_school",
                experience_months=6,
            ),
            ListingFactory(
                **common,
                remote=True,
                employment_type="PART_TIME",
                salary_min=Decimal(41_000),
                salary_max=Decimal(41_000),
                salary_period="year",
                experience_months=24,
                education_min="bachelor",
            ),
            ListingFactory(
                **common,
                place=PlaceFactory(leeds=True),
                time_zone="Europe/London",
                pay_not_stated=True,
                employment_type="TEMPORARY",
                experience_months=0,
            ),
        ]
        cls.reader = Reader()

    def read_back(self, content: bytes) -> dict[str, Listing]:
        reading = read_file(content, company="Brightline")
        self.assertEqual(reading.unread, [])
        now = datetime.now(tz=UTC)
        proposals = [propose(record, self.reader, now) for record in reading.records]
        self.assertEqual({each.role for each in proposals}, {"csr"})
        self.assertEqual({each.company for each in proposals}, {"Brightline"})
        return {
            each.reference: each.as_listing(
                self.listings[0].employer,
                next((one.place for one in self.listings if one.place_id == each.place_id), None),
            )
            for each in proposals
        }

    def assert_same(self, back: Listing, listing: Listing):
        for name in FACTS:
            if name == "time_zone" and listing.work_mode == "remote":
                continue  # neither form names a clock, and there is no place to tell it
            with self.subTest(listing=listing.pk, fact=name):
                self.assertEqual(getattr(back, name), getattr(listing, name))
        self.assertEqual(back.apply_route, "on_site", "Our own page is no employer's site.")
        for line in listing.description.splitlines():
            self.assertIn(line.strip(), back.description)

    def test_our_feed_read_back_gives_the_same_facts(self):
        back = self.read_back("".join(document()).encode())

        self.assertEqual(len(back), 3)
        for listing in self.listings:
            self.assert_same(back[f"rungs-{listing.pk}"], listing)

    def test_the_data_of_our_pages_read_back_gives_the_same_facts(self):
        for listing in for_markup(Listing.objects.all()):
            (back,) = self.read_back(page(job_posting(listing))).values()
            self.assertEqual(back.reference, str(listing.pk))
            self.assert_same(back, listing)

    def test_all_of_it_in_one_graph_is_read_too(self):
        graph = {"@graph": [job_posting(each) for each in for_markup(Listing.objects.all())]}

        back = self.read_back(json.dumps(graph).encode())

        self.assertEqual(set(back), {str(listing.pk) for listing in self.listings})
