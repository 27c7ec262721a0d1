from decimal import Decimal

from django.test import TestCase

from cms.vocabulary import Cefr
from profiles.contents import HeldLanguage, HeldSkill, ProfileContents
from profiles.meter import Meter
from profiles.my_profile import CandidateProfile
from profiles.snapshot import Preferences
from tests import factories as make


class MeterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.skills = tuple(HeldSkill(make.SkillFactory()) for _n in range(3))
        cls.role = make.RoleFactory(title="Call center agent")
        cls.spanish = HeldLanguage(make.SkillFactory(slug="spanish", language=True), Cefr.B2)
        cls.place = make.PlaceFactory()

    def meter(self, *, guest=False, **parts):
        return Meter(ProfileContents(**parts), guest)

    def test_what_is_read_is_said_in_words_and_what_is_missing_leads_to_its_place(self):
        lines = self.meter(skills=self.skills, languages=(self.spanish,)).reads

        self.assertEqual(
            [(line.value, line.anchor) for line in lines],
            [
                ("3 skills", "skills"),
                ("", "roles"),
                ("", "roles"),
                ("Spanish B2", "languages"),
                ("", "experience"),
            ],
        )

    def test_a_guest_has_no_jobs_to_read(self):
        self.assertNotIn("experience", [line.anchor for line in self.meter(guest=True).reads])

    def test_limits_are_named_and_no_limit_is_empty(self):
        wanted = Preferences(
            work_modes=("remote",),
            pay_floor=Decimal(20),
            place=self.place,
            employment_types=("PART_TIME",),
            channels_avoided=("phone", "no-such"),
        )

        self.assertEqual(
            [line.value for line in self.meter(preferences=wanted).limits],
            [
                "Remote",
                "Columbus, OH, within 25 miles",
                "$20.00 an hour, $41,600 a year at 40 hours a week",
                "Part time",
                "Phone",
            ],
        )
        self.assertEqual([line.value for line in self.meter().limits], [""] * 5)

    def test_one_step_is_named_and_it_is_the_one_that_helps_most(self):
        placed = {"preferences": Preferences(place=self.place)}
        cases = [
            ({}, "Add your first skills"),
            ({"skills": self.skills[:1]}, "Say your role now"),
            ({"current_role": self.role}, "Pick skills of your role"),
            ({"skills": self.skills}, "Say where you live"),
            ({"skills": self.skills} | placed, "Add your languages"),
            ({"skills": self.skills, "languages": (self.spanish,)} | placed, "Say your role now"),
            (
                {"skills": self.skills, "languages": (self.spanish,), "current_role": self.role}
                | placed,
                "Add a job you held",
            ),
        ]
        for parts, label in cases:
            with self.subTest(label):
                self.assertEqual(self.meter(**parts).next_step.label, label)
        self.assertIsNone(self.meter(guest=True, **cases[-1][0]).next_step)

    def test_the_part_alone_says_what_was_saved_last_and_costs_four_queries(self):
        self.client.post("/me/profile/role/", {"current_role": self.role.slug})
        self.assertContains(self.client.get("/me/profile/meter/"), "Call center agent")

        user = make.UserFactory()
        CandidateProfile(user).set_skills(self.skills)
        self.client.force_login(user)
        # session, person; profile, skills, languages, words of jobs
        with self.assertNumQueries(6):
            page = self.client.get("/me/profile/meter/")
        self.assertContains(page, "3 skills")
        self.assertNotContains(page, "<html")

    def test_the_page_says_what_is_not_read_and_shows_no_percentage(self):
        page = self.client.get("/me/profile/")

        self.assertContains(page, "It does not read")
        self.assertContains(page, "With an account you can keep these too.")
        self.assertNotContains(page, "%)")
