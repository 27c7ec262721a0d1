import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import time_machine
from django.test import TestCase

from listings.models import Listing, ListingLanguage, ListingShift, ListingSkill
from listings.structured_data import check_posting, for_markup, job_posting
from tests.factories import (
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
# What every posting says. Each mode adds its own.
ALWAYS = {
    *("@context", "@type", "title", "description", "url", "identifier", "datePosted"),
    *("validThrough", "employmentType", "hiringOrganization", "directApply", "workHours"),
    "responsibilities",
}


@time_machine.travel(NOW, tick=False)
class JobPostingTests(TestCase):
    def posting(self, **values) -> dict:
        posting = job_posting(ListingFactory(**values))
        self.assertEqual(check_posting(posting), [])
        return posting

    def test_a_job_on_site_says_where_one_reports(self):
        posting = self.posting()

        self.assertEqual(posting.keys(), ALWAYS | {"jobLocation", "baseSalary"})
        self.assertEqual(
            posting["jobLocation"],
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Columbus",
                    "addressRegion": "OH",
                    "addressCountry": "US",
                },
            },
        )

    def test_hybrid_and_field_work_have_a_place_and_are_not_remote(self):
        for mode in ("hybrid", "field"):
            with self.subTest(mode):
                posting = self.posting(work_mode=mode)
                self.assertEqual(posting.keys(), ALWAYS | {"jobLocation", "baseSalary"})

    def test_a_place_whose_region_is_a_number_has_no_region(self):
        manila = PlaceFactory(geoname_id=1, name="Manila", country_code="PH", admin1_code="NCR")
        toronto = PlaceFactory(geoname_id=2, name="Toronto", country_code="CA", admin1_code="08")

        address = self.posting(place=manila)["jobLocation"]["address"]
        self.assertEqual(address["addressRegion"], "NCR")
        address = self.posting(place=toronto)["jobLocation"]["address"]
        self.assertNotIn("addressRegion", address)

    def test_a_remote_job_says_where_one_may_live_in_markup_and_text(self):
        posting = self.posting(remote=True)

        self.assertEqual(
            posting.keys(),
            ALWAYS | {"jobLocationType", "applicantLocationRequirements", "baseSalary"},
        )
        self.assertEqual(posting["jobLocationType"], "TELECOMMUTE")
        self.assertEqual(
            posting["applicantLocationRequirements"], {"@type": "Country", "name": "United States"}
        )
        self.assertIn("This job is fully remote.", posting["description"])
        self.assertIn("You may live in: United States.", posting["description"])

    def test_a_remote_job_open_to_several_countries_lists_them(self):
        posting = self.posting(remote=True, applicant_countries="GB IE")

        self.assertEqual(
            posting["applicantLocationRequirements"],
            [
                {"@type": "Country", "name": "United Kingdom"},
                {"@type": "Country", "name": "Ireland"},
            ],
        )
        self.assertIn("United Kingdom, Ireland", posting["description"])

    def test_states_stand_for_their_country(self):
        posting = self.posting(remote=True, applicant_countries="US CA", applicant_states="OH MI")

        self.assertEqual(
            posting["applicantLocationRequirements"],
            [
                {"@type": "State", "name": "Ohio, United States"},
                {"@type": "State", "name": "Michigan, United States"},
                {"@type": "Country", "name": "Canada"},
            ],
        )
        self.assertIn("United States (Ohio, Michigan), Canada", posting["description"])

    def test_where_no_country_is_known_there_is_no_markup(self):
        self.assertIsNone(job_posting(ListingFactory(remote=True, applicant_countries="")))
        self.assertIsNone(
            job_posting(ListingFactory(place=None, location_note="Around the county"))
        )

    def test_a_job_that_is_not_open_has_no_markup(self):
        for trait in ("draft", "in_review", "expired", "scheduled", "closed"):
            with self.subTest(trait):
                self.assertIsNone(job_posting(ListingFactory(**{trait: True})))
        self.assertIsNone(job_posting(ListingFactory(employer=EmployerFactory(suspended=True))))

    def test_pay_is_the_employers_own_figure(self):
        value = self.posting()["baseSalary"]
        self.assertEqual(value["currency"], "USD")
        self.assertEqual(
            value["value"],
            {"@type": "QuantitativeValue", "minValue": 21.5, "maxValue": 24, "unitText": "HOUR"},
        )

        yearly = self.posting(
            salary_min=Decimal(45000), salary_max=Decimal(45000), salary_period="year"
        )
        self.assertEqual(
            yearly["baseSalary"]["value"],
            {"@type": "QuantitativeValue", "value": 45000, "unitText": "YEAR"},
        )

    def test_pay_that_is_not_stated_in_full_is_told_in_words_alone(self):
        self.assertNotIn("baseSalary", self.posting(pay_not_stated=True))

        posting = self.posting(salary_max=None)
        self.assertNotIn("baseSalary", posting)
        self.assertIn("from $21.50 an hour", posting["description"])

    def test_dates_carry_the_offset_of_the_listings_zone(self):
        posting = self.posting(
            place=PlaceFactory(leeds=True),
            time_zone="Europe/London",
            date_posted=datetime(2026, 7, 1, 8, tzinfo=UTC),
            valid_through=datetime(2026, 12, 1, 17, tzinfo=UTC),
        )

        self.assertEqual(posting["datePosted"], "2026-07-01T09:00:00+01:00")
        self.assertEqual(posting["validThrough"], "2026-12-01T17:00:00+00:00")

    def test_schooling_and_experience_are_said_as_far_as_known(self):
        posting = self.posting(education_min="none", experience_months=0)
        self.assertEqual(posting["educationRequirements"], "no requirements")
        self.assertEqual(posting["experienceRequirements"], "no requirements")

        posting = self.posting(education_min="bachelor", experience_months=18)
        self.assertEqual(posting["educationRequirements"]["credentialCategory"], "bachelor degree")
        self.assertEqual(posting["experienceRequirements"]["monthsOfExperience"], 18)

    def test_the_description_holds_the_whole_offer(self):
        listing = ListingFactory(
            qualifications="Six months at a **counter**.",
            training="Five paid weeks.",
            benefits="Dental from day one.",
            schedule_note="Start at 8",
            variable_pay="Up to $120 a month",
            education_min="high_school",
            experience_months=6,
        )
        ListingSkill.objects.create(listing=listing, skill=SkillFactory(slug="empathy"))
        ListingLanguage.objects.create(
            listing=listing, language=SkillFactory(slug="spanish", language=True), level="B2"
        )
        ListingShift.objects.create(listing=listing, weekday=0, starts="08:00", ends="16:30")

        posting = job_posting(listing)
        self.assertEqual(check_posting(posting), [])
        for words in (
            "<p>You help policyholders by phone and chat.</p>",
            "<strong>counter</strong>",
            "Five paid weeks.",
            "Dental from day one.",
            "Full time, 40 h",
            "Monday, 8 a.m. to 4:30 p.m.",
            "$21.50–$24.00 an hour",
            "Up to $120 a month",
            "Experience: 6 months",
            "Education: High school diploma or equivalent",
            "Skills: Empathy",
            "Languages: Spanish (B2)",
            "On site in Columbus, OH.",
        ):
            self.assertIn(words, posting["description"])
        self.assertEqual(posting["incentiveCompensation"], "Up to $120 a month")
        self.assertEqual(posting["skills"], "Empathy")
        self.assertEqual(posting["qualifications"], "Six months at a counter.")
        self.assertEqual(posting["jobBenefits"], "Dental from day one.")

    def test_an_imported_text_is_not_parted_by_guessing(self):
        self.assertNotIn(
            "responsibilities", self.posting(source="boardwalk", source_id="1", source_digest="1-a")
        )

    def test_the_occupations_code_is_the_roles_own_and_no_proxy(self):
        own = RoleFactory(onet_soc_code="43-4051.00", soc_code="43-4051")
        proxy = RoleFactory(onet_soc_code="43-4051.00", soc_code="43-4051", soc_is_proxy=True)

        self.assertEqual(self.posting(role=own)["occupationalCategory"], "43-4051.00")
        self.assertNotIn("occupationalCategory", self.posting(role=proxy))

    def test_applying_is_never_said_to_be_direct(self):
        self.assertIs(self.posting()["directApply"], False)
        external = self.posting(apply_route="external", apply_url="https://jobs.example.org/1")
        self.assertIs(external["directApply"], False)

    def test_the_employers_own_site_says_who_it_is(self):
        employer = EmployerFactory(name="Corvane", website="https://corvane.example")

        self.assertEqual(
            self.posting(employer=employer)["hiringOrganization"],
            {"@type": "Organization", "name": "Corvane", "sameAs": "https://corvane.example"},
        )

    def test_any_number_of_listings_costs_four_queries(self):
        for number in (3, 20):
            Listing.objects.all().delete()
            for _each in range(number):
                listing = ListingFactory()
                ListingSkill.objects.create(listing=listing, skill=SkillFactory())
                ListingLanguage.objects.create(
                    listing=listing, language=SkillFactory(language=True)
                )
                ListingShift.objects.create(
                    listing=listing, weekday=0, starts="08:00", ends="16:00"
                )
            # Listings with employer, role and place; skills; languages; shifts.
            with self.subTest(number), self.assertNumQueries(4):
                postings = [job_posting(each) for each in for_markup(Listing.objects.open())]
            self.assertEqual(len(postings), number)


class MarkupOnThePageTests(TestCase):
    def page(self, listing) -> str:
        return self.client.get(listing.get_absolute_url()).content.decode()

    def test_an_open_jobs_page_carries_the_posting_once(self):
        listing = ListingFactory()

        (block,) = BLOCK.findall(self.page(listing))
        self.assertEqual(json.loads(block), json.loads(json.dumps(job_posting(listing))))

    def test_pages_of_jobs_that_are_not_open_carry_none(self):
        employer = EmployerFactory()
        self.client.force_login(EmployerMemberFactory(employer=employer).user)
        for trait in ("draft", "in_review", "expired", "closed"):
            with self.subTest(trait):
                listing = ListingFactory(employer=employer, **{trait: True})
                self.assertNotIn("ld+json", self.page(listing))

    def test_lists_carry_none(self):
        listing = ListingFactory()

        for address in ("/jobs/", listing.employer.get_absolute_url()):
            self.assertNotIn("ld+json", self.client.get(address).content.decode())

    def test_no_text_gets_out_of_the_block(self):
        evil = '</script><script>alert(1)</script> & "quotes" <!-- '
        listing = ListingFactory(
            title=f'Agent "A" {evil}'[:120], description=evil, benefits=evil, variable_pay=evil
        )

        (block,) = BLOCK.findall(self.page(listing))
        self.assertFalse(set("<>&") & set(block))
        posting = json.loads(block)
        self.assertIn('Agent "A"', posting["title"])
        self.assertIn("&lt;/script&gt;", posting["description"])
        self.assertEqual(posting["incentiveCompensation"], evil.strip() and evil)
