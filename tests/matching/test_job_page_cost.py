"""What a job's page costs with all that matching shows on it."""

from datetime import time

from cms.models import WageArea
from listings.models import Listing
from tests.factories import EmployerFactory, ListingFactory, MetricFactory, SkillFactory
from tests.matching.ladder_world import LadderTestCase, wage


class JobPageCostTests(LadderTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.listings = [cls.listing_with(rows) for rows in (1, 10)]
        ohio = WageArea.objects.create(kind="state", code="39", title="Ohio", state="OH")
        wage("43-4051", 22, area=ohio)

    @classmethod
    def listing_with(cls, rows: int) -> Listing:
        """A listing with so many rows of everything, other jobs like it, and others of its employer."""
        employer = EmployerFactory(description="We answer.")
        listing = ListingFactory(
            role=cls.csr, employer=employer, contact_style="free", concurrent_contacts=2,
            training="Paid.", benefits="Leave.", qualifications="None.",
        )  # fmt: skip
        for n in range(rows):
            skill = SkillFactory(slug=f"skill-{n}")
            listing.listing_skills.create(skill=skill)
            listing.listing_skills.create(skill=SkillFactory(slug=f"tool-{n}", tool=True))
            listing.languages.create(language=SkillFactory(slug=f"language-{n}", language=True))
            listing.targets.create(metric=MetricFactory(slug=f"metric-{n}"), target="90")
            listing.shifts.create(weekday=n % 7, starts=time(n), ends=time(n, 30))
            other = ListingFactory(role=cls.csr)
            other.listing_skills.create(skill=skill)
            ListingFactory(role=cls.csr, employer=employer)
        for channel in ("phone", "email", "chat", "social", "in_person", "video")[:rows]:
            listing.channels.create(channel=channel)
        return listing

    def test_a_visitor_s_page_costs_twelve_statements(self):
        self.build()
        for listing in self.listings:
            # listing with employer, role and place; channels, shifts, targets, languages, skills;
            # published pay; steps up, their roles with open jobs, their pay; similar jobs with their
            # channels
            with self.subTest(listing.pk), self.assertNumQueries(12):
                response = self.client.get(listing.get_absolute_url())
        for words in (
            "the middle",
            "Where it leads",
            "Similar jobs",
            "other open jobs",
            "usual week",
        ):
            self.assertContains(response, words)

    def test_a_closed_one_costs_no_more(self):
        self.build()
        Listing.objects.filter(pk__in=[listing.pk for listing in self.listings]).update(
            state="closed"
        )
        for listing in self.listings:
            with self.subTest(listing.pk), self.assertNumQueries(12):
                response = self.client.get(listing.get_absolute_url())
        self.assertContains(response, "Similar jobs")

    def test_without_an_index_it_costs_no_more(self):
        for listing in self.listings:
            with self.subTest(listing.pk), self.assertNumQueries(12):
                self.client.get(listing.get_absolute_url())
