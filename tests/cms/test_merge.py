import json
from datetime import date
from unittest import mock

from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, ReferenceIndex

from cms import merging
from cms.merging import MergeRefused, check, merge, plan_merge
from cms.merging.references import page_field, references_to
from cms.models import (
    CareerPathPage,
    CareerStep,
    FormerSlug,
    GlossaryTerm,
    Industry,
    PathRung,
    RolePage,
    RoleSkill,
    SeedRecord,
    Skill,
    SkillPage,
    Tool,
    ToolFamily,
)
from listings import services
from listings.models import ListingLanguage, ListingSkill, ListingTarget
from listings.snapshots import restore
from matching.adapters import vocabulary_fingerprint
from profiles.models import CandidateLanguage, CandidateSkill, Experience
from tests.cms.factories import PageTree
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    ListingFactory,
    MetricFactory,
    RoleFactory,
    SkillFactory,
    UserFactory,
)
from tests.racing import RaceTestCase


def pointing_at(*rows) -> int:
    """How many rows of all tables point at either of the rows, pages about them left out."""
    return sum(
        reference.rows(row.pk).count() for row in rows for reference in references_to(type(row))
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


class RefusedTests(TestCase):
    def refused(self, loser, winner):
        with self.assertRaises(MergeRefused):
            merge(loser, winner)
        self.assertFalse(FormerSlug.objects.exists())

    def test_a_row_does_not_go_into_itself(self):
        skill = SkillFactory()
        self.refused(skill, skill)

    def test_a_tool_and_a_skill_stay_two(self):
        self.refused(SkillFactory(tool=True), SkillFactory())

    def test_a_role_and_an_industry_stay_two(self):
        self.refused(RoleFactory(), Industry.objects.create(slug="retail", title="Retail"))

    def test_a_way_out_of_the_ladder_is_no_rung_of_it(self):
        self.refused(RoleFactory(exit=True), RoleFactory())

    def test_a_figure_that_posts_name_does_not_go_into_a_word_that_they_cannot(self):
        self.refused(MetricFactory(), MetricFactory(is_metric=False))

    def test_a_row_that_was_renamed_since_it_was_read_is_left_alone(self):
        goes, stays = SkillFactory(), SkillFactory()
        Skill.objects.filter(pk=stays.pk).update(slug="other-words")
        self.refused(goes, stays)
        self.assertTrue(Skill.objects.filter(slug=goes.slug).exists())

    def test_a_row_that_is_gone_takes_nothing_in(self):
        goes, stays = SkillFactory(), SkillFactory()
        Skill.objects.filter(pk=stays.pk).delete()
        self.refused(goes, stays)

    def test_nothing_is_deleted_while_anything_points_at_the_row(self):
        goes, stays = SkillFactory(), SkillFactory()
        RoleSkill.objects.create(role=RoleFactory(), skill=goes)

        with mock.patch("cms.merging.service.move_rows", return_value=0):
            self.refused(goes, stays)

        self.assertEqual(RoleSkill.objects.get().skill, goes)


class RolesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.stays = RoleFactory(slug="csr", title="Representative")
        cls.goes = RoleFactory(slug="care-agent", title="Care Agent", alt_titles="Care worker")
        cls.lead = RoleFactory(slug="lead", ladder_level=3)

    def test_references_of_every_kind_follow_and_none_is_lost(self):
        retail = Industry.objects.create(slug="retail", title="Retail")
        self.goes.industries.add(retail)
        candidate = CandidateFactory(current_role=self.goes, target_role=self.goes)
        Experience.objects.create(candidate=candidate, title="Agent", role=self.goes)
        listing = ListingFactory(role=self.goes)
        self.goes.steps_out.create(to_role=self.lead, kind="promotion")
        RoleSkill.objects.create(role=self.goes, skill=SkillFactory())
        guide = self.tree.guide(roles=[self.goes])
        before = pointing_at(self.goes, self.stays)

        merge(self.goes, self.stays)

        self.assertEqual(pointing_at(self.stays), before)
        self.assertEqual(before, 8)
        candidate.refresh_from_db()
        listing.refresh_from_db()
        self.assertEqual(
            {candidate.current_role, candidate.target_role, listing.role}, {self.stays}
        )
        self.assertEqual(list(self.stays.industries.all()), [retail])
        self.assertEqual([role.slug for role in type(guide).objects.get().roles.all()], ["csr"])
        self.stays.refresh_from_db()
        self.assertEqual(self.stays.other_titles, ["Care Agent", "Care worker"])

    def test_steps_between_the_two_vanish_and_of_equal_steps_one_stays(self):
        self.goes.steps_out.create(to_role=self.stays, kind="lateral")
        self.stays.steps_out.create(to_role=self.goes, kind="lateral")
        self.stays.steps_out.create(to_role=self.lead, kind="promotion", frequency=1)
        self.goes.steps_out.create(
            to_role=self.lead, kind="promotion", frequency=3, condition="Shows it"
        )
        self.lead.steps_out.create(to_role=self.goes, kind="lateral")
        plan = plan_merge(self.goes, self.stays)

        merge(self.goes, self.stays)

        self.assertEqual(plan.steps_lost, 2)
        up, back = CareerStep.objects.order_by("pk")
        self.assertEqual((up.from_role, up.to_role, up.frequency), (self.stays, self.lead, 3))
        self.assertEqual(up.condition, "Shows it")
        self.assertEqual((back.from_role, back.to_role), (self.lead, self.stays))

    def test_of_two_rules_for_one_way_out_one_stays(self):
        one, other = RoleFactory(exit=True), RoleFactory(exit=True)
        for role, level in [(one, 2), (other, 3)]:
            CareerStep.objects.create(from_level=level, to_role=role, kind="exit")

        merge(other, one)

        self.assertEqual(CareerStep.objects.get().to_role, one)

    def test_a_path_that_names_both_names_the_one_once(self):
        path = self.tree.guides.add_child(
            instance=CareerPathPage(
                title="Up", slug="up", introduction="Up.", review_due=date(2099, 1, 1)
            )
        )
        for order, role in enumerate([self.goes, self.stays, self.lead]):
            PathRung.objects.create(page=path, role=role, sort_order=order)
        path = CareerPathPage.objects.get()
        path.save_revision()

        merge(self.goes, self.stays)

        self.assertEqual(
            [rung.role_id for rung in CareerPathPage.objects.get().rungs.all()],
            [self.stays.pk, self.lead.pk],
        )
        draft = CareerPathPage.objects.get().get_latest_revision_as_object()
        self.assertEqual(
            {rung.role_id for rung in draft.rungs.all()}, {self.stays.pk, self.lead.pk}
        )

    def test_blocks_follow_on_the_page_and_in_its_versions(self):
        guide = self.tree.guide(
            body=[
                {"type": "pay_band", "value": {"role": self.goes.pk, "place": ""}},
                {"type": "roles", "value": [self.goes.pk, self.lead.pk]},
                {"type": "live_jobs", "value": {"role": self.goes.pk}},
                {"type": "heading", "value": "Pay"},
            ],
            roles=[self.goes],
        )
        guide.save_revision()
        guide.title = "A draft"
        guide.save_revision()

        merge(self.goes, self.stays)

        live = type(guide).objects.get()
        for page in [
            live,
            live.get_latest_revision_as_object(),
            live.revisions.first().as_object(),
        ]:
            with self.subTest(page.title):
                self.assertEqual(page.body[0].value["role"], self.stays)
                self.assertEqual([role.slug for role in page.body[1].value], ["csr", "lead"])
                self.assertEqual(page.body[2].value["role"], self.stays)
                self.assertEqual([role.pk for role in page.roles.all()], [self.stays.pk])
        self.assertEqual(live.title, "A guide")

    def test_a_page_follows_where_the_other_has_none(self):
        page = self.tree.role_page(self.goes, introduction="What it is.")
        page.save_revision()

        merge(self.goes, self.stays)

        page = RolePage.objects.get()
        self.assertEqual((page.role, page.slug), (self.stays, "csr"))
        self.assertEqual(page.get_latest_revision_as_object().slug, "csr")
        self.assertEqual(self.client.get("/roles/csr/").status_code, 200)
        self.assertRedirects(self.client.get("/roles/care-agent/"), "/roles/csr/", 301)
        self.assertTrue(SeedRecord.objects.filter(kind="page", key="roles/csr").exists())

    def test_of_two_pages_one_stays_and_the_words_of_the_other_wait_in_its_draft(self):
        words = [{"type": "text", "value": "<p>Calm on the phone.</p>"}]
        lost = self.tree.role_page(self.goes, body=json.dumps(words))
        stays = self.tree.role_page(self.stays)
        keeper = UserFactory()
        linking = self.tree.guide(
            body=[
                {"type": "text", "value": f'<p><a linktype="page" id="{lost.pk}">Care</a></p>'},
                {"type": "related_pages", "value": [lost.pk]},
            ]
        )

        merge(self.goes, self.stays, user=keeper)

        self.assertFalse(Page.objects.filter(pk=lost.pk).exists())
        self.assertRedirects(self.client.get("/roles/care-agent/"), "/roles/csr/", 301)
        live = RolePage.objects.get()
        self.assertEqual(len(live.body), 0)
        draft = live.get_latest_revision_as_object()
        self.assertEqual([block.block_type for block in draft.body], ["heading", "text"])
        guide = type(linking).objects.get()
        self.assertIn(f'id="{stays.pk}"', guide.body[0].value.source)
        self.assertEqual(guide.body[1].value[0].pk, stays.pk)

    def test_redirects_to_the_lost_page_lead_on(self):
        lost, stays = self.tree.role_page(self.goes), self.tree.role_page(self.stays)
        Redirect.add_redirect("/old-agent", redirect_to=lost)

        merge(self.goes, self.stays)

        self.assertEqual(Redirect.objects.get(old_path="/old-agent").redirect_page_id, stays.pk)

    def test_a_change_of_a_post_that_waits_follows(self):
        change = services.open_change(ListingFactory(role=self.goes), None)

        merge(self.goes, self.stays)

        change.refresh_from_db()
        self.assertEqual(change.snapshot["columns"]["role"], self.stays.pk)


class OtherTablesTests(TestCase):
    def test_industries(self):
        stays = Industry.objects.create(slug="retail", title="Retail")
        goes = Industry.objects.create(slug="shops", title="Shops")
        role, both = RoleFactory(), RoleFactory()
        role.industries.add(goes)
        both.industries.add(goes, stays)
        employer = EmployerFactory(industry=goes)

        merge(goes, stays)

        employer.refresh_from_db()
        self.assertEqual(employer.industry, stays)
        self.assertEqual(list(role.industries.all()), [stays])
        self.assertEqual(list(both.industries.all()), [stays])

    def test_tool_families_and_the_tools_in_them_are_stamped(self):
        stays = ToolFamily.objects.create(slug="chat", title="Chat")
        goes = ToolFamily.objects.create(slug="messaging", title="Messaging")
        tool = SkillFactory(tool=True, tool_family=goes)

        merge(goes, stays)

        before = tool.updated_at
        tool.refresh_from_db()
        self.assertEqual(tool.tool_family, stays)
        self.assertGreater(tool.updated_at, before)

    def test_terms_of_the_glossary(self):
        stays, goes = MetricFactory(), MetricFactory()
        listing, both = ListingFactory(), ListingFactory()
        ListingTarget.objects.create(listing=listing, metric=goes, target="85%")
        ListingTarget.objects.create(listing=both, metric=stays, target="")
        ListingTarget.objects.create(listing=both, metric=goes, target="90%")
        with self.captureOnCommitCallbacks(execute=True):
            guide = PageTree().guide(body=[{"type": "metric", "value": {"term": goes.pk}}])

        with self.captureOnCommitCallbacks(execute=True):
            merge(goes, stays)

        self.assertEqual(listing.targets.get().metric, stays)
        self.assertEqual(both.targets.get().target, "90%")
        self.assertEqual(type(guide).objects.get().body[0].value["term"], stays)
        self.assertEqual(ReferenceIndex.get_references_to(stays).count(), 1)
        self.assertFalse(GlossaryTerm.objects.filter(slug=goes.slug).exists())

    def test_tools_are_merged_from_their_own_desk(self):
        stays = Tool.objects.get(pk=SkillFactory(tool=True).pk)
        goes = Tool.objects.get(pk=SkillFactory(tool=True).pk)
        page = PageTree().home.add_child(instance=SkillPage(title="T", slug="t", skill=goes))

        merge(goes, stays)

        self.assertEqual(SkillPage.objects.get(pk=page.pk).skill_id, stays.pk)
        self.assertEqual(page_field(Tool).name, "skill")
        check(stays, Tool.objects.get(pk=SkillFactory(tool=True).pk))


class TwoAtOnceTests(RaceTestCase):
    def _fixture_teardown(self):
        FormerSlug.objects.all().delete()
        ModelLogEntry.objects.all().delete()
        super()._fixture_teardown()

    def attempt(self, loser: Skill, winner: Skill):
        def act():
            try:
                return merge(loser, winner)
            except MergeRefused:
                return "refused"

        return act

    def test_one_row_goes_into_one_other_only(self):
        goes, one, other = SkillFactory(), SkillFactory(), SkillFactory()
        role = RoleFactory()
        RoleSkill.objects.create(role=role, skill=goes)

        results = self.at_once(self.attempt(goes, one), self.attempt(goes, other))

        self.assertCountEqual(results, [1, "refused"])
        self.assertEqual(FormerSlug.objects.count(), 1)
        self.assertIn(role.role_skills.get().skill_id, {one.pk, other.pk})

    def test_two_rows_do_not_vanish_into_one_another(self):
        one, other = SkillFactory(), SkillFactory()
        role = RoleFactory()
        RoleSkill.objects.create(role=role, skill=one)

        results = self.at_once(self.attempt(one, other), self.attempt(other, one))

        self.assertEqual(results.count("refused"), 1)
        self.assertEqual(Skill.objects.count(), 1)
        self.assertEqual(RoleSkill.objects.count(), 1)

    def test_a_merge_that_fails_leaves_all_as_it_was(self):
        goes, stays = SkillFactory(), SkillFactory()
        RoleSkill.objects.create(role=RoleFactory(), skill=goes)

        with mock.patch("cms.merging.service.log", side_effect=OSError):
            self.assertRaises(OSError, merge, goes, stays)

        self.assertEqual(RoleSkill.objects.get().skill, goes)
        self.assertFalse(FormerSlug.objects.exists())
        self.assertEqual(Skill.objects.get(pk=goes.pk).slug, goes.slug)
        self.assertFalse(connection.in_atomic_block)
        transaction.get_connection().close()
