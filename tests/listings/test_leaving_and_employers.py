from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from listings.leaving import mail_link, safe_host
from listings.models import Listing, ListingChannel
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory


class LeaveTests(TestCase):
    def get(self, listing):
        return self.client.get(reverse("listings:listing_leave", args=[listing.pk]))

    def external(self, url="https://jobs.example.com/apply?id=1", **values):
        return ListingFactory(apply_route="external", apply_url=url, **values)

    def by_email(self, **values):
        return ListingFactory(apply_route="email", apply_email="jobs@example.org", **values)

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

    def test_by_email_it_shows_the_address_what_to_write_and_a_link_with_the_subject(self):
        listing = self.by_email(title='Chat & mail "agent"')
        listing.screening_questions.create(position=1, text="Can you work Saturdays?")
        listing.screening_questions.create(
            position=2, text="When could you start?", kind="choice", choices="At once\nIn a month"
        )

        response = self.get(listing)

        self.assertContains(response, "<strong>jobs@example.org</strong>", html=True)
        self.assertContains(
            response, 'href="mailto:jobs@example.org?subject=Chat%20%26%20mail%20%22agent%22"'
        )
        self.assertContains(response, "Can you work Saturdays?")
        self.assertContains(response, "At once / In a month")
        self.assertContains(response, '<meta name="robots" content="noindex">')

    def test_the_address_stands_on_no_other_page_and_in_no_feed(self):
        listing = self.by_email(place=PlaceFactory())
        employer = listing.employer
        for path in (
            listing.get_absolute_url(),
            reverse("listings:listing_list"),
            reverse("listings:employer_detail", args=[employer.slug]),
            reverse("listings:listing_feed"),
            reverse("listings:indeed_feed"),
            reverse("api:job_list"),
            reverse("api:job_detail", args=[listing.pk]),
        ):
            with self.subTest(path):
                response = self.client.get(path)
                body = b"".join(response) if response.streaming else response.content
                self.assertIn(listing.title.encode(), body)
                self.assertNotIn(b"jobs@example.org", body)

    def test_nothing_of_the_request_leads_anywhere(self):
        for listing in (self.external(), self.by_email()):
            url = reverse("listings:listing_leave", args=[listing.pk])
            response = self.client.get(url, {"url": "https://evil.example", "to": "evil@a.example"})
            self.assertNotContains(response, "evil")

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
            "https://google.com@evil.example/": "",
            "https://user:secret@jobs.example.com/": "",
            "https://127.0.0.1/": "",
            "https://169.254.169.254/latest/": "",
            "https://[::1]/": "",
            "https://2130706433/": "",
            "https://0x7f.1/": "",
            "https://localhost/": "",
            "https://intranet/": "",
            "https://printer.local/": "",
            "https://jobs.corp.internal/": "",
            "https://jobs.example.com/a b": "",
            "https://jobs.example.com\\@evil.example/": "",
            "javascript:alert(1)": "",
            "data:text/html,x": "",
            "ftp://jobs.example.com/": "",
            "https://jobs.example.com/" + "x" * 500: "",
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


class MailLinkTests(SimpleTestCase):
    def test_a_title_adds_no_field_to_the_mail(self):
        listing = Listing(
            title="Agent\r\nBcc: a@b.example&cc=x@y.example", apply_email="j@a.example"
        )

        link = mail_link(listing)

        self.assertEqual(link.count("?"), 1)
        self.assertNotIn("&", link)
        self.assertNotIn("%0A", link)


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
        # employer with industry and place, its answers, fresh jobs, count, listings, their channels
        with self.assertNumQueries(6):
            self.get(employer)

        post(20)
        with self.assertNumQueries(6):
            self.get(employer)
        self.assertEqual(self.get(employer, "?page=2").status_code, 200)
        self.assertEqual(self.get(employer, "?page=3").status_code, 404)
