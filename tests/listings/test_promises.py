"""The employer's promise to answer: where it is shown, when it is overdue, and what stands first."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from listings.models import Application, Listing
from listings.promises import overdue_if_sent_before, promise
from tests.factories import ApplicationFactory, CandidateFactory, ListingFactory
from tests.listings.member_case import MemberTestCase

# Ten in the evening of November 20 in New York, which is the next day in UTC.
SENT = datetime(2026, 11, 21, 3, tzinfo=UTC)


class PromiseTests(SimpleTestCase):
    def application(self, days=10, state="submitted"):
        listing = Listing(reply_within_days=days, time_zone="America/New_York")
        return Application(listing=listing, state=state, submitted_at=SENT)

    def at(self, moment):
        with time_machine.travel(moment, tick=False):
            application = self.application()
            limit = overdue_if_sent_before(application.listing)
            return promise(application), application.submitted_at < limit

    def test_it_lasts_to_the_end_of_the_day_on_the_clock_of_the_job(self):
        for moment, days_left, is_overdue in (
            ("2026-11-21T03:00Z", 10, False),
            ("2026-11-30T12:00Z", 0, False),
            ("2026-12-01T04:59Z", 0, False),
            ("2026-12-01T05:00Z", -1, True),
        ):
            with self.subTest(moment):
                due, is_first_in_the_list = self.at(moment)

                self.assertEqual((due.date, due.days_left), ("Nov 30", days_left))
                self.assertEqual((due.is_overdue, is_first_in_the_list), (is_overdue,) * 2)

    def test_without_one_or_with_an_answer_there_is_none(self):
        self.assertIsNone(promise(self.application(days=None)))
        self.assertIsNone(overdue_if_sent_before(Listing(reply_within_days=None)))
        for state in ("shortlisted", "declined", "withdrawn"):
            self.assertIsNone(promise(self.application(state=state)))


class ShownToTheApplicantTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = CandidateFactory()
        cls.listing = ListingFactory(reply_within_days=10)

    def setUp(self):
        self.client.force_login(self.candidate.user)

    def applied(self, **ago):
        return ApplicationFactory(
            candidate=self.candidate,
            listing=self.listing,
            submitted_at=timezone.now() - timedelta(**ago),
        )

    def test_the_job_s_page_says_it(self):
        page = self.client.get(self.listing.get_absolute_url())

        self.assertContains(page, "Answers everybody within 10 days.")

    def test_while_it_lasts_its_date_stands_with_the_application(self):
        due = promise(application := self.applied(days=1)).date

        self.assertContains(self.client.get(application.get_absolute_url()), f"Promised by {due}.")
        self.assertContains(self.client.get("/me/applications/"), f"answer promised by {due}")

    def test_after_it_passed_the_page_says_so_and_what_one_can_do(self):
        due = promise(application := self.applied(days=13)).date

        self.assertContains(
            self.client.get(application.get_absolute_url()),
            f"It was due {due}; you can write to them below.",
        )
        self.assertContains(self.client.get("/me/applications/"), f"an answer was due {due}")


class MyListTests(TestCase):
    def test_new_messages_of_the_employer_are_counted_at_the_same_cost(self):
        candidate = CandidateFactory()
        self.client.force_login(candidate.user)
        for n in (3, 17):
            for application in ApplicationFactory.create_batch(
                n, candidate=candidate, listing__reply_within_days=5
            ):
                for is_from_employer in (True, True, False):
                    application.messages.create(
                        is_from_employer=is_from_employer, body="Hello", sent_at=timezone.now()
                    )
            # session, user, count, drafts, applications with listing and employer; the user's and
            # the group's permissions, for the footer
            with self.subTest(n), self.assertNumQueries(7):
                page = self.client.get("/me/applications/")

        self.assertContains(page, "2 new messages", count=20)


class EmployerListTests(MemberTestCase):
    def test_overdue_ones_stand_first_the_longest_waiting_before_all(self):
        listing = self.listing(reply_within_days=5)

        def sent(days, **kind):
            at = timezone.now() - timedelta(days=days)
            return ApplicationFactory(listing=listing, submitted_at=at, **kind)

        overdue, worst = sent(8), sent(20)
        answered, fresh = sent(30, state="declined"), sent(1)

        page = self.client.get(self.url("employer_application_list", listing))

        self.assertEqual(list(page.context["page_obj"]), [worst, overdue, fresh, answered])
        self.assertContains(page, "your answer was due", count=2)
        self.assertContains(page, "4 days left to answer")
        self.assertContains(page, "You promised everybody an answer within 5 days.")

    def test_new_messages_and_promises_cost_no_query_of_their_own(self):
        listing = self.listing(reply_within_days=5)
        for n in (3, 17):
            for application in ApplicationFactory.create_batch(n, listing=listing):
                application.messages.create(
                    is_from_employer=False, body="Hello", sent_at=timezone.now()
                )
            # session, user, listing, tags to choose from, promises, how many wait, count, applications,
            # their tags; the user's and the group's permissions
            with self.subTest(n), self.assertNumQueries(11):
                page = self.client.get(self.url("employer_application_list", listing))

        self.assertContains(page, "1 new message", count=20)

    def test_messages_of_one_that_was_taken_back_are_not_counted(self):
        application = ApplicationFactory(listing=self.listing(), state="withdrawn")
        application.messages.create(is_from_employer=False, body="Hello", sent_at=timezone.now())

        page = self.client.get(self.url("employer_application_list", application.listing))

        self.assertNotContains(page, "new message")
