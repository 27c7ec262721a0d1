from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from listings.models import Report
from listings.views.reporting import REPORTS_A_DAY
from tests.factories import (
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    UserFactory,
)


class ReportingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory()
        cls.url = reverse("listings:listing_report", args=[cls.listing.pk])

    def report(self, url=None, **data):
        return self.client.post(url or self.url, {"reason": "fraud"} | data)

    def test_the_job_page_leads_to_it(self):
        self.assertContains(self.client.get(self.listing.get_absolute_url()), self.url)

    def test_a_guest_reports_without_an_address_and_nothing_is_taken_down(self):
        response = self.report(words="They asked me for $40")

        self.assertContains(response, "A person at Rungs will look at it")
        report = Report.objects.get()
        self.assertEqual(
            (report.words, report.reporter, report.email), ("They asked me for $40", None, "")
        )
        self.assertEqual(self.client.get(self.listing.get_absolute_url()).status_code, 200)
        self.assertEqual(len(mail.outbox), 0)

    def test_one_open_report_for_each_person_and_post(self):
        self.report()
        again = self.report(words="again")
        self.client.logout()
        by_address = [self.report(email="A@example.org"), self.report(email="a@example.org")]
        self.client.force_login(UserFactory())
        signed_in = [self.report(), self.report()]

        self.assertContains(again, "You reported this job before")
        for _first, second in (by_address, signed_in):
            self.assertContains(second, "You reported this job before")
        self.assertContains(signed_in[0], "A person at Rungs will look")
        self.client.logout()
        self.assertEqual(Report.objects.filter(reporter__isnull=False).count(), 1)

    def test_after_it_was_handled_one_may_report_again(self):
        self.client.force_login(UserFactory())
        self.report()
        Report.objects.update(handled_at="2026-01-01T00:00Z", outcome="nothing")
        self.report()
        self.assertEqual(Report.objects.count(), 2)

    def test_ten_a_day_and_the_words_stay(self):
        self.client.force_login(UserFactory())
        for _n in range(REPORTS_A_DAY):
            url = reverse("listings:listing_report", args=[ListingFactory().pk])
            self.report(url)

        response = self.report(words="The eleventh")

        self.assertContains(response, "The eleventh", status_code=429)
        self.assertEqual(Report.objects.count(), REPORTS_A_DAY)

    def test_nobody_reports_their_own_employers_posts(self):
        member = EmployerMemberFactory(employer=self.listing.employer).user
        self.client.force_login(member)
        self.assertEqual(self.client.get(self.url).status_code, 403)
        self.assertEqual(self.report().status_code, 403)
        self.assertNotContains(self.client.get(self.listing.get_absolute_url()), self.url)

    def test_only_what_is_public_can_be_reported(self):
        for kind in ("draft", "in_review", "scheduled"):
            url = reverse("listings:listing_report", args=[ListingFactory(**{kind: True}).pk])
            self.assertEqual(self.client.get(url).status_code, 404)

    def test_bad_input_is_said_and_kept(self):
        for data in ({"reason": ""}, {"reason": "x\0"}, {"words": "x" * 1001}, {"email": "no"}):
            response = self.report(**({"reason": "fraud"} | data))
            self.assertEqual(response.status_code, 200)
            self.assertTrue(response.context["form"].errors)
        self.assertFalse(Report.objects.exists())


class HandlingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory(first_name="Ada", last_name="Boyle")
        cls.listing = ListingFactory(title="Reported job")
        cls.reporter = UserFactory()
        cls.report = cls.add(cls.listing, reporter=cls.reporter, words="Mail <b>only</b>")

    @staticmethod
    def add(listing, **columns):
        return listing.reports.create(reason="fraud", at=timezone.now(), **columns)

    def setUp(self):
        self.client.force_login(self.moderator)

    def handle(self, report=None, **data):
        url = reverse("listings:moderation_report_handle", args=[(report or self.report).pk])
        return self.client.post(url, {"outcome": "nothing"} | data)

    def test_most_reported_first_with_who_said_what(self):
        often = ListingFactory(title="Often")
        ListingFactory(title="Never reported")
        self.add(self.listing, handled_at=timezone.now(), outcome="nothing")
        for _n in range(2):
            self.add(often)

        page = self.client.get("/moderation/reports/")

        self.assertEqual([row.report_count for row in page.context["page_obj"]], [2, 1])
        self.assertContains(page, "Mail &lt;b&gt;only&lt;/b&gt;")
        self.assertContains(page, self.reporter.email)

    def test_those_about_money_come_before_those_with_more_reports(self):
        often = ListingFactory(title="Often")
        for _n in range(2):
            often.reports.create(reason="filled", at=timezone.now())

        page = self.client.get("/moderation/reports/")

        self.assertEqual([row.report_count for row in page.context["page_obj"]], [1, 2])

    def test_query_count_does_not_grow(self):
        self.client.get("/moderation/reports/")
        for n in (3, 14):
            for _row in range(n):
                self.add(ListingFactory(), reporter=UserFactory())
            # session, user, permissions twice; count, posts with employer, their reports with people
            with self.subTest(n), self.assertNumQueries(7):
                self.client.get("/moderation/reports/")

    def test_an_outcome_is_noted_for_one_or_for_all_of_a_post(self):
        others = [self.add(self.listing), self.add(self.listing)]
        self.handle()
        self.assertEqual(Report.objects.filter(handled_at__isnull=True).count(), 2)
        self.handle(others[0], with_others="on")
        self.assertFalse(Report.objects.filter(handled_at__isnull=True).exists())
        self.assertContains(self.client.get("/moderation/reports/?show=done"), "Nothing was wrong")

    def test_the_second_of_two_handlers_is_told_who_was_first(self):
        self.handle()
        self.client.force_login(ModeratorFactory())

        response = self.handle(outcome="asked")

        self.assertContains(response, "Ada Boyle was faster: “Nothing was wrong”", status_code=409)
        self.report.refresh_from_db()
        self.assertEqual(self.report.outcome, "nothing")

    def test_what_was_not_done_is_not_noted(self):
        self.assertContains(self.handle(outcome="closed"), "still open", status_code=409)
        self.assertContains(self.handle(outcome="suspended"), "not suspended", status_code=409)
        self.assertContains(self.handle(outcome="x"), "Reported job")
        self.assertFalse(Report.objects.filter(handled_at__isnull=False).exists())

    def test_not_of_ones_own_employer_and_the_employer_reads_nothing_of_it(self):
        member = EmployerMemberFactory(employer=self.listing.employer, user=self.moderator)
        self.assertEqual(self.handle().status_code, 403)
        self.client.force_login(member.user)
        for name in ("employer_listing_review", "employer_listing_history"):
            page = self.client.get(reverse(f"listings:{name}", args=[self.listing.pk]))
            self.assertNotContains(page, self.reporter.email)
            self.assertNotContains(page, "only")
