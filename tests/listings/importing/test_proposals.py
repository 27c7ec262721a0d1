"""What a posting of a file becomes: columns, facts that go before the text, and what is told."""

from datetime import UTC, datetime
from decimal import Decimal

import time_machine
from django.test import TestCase, override_settings

from listings.importing.drafts import Reader
from listings.importing.formats import read_file
from listings.importing.proposals import UNPLACED, Proposal, propose
from tests.factories import EmployerFactory, PlaceFactory, RoleFactory
from tests.listings.importing.test_import_pages import lines
from tests.listings.importing.test_import_pages import posting as line
from tests.listings.importing.test_job_posting_pages import page, posting

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
@override_settings(SITE_URL="https://rungs.example")
class ProposalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        RoleFactory(
            slug="csr", title="Customer Service Representative", alt_titles="Customer service agent"
        )
        cls.place = PlaceFactory()
        cls.employer = EmployerFactory()
        cls.reader = Reader()

    def proposal(self, content: bytes) -> Proposal:
        (record,) = read_file(content, company="Own").records
        kept = propose(record, self.reader, NOW).as_json()
        return Proposal(**kept)

    def listing(self, content: bytes, place=None):
        return self.proposal(content).as_listing(self.employer, place)

    def of_page(self, **fields):
        return self.listing(page(posting(**fields)))

    def test_what_a_page_states_in_fields_goes_before_its_text(self):
        listing = self.of_page(
            description="<p>This role is remote. High school diploma required.</p>",
            jobLocationType="TELECOMMUTE",
            applicantLocationRequirements=[{"name": "Ohio, USA"}, {"name": "Canada"}],
            educationRequirements={"credentialCategory": "bachelor degree"},
            experienceRequirements={"monthsOfExperience": 18},
            workHours="30 hours a week",
            incentiveCompensation="Up to $200 a month",
        )

        self.assertEqual(listing.work_mode, "remote")
        self.assertEqual((listing.countries, listing.states), (["US", "CA"], ["OH"]))
        self.assertEqual(listing.education_min, "bachelor")
        self.assertEqual(listing.experience_months, 18)
        self.assertEqual(listing.weekly_hours, Decimal(30))
        self.assertEqual(listing.variable_pay, "Up to $200 a month")

    def test_a_closing_day_ends_with_its_last_second_where_the_job_is(self):
        place = {"address": {"addressLocality": "Columbus", "addressRegion": "OH"}}
        listing = self.listing(
            page(posting(validThrough="2026-12-11", jobLocation=place)), self.place
        )

        self.assertEqual(listing.valid_through, datetime(2026, 12, 12, 4, 59, 59, tzinfo=UTC))
        self.assertEqual(listing.time_zone, "America/New_York")

    def test_a_closing_day_that_is_over_too_far_or_no_day_is_told(self):
        for said, note in (
            ("2026-11-01", "The closing date of the file has passed."),
            ("2031-01-01T00:00", "The closing date of the file is over a year ahead."),
            ("soon", "The closing date could not be read."),
            ("2026-13-45", "The closing date could not be read."),
        ):
            with self.subTest(said=said):
                proposal = self.proposal(page(posting(validThrough=said)))
                self.assertIn(note, proposal.notes)
                self.assertIsNone(proposal.columns["valid_through"])

    def test_people_apply_on_the_employers_site_only_at_a_safe_address(self):
        for url, route in (
            ("https://acme.example/1", "external"),
            ("http://acme.example/1", "on_site"),
            ("https://good.example@evil.example/1", "on_site"),
            ("https://rungs.example/jobs/7-agent/", "on_site"),
            ("", "on_site"),
        ):
            with self.subTest(url=url):
                listing = self.listing(lines(line(url=url)))
                self.assertEqual(listing.apply_route, route)
                self.assertEqual(listing.apply_url, url if route == "external" else "")

    def test_a_place_that_is_not_known_or_stated_leaves_a_draft_that_can_be_kept(self):
        for location, note in (("Atlantis", "Atlantis"), ("", UNPLACED)):
            with self.subTest(location=location):
                listing = self.listing(lines(line(location=location, country="")))
                self.assertIsNone(listing.place)
                self.assertEqual(listing.location_note, note)
                listing.save()
                listing.delete()

    def test_employment_that_is_not_stated_stays_open(self):
        self.assertEqual(self.listing(lines(line(employment_type=""))).employment_type, "")
        self.assertEqual(self.listing(lines(line(employment_type="odd"))).employment_type, "OTHER")

    def test_a_title_of_another_trade_is_no_service(self):
        proposal = self.proposal(lines(line(title="Account executive")))

        self.assertEqual((proposal.role, proposal.not_service), ("", "It is a sales role."))

    def test_a_title_that_is_too_long_is_cut_and_said(self):
        proposal = self.proposal(lines(line(title="Customer service agent " * 10)))

        self.assertEqual(len(proposal.title), 120)
        self.assertIn("The title was too long and is cut.", proposal.notes)
