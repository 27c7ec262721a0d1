"""The markup of every listing that ships, and of every one that an import publishes."""

import io
import tomllib

from django.core.management import CommandError, call_command
from django.test import TestCase

from listings import demo_posts
from listings.models import Listing
from listings.structured_data import check_posting, for_markup, job_posting
from tests.factories import ListingFactory, PlaceFactory, RoleFactory, SkillFactory
from tests.listings.import_case import ImportTestCase


class Made(dict):
    """Rows of the taxonomy by slug, made when they are first asked for: the real one takes long to load."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, slug):
        self[slug] = self.make(slug)
        return self[slug]


class QuickVocabulary:
    def __init__(self):
        from cms.models import GlossaryTerm, Industry

        self.roles = Made(lambda slug: RoleFactory(slug=slug, onet_soc_code="43-4051.00"))
        self.skills = Made(lambda slug: SkillFactory(slug=slug))
        self.industries = Made(lambda slug: Industry.objects.create(slug=slug, title=slug))
        self.metrics = Made(lambda slug: GlossaryTerm.objects.create(slug=slug, title=slug))
        self.places = Made(self.make_place)

    def make_place(self, text):
        name, *areas = [part.strip() for part in text.split(",")]
        country = areas[-1] if areas and len(areas[-1]) == 2 else "US"
        state = areas[0] if len(areas) > 1 else "00"
        return PlaceFactory(
            geoname_id=len(self.places) + 1, name=name, country_code=country, admin1_code=state
        )

    def place(self, text):
        return self.places[text] if text else None


def faults() -> list[str]:
    listings = for_markup(Listing.objects.open())
    return [
        f"{listing.employer}: {listing}: {finding}"
        for listing in listings
        for finding in check_posting(job_posting(listing))
    ]


class DemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        vocabulary = QuickVocabulary()
        for path in sorted(demo_posts.EMPLOYER_FILES.glob("*.toml")):
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            demo_posts.load_employer(path.stem, data, vocabulary)

    def test_no_demo_listing_breaks_a_rule_in_any_mode(self):
        modes = set(Listing.objects.open().values_list("work_mode", flat=True))
        out = io.StringIO()

        call_command("check_job_postings", stdout=out)

        self.assertEqual(modes, {"on_site", "hybrid", "remote", "field"})
        self.assertIn(f"{Listing.objects.open().count()} open listings checked", out.getvalue())
        self.assertIn("0 without markup, 0 faulty.", out.getvalue())


class ImportedTests(ImportTestCase):
    def test_no_published_posting_breaks_a_rule(self):
        self.run_import(publish=True)

        self.assertGreater(Listing.objects.open().imported().count(), 3)
        self.assertEqual(faults(), [])

    def test_nor_would_one_that_a_person_publishes_later(self):
        self.run_import()
        Listing.objects.filter(role__isnull=False).update(state="approved")

        marked = [each for each in for_markup(Listing.objects.open()) if job_posting(each)]
        self.assertGreater(len(marked), 8)
        for listing in marked:
            with self.subTest(listing.source_id):
                self.assertEqual(check_posting(job_posting(listing)), [])


class CommandTests(TestCase):
    def check(self) -> str:
        out = io.StringIO()
        call_command("check_job_postings", stdout=out)
        return out.getvalue()

    def test_a_broken_rule_is_told_and_ends_with_an_error(self):
        listing = ListingFactory(description="")
        listing.employer.name = ""
        listing.employer.save()
        out = io.StringIO()

        with self.assertRaisesMessage(CommandError, "1 of 1 listings break a rule."):
            call_command("check_job_postings", stdout=out)

        self.assertIn(f"{listing.get_absolute_url()} hiringOrganization.name", out.getvalue())

    def test_a_listing_without_a_country_is_told_of_and_is_no_error(self):
        listing = ListingFactory(remote=True, applicant_countries="")
        ListingFactory()

        told = self.check()

        self.assertIn(f"{listing.get_absolute_url()} has no markup", told)
        self.assertIn("1 open listings checked (1 on_site), 1 without markup, 0 faulty.", told)

    def test_closed_ones_are_not_looked_at(self):
        ListingFactory(expired=True)

        self.assertIn("0 open listings checked (none)", self.check())
