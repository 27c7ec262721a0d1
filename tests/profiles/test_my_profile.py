from datetime import timedelta
from decimal import Decimal

import time_machine
from django.contrib.sessions.backends.cache import SessionStore
from django.test import TestCase
from django.utils import timezone

from profiles.models import Candidate
from profiles.my_profile import CandidateProfile, SessionProfile
from profiles.session_profile import GUEST_KEY
from profiles.snapshot import Preferences, ProfileSnapshot
from tests import factories as make


class BothHolders:
    """What a profile does wherever it lies. The two classes below say where."""

    queries_of_a_snapshot: int

    @classmethod
    def setUpTestData(cls):
        cls.skill = make.SkillFactory(slug="de-escalation")
        cls.tool = make.SkillFactory(slug="zendesk", tool=True)
        cls.spanish = make.SkillFactory(slug="spanish", language=True)
        cls.role = make.RoleFactory(slug="csr")
        cls.place = make.PlaceFactory()
        cls.user = make.UserFactory()

    def setUp(self):
        self.profile = self.open()

    def open(self):
        raise NotImplementedError

    def test_an_empty_profile_reads_as_empty(self):
        self.assertEqual(self.profile.snapshot(), ProfileSnapshot())
        self.assertTrue(self.profile.snapshot().is_empty)
        self.assertTrue(self.profile.snapshot().is_thin)

    def test_a_skill_is_kept_with_its_level_and_evidence(self):
        self.profile.set_skill(self.skill, 3, "Two years on the complaints line")

        self.assertEqual(self.open().snapshot().skills, ((self.skill, 3),))
        self.assertEqual(
            self.open().contents.skills[0].evidence, "Two years on the complaints line"
        )

    def test_a_new_level_replaces_the_old_and_leaves_the_evidence(self):
        self.profile.set_skill(self.skill, 2, "Complaints line")
        self.profile.set_skill(self.skill, 4)

        self.assertEqual(self.open().snapshot().skills, ((self.skill, 4),))
        self.assertEqual(self.open().contents.skills[0].evidence, "Complaints line")

    def test_evidence_can_be_taken_back(self):
        self.profile.set_skill(self.skill, 2, "Complaints line")
        self.profile.set_skill(self.skill, 2, "")

        self.assertEqual(self.open().contents.skills[0].evidence, "")

    def test_evidence_is_cut_to_what_the_column_holds(self):
        self.profile.set_skill(self.skill, 3, "x" * 500)

        self.assertEqual(len(self.open().contents.skills[0].evidence), 200)

    def test_a_removed_skill_is_gone_and_removing_it_twice_does_no_harm(self):
        self.profile.set_skill(self.skill, 3)
        self.profile.remove_skill(self.skill)
        self.profile.remove_skill(self.skill)

        self.assertEqual(self.open().snapshot().skills, ())

    def test_skills_come_by_kind_and_name(self):
        late = make.SkillFactory(slug="zeal")
        self.profile.set_skill(self.tool, 3)
        self.profile.set_skill(late, 3)
        self.profile.set_skill(self.skill, 3)

        self.assertEqual(
            [skill for skill, _level in self.open().snapshot().skills],
            [self.skill, late, self.tool],
        )

    def test_roles_are_set_together(self):
        lead = make.RoleFactory(slug="team-lead")
        self.profile.set_roles(self.role, lead)
        self.assertEqual(self.open().snapshot().current_role, self.role)
        self.assertEqual(self.open().snapshot().target_role, lead)

        self.profile.set_roles(None, lead)
        self.assertIsNone(self.open().snapshot().current_role)

    def test_a_language_has_a_spoken_and_a_written_level(self):
        self.profile.set_language(self.spanish, "B1")
        self.profile.set_language(self.spanish, "B2", "A2")

        self.assertEqual(self.open().snapshot().languages, ((self.spanish, "B2"),))
        self.assertEqual(self.open().contents.languages[0].written, "A2")

        self.profile.remove_language(self.spanish)
        self.assertEqual(self.open().snapshot().languages, ())

    def test_preferences_are_changed_one_by_one(self):
        self.profile.set_preferences(
            work_modes=("remote",), pay_floor=Decimal("20.50"), place=self.place
        )
        self.profile.set_preferences(commute_miles=40)

        self.assertEqual(
            self.open().snapshot().preferences,
            Preferences(
                work_modes=("remote",),
                pay_floor=Decimal("20.50"),
                place=self.place,
                commute_miles=40,
            ),
        )

    def test_preferences_can_be_taken_back(self):
        self.profile.set_preferences(
            pay_floor=Decimal("20"), place=self.place, channels_avoided=("phone",)
        )
        self.profile.set_preferences(pay_floor=None, place=None, channels_avoided=())

        self.assertEqual(self.open().snapshot().preferences, Preferences())

    def test_a_preference_that_does_not_exist_is_refused(self):
        with self.assertRaises(TypeError):
            self.profile.set_preferences(salary=1)

    def test_what_was_read_is_remembered_until_the_next_write(self):
        self.profile.set_skill(self.skill, 3)
        self.profile.snapshot()

        with self.assertNumQueries(0):
            self.profile.snapshot()
        self.profile.set_skill(self.tool, 2)
        self.assertEqual(len(self.profile.snapshot().skills), 2)

    def test_a_snapshot_costs_the_same_at_3_and_at_20_skills(self):
        self.profile.set_roles(self.role, make.RoleFactory(slug="team-lead"))
        self.profile.set_preferences(place=self.place)
        self.profile.set_language(self.spanish, "B2")
        for count in (3, 20):
            for number in range(count):
                self.profile.set_skill(make.SkillFactory(slug=f"skill-{number}"), 3)
            fresh = self.open()
            with self.subTest(count), self.assertNumQueries(self.queries_of_a_snapshot):
                self.assertEqual(len(fresh.snapshot().skills), count)

    def test_three_skills_or_a_role_are_not_thin(self):
        for number in range(3):
            self.assertTrue(self.profile.snapshot().is_thin)
            self.profile.set_skill(make.SkillFactory(slug=f"skill-{number}"), 3)
        self.assertFalse(self.profile.snapshot().is_thin)

    def test_preferences_alone_leave_it_empty(self):
        self.profile.set_preferences(pay_floor=Decimal("20"))

        self.assertTrue(self.profile.snapshot().is_empty)


class SessionProfileTests(BothHolders, TestCase):
    queries_of_a_snapshot = 3  # skills and languages, roles, place

    def setUp(self):
        self.session = SessionStore()
        super().setUp()

    def open(self):
        return SessionProfile(self.session)

    def test_it_is_dropped_7_days_after_the_last_change(self):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            self.profile.set_skill(self.skill, 3)
            clock.shift(timedelta(days=6))
            self.profile.set_skill(self.tool, 3)
            clock.shift(timedelta(days=7))
            self.assertEqual(len(self.open().snapshot().skills), 2)
            clock.shift(timedelta(seconds=1))
            self.assertTrue(self.open().snapshot().is_empty)

        self.assertNotIn(GUEST_KEY, self.session)

    def test_a_skill_that_the_site_no_longer_knows_is_left_out(self):
        self.profile.set_skill(self.skill, 3)
        self.profile.set_skill(self.tool, 3)
        self.skill.delete()

        self.assertEqual(self.open().snapshot().skills, ((self.tool, 3),))

    def test_reading_an_empty_one_costs_nothing(self):
        with self.assertNumQueries(0):
            self.open().snapshot()
        self.assertFalse(self.session.modified)


class CandidateProfileTests(BothHolders, TestCase):
    queries_of_a_snapshot = 4  # candidate with roles and place, skills, languages, experience

    def open(self):
        return CandidateProfile(self.user)

    def test_the_candidate_is_made_by_the_first_write(self):
        self.profile.snapshot()
        self.assertFalse(Candidate.objects.exists())

        self.profile.set_skill(self.skill, 3)
        self.profile.set_skill(self.tool, 3)
        self.assertEqual(Candidate.objects.get().user, self.user)

    def test_the_time_zone_follows_the_place(self):
        self.profile.set_preferences(place=self.place)
        self.assertEqual(Candidate.objects.get().time_zone, "America/New_York")

        self.profile.set_preferences(place=None)
        self.assertEqual(Candidate.objects.get().time_zone, "UTC")

    def test_experience_is_part_of_what_matching_reads(self):
        self.profile.row().experiences.create(title="Agent", summary="Calls and chats")

        self.assertEqual(self.open().snapshot().experience_texts, (("Agent", "Calls and chats"),))
        self.assertFalse(self.open().snapshot().is_empty)

    def test_somebody_else_is_not_touched(self):
        other = CandidateProfile(make.UserFactory())
        other.set_skill(self.skill, 4)
        self.profile.set_skill(self.skill, 1)
        self.profile.remove_skill(self.skill)

        self.assertEqual(other.snapshot().skills, ((self.skill, 4),))

    def test_the_same_skill_twice_in_one_write_counts_once(self):
        from profiles.contents import HeldSkill

        self.profile.set_skills([HeldSkill(self.skill, 1), HeldSkill(self.skill, 4)])

        self.assertEqual(self.open().snapshot().skills, ((self.skill, 4),))

    def test_every_write_says_when(self):
        self.profile.set_skill(self.skill, 3)
        before = Candidate.objects.get().updated_at
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            self.profile.remove_skill(self.skill)

        self.assertGreater(Candidate.objects.get().updated_at, before)
