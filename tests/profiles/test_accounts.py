import re
from unittest import mock

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse

from profiles.forms.account import SignupForm
from profiles.models import Candidate, Outbox, User
from tests import factories as make

PASSWORD = "plum-lantern-otter"


def link_in(mail: Outbox) -> str:
    return re.search(rf"{re.escape(settings.SITE_URL)}(/\S+)", mail.body)[1]


def without_tokens(response, *addresses) -> str:
    """The page without what differs by design: the form's token and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return text


# Django's test runner puts its own mail backend in place of the settings'.
@override_settings(EMAIL_BACKEND="profiles.mail.OutboxBackend")
class AccountPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory(email="dana@example.org")
        cls.user.set_password(PASSWORD)
        cls.user.save()

    def sign_up(self, email="new@example.org", password=PASSWORD, **more):
        return self.client.post(
            reverse("account_signup"), {"email": email, "password1": password} | more
        )

    def sign_in(self, email="dana@example.org", password=PASSWORD, **more):
        return self.client.post(
            reverse("account_login"), {"login": email, "password": password} | more
        )


class SignUpTests(AccountPages):
    def test_the_rules_of_a_password_are_said_before_one_errs(self):
        page = self.client.get(reverse("account_signup"))

        self.assertContains(page, "At least 12 characters")
        self.assertNotContains(page, "placeholder")

    def test_it_makes_a_user_with_a_small_letter_address_and_sends_one_link(self):
        response = self.sign_up("New.Person@Example.ORG")

        self.assertRedirects(response, reverse("account_email_verification_sent"))
        self.assertTrue(User.objects.filter(email="new.person@example.org").exists())
        mail = Outbox.objects.get()
        self.assertEqual(mail.to, ["new.person@example.org"])
        self.assertIn("/accounts/confirm-email/", mail.body)
        self.assertIn(f'href="{settings.SITE_URL}{link_in(mail)}" class="act">', mail.html_body)
        self.assertFalse(Candidate.objects.exists())

    def test_a_weak_password_is_answered_beside_the_field_and_nothing_is_made(self):
        for password in ("short", "password1234", "new@example.org", ""):
            response = self.sign_up(password=password)
            self.assertContains(response, 'class="field field-wrong"')
            self.assertContains(response, 'value="new@example.org"')
        self.assertEqual(User.objects.count(), 1)
        self.assertFalse(Outbox.objects.exists())

    def test_a_known_address_is_answered_like_a_new_one(self):
        new = self.sign_up("fresh@example.org")
        new_page = self.client.get(new["Location"])
        self.client.cookies.clear()
        known = self.sign_up("dana@example.org")
        known_page = self.client.get(known["Location"])

        self.assertEqual(new["Location"], known["Location"])
        self.assertEqual(
            without_tokens(new_page, "fresh@example.org"),
            without_tokens(known_page, "dana@example.org"),
        )
        self.assertEqual(
            Outbox.objects.get(to=["dana@example.org"]).subject, "You have an account already"
        )

    def test_a_known_address_costs_a_hash_like_a_new_one(self):
        with mock.patch.object(User, "set_password") as hashing:
            self.sign_up("dana@example.org")

        hashing.assert_called_once_with(PASSWORD)

    def test_the_second_of_two_that_came_at_once_is_answered_like_a_known_address(self):
        # Between our look and our insert another request made the account.
        with mock.patch.object(SignupForm, "validate_unique_email", lambda self, email: email):
            response = self.sign_up("dana@example.org")

        self.assertRedirects(response, reverse("account_email_verification_sent"))
        self.assertEqual(User.objects.filter(email="dana@example.org").count(), 1)
        self.assertEqual(Outbox.objects.get().subject, "You have an account already")


class ConfirmTests(AccountPages):
    def setUp(self):
        self.sign_up()
        self.link = link_in(Outbox.objects.get())

    def is_confirmed(self):
        return EmailAddress.objects.get(email="new@example.org").verified

    def test_opening_the_link_shows_a_button_and_changes_nothing(self):
        for _scanner in range(2):
            page = self.client.get(self.link)
            self.client.head(self.link)

        self.assertContains(page, "Confirm this address")
        self.assertFalse(self.is_confirmed())

    def test_the_button_confirms_and_signs_in_where_the_sign_up_was(self):
        response = self.client.post(self.link)

        self.assertTrue(self.is_confirmed())
        self.assertRedirects(
            response, reverse("matching:match_list"), fetch_redirect_response=False
        )
        self.assertIn("_auth_user_id", self.client.session)

    def test_in_another_browser_it_confirms_and_asks_to_sign_in(self):
        self.client.cookies.clear()
        response = self.client.post(self.link)

        self.assertTrue(self.is_confirmed())
        self.assertRedirects(response, reverse("account_login"))

    def test_a_used_link_says_what_to_do(self):
        self.client.cookies.clear()
        self.client.post(self.link)

        page = self.client.get("/accounts/confirm-email/nonsense/")
        self.assertContains(page, "too old, was used already or is not complete")


class SignInTests(AccountPages):
    def test_it_leads_to_the_matches(self):
        self.assertRedirects(
            self.sign_in(), reverse("matching:match_list"), fetch_redirect_response=False
        )

    def test_it_leads_back_to_where_one_was(self):
        response = self.sign_in(next=reverse("profiles:profile"))

        self.assertRedirects(response, reverse("profiles:profile"))

    def test_it_never_leads_off_the_site(self):
        for target in (
            "//evil.example",
            "https://evil.example/",
            "/\\evil.example",
            "javascript:1",
        ):
            self.client.logout()
            with self.subTest(target):
                self.assertNotIn("evil", self.sign_in(next=target)["Location"])

    def test_who_only_hires_comes_to_the_employers_desk(self):
        make.EmployerMemberFactory(user=self.user)
        self.assertEqual(self.sign_in()["Location"], reverse("listings:employer_home"))

        self.client.logout()
        make.CandidateFactory(user=self.user)
        self.assertEqual(self.sign_in()["Location"], reverse("matching:match_list"))

    def test_a_wrong_password_and_an_unknown_address_read_alike(self):
        wrong = self.sign_in(password="wrong-wrong-wrong")
        unknown = self.sign_in("nobody@example.org")

        self.assertContains(wrong, "do not belong together")
        self.assertEqual(
            without_tokens(wrong, "dana@example.org"),
            without_tokens(unknown, "nobody@example.org"),
        )

    def test_the_11th_try_in_five_minutes_is_refused_before_any_password_is_hashed(self):
        for _try in range(10):
            self.sign_in(password="wrong-wrong-wrong")
        with mock.patch.object(User, "check_password") as hashing:
            response = self.sign_in()

        self.assertContains(response, "Too many tries")
        hashing.assert_not_called()

    def test_a_new_password_lets_the_owner_in_although_somebody_used_up_the_tries(self):
        for _try in range(11):
            self.client_class(REMOTE_ADDR="203.0.113.9").post(
                reverse("account_login"), {"login": "dana@example.org", "password": "guess"}
            )
        self.assertContains(self.sign_in(), "Too many tries")

        self.client.post(reverse("account_reset_password"), {"email": "dana@example.org"})
        page = self.client.get(link_in(Outbox.objects.get()), follow=True)
        new = "walnut-harbor-seven"
        self.client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
        self.assertEqual(self.sign_in(password=new).status_code, 302)

    def test_an_unconfirmed_address_gets_the_link_again(self):
        EmailAddress.objects.update(verified=False)
        response = self.sign_in()

        self.assertRedirects(response, reverse("account_email_verification_sent"))
        self.assertEqual(Outbox.objects.get().to, ["dana@example.org"])
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_a_closed_account_says_so(self):
        self.user.is_active = False
        self.user.save()

        self.assertContains(self.client.get(self.sign_in()["Location"]), "This account is closed")

    def test_opening_the_sign_out_page_signs_nobody_out(self):
        self.sign_in()
        self.assertContains(self.client.get(reverse("account_logout")), "Sign out")
        self.assertIn("_auth_user_id", self.client.session)

        self.client.post(reverse("account_logout"))
        self.assertNotIn("_auth_user_id", self.client.session)


class PasswordTests(AccountPages):
    def ask(self, email):
        return self.client.post(reverse("account_reset_password"), {"email": email}, follow=True)

    def test_asking_for_a_reset_reads_alike_for_known_and_unknown_addresses(self):
        known, unknown = self.ask("dana@example.org"), self.ask("nobody@example.org")

        self.assertEqual(without_tokens(known), without_tokens(unknown))
        self.assertEqual([mail.to for mail in Outbox.objects.all()], [["dana@example.org"]])

    def test_the_link_leads_to_a_new_password_once(self):
        self.ask("dana@example.org")
        link = link_in(Outbox.objects.get())
        page = self.client.get(link, follow=True)
        self.assertContains(page, "Choose a new password")
        self.client.post(
            page.redirect_chain[-1][0],
            {"password1": "walnut-harbor-seven", "password2": "walnut-harbor-seven"},
        )

        self.user.refresh_from_db()
        self.assertTrue(self.user.check_password("walnut-harbor-seven"))
        self.assertContains(self.client.get(link), "does not work any more")
        self.assertEqual(Outbox.objects.first().subject, "Your password was changed")

    def test_links_name_the_sites_own_address_and_not_the_requests(self):
        with override_settings(SITE_URL="https://jobs.example.org"):
            self.ask("dana@example.org")

        body = Outbox.objects.get().body
        self.assertIn("https://jobs.example.org/accounts/password/reset/key/", body)
        self.assertNotIn("testserver", body)

    def test_a_changed_password_is_told_to_its_owner_and_ends_other_visits(self):
        self.sign_in()
        other = self.client_class()
        other.force_login(self.user)
        new = {"password1": "walnut-harbor-seven", "password2": "walnut-harbor-seven"}
        wrong = self.client.post(reverse("account_change_password"), new | {"oldpassword": "x"})
        self.assertContains(wrong, "not the password you have now")

        self.client.post(reverse("account_change_password"), new | {"oldpassword": PASSWORD})

        self.assertEqual(Outbox.objects.get().subject, "Your password was changed")
        self.assertFalse(other.get("/me/profile/").wsgi_request.user.is_authenticated)


class AddressTests(AccountPages):
    url = "/accounts/email/"

    def setUp(self):
        self.sign_in()
        self.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    def test_an_address_is_added_confirmed_and_made_the_main_one(self):
        self.client.post(self.url, {"email": "Second@Example.org", "action_add": ""})
        self.client.post(link_in(Outbox.objects.get()))
        self.client.post(self.url, {"email": "second@example.org", "action_primary": ""})

        self.user.refresh_from_db()
        self.assertEqual(self.user.email, "second@example.org")
        told = Outbox.objects.first()
        self.assertEqual(
            (told.to, told.subject), (["dana@example.org"], "Your email address was changed")
        )

    def test_the_main_address_is_not_removed(self):
        self.client.post(self.url, {"email": "dana@example.org", "action_remove": ""})

        self.assertContains(self.client.get(self.url), "is your main address")

    def test_somebody_elses_address_is_not_touched(self):
        other = make.UserFactory()
        self.client.post(self.url, {"email": other.email, "action_remove": ""})

        self.assertTrue(EmailAddress.objects.filter(email=other.email).exists())


class EveryPageTests(AccountPages):
    def test_every_page_stands_in_our_frame_with_one_heading(self):
        anonymous = [
            *("account_login", "account_signup", "account_reset_password"),
            *("account_reset_password_done", "account_reset_password_from_key_done"),
            *("account_inactive", "account_email_verification_sent"),
        ]
        signed_in = ["account_logout", "account_email", "account_change_password"]
        for name in anonymous + signed_in:
            if name == signed_in[0]:
                self.sign_in()
            page = self.client.get(reverse(name))
            with self.subTest(name):
                self.assertContains(page, "<h1>", count=1)
                self.assertContains(page, "site-header")

    def test_going_on_after_a_while_asks_for_the_password_once_more(self):
        self.sign_in()
        page = self.client.get(reverse("account_reauthenticate"))

        self.assertContains(page, "Is it you?")
        response = self.client.post(reverse("account_reauthenticate"), {"password": "wrong"})
        self.assertContains(response, "This is not your password")
