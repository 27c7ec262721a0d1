from datetime import timedelta
from decimal import Decimal
from unittest import mock

import time_machine
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from profiles import carry_over
from profiles.models import Candidate, User
from profiles.my_profile import CandidateProfile
from profiles.session_profile import GUEST_KEY
from tests import factories as make

PASSWORD = "plum-lantern-otter"


class CarryOver(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True)
        cls.empathy = make.SkillFactory(slug="empathy")
        cls.spanish = make.SkillFactory(slug="spanish", language=True)
        cls.csr = make.RoleFactory(slug="csr")
        cls.place = make.PlaceFactory()
        cls.user = make.UserFactory(email="dana@example.org")
        cls.user.set_password(PASSWORD)
        cls.user.save()

    def pick(self):
        self.client.post(
            "/me/start/",
            {
                "action": "accept",
                "skill": ["zendesk", "empathy"],
                "level-zendesk": "4",
                "language": "spanish",
                "spoken-spanish": "C1",
                "current_role": "csr",
            },
        )
        self.client.post(
            "/me/profile/preferences/",
            {"pay_floor": "21", "place": "Columbus, OH", "commute_miles": "40"},
        )

    def sign_up(self, email):
        return self.client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD})

    def sign_in(self):
        self.client.post(
            reverse("account_login"), {"login": "dana@example.org", "password": PASSWORD}
        )


class SignUpCarriesPicksTests(CarryOver):
    def test_the_page_says_what_comes_along(self):
        self.assertNotContains(self.client.get(reverse("account_signup")), "come along")
        self.pick()

        page = self.client.get(reverse("account_signup"))
        self.assertContains(page, "4 skills, languages and roles that you picked")
        self.assertContains(page, "place and pay")

    def test_a_new_account_holds_them_and_the_session_does_not(self):
        self.pick()
        self.sign_up("new@example.org")

        contents = CandidateProfile(User.objects.get(email="new@example.org")).contents
        self.assertEqual(
            {held.skill: held.level for held in contents.skills},
            {self.zendesk: 4, self.empathy: 3},
        )
        self.assertEqual(contents.languages[0].spoken, "C1")
        self.assertEqual(contents.current_role, self.csr)
        self.assertEqual(contents.preferences.place, self.place)
        self.assertEqual(contents.preferences.pay_floor, Decimal("21.00"))
        self.assertEqual(Candidate.objects.get().time_zone, "America/New_York")
        self.assertEqual(Candidate.objects.get().visibility, "private")
        self.assertNotIn(GUEST_KEY, self.client.session)

    def test_without_picks_no_candidate_is_made(self):
        self.sign_up("new@example.org")

        self.assertFalse(Candidate.objects.exists())

    def test_a_known_address_gets_nothing_written(self):
        self.pick()
        self.sign_up("dana@example.org")

        self.assertFalse(Candidate.objects.exists())

    def test_the_guests_pages_tell_nobody_whether_the_address_was_known(self):
        for email in ("new@example.org", "dana@example.org"):
            self.client.cookies.clear()
            self.pick()
            self.sign_up(email)
            with self.subTest(email):
                self.assertContains(self.client.get("/me/profile/"), "Your profile is empty")
                self.assertEqual(
                    set(self.client.session[carry_over.ASIDE_KEY]),
                    {"skills", "languages", "current_role", "target_role", "preferences"}
                    | {"saved_at", "email"},
                )

    def test_the_user_is_not_made_if_the_picks_cannot_be_saved(self):
        self.pick()
        self.client.raise_request_exception = False
        with mock.patch.object(CandidateProfile, "set_roles", side_effect=RuntimeError):
            response = self.sign_up("new@example.org")

        self.assertEqual(response.status_code, 500)
        self.assertFalse(User.objects.filter(email="new@example.org").exists())
        self.assertFalse(Candidate.objects.exists())
        self.assertIn(GUEST_KEY, self.client.session)


class SignInOffersPicksTests(CarryOver):
    def offered(self):
        return self.client.get("/me/profile/").context["offer"]

    def test_the_stored_profile_wins_and_the_rest_is_offered(self):
        stored = CandidateProfile(self.user)
        stored.set_skill(self.zendesk, 1)
        stored.set_preferences(pay_floor=Decimal("30"))
        self.pick()
        self.sign_in()

        page = self.client.get("/me/profile/")
        offer = page.context["offer"]
        self.assertEqual([held.skill for held in offer.skills], [self.empathy])
        self.assertEqual(offer.current_role, self.csr)
        self.assertContains(page, "Picked in this browser before you signed in")
        contents = CandidateProfile(self.user).contents
        self.assertEqual([(h.skill, h.level) for h in contents.skills], [(self.zendesk, 1)])

    def test_adding_takes_what_is_missing_and_forgets_the_session(self):
        stored = CandidateProfile(self.user)
        stored.set_skill(self.zendesk, 1)
        stored.set_preferences(pay_floor=Decimal("30"))
        self.pick()
        self.sign_in()
        self.client.post(reverse("profiles:profile_adopt"), {"action": "add"})

        contents = CandidateProfile(self.user).contents
        self.assertEqual(
            {held.skill: held.level for held in contents.skills},
            {self.zendesk: 1, self.empathy: 3},
        )
        self.assertEqual(contents.preferences.pay_floor, Decimal("30"))
        self.assertEqual(contents.preferences.place, self.place)
        self.assertEqual(contents.current_role, self.csr)
        self.assertFalse(self.offered())
        self.assertNotIn(GUEST_KEY, self.client.session)

    def test_discarding_writes_nothing(self):
        self.pick()
        self.sign_in()
        self.client.post(reverse("profiles:profile_adopt"), {"action": "discard"})

        self.assertFalse(Candidate.objects.exists())
        self.assertFalse(self.offered())

    def test_looking_at_the_offer_changes_nothing(self):
        self.pick()
        self.sign_in()
        self.assertTrue(self.offered())

        self.assertEqual(self.client.get(reverse("profiles:profile_adopt")).status_code, 405)
        self.assertTrue(self.offered())
        self.assertFalse(Candidate.objects.exists())

    def test_what_the_profile_holds_already_is_not_offered_and_forgotten(self):
        self.pick()
        stored = CandidateProfile(self.user)
        stored.set_skill(self.zendesk, 2)
        stored.set_skill(self.empathy, 2)
        stored.set_language(self.spanish, "A1")
        stored.set_roles(self.csr, None)
        stored.set_preferences(pay_floor=Decimal("30"), place=self.place)
        self.sign_in()

        self.assertFalse(self.offered())
        self.assertNotIn(GUEST_KEY, self.client.session)

    def test_the_owner_of_a_known_address_is_offered_what_was_set_aside(self):
        self.pick()
        self.sign_up("dana@example.org")
        self.sign_in()

        self.assertEqual(len(self.offered().skills), 2)

    def test_nobody_else_is_offered_what_was_set_aside(self):
        self.pick()
        self.sign_up("somebody@example.org")
        self.sign_in()

        self.assertFalse(self.offered())

    def test_an_old_offer_lapses_like_the_picks(self):
        self.pick()
        self.sign_up("dana@example.org")
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            self.sign_in()
            self.assertFalse(self.offered())

    def test_a_guest_has_no_offer_to_take(self):
        self.pick()
        response = self.client.post(reverse("profiles:profile_adopt"), {"action": "add"})

        self.assertIn(reverse("account_login"), response["Location"])
        self.assertIn(GUEST_KEY, self.client.session)
