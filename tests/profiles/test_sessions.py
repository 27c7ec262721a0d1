from datetime import timedelta

import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.template import Context, Template
from django.test import SimpleTestCase
from django.urls import reverse
from django.utils import timezone

from profiles.visits import forget_ended
from tests.profiles.second_factor_case import PASSWORD, SecondFactorCase

URL = "/accounts/sessions/"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Safari/537.36"
)


class SessionListTests(SecondFactorCase):
    def setUp(self):
        super().setUp()
        self.client.defaults["HTTP_USER_AGENT"] = CHROME
        self.sign_in()

    def test_it_names_each_device_and_says_which_is_this_one(self):
        self.another_device()
        page = self.client.get(URL)

        self.assertContains(page, "Chrome on Windows")
        self.assertContains(page, "from 127.0.0.1", count=2)
        self.assertContains(page, "This device", count=1)

    def test_sign_out_everywhere_else_does_that(self):
        other = self.another_device()
        response = self.client.post(URL)

        self.assertRedirects(response, URL)
        self.assertFalse(self.is_signed_in(other))
        self.assertTrue(self.is_signed_in())
        self.assertEqual(UserSession.objects.count(), 1)

    def test_alone_there_is_nobody_else_to_sign_out(self):
        self.assertNotContains(self.client.get(URL), "Sign out everywhere else</button>")

    def test_other_peoples_visits_stay(self):
        stranger = self.client_class()
        stranger.force_login(self.user.__class__.objects.create_user("s@example.org"))
        self.client.post(URL)

        self.assertTrue(self.is_signed_in(stranger))

    def test_a_device_that_signed_out_does_not_count_and_is_forgotten_after_a_day(self):
        self.another_device().logout()
        self.assertContains(self.client.get("/me/account/"), "signed in on 1 device<")
        self.assertEqual(UserSession.objects.count(), 2)

        self.assertEqual(forget_ended(), 0)  # it may have been begun a moment ago
        with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
            self.assertEqual(forget_ended(), 1)
        self.assertTrue(self.is_signed_in())

    def test_an_ordinary_page_costs_no_statement_for_it(self):
        self.client.get("/healthz")
        with self.assertNumQueries(3) as queries:  # session, user, the page's own
            self.client.get("/healthz")
        self.assertNotIn("usersession", str(queries.captured_queries))


class EndedVisitsTests(SecondFactorCase):
    """What changes how an account is reached ends the visits of whoever reached it before."""

    def setUp(self):
        super().setUp()
        self.other = self.another_device()
        self.sign_in()
        self.prove()
        self.assertTrue(self.is_signed_in(self.other))

    def test_a_new_password(self):
        new = {"password1": "walnut-harbor-seven", "password2": "walnut-harbor-seven"}
        self.client.post(reverse("account_change_password"), new | {"oldpassword": PASSWORD})

        self.assertFalse(self.is_signed_in(self.other))

    def test_a_new_main_address(self):
        EmailAddress.objects.create(user=self.user, email="new@example.org", verified=True)
        self.client.post("/accounts/email/", {"email": "new@example.org", "action_primary": ""})

        self.assertFalse(self.is_signed_in(self.other))
        self.assertTrue(self.is_signed_in())

    def test_a_closed_account(self):
        self.user.is_active = False
        self.user.save()

        self.assertFalse(self.is_signed_in(self.other))
        self.assertFalse(self.is_signed_in())

    def test_signing_out_makes_the_cookie_worthless(self):
        stolen = self.client_class()
        stolen.cookies["session"] = self.other.cookies["session"].value
        self.assertTrue(self.is_signed_in(stolen))
        self.other.post(reverse("account_logout"))

        self.assertFalse(self.is_signed_in(stolen))

    def test_signing_in_takes_a_new_session_so_that_none_can_be_planted(self):
        planted = self.client_class()
        planted.get("/accounts/login/")
        session = planted.session
        session["planted"] = True
        session.save()
        planted.cookies["session"] = session.session_key
        planted.post(reverse("account_login"), {"login": "dana@example.org", "password": PASSWORD})

        self.assertNotEqual(planted.cookies["session"].value, session.session_key)


class BrowserNameTests(SimpleTestCase):
    def test_it_is_what_people_call_the_device(self):
        names = {
            CHROME: "Chrome on Windows",
            CHROME + " Edg/130.0": "Edge on Windows",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1": (
                "Safari on iPhone"
            ),
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0": "Firefox on Linux",
            "curl/8.0": "A browser",
            "<script>": "A browser",
            "": "A browser",
        }
        template = Template("{% load profile_tags %}{{ agent|browser_name }}")
        for agent, name in names.items():
            with self.subTest(agent):
                self.assertEqual(template.render(Context({"agent": agent})), name)
