"""The last acts on a profile can be taken back, by a guest too, each until the same is changed again."""

import re
from datetime import date, time, timedelta

import time_machine
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from cms.vocabulary import SkillKind
from cms.weeks import Span
from profiles.contents import HeldLanguage, HeldSkill
from profiles.models import Certificate
from profiles.my_profile import CandidateProfile, SessionProfile
from tests import factories as make

TOO_LATE = "can no longer be undone"


class UndoCase:
    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory()
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True)
        cls.chat = make.SkillFactory(slug="chat")
        cls.spanish = make.SkillFactory(slug="spanish", language=True)
        cls.csr = make.RoleFactory(slug="csr")

    def contents(self):
        raise NotImplementedError

    def send(self, url_name, *args, headers=None, **data):
        return self.client.post(
            reverse(f"profiles:{url_name}", args=args), data, headers=headers or {}
        )

    def token(self):
        page = self.client.get("/me/profile/").content.decode()
        found = re.findall(r'name="token" value="(\w+)"', page)
        return found[-1] if found else ""

    def undo(self, token=None):
        response = self.send("profile_undo", token=token or self.token())
        return self.client.get(response["Location"])

    def test_a_removed_skill_comes_back_with_all_that_was_told_of_it(self):
        self.send("profile_skill_add", name="zendesk", level="2")
        self.send("profile_skill_update", "zendesk", level="4", evidence="Set it up", years="3")
        before = self.contents()
        self.send("profile_skill_update", "zendesk", action="remove")
        self.assertFalse(self.contents().skills)

        self.assertContains(self.undo(), "Undone.")
        self.assertEqual(self.contents().skills, before.skills)

    def test_a_change_of_level_is_taken_back(self):
        self.send("profile_skill_add", name="zendesk", level="2")
        self.send("profile_skill_update", "zendesk", level="4")
        self.undo()

        self.assertEqual(self.contents().skills[0].level, 2)

    def test_a_change_that_saved_itself_says_how_to_take_it_back(self):
        self.send("profile_skill_add", name="zendesk", level="2")
        response = self.send(
            "profile_skill_update",
            "zendesk",
            level="4",
            headers={"X-Requested-With": "autosubmit"},
        )
        self.undo(response.json()["undo"])

        self.assertEqual(self.contents().skills[0].level, 2)

    def test_many_that_were_added_at_once_go_at_once(self):
        self.send("profile_skill_add", name="zendesk, chat")
        self.undo()

        self.assertFalse(self.contents().skills)

    def test_accepted_suggestions_go_at_once_and_what_was_there_stays(self):
        self.send("profile_skill_add", name="chat", level="4")
        picks = {"skill": ["zendesk"], "language": ["spanish"], "current_role": ["csr"]}
        self.client.post("/me/start/", {"action": "accept", **picks})
        self.assertEqual(len(self.contents().skills), 2)
        self.undo()

        (held,) = self.contents().skills
        self.assertEqual((held.skill, held.level), (self.chat, 4))
        self.assertFalse(self.contents().languages)
        self.assertIsNone(self.contents().current_role)

    def test_a_double_click_on_accepting_leaves_one_act_and_its_way_back(self):
        self.send("profile_skill_add", name="chat")
        for _press in range(2):
            self.client.post("/me/start/", {"action": "accept", "skill": ["zendesk"]})
        self.undo()

        self.assertEqual([held.skill for held in self.contents().skills], [self.chat])

    def test_a_language_comes_back_and_so_does_its_level(self):
        self.send("language_add", language="spanish", spoken="B1", written="A2")
        self.send("language_add", language="spanish", spoken="C1")
        self.undo()
        self.assertEqual(self.contents().languages, (HeldLanguage(self.spanish, "B1", "A2"),))
        self.send("language_remove", "spanish")
        self.undo()
        self.assertEqual(self.contents().languages, (HeldLanguage(self.spanish, "B1", "A2"),))

    def test_roles_are_taken_back(self):
        self.send("profile_role", current_role="csr", target_role="")
        self.undo()

        self.assertIsNone(self.contents().current_role)

    def test_of_two_open_pages_each_takes_back_its_own_act(self):
        self.send("profile_skill_add", name="zendesk, chat")
        self.send("profile_skill_update", "zendesk", action="remove")
        first = self.token()
        self.send("profile_skill_update", "chat", level="1")
        second = self.token()

        self.assertContains(self.undo(first), "Undone.")
        self.assertEqual(
            {held.skill: held.level for held in self.contents().skills},
            {self.zendesk: 3, self.chat: 1},
        )
        self.assertContains(self.undo(second), "Undone.")
        self.assertEqual({held.level for held in self.contents().skills}, {3})

    def test_a_page_of_before_does_not_take_back_what_was_changed_again_since(self):
        self.send("profile_skill_add", name="zendesk", level="1")
        older = self.token()
        self.send("profile_skill_update", "zendesk", level="4")

        self.assertContains(self.undo(older), TOO_LATE)
        self.assertEqual(self.contents().skills[0].level, 4)

    def test_the_sixth_act_ends_the_way_back_of_the_first(self):
        self.send("profile_skill_add", name="chat")
        first = self.token()
        for _n in range(5):
            self.send("profile_skill_update", "zendesk", level="2")

        self.assertContains(self.undo(first), TOO_LATE)

    def test_preferences_are_taken_back(self):
        place = make.PlaceFactory()
        self.send("profile_preferences", pay_floor="$19", place=place.label, work_modes=["remote"])
        before = self.contents().preferences
        self.send("profile_preferences", pay_floor="", place="", commute_miles="40")
        self.undo()

        self.assertEqual(self.contents().preferences, before)

    def test_once_taken_back_it_is_over(self):
        self.send("profile_skill_add", name="zendesk")
        token = self.token()
        self.undo(token)

        self.assertContains(self.undo(token), TOO_LATE)

    def test_after_an_hour_it_is_too_late(self):
        self.send("profile_skill_add", name="zendesk")
        token = self.token()
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            self.assertContains(self.undo(token), TOO_LATE)

    def test_without_an_act_there_is_nothing_to_take_back(self):
        self.assertContains(self.undo("x"), TOO_LATE)
        self.assertEqual(self.client.get(reverse("profiles:profile_undo")).status_code, 405)


class GuestUndoTests(UndoCase, TestCase):
    def contents(self):
        return SessionProfile(self.client.session).contents

    def test_an_act_of_a_guest_is_not_taken_back_in_the_account_of_whoever_signs_in(self):
        self.send("profile_skill_add", name="zendesk")
        token = self.token()
        CandidateProfile(self.user).set_skill(self.zendesk, 3)
        acts = self.client.session["last_acts"]
        self.client.force_login(self.user)
        kept = self.client.session
        kept["last_acts"] = acts
        kept.save()

        self.assertContains(self.undo(token), TOO_LATE)
        self.assertTrue(CandidateProfile(self.user).contents.skills)


class CandidateUndoTests(UndoCase, TestCase):
    def setUp(self):
        self.client.force_login(self.user)

    def contents(self):
        return CandidateProfile(self.user).contents

    def test_taking_over_no_picks_is_no_act(self):
        self.send("profile_adopt", action="add")

        self.assertNotIn("last_acts", self.client.session)

    def test_where_a_skill_was_read_comes_back_with_it(self):
        held = HeldSkill(self.zendesk, 3, "", 4, "resume", "four years of Zendesk")
        CandidateProfile(self.user).set_skills([held])
        self.send("profile_skill_update", "zendesk", action="remove")
        self.undo()

        self.assertEqual(self.contents().skills, (held,))

    def test_removed_rows_come_back_whole(self):
        candidate = CandidateProfile(self.user).row()
        metric = make.MetricFactory()
        rows = {
            "experience": candidate.experiences.create(
                title="Agent", employer_name="Linnet", role=self.csr, start=date(2023, 3, 1)
            ),
            "metric": candidate.metrics.create(
                metric=metric, value="94%", period="2025", source="resume", source_phrase="CSAT"
            ),
            "education": candidate.education.create(school="Tri-C", start_year=2016),
        }
        for name, row in rows.items():
            with self.subTest(name):
                self.send(f"{name}_delete", row.pk)
                self.assertFalse(type(row).objects.exists())
                self.undo()
                (back,) = type(row).objects.values()
                kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
                self.assertEqual(back | {"id": row.pk}, kept)

    def test_a_certificate_comes_back_with_its_skill(self):
        itil = make.SkillFactory(slug="itil", kind=SkillKind.CERTIFICATION)
        self.send("certificate_create", name="ITIL")
        self.send("certificate_delete", Certificate.objects.get().pk)
        self.assertFalse(self.contents().skills)
        self.undo()

        self.assertEqual(Certificate.objects.get().skill, itil)
        self.assertEqual(self.contents().skills[0].skill, itil)

    def test_a_row_that_stands_there_again_cannot_come_back_twice(self):
        candidate = CandidateProfile(self.user).row()
        metric = make.MetricFactory()
        self.send("metric_delete", candidate.metrics.create(metric=metric, value="94%").pk)
        candidate.metrics.create(metric=metric, value="95%")

        self.assertContains(self.undo(), TOO_LATE)
        self.assertEqual(candidate.metrics.get().value, "95%")

    def test_cleared_hours_come_back_on_their_clock(self):
        hours = [Span(0, time(9), time(17)), Span(4, time(22), time(6))]
        CandidateProfile(self.user).set_hours(hours, "America/Chicago")
        self.send("profile_availability", action="clear")
        self.assertEqual(CandidateProfile(self.user).hours(), [])
        self.undo()

        self.assertEqual(CandidateProfile(self.user).hours(), hours)
        self.assertEqual(CandidateProfile(self.user).row().time_zone, "America/Chicago")
