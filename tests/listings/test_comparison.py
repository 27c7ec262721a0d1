from datetime import time, timedelta
from decimal import Decimal

from django.test import TestCase
from django.utils import timezone

from listings.comparison import compare, names_of
from listings.models import Listing
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory, SkillFactory

URL = "/jobs/compare/"


def address(*listings):
    return URL + "?" + "&".join(f"job={listing.pk}" for listing in listings)


class FactsTests(TestCase):
    def facts(self, *listings):
        rows = Listing.objects.for_page().in_bulk([listing.pk for listing in listings])
        groups = compare([rows[listing.pk] for listing in listings])
        return {fact.label: fact for group in groups for fact in group.facts}

    def test_pay_stands_on_one_scale(self):
        hourly = ListingFactory()
        yearly = ListingFactory(
            salary_min=Decimal(46800), salary_max=None, salary_period="year", weekly_hours=36
        )

        facts = self.facts(hourly, yearly)

        self.assertEqual(facts["Guaranteed an hour"].cells, (("$21.50–$24.00",), ("from $25.00",)))
        self.assertEqual(
            facts["A year"].cells,
            (("$44,720–$49,920", "at 40 hours a week"), ("from $46,800", "at 36 hours a week")),
        )

    def test_a_job_is_named_by_its_employer_and_by_its_title_where_the_employer_has_two(self):
        first, alone = ListingFactory(title="Chat agent"), ListingFactory()
        second = ListingFactory(title="Night agent " * 9, employer=first.employer)

        names = names_of([first, alone, second])

        self.assertEqual(names, ("Chat agent", alone.employer.name, "Night agent Night agent…"))

    def test_what_is_assumed_or_not_guaranteed_is_said(self):
        assumed = ListingFactory(
            salary_period="year", salary_min=52000, weekly_hours=None, salary_max=None
        )
        capped = ListingFactory(salary_min=None)

        facts = self.facts(assumed, capped)

        self.assertIn("40 hours assumed", facts["Guaranteed an hour"].cells[0])
        self.assertIn("at 40 hours a week, assumed", facts["A year"].cells[0])
        self.assertIn("nothing guaranteed", facts["Guaranteed an hour"].cells[1])

    def test_the_week_the_channels_and_what_is_asked_are_in_words(self):
        listing, other = (
            ListingFactory(contact_style="free", concurrent_contacts=3),
            ListingFactory(),
        )
        for day in range(5):
            listing.shifts.create(weekday=day, starts=time(9), ends=time(17))
        listing.channels.create(channel="phone", share=60)
        listing.channels.create(channel="chat", share=40)
        listing.listing_skills.create(skill=SkillFactory(slug="zendesk", tool=True))
        listing.listing_skills.create(skill=SkillFactory(slug="patience"), is_essential=False)
        spanish = SkillFactory(slug="spanish", language=True)
        listing.languages.create(language=spanish, level="B2")

        facts = self.facts(listing, other)

        for label, lines in {
            "Usual week": ("Mon to Fri, 9 a.m.–5 p.m.", "Eastern time"),
            "What reaches you": ("Phone, 60%", "Chat, 40%"),
            "At the same time": ("Up to 3 conversations at a time",),
            "Whose words": ("Your own words",),
            "Tools": ("Zendesk",),
            "Skills": ("Patience (an advantage)",),
            "Languages": ("Spanish, B2",),
        }.items():
            with self.subTest(label):
                self.assertEqual(facts[label].cells, (lines, ()))

    def test_where_one_may_live_goes_with_where_one_works(self):
        remote = ListingFactory(remote=True, applicant_states="OH MI")

        facts = self.facts(remote, ListingFactory())

        self.assertEqual(
            facts["Where you may live"].cells, (("Ohio and Michigan",), ("Near the place of work",))
        )

    def test_training_is_short_and_plain(self):
        listing = ListingFactory(training="**Four weeks**, paid.\n\n" + "word " * 50)

        (line,) = self.facts(listing, ListingFactory())["Training"].cells[0]

        self.assertTrue(line.startswith("Four weeks, paid. word"))
        self.assertEqual(len(line.split()), 30)

    def test_what_is_the_same_says_so_and_what_nobody_states_is_left_out(self):
        facts = self.facts(ListingFactory(), ListingFactory(shift_pattern="night"))

        self.assertTrue(facts["Hours a week"].is_same)
        self.assertFalse(facts["Shifts"].is_same)
        self.assertNotIn("Whose words", facts)


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first = ListingFactory(title="First", employer=EmployerFactory(name="Marlow"))
        cls.second = ListingFactory(title="Second", shift_pattern="night")

    def titles(self, response):
        return [listing.title for listing in response.context["listings"]]

    def test_shows_jobs_in_the_order_of_the_address_to_everybody(self):
        response = self.client.get(address(self.second, self.first))

        self.assertEqual(self.titles(response), ["Second", "First"])
        self.assertContains(response, 'role="region" aria-labelledby="compare-h" tabindex="0"')
        # On a phone each fact is a heading with the jobs under it, named in their cells.
        self.assertContains(response, "<h3>Guaranteed an hour</h3>")
        for listing in response.context["listings"]:
            self.assertContains(response, f'data-label="{listing.employer.name}"')
        self.assertContains(response, '<span class="note">the same for all</span>')
        self.assertContains(response, f'href="?job={self.first.pk}"')

    def test_fewer_than_two_are_a_page_that_leads_on(self):
        for url in (URL, address(self.first), address(self.first, self.first), URL + "?job="):
            with self.subTest(url):
                response = self.client.get(url)
                self.assertContains(response, "wo to four")
                self.assertContains(response, 'href="/jobs/"')
                self.assertNotContains(response, "<table")

    def test_what_is_no_job_is_left_out_and_said(self):
        for bad in ("0", "999999", "x", "-1", "1e3", "²", "9" * 18, "9" * 19, "9" * 5000, "1;drop"):
            with self.subTest(bad):
                response = self.client.get(f"{address(self.first, self.second)}&job={bad}")
                self.assertEqual(self.titles(response), ["First", "Second"])
                self.assertContains(response, "It was left out")

    def test_what_is_not_public_is_left_out(self):
        hidden = [
            ListingFactory(draft=True),
            ListingFactory(in_review=True),
            ListingFactory(scheduled=True),
            ListingFactory(employer=EmployerFactory(suspended=True)),
            ListingFactory(
                date_posted=timezone.now() - timedelta(days=900),
                valid_through=timezone.now() - timedelta(days=800),
            ),
        ]
        for listing in hidden:
            with self.subTest(listing.state):
                response = self.client.get(address(self.first, self.second, listing))
                self.assertEqual(self.titles(response), ["First", "Second"])

    def test_a_closed_one_is_marked(self):
        response = self.client.get(address(self.first, ListingFactory(closed=True)))

        self.assertContains(response, "This job is closed", count=1)

    def test_four_fit_and_the_rest_is_said(self):
        more = ListingFactory.create_batch(3, place=PlaceFactory())

        response = self.client.get(address(self.first, self.second, *more))

        self.assertEqual(len(response.context["listings"]), 4)
        self.assertContains(response, "Only four jobs fit side by side")

    def test_is_not_for_search_engines(self):
        self.assertContains(self.client.get(address(self.first, self.second)), "noindex")

    def test_costs_the_same_for_two_and_for_four(self):
        listings = [self.first, self.second, *ListingFactory.create_batch(2)]
        for listing in listings:
            listing.channels.create(channel="phone", share=100)
            listing.shifts.create(weekday=0, starts=time(9), ends=time(17))
            listing.listing_skills.create(skill=SkillFactory())
            listing.languages.create(language=SkillFactory(language=True))
        for n in (2, 4):
            # jobs, channels, shifts, targets, languages, skills
            with self.subTest(n), self.assertNumQueries(6):
                self.client.get(address(*listings[:n]))
