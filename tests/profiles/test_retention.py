"""Who stays away: each threshold one second before and one after, reckoned when it is asked for."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from django.contrib.auth.models import Permission
from django.test import TestCase, override_settings
from django.utils import timezone

from matching.duties import keep_no_longer_than_promised
from profiles import consents, retention
from profiles.models import Candidate, Outbox, User
from profiles.months import months_before
from tests.factories import CandidateFactory, EmployerMemberFactory, UserFactory
from tests.outbox import mails, with_outbox

SECOND = timedelta(seconds=1)


def at(*parts) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_a_month_ends_on_the_same_day_or_on_its_last():
    assert months_before(at(2026, 11, 22, 10), 6) == at(2026, 5, 22, 10)
    assert months_before(at(2026, 8, 31), 6) == at(2026, 2, 28)
    assert months_before(at(2028, 8, 31), 6) == at(2028, 2, 29)
    assert months_before(at(2027, 1, 15), 24) == at(2025, 1, 15)


@with_outbox
class HiddenAfterSixMonthsTests(TestCase):
    """Last here on January 10: warned on June 26, hidden on July 10."""

    @classmethod
    def setUpTestData(cls):
        user = UserFactory(last_seen_on=date(2026, 1, 10))
        cls.candidate = CandidateFactory(user=user, visibility="employers")
        CandidateFactory(user=UserFactory(last_seen_on=date(2025, 1, 1)), visibility="applied")

    def visibility(self):
        self.candidate.refresh_from_db()
        return self.candidate.visibility

    def test_the_warning_comes_two_weeks_before_and_once(self):
        self.assertEqual(retention.warn_of_hiding(at(2026, 6, 26) - SECOND), 0)
        self.assertEqual(retention.warn_of_hiding(at(2026, 6, 26) + SECOND), 1)
        self.assertEqual(retention.warn_of_hiding(at(2026, 6, 27)), 0)

        self.assertEqual(mails(), [(self.candidate.user.email, "Your profile will be hidden")])
        self.assertIn("until July 10", Outbox.objects.get().body)

    def test_it_is_hidden_two_weeks_after_the_warning(self):
        warned = at(2026, 6, 26) + SECOND
        retention.warn_of_hiding(warned)

        self.assertEqual(retention.hide_inactive(warned + timedelta(days=14) - SECOND), 0)
        self.assertEqual(self.visibility(), "employers")
        self.assertEqual(retention.hide_inactive(warned + timedelta(days=14)), 1)

        self.assertEqual(self.visibility(), "applied")
        self.assertIsNone(self.candidate.visibility_warned_at)
        self.assertFalse(consents.in_force(self.candidate.user, consents.Purpose.VISIBILITY))

    def test_nobody_is_hidden_without_a_warning(self):
        self.assertEqual(retention.hide_inactive(at(2028, 1, 1)), 0)

    def test_coming_back_undoes_the_warning(self):
        retention.warn_of_hiding(at(2026, 6, 27))
        with time_machine.travel(at(2026, 7, 1), tick=False):
            self.client.force_login(self.candidate.user)
            self.client.get("/me/profile/hidden-from/")

        retention.warn_of_hiding(at(2026, 7, 2))
        self.candidate.refresh_from_db()
        self.assertIsNone(self.candidate.visibility_warned_at)
        self.assertEqual(retention.hide_inactive(at(2026, 7, 20)), 0)
        # From that day it counts anew, with a warning of its own.
        self.assertEqual(retention.warn_of_hiding(at(2026, 12, 17) + SECOND), 0)
        self.assertEqual(retention.warn_of_hiding(at(2026, 12, 18) + SECOND), 1)

    def test_who_chose_otherwise_meanwhile_is_left_alone(self):
        retention.warn_of_hiding(at(2026, 6, 27))
        Candidate.objects.filter(pk=self.candidate.pk).update(visibility="private")

        self.assertFalse(retention._hide(self.candidate, at(2026, 8, 1)))
        self.assertEqual(self.visibility(), "private")

    def test_whose_warning_was_undone_meanwhile_is_left_alone(self):
        retention.warn_of_hiding(at(2026, 6, 27))
        warned = Candidate.objects.get(pk=self.candidate.pk)
        Candidate.objects.filter(pk=warned.pk).update(visibility_warned_at=None)

        self.assertFalse(retention._hide(warned, at(2026, 8, 1)))
        self.assertEqual(self.visibility(), "employers")


@with_outbox
class ErasedAfterTwoYearsTests(TestCase):
    """Last here on January 10, 2025: warned on December 10, 2026, erased on January 10, 2027."""

    @classmethod
    def setUpTestData(cls):
        cls.user = UserFactory(last_seen_on=date(2025, 1, 10))

    def exists(self):
        return User.objects.filter(pk=self.user.pk).exists()

    def test_warned_at_twenty_three_months_and_erased_at_twenty_four(self):
        self.assertEqual(retention.warn_of_erasure(at(2026, 12, 10) - SECOND), 0)
        self.assertEqual(retention.warn_of_erasure(at(2026, 12, 10) + SECOND), 1)
        self.assertEqual(retention.erase_inactive(at(2027, 1, 10) - SECOND), 0)
        self.assertTrue(self.exists())
        self.assertEqual(retention.erase_inactive(at(2027, 1, 10) + SECOND), 1)

        self.assertFalse(self.exists())
        self.assertEqual(mails()[-1], (self.user.email, "Your account is removed"))

    def test_who_was_warned_late_has_four_weeks(self):
        warned = at(2028, 3, 1)
        retention.warn_of_erasure(warned)

        self.assertEqual(retention.erase_inactive(warned + timedelta(days=28) - SECOND), 0)
        self.assertEqual(retention.erase_inactive(warned + timedelta(days=28)), 1)

    def test_nobody_is_erased_without_a_warning(self):
        self.assertEqual(retention.erase_inactive(at(2029, 1, 1)), 0)

    def test_coming_back_undoes_the_warning(self):
        retention.warn_of_erasure(at(2026, 12, 11))
        with time_machine.travel(at(2026, 12, 20), tick=False):
            self.client.force_login(self.user)
            self.client.get("/me/profile/hidden-from/")

        self.user.refresh_from_db()
        self.assertIsNone(self.user.deletion_warned_at)
        self.assertEqual(retention.erase_inactive(at(2027, 2, 1)), 0)

    def test_who_looks_after_something_is_never_erased(self):
        old = {"last_seen_on": date(2020, 1, 1), "deletion_warned_at": at(2022, 1, 1)}
        User.objects.update(last_seen_on=date(2026, 12, 1))
        EmployerMemberFactory(user=UserFactory(**old))
        UserFactory(**old, is_staff=True)
        UserFactory(**old, is_superuser=True)
        UserFactory(**old).user_permissions.add(Permission.objects.first())

        self.assertEqual(retention.erase_inactive(at(2026, 12, 10)), 0)
        User.objects.update(deletion_warned_at=None)
        self.assertEqual(retention.warn_of_erasure(at(2026, 12, 10)), 0)

    def test_an_account_from_before_counts_from_its_last_sign_in(self):
        User.objects.filter(pk=self.user.pk).update(last_seen_on=None, last_login=at(2025, 6, 1))

        self.assertEqual(retention.warn_of_erasure(at(2027, 5, 1) - SECOND), 0)
        self.assertEqual(retention.warn_of_erasure(at(2027, 5, 1) + SECOND), 1)

    def test_many_are_done_in_chunks_and_the_next_call_goes_on(self):
        for user in UserFactory.create_batch(3):
            User.objects.filter(pk=user.pk).update(last_seen_on=date(2025, 1, 1))
        with self.settings(), self.subTest("two at once"):
            retention_at_once, retention.AT_ONCE = retention.AT_ONCE, 2
            self.addCleanup(setattr, retention, "AT_ONCE", retention_at_once)
            done = [retention.warn_of_erasure(at(2026, 12, 11)) for _call in range(3)]

        self.assertEqual(done, [2, 2, 0])


@with_outbox
class DutyTests(TestCase):
    def test_one_duty_does_it_all_and_costs_little_where_nothing_is_due(self):
        UserFactory()
        # applications, drafts, answers to programs; who came back, is warned, is hidden; the same for
        # accounts; invites; employers' files; readers' comments
        with self.assertNumQueries(12):
            self.assertEqual(keep_no_longer_than_promised(), "")

    def test_a_process_that_runs_for_a_month_reckons_each_time(self):
        user = UserFactory(last_seen_on=timezone.now().date())
        now = timezone.now()

        with time_machine.travel(now, tick=False) as clock:
            self.assertEqual(keep_no_longer_than_promised(), "")
            clock.move_to(now + timedelta(days=720))
            self.assertEqual(keep_no_longer_than_promised(), "1 warned of erasure")
            clock.move_to(now + timedelta(days=750))
            self.assertEqual(keep_no_longer_than_promised(), "1 accounts erased")
        self.assertFalse(User.objects.filter(pk=user.pk).exists())


class LastSeenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = UserFactory(last_seen_on=date(2026, 1, 1))

    def seen_on(self):
        self.user.refresh_from_db()
        return self.user.last_seen_on

    def updates(self, address="/me/profile/hidden-from/"):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            self.client.get(address)
        return sum(
            'last_seen_on" =' in query["sql"] for query in queries if "UPDATE" in query["sql"]
        )

    def test_the_day_is_noted_once(self):
        self.client.force_login(self.user)

        self.assertEqual([self.updates(), self.updates(), self.updates()], [1, 0, 0])
        self.assertEqual(self.seen_on(), timezone.now().date())

    def test_a_clock_that_is_behind_does_not_take_the_day_back(self):
        tomorrow = timezone.now().date() + timedelta(days=1)
        User.objects.filter(pk=self.user.pk).update(last_seen_on=tomorrow)
        self.client.force_login(self.user)

        self.assertEqual((self.updates(), self.seen_on()), (0, tomorrow))

    def test_a_guest_is_not_noted(self):
        self.assertEqual(self.updates("/healthz"), 0)

    @override_settings(TIME_ZONE="America/New_York")
    def test_the_day_is_that_of_utc(self):
        with time_machine.travel(at(2026, 11, 22, 23, 59, 59), tick=False):
            self.client.force_login(self.user)
            self.client.get("/me/profile/hidden-from/")
            self.assertEqual(self.seen_on(), date(2026, 11, 22))
