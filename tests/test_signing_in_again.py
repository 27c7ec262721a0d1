"""A button pressed when the visit had run out: sign-in leads back to the page where it stands."""

from urllib.parse import parse_qs, urlsplit

from django.test import TestCase
from django.urls import reverse

from tests import factories as make


class ButtonTests(TestCase):
    def led_to(self, address, before=None):
        headers = {} if before is None else {"referer": before}
        response = self.client.post(address, headers=headers)
        place = urlsplit(response["Location"])
        self.assertEqual(place.path, reverse("account_login"))
        return parse_qs(place.query)["next"]

    def test_leads_back_to_its_page_with_what_was_chosen_there(self):
        clear = reverse("listings:saved_job_clear")

        self.assertEqual(
            self.led_to(clear, "http://testserver/me/saved/?page=2#closed"), ["/me/saved/?page=2"]
        )
        self.assertContains(self.client.get("/accounts/login/"), "nothing was changed")

    def test_leads_to_no_other_site_and_never_to_what_takes_no_get(self):
        clear = reverse("listings:saved_job_clear")

        for before in ("https://example.com/me/saved/", "//example.com/", "javascript:x", None):
            with self.subTest(before):
                self.assertEqual(self.led_to(clear, before), [reverse("matching:match_list")])

    def test_a_form_leads_to_its_own_address(self):
        form = reverse("profiles:experience_create")

        self.assertEqual(self.led_to(form, "http://testserver/me/profile/"), [form])

    def test_whoever_is_signed_in_is_let_through(self):
        self.client.force_login(make.UserFactory())

        response = self.client.post(reverse("listings:saved_job_clear"))

        self.assertRedirects(response, reverse("listings:saved_job_list"))
