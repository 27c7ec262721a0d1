from datetime import UTC, datetime, timedelta

import time_machine
from django.utils import timezone

from listings.alerts import stale
from listings.alerts.stale import remove_stale, warn_of_stale
from listings.models import JobAlert
from matching.duties import tend_stale_alerts
from tests.factories import JobAlertFactory
from tests.listings.job_alert_case import JobAlertTestCase
from tests.outbox import mails

TOUCHED = datetime(2026, 1, 31, 15, 30, tzinfo=UTC)
YEAR, MONTH, SECOND = timedelta(days=365), timedelta(days=30), timedelta(seconds=1)


class StaleTests(JobAlertTestCase):
    def setUp(self):
        self.old = JobAlertFactory(
            confirmed_at=TOUCHED, touched_at=TOUCHED, time_zone="Pacific/Auckland"
        )

    def tend(self, moment):
        with time_machine.travel(moment, tick=False):
            return tend_stale_alerts()

    def test_it_is_warned_of_after_a_year_to_the_second_and_once(self):
        self.assertEqual(self.tend(TOUCHED + YEAR - SECOND), "")
        self.assertEqual(self.tend(TOUCHED + YEAR), "1 warned of, 0 removed")
        self.assertEqual(self.tend(TOUCHED + YEAR + SECOND), "")

        self.assertEqual(len(mails()), 1)

    def test_the_mail_names_the_day_on_the_reader_s_own_clock_and_one_page_with_one_button(self):
        with time_machine.travel(TOUCHED + YEAR, tick=False):
            tend_stale_alerts()
            [manage] = self.links(self.mail(), "/alerts/jobs/")[:1]
            page = self.client.get(manage)

        # March 2, 3:30 p.m. in UTC is March 3 in New Zealand.
        self.assertEqual(self.mail().subject, "Keep your job alert? It ends on Wednesday, March 3")
        self.assertContains(page, "it ends on Wednesday, March 3 unless you keep it")
        self.assertContains(page, 'value="keep"')

    def test_it_is_removed_a_month_after_the_warning_to_the_second(self):
        self.tend(TOUCHED + YEAR)

        self.assertEqual(self.tend(TOUCHED + YEAR + MONTH - SECOND), "")
        self.assertEqual(self.tend(TOUCHED + YEAR + MONTH), "0 warned of, 1 removed")
        self.assertFalse(JobAlert.objects.exists())

    def test_a_warning_that_came_late_leaves_its_month_all_the_same(self):
        late = TOUCHED + 2 * YEAR
        self.tend(late)

        self.assertEqual(self.tend(late + MONTH - SECOND), "")

    def test_kept_it_stays_for_another_year(self):
        self.tend(TOUCHED + YEAR)
        kept = TOUCHED + YEAR + MONTH - SECOND
        with time_machine.travel(kept, tick=False):
            self.client.post(self.links(self.mail(), "/alerts/jobs/")[0], {"action": "keep"})

        self.assertEqual(self.tend(kept + YEAR - SECOND), "")
        self.assertEqual(self.tend(kept + YEAR), "1 warned of, 0 removed")

    def test_a_paused_one_is_no_exception(self):
        JobAlert.objects.update(paused_at=TOUCHED, next_run_at=None)

        self.assertEqual(self.tend(TOUCHED + YEAR), "1 warned of, 0 removed")
        self.assertEqual(self.tend(TOUCHED + YEAR + MONTH), "0 warned of, 1 removed")

    def test_one_that_is_touched_between_reading_and_writing_is_not_warned_of(self):
        seen = JobAlert.objects.get()
        JobAlert.objects.update(touched_at=timezone.now())
        self.assertFalse(stale._warn(seen, timezone.now()))
        self.assertEqual(mails(), [])

    def test_many_are_warned_of_in_parts(self):
        JobAlertFactory.create_batch(104, confirmed_at=TOUCHED, touched_at=TOUCHED)

        self.assertEqual([warn_of_stale(TOUCHED + YEAR) for _n in range(3)], [100, 5, 0])

    def test_what_was_told_goes_with_it(self):
        self.old.deliveries.create(listing=self.job())
        JobAlert.objects.update(warned_at=TOUCHED)

        self.assertEqual(remove_stale(TOUCHED + MONTH), 1)


class UnconfirmedTests(JobAlertTestCase):
    def test_one_that_was_not_confirmed_in_two_days_is_forgotten(self):
        JobAlertFactory(unconfirmed=True, touched_at=TOUCHED)
        JobAlertFactory(touched_at=TOUCHED)

        self.assertEqual(remove_stale(TOUCHED + timedelta(hours=48)), 0)
        self.assertEqual(remove_stale(TOUCHED + timedelta(hours=48) + SECOND), 1)
        self.assertIsNotNone(JobAlert.objects.get().confirmed_at)

    def test_asked_for_again_it_waits_as_long_as_the_newest_link(self):
        choice = {"email": "a@example.org", "frequency": "daily", "hour": "7", "time_zone": "UTC"}
        for hours in (0, 40):
            with time_machine.travel(TOUCHED + timedelta(hours=hours), tick=False):
                self.client.post("/jobs/alert/", choice)

        self.assertEqual(remove_stale(TOUCHED + timedelta(hours=88)), 0)
        self.assertEqual(remove_stale(TOUCHED + timedelta(hours=88) + SECOND), 1)
