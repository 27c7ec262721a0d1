"""What may be merged, the smaller tables, and two merges at once."""

from unittest import mock

from django.db import connection, transaction
from django.test import TestCase
from wagtail.models import ModelLogEntry, ReferenceIndex

from cms.merging import MergeRefused, check, merge
from cms.merging.references import page_field
from cms.models import (
    FormerSlug,
    GlossaryTerm,
    Industry,
    RoleSkill,
    Skill,
    SkillPage,
    Tool,
    ToolFamily,
)
from listings.models import ListingTarget
from tests.cms.factories import PageTree
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    MetricFactory,
    RoleFactory,
    SkillFactory,
)
from tests.racing import RaceTestCase


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
