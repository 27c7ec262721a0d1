from django.template import Context, Template
from django.test import TestCase

from cms.vocabulary import RoleFamily
from listings.models import ListingChannel
from tests.factories import EmployerFactory, ListingFactory, RoleFactory


def render(source, **context):
    return Template("{% load listing_tags %}" + source).render(Context(context))


class ListsOfJobsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.role = RoleFactory(slug="csr", title="Representative")
        cls.technical = RoleFactory(slug="help-desk", family=RoleFamily.TECHNICAL)

    def post(self, number, role):
        for listing in ListingFactory.create_batch(number, role=role):
            ListingChannel.objects.create(listing=listing, channel="phone")

    def test_open_listings_of_a_role_with_the_way_to_all(self):
        self.post(3, self.role)
        self.post(1, self.technical)
        ListingFactory(role=self.role, expired=True)
        ListingFactory(role=self.role, employer=EmployerFactory(suspended=True))

        # listings with employer, role and place; their channels
        with self.assertNumQueries(2):
            html = render("{% open_listings role %}", role=self.role)

        self.assertEqual(html.count('<li class="job '), 3)
        self.assertIn("/jobs/role/csr/", html)

    def test_two_statements_for_any_number_of_cards(self):
        self.post(20, self.role)

        with self.assertNumQueries(2):
            html = render("{% open_listings role limit=15 %}", role=self.role)

        self.assertEqual(html.count('<li class="job '), 15)

    def test_a_role_without_jobs_points_to_its_line(self):
        html = render("{% open_listings role %}", role=self.role)

        self.assertIn("No Representative job is open right now.", html)
        self.assertIn("/jobs/?line=front_line", html)

    def test_newest_listings(self):
        self.post(5, self.role)

        with self.assertNumQueries(2):
            html = render("{% newest_listings limit=4 %}")

        self.assertEqual(html.count('<li class="job '), 4)
        self.assertIn("No job is open right now.", render("{% newest_listings limit=0 %}"))

    def test_open_jobs_by_line_counts_each_line_once(self):
        self.post(2, self.role)
        self.post(1, self.technical)
        ListingFactory(role=self.technical, scheduled=True)

        with self.assertNumQueries(1):
            html = render("{% open_jobs_by_line %}")

        self.assertEqual(html.count("<li"), 7)
        self.assertInHTML('<strong>2<span class="hidden"> open jobs</span></strong>', html)
        self.assertInHTML('<strong>1<span class="hidden"> open job</span></strong>', html)

    def test_open_job_count_of_all_and_of_a_role(self):
        self.post(2, self.role)
        self.post(1, self.technical)

        self.assertEqual(render("{% open_job_count %}"), "3")
        self.assertEqual(render("{% open_job_count role %}", role=self.role), "2")
