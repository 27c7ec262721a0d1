from datetime import UTC, datetime
from xml.etree import ElementTree

from django.test import TestCase, override_settings

from listings.feeds import indeed
from listings.models import Listing, ListingSkill
from profiles.models import RateLimit
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory, SkillFactory


@override_settings(SITE_URL="https://rungs.example")
class IndeedFeedTests(TestCase):
    def text(self) -> str:
        response = self.client.get("/feeds/indeed.xml")
        self.assertTrue(response.streaming)
        return b"".join(response).decode()

    def jobs(self) -> list[dict]:
        source = ElementTree.fromstring(self.text())
        return [{part.tag: part.text for part in job} for job in source.iter("job")]

    def test_it_names_its_publisher_and_when_it_was_made(self):
        source = ElementTree.fromstring(self.text())

        self.assertEqual(source.tag, "source")
        self.assertEqual(source.findtext("publisher"), "Rungs")
        self.assertEqual(source.findtext("publisherurl"), "https://rungs.example/")
        self.assertRegex(source.findtext("lastBuildDate"), r"^\w{3}, \d\d \w{3} \d{4} .* GMT$")

    def test_a_job_says_all_that_its_page_says(self):
        listing = ListingFactory(
            employer=EmployerFactory(name="Corvane Mutual"),
            title="Claims agent - Columbus, OH",
            work_mode="hybrid",
            education_min="high_school",
            experience_months=6,
            date_posted=datetime(2026, 11, 19, 14, tzinfo=UTC),
            valid_through=datetime(2100, 12, 11, 22, tzinfo=UTC),
        )

        (job,) = self.jobs()

        description = job.pop("description")
        self.assertIn("<p>You help policyholders by phone and chat.</p>", description)
        self.assertIn("Hybrid in Columbus, OH.", description)
        self.assertEqual(
            job,
            {
                "title": "Claims agent",
                "date": "2026-11-19T09:00:00-05:00",
                "referencenumber": f"rungs-{listing.pk}",
                "requisitionid": f"rungs-{listing.pk}",
                "url": f"https://rungs.example{listing.get_absolute_url()}",
                "company": "Corvane Mutual",
                "city": "Columbus",
                "state": "OH",
                "country": "US",
                "salary": "$21.50–$24.00 an hour",
                "education": "High school diploma or equivalent",
                "jobtype": "fulltime",
                "category": listing.role.title,
                "experience": "6 months",
                "expirationdate": "2100-12-11T17:00:00-05:00",
                "remotetype": "Hybrid remote",
            },
        )

    def test_a_remote_job_has_a_country_and_no_city(self):
        ListingFactory(remote=True, applicant_countries="GB IE")

        (job,) = self.jobs()

        self.assertEqual(job["country"], "GB")
        self.assertEqual(job["remotetype"], "Fully remote")
        self.assertNotIn("city", job)

    def test_it_holds_every_open_job_and_no_other(self):
        for trait in ("draft", "expired", "scheduled", "closed"):
            ListingFactory(**{trait: True})
        ListingFactory(employer=EmployerFactory(suspended=True))
        open_ones = [ListingFactory(), ListingFactory(remote=True, applicant_countries="")]

        self.assertEqual(
            [job["referencenumber"] for job in self.jobs()],
            [f"rungs-{listing.pk}" for listing in open_ones],
        )

    def test_no_text_ends_a_section_or_breaks_the_file(self):
        evil = "]]></title><script>&nbsp;\x08\x0b</script>]]>"
        ListingFactory(title=f"Agent {evil}", employer=EmployerFactory(name=evil))

        (job,) = self.jobs()

        self.assertEqual(job["company"], "]]></title><script>&nbsp;</script>]]>")
        self.assertIn("&nbsp;", job["title"])

    def test_every_text_stands_in_a_section_of_its_own(self):
        ListingFactory()

        for line in self.text().splitlines():
            if line.startswith("<") and line.endswith(">") and "</" in line[1:]:
                name = line[1:].partition(">")[0]
                if name in {"title", "company", "salary", "url", "publisher"}:
                    self.assertTrue(line.startswith(f"<{name}><![CDATA["), line)

    def test_batches_leave_none_out_and_cost_four_statements_each(self):
        place, employer = PlaceFactory(), EmployerFactory()
        for _each in range(7):
            listing = ListingFactory(place=place, employer=employer)
            ListingSkill.objects.create(listing=listing, skill=SkillFactory())
        self.addCleanup(setattr, indeed, "BATCH", indeed.BATCH)
        indeed.BATCH = 3

        # Three batches (listings, skills, languages, shifts) and the look that finds no fourth.
        with self.assertNumQueries(3 * 4 + 1):
            text = "".join(indeed.document())

        self.assertEqual(text.count("<job>"), Listing.objects.open().count())

    def test_it_may_be_kept_for_a_while(self):
        response = self.client.get("/feeds/indeed.xml")

        self.assertEqual(response["Content-Type"], "application/xml; charset=utf-8")
        self.assertEqual(response["Cache-Control"], "public, max-age=1800")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")

    def test_one_address_may_ask_twelve_times_an_hour(self):
        for _each in range(12):
            self.assertEqual(self.client.get("/feeds/indeed.xml").status_code, 200)

        response = self.client.get("/feeds/indeed.xml")

        self.assertEqual(response.status_code, 429)
        self.assertGreater(int(response["Retry-After"]), 0)
        self.assertEqual(RateLimit.objects.get().count, 12)

    def test_it_answers_reading_alone(self):
        self.assertEqual(self.client.post("/feeds/indeed.xml").status_code, 405)
