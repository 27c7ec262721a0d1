"""Two names of one skill become one."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from cms import merging
from cms.merging import merge, plan_merge
from cms.merging.references import references_to
from cms.models import (
    FormerSlug,
    RoleSkill,
    Skill,
    Tool,
)
from listings import services
from listings.models import ListingLanguage, ListingSkill
from listings.snapshots import restore
from matching.adapters import vocabulary_fingerprint
from profiles.models import CandidateLanguage, CandidateSkill
from tests.cms.factories import PageTree
from tests.cms.pointing import pointing_at
from tests.factories import (
    CandidateFactory,
    ListingFactory,
    RoleFactory,
    SkillFactory,
    UserFactory,
)


class SkillsTests(TestCase):
    """Two names of one skill: `written` is to go into `typing`."""

    @classmethod
    def setUpTestData(cls):
        cls.stays = SkillFactory(
            slug="typing", preferred_label="Typing", alt_labels="Touch typing\nKeyboard skills"
        )
        cls.goes = SkillFactory(
            slug="typing-skills",
            preferred_label="Typing skills",
            alt_labels="keyboard SKILLS\nFast typing",
        )
        cls.role, cls.other_role = RoleFactory(), RoleFactory()
        cls.listing, cls.other_listing = ListingFactory(), ListingFactory()
        cls.candidate, cls.other_candidate = CandidateFactory(), CandidateFactory()

    def merge(self):
        return merge(self.goes, self.stays)

    def test_references_of_every_kind_follow_and_none_is_lost(self):
        RoleSkill.objects.create(role=self.role, skill=self.goes, importance=4)
        ListingSkill.objects.create(listing=self.listing, skill=self.goes)
        CandidateSkill.objects.create(candidate=self.candidate, skill=self.goes, level=2)
        self.candidate.certificates.create(name="Typist", skill=self.goes)
        before = pointing_at(self.goes, self.stays)

        self.assertEqual(self.merge(), 4)

        self.assertEqual(before, 4)
        self.assertEqual(pointing_at(self.stays), 4)
        self.assertFalse(Skill.objects.filter(slug="typing-skills").exists())
        self.assertEqual(self.role.role_skills.get().importance, 4)
        self.assertEqual(self.candidate.candidate_skills.get().level, 2)

    def test_every_column_that_points_at_a_skill_is_known(self):
        known = {str(reference) for reference in references_to(Tool)}

        self.assertEqual(
            known,
            {
                "cms.RoleSkill.skill",
                "cms.GuidePage_skills.skill",
                "listings.ListingLanguage.language",
                "listings.ListingSkill.skill",
                "profiles.CandidateLanguage.language",
                "profiles.CandidateSkill.skill",
                "profiles.Certificate.skill",
            },
        )

    def test_where_both_are_named_the_stronger_word_stays(self):
        RoleSkill.objects.create(role=self.role, skill=self.stays, importance=2)
        RoleSkill.objects.create(role=self.role, skill=self.goes, importance=5, is_essential=True)
        ListingSkill.objects.create(listing=self.listing, skill=self.stays, is_essential=False)
        ListingSkill.objects.create(listing=self.listing, skill=self.goes, is_essential=True)
        CandidateSkill.objects.create(candidate=self.candidate, skill=self.stays, level=1)
        CandidateSkill.objects.create(
            candidate=self.candidate, skill=self.goes, level=3, evidence="At the utility", years=2
        )
        CandidateSkill.objects.create(candidate=self.other_candidate, skill=self.stays, level=4)
        CandidateSkill.objects.create(candidate=self.other_candidate, skill=self.goes, level=2)

        self.merge()

        asked = self.role.role_skills.get()
        self.assertEqual((asked.skill, asked.importance, asked.is_essential), (self.stays, 5, True))
        self.assertTrue(self.listing.listing_skills.get().is_essential)
        held = self.candidate.candidate_skills.get()
        self.assertEqual((held.level, held.evidence, held.years), (3, "At the utility", 2))
        self.assertEqual(self.other_candidate.candidate_skills.get().level, 4)

    def test_levels_of_languages_keep_the_higher_one(self):
        stays, goes = SkillFactory(language=True), SkillFactory(language=True)
        for language, spoken, written in [(stays, "B1", "B2"), (goes, "C1", "")]:
            CandidateLanguage.objects.create(
                candidate=self.candidate, language=language, spoken=spoken, written=written
            )
            ListingLanguage.objects.create(listing=self.listing, language=language, level=spoken)

        merge(goes, stays)

        held = self.candidate.languages.get()
        self.assertEqual((held.language, held.spoken, held.written), (stays, "C1", "B2"))
        self.assertEqual(self.listing.languages.get().level, "C1")

    def test_its_names_become_further_names_once_each(self):
        self.merge()

        self.stays.refresh_from_db()
        self.assertEqual(
            self.stays.alt_labels,
            "Touch typing\nKeyboard skills\nTyping skills\nFast typing",
        )

    def test_the_plan_says_what_the_merge_then_does(self):
        RoleSkill.objects.create(role=self.role, skill=self.stays)
        RoleSkill.objects.create(role=self.role, skill=self.goes)
        RoleSkill.objects.create(role=self.other_role, skill=self.goes)
        ListingSkill.objects.create(listing=self.listing, skill=self.goes)

        plan = plan_merge(self.goes, self.stays)

        told = {each.label: (each.rows, each.collisions) for each in plan.moving}
        self.assertEqual(told, {"Role skills": (2, 1), "Listing skills": (1, 0)})
        self.assertEqual(plan.new_labels, ("Typing skills", "Fast typing"))
        self.assertEqual(self.merge(), plan.total)

    def test_the_old_slug_leads_on_and_so_do_older_ones(self):
        first = SkillFactory(slug="typewriting")
        merge(first, self.goes)
        self.goes.refresh_from_db()

        self.merge()

        self.assertEqual(
            FormerSlug.objects.now_of("skill", ["typewriting", "typing-skills", "typing"]),
            {"typewriting": "typing", "typing-skills": "typing"},
        )

    def test_a_slug_that_is_in_use_again_leads_nowhere_else(self):
        self.merge()
        again = SkillFactory(slug="typing-skills")
        self.stays.refresh_from_db()

        merge(self.stays, again)

        self.assertEqual(
            list(FormerSlug.objects.values_list("slug", "now")), [("typing", "typing-skills")]
        )

    def test_the_log_says_who_merged_what(self):
        keeper = UserFactory()

        merge(self.goes, self.stays, user=keeper)

        entry = ModelLogEntry.objects.get(action=merging.MERGED)
        self.assertEqual((entry.object_id, entry.user), (str(self.stays.pk), keeper))
        self.assertEqual(entry.data["label"], "Typing skills")
        self.assertIn("Typing skills", entry.message)
        gone = ModelLogEntry.objects.get(action=merging.MERGED_INTO)
        self.assertTrue(gone.deleted)

    def test_the_matcher_sees_that_the_vocabulary_changed(self):
        before = vocabulary_fingerprint()

        self.merge()

        self.assertNotEqual(vocabulary_fingerprint(), before)

    def test_what_holds_a_moved_row_is_stamped(self):
        CandidateSkill.objects.create(candidate=self.candidate, skill=self.goes)
        ListingSkill.objects.create(listing=self.listing, skill=self.goes)
        before = self.candidate.updated_at, self.listing.updated_at, self.other_listing.updated_at

        self.merge()

        for row in (self.candidate, self.listing, self.other_listing):
            row.refresh_from_db()
        self.assertGreater(self.candidate.updated_at, before[0])
        self.assertGreater(self.listing.updated_at, before[1])
        self.assertEqual(self.other_listing.updated_at, before[2])

    def test_a_change_of_a_post_that_waits_follows(self):
        ListingSkill.objects.create(listing=self.listing, skill=self.goes, is_essential=False)
        ListingSkill.objects.create(listing=self.listing, skill=self.stays, is_essential=True)
        change = services.open_change(self.listing, None)

        self.merge()

        change.refresh_from_db()
        self.assertEqual(change.snapshot["skills"], [[self.stays.pk, True]])
        self.assertEqual(restore(self.listing, change.snapshot).skills, {self.stays: True})

    def test_guides_follow(self):
        guide = PageTree().guide(skills=[self.goes])

        self.merge()

        self.assertEqual(
            [skill.pk for skill in type(guide).objects.get().skills.all()], [self.stays.pk]
        )

    def test_query_count_does_not_grow_with_the_rows(self):
        def count_after(more: int) -> int:
            goes = SkillFactory()
            for _ in range(more):
                ListingSkill.objects.create(listing=ListingFactory(), skill=goes)
                CandidateSkill.objects.create(candidate=CandidateFactory(), skill=goes)
            with CaptureQueriesContext(connection) as queries:
                merge(goes, self.stays)
            return len(queries)

        count_after(1)
        self.assertEqual(count_after(2), count_after(8))
