from django.test import Client

from matching.alerts.settings import sign
from matching.models import MatchAlert
from profiles.models import Candidate
from tests.matching.alert_case import AlertTestCase


class UnsubscribeTests(AlertTestCase):
    """Signed out, with the link of a mail."""

    def setUp(self):
        super().setUp()
        self.set = self.alert(self.candidate())
        self.url = f"/alerts/matches/{sign(self.set.candidate_id)}/"
        self.strict = Client(enforce_csrf_checks=True)

    def is_on(self):
        return MatchAlert.objects.filter(pk=self.set.pk).exists()

    def test_reading_the_link_changes_nothing(self):
        for method in ("get", "head"):
            response = getattr(self.client, method)(self.url)
            self.assertEqual(response.status_code, 200)

        self.assertContains(self.client.get(self.url), "Stop the mails about new jobs that fit?")
        self.assertTrue(self.is_on())

    def test_the_button_of_the_page_ends_it(self):
        page = self.strict.get(self.url)

        response = self.strict.post(
            self.url, {"csrfmiddlewaretoken": page.context["csrf_token"]}, follow=True
        )

        self.assertContains(response, "You get no mails about new jobs that fit")
        self.assertFalse(self.is_on())

    def test_a_post_that_is_neither_the_button_nor_one_click_is_refused(self):
        for data in ({}, {"List-Unsubscribe": "yes"}, {"csrfmiddlewaretoken": "x" * 32}):
            self.assertEqual(self.strict.post(self.url, data).status_code, 403)

        self.assertTrue(self.is_on())

    def test_one_click_needs_neither_cookie_nor_page_and_is_answered_at_once(self):
        for content in (
            {"content_type": "application/x-www-form-urlencoded"},
            {"content_type": "multipart/form-data; boundary=b"},
        ):
            body = (
                "List-Unsubscribe=One-Click"
                if "urlencoded" in content["content_type"]
                else '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
                "One-Click\r\n--b--\r\n"
            )
            alert = MatchAlert.objects.first() or self.alert(self.set.candidate)
            with self.subTest(content):
                response = self.strict.post(self.url, body, **content)
                self.assertEqual((response.status_code, response.cookies), (200, {}))
                self.assertFalse(MatchAlert.objects.filter(pk=alert.pk).exists())

    def test_the_link_of_an_old_mail_ends_the_alert_of_today(self):
        self.set.delete()
        again = self.alert(Candidate.objects.get())

        self.strict.post(self.url, {"List-Unsubscribe": "One-Click"})

        self.assertFalse(MatchAlert.objects.filter(pk=again.pk).exists())

    def test_what_is_off_already_is_said_and_no_error(self):
        self.set.delete()
        self.assertContains(self.client.get(self.url), "You get no mails about new jobs that fit")
        self.assertEqual(self.client.post(self.url, follow=True).status_code, 200)

        Candidate.objects.all().delete()
        self.assertContains(self.client.get(self.url), "You get no mails about new jobs that fit")

    def test_a_link_that_nobody_signed_is_404_whatever_is_done_with_it(self):
        pk = self.set.candidate_id
        _pk, _colon, signature = sign(pk).partition(":")
        for token in (
            f"{pk}",
            f"{pk}:x",
            f"{pk + 1}:{signature}",
            f"{pk}:{signature}x",
            "ä:ö",
            ":",
        ):
            url = f"/alerts/matches/{token}/"
            with self.subTest(token):
                self.assertEqual(self.client.get(url).status_code, 404)
                one_click = {"List-Unsubscribe": "One-Click"}
                self.assertEqual(self.strict.post(url, one_click).status_code, 404)
                self.assertEqual(self.client.post(url).status_code, 404)
        self.assertTrue(self.is_on())

    def test_it_ends_the_alert_of_the_link_not_of_whoever_is_signed_in(self):
        somebody = self.alert(self.candidate())
        self.client.force_login(somebody.candidate.user)

        self.client.post(self.url)

        self.assertEqual(list(MatchAlert.objects.all()), [somebody])
