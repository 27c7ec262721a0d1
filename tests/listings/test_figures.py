from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from listings.figures.counting import What, count
from listings.figures.numbers import figures, weeks, with_figures
from listings.models import Listing, ListingDay, SavedJob
from profiles.models import RateLimit
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    RoleFactory,
)
from tests.racing import RaceTestCase

from .member_case import MemberTestCase

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday


class CountingTests(MemberTestCase):
    def setUp(self):
        # A reader: no cookie, and as strict with cross-site posts as a browser makes Django.
        self.client = Client(enforce_csrf_checks=True)
        self.job = self.listing()

    def post(self, what="views", listing=None, **headers):
        address = self.url("listing_count", listing or self.job)
        return self.client.post(address, {"what": what}, headers=headers)

    def counted(self):
        return list(ListingDay.objects.values_list("views", "starts", "leaves"))

    def test_each_page_read_adds_one_to_its_day_and_says_nothing(self):
        for what in ("views", "views", "starts", "leaves"):
            response = self.post(what)
            self.assertEqual((response.status_code, response.content), (204, b""))

        self.assertEqual(self.counted(), [(2, 1, 1)])
        self.assertFalse(response.cookies)

    def test_what_is_no_count_is_not_counted(self):
        closed, draft = self.listing(closed=True), self.listing(draft=True)
        self.post("listing_id")
        self.post("views\x00")
        self.post("views", closed)
        self.post("views", draft)
        self.post("views", **{"sec-fetch-site": "cross-site"})
        missing = self.client.post(f"/jobs/{'9' * 30}/counts/", {"what": "views"})

        self.assertEqual(missing.status_code, 204)
        self.assertEqual(self.counted(), [])

    def test_one_address_counts_so_often_and_no_more(self):
        RateLimit.objects.update(count=300)
        self.post()
        RateLimit.objects.update(count=300)

        self.post()

        self.assertEqual(self.counted(), [(1, 0, 0)])

    def test_neither_the_employer_nor_a_moderator_is_counted(self):
        page = self.job.get_absolute_url()
        self.assertContains(self.client.get(page), "js/count.js")
        for user in (self.member.user, ModeratorFactory()):
            self.client.force_login(user)
            self.assertNotContains(self.client.get(page), "js/count.js")

    def test_a_form_that_came_back_with_errors_is_not_begun_again(self):
        self.client = Client()
        self.client.force_login(CandidateFactory().user)
        address = self.url("application_create", self.job)
        self.assertContains(self.client.get(address), 'data-what="starts"')
        wrong = self.client.post(address, {"step": "check", "name": ""})
        self.assertNotContains(wrong, "js/count.js")


class FiguresTests(MemberTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.role = RoleFactory(slug="csr", title="Customer service representative")

    def similar(self, views: int, *, employer=None, role=None, **kind):
        """A post of somebody else that was up for ten days."""
        listing = ListingFactory(
            employer=employer or EmployerFactory(),
            role=role or self.role,
            date_posted=timezone.now() - timedelta(days=10) + timedelta(hours=1),
            **kind,
        )
        ListingDay.objects.create(listing=listing, day=timezone.now().date(), views=views)
        return listing

    def of(self, listing):
        rows = with_figures(Listing.objects.select_related("role"))
        return figures(rows.get(pk=listing.pk))

    def test_counts_are_summed_over_days_and_people(self):
        job = self.listing(role=self.role)
        today = timezone.now().date()
        for days, views in ((0, 30), (1, 12)):
            ListingDay.objects.create(
                listing=job, day=today - timedelta(days=days), views=views, starts=2, leaves=1
            )
        ApplicationFactory.create_batch(3, listing=job)
        for _ in range(2):
            SavedJob.objects.create(candidate=CandidateFactory(), listing=job)

        with self.assertNumQueries(3):  # the listing; posts in its role; posts on its line and rung
            found = self.of(job)

        counts = {name: getattr(found.listing, name) for name in ("views", "starts", "leaves")}
        self.assertEqual(counts, {"views": 42, "starts": 4, "leaves": 2})
        self.assertEqual((found.listing.saves, found.listing.applied), (2, 3))
        self.assertEqual(found.share_applied, 7)
        self.assertEqual(found.days, 4)  # three days and the moments since

    def test_a_share_of_few_views_is_not_told(self):
        job = self.listing(role=self.role)
        ListingDay.objects.create(listing=job, day=timezone.now().date(), views=29)
        self.assertIsNone(self.of(job).share_applied)
        self.assertContains(
            self.client.get(self.url("employer_listing_figures", job)), "With so few views"
        )

    def test_the_middle_of_similar_posts_leaves_out_ones_own(self):
        job = self.listing(role=self.role)
        for views in (10, 20, 30, 40, 50):
            self.similar(views)
        self.similar(9000, employer=self.employer)
        self.similar(9000, role=RoleFactory())

        beside = self.of(job).beside

        self.assertEqual((beside.posts, beside.employers, beside.by_role), (5, 5, True))
        self.assertAlmostEqual(beside.views, 30 * 7 / 10)
        self.assertIsNone(beside.days_to_fill)

    def test_five_posts_of_two_employers_would_give_one_away(self):
        job = self.listing(role=self.role)
        others = EmployerFactory.create_batch(2)
        for number in range(6):
            self.similar(10, employer=others[number % 2])
        self.assertIsNone(self.of(job).beside)
        page = self.client.get(self.url("employer_listing_figures", job))
        self.assertContains(page, "Too few similar posts to compare")

    def test_with_few_posts_in_the_role_the_line_and_rung_stand_in(self):
        job = self.listing(role=self.role)
        kindred = RoleFactory(family=self.role.family, ladder_level=self.role.ladder_level)
        for views in (7, 14, 21, 28, 35):
            self.similar(views, role=kindred)
        beside = self.of(job).beside
        self.assertFalse(beside.by_role)
        self.assertAlmostEqual(beside.views, 21 * 7 / 10)

    def test_time_to_fill_is_told_of_a_hire_and_of_nothing_else(self):
        opened, closed = NOW - timedelta(days=20), NOW - timedelta(days=2)
        for outcome, days in (("hired", 18), ("not_filled", None), ("unconfirmed", None)):
            job = self.listing(
                role=self.role,
                state="closed",
                outcome=outcome,
                date_posted=opened,
                closed_at=closed,
            )
            with self.subTest(outcome):
                self.assertEqual(self.of(job).days_to_fill, days)

    def test_weeks_begin_on_monday_and_add_up(self):
        job = self.listing(role=self.role, date_posted=timezone.now() - timedelta(days=30))
        today = timezone.now().date()
        monday = today - timedelta(days=today.weekday())
        ListingDay.objects.create(listing=job, day=monday, views=4, starts=1)
        ListingDay.objects.create(listing=job, day=monday - timedelta(days=1), views=8)
        ApplicationFactory(listing=job)

        rows = weeks(job)

        self.assertEqual([row.starts_on.weekday() for row in rows], [0] * len(rows))
        self.assertEqual(
            [(r.views, r.starts, r.applied) for r in rows[-2:]], [(8, 0, 0), (4, 1, 1)]
        )
        self.assertEqual([r.width for r in rows[-2:]], [100.0, 50.0])
        self.assertEqual(sum(row.views for row in rows), 12)

    def test_the_list_costs_the_same_for_many_posts(self):
        def statements():
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.url("employer_figures"))
            return len(queries)

        for _ in range(3):
            self.similar(5, employer=self.employer)
        at_three = statements()
        for _ in range(15):
            self.similar(5, employer=self.employer)
        self.assertEqual(statements(), at_three)

    def test_another_employer_sees_neither_page_nor_row(self):
        job = self.listing(role=self.role, title="Ours alone")
        self.client.force_login(EmployerMemberFactory(employer=self.other).user)
        address = self.url("employer_listing_figures", job)
        self.assertEqual(self.client.get(address).status_code, 404)
        self.assertNotContains(self.client.get(self.url("employer_figures")), "Ours alone")


class CountingAtOnceTests(RaceTestCase):
    def test_no_count_is_lost_when_many_read_at_once(self):
        job = ListingFactory()
        self.at_once(*[lambda: count(job.pk, What.VIEWS)] * 8)
        self.assertEqual(ListingDay.objects.get().views, 8)
