"""What the links of an alert's mails do, for whoever holds them."""

from datetime import timedelta

import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from listings.alerts import tokens
from listings.alerts.settings import change_alert, resume_alert
from listings.alerts.times import Rhythm
from listings.models import JobAlert
from matching.alerts.settings import sign as sign_match_alert
from tests.factories import JobAlertFactory, UserFactory
from tests.listings.job_alert_case import JobAlertTestCase
from tests.pages import said

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def confirm_url(alert):
    return f"/alerts/jobs/{tokens.sign_confirmation(alert)}/confirmation/"


def manage_url(alert):
    return f"/alerts/jobs/{tokens.sign_management(alert)}/"


def end_url(alert):
    return f"/alerts/jobs/{tokens.sign_end(alert)}/unsubscribe/"


class ConfirmTests(JobAlertTestCase):
    def setUp(self):
        self.waiting = JobAlertFactory(unconfirmed=True, query="mode=remote", hour=18)
        self.url = confirm_url(self.waiting)

    def test_reading_the_link_changes_nothing_and_says_what_would_begin(self):
        for method in ("head", "get"):
            response = getattr(self.client, method)(self.url)

        self.assertContains(response, "Start this job alert?")
        self.assertContains(response, "Remote")
        self.waiting.refresh_from_db()
        self.assertIsNone(self.waiting.confirmed_at)

    def test_the_button_starts_it_at_the_next_hour_and_leads_to_its_page(self):
        with time_machine.travel("2026-11-19T12:00Z", tick=False):
            url = confirm_url(self.waiting)
            response = self.client.post(url)

        self.waiting.refresh_from_db()
        self.assertRedirects(response, manage_url(self.waiting))
        self.assertEqual(self.waiting.confirmed_at.isoformat(), "2026-11-19T12:00:00+00:00")
        self.assertEqual(self.waiting.next_run_at.isoformat(), "2026-11-19T23:00:00+00:00")

    def test_twice_is_as_good_as_once(self):
        self.client.post(self.url)
        self.waiting.refresh_from_db()
        since = self.waiting.confirmed_at

        self.assertRedirects(self.client.post(self.url), manage_url(self.waiting))
        self.assertRedirects(self.client.get(self.url), manage_url(self.waiting))

        self.waiting.refresh_from_db()
        self.assertEqual(self.waiting.confirmed_at, since)

    def test_only_what_is_posted_from_then_on_is_told(self):
        self.job(remote=True)
        self.client.post(self.url)
        self.make_due()

        self.assertEqual(self.run_alerts(), (1, 0))

    def test_after_two_days_the_link_leads_back_to_the_search(self):
        for hours, works in ((48, True), (49, False)):
            moment = timezone.now() + timedelta(hours=hours, seconds=-5)
            with self.subTest(hours), time_machine.travel(moment):
                page = self.client.get(self.url)
                self.assertEqual("Start this job alert?" in page.content.decode(), works)
                if not works:
                    self.assertContains(page, "This link is too old")
                    self.assertContains(page, 'href="/jobs/alert/?mode=remote"')
                    self.assertEqual(self.client.post(self.url).status_code, 200)
        self.assertIsNone(JobAlert.objects.get().confirmed_at)

    def test_a_late_link_does_not_open_the_page_of_an_alert_that_runs(self):
        self.client.post(self.url)
        with time_machine.travel(timezone.now() + timedelta(days=60)):
            self.assertContains(self.client.get(self.url), "This link is too old")

    def test_an_alert_that_is_gone_is_said(self):
        self.waiting.delete()

        self.assertContains(self.client.get(self.url), "This link is too old")
        self.assertContains(self.client.post(self.url), "This link is too old")


class TokenTests(JobAlertTestCase):
    """A link opens what it was signed for and nothing else."""

    def test_a_link_of_another_kind_or_of_nobody_is_404(self):
        alert = JobAlertFactory()
        manage, end = tokens.sign_management(alert), tokens.sign_end(alert)
        confirm = tokens.sign_confirmation(alert)
        match = sign_match_alert(alert.pk)
        plain = signing.Signer().sign(alert.pk)
        others = {
            "": [
                end,
                confirm,
                match,
                plain,
                f"{alert.pk}",
                f"{manage}x",
                f"{alert.pk + 1}:{manage}",
            ],
            "unsubscribe/": [manage, confirm, match, plain, "ä:ö", ":"],
            "confirmation/": [manage, end, match, plain, signing.dumps([alert.pk, ""])],
        }
        for page, wrong in others.items():
            for token in wrong:
                url = f"/alerts/jobs/{token}/{page}"
                with self.subTest(url):
                    self.assertEqual(self.client.get(url).status_code, 404)
                    self.assertEqual(self.client.post(url, {"action": "end"}).status_code, 404)
                    self.assertEqual(self.client.post(url, ONE_CLICK).status_code, 404)
        self.assertTrue(JobAlert.objects.filter(pk=alert.pk).exists())

    def test_no_link_holds_the_address(self):
        alert = JobAlertFactory(email="reader@example.org")

        for url in (confirm_url(alert), manage_url(alert), end_url(alert)):
            self.assertNotIn("reader", url)


class ManageTests(JobAlertTestCase):
    def setUp(self):
        self.kept = JobAlertFactory(query="mode=remote&shift=day")
        self.url = manage_url(self.kept)

    def post(self, action, **data):
        response = self.client.post(self.url, {"action": action} | data)
        self.kept.refresh_from_db()
        return response

    def test_says_what_it_looks_for_when_and_to_whom(self):
        JobAlert.objects.update(next_run_at="2026-11-27T12:00Z")

        response = self.client.get(self.url)

        for words in ("Remote", "Days", self.kept.email, "Next: Friday, November 27."):
            self.assertContains(response, words)
        self.assertContains(response, "every day at 7 a.m., Eastern time")
        self.assertContains(response, 'href="/jobs/?mode=remote&amp;shift=day"')
        self.assertContains(response, '<option value="America/New_York" selected>')

    def test_another_hour_begins_at_its_next_time(self):
        with time_machine.travel("2026-11-19T12:00Z", tick=False):
            self.post("save", frequency="weekly", hour="6", time_zone="Europe/London")

        self.assertEqual(
            (self.kept.frequency, self.kept.hour, self.kept.time_zone),
            ("weekly", 6, "Europe/London"),
        )
        self.assertEqual(self.kept.next_run_at.isoformat(), "2026-11-26T06:00:00+00:00")

    def test_saving_the_same_again_leaves_a_week_that_has_begun(self):
        JobAlert.objects.update(frequency="weekly")
        due = self.kept.next_run_at

        self.post("save", frequency="weekly", hour="7", time_zone="America/New_York")

        self.assertEqual(self.kept.next_run_at, due)

    def test_paused_it_sends_nothing_and_running_again_it_tells_what_came_meanwhile(self):
        self.post("pause")
        self.assertEqual((self.kept.next_run_at, self.run_alerts()), (None, (0, 0)))
        self.assertContains(self.client.get(self.url), "<strong>paused</strong>")
        self.job(remote=True)

        self.post("resume")
        self.assertGreater(self.kept.next_run_at, timezone.now())
        self.make_due()

        self.assertEqual(self.run_alerts(), (1, 1))

    def test_saving_while_paused_does_not_start_it(self):
        self.post("pause")

        self.post("save", frequency="daily", hour="9", time_zone="UTC")

        self.assertEqual((self.kept.hour, self.kept.next_run_at), (9, None))

    def test_an_act_on_what_was_changed_meanwhile_breaks_nothing(self):
        self.post("pause")
        paused = self.kept.paused_at
        self.post("pause")
        self.assertEqual(self.kept.paused_at, paused)

        self.post("resume")
        due = self.kept.next_run_at
        self.post("resume")
        self.assertEqual(self.kept.next_run_at, due)

    def test_whoever_saw_it_before_somebody_else_acted_changes_nothing(self):
        seen = JobAlert.objects.get()
        self.post("pause")
        self.assertFalse(change_alert(seen, Rhythm("weekly", 9, "UTC")))

        self.post("resume")
        JobAlert.objects.update(next_run_at="2026-11-27T12:00Z")
        self.assertFalse(resume_alert(seen))

        self.kept.refresh_from_db()
        self.assertEqual((self.kept.hour, self.kept.next_run_at.day), (7, 27))

    def test_every_act_counts_as_touching_it(self):
        for act in ("save", "pause", "resume", "keep"):
            JobAlert.objects.update(
                touched_at=timezone.now() - timedelta(days=370), warned_at=timezone.now()
            )
            self.post(act, frequency="daily", hour="7", time_zone="UTC")
            with self.subTest(act):
                self.assertGreater(self.kept.touched_at, timezone.now() - timedelta(minutes=1))
                self.assertIsNone(self.kept.warned_at)

    def test_ended_it_is_gone_and_its_links_say_so(self):
        response = self.client.post(self.url, {"action": "end"}, follow=True)

        self.assertContains(response, "This alert has ended")
        self.assertFalse(JobAlert.objects.exists())
        self.assertContains(self.client.post(self.url, {"action": "save"}), "has ended")

    def test_one_that_was_never_confirmed_cannot_be_managed(self):
        self.assertContains(
            self.client.get(manage_url(JobAlertFactory(unconfirmed=True))), "has ended"
        )

    def test_bad_input_comes_back_and_an_act_that_is_none_is_refused(self):
        for wrong in ({"hour": "24"}, {"frequency": "hourly"}, {"time_zone": "Mars"}):
            data = {"frequency": "daily", "hour": "7", "time_zone": "UTC"} | wrong
            self.assertContains(self.post("save", **data), "There is 1 problem")
        for action in ("", "delete"):
            self.assertEqual(self.post(action).status_code, 400)

    def test_it_leads_back_to_the_list_or_to_itself_and_nowhere_else(self):
        self.client.force_login(UserFactory())

        self.assertRedirects(self.post("keep", to="list"), "/me/alerts/")
        self.assertRedirects(self.post("keep", to="https://evil.example/"), self.url)


class UnsubscribeTests(JobAlertTestCase):
    def setUp(self):
        self.set = JobAlertFactory(query="q=secret")
        self.url = end_url(self.set)
        self.strict = Client(enforce_csrf_checks=True)

    def is_on(self):
        return JobAlert.objects.filter(pk=self.set.pk).exists()

    def test_reading_the_link_changes_nothing_and_shows_nothing_of_the_alert(self):
        self.client.head(self.url)
        response = self.client.get(self.url)

        self.assertContains(response, "End this job alert?")
        self.assertNotContains(response, "secret")
        self.assertNotContains(response, self.set.email)
        self.assertTrue(self.is_on())

    def test_the_button_of_the_page_ends_it(self):
        page = self.strict.get(self.url)

        token = {"csrfmiddlewaretoken": page.context["csrf_token"]}
        response = self.strict.post(self.url, token, follow=True)

        self.assertContains(response, "This alert has ended")
        self.assertFalse(self.is_on())

    def test_a_post_that_is_neither_the_button_nor_one_click_is_refused(self):
        for data in ({}, {"List-Unsubscribe": "yes"}, {"csrfmiddlewaretoken": "x" * 32}):
            self.assertEqual(self.strict.post(self.url, data).status_code, 403)

        self.assertTrue(self.is_on())

    def test_one_click_needs_neither_cookie_nor_page(self):
        response = self.strict.post(self.url, ONE_CLICK)

        self.assertEqual((response.status_code, response.cookies), (200, {}))
        self.assertFalse(self.is_on())

    def test_what_has_ended_already_is_said_and_no_error(self):
        self.set.delete()

        self.assertContains(self.client.get(self.url), "This alert has ended")
        self.assertEqual(self.strict.post(self.url, ONE_CLICK).status_code, 200)

    def test_its_link_ends_no_alert_that_comes_after(self):
        self.set.delete()
        again = JobAlertFactory()

        self.strict.post(self.url, ONE_CLICK)

        self.assertTrue(JobAlert.objects.filter(pk=again.pk).exists())


class ListTests(JobAlertTestCase):
    url = "/me/alerts/"

    def setUp(self):
        self.user = UserFactory()
        self.client.force_login(self.user)

    def queries(self):
        return [row["alert"].query for row in self.client.get(self.url).context["rows"]]

    def test_holds_what_goes_to_one_s_own_address_and_what_one_set_oneself(self):
        JobAlertFactory(email=self.user.email, query="q=mine")
        JobAlertFactory(email="old-address@example.org", user=self.user, query="q=old")
        JobAlertFactory(query="q=another")
        JobAlertFactory(email=self.user.email, query="q=waiting", unconfirmed=True)

        self.assertCountEqual(self.queries(), ["q=mine", "q=old"])

    def test_an_address_that_is_not_verified_shows_nothing(self):
        JobAlertFactory(email=self.user.email, query="q=hers")
        self.user.emailaddress_set.update(verified=False)

        self.assertEqual(self.queries(), [])

    def test_has_the_same_acts_and_leads_back(self):
        alert = JobAlertFactory(email=self.user.email, query="mode=remote")
        page = self.client.get(self.url)
        self.assertContains(page, f'action="{manage_url(alert)}"')

        response = self.client.post(manage_url(alert), {"action": "pause", "to": "list"})

        self.assertIn("Paused", said(response))
        self.assertContains(self.client.get(self.url), "Let it run again")

    def test_shows_the_match_alert_too_and_is_a_tab(self):
        page = self.client.get(self.url)

        self.assertContains(page, "Mail me new jobs that fit")
        self.assertContains(page, 'href="/me/alerts/" aria-current="page"')
        self.assertContains(self.client.get("/me/saved/"), 'href="/me/alerts/"')

    def test_costs_the_same_for_three_and_for_twenty(self):
        self.client.get(self.url)
        for n in (3, 20):
            for k in range(n):
                query = f"location=Columbus%2C+OH&pay={n}.{k:02}"
                JobAlertFactory(email=self.user.email, query=query)
            # session, user; alerts, names of choices, the place; match alert, profile; rights (2)
            with self.subTest(n), self.assertNumQueries(9):
                self.client.get(self.url)
