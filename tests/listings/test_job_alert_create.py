from datetime import timedelta
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import time_machine
from django.test import Client
from django.utils import timezone

from listings.alerts import searches, settings, views
from listings.models import JobAlert, ListingChannel
from profiles.models import Outbox, RateLimit
from tests.factories import CandidateFactory, JobAlertFactory, PlaceFactory, UserFactory
from tests.listings.job_alert_case import JobAlertTestCase
from tests.outbox import mails
from tests.pages import said

FORM = "/jobs/alert/"
SENT = "/jobs/alert/sent/"
CHOICE = {"email": "reader@example.org", "frequency": "daily", "hour": "7", "time_zone": "UTC"}


class PageTests(JobAlertTestCase):
    def test_says_in_words_what_the_search_is(self):
        response = self.client.get(FORM + "?q=claims&location=Columbus,+OH&mode=hybrid")

        for words in ("“claims”", "Within 25 miles of Columbus, OH", "Hybrid"):
            self.assertContains(response, words)

    def test_leads_back_to_the_search_without_its_order_and_its_page(self):
        response = self.client.get(FORM + "?mode=remote&sort=pay&page=3")

        self.assertContains(response, 'href="/jobs/?mode=remote"')

    def test_an_empty_search_is_all_jobs_and_is_said(self):
        response = self.client.get(FORM)

        self.assertContains(response, "All open jobs")
        self.assertContains(response, "every new job would be in the mail")

    def test_what_could_not_be_read_is_said(self):
        response = self.client.get(FORM + "?location=Nowhere-at-all&shift=never")

        self.assertContains(response, "We do not know a place called")
        self.assertContains(response, "“never” is no choice")

    def test_previews_the_newest_jobs_of_thirty_days_that_are_open(self):
        now = timezone.now()
        for day in range(4):
            self.job(title=f"Job {day}", date_posted=now - timedelta(days=day, hours=1))
        self.job(title="Old", date_posted=now - timedelta(days=30, minutes=1))
        self.job(title="Shut", closed=True)
        self.job(title="Expired", expired=True, date_posted=now - timedelta(days=2))
        self.job(title="Elsewhere", remote=True)

        response = self.client.get(FORM + "?mode=on_site&sort=pay")

        self.assertContains(response, "would have sent you <strong>4 jobs</strong>")
        self.assertEqual(
            [job.title for job in response.context["named"]], ["Job 0", "Job 1", "Job 2"]
        )
        self.assertContains(response, "And 1 more.")

    def test_previews_what_a_run_would_send(self):
        jobs = [self.job(title=f"Chat agent {n}") for n in range(3)]
        self.job(title="Far away", remote=True)
        for job in jobs:
            ListingChannel.objects.create(listing=job, channel="chat")
        query = "channel=chat&location=Columbus%2C+OH"

        count = self.client.get(f"{FORM}?{query}").context["count"]
        JobAlertFactory(query=query, confirmed_at=timezone.now() - searches.LOOKED_BACK)
        self.run_alerts()

        self.assertEqual(count, 3)
        self.assertIn("3 new jobs", self.mail().subject)

    def test_an_empty_preview_is_said(self):
        response = self.client.get(FORM)

        self.assertContains(response, "<strong>0 jobs</strong>")
        self.assertContains(response, "as soon as there is one")

    def test_costs_the_same_for_three_jobs_and_for_twenty(self):
        for n in (3, 20):
            for _n in range(n):
                ListingChannel.objects.create(listing=self.job(), channel="phone")
            # names of choices, the place, count, jobs, their channels
            with self.subTest(n), self.assertNumQueries(5):
                self.client.get(FORM + "?location=Columbus,+OH")


class ClockTests(JobAlertTestCase):
    """The hour is one of somebody's own clock; whose it is, is asked only where nobody can know."""

    def form(self, query=""):
        return self.client.get(FORM + query).context["form"]

    def test_is_that_of_the_searched_place(self):
        PlaceFactory(leeds=True)

        form = self.form("?location=Leeds,+United+Kingdom")

        self.assertEqual(form.initial["time_zone"], "Europe/London")
        self.assertNotIn("time_zone", form.fields)
        self.assertEqual(form.fields["hour"].help_text, "London time")

    def test_is_a_candidate_s_own_wherever_they_search(self):
        PlaceFactory(leeds=True)
        candidate = CandidateFactory(place=self.place, time_zone="America/New_York")
        self.client.force_login(candidate.user)

        form = self.form("?location=Leeds,+United+Kingdom")

        self.assertEqual(form.fields["hour"].help_text, "Eastern time")

    def test_of_a_candidate_who_lives_nowhere_it_is_not_known(self):
        self.client.force_login(CandidateFactory().user)

        self.assertIn("time_zone", self.form().fields)

    def test_is_asked_where_no_place_is_known_with_world_time_first(self):
        response = self.client.get(FORM)

        self.assertContains(response, '<option value="UTC" selected>World time (UTC)</option>')
        self.assertContains(response, '<option value="America/Chicago">Central time</option>')

    def test_a_zone_that_is_none_is_refused_and_where_it_is_known_not_read(self):
        asked = self.client.post(FORM, CHOICE | {"time_zone": "Mars/Olympus"})
        self.client.post(FORM + "?location=Columbus,+OH", CHOICE | {"time_zone": "Asia/Tokyo"})

        self.assertContains(asked, "There is 1 problem")
        self.assertEqual(JobAlert.objects.get().time_zone, "America/New_York")


class SignedInTests(JobAlertTestCase):
    def setUp(self):
        self.user = UserFactory()
        self.client.force_login(self.user)

    def post(self, query="", **data):
        return self.client.post(FORM + query, CHOICE | data)

    def test_with_a_verified_address_it_is_active_at_once(self):
        with time_machine.travel("2026-11-19T12:00Z", tick=False):
            response = self.post("?mode=remote", time_zone="America/New_York", hour="18")

        alert = JobAlert.objects.get()
        self.assertRedirects(response, "/me/alerts/", fetch_redirect_response=False)
        self.assertEqual((alert.email, alert.user), (self.user.email, self.user))
        self.assertEqual((alert.query, alert.hour), ("mode=remote", 18))
        self.assertEqual(alert.next_run_at.isoformat(), "2026-11-19T23:00:00+00:00")
        self.assertIn("every day at 6 p.m., Eastern time, next on Thursday", said(response))
        self.assertEqual(mails(), [])

    def test_the_address_is_theirs_whatever_is_sent(self):
        self.assertNotContains(self.client.get(FORM), '<input type="email"')

        self.post(email="victim@example.org")

        self.assertEqual(JobAlert.objects.get().email, self.user.email)

    def test_the_same_search_again_changes_the_one_there_is(self):
        self.post("?mode=remote&shift=day")
        first = JobAlert.objects.get()

        self.post("?shift=day&mode=remote&sort=pay&page=2", frequency="weekly")

        again = JobAlert.objects.get()
        self.assertEqual((again.pk, again.frequency), (first.pk, "weekly"))
        self.assertEqual(again.confirmed_at, first.confirmed_at)

    def test_one_that_waited_for_confirmation_or_was_paused_runs(self):
        for trait in ("unconfirmed", "paused"):
            JobAlert.objects.all().delete()
            JobAlertFactory(email=self.user.email, **{trait: True})
            self.post()
            alert = JobAlert.objects.get()
            with self.subTest(trait):
                self.assertIsNotNone(alert.next_run_at)
                self.assertIsNone(alert.paused_at)
                self.assertIsNotNone(alert.confirmed_at)

    def test_an_address_that_is_not_verified_has_to_be_confirmed_like_any_other(self):
        self.user.emailaddress_set.update(verified=False)

        self.assertContains(self.client.get(FORM), f'value="{self.user.email}"')
        self.post(email=self.user.email)

        self.assertIsNone(JobAlert.objects.get().confirmed_at)
        self.assertEqual(mails(), [(self.user.email, "Confirm your job alert")])

    def test_there_are_at_most_twenty(self):
        for n in range(settings.MOST):
            JobAlertFactory(email=self.user.email, query=f"q={n}")

        response = self.post("?q=one+more")
        self.post("?q=1", hour="9")

        self.assertContains(response, "the most there can be. End one first.")
        self.assertEqual(JobAlert.objects.count(), settings.MOST)
        self.assertEqual(JobAlert.objects.get(query="q=1").hour, 9)


class DoubleOptInTests(JobAlertTestCase):
    def post(self, query="", **data):
        return self.client.post(FORM + query, CHOICE | data)

    def test_an_address_that_somebody_typed_gets_one_mail_and_nothing_runs(self):
        response = self.post("?mode=remote")

        alert = JobAlert.objects.get()
        self.assertRedirects(response, f"{SENT}?mode=remote")
        self.assertEqual((alert.confirmed_at, alert.next_run_at, alert.user), (None, None, None))
        self.assertEqual(mails(), [("reader@example.org", "Confirm your job alert")])
        self.assertIn("\n- Remote\n", self.mail().body)
        self.assertEqual(len(self.links(self.mail(), "/alerts/jobs/")), 1)

    def test_the_address_counts_in_any_case(self):
        self.post(email="Reader@Example.ORG")
        self.post(email="reader@example.org")

        self.assertEqual(JobAlert.objects.get().email, "reader@example.org")

    def test_asking_again_sends_the_mail_again_with_the_newest_choice_and_makes_no_second_row(self):
        self.post(hour="7")
        self.post(hour="9")

        self.assertEqual(JobAlert.objects.get().hour, 9)
        self.assertEqual(len(mails()), 2)

    def test_the_answer_is_the_same_whatever_we_know_of_the_address(self):
        JobAlertFactory(email="known@example.org", query="mode=remote")
        JobAlertFactory(email="waits@example.org", query="mode=remote", unconfirmed=True)
        UserFactory(email="user@example.org")
        for n in range(settings.MOST):
            JobAlertFactory(email="full@example.org", query=f"q={n}")
        answers = set()
        for name in ("known", "waits", "user", "full", "unknown"):
            response = self.post("?mode=remote", email=f"{name}@example.org")
            page = self.client.get(response["Location"])
            body = page.content.decode().replace(f"{name}@example.org", "")
            answers.add((response.status_code, response["Location"], body))

        self.assertEqual(len(answers), 1)
        self.assertEqual(Outbox.objects.count(), 5)

    def test_what_runs_already_is_told_to_its_owner_and_not_changed(self):
        alert = JobAlertFactory(email="reader@example.org", hour=6)

        self.post(hour="22")

        self.assertEqual(mails(), [("reader@example.org", "You have this job alert already")])
        self.assertEqual(len(self.links(self.mail(), "/alerts/jobs/")), 2)
        alert.refresh_from_db()
        self.assertEqual(alert.hour, 6)

    def test_the_twenty_first_is_refused_by_mail_with_a_way_to_each_of_them(self):
        for n in range(settings.MOST):
            JobAlertFactory(email="reader@example.org", query=f"q={n}")

        self.post("?q=one+more")

        self.assertEqual(JobAlert.objects.count(), settings.MOST)
        self.assertEqual(self.mail().subject, "You have 20 job alerts, the most there can be")
        self.assertEqual(len(self.links(self.mail(), "/alerts/jobs/")), settings.MOST)

    def test_one_address_gets_five_mails_a_day_and_the_answer_stays_the_same(self):
        for n in range(settings.MAILS_A_DAY + 2):
            response = self.post(f"?q={n}")
            self.assertEqual(urlsplit(response["Location"]).path, SENT)

        self.assertEqual(len(mails()), settings.MAILS_A_DAY)
        self.assertEqual(JobAlert.objects.count(), settings.MAILS_A_DAY)

    def test_one_network_address_is_stopped_with_words(self):
        with mock.patch.object(views, "ASKED_AN_HOUR", 0):
            response = self.post()

        self.assertContains(response, "You have asked for many alerts")
        self.assertContains(response, 'value="reader@example.org"')
        self.assertEqual((JobAlert.objects.count(), mails()), (0, []))

    def test_the_limits_hold_no_address_in_the_clear(self):
        self.post()

        for key in RateLimit.objects.values_list("key", flat=True):
            self.assertNotIn("reader", key)


class BadInputTests(JobAlertTestCase):
    def test_comes_back_with_its_reason_and_what_was_typed(self):
        for wrong in (
            {"email": ""},
            {"email": "reader"},
            {"email": "a@example.org\nBcc: b@example.org"},
            {"email": f"{'a' * 250}@example.org"},
            {"frequency": "hourly"},
            {"frequency": ""},
            {"hour": "24"},
            {"hour": "7\x00"},
            {"time_zone": ""},
        ):
            with self.subTest(wrong):
                response = self.client.post(FORM + "?mode=remote", CHOICE | wrong)
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, "There is 1 problem")
                self.assertContains(response, "Remote")
        self.assertFalse(JobAlert.objects.exists())

    def test_a_search_that_is_too_long_for_a_row_is_said_and_kept_from_it(self):
        with mock.patch.object(searches, "MAX_QUERY", 10):
            page = self.client.get(FORM + "?mode=remote&shift=day")
            self.client.post(FORM + "?mode=remote&shift=day", CHOICE)

        self.assertContains(page, "more than an alert can keep")
        self.assertFalse(JobAlert.objects.exists())

    def test_a_post_without_a_token_is_refused(self):
        self.assertEqual(Client(enforce_csrf_checks=True).post(FORM, CHOICE).status_code, 403)

    def test_the_search_comes_from_the_address_and_is_stored_in_its_shortest_form(self):
        self.client.post(
            FORM + "?page=2&sort=closing&q=+widgets+&nonsense=1&shift=never&mode=remote", CHOICE
        )

        query = JobAlert.objects.get().query
        self.assertEqual(parse_qs(query), {"q": ["widgets"], "mode": ["remote"]})
