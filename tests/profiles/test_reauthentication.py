from datetime import timedelta
from unittest import mock

import time_machine
from django.urls import reverse
from django.utils import timezone

from profiles.models import Outbox, RateLimit, User
from tests.profiles.second_factor_case import PASSWORD, SecondFactorCase, code_of, set_up_app
from tests.profiles.test_accounts import link_in

EMAIL = "/accounts/email/"
# What only its owner does, however long the session has stood open.
SENSITIVE = [
    (EMAIL, {"email": "new@example.org", "action_add": ""}),
    ("/accounts/2fa/totp/activate/", {"code": "123456"}),
    ("/accounts/2fa/webauthn/add/", {}),
    ("/me/account/data/", {}),
    ("/me/account/removal/", {}),
]


class IsItYouTests(SecondFactorCase):
    def setUp(self):
        super().setUp()
        self.sign_in()

    def test_sensitive_acts_ask_first_and_change_nothing(self):
        for url, data in SENSITIVE:
            response = self.client.post(url, data)
            with self.subTest(url):
                self.assertRedirects(
                    response, f"{reverse('account_reauthenticate')}?next={url.replace('/', '%2F')}"
                )
        self.assertEqual(self.user.emailaddress_set.count(), 1)
        self.assertTrue(User.objects.filter(pk=self.user.pk).exists())

    def test_after_the_password_the_act_goes_on_as_it_was_sent(self):
        asked = self.client.post(EMAIL, {"email": "new@example.org", "action_add": ""})
        self.client.post(asked["Location"], {"password": PASSWORD, "next": EMAIL})

        self.assertTrue(self.user.emailaddress_set.filter(email="new@example.org").exists())

    def test_it_is_good_for_five_minutes(self):
        self.prove()
        now = timezone.now()
        for minutes, status in ((4, 200), (6, 302)):
            with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
                response = self.client.get("/accounts/2fa/totp/activate/")
                self.assertEqual(response.status_code, status)

    def test_a_code_or_a_passkey_will_do_where_there_is_one(self):
        set_up_app(self.user)
        page = self.client.get(reverse("account_reauthenticate") + f"?next={EMAIL}")
        self.assertContains(page, "Use a code")
        self.client.post(EMAIL, {"email": "new@example.org", "action_add": ""})
        self.client.post(reverse("mfa_reauthenticate"), {"code": code_of(), "next": EMAIL})

        self.assertTrue(self.user.emailaddress_set.filter(email="new@example.org").exists())

    def test_wrong_passwords_are_limited_before_they_are_hashed(self):
        pages = [
            (reverse("account_reauthenticate"), "password", "This is not your password"),
            (reverse("account_change_password"), "oldpassword", "not the password you have now"),
        ]
        for url, name, words in pages:
            RateLimit.objects.all().delete()
            for _try in range(10):
                self.assertContains(self.client.post(url, {name: "wrong"}), words)
            with mock.patch.object(User, "check_password") as hashing:
                self.assertContains(self.client.post(url, {name: PASSWORD}), "Too many tries")
            hashing.assert_not_called()


class WithoutPasswordTests(SecondFactorCase):
    """Whoever confirmed an application as a guest has an account, and no password yet."""

    def setUp(self):
        super().setUp()
        self.user.set_unusable_password()
        self.user.save()
        self.client.force_login(self.user)

    def test_sensitive_acts_lead_to_a_first_password_and_change_nothing(self):
        for url, data in SENSITIVE:
            response = self.client.post(url, data)
            with self.subTest(url):
                self.assertTrue(response["Location"].startswith("/accounts/password/set/"))
        self.assertEqual(self.user.emailaddress_set.count(), 1)
        self.assertTrue(User.objects.filter(pk=self.user.pk).exists())

    def test_an_open_session_is_not_enough_to_choose_it(self):
        new = {"password1": "walnut-harbor-seven", "password2": "walnut-harbor-seven"}
        self.client.post("/accounts/password/set/", new)

        self.user.refresh_from_db()
        self.assertFalse(self.user.has_usable_password())

    def test_the_way_is_a_link_in_the_mail(self):
        page = self.client.get(reverse("account_change_password"), follow=True)
        self.assertContains(page, "Your account has no password yet")
        self.client.post("/accounts/password/set/")
        mail = Outbox.objects.get()
        self.assertEqual(mail.to, ["dana@example.org"])

        page = self.client.get(link_in(mail), follow=True)
        new = "walnut-harbor-seven"
        self.client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
        self.client.logout()
        self.sign_in(password=new)
        self.assertTrue(self.is_signed_in())

    def test_links_are_limited(self):
        for _link in range(4):
            page = self.client.post("/accounts/password/set/", follow=True)

        self.assertContains(page, "Too many links")
        self.assertEqual(Outbox.objects.count(), 3)

    def test_with_a_passkey_or_an_app_no_password_is_needed(self):
        set_up_app(self.user)
        response = self.client.post(EMAIL, {"email": "new@example.org", "action_add": ""})

        self.assertTrue(response["Location"].startswith(reverse("mfa_reauthenticate")))
