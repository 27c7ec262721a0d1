"""The taxonomy's lists: how often a row is used, what uses it, merging and history from its menu."""

import csv
import io
from unittest import mock

from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.desk.usage import count_usage
from cms.groups import TAXONOMISTS, ensure_groups
from cms.models import (
    CareerStep,
    FormerSlug,
    GlossaryTerm,
    Industry,
    Role,
    RoleSkill,
    Skill,
    Tool,
    ToolFamily,
)
from listings.models import ListingSkill, ListingTarget
from profiles.models import CandidateSkill
from tests.cms.factories import PageTree, WageFactory
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    ListingFactory,
    MetricFactory,
    RoleFactory,
    SkillFactory,
    UserFactory,
)


def desk(model: str, page: str = "list", *args) -> str:
    return reverse(f"wagtailsnippets_cms_{model}:{page}", args=args)


class KeeperTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        ensure_groups()
        cls.keeper = UserFactory()
        cls.keeper.groups.add(Group.objects.get(name=TAXONOMISTS))

    def setUp(self):
        self.client.force_login(self.keeper)

    def without(self, codename: str):
        """The keeper loses one right."""
        group = Group.objects.get(name=TAXONOMISTS)
        group.permissions.remove(Permission.objects.get(codename=codename))


class UsageTests(KeeperTests):
    def test_uses_of_a_skill_are_counted_in_all_apps(self):
        skill, unused = SkillFactory(), SkillFactory()
        for role in (RoleFactory(), RoleFactory()):
            RoleSkill.objects.create(role=role, skill=skill)
        ListingSkill.objects.create(listing=ListingFactory(), skill=skill)
        for candidate in (CandidateFactory(), CandidateFactory(), CandidateFactory()):
            CandidateSkill.objects.create(candidate=candidate, skill=skill)
        self.tree.guide(skills=[skill])

        with self.assertNumQueries(1):
            counts = count_usage(Skill, [skill, unused])

        self.assertEqual(
            counts,
            {skill.pk: {"roleskill": 2, "listings": 1, "profiles": 3, "pages": 1}, unused.pk: {}},
        )

    def test_two_columns_of_one_app_are_added_up(self):
        role = RoleFactory()
        CandidateFactory(current_role=role, target_role=role)
        CandidateFactory(target_role=role)
        CandidateFactory(current_role=role)

        self.assertEqual(count_usage(Role, [role])[role.pk], {"profiles": 4})

    def test_a_page_that_names_a_row_in_several_ways_counts_once(self):
        role = RoleFactory()
        self.tree.role_page(role)
        with self.captureOnCommitCallbacks(execute=True):
            self.tree.guide(
                roles=[role], body=[{"type": "pay_band", "value": {"role": role.pk, "place": ""}}]
            )

        self.assertEqual(count_usage(Role, [role])[role.pk]["pages"], 2)

    def test_uses_of_the_other_tables(self):
        industry = Industry.objects.create(slug="retail", title="Retail")
        RoleFactory().industries.add(industry)
        EmployerFactory(industry=industry)
        family = ToolFamily.objects.create(slug="chat", title="Chat")
        SkillFactory(tool=True, tool_family=family)
        metric = MetricFactory()
        ListingTarget.objects.create(listing=ListingFactory(), metric=metric)

        self.assertEqual(count_usage(Industry, [industry])[industry.pk], {"role": 1, "profiles": 1})
        self.assertEqual(count_usage(ToolFamily, [family])[family.pk], {"skill": 1})
        self.assertEqual(count_usage(GlossaryTerm, [metric])[metric.pk], {"listings": 1})

    def test_query_counts_of_the_lists_do_not_grow(self):
        def fill(more: int) -> None:
            for _ in range(more):
                role, skill = RoleFactory(), SkillFactory()
                tool, language = SkillFactory(tool=True), SkillFactory(language=True)
                for each in (skill, tool, language):
                    RoleSkill.objects.create(role=role, skill=each)
                    CandidateSkill.objects.create(candidate=CandidateFactory(), skill=each)
                industry = Industry.objects.create(slug=f"i-{role.pk}", title=f"I {role.pk}")
                role.industries.add(industry)
                MetricFactory()

        def counts() -> dict[str, int]:
            found = {}
            for model in ("role", "skill", "tool", "language", "industry", "glossaryterm"):
                with CaptureQueriesContext(connection) as queries:
                    self.assertEqual(self.client.get(desk(model)).status_code, 200)
                found[model] = len(queries)
            return found

        fill(2)
        counts()
        few = counts()
        fill(6)
        self.assertEqual(counts(), few)

    def test_the_list_is_searched_by_other_labels_and_by_slug(self):
        SkillFactory(slug="typing", preferred_label="Typing", alt_labels="Keyboard speed")
        SkillFactory(slug="calm", preferred_label="Staying calm")

        for words in ("keyboard", "typing"):
            with self.subTest(words):
                response = self.client.get(desk("skill"), {"q": words})
                self.assertContains(response, "Typing")
                self.assertNotContains(response, "Staying calm")

    def test_the_page_of_a_row_names_roles_and_pages_but_no_people(self):
        skill = SkillFactory(preferred_label="Typing")
        role = RoleFactory(title="Clerk of works")
        RoleSkill.objects.create(role=role, skill=skill)
        candidate = CandidateFactory(headline="A secret headline")
        CandidateSkill.objects.create(candidate=candidate, skill=skill)

        response = self.client.get(desk("skill", "usage", skill.pk))

        self.assertContains(response, "Clerk of works")
        self.assertContains(response, "Used 2 times.")
        self.assertNotContains(response, f"Candidate {candidate.pk}")
        self.assertNotContains(response, "secret")

    def test_the_page_of_a_role_names_its_steps_by_their_roles_and_its_parts_by_their_own_names(
        self,
    ):
        clerk, lead = RoleFactory(title="Clerk of works"), RoleFactory(title="Lead of works")
        CareerStep.objects.create(from_role=clerk, to_role=lead, kind=CareerStep.Kind.PROMOTION)

        response = self.client.get(desk("role", "usage", clerk.pk))

        self.assertContains(response, "Clerk of works → Lead of works")
        self.assertContains(response, 'id="kind-1-section"')
        self.assertNotContains(response, 'id="-section"')


class WageTests(KeeperTests):
    def test_wages_are_looked_at_and_nobody_words_them(self):
        wage = WageFactory()

        listed = self.client.get(reverse("taxonomy_wages:index"), {"soc_code": "43-4051"})

        self.assertContains(listed, "Customer Service Representatives")
        self.assertContains(listed, "United States")
        self.assertNotContains(listed, "/edit/")
        inspected = self.client.get(reverse("taxonomy_wages:inspect", args=[wage.pk]))
        self.assertContains(inspected, "41600")
        for act in ("new/", f"edit/{wage.pk}/", f"delete/{wage.pk}/"):
            address = reverse("taxonomy_wages:index") + act
            self.assertEqual(self.client.post(address).status_code, 404)

    def test_query_count_does_not_grow(self):
        address = reverse("taxonomy_wages:index")

        def count_after(years) -> int:
            for year in years:
                WageFactory(year=year)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(address)
            return len(queries)

        count_after([2020])
        self.assertEqual(count_after([2021]), count_after(range(2000, 2010)))


class MergePagesTests(KeeperTests):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.stays = SkillFactory(slug="typing", preferred_label="Typing")
        cls.goes = SkillFactory(slug="typing-skills", preferred_label="Typing skills")
        RoleSkill.objects.create(role=RoleFactory(), skill=cls.goes)
        cls.address = desk("skill", "merge", cls.goes.pk)

    def test_a_row_s_menu_leads_to_the_choice_and_the_choice_to_what_moves(self):
        self.assertContains(self.client.get(desk("skill")), self.address)

        choice = self.client.get(self.address)
        self.assertContains(choice, reverse("wagtailsnippetchoosers_cms_skill:choose"))
        self.assertContains(choice, "js/snippet-chooser.js")
        self.assertContains(choice, "“Typing skills” will be gone")
        plan = self.client.get(self.address, {"into": self.stays.pk})

        self.assertContains(plan, "Role skills")
        self.assertContains(plan, "<li>Typing skills</li>", html=True)
        self.assertContains(plan, f"{desk('skill', 'merge', self.stays.pk)}?into={self.goes.pk}")
        self.assertTrue(Skill.objects.filter(pk=self.goes.pk).exists())

    def test_confirming_merges_and_the_history_tells(self):
        response = self.client.post(self.address, {"into": self.stays.pk}, follow=True)

        self.assertContains(response, "References moved: 1.")
        self.assertFalse(Skill.objects.filter(pk=self.goes.pk).exists())
        history = self.client.get(desk("skill", "history", self.stays.pk))
        self.assertContains(history, "Took in “Typing skills” (typing-skills)")

    def test_looking_changes_nothing_and_what_cannot_be_is_refused_in_words(self):
        tool = SkillFactory(tool=True, preferred_label="Zendesk")
        refusals = {tool.pk: "of different kinds", self.goes.pk: "cannot go into itself"}
        refusals |= dict.fromkeys(["x", "9" * 30, "\x00"], "") | {"": "required"}
        for into, words in refusals.items():
            with self.subTest(into):
                self.assertContains(self.client.post(self.address, {"into": into}), words)
        by_hand = self.client.get(self.address, {"into": "x"})
        self.assertContains(by_hand, "Choose another.")
        self.assertTrue(Skill.objects.filter(pk=self.goes.pk).exists())

    def test_a_row_that_somebody_merged_meanwhile_is_said_so(self):
        Skill.objects.filter(pk=self.stays.pk).update(slug="renamed-just-now")
        stale = self.stays

        with mock.patch(
            "cms.desk.merge_views.MergeForm.clean", lambda form: {"into": stale}, create=True
        ):
            response = self.client.post(self.address, {"into": self.stays.pk}, follow=True)

        self.assertContains(response, "Look at the list again.")
        self.assertTrue(Skill.objects.filter(pk=self.goes.pk).exists())

    def test_a_row_that_is_gone_is_not_found(self):
        self.assertEqual(self.client.get(desk("skill", "merge", 999_999)).status_code, 404)

    def test_it_takes_the_rights_to_change_and_to_delete(self):
        for codename in ("change_skill", "delete_skill"):
            with self.subTest(codename):
                self.without(codename)
                self.assertEqual(
                    self.client.post(self.address, {"into": self.stays.pk}).status_code, 302
                )
                self.assertTrue(Skill.objects.filter(pk=self.goes.pk).exists())
                ensure_right = Permission.objects.get(codename=codename)
                Group.objects.get(name=TAXONOMISTS).permissions.add(ensure_right)

    def test_each_desk_has_its_merge(self):
        pairs = {
            "role": [RoleFactory(), RoleFactory()],
            "tool": [Tool.objects.get(pk=SkillFactory(tool=True).pk) for _ in range(2)],
            "toolfamily": [ToolFamily.objects.create(slug=slug, title=slug) for slug in "ab"],
            "industry": [Industry.objects.create(slug=slug, title=slug) for slug in "ab"],
            "glossaryterm": [MetricFactory(), MetricFactory()],
        }
        for model, (goes, stays) in pairs.items():
            with self.subTest(model):
                address = desk(model, "merge", goes.pk)
                self.assertEqual(self.client.get(address, {"into": stays.pk}).status_code, 200)
                self.client.post(address, {"into": stays.pk})
                self.assertFalse(type(goes).objects.filter(pk=goes.pk).exists())
                self.assertTrue(FormerSlug.objects.filter(slug=goes.slug, now=stays.slug).exists())


class HistoryTests(KeeperTests):
    def test_an_edit_says_what_became_of_which_field(self):
        skill = SkillFactory(slug="typing", preferred_label="Typing")
        words = {
            "preferred_label": "Fast typing", "slug": "typing", "kind": "service",
            "alt_labels": "", "description": "", "is_matchable": "on",
        }  # fmt: skip

        self.client.post(desk("skill", "edit", skill.pk), words)

        history = self.client.get(desk("skill", "history", skill.pk))
        self.assertContains(history, "“Typing” became “Fast typing”")
        self.assertContains(history, self.keeper.get_full_name())

    def test_a_slug_of_another_desk_is_taken(self):
        SkillFactory(slug="zendesk", tool=True)
        words = {"preferred_label": "Z", "slug": "zendesk", "kind": "service", "alt_labels": ""}

        response = self.client.post(desk("skill", "add"), words)

        self.assertContains(response, "has this slug already")


class ExportTests(KeeperTests):
    def exported(self, model: str) -> list[dict]:
        response = self.client.get(desk(model), {"export": "csv"})
        text = b"".join(response.streaming_content).decode()
        return list(csv.DictReader(io.StringIO(text)))

    def test_a_file_has_the_columns_of_the_data_files(self):
        industry = Industry.objects.create(slug="retail", title="Retail")
        role = RoleFactory(
            slug="csr", alt_titles="Agent\nRep", channels=["phone", "chat"], soc_is_proxy=True
        )
        role.industries.add(industry)

        (row,) = self.exported("role")

        self.assertEqual(
            (row["slug"], row["alt_titles"], row["channels"], row["industries"]),
            ("csr", "Agent|Rep", "phone|chat", "retail"),
        )
        self.assertEqual((row["soc_is_proxy"], row["ladder_level"]), ("true", "1"))

    def test_a_cell_that_a_spreadsheet_would_run_is_only_shown(self):
        SkillFactory(preferred_label="=HYPERLINK(1)")

        self.assertEqual(self.exported("skill")[0]["preferred_label"], "'=HYPERLINK(1)")

    def test_every_desk_gives_a_file_in_a_fixed_number_of_queries(self):
        for model in (
            "role", "careerstep", "skill", "tool", "language", "toolfamily", "industry",
            "glossaryterm",
        ):  # fmt: skip
            with self.subTest(model):
                response = self.client.get(desk(model), {"export": "csv"})
                self.assertEqual(response["Content-Type"], "text/csv")

        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                self.exported("careerstep")
            return len(queries)

        RoleFactory().steps_out.create(to_role=RoleFactory(), kind="promotion")
        few = count()
        for _ in range(5):
            RoleFactory().steps_out.create(to_role=RoleFactory(), kind="promotion")
        self.assertEqual(count(), few)
