from decimal import Decimal

from django.http import QueryDict
from django.test import TestCase
from django.urls import reverse

from cms.models import Role
from listings.filters import ListingFilterSet
from listings.landing import Landing, elsewhere, landing_addresses, landing_path, other_roles
from listings.landing_figures import LandingFigures
from listings.landing_places import (
    miles_between,
    place_by_slug,
    place_meant,
    place_slug,
    with_address,
)
from listings.models import Listing
from tests.cms.factories import WageFactory
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory, RoleFactory, SkillFactory


def town(name, **kwargs):
    defaults = {"population": 20_000, "latitude": 10.0, "longitude": 10.0}
    key = 90_000_000 + sum(map(ord, f"{name}{sorted(kwargs.items())}"))
    return PlaceFactory(geoname_id=key, name=name, **(defaults | kwargs))


class PlaceSlugTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = PlaceFactory()
        cls.leeds = PlaceFactory(leeds=True)
        cls.richmond = town("Richmond", country_code="US", admin1_code="CA")
        cls.richmond_abroad = town(
            "Richmond", country_code="CA", admin1_code="02", population=200_000
        )
        cls.monchen = town("Mönchengladbach", country_code="DE", admin1_code="07")
        cls.winston = town("Winston-Salem", country_code="US", admin1_code="NC")

    def test_a_place_goes_by_its_state_in_the_us_and_by_its_country_elsewhere(self):
        self.assertEqual(place_slug(self.columbus), "columbus-oh")
        self.assertEqual(place_slug(self.leeds), "leeds-gb")
        self.assertEqual(place_slug(self.winston), "winston-salem-nc")

    def test_a_country_whose_code_is_also_a_state_goes_by_its_name(self):
        self.assertEqual(place_slug(self.richmond), "richmond-ca")
        self.assertEqual(place_slug(self.richmond_abroad), "richmond-canada")
        self.assertEqual(place_slug(self.monchen), "monchengladbach-germany")

    def test_every_slug_leads_back_to_its_place_in_one_query(self):
        for place in (
            self.columbus, self.leeds, self.richmond, self.richmond_abroad, self.monchen,
            self.winston,
        ):  # fmt: skip
            with self.subTest(place.name), self.assertNumQueries(1):
                self.assertEqual(place_by_slug(place_slug(place)), place)

    def test_the_largest_of_two_towns_with_one_slug_has_it(self):
        village = town("Columbus", country_code="US", admin1_code="OH", population=15_000)
        city = PlaceFactory()

        self.assertEqual(place_by_slug("columbus-oh"), city)
        self.assertEqual(with_address([village, city]), {city.pk})

    def test_a_slug_that_no_place_has_finds_nothing(self):
        for slug in ("", "columbus", "nowhere-oh", "columbus-zz", "-", "oh", "leeds-ca"):
            with self.subTest(slug):
                self.assertIsNone(place_by_slug(slug))

    def test_other_ways_to_write_a_place_are_understood(self):
        for text in ("columbus", "Columbus-Ohio", "columbus us", "COLUMBUS, OH"):
            with self.subTest(text):
                self.assertEqual(place_meant(text), self.columbus)
        self.assertEqual(place_meant("leeds-united-kingdom"), self.leeds)
        self.assertIsNone(place_meant("!!!"))

    def test_the_distance_is_the_one_that_the_database_measures(self):
        cleveland = PlaceFactory(cleveland=True)
        measured = type(cleveland).objects.within(self.columbus, 200).get(pk=cleveland.pk).distance

        self.assertAlmostEqual(miles_between(self.columbus, cleveland), measured, places=6)


class LandingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.csr = RoleFactory(slug="csr", title="Representative", soc_code="43-4051")
        cls.lead = RoleFactory(slug="team-lead", title="Team Lead", alt_titles="Shift lead")
        cls.columbus = PlaceFactory()
        cls.dublin = PlaceFactory(dublin=True)
        cls.cleveland = PlaceFactory(cleveland=True)
        cls.at_columbus = ListingFactory(role=cls.csr, place=cls.columbus, title="At the desk")
        cls.at_dublin = ListingFactory(role=cls.csr, place=cls.dublin, title="In the suburb")
        cls.at_cleveland = ListingFactory(role=cls.csr, place=cls.cleveland, title="By the lake")
        cls.at_home = ListingFactory(role=cls.csr, remote=True, title="From home")
        cls.leading = ListingFactory(role=cls.lead, place=cls.columbus, title="Leading")
        ListingFactory(role=cls.csr, place=cls.columbus, expired=True, title="Closed")

    def get(self, path):
        response = self.client.get(path)
        self.assertEqual(response.status_code, 200, path)
        return response

    def titles(self, path):
        return {listing.title for listing in self.get(path).context["listings"]}


class LandingAddressTests(LandingTests):
    def test_each_kind_of_page_shows_its_jobs_alone(self):
        at_columbus = {"At the desk", "In the suburb"}
        for path, titles in {
            "/jobs/role/csr/": at_columbus | {"By the lake", "From home"},
            "/jobs/in/columbus-oh/": at_columbus | {"Leading"},
            "/jobs/remote/": {"From home"},
            "/jobs/role/csr/in/columbus-oh/": at_columbus,
            "/jobs/role/csr/remote/": {"From home"},
        }.items():
            with self.subTest(path):
                self.assertEqual(self.titles(path), titles)

    def test_the_list_shows_the_same_jobs_and_says_where_their_page_is(self):
        for path in (
            "/jobs/role/csr/",
            "/jobs/in/columbus-oh/",
            "/jobs/remote/",
            "/jobs/role/csr/in/columbus-oh/",
            "/jobs/role/csr/remote/",
        ):
            with self.subTest(path):
                context = self.get(path).context
                search = ListingFilterSet(QueryDict(context["query"]))

                self.assertEqual(search.qs.count(), context["count"])
                with self.assertNumQueries(0):
                    landing_path(search)
                self.assertEqual(landing_path(search), path)

    def test_another_way_to_write_an_address_leads_to_the_one(self):
        for path, to in {
            "/jobs/role/CSR/": "/jobs/role/csr/",
            "/jobs/role/shift-lead/": "/jobs/role/team-lead/",
            "/jobs/role/Team%20Lead/": "/jobs/role/team-lead/",
            "/jobs/in/Columbus-OH/": "/jobs/in/columbus-oh/",
            "/jobs/in/columbus/": "/jobs/in/columbus-oh/",
            "/jobs/in/Columbus,%20Ohio/": "/jobs/in/columbus-oh/",
            "/jobs/role/CSR/in/columbus/": "/jobs/role/csr/in/columbus-oh/",
            "/jobs/role/CSR/remote/": "/jobs/role/csr/remote/",
        }.items():
            with self.subTest(path):
                self.assertRedirects(self.client.get(path), to, status_code=301)

    def test_an_unknown_role_or_place_has_no_page_but_a_way_to_the_list(self):
        for path in (
            "/jobs/role/astronaut/",
            "/jobs/in/atlantis-oh/",
            "/jobs/in/%00/",
            "/jobs/in/%21%21/",
            "/jobs/in/" + "x" * 3000 + "/",
            "/jobs/role/astronaut/remote/",
            "/jobs/role/csr/in/atlantis/",
            "/jobs/role/%00/in/columbus-oh/",
        ):
            with self.subTest(path[:60]):
                response = self.client.get(path)
                self.assertContains(response, 'href="/jobs/"', status_code=404)

    def test_the_list_names_the_page_of_its_jobs_to_search_engines(self):
        site = "http://127.0.0.1:8000"
        for query, canonical, is_unlisted in [
            ("role=csr&location=Columbus&sort=pay", "/jobs/role/csr/in/columbus-oh/", False),
            ("role=csr&no_phone=1", None, True),
            ("role=team-lead&mode=remote", None, True),  # empty, and so is its page
        ]:
            with self.subTest(query):
                response = self.get(f"/jobs/?{query}")
                robots = '<meta name="robots" content="noindex">'
                self.assertEqual(robots in response.text, is_unlisted)
                if canonical:
                    self.assertContains(
                        response, f'<link rel="canonical" href="{site}{canonical}">', html=True
                    )

    def test_a_search_that_asks_for_more_or_something_else_has_no_page(self):
        for query in (
            "",
            "q=phone",
            "role=csr&role=team-lead",
            "role=csr&no_phone=1",
            "location=Columbus&radius=50",
            "location=Columbus&mode=remote",
            "mode=on_site",
            "mode=remote&mode=hybrid",
            "role=csr&location=Atlantis&type=PART_TIME",
        ):
            with self.subTest(query):
                self.assertIsNone(landing_path(ListingFilterSet(QueryDict(query))))

    def test_a_search_in_another_order_or_words_has_the_page_of_its_jobs(self):
        for query, path in {
            "role=csr&sort=pay": "/jobs/role/csr/",
            "location=columbus": "/jobs/in/columbus-oh/",
            "role=csr&location=Atlantis": "/jobs/role/csr/",
        }.items():
            with self.subTest(query):
                self.assertEqual(landing_path(ListingFilterSet(QueryDict(query))), path)

    def test_a_search_around_a_smaller_town_of_the_same_name_has_no_page(self):
        twin = town("Newport", country_code="GB", admin1_code="WLS", population=20_000)
        town("Newport", country_code="GB", admin1_code="ENG", population=90_000)
        search = ListingFilterSet(QueryDict("location=Newport, WLS"))

        self.assertEqual(search.place, twin)
        self.assertIsNone(landing_path(search))


class LandingPageTests(LandingTests):
    def test_title_heading_description_and_address_are_its_own(self):
        response = self.get("/jobs/role/csr/in/columbus-oh/")

        self.assertContains(
            response, "<title>Representative jobs around Columbus, OH – Rungs</title>"
        )
        self.assertContains(response, "<h1>2 Representative jobs around Columbus, OH</h1>")
        self.assertContains(response, "2 Representative jobs around Columbus, OH: what they pay")
        self.assertContains(response, '/jobs/role/csr/in/columbus-oh/">')
        self.assertNotContains(response, "noindex")

    def test_one_job_is_told_as_one(self):
        self.assertContains(
            self.get("/jobs/role/csr/remote/"), "<h1>1 remote Representative job</h1>"
        )

    def test_it_leads_to_the_list_the_alert_and_the_ladder(self):
        response = self.get("/jobs/role/csr/in/columbus-oh/")

        asked = QueryDict(response.context["query"])
        self.assertEqual(asked.dict(), {"role": "csr", "location": "Columbus, OH"})
        query = asked.urlencode().replace("&", "&amp;")
        self.assertContains(response, f"/jobs/?{query}")
        self.assertContains(response, f"/jobs/alert/?{query}")
        self.assertContains(response, reverse("matching:ladder") + "?from=csr")

    def test_an_empty_page_says_what_to_do_and_is_kept_out_of_search_engines(self):
        response = self.get("/jobs/role/team-lead/remote/")

        self.assertContains(response, "<h1>No remote Team Lead job is open now</h1>")
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertContains(response, reverse("listings:job_alert_create"))
        self.assertContains(response, "/jobs/role/csr/remote/")

    def test_links_lead_only_to_pages_with_jobs_and_tell_their_number(self):
        for path in ("/jobs/role/csr/", "/jobs/in/columbus-oh/", "/jobs/role/csr/in/columbus-oh/"):
            context = self.get(path).context
            for link in [*context["elsewhere"], *context["other_roles"]]:
                with self.subTest(f"{path} {link.path}"):
                    self.assertEqual(self.get(link.path).context["count"], link.count)
        self.assertEqual(
            {link.path for link in self.get("/jobs/in/dublin-oh/").context["elsewhere"]},
            {"/jobs/remote/", "/jobs/in/columbus-oh/"},  # the lake is farther than 100 miles
        )

    def test_a_role_page_names_the_other_roles_of_its_line_only(self):
        far = RoleFactory(slug="qa", family="quality_training", ladder_level=2)
        ListingFactory(role=far, place=self.columbus)

        links = other_roles(Landing(role=self.csr))

        self.assertEqual([link.path for link in links], ["/jobs/role/team-lead/"])

    def test_the_page_of_a_small_town_is_not_linked_by_the_name_of_its_larger_namesake(self):
        small = town(
            "Columbus", country_code="US", admin1_code="OH", population=15_000,
            latitude=41.0, longitude=-84.0,
        )  # fmt: skip
        ListingFactory(role=self.csr, place=small)

        paths = [link.path for link in elsewhere(Landing(role=self.csr))]

        self.assertEqual(paths.count("/jobs/role/csr/in/columbus-oh/"), 1)

    def test_query_count_does_not_grow_with_the_jobs(self):
        path = "/jobs/role/csr/in/columbus-oh/"

        def add(number):
            for n in range(number):
                listing = ListingFactory(
                    role=self.csr, place=self.columbus, salary_min=None, employer__kind="agency"
                )
                listing.listing_skills.create(skill=SkillFactory())
                ListingFactory(role=RoleFactory(), place=self.columbus)
                ListingFactory(role=self.csr, place=town(f"Town {n} {number}", latitude=40.0))

        add(1)
        WageFactory(area__columbus=True, area__cities=[self.columbus])
        # Role, place; choices and place as the filters read them; numbers; skills; other roles; other
        # places, their namesakes; wages around the place; cards, channels.
        with self.assertNumQueries(12):
            self.get(path)
        add(20)
        with self.assertNumQueries(12):
            self.get(path)


class LandingFiguresTests(LandingTests):
    def figures(self, **kwargs):
        return LandingFigures(Landing(**kwargs))

    def pay(self, amounts, **kwargs):
        for amount in amounts:
            ListingFactory(role=self.lead, salary_min=Decimal(amount), salary_max=None, **kwargs)

    def test_pay_is_summed_up_from_five_jobs_by_three_employers_on(self):
        Listing.objects.filter(role=self.lead).delete()
        one = EmployerFactory()
        self.pay(["20", "22"], employer=one)
        self.pay(["21"])
        self.assertIsNone(self.figures(role=self.lead).pay)
        self.pay(["30"], employer=one)
        self.pay(["24"], employer=one)
        self.assertIsNone(self.figures(role=self.lead).pay)  # five jobs by two employers
        self.pay(["40"])

        pay = self.figures(role=self.lead).pay

        self.assertEqual((pay.jobs, pay.employers), (6, 3))
        self.assertEqual((pay.low, pay.median, pay.high), (20, 23, 40))
        self.assertIn("between $20.00 and $40.00 an hour", str(pay))

    def test_yearly_pay_counts_by_its_hours_and_other_currencies_apart(self):
        Listing.objects.filter(role=self.lead).delete()
        for _ in range(5):
            self.pay(["41600"], salary_period="year")
        self.pay(["9", "9"], salary_currency="GBP")

        pay = self.figures(role=self.lead).pay

        self.assertEqual((pay.currency, pay.jobs, pay.median), ("USD", 5, 20))
        self.assertIn("Each starts at $20.00 an hour.", str(pay))

    def test_the_published_wage_speaks_where_too_few_jobs_state_their_pay(self):
        WageFactory(
            area__columbus=True, area__cities=[self.columbus], hourly_median=Decimal("22.28")
        )

        around = self.get("/jobs/role/csr/in/columbus-oh/")

        self.assertContains(around, "$22.28")
        self.assertContains(around, "May 2025")

    def test_nothing_is_said_about_pay_where_nothing_is_known(self):
        for path in ("/jobs/role/csr/in/columbus-oh/", "/jobs/in/columbus-oh/"):
            self.assertNotContains(self.get(path), "What it pays")

    def test_facts_count_what_the_jobs_state_and_skills_that_two_of_them_ask(self):
        zendesk, rare = SkillFactory(preferred_label="Zendesk", tool=True), SkillFactory()
        for listing in (self.at_columbus, self.at_dublin):
            listing.listing_skills.create(skill=zendesk)
        self.at_columbus.listing_skills.create(skill=rare)
        self.at_home.employer.kind = "outsourcer"
        self.at_home.employer.save()

        facts = {
            label: [(share.label, share.count) for share in shares]
            for label, shares in self.figures(role=self.csr).facts
        }

        self.assertEqual(facts["Who hires"], [("Hires for itself", 3), ("Outsourcer", 1)])
        self.assertEqual(facts["Where the work is done"], [("On site", 3), ("Remote", 1)])
        self.assertEqual(facts["Shifts"], [("Days", 4)])
        self.assertEqual(facts["Tools asked most"], [("Zendesk", 2)])
        self.assertNotIn("Skills asked most", facts)

    def test_very_few_jobs_are_not_summed_up(self):
        self.assertEqual(self.figures(role=self.csr, place=self.columbus).facts, [])


class LandingAddressesTests(LandingTests):
    def addresses(self):
        return {address.path: address.lastmod for address in landing_addresses()}

    def test_pages_with_three_open_jobs_are_named_with_their_newest_change(self):
        self.assertEqual(
            set(self.addresses()),
            {"/jobs/role/csr/", "/jobs/in/columbus-oh/", "/jobs/in/dublin-oh/"},
        )
        self.leading.save()
        newest = Listing.objects.get(pk=self.leading.pk).updated_at
        self.assertEqual(self.addresses()["/jobs/in/dublin-oh/"], newest)
        self.assertLess(self.addresses()["/jobs/role/csr/"], newest)

    def test_every_address_is_a_page_with_at_least_three_jobs(self):
        for n in range(3):
            ListingFactory(role=self.lead, remote=True)
            ListingFactory(role=self.lead, place=self.cleveland if n else self.dublin)

        for path in self.addresses():
            with self.subTest(path):
                self.assertGreaterEqual(self.get(path).context["count"], 3)

    def test_it_takes_two_queries_however_many_jobs_there_are(self):
        with self.assertNumQueries(2):
            landing_addresses()
        for n in range(20):
            ListingFactory(role=RoleFactory(), place=town(f"Town {n}", latitude=float(n)))
        with self.assertNumQueries(2):
            landing_addresses()

    def test_without_jobs_there_is_none(self):
        Listing.objects.all().delete()
        Role.objects.all().delete()

        self.assertEqual(landing_addresses(), [])
