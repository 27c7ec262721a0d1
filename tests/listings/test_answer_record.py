"""How an employer's answers are counted: what counts, when it is an answer, and the figures of it."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from listings import services
from listings.answer_record import AnswerRecord, answer_record
from listings.models import Application
from tests.factories import ApplicationFactory, EmployerMemberFactory, ListingFactory
from tests.listings.member_case import MemberTestCase
from tests.outbox import with_outbox


def ago(days):
    return timezone.now() - timedelta(days=days)


class AnswerRecordTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory()
        cls.employer = cls.member.employer
        cls.open = ListingFactory(employer=cls.employer)
        cls.closed = ListingFactory(employer=cls.employer, closed=True)

    def applied(self, sent, answered_after=None, listing=None, **more):
        sent_at = ago(sent)
        after = None if answered_after is None else sent_at + timedelta(days=answered_after)
        return ApplicationFactory(
            listing=listing or self.open, submitted_at=sent_at, answered_at=after, **more
        )

    def record(self):
        return answer_record(self.employer)

    def test_below_five_there_is_no_share_and_no_median(self):
        for _n in range(4):
            self.applied(20, 1)

        with self.assertNumQueries(1):  # the counts alone
            self.assertEqual(self.record(), AnswerRecord(4, None, None))
        self.assertFalse(self.record().enough)

    def test_share_and_exact_median(self):
        for after in (1, 2, 3.5, 9, None):
            self.applied(30, after)

        with self.assertNumQueries(2):  # the counts, the two in the middle
            record = self.record()

        self.assertTrue(record.enough)
        self.assertEqual((record.received, record.answered_share), (5, 0.8))
        self.assertAlmostEqual(record.median_days, 2.75, places=6)
        self.applied(30, 0.5)
        self.assertAlmostEqual(self.record().median_days, 2, places=6)

    def test_nobody_answered_is_a_share_without_a_median(self):
        for _n in range(5):
            self.applied(20)

        record = self.record()

        self.assertEqual((record.answered_share, record.median_days), (0, None))

    def test_who_had_no_fair_time_yet_counts_once_answered(self):
        self.applied(3)
        self.applied(3, 1)
        self.applied(13.9)
        self.applied(14.1)
        self.applied(366, 1)

        self.assertEqual(self.record().received, 2)

    def test_closing_a_post_without_answers_counts_as_not_answered(self):
        self.applied(3, listing=self.closed)

        self.assertEqual(self.record().received, 1)

    def test_taken_back_before_an_answer_does_not_count_and_after_it_does(self):
        self.applied(30, state="withdrawn")
        self.applied(30, 2, state="withdrawn")
        ApplicationFactory(listing=self.open, submitted_at=ago(30), erased=True)

        self.assertEqual(self.record().received, 1)

    def test_others_are_not_counted(self):
        ApplicationFactory(submitted_at=ago(30))

        self.assertEqual(self.record().received, 0)


@with_outbox
class AnsweredOnceTests(MemberTestCase):
    """`answered_at` is of the first decision or message, and of nothing later."""

    def setUp(self):
        super().setUp()
        self.application = ApplicationFactory(listing=self.listing())

    def answered_at(self):
        return Application.objects.get(pk=self.application.pk).answered_at

    def decide(self, decision):
        self.application.refresh_from_db()
        services.decide_application(
            application=self.application,
            seen=self.application.state,
            decision=decision,
            by=self.member.user,
        )

    def write(self, *, is_from_employer=True):
        sender = self.member.user if is_from_employer else self.application.candidate.user
        services.send_message(
            application=self.application,
            sender=sender,
            is_from_employer=is_from_employer,
            body="Hello",
        )

    def test_a_message_is_the_answer_and_a_later_decision_is_not(self):
        self.write(is_from_employer=False)
        self.assertIsNone(self.answered_at())
        self.write()
        first = self.answered_at()
        self.assertIsNotNone(first)

        self.decide("shortlisted")
        self.decide("declined")

        self.assertEqual(self.answered_at(), first)

    def test_a_refused_decision_is_no_answer(self):
        with self.assertRaises(services.Conflict):
            services.decide_application(
                application=self.application,
                seen="shortlisted",
                decision="declined",
                by=self.member.user,
            )

        self.assertIsNone(self.answered_at())

    def test_who_applies_again_waits_again(self):
        self.decide("shortlisted")
        self.application.refresh_from_db()
        services.withdraw_application(application=self.application)

        services.submit_application(
            candidate=self.application.candidate,
            listing=self.application.listing,
            name="Sam",
            note="",
            resume=None,
        )

        self.assertIsNone(self.answered_at())

    def test_whoever_does_not_act_for_the_employer_any_more_decides_nothing(self):
        self.member.delete()

        with self.assertRaises(services.NotAMember):
            self.decide("shortlisted")
        with self.assertRaises(services.NotAMember):
            self.write()

        self.application.refresh_from_db()
        self.assertEqual((self.application.state, self.answered_at()), ("submitted", None))
