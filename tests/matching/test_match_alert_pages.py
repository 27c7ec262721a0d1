from datetime import timedelta
from unittest import mock

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.alerts import views as alert_views
from matching.models import MatchAlert, MatchAlertDelivery
from profiles.models import Candidate
from profiles.my_profile import CandidateProfile
from tests.factories import CandidateFactory, PlaceFactory, UserFactory
from tests.matching.alert_case import AlertTestCase
from tests.matching.indexed import MATCHES
from tests.pages import said

FORM = "/me/alerts/matches/"
REMOVAL = "/me/alerts/matches/removal/"
CHOICE = {"min_share": "75", "frequency": "weekly", "hour": "18"}


class PanelTests(AlertTestCase):
    def setUp(self):
        super().setUp()
        self.fitting_job()
        self.build()

    def sign_in(self, **profile):
        candidate = self.candidate(**profile)
        self.client.force_login(candidate.user)
        return candidate

    def test_a_guest_is_told_that_it_needs_an_account(self):
        self.as_guest(**self.profile())

        response = self.client.get(MATCHES)

        self.assertContains(response, "Sign in and set it up")
        self.assertContains(response, f"/accounts/login/?next={FORM}")

    def test_a_candidate_without_one_is_led_to_the_form(self):
        self.sign_in()

        self.assertContains(self.client.get(MATCHES), f'href="{FORM}"')

    def test_what_is_set_is_told_with_clock_and_next_day(self):
        self.alert(self.sign_in(place=PlaceFactory()))
        MatchAlert.objects.update(min_share=75, next_run_at="2026-11-27T12:00Z")

        response = self.client.get(MATCHES)

        self.assertContains(
            response, "75 of 100 or more, <strong>every day at 7 a.m., Eastern time"
        )
        self.assertContains(response, "Next: Friday, November 27.")
        self.assertContains(response, f'action="{REMOVAL}"')

    def test_a_thin_profile_is_told_what_is_missing(self):
        self.sign_in(skills=[(self.chat, 3)])

        response = self.client.get(MATCHES)

        self.assertContains(response, "name three skills: you have named 1")
        self.assertNotContains(response, f'href="{FORM}"')

    def test_one_that_waits_because_the_profile_became_thin_can_be_ended(self):
        for profile in ({"skills": [(self.chat, 3)]}, {"work_modes": ("on_site",)}):
            with self.subTest(profile):
                self.alert(self.sign_in(**profile))
                response = self.client.get(MATCHES)
                self.assertContains(response, "so no mail is sent")
                self.assertContains(response, f'action="{REMOVAL}"')

    def test_costs_one_query_and_a_guest_none(self):
        self.as_guest(**self.profile())
        with CaptureQueriesContext(connection) as of_a_guest:
            self.client.get(MATCHES)
        self.sign_in()
        with CaptureQueriesContext(connection) as of_a_candidate:
            self.client.get(MATCHES)

        about = [
            sum('FROM "matching_matchalert"' in query["sql"] for query in queries)
            for queries in (of_a_guest, of_a_candidate)
        ]
        self.assertEqual(about, [0, 1])


class FormTests(AlertTestCase):
    def setUp(self):
        super().setUp()
        self.best = self.fitting_job(title="All of it")
        self.half = self.job(self.chat, self.zendesk, self.orders, title="Most of it")
        self.build()
        self.person = self.candidate(
            skills=[(self.chat, 4), (self.zendesk, 4)], current=self.csr, place=PlaceFactory()
        )
        self.client.force_login(self.person.user)

    def post(self, **data):
        return self.client.post(FORM, CHOICE | data)

    def test_saves_and_says_when_it_looks_next(self):
        response = self.post()

        alert = MatchAlert.objects.get()
        self.assertRedirects(response, f"{MATCHES}#alert", fetch_redirect_response=False)
        self.assertEqual(
            (alert.candidate, alert.min_share, alert.frequency, alert.hour),
            (self.person, 75, "weekly", 18),
        )
        self.assertGreater(alert.next_run_at, timezone.now() + timedelta(days=6))
        self.assertIn("at 6 p.m., Eastern time, next on", said(response))

    def test_changes_the_one_there_is_and_forgets_nothing_that_was_told(self):
        alert = self.alert(self.person)
        MatchAlertDelivery.objects.create(alert=alert, listing=self.best)

        self.post(hour="9", frequency="daily")

        changed = MatchAlert.objects.get()
        self.assertEqual((changed.pk, changed.min_share, changed.hour), (alert.pk, 75, 9))
        self.assertEqual((changed.created_at, changed.deliveries.count()), (alert.created_at, 1))

    def test_another_share_alone_leaves_the_time_as_it_is(self):
        alert = self.alert(self.person, frequency="weekly", hour=18)

        self.post(min_share="90")

        self.assertEqual(MatchAlert.objects.get().next_run_at, alert.next_run_at)

    def test_shows_what_is_set(self):
        self.alert(self.person, min_share=90, frequency="weekly", hour=18)

        form = self.client.get(FORM).context["form"]

        self.assertEqual(form.initial, {"min_share": 90, "frequency": "weekly", "hour": 18})

    def test_names_the_clock_in_words_and_asks_where_one_lives_if_unknown(self):
        self.assertContains(self.client.get(FORM), "Eastern time")

        CandidateProfile(self.person.user).set_preferences(place=None)

        response = self.client.get(FORM)
        self.assertContains(response, "Coordinated Universal Time")
        self.assertContains(response, "You have not said where you live")

    def test_previews_what_it_would_have_sent(self):
        response = self.client.get(FORM)

        self.assertContains(response, "told you of <strong>2 jobs</strong>")
        self.assertContains(response, "All of it")
        self.assertContains(response, "fits at <strong>100.0</strong>")
        # Of the second job less than three quarters are covered.
        self.assertEqual(response.context["counts"], [(50, 2), (60, 2), (75, 1), (90, 1)])

    def test_the_preview_of_another_choice_saves_nothing(self):
        response = self.post(min_share="90", action="preview")

        self.assertContains(response, "told you of <strong>1 job</strong>")
        self.assertNotContains(response, "Most of it")
        self.assertContains(response, 'value="90" required id="id_min_share_3" checked')
        self.assertFalse(MatchAlert.objects.exists())

    def test_the_preview_leaves_out_what_is_older_than_thirty_days_or_outside_the_limits(self):
        self.fitting_job(title="Old", date_posted=timezone.now() - timedelta(days=31))
        self.fitting_job(title="Far away", remote=True, applicant_countries="GB")
        self.build()

        response = self.client.get(FORM)

        self.assertContains(response, "<strong>2 jobs</strong>")

    def test_without_an_index_there_is_no_preview_and_it_saves_all_the_same(self):
        with mock.patch.object(alert_views, "current_index", lambda: None):
            self.assertContains(self.client.get(FORM), "The open jobs are being read")
            self.post()

        self.assertTrue(MatchAlert.objects.exists())

    def test_what_is_no_choice_comes_back_with_its_reason(self):
        for wrong in (
            {"min_share": "61"},
            {"min_share": ""},
            {"frequency": "hourly"},
            {"frequency": ""},
            {"hour": "24"},
            {"hour": "-1"},
            {"hour": "seven"},
            {"hour": "7\x00"},
        ):
            for action in ("", "preview"):
                with self.subTest(wrong, action=action):
                    response = self.post(**wrong, action=action)
                    self.assertEqual(response.status_code, 200)
                    self.assertContains(response, "There is 1 problem")
        self.assertFalse(MatchAlert.objects.exists())

    def test_a_thin_profile_cannot_set_one(self):
        CandidateProfile(self.person.user).set_roles(None, None)

        for response in (self.client.get(FORM), self.post()):
            self.assertContains(response, "name three skills: you have named 2")
            self.assertNotContains(response, "Start these mails")
        self.assertFalse(MatchAlert.objects.exists())

    def test_somebody_who_has_told_nothing_is_told_what_is_missing_and_gets_no_row(self):
        user = UserFactory()
        self.client.force_login(user)

        for response in (self.client.get(FORM), self.post()):
            self.assertContains(response, "you have named 0")
        self.assertFalse(Candidate.objects.filter(user=user).exists())

    def test_an_address_that_is_not_confirmed_gets_none(self):
        self.person.user.emailaddress_set.update(verified=False)

        for response in (self.client.get(FORM), self.post()):
            self.assertContains(response, "Your address is not confirmed yet")
        self.assertFalse(MatchAlert.objects.exists())

    def test_a_post_without_a_token_is_refused(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.person.user)

        for url in (FORM, REMOVAL):
            self.assertEqual(client.post(url, CHOICE).status_code, 403)

    def test_costs_the_same_for_three_jobs_and_for_twenty(self):
        for n in (3, 20):
            for _n in range(n):
                self.fitting_job()
            self.build()
            # session, user; profile with skills, languages, jobs (4); alert, address; limits, rivals of
            # tools, whether labels changed; jobs, channels, languages; rights (2)
            with self.subTest(n), self.assertNumQueries(16):
                self.client.get(FORM)

    def test_stopping_ends_ones_own_alone_and_twice_is_no_error(self):
        self.alert(self.person)
        other = self.alert(CandidateFactory())

        for _n in range(2):
            self.assertRedirects(
                self.client.post(REMOVAL), f"{MATCHES}#alert", fetch_redirect_response=False
            )

        self.assertEqual(list(MatchAlert.objects.all()), [other])

    def test_stopping_without_a_profile_is_no_error(self):
        self.client.force_login(UserFactory())

        self.assertEqual(self.client.post(REMOVAL).status_code, 302)
