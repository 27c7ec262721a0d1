import re
from datetime import time
from decimal import Decimal

from django.test import TestCase
from django.urls import reverse

from profiles.models import Candidate
from profiles.my_profile import CandidateProfile, SessionProfile
from tests import factories as make


class ProfilePage:
    """The page and its forms, the same for a guest and for a signed-in person."""

    page = "/me/profile/"

    @classmethod
    def setUpTestData(cls):
        cls.skill = make.SkillFactory(slug="de-escalation")
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True)
        cls.spanish = make.SkillFactory(slug="spanish", language=True)
        cls.csr = make.RoleFactory(slug="csr")
        cls.lead = make.RoleFactory(slug="team-lead", family="leadership", ladder_level=3)
        cls.place = make.PlaceFactory()
        cls.user = make.UserFactory()

    def contents(self):
        raise NotImplementedError

    def send(self, url_name, *args, **data):
        return self.client.post(reverse(f"profiles:{url_name}", args=args), data)

    def test_an_empty_page_says_where_to_begin(self):
        response = self.client.get(self.page)

        self.assertContains(response, "Your profile is empty")
        self.assertContains(response, reverse("profiles:start"))

    def test_a_skill_is_added_by_name_with_its_level(self):
        response = self.send("profile_skill_add", name="Zendesk", level="2")

        self.assertRedirects(response, f"{self.page}#skills")
        (held,) = self.contents().skills
        self.assertEqual((held.skill, held.level), (self.zendesk, 2))

    def test_an_unknown_name_is_said_and_the_known_one_kept(self):
        response = self.send("profile_skill_add", name="Zendesk, juggling")
        page = self.client.get(response["Location"])

        self.assertContains(page, "We do not know a skill called “juggling”.")
        self.assertContains(page, "1 skill added.")
        self.assertEqual(len(self.contents().skills), 1)

    def test_only_unknown_names_are_answered_beside_the_field(self):
        response = self.send("profile_skill_add", name="Zendeks")

        self.assertContains(response, "Did you mean Zendesk?")
        self.assertContains(response, 'value="Zendeks"')
        self.assertFalse(self.contents())

    def test_a_level_is_changed_and_shown(self):
        self.send("profile_skill_add", name="Zendesk")
        response = self.send("profile_skill_update", "zendesk", level="4", evidence="Set it up")

        self.assertRedirects(response, f"{self.page}#skill-zendesk")
        page = self.client.get(self.page)
        self.assertContains(page, '<input type="radio" name="level" value="4" checked>')
        self.assertContains(page, "“Set it up”")
        self.send("profile_skill_update", "zendesk", level="4", evidence="")
        self.assertNotContains(self.client.get(self.page), "“Set it up”")

    def test_saving_in_the_background_answers_briefly_and_leaves_no_message(self):
        response = self.client.post(
            reverse("profiles:profile_skill_update", args=["zendesk"]),
            {"level": "4"},
            headers={"X-Requested-With": "autosubmit"},
        )

        self.assertTrue(response.json()["saved"])
        self.assertNotContains(self.client.get(self.page), 'class="message')

    def test_what_is_refused_in_the_background_is_told_by_field_and_prints_no_error(self):
        response = self.client.post(
            reverse("profiles:profile_skill_update", args=["zendesk"]),
            {"level": "4", "years": "many"},
            headers={"X-Requested-With": "autosubmit"},
        )

        self.assertEqual(response.status_code, 200)  # a browser prints all from 400 on
        answer = response.json()
        self.assertEqual((answer["saved"], [*answer["problems"]]), (False, ["years"]))
        self.assertFalse(self.contents())

    def test_what_was_understood_of_pay_and_place_is_told_by_field(self):
        answer = self.client.post(
            reverse("profiles:profile_preferences"),
            {"pay_floor": "41,600 a year"},
            headers={"X-Requested-With": "autosubmit"},
        ).json()

        self.assertIn("$20.00 an hour", answer["understood"]["pay_floor"])
        self.assertEqual(answer["understood"]["place"], "")

    def test_a_level_that_is_none_is_refused(self):
        for level in ("", "0", "5", "x"):
            response = self.send("profile_skill_update", "zendesk", level=level)
            self.assertContains(response, "choose one of the four levels")
        self.assertFalse(self.contents())

    def test_a_skill_is_removed(self):
        self.send("profile_skill_add", name="Zendesk")
        self.send("profile_skill_update", "zendesk", action="remove")

        self.assertFalse(self.contents().skills)

    def test_a_skill_that_does_not_exist_is_not_found(self):
        self.assertEqual(self.send("profile_skill_update", "no-such", level="3").status_code, 404)

    def test_a_language_is_added_changed_and_removed(self):
        self.send("language_add", language="spanish", spoken="B1", written="A2")
        self.send("language_add", language="spanish", spoken="B2")

        self.assertContains(self.client.get(self.page), '<option value="B2" selected>', count=2)
        self.send("language_remove", "spanish")
        self.assertFalse(self.contents().languages)

    def test_a_language_that_is_none_is_answered_beside_the_field(self):
        self.assertContains(
            self.send("language_add", language="", spoken="B2"), "Choose a language."
        )
        self.assertContains(
            self.send("language_add", language="zendesk", spoken="B2"), "from the list"
        )
        self.assertFalse(self.contents().languages)

    def test_roles_are_saved_and_lead_to_the_ladder(self):
        self.send("profile_role", current_role="csr", target_role="team-lead")

        self.assertEqual(self.contents().current_role, self.csr)
        self.assertContains(self.client.get(self.page), "?from=csr&amp;to=team-lead")
        self.send("profile_role", current_role="", target_role="team-lead")
        self.assertIsNone(self.contents().current_role)

    def test_a_role_that_does_not_exist_is_refused(self):
        self.send("profile_role", current_role="csr", target_role="")
        response = self.send("profile_role", current_role="king", target_role="")

        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.contents().current_role, self.csr)

    def test_preferences_are_saved_and_what_was_understood_is_shown(self):
        response = self.send(
            "profile_preferences",
            pay_floor="41,600 a year",
            pay_currency="USD",
            place="columbus, oh",
            commute_miles="40",
            work_modes=["remote", "hybrid"],
            employment_types=["FULL_TIME"],
            channels_avoided=["phone"],
        )

        self.assertRedirects(response, f"{self.page}#preferences")
        preferences = self.contents().preferences
        self.assertEqual(preferences.pay_floor, Decimal("20.00"))
        self.assertEqual(preferences.place, self.place)
        self.assertEqual(preferences.work_modes, ("remote", "hybrid"))
        page = self.client.get(self.page)
        self.assertContains(page, "Understood: $20.00 an hour, $41,600 a year at 40 hours a week.")
        self.assertContains(page, "Understood: Columbus, OH, time zone America/New_York.")

    def test_a_preference_that_cannot_be_read_is_answered_and_nothing_is_saved(self):
        self.send("profile_preferences", pay_floor="20", commute_miles="25")
        response = self.send(
            "profile_preferences", pay_floor="plenty", place="Nowhereville", commute_miles="25"
        )

        self.assertContains(response, "Write an amount")
        self.assertContains(response, "We do not know a place called “Nowhereville”")
        self.assertContains(response, 'value="plenty"')
        self.assertContains(response, 'href="#id_pay_floor"')
        self.assertEqual(self.contents().preferences.pay_floor, Decimal("20"))

    def test_a_place_of_several_names_says_which_was_taken(self):
        make.PlaceFactory(geoname_id=1, admin1_code="GA", population=200_000)
        self.send("profile_preferences", place="Columbus", commute_miles="25")

        self.assertContains(self.client.get(self.page), "Other places of this name: Columbus, GA.")

    def test_saving_again_keeps_the_place_that_was_meant(self):
        small = make.PlaceFactory(geoname_id=1, admin1_code="OH", population=20_000)
        self.save_preferences(place=small)
        page = self.client.get(self.page).content.decode()
        shown = re.search(r'name="place" value="([^"]+)"', page)[1]
        self.send("profile_preferences", place=shown, commute_miles="25")

        self.assertEqual(self.contents().preferences.place, small)

    def test_a_place_in_kilometers_offers_kilometers(self):
        self.save_preferences(place=make.PlaceFactory(dublin=True, country_code="IE", geoname_id=9))

        self.assertContains(self.client.get(self.page), "40 km")

    def test_what_the_matcher_lacks_has_a_link_to_add_it(self):
        self.send("profile_role", current_role="csr", target_role="")
        page = self.client.get(self.page)

        self.assertContains(page, '<a href="#languages">Add')
        self.assertContains(page, "<strong>Csr</strong>")
        self.assertNotContains(page, "%</")

    def test_hostile_words_are_shown_as_words(self):
        self.send(
            "profile_skill_update", "zendesk", level="3", evidence="<script>alert(1)</script>"
        )

        self.assertNotContains(self.client.get(self.page), "<script>alert")

    def test_get_changes_nothing_and_is_refused_where_only_post_acts(self):
        for name, args in [
            ("profile_skill_add", []),
            ("profile_skill_update", ["zendesk"]),
            ("profile_role", []),
            ("profile_preferences", []),
            ("language_add", []),
            ("language_remove", ["spanish"]),
        ]:
            with self.subTest(name):
                response = self.client.get(reverse(f"profiles:{name}", args=args), {"level": "4"})
                self.assertEqual(response.status_code, 405)
        self.client.get(self.page)
        self.assertFalse(self.contents())
        self.assertFalse(Candidate.objects.exists())

    def fill(self, count):
        """Everything `count` times, and no message left to show."""
        for number in range(count):
            self.send("profile_skill_update", make.SkillFactory(slug=f"s-{number}").slug, level="3")
            language = make.SkillFactory(slug=f"l-{number}", language=True)
            self.send("language_add", language=language.slug, spoken="B2")
        self.send("profile_role", current_role="csr", target_role="team-lead")
        self.save_preferences(place=self.place)
        self.client.get(self.page)


class GuestPageTests(ProfilePage, TestCase):
    def contents(self):
        return SessionProfile(self.client.session).contents

    def save_preferences(self, **changes):
        session = self.client.session
        SessionProfile(session).set_preferences(**changes)
        session.save()
        self.client.cookies["session"] = session.session_key

    def test_a_guest_reads_what_an_account_adds(self):
        page = self.client.get(self.page)

        self.assertContains(page, "Create an account: your picks come along")
        self.assertNotContains(page, "Who sees this")
        self.assertNotContains(page, "Résumé files")

    def test_the_tabs_of_a_guest_are_two(self):
        page = self.client.get(self.page)

        self.assertContains(page, 'aria-current="page">Profile')
        self.assertNotContains(page, "Applied")

    def test_the_page_costs_the_same_at_3_and_at_20_of_everything(self):
        for count in (3, 20):
            self.fill(count)
            # session; skills and languages, roles, place of the profile; choices of language and of role
            with self.subTest(count), self.assertNumQueries(6):
                self.client.get(self.page)


class CandidatePageTests(ProfilePage, TestCase):
    def setUp(self):
        self.client.force_login(self.user)

    def contents(self):
        return CandidateProfile(self.user).contents

    def save_preferences(self, **changes):
        CandidateProfile(self.user).set_preferences(**changes)

    def test_a_page_whose_visit_ran_out_writes_into_no_guest_profile(self):
        page = self.client.get(self.page).content.decode()
        mark = re.search(r'name="typed_by" value="([^"]+)"', page)[1]
        self.client.logout()
        act = reverse("profiles:profile_skill_update", args=["zendesk"])
        sent = {"level": "4", "typed_by": mark}

        answer = self.client.post(act, sent, headers={"X-Requested-With": "autosubmit"}).json()
        self.assertEqual((answer["saved"], answer["says"]), (False, "You are signed out."))
        response = self.client.post(act, sent)
        self.assertRedirects(response, "/accounts/login/?next=/me/profile/")
        self.assertFalse(SessionProfile(self.client.session).contents)

    def test_visibility_is_private_until_it_is_changed(self):
        self.assertContains(self.client.get(self.page), 'name="visibility" value="private" checked')

        self.send("profile_visibility", visibility="applied")
        self.assertEqual(Candidate.objects.get().visibility, "applied")

    def test_a_visibility_that_does_not_exist_is_refused(self):
        self.send("profile_visibility", visibility="applied")
        response = self.send("profile_visibility", visibility="public")

        self.assertContains(response, "Choose who may see your profile.")
        self.assertEqual(Candidate.objects.get().visibility, "applied")

    def test_the_tabs_name_saved_and_applied(self):
        page = self.client.get(self.page)

        self.assertContains(page, reverse("listings:saved_job_list"))
        self.assertContains(page, reverse("listings:application_list"))

    def test_no_cache_keeps_the_page(self):
        self.assertIn("no-store", self.client.get(self.page)["Cache-Control"])

    def test_the_page_costs_the_same_at_3_and_at_20_of_everything(self):
        for count in (3, 20):
            self.fill(count)
            candidate = Candidate.objects.get()
            for number in range(count):
                candidate.experiences.create(title=f"Job {number}", role=make.RoleFactory())
                candidate.metrics.create(metric=make.MetricFactory(), value="94%")
                candidate.education.create(school=f"School {number}")
                candidate.certificates.create(name=f"Paper {number}", skill=make.SkillFactory())
            candidate.available_times.all().delete()
            for number in range(count):
                candidate.available_times.create(
                    weekday=number % 7, starts=time(2 * (number // 7)), ends=time(1)
                )
            # session, user; candidate with roles and place, skills, languages, experience for matching;
            # choices of language and of role; experience, figures, education, certificates, hours,
            # résumés and guides about them; rights for the footer: 2
            with self.subTest(count), self.assertNumQueries(17):
                self.client.get(self.page)
