from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from listings.models import ListingChannel
from listings.views.public import safe_host
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory


class LeaveTests(TestCase):
    def get(self, listing):
        return self.client.get(reverse("listings:listing_leave", args=[listing.pk]))

    def external(self, url="https://jobs.example.com/apply?id=1", **values):
        return ListingFactory(apply_route="external", apply_url=url, **values)

    def test_names_the_host_before_one_goes_there(self):
        response = self.get(self.external())

        self.assertContains(response, "<h1>You are leaving for jobs.example.com</h1>", html=True)
        self.assertContains(
            response,
            '<a class="button" href="https://jobs.example.com/apply?id=1" rel="nofollow noopener noreferrer">',
        )
        self.assertContains(response, '<meta name="robots" content="noindex">')

    def test_links_to_no_address_without_https(self):
        for url in (
            "http://jobs.example.com/1",
            "ftp://jobs.example.com",
            "javascript:alert(1)",
            "https://",
        ):
            with self.subTest(url):
                response = self.get(self.external(url))

                self.assertContains(response, "We do not link to this address")
                self.assertNotContains(response, url)

    def test_a_closed_job_leads_nowhere(self):
        for closed in (self.external(closed=True), self.external(expired=True)):
            response = self.get(closed)

            self.assertContains(response, "This job is closed", status_code=410)
            self.assertNotContains(response, "jobs.example.com", status_code=410)

    def test_there_is_no_such_page_for_other_listings(self):
        for listing in (
            ListingFactory(),
            self.external(draft=True),
            self.external(employer=EmployerFactory(suspended=True)),
        ):
            self.assertEqual(self.get(listing).status_code, 404)


class SafeHostTests(SimpleTestCase):
    def test_the_host_is_the_one_that_the_browser_would_go_to(self):
        cases = {
            "https://jobs.example.com/x": "jobs.example.com",
            "https://JOBS.example.com:443/": "jobs.example.com",
            "https://jobs.example.com:8443/": "jobs.example.com:8443",
            "https://google.com@evil.example/": "evil.example",
            "https://gооgle.com/": "xn--ggle-55da.com",  # the o's are Cyrillic
            "http://jobs.example.com/": "",
            "https:///path": "",
            "https://[broken": "",
            "https://a.example:99999/": "",
            f"https://{'a' * 70}.example/": "",
            "": "",
        }
        for url, host in cases.items():
            with self.subTest(url):
                self.assertEqual(safe_host(url), host)


class EmployerPageTests(TestCase):
    def get(self, employer, query=""):
        return self.client.get(reverse("listings:employer_detail", args=[employer.slug]) + query)

    def test_shows_who_the_employer_is_and_its_open_jobs(self):
        employer = EmployerFactory(
            name="Marlow Mutual",
            kind="agency",
            place=PlaceFactory(),
            website="https://marlow.example/",
            description="Owned by **policyholders**.",
        )
        ListingFactory(employer=employer, title="Open here")
        ListingFactory(employer=employer, title="Shut here", closed=True)
        ListingFactory(title="Elsewhere")

        response = self.get(employer)

        self.assertContains(response, "<h1>Marlow Mutual</h1>", html=True)
        self.assertContains(response, "Staffing agency")
        self.assertContains(response, "<strong>policyholders</strong>")
        self.assertContains(response, 'href="https://marlow.example/" rel="nofollow noopener"')
        self.assertContains(response, "1 open job")
        self.assertEqual([job.title for job in response.context["page_obj"]], ["Open here"])

    def test_an_unchecked_employer_is_called_one(self):
        self.assertContains(self.get(EmployerFactory(unverified=True)), "not checked by us")
        self.assertNotContains(self.get(EmployerFactory()), "not checked by us")

    def test_a_website_without_https_is_not_linked(self):
        self.assertNotContains(self.get(EmployerFactory(website="http://a.example/")), "a.example")

    def test_a_suspended_employer_has_no_page(self):
        self.assertEqual(self.get(EmployerFactory(suspended=True)).status_code, 404)

    def test_the_number_of_statements_does_not_grow(self):
        employer = EmployerFactory()

        def post(number):
            for listing in ListingFactory.create_batch(number, employer=employer):
                ListingChannel.objects.create(listing=listing, channel="phone")

        post(3)
        # employer with industry and place, count, listings, their channels
        with self.assertNumQueries(4):
            self.get(employer)

        post(20)
        with self.assertNumQueries(4):
            self.get(employer)
        self.assertEqual(self.get(employer, "?page=2").status_code, 200)
        self.assertEqual(self.get(employer, "?page=3").status_code, 404)
