import io
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from unittest import mock

import time_machine
from django.core.management import call_command
from django.utils import timezone

from matching import duties
from matching.adapters import build_index
from matching.alerts import mail as alert_mail
from matching.alerts import running as alerts
from matching.alerts.running import Done, run_due
from matching.models import MatchAlert, MatchAlertDelivery
from profiles.models import Outbox
from tests.factories import (
    CandidateFactory,
    ListingFactory,
    RoleFactory,
    SkillFactory,
)
from tests.matching.alert_case import AlertTestCase
from tests.outbox import mails
from tests.racing import RaceTestCase


class RunTests(AlertTestCase):
    def people(self, n):
        for _n in range(n):
            self.alert(
                self.candidate(
                    skills=[(self.chat, 4), (self.zendesk, 4)],
                    languages=[(self.spanish, "C1")],
                    current=self.csr,
                )
            )

    def test_a_crash_in_the_middle_leaves_what_is_done_and_the_rest_due(self):
        self.people(5)
        self.fitting_job()
        self.build()
        real, sent = alert_mail.send, []

        def crash_at_the_third(alert, *args, **kwargs):
            sent.append(alert.pk)
            real(alert, *args, **kwargs)
            if len(sent) == 3:
                raise SystemExit

        with mock.patch.object(alert_mail, "send", crash_at_the_third):
            self.assertRaises(SystemExit, self.run_alerts)

        # The mail of the third was written already: it went with its transaction.
        self.assertEqual((Outbox.objects.count(), MatchAlertDelivery.objects.count()), (2, 2))
        self.assertEqual(MatchAlert.objects.filter(next_run_at__lte=timezone.now()).count(), 3)

        self.assertEqual(self.run_alerts(), (3, 3))
        self.assertEqual(Outbox.objects.values("to").distinct().count(), 5)

    def test_a_mail_that_cannot_be_made_holds_up_nobody_and_is_tried_again(self):
        self.people(3)
        self.fitting_job()
        self.build()
        ill = MatchAlert.objects.order_by("pk")[1]
        real = alert_mail.send

        def fail_for_one(alert, *args, **kwargs):
            if alert.pk == ill.pk:
                raise ValueError("a bad header")
            real(alert, *args, **kwargs)

        with (
            mock.patch.object(alert_mail, "send", fail_for_one),
            self.assertLogs("matching.alerts.running", "ERROR") as logs,
        ):
            self.assertEqual(self.run_alerts()[1], 2)
            self.assertEqual(self.run_alerts(), (0, 0))

        self.assertIn(f"Match alert {ill.pk} failed", logs.output[0])
        self.assertEqual(self.run_alerts(timezone.now() + timedelta(hours=1)), (1, 1))
        self.assertEqual(len(mails()), 3)

    def test_two_workers_that_saw_the_same_alert_send_one_mail(self):
        self.people(1)
        self.fitting_job()
        self.build()
        real, by_the_other = alerts._write_reports, []

        def while_the_other_runs(*args):
            real(*args)
            with mock.patch.object(alerts, "_write_reports", real):
                by_the_other.append(self.run_alerts())

        with mock.patch.object(alerts, "_write_reports", while_the_other_runs):
            self.assertEqual(self.run_alerts(), (0, 0))

        self.assertEqual((by_the_other, len(mails())), ([(1, 1)], 1))

    def test_an_alert_that_ends_meanwhile_sends_nothing(self):
        self.people(1)
        self.fitting_job()
        self.build()
        real = alerts._write_reports

        def while_it_ends(*args):
            real(*args)
            MatchAlert.objects.all().delete()

        with mock.patch.object(alerts, "_write_reports", while_it_ends):
            self.assertEqual(self.run_alerts(), (0, 0))

        self.assertEqual(mails(), [])

    def test_chunks_miss_nobody(self):
        self.people(5)
        self.fitting_job()
        self.build()

        done = list(run_due(timezone.now(), chunk=2))

        self.assertEqual(done, [Done(2, 2), Done(2, 2), Done(1, 1)])

    def test_reading_costs_the_same_for_three_and_for_twenty(self):
        for _n in range(12):
            self.fitting_job(wishes=[self.orders])
        self.build()
        # Alerts, and that there are no more; profiles with their skills, languages and jobs (6); tools,
        # whether labels changed; open jobs, what was told, limits; jobs, channels, languages; names of
        # terms; the transaction of those without news (2). For each mail the transaction (2), moved on,
        # what is open still, what was told, the mail.
        for n in (3, 20):
            MatchAlert.objects.all().delete()
            self.people(n)
            with self.subTest(n), self.assertNumQueries(19 + 6 * n):
                self.assertEqual(self.run_alerts(), (n, n))

    def test_whoever_gets_no_mail_costs_one_statement(self):
        self.other_job()
        self.build()
        for n in (3, 20):
            MatchAlert.objects.all().delete()
            self.people(n)
            with self.subTest(n), self.assertNumQueries(14 + n):
                self.assertEqual(self.run_alerts(), (n, 0))

    def test_limits_of_very_many_are_asked_in_parts(self):
        self.people(5)
        self.fitting_job()
        self.build()
        with mock.patch.object(alerts, "PEOPLE_AT_ONCE", 2):
            self.assertEqual(self.run_alerts(), (5, 5))
        self.make_due()
        self.fitting_job()
        self.fitting_job()
        self.build()
        with mock.patch.object(alerts, "KEYS_AT_ONCE", 3):
            self.assertEqual(self.run_alerts(), (5, 5))


class DutyAndCommandTests(AlertTestCase):
    def test_the_duty_does_a_chunk_and_says_so(self):
        self.alert()
        self.alert()
        self.fitting_job()
        self.build()

        self.assertEqual(duties.send_match_alerts(), "2 people, 2 mails")
        with self.assertNumQueries(1):  # nobody is due
            self.assertEqual(duties.send_match_alerts(), "")

    def test_work_does_it(self):
        self.assertIn("match alerts", [duty.name for duty in duties.DUTIES])

    def test_the_command_does_all_and_says_how_many(self):
        self.alert()
        self.fitting_job()
        self.build()
        out = io.StringIO()

        with mock.patch.object(sys, "stderr", io.StringIO()) as errors:
            call_command("send_match_alerts", stdout=out)
            call_command("send_match_alerts", stdout=out)

        self.assertEqual(out.getvalue(), "1 people, 1 mails.\n0 people, 0 mails.\n")
        self.assertEqual(errors.getvalue(), "")


class RunningRaces(RaceTestCase):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        settings_now = self.settings(
            MATCH_INDEX_DIR=Path(directory.name), EMAIL_BACKEND="profiles.mail.OutboxBackend"
        )
        settings_now.enable()
        self.addCleanup(settings_now.disable)

    def four_workers(self):
        """All four have read everything before the first one writes."""
        MatchAlert.objects.all().delete()
        Outbox.objects.all().delete()
        now, skills = timezone.now(), [SkillFactory(slug=slug) for slug in ("chat", "zendesk")]
        role = RoleFactory(slug="csr")
        for _n in range(3):
            candidate = CandidateFactory(current_role=role)
            for skill in skills:
                candidate.candidate_skills.create(skill=skill, level=4)
            MatchAlert.objects.create(candidate=candidate, next_run_at=now - timedelta(minutes=1))
        listing = ListingFactory(role=role, date_posted=now + timedelta(seconds=1))
        for skill in skills:
            listing.listing_skills.create(skill=skill)
        build_index()
        all_have_read, real = Barrier(4, timeout=20), alerts._write_reports

        def wait_for_the_others(*args):
            real(*args)
            all_have_read.wait()

        def run():
            done = list(run_due(now + timedelta(seconds=2)))
            return sum(each.people for each in done), sum(each.mails for each in done)

        with (
            time_machine.travel(now + timedelta(seconds=2), tick=False),
            mock.patch.object(alerts, "_write_reports", wait_for_the_others),
        ):
            outcomes = self.at_once(*[run] * 4)

        self.assertEqual([sum(each) for each in zip(*outcomes, strict=True)], [3, 3])
        self.assertEqual(sorted(Outbox.objects.values_list("to", flat=True)), self.addresses())
        self.assertEqual(MatchAlertDelivery.objects.count(), 3)

    def addresses(self):
        alerts_now = MatchAlert.objects.select_related("candidate__user")
        return sorted([alert.candidate.user.email] for alert in alerts_now)

    def test_four_workers_send_each_mail_once(self):
        self.four_workers()

    def test_four_workers_that_do_not_look_whether_they_were_first_send_more(self):
        def move_on(alert, moment):
            return bool(MatchAlert.objects.filter(pk=alert.pk).update(next_run_at=moment))

        with (
            mock.patch.object(alerts, "_move_on", move_on),
            mock.patch.object(MatchAlertDelivery.objects, "bulk_create", list),
            self.assertRaises(AssertionError),
        ):
            self.four_workers()
