import re
import time
from datetime import timedelta

import time_machine
from django.contrib.auth.models import Permission
from django.test import override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone

from jobboard.staff_access import STAFF_PREFIXES
from profiles.models import User
from tests import factories as make
from tests.authorization import MODERATORS, TABLE
from tests.profiles.second_factor_case import (
    PASSWORD,
    SecondFactorCase,
    code_of,
    committed,
    set_up_app,
)
from tests.test_authorization import walk

INDEX = "/accounts/2fa/"
LEADING_TO_SIGN_IN = {"/admin/login/", "/django-admin/login/"}


def staff_addresses() -> set[str]:
    """Every address of the two admins and of moderation, with something in place of its parameters."""
    routes = (route for route, _name in walk(get_resolver().url_patterns))
    paths = set()
    for route in routes:
        path = "/" + re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[^>]+>", "1", route)
        path = re.sub(r"[\^$\\]|\(\?:|\)\??", "", path).replace("?", "")
        if path.startswith(STAFF_PREFIXES):
            paths.add(path)
    return paths


class StaffCase(SecondFactorCase):
    """Dana moderates."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user.user_permissions.add(Permission.objects.get(codename="review_listing"))

    def assert_asks_to_enrol(self, response):
        self.assertEqual(response.status_code, 302)
        self.assertTrue(response["Location"].startswith(f"{INDEX}?next=%2F"), response["Location"])


@override_settings(STAFF_MFA_REQUIRED=True)
class TwoStepsTests(StaffCase):
    def test_every_address_of_staff_leads_to_where_two_steps_are_set_up(self):
        self.client.force_login(make.UserFactory(is_superuser=True))
        addresses = staff_addresses()
        self.assertGreater(len(addresses), 300)
        for number, address in enumerate(sorted(addresses)):
            act = self.client.post if number % 10 == 0 else self.client.get
            with self.subTest(f"{act.__name__} {address}"):
                self.assert_asks_to_enrol(act(address))

    def test_whatever_moderators_alone_may_do_is_at_an_address_of_staff(self):
        for row in TABLE:
            if row.expected == MODERATORS:
                pattern = next(
                    route for route, name in walk(get_resolver().url_patterns) if name == row.name
                )
                with self.subTest(row.name):
                    self.assertTrue(f"/{pattern}".startswith(STAFF_PREFIXES))

    def test_it_holds_for_every_kind_of_staff(self):
        editor = make.UserFactory()
        editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
        kinds = [
            editor,
            make.ModeratorFactory(),
            make.UserFactory(is_staff=True),
            make.UserFactory(is_superuser=True),
        ]
        for user in kinds:
            self.client.force_login(user)
            for address in ("/admin/", "/django-admin/", "/moderation/"):
                with self.subTest(f"{user} {address}"):
                    self.assert_asks_to_enrol(self.client.get(address))

    def test_others_are_told_as_before_that_it_is_not_for_them(self):
        self.client.force_login(make.UserFactory())
        self.assertEqual(self.client.get("/moderation/").status_code, 403)

        self.client.logout()
        for address in ("/moderation/", "/admin/", "/django-admin/"):
            with self.subTest(address):
                self.assertIn("login", self.client.get(address)["Location"])

    def test_both_admins_send_to_the_one_sign_in(self):
        for address in LEADING_TO_SIGN_IN:
            response = self.client.get(address + "?next=/admin/")
            self.assertRedirects(
                response, "/accounts/login/?next=/admin/", fetch_redirect_response=False
            )
            # Their own forms are not there: a password sent to them signs nobody in.
            self.client.post(address, {"username": self.user.email, "password": PASSWORD})
            self.assert_signed_out(self.client)
        self.assertEqual(self.client.get("/admin/password_reset/").status_code, 404)
        # Nor is the one that would take the present password as often as one likes.
        self.assertRedirects(
            self.client.get("/django-admin/password_change/"),
            reverse("account_change_password"),
            fetch_redirect_response=False,
        )

    def test_a_post_that_is_not_public_asks_a_moderator_for_it_and_its_own_people_for_nothing(self):
        draft, public = make.ListingFactory(draft=True), make.ListingFactory()
        self.sign_in()
        self.assert_asks_to_enrol(self.client.get(draft.get_absolute_url()))
        self.assertEqual(self.client.get(public.get_absolute_url()).status_code, 200)

        make.EmployerMemberFactory(employer=draft.employer, user=self.user)
        self.assertEqual(self.client.get(draft.get_absolute_url()).status_code, 200)

    def test_with_a_code_a_post_that_is_not_public_opens(self):
        set_up_app(self.user)
        self.sign_in_with_code()

        draft = make.ListingFactory(draft=True)
        self.assertEqual(self.client.get(draft.get_absolute_url()).status_code, 200)

    def test_the_page_says_why(self):
        self.sign_in()
        page = self.client.get("/moderation/", follow=True)

        self.assertContains(page, "The pages of staff open with it only")

    def test_the_rest_of_the_site_asks_for_nothing(self):
        self.sign_in()
        self.assertEqual(self.client.get("/me/profile/").status_code, 200)

    def test_with_a_code_the_pages_open(self):
        set_up_app(self.user)
        self.sign_in_with_code()

        self.assertEqual(self.client.get("/moderation/").status_code, 200)

    def test_a_visit_from_before_two_steps_shows_the_second_first_and_then_goes_on(self):
        self.sign_in()
        set_up_app(self.user)
        response = self.client.get("/moderation/?q=chat")
        self.assertRedirects(
            response,
            "/accounts/2fa/reauthenticate/?next=%2Fmoderation%2F%3Fq%3Dchat",
            fetch_redirect_response=False,
        )

        response = self.client.post(
            response["Location"], {"code": code_of(), "next": "/moderation/?q=chat"}
        )
        self.assertRedirects(response, "/moderation/?q=chat")

    def test_the_password_once_more_is_no_second_step(self):
        self.sign_in()
        set_up_app(self.user)
        self.prove()

        self.assertEqual(self.client.get("/moderation/").status_code, 302)

    def test_setting_it_up_counts_as_the_second_step(self):
        self.sign_in()
        self.prove()
        url = reverse("mfa_activate_totp")
        secret = self.client.get(url).context["form"].secret
        with committed():
            self.client.post(url, {"code": code_of(secret)})

        self.assertEqual(self.client.get("/moderation/").status_code, 200)

    @override_settings(STAFF_MFA_REQUIRED=False)
    def test_where_it_is_switched_off_one_step_is_enough(self):
        self.sign_in()
        self.assertEqual(self.client.get("/moderation/").status_code, 200)


class LengthOfVisitTests(StaffCase):
    def setUp(self):
        super().setUp()
        self.started = timezone.now()
        self.sign_in()
        self.client.get("/moderation/")

    def look(self, *, after: timedelta, address="/moderation/"):
        with time_machine.travel(self.started + after, tick=False):
            return self.client.get(address)

    def test_half_an_hour_without_a_request_ends_it_everywhere(self):
        self.look(after=timedelta(minutes=31), address="/healthz")

        self.assertFalse(self.is_signed_in())

    def test_the_page_asks_to_sign_in_again_and_comes_back(self):
        response = self.look(after=timedelta(minutes=31), address="/moderation/?q=chat")

        self.assertRedirects(
            response,
            "/accounts/login/?next=/moderation/%3Fq%3Dchat",
            fetch_redirect_response=False,
        )

    def test_an_open_page_of_the_editor_does_not_keep_it_alive(self):
        ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", 1, 1])
        for minutes in (10, 20, 29):
            self.look(after=timedelta(minutes=minutes), address=ping)
            self.assertTrue(self.is_signed_in())
        self.look(after=timedelta(minutes=31), address=ping)

        self.assertFalse(self.is_signed_in())

    def test_work_keeps_it_alive_for_12_hours_and_no_longer(self):
        for minutes in range(25, 12 * 60, 25):
            response = self.look(after=timedelta(minutes=minutes))
            self.assertEqual(response.status_code, 200, minutes)

        self.assertEqual(self.look(after=timedelta(hours=12, minutes=1)).status_code, 302)
        self.assertFalse(self.is_signed_in())

    def test_a_sign_in_of_yesterday_does_not_open_the_pages_of_staff(self):
        self.client.logout()
        self.sign_in()

        self.assertEqual(self.look(after=timedelta(hours=13)).status_code, 302)

    def test_the_time_is_written_once_a_minute_at_most(self):
        session = self.client.session
        seen = session["staff_visit"]["seen"]
        self.look(after=timedelta(seconds=50))
        self.assertEqual(self.client.session["staff_visit"]["seen"], seen)

        self.look(after=timedelta(seconds=70))
        self.assertGreater(self.client.session["staff_visit"]["seen"], seen)

    def test_nobody_else_has_such_a_limit_and_pays_for_it(self):
        seeker = self.client_class()
        seeker.force_login(User.objects.create_user("seeker@example.org"))
        seeker.get("/healthz")  # writes once a day that the account is in use
        with self.assertNumQueries(3):  # the page's own, the session and its user
            seeker.get("/healthz")
        with time_machine.travel(time.time() + 13 * 3600, tick=False):
            self.assertTrue(self.is_signed_in(seeker))


class AccountPageTests(StaffCase):
    def test_its_zones_are_places_and_none_that_a_browser_does_not_know(self):
        self.client.force_login(make.UserFactory(is_superuser=True))
        page = self.client.get(reverse("wagtailadmin_account"))

        for name, is_offered in {"UTC": 1, "Asia/Manila": 1, "localtime": 0, "Factory": 0}.items():
            self.assertContains(page, f'<option value="{name}"', count=is_offered)

    def test_it_changes_no_address_which_would_ask_for_no_password_and_confirm_nothing(self):
        editor = make.UserFactory(is_superuser=True, first_name="Tomas")
        self.client.force_login(editor)
        url = reverse("wagtailadmin_account")

        self.client.post(
            url,
            {
                "name_email-first_name": "Tom",
                "name_email-last_name": "x",
                "name_email-email": "somebody.else@example.org",
                "locale-current_time_zone": "UTC",
                "theme-theme": "system",
                "theme-contrast": "system",
                "theme-density": "default",
                "theme-keyboard_shortcuts": "on",
            },
        )

        self.assertEqual(User.objects.get(pk=editor.pk).email, editor.email)
        self.assertEqual(User.objects.get(pk=editor.pk).first_name, "Tom")
