import re
from datetime import timedelta
from threading import Barrier
from unittest import mock

import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from listings.alerts import mail as alert_mail
from listings.alerts import running
from listings.alerts.settings import ask_for_alert
from listings.alerts.times import Rhythm
from listings.models import AlertDelivery, JobAlert, Listing, ListingChannel
from matching.duties import send_job_alerts
from profiles.models import Outbox
from tests.factories import (
    EmployerFactory,
    JobAlertFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    UserFactory,
)
from tests.listings.job_alert_case import JobAlertTestCase
from tests.outbox import mails
from tests.racing import RaceTestCase


class WhatIsToldTests(JobAlertTestCase):
    def test_a_new_job_that_the_search_finds_is_told_in_one_mail(self):
        alert = self.alert(query="mode=remote")
        job = self.job(remote=True, title="Chat agent")
        self.job(title="On site")

        self.assertEqual(self.run_alerts(), (1, 1))

        self.assertEqual(mails(), [(alert.email, "New job: Chat agent")])
        self.assertEqual([each.listing for each in AlertDelivery.objects.all()], [job])

    def test_a_second_run_sends_nothing_and_neither_does_the_next_day(self):
        self.alert()
        self.job()
        self.run_alerts()

        self.assertEqual(self.run_alerts(), (0, 0))
        self.make_due()
        self.assertEqual(self.run_alerts(), (1, 0))
        self.assertEqual(len(mails()), 1)

    def test_nothing_new_is_no_mail(self):
        self.alert()

        self.assertEqual((self.run_alerts(), mails()), ((1, 0), []))

    def test_what_was_posted_before_it_was_confirmed_is_not_told(self):
        self.alert()
        self.job(date_posted=timezone.now() - timedelta(days=2, minutes=1))

        self.assertEqual(self.run_alerts(), (1, 0))

    def test_what_is_not_open_is_not_told(self):
        self.alert()
        for trait in ("draft", "in_review", "expired", "scheduled", "closed"):
            ListingFactory(**{trait: True})
        self.job(employer=EmployerFactory(suspended=True))

        self.assertEqual(self.run_alerts(), (1, 0))

    def test_neither_is_one_that_closes_between_choosing_and_writing(self):
        self.alert()
        going, staying = self.job(title="Going"), self.job(title="Staying")

        def close_one(found):
            cards = real(found)
            Listing.objects.filter(pk=going.pk).update(state="closed", outcome="hired")
            return cards

        real = running._read_cards
        with mock.patch.object(running, "_read_cards", close_one):
            self.assertEqual(self.run_alerts(), (1, 1))

        self.assertNotIn("Going", self.mail().body)
        self.assertEqual([each.listing for each in AlertDelivery.objects.all()], [staying])

    def test_the_last_one_that_closes_so_leaves_no_mail(self):
        self.alert()
        self.job()

        def close_all(found):
            cards = real(found)
            Listing.objects.update(state="closed", outcome="hired")
            return cards

        real = running._read_cards
        with mock.patch.object(running, "_read_cards", close_all):
            self.assertEqual(self.run_alerts(), (1, 0))

        self.assertEqual((mails(), AlertDelivery.objects.count()), ([], 0))

    def test_at_most_twenty_are_named_newest_first_and_the_rest_is_counted_and_told(self):
        self.alert()
        for n in range(22):
            self.job(title=f"Job {n:02}", date_posted=timezone.now() - timedelta(hours=n + 1))

        self.run_alerts()

        mail = self.mail()
        self.assertEqual(mail.subject, "22 new jobs, first: Job 00")
        self.assertIn("\n20. Job 19\n", mail.body)
        self.assertNotIn("Job 20", mail.body)
        self.assertIn("And 2 more. See all jobs of this search:", mail.body)
        self.assertEqual(AlertDelivery.objects.count(), 22)

    def test_what_is_more_than_one_statement_holds_is_told_next(self):
        self.alert()
        for _n in range(3):
            self.job()

        with mock.patch.object(running, "TOLD_AT_ONCE", 2):
            self.run_alerts()
            self.make_due()
            self.run_alerts()

        self.assertEqual([subject[:9] for _to, subject in mails()], ["2 new job", "New job: "])

    def test_a_search_that_means_less_now_is_paused_and_told_instead_of_finding_more(self):
        RoleFactory(slug="csr")
        alert = self.alert(query="role=csr&mode=remote")
        self.job(remote=True)
        alert_of_another = self.alert(query="mode=remote")
        alert.query = "role=gone&mode=remote"
        alert.save()

        self.assertEqual(self.run_alerts(), (2, 2))

        told = dict(mails())
        self.assertEqual(told[alert.email], "Your job alert is paused")
        self.assertIn("New job", told[alert_of_another.email])
        alert.refresh_from_db()
        self.assertIsNotNone(alert.paused_at)
        self.assertIsNone(alert.next_run_at)


class WhoGetsMailTests(JobAlertTestCase):
    def setUp(self):
        self.job()

    def test_nobody_before_their_time(self):
        self.alert(next_run_at=timezone.now() + timedelta(minutes=1))

        self.assertEqual(self.run_alerts(), (0, 0))

    def test_nobody_who_has_not_confirmed_or_has_paused(self):
        self.alert(unconfirmed=True)
        self.alert(paused=True)

        self.assertEqual(self.run_alerts(), (0, 0))

    def test_not_a_user_who_was_locked_out(self):
        user = UserFactory(is_active=False)
        self.alert(user=user, email=user.email)

        self.assertEqual((self.run_alerts(), mails()), ((0, 0), []))

    def test_each_alert_of_an_address_is_its_own(self):
        for query in ("", "shift=day"):
            self.alert(email="reader@example.org", query=query)

        self.assertEqual(self.run_alerts(), (2, 2))

    def test_it_runs_at_the_local_hour_over_the_change_of_the_clock(self):
        self.alert(next_run_at="2026-03-07T12:00Z", confirmed_at="2026-03-01T00:00Z")
        due = []
        for day in (7, 8, 9):
            now = timezone.datetime(2026, 3, day, 13, tzinfo=timezone.get_fixed_timezone(0))
            with time_machine.travel(now, tick=False):
                self.run_alerts()
                due.append(JobAlert.objects.get().next_run_at.isoformat())

        self.assertEqual([each[11:16] for each in due], ["11:00", "11:00", "11:00"])
        self.assertEqual(due[0][:10], "2026-03-08")


class RunTests(JobAlertTestCase):
    def alerts(self, n):
        return [self.alert(query=f"pay={10 + k}&mode=on_site") for k in range(n)]

    def test_a_crash_in_the_middle_leaves_what_is_done_and_the_rest_due(self):
        self.alerts(5)
        self.job()
        real, sent = alert_mail.send_new_jobs, []

        def crash_at_the_third(alert, *args, **kwargs):
            sent.append(alert.pk)
            real(alert, *args, **kwargs)
            if len(sent) == 3:
                raise SystemExit

        with mock.patch.object(alert_mail, "send_new_jobs", crash_at_the_third):
            self.assertRaises(SystemExit, self.run_alerts)

        # The mail of the third was written already: it went with its transaction.
        self.assertEqual((Outbox.objects.count(), AlertDelivery.objects.count()), (2, 2))
        self.assertEqual(self.run_alerts(), (3, 3))
        self.assertEqual(Outbox.objects.values("to").distinct().count(), 5)

    def test_a_mail_that_cannot_be_made_holds_up_nobody_and_is_tried_again(self):
        ill = self.alerts(3)[1]
        self.job()
        real = alert_mail.send_new_jobs

        def fail_for_one(alert, *args, **kwargs):
            if alert.pk == ill.pk:
                raise ValueError("a bad header")
            real(alert, *args, **kwargs)

        with (
            mock.patch.object(alert_mail, "send_new_jobs", fail_for_one),
            self.assertLogs("listings.alerts.running", "ERROR") as logs,
        ):
            self.assertEqual(self.run_alerts(), (2, 2))
            self.assertEqual(self.run_alerts(), (0, 0))

        self.assertIn(f"Job alert {ill.pk} failed", logs.output[0])
        self.assertEqual(AlertDelivery.objects.filter(alert=ill).count(), 0)
        self.assertEqual(self.run_alerts(timezone.now() + timedelta(hours=1)), (1, 1))

    def test_a_search_that_cannot_be_read_holds_up_nobody(self):
        ill = self.alerts(3)[1]
        self.job()
        real = running._read

        def fail_for_one(alert, search):
            if alert.pk == ill.pk:
                raise ValueError("a bad query")
            return real(alert, search)

        with (
            mock.patch.object(running, "_read", fail_for_one),
            self.assertLogs("listings.alerts.running", "ERROR"),
        ):
            self.assertEqual(self.run_alerts(), (2, 2))

        ill.refresh_from_db()
        self.assertGreater(ill.next_run_at, timezone.now() + timedelta(minutes=59))

    def test_whatever_stands_in_a_row_breaks_no_run(self):
        for query in ("%", "a=b", "role=&role=", "pay=1e999", "location=" + "x" * 1900):
            self.alert(query=query)
        self.job()

        self.assertEqual(self.run_alerts()[0], 5)

    def test_an_alert_that_its_owner_acts_on_meanwhile_sends_nothing(self):
        self.job()
        for change in (
            {"paused_at": timezone.now(), "next_run_at": None},
            {"next_run_at": timezone.now() + timedelta(hours=3)},
            None,
        ):
            alert = self.alert()
            real = running._read_cards

            def act(found, alert=alert, change=change, real=real):
                rows = JobAlert.objects.filter(pk=alert.pk)
                rows.update(**change) if change else rows.delete()
                return real(found)

            with self.subTest(change), mock.patch.object(running, "_read_cards", act):
                self.assertEqual(self.run_alerts(), (0, 0))
        self.assertEqual((mails(), AlertDelivery.objects.count()), ([], 0))

    def test_chunks_miss_nobody(self):
        self.alerts(7)
        self.job()

        self.assertEqual(self.run_alerts(chunk=3), (7, 7))

    def test_an_alert_costs_one_query_to_read_and_four_statements_to_write(self):
        for _n in range(20):
            ListingChannel.objects.create(listing=self.job(), channel="phone")
        costs = []
        for n in (3, 10):
            JobAlert.objects.all().delete()
            self.alerts(n)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.run_alerts(), (n, n))
            is_reading = [query["sql"].lstrip("(").startswith("SELECT") for query in queries]
            savepoints = sum("SAVEPOINT" in query["sql"] for query in queries)
            costs.append((sum(is_reading), len(queries) - sum(is_reading) - savepoints))

        # Due ones (and that there are no more), names of choices, cards and their channels; for each
        # alert what it finds, and what of that is open still. Moved on, told, written.
        self.assertEqual(costs, [(5 + 2 * 3, 3 * 3), (5 + 2 * 10, 3 * 10)])

    def test_places_are_looked_up_once_for_all_who_name_them(self):
        for k in range(5):
            self.alert(query=f"location=Columbus%2C+OH&pay={k + 1}")

        with CaptureQueriesContext(connection) as queries:
            self.run_alerts()

        lookups = [query for query in queries if '"cms_place"."name" LIKE' in query["sql"]]
        if connection.vendor == "sqlite":
            self.assertEqual(len(lookups), 1)

    def test_the_duty_does_a_chunk_and_says_so(self):
        self.alerts(2)
        self.job()

        self.assertEqual(send_job_alerts(), "2 alerts, 2 mails")
        self.assertEqual(send_job_alerts(), "")


class MailTests(JobAlertTestCase):
    def setUp(self):
        self.alert(query="q=policyholders&location=Columbus%2C+OH", email="reader@example.org")
        self.post = self.job(
            title="Agent for R&D <phone>\nBcc: x@example.org",
            employer=EmployerFactory(name="Marlow & Sons"),
            place=PlaceFactory(),
        )
        self.run_alerts()
        self.sent = self.mail()

    def test_tells_what_a_card_tells(self):
        lines = self.sent.body.splitlines()
        at = lines.index("1. Agent for R&D <phone>")
        self.assertEqual(
            lines[at + 2 : at + 5],
            ["Marlow & Sons", "Columbus, OH, on site", "$21.50–$24.00 an hour"],
        )
        self.assertRegex(lines[at + 5], r"^Posted \w+ \d+, closes \w+ \d+, .+ ET$")
        self.assertEqual(lines[at + 6], settings.SITE_URL + self.post.get_absolute_url())

    def test_an_imported_title_forges_no_header(self):
        self.assertNotIn("\n", self.sent.subject)

    def test_says_what_was_looked_for_and_how_to_change_and_end_it(self):
        for words in ("- Within 25 miles of Columbus, OH", "every day at 7 a.m., Eastern time"):
            self.assertIn(words, self.sent.body)
        manage, end = self.links(self.sent, "/alerts/jobs/")
        for url in (manage, end):
            self.assertEqual(self.client.get(url).status_code, 200)
        self.assertIn("End this job alert?", self.client.get(end).content.decode())

    def test_has_no_markup_and_no_gaps(self):
        for piece in ("&amp;", "&lt;", "</", "{{", "{%", "%(", "None", "\n\n\n"):
            self.assertNotIn(piece, self.sent.body)

    def test_carries_what_mail_programs_need_to_end_it(self):
        headers = self.sent.headers
        start = re.escape(settings.SITE_URL)
        self.assertRegex(headers["List-Unsubscribe"], rf"^<{start}/alerts/jobs/\S+/unsubscribe/>$")
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertIn(headers["List-Unsubscribe"].strip("<>"), self.sent.body)


class RunningRaces(RaceTestCase):
    def setUp(self):
        super().setUp()
        settings_now = self.settings(EMAIL_BACKEND="profiles.mail.OutboxBackend")
        settings_now.enable()
        self.addCleanup(settings_now.disable)
        self.addCleanup(JobAlert.objects.all().delete)

    def four_workers(self):
        """All four have read everything before the first one writes."""
        JobAlert.objects.all().delete()
        Outbox.objects.all().delete()
        alerts = JobAlertFactory.create_batch(3)
        ListingFactory(place=None, location_note="Columbus", date_posted=timezone.now())
        all_have_read, real = Barrier(4, timeout=20), running._read_cards

        def wait_for_the_others(*args):
            cards = real(*args)
            all_have_read.wait()
            return cards

        def run():
            done = list(running.run_due(timezone.now()))
            return sum(each.alerts for each in done), sum(each.mails for each in done)

        with mock.patch.object(running, "_read_cards", wait_for_the_others):
            outcomes = self.at_once(*[run] * 4)

        self.assertEqual([sum(each) for each in zip(*outcomes, strict=True)], [3, 3])
        written = sorted(Outbox.objects.values_list("to", flat=True))
        self.assertEqual(written, sorted([alert.email] for alert in alerts))
        self.assertEqual(AlertDelivery.objects.count(), 3)

    def test_four_workers_send_each_mail_once(self):
        self.four_workers()

    def test_four_workers_that_do_not_look_whether_they_were_first_send_more(self):
        def move_on(alert, moment):
            return bool(JobAlert.objects.filter(pk=alert.pk).update(next_run_at=moment))

        with (
            mock.patch.object(running, "_move_on", move_on),
            mock.patch.object(AlertDelivery.objects, "bulk_create", lambda *args, **kwargs: None),
            self.assertRaises(AssertionError),
        ):
            self.four_workers()

    def test_two_people_who_ask_for_the_same_at_once_make_one_row(self):
        def ask():
            ask_for_alert("reader@example.org", query="", rhythm=Rhythm("daily", 7, "UTC"))

        self.at_once(ask, ask)

        self.assertEqual(JobAlert.objects.filter(email="reader@example.org").count(), 1)
