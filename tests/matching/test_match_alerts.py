from datetime import timedelta
from unittest import mock

from django.utils import timezone

from listings.models import Listing
from matching.alerts import running as alerts
from matching.models import MatchAlert, MatchAlertDelivery
from profiles.models import Candidate, Outbox, User
from profiles.my_profile import CandidateProfile
from tests.factories import (
    ApplicationFactory,
    EmployerFactory,
    EmployerMemberFactory,
)
from tests.matching.alert_case import AlertTestCase
from tests.outbox import mails


class WhatIsToldTests(AlertTestCase):
    def told(self):
        return set(MatchAlertDelivery.objects.values_list("listing", flat=True))

    def test_a_new_job_that_fits_is_told_in_one_mail(self):
        alert = self.alert()
        job, _other = self.fitting_job(title="Chat agent"), self.other_job()
        self.build()

        self.assertEqual(self.run_alerts(), (1, 1))

        self.assertEqual(
            mails(), [(alert.candidate.user.email, "New job that fits you: Chat agent")]
        )
        self.assertEqual(self.told(), {job.pk})

    def test_several_are_one_mail_best_first(self):
        self.alert()
        half = self.job(self.chat, self.zendesk, self.orders, title="Half of it")
        self.fitting_job(title="All of it")
        self.build()

        self.assertEqual(self.run_alerts(), (1, 1))

        body = self.mail().body
        self.assertLess(body.index("1. All of it"), body.index("2. Half of it"))
        self.assertIn(half.get_absolute_url(), body)

    def test_nothing_new_is_no_mail_and_the_next_time_all_the_same(self):
        alert = self.alert()
        self.other_job()
        self.build()

        self.assertEqual(self.run_alerts(), (1, 0))

        self.assertEqual(mails(), [])
        self.assertGreater(MatchAlert.objects.get().next_run_at, alert.next_run_at)

    def test_a_job_is_told_once(self):
        self.alert()
        self.fitting_job()
        self.build()
        self.run_alerts()
        self.make_due()

        self.assertEqual(self.run_alerts(), (1, 0))

        new = self.fitting_job(title="Another")
        self.build()
        self.make_due()
        self.assertEqual(self.run_alerts(), (1, 1))
        newest = Outbox.objects.first()
        self.assertIn(new.get_absolute_url(), newest.body)
        self.assertEqual(newest.body.count("/jobs/"), 1)

    def test_what_was_posted_before_the_alert_began_is_on_the_page_not_in_the_mail(self):
        alert = self.alert()
        self.fitting_job(date_posted=alert.created_at - timedelta(seconds=1))
        self.build()

        self.assertEqual(self.run_alerts(), (1, 0))

    def test_what_waited_for_the_index_is_told_by_the_next_mail(self):
        self.alert()
        self.build()
        self.fitting_job()
        self.assertEqual(self.run_alerts(), (1, 0))

        self.build()
        self.make_due()

        self.assertEqual(self.run_alerts(), (1, 1))

    def test_a_closed_one_is_never_told(self):
        self.alert()
        closed, expired, suspended = (self.fitting_job() for _n in range(3))
        scheduled = self.fitting_job(date_posted=timezone.now() + timedelta(hours=1))
        self.build()
        Listing.objects.filter(pk=closed.pk).update(state="closed", outcome="hired")
        Listing.objects.filter(pk=expired.pk).update(valid_through=timezone.now())
        suspended.employer.suspended_at = timezone.now()
        suspended.employer.save()

        self.assertEqual(self.run_alerts(), (1, 0))
        self.assertFalse(MatchAlertDelivery.objects.filter(listing=scheduled).exists())

    def test_neither_is_one_that_closes_between_choosing_and_writing(self):
        self.alert()
        self.fitting_job(title="Closes now")
        stays = self.fitting_job(title="Stays")
        self.build()
        real = alerts._write_reports

        def while_it_closes(*args):
            real(*args)
            Listing.objects.filter(title="Closes now").update(state="closed", outcome="hired")

        with mock.patch.object(alerts, "_write_reports", while_it_closes):
            self.assertEqual(self.run_alerts(), (1, 1))

        self.assertNotIn("Closes now", self.mail().body)
        self.assertEqual(self.told(), {stays.pk})

    def test_the_last_one_that_closes_so_leaves_no_mail(self):
        self.alert()
        self.fitting_job()
        self.build()
        real = alerts._write_reports

        def while_it_closes(*args):
            real(*args)
            Listing.objects.update(state="closed", outcome="hired")

        with mock.patch.object(alerts, "_write_reports", while_it_closes):
            self.assertEqual(self.run_alerts(), (1, 0))

        self.assertEqual(mails(), [])

    def test_limits_leave_out(self):
        self.alert(
            self.candidate(
                skills=[(self.chat, 4), (self.zendesk, 4)],
                current=self.csr,
                work_modes=("remote",),
            )
        )
        self.fitting_job()
        remote = self.fitting_job(remote=True)
        spanish = self.fitting_job(remote=True, languages=[self.spanish])
        self.build()

        self.assertEqual(self.run_alerts(), (1, 1))
        self.assertEqual(self.told(), {remote.pk})
        self.assertNotIn(spanish.pk, self.told())

    def test_the_limits_of_one_are_not_those_of_another(self):
        known = {"skills": [(self.chat, 4), (self.zendesk, 4)], "current": self.csr}
        at_home = self.alert(self.candidate(**known, work_modes=("remote",)))
        on_site = self.alert(self.candidate(**known, work_modes=("on_site",)))
        anywhere = self.alert(self.candidate(**known))
        office, remote = self.fitting_job(), self.fitting_job(remote=True)
        self.build()

        self.run_alerts()

        told = set(MatchAlertDelivery.objects.values_list("alert", "listing"))
        self.assertEqual(
            told,
            {
                (at_home.pk, remote.pk),
                (on_site.pk, office.pk),
                (anywhere.pk, office.pk),
                (anywhere.pk, remote.pk),
            },
        )

    def test_what_one_applied_for_or_offers_oneself_is_left_out(self):
        alert = self.alert()
        own_employer = EmployerFactory()
        EmployerMemberFactory(employer=own_employer, user=alert.candidate.user)
        ApplicationFactory(listing=self.fitting_job(), candidate=alert.candidate)
        self.fitting_job(employer=own_employer)
        self.build()

        self.assertEqual(self.run_alerts(), (1, 0))

    def test_at_most_ten_are_named_and_the_rest_is_counted(self):
        self.alert()
        for n in range(13):
            self.fitting_job(title=f"Job {n}")
        self.build()

        self.run_alerts()

        body = self.mail().body
        self.assertEqual((body.count("/jobs/"), len(self.told())), (10, 13))
        self.assertIn("13 jobs that we have not told you of", body)
        self.assertIn("3 more jobs fit as well. They are on your list:\nhttp", body)


class WhoGetsMailTests(AlertTestCase):
    def setUp(self):
        super().setUp()
        self.fitting_job()
        self.build()

    def assert_skipped(self, alert):
        """No mail, and the alert is there for the next time."""
        self.assertEqual(self.run_alerts(), (1, 0))
        self.assertEqual(mails(), [])
        alert.refresh_from_db()
        self.assertGreater(alert.next_run_at, timezone.now())

    def test_nobody_before_their_time(self):
        self.alert(next_run_at=timezone.now() + timedelta(seconds=5))

        self.assertEqual(self.run_alerts(), (0, 0))

    def test_not_whoever_is_inactive(self):
        alert = self.alert()
        User.objects.update(is_active=False)

        self.assert_skipped(alert)

    def test_not_an_address_that_is_not_verified(self):
        alert = self.alert()
        alert.candidate.user.emailaddress_set.update(verified=False)

        self.assert_skipped(alert)

    def test_not_an_address_of_which_only_another_is_verified(self):
        alert = self.alert()
        User.objects.filter(pk=alert.candidate.user_id).update(email="new@example.org")

        self.assert_skipped(alert)

    def test_not_a_thin_profile_which_gets_it_once_it_says_more(self):
        alert = self.alert(self.candidate(skills=[(self.chat, 4), (self.zendesk, 4)]))
        self.assert_skipped(alert)

        CandidateProfile(alert.candidate.user).set_roles(self.csr, None)
        self.make_due()

        self.assertEqual(self.run_alerts(), (1, 1))

    def test_without_an_index_everybody_waits(self):
        self.alert()
        with mock.patch.object(alerts, "current_index", lambda: None):
            self.assertEqual(self.run_alerts(), (0, 0))

        self.assertEqual(self.run_alerts(), (1, 1))

    def test_an_alert_goes_with_its_candidate(self):
        self.alert()
        self.run_alerts()

        Candidate.objects.all().delete()

        self.assertEqual((MatchAlert.objects.count(), MatchAlertDelivery.objects.count()), (0, 0))
