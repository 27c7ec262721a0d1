from datetime import UTC, datetime
from xml.etree import ElementTree

from django.test import TestCase, override_settings
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import (
    CareerPathPage,
    GuideIndexPage,
    HomePage,
    Industry,
    IndustryIndexPage,
    IndustryPage,
    RoleIndexPage,
    RolePage,
    SkillIndexPage,
    SkillPage,
    StandardPage,
)
from jobboard.sitemaps import SECTIONS
from listings.models import Listing
from listings.sitemaps import JobSection
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory, RoleFactory, SkillFactory

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE_URL = "https://rungs.example"


class SitemapCase(TestCase):
    def setUp(self):
        self.enterContext(override_settings(SITE_URL=SITE_URL, ALLOWED_HOSTS=["*"]))
        Site.clear_site_root_paths_cache()  # another test's tree

    def read(self, path, **extra) -> dict[str, str | None]:
        """Addresses without the host, with their lastmod."""
        response = self.client.get(path, **extra)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response["Content-Type"], "application/xml")
        self.assertEqual(response["Cache-Control"], "public, max-age=600")
        found = {}
        for entry in ElementTree.fromstring(response.content):
            location = entry.findtext(f"{NAMESPACE}loc")
            self.assertTrue(location.startswith(f"{SITE_URL}/"), location)
            found[location.removeprefix(SITE_URL)] = entry.findtext(f"{NAMESPACE}lastmod")
        return found


class IndexTests(SitemapCase):
    def test_it_names_a_file_for_each_section(self):
        self.assertEqual(
            list(self.read("/sitemap.xml")), [f"/sitemap-{name}.xml" for name in SECTIONS]
        )
        for name in SECTIONS:
            self.read(f"/sitemap-{name}.xml")

    def test_a_section_that_is_none_is_not_found(self):
        self.assertEqual(self.client.get("/sitemap-people.xml").status_code, 404)
        self.assertEqual(self.client.get("/sitemap-jobs.xml?p=2").status_code, 404)
        self.assertEqual(self.client.get("/sitemap-jobs.xml?p=x").status_code, 404)

    def test_the_host_is_the_sites_own_whatever_a_request_claims(self):
        ListingFactory()

        for path in ("/sitemap.xml", "/sitemap-jobs.xml", "/sitemap-lists.xml"):
            self.read(path, headers={"host": "evil.example"})

    def test_every_file_of_a_long_section_is_named(self):
        self.addCleanup(setattr, JobSection, "limit", JobSection.limit)
        JobSection.limit = 2
        for _each in range(5):
            ListingFactory()

        files = [path for path in self.read("/sitemap.xml") if path.startswith("/sitemap-jobs")]

        self.assertEqual(
            files, ["/sitemap-jobs.xml", "/sitemap-jobs.xml?p=2", "/sitemap-jobs.xml?p=3"]
        )
        self.assertEqual(sum(len(self.read(path)) for path in files), 5)

    def test_robots_are_told_of_it_and_kept_from_peoples_pages(self):
        lines = self.client.get("/robots.txt").content.decode().splitlines()

        self.assertIn(f"Sitemap: {SITE_URL}/sitemap.xml", lines)
        for path in (
            "/me/",
            "/employer/",
            "/accounts/",
            "/api/v1/",
            "/jobs/alert/",
            "/jobs/compare/",
        ):
            self.assertIn(f"Disallow: {path}", lines)
        self.assertFalse([line for line in lines if line in {"Disallow: /", "Disallow: /jobs/"}])


class JobTests(SitemapCase):
    def test_open_jobs_alone_with_their_last_change(self):
        listing = ListingFactory()
        for trait in ("draft", "expired", "scheduled", "closed"):
            ListingFactory(**{trait: True})
        suspended = ListingFactory(employer=EmployerFactory(suspended=True))
        Listing.objects.filter(pk=listing.pk).update(updated_at=datetime(2026, 11, 3, tzinfo=UTC))

        self.assertEqual(self.read("/sitemap-jobs.xml"), {listing.get_absolute_url(): "2026-11-03"})
        index = self.read("/sitemap.xml")
        self.assertTrue(index["/sitemap-jobs.xml"].startswith("2026-11-03"))
        self.assertNotIn(suspended.employer.get_absolute_url(), self.read("/sitemap-employers.xml"))

    def test_employers_who_hire_now(self):
        listing = ListingFactory()
        ListingFactory(employer=listing.employer)
        ListingFactory(expired=True)

        self.assertEqual(
            list(self.read("/sitemap-employers.xml")), [listing.employer.get_absolute_url()]
        )

    def test_landing_pages_with_enough_jobs_change_with_them(self):
        role, place = RoleFactory(slug="csr"), PlaceFactory()
        for _each in range(3):
            listing = ListingFactory(role=role, place=place)

        found = self.read("/sitemap-landing.xml")

        self.assertEqual(found["/jobs/role/csr/"], f"{listing.updated_at:%Y-%m-%d}")
        self.assertNotIn("/jobs/remote/", found)

    def test_any_number_of_jobs_costs_the_same(self):
        for number in (3, 20):
            Listing.objects.all().delete()
            for _each in range(number):
                ListingFactory()
            # How many, and the rows.
            with self.subTest(number), self.assertNumQueries(2):
                self.read("/sitemap-jobs.xml")
            with self.subTest(number), self.assertNumQueries(2):
                self.read("/sitemap-employers.xml")


class PageTests(SitemapCase):
    @classmethod
    def setUpTestData(cls):
        site = Site.objects.get(is_default_site=True)
        cls.home = site.root_page.add_child(
            instance=HomePage(title="Home", headline="h", hiring_heading="h", hiring_text="t")
        )
        site.root_page = cls.home
        site.save()
        index = cls.home.add_child(instance=RoleIndexPage(title="Roles", introduction="i"))
        cls.role = index.add_child(
            instance=RolePage(title="CSR", slug="csr", role=RoleFactory(slug="csr"))
        )
        index.add_child(
            instance=RolePage(title="Draft", role=RoleFactory(slug="draft"), live=False)
        )
        cls.home.add_child(instance=GuideIndexPage(title="Guides", introduction="i"))
        cls.terms = cls.home.add_child(instance=StandardPage(title="Terms", slug="terms"))
        # Beside the site's tree it has no address.
        Page.get_first_root_node().add_child(instance=StandardPage(title="Apart", slug="apart"))

    def test_live_pages_stand_in_their_sections(self):
        self.assertEqual(list(self.read("/sitemap-roles.xml")), ["/roles/csr/"])
        self.assertEqual(
            list(self.read("/sitemap-pages.xml")), ["/", "/roles/", "/guides/", "/terms/"]
        )
        self.assertEqual(self.read("/sitemap-guides.xml"), {})

    def test_industries_skills_and_career_paths_stand_in_theirs(self):
        industries = self.home.add_child(
            instance=IndustryIndexPage(title="Industries", introduction="i")
        )
        retail = Industry.objects.create(slug="retail", title="Retail")
        industries.add_child(
            instance=IndustryPage(title="Retail", industry=retail, introduction="i")
        )
        skills = self.home.add_child(instance=SkillIndexPage(title="Skills", introduction="i"))
        skills.add_child(instance=SkillPage(title="Chat", skill=SkillFactory()))
        guides = GuideIndexPage.objects.get()
        guides.add_child(instance=CareerPathPage(title="Up", introduction="i"))

        self.assertEqual(list(self.read("/sitemap-industries.xml")), ["/industries/retail/"])
        self.assertEqual(list(self.read("/sitemap-skills.xml")), ["/skills/chat/"])
        self.assertEqual(list(self.read("/sitemap-guides.xml")), ["/guides/up/"])
        self.assertEqual(
            list(self.read("/sitemap-pages.xml")),
            ["/", "/roles/", "/guides/", "/terms/", "/industries/", "/skills/"],
        )

    def test_the_last_publication_is_the_last_change(self):
        Page.objects.filter(pk=self.role.pk).update(
            last_published_at=datetime(2026, 11, 2, tzinfo=UTC)
        )

        self.assertEqual(self.read("/sitemap-roles.xml"), {"/roles/csr/": "2026-11-02"})

    def test_a_page_that_asks_for_a_password_is_not_in_it(self):
        PageViewRestriction.objects.create(
            page=self.terms, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )

        self.assertNotIn("/terms/", self.read("/sitemap-pages.xml"))

    def test_lists_and_the_documentation_have_a_section(self):
        self.assertEqual(list(self.read("/sitemap-lists.xml")), ["/jobs/", "/api/"])
