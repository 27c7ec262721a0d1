from datetime import time, timedelta
from urllib.parse import urlencode

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.html import escape

from cms.vocabulary import RoleFamily
from listings.models import Listing, ListingChannel, ListingShift
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    UserFactory,
)


def titles(response):
    return [listing.title for listing in response.context["page_obj"]]


def make(number, *, week=False, **values):
    """Listings that share nothing: each has its own employer, role, place and channels."""
    for n in range(number):
        place = PlaceFactory(geoname_id=n + 1, latitude=39.96 + n / 10_000)
        listing = ListingFactory(title=f"Job {n}", place=place, **values)
        ListingChannel.objects.create(listing=listing, channel="phone")
        if week:
            ListingShift.objects.create(listing=listing, weekday=0, starts=time(9), ends=time(17))


class ListingListTests(TestCase):
    url = reverse_lazy("listings:listing_list")

    def get(self, **query):
        return self.client.get(f"{self.url}?{urlencode(query, doseq=True)}")

    def test_shows_open_listings_only(self):
        ListingFactory(title="Open")
        ListingFactory(title="Draft", draft=True)
        ListingFactory(title="Expired", expired=True)
        ListingFactory(title="Scheduled", scheduled=True)
        ListingFactory(title="Suspended", employer=EmployerFactory(suspended=True))

        response = self.get()

        self.assertEqual(titles(response), ["Open"])
        self.assertContains(response, "<h1>1 customer-service job</h1>", html=True)

    def test_a_listing_leaves_the_list_the_moment_it_closes(self):
        listing = ListingFactory()
        Listing.objects.filter(pk=listing.pk).update(valid_through=timezone.now())

        self.assertEqual(titles(self.get()), [])

    def test_the_heading_counts_all_pages_and_says_where(self):
        make(21)

        response = self.get(location="Columbus, OH")

        heading = "21 customer-service jobs within 25 miles of Columbus, OH"
        self.assertContains(response, f"<h1>{heading}</h1>", html=True)
        self.assertContains(response, f"<title>{heading} – Rungs</title>", html=True)

    def test_the_form_keeps_what_was_asked(self):
        PlaceFactory()
        ListingFactory(role=RoleFactory(family=RoleFamily.TECHNICAL))

        response = self.get(q="<b>", location="Columbus", line="technical", pay="abc", radius="50")

        self.assertContains(response, 'name="q" type="search" value="&lt;b&gt;"')
        self.assertContains(response, 'name="location" value="Columbus"')
        self.assertContains(response, 'name="pay" form="search" value="abc"')
        self.assertContains(response, '<option value="50" selected>50 miles</option>', html=True)
        self.assertContains(response, 'value="technical" form="search" checked')

    def test_bad_values_are_said_on_the_page(self):
        response = self.get(line="zz", page="abc", as_of="yesterday")

        self.assertContains(response, "“zz” is no choice under “Line” and was left out.")
        self.assertContains(response, "That is not the number of a page")
        self.assertContains(response, "a time that could not be read")

    def test_a_filtered_page_is_not_for_search_engines(self):
        ListingFactory()

        self.assertNotContains(self.get(), "noindex")
        self.assertNotContains(self.get(sort="closing", utm_source="x"), "noindex")
        self.assertContains(self.get(mode="remote"), '<meta name="robots" content="noindex">')

    def test_the_canonical_address_holds_what_counts_and_nothing_else(self):
        make(21)

        response = self.get(page=2, as_of=timezone.now().isoformat(), utm_source="x", line="zz")

        self.assertContains(
            response, '<link rel="canonical" href="http://127.0.0.1:8000/jobs/?page=2">', html=True
        )

    def test_each_option_says_how_many_jobs_it_would_give(self):
        make(2)
        make(1, work_mode="hybrid", role=RoleFactory(family=RoleFamily.TECHNICAL))
        ListingFactory(remote=True)

        facets = self.get(mode="hybrid").context["facets"]

        counts = {
            name: {option.value: option.count for option in facet.options}
            for name, facet in facets.items()
        }
        self.assertEqual(counts["mode"], {"on_site": 2, "hybrid": 1, "remote": 1})
        self.assertEqual(counts["line"], {"technical": 1})
        self.assertEqual(counts["channel"], {"phone": 1})

    def test_an_option_s_count_is_what_ticking_it_finds(self):
        make(3)
        make(2, work_mode="hybrid", employment_type="PART_TIME", works_weekends=False)
        ListingFactory(remote=True, shift_pattern="night")
        ListingFactory(remote=True, applicant_countries="GB")
        query = {"location": "Columbus", "q": "policyholders"}

        facets = self.get(**query).context["facets"]
        remote = next(option for option in facets["mode"].options if option.value == "remote")
        self.assertEqual((remote.label, remote.count), ("Remote, open to the US", 1))
        for name, facet in facets.items():
            for option in facet.options:
                with self.subTest(f"{name}={option.value}"):
                    ticked = self.get(**query | {name: option.value})

                    self.assertEqual(ticked.context["paginator"].count, option.count)

    def test_the_drawers_and_every_option_work_without_a_script(self):
        make(1)

        html = self.get().content.decode()

        # combobox.js and places.js: the field takes typed text without them.
        self.assertEqual(html.count("<script"), 2)
        self.assertEqual(html.count("<form class"), 1)
        self.assertEqual(html.count('<details class="filters'), 2)


class ZeroResultTests(TestCase):
    url = reverse_lazy("listings:listing_list")

    def test_says_what_each_filter_costs_and_links_the_search_without_it(self):
        ListingFactory.create_batch(3, work_mode="hybrid")
        ListingFactory.create_batch(2, employment_type="PART_TIME")

        response = self.client.get(f"{self.url}?mode=hybrid&type=PART_TIME")

        relaxations = response.context["relaxations"]
        self.assertEqual(
            [(each.label, each.count) for each in relaxations],
            [("Without “Part time”", 3), ("Without “Hybrid”", 2)],
        )
        self.assertContains(response, '<a href="?mode=hybrid">Without “Part time”</a>', html=True)
        for each in relaxations:
            relaxed = self.client.get(f"{self.url}?{each.query}")
            self.assertEqual(relaxed.context["paginator"].count, each.count)

    def test_offers_a_wider_circle_with_its_jobs_and_an_alert(self):
        PlaceFactory()
        ListingFactory.create_batch(2, place=PlaceFactory(dublin=True))

        response = self.client.get(f"{self.url}?location=Columbus&radius=5&type=FULL_TIME")

        self.assertEqual(
            [(each.label, each.count) for each in response.context["relaxations"]][:2],
            [("Within 25 miles of Columbus, OH", 2), ("Within 50 miles of Columbus, OH", 2)],
        )
        alert = f"/jobs/alert/?{response.context['search'].query()}"
        self.assertContains(response, f'href="{escape(alert)}"')
        self.assertContains(response, "Tell me when there is one")

    def test_few_jobs_stand_above_what_would_give_more(self):
        ListingFactory(title="Rare", work_mode="hybrid")
        ListingFactory.create_batch(5)

        response = self.client.get(f"{self.url}?mode=hybrid")

        self.assertEqual(titles(response), ["Rare"])
        self.assertContains(response, "Few jobs fit all of this")
        self.assertEqual([each.count for each in response.context["relaxations"]], [6])
        self.assertNotContains(self.client.get(self.url), "Few jobs fit")

    def test_words_read_as_filters_can_be_searched_for_as_words(self):
        ListingFactory(title="Remote controls clerk")

        response = self.client.get(f"{self.url}?q=remote")

        self.assertEqual(titles(response), [])
        self.assertContains(response, 'href="?q=remote&amp;literal=remote"')
        literal = self.client.get(f"{self.url}?q=remote&literal=remote")
        self.assertEqual(titles(literal), ["Remote controls clerk"])

    def test_one_statement_counts_them_all(self):
        PlaceFactory()
        RoleFactory(slug="csr")
        query = (
            "role=csr&line=technical&location=Columbus&mode=hybrid&type=INTERN&pay=20"
            "&shift=day&channel=chat&no_phone=1&no_weekends=1"
        )

        # titles of choices, place, all counts, relaxed counts
        with self.assertNumQueries(4):
            response = self.client.get(f"{self.url}?{query}")

        self.assertEqual(response.context["relaxations"], [])
        self.assertContains(response, "Taking one thing off is not enough.")

    def test_with_nothing_open_at_all_it_says_so(self):
        response = self.client.get(self.url)

        self.assertContains(response, "No job is open right now")
        self.assertEqual(response.status_code, 200)


class PagingTests(TestCase):
    url = reverse_lazy("listings:listing_list")

    def test_a_job_posted_meanwhile_moves_no_row_to_the_next_page(self):
        make(25)
        first = self.client.get(self.url)

        ListingFactory(title="Posted meanwhile", date_posted=timezone.now())
        second = self.client.get(
            f"{self.url}?page=2&{urlencode({'as_of': first.context['as_of']})}"
        )

        seen = titles(first) + titles(second)
        self.assertEqual(len(seen), 25)
        self.assertEqual(len(set(seen)), 25)
        self.assertIn("Posted meanwhile", titles(self.client.get(self.url)))

    def test_the_link_to_the_next_page_carries_the_filters_and_the_instant(self):
        make(25)

        response = self.client.get(f"{self.url}?mode=on_site")

        instant = urlencode({"as_of": response.context["as_of"]})
        self.assertContains(response, f'href="?mode=on_site&amp;page=2&amp;{instant}"')

    def test_an_instant_to_come_shows_nothing_from_the_future(self):
        ListingFactory(scheduled=True)
        later = (timezone.now() + timedelta(days=9)).isoformat()

        response = self.client.get(f"{self.url}?{urlencode({'as_of': later})}")

        self.assertEqual(titles(response), [])

    def test_past_the_last_page_is_a_404_with_the_way_to_the_first(self):
        make(2)

        response = self.client.get(f"{self.url}?mode=on_site&page=2&as_of=2026-01-01")

        self.assertContains(response, 'href="?mode=on_site"', status_code=404)

    def test_what_is_no_page_number_means_the_first(self):
        ListingFactory()

        for page in ("0", "-1", "abc", "1.5", "9" * 40, "²", ""):
            with self.subTest(page):
                response = self.client.get(self.url, {"page": page})

                self.assertEqual(response.status_code, 200)
                self.assertEqual(response.context["page_obj"].number, 1)


class StatementCountTests(TestCase):
    url = reverse_lazy("listings:listing_list")

    def count_statements(self, query):
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(f"{self.url}?{query}")
        return len(captured), response.context["paginator"].count

    def test_as_many_statements_for_200_jobs_as_for_ten(self):
        # Matches every job, so that each group of options reads jobs of its own.
        everything = (
            "location=Columbus&radius=100&mode=on_site&pay=19&type=FULL_TIME&shift=day"
            "&no_weekends=1&day_off=sunday&hours=35-up&channel=phone&line=front_line&no_degree=1"
            "&education=none&experience=12&posted=7&employer_kind=direct&on_site=1&sort=distance"
        )
        stated = {"works_weekends": False, "education_min": "none", "experience_months": 0}
        made = 0
        for number in (10, 50, 200):
            make(number - made, week=True, **stated)
            made = number
            with self.subTest(number):
                # titles of choices, place, all counts, listings, their channels
                self.assertEqual(self.count_statements(everything), (5, number))

    def test_words_stay_below_fourteen_statements(self):
        make(20)
        query = "q=part+time+chat+policyhlders+remote&location=Columbus&radius=100"
        self.count_statements(query)  # the process reads the taxonomy
        statements, _count = self.count_statements(query)

        self.assertLessEqual(statements, 14)

    def test_signed_in_it_stays_below_fourteen(self):
        make(20)
        self.client.force_login(UserFactory())

        # besides the five: session, user, and two for what the footer may show
        with self.assertNumQueries(9):
            self.client.get(f"{self.url}?location=Columbus&radius=100&pay=19")
