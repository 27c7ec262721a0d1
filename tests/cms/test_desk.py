import json

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    streamfield,
)

from cms.groups import REVIEWERS, TAXONOMISTS
from cms.models import GlossaryTerm, GuidePage, Role, RoleSkill, Skill
from tests.cms.desk_case import DeskTests, guide_form, make_person
from tests.factories import RoleFactory, SkillFactory, UserFactory


class GuideDeskTests(DeskTests):
    group = REVIEWERS

    def create(self, **changes):
        address = reverse("wagtailadmin_pages:add", args=("cms", "guidepage", self.tree.guides.pk))
        return self.client.post(address, guide_form(self.role, **changes))

    def publish(self, guide, **changes):
        """A second reviewer does: nobody publishes what they alone wrote."""
        self.client.force_login(make_person(REVIEWERS))
        edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])
        self.client.post(edit, guide_form(self.role, **changes, **{"action-publish": "1"}))

    def test_a_guide_is_written_previewed_and_published(self):
        self.create()
        guide = GuidePage.objects.get(slug="hand-over")
        self.assertFalse(guide.live)

        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[guide.pk])
        self.assertTrue(self.client.post(preview, guide_form(self.role)).json()["is_valid"])
        self.assertContains(self.client.get(preview), "Facts first.")

        self.publish(guide)
        self.assertContains(self.client.get("/guides/hand-over/"), "Facts first.")

    def test_what_is_missing_is_said_and_nothing_goes_live(self):
        response = self.create(introduction="", **{"action-submit": "1"})

        self.assertContains(response, "This field is required")
        self.assertFalse(GuidePage.objects.exists())

    def test_a_forged_text_brings_neither_script_nor_a_javascript_link(self):
        forged = {
            "blocks": [
                {
                    "key": "aaaaa",
                    "type": "unstyled",
                    "text": "<script>alert(1)</script> the pay office",
                    "entityRanges": [{"offset": 26, "length": 14, "key": 0}],
                    "inlineStyleRanges": [],
                }
            ],
            "entityMap": {
                "0": {
                    "type": "LINK",
                    "mutability": "MUTABLE",
                    "data": {"url": "javascript:alert(2)"},
                }
            },
        }
        body = streamfield([("heading", "Go on"), ("text", json.dumps(forged))])
        self.create(body=body)
        self.publish(GuidePage.objects.get(), body=body)

        response = self.client.get("/guides/hand-over/")

        self.assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt;")
        self.assertNotContains(response, "<script>alert(1)")
        self.assertNotContains(response, "javascript:")


class EditorsReachTests(DeskTests):
    def test_the_help_is_for_editors_and_tells_nothing_of_releases(self):
        desk = self.client.get(reverse("wagtailadmin_home"))

        self.assertContains(desk, "Editor Guide")
        self.assertNotContains(desk, "whats-new")

    def test_an_editor_sees_the_pages(self):
        for address in [
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_explore", args=[self.tree.home.pk]),
            reverse("wagtailadmin_pages:edit", args=[self.tree.guides.pk]),
        ]:
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_an_editor_does_not_reach_the_taxonomy_people_groups_sites_or_django_admin(self):
        for address in [
            reverse("wagtailsnippets_cms_role:list"),
            reverse("wagtailsnippets_cms_skill:add"),
            reverse("wagtailsnippets_cms_cannedanswer:list"),
            reverse("wagtailredirects:index"),
            reverse("wagtailusers_users:index"),
            reverse("wagtailusers_groups:index"),
            reverse("wagtailadmin_collections:index"),
            reverse("wagtailadmin_workflows:index"),
            reverse(
                "wagtailadmin_pages:add", args=("cms", "homepage", Page.get_first_root_node().pk)
            ),
            "/django-admin/",
        ]:
            with self.subTest(address):
                response = self.client.get(address)
                self.assertIn(response.status_code, {302, 403})
                self.assertNotEqual(response.headers.get("Location"), address)

    def test_somebody_without_the_group_does_not_come_in(self):
        self.client.force_login(UserFactory())

        self.assertEqual(self.client.get(reverse("wagtailadmin_home")).status_code, 302)

    def test_a_guest_is_sent_to_the_one_sign_in(self):
        self.client.logout()

        response = self.client.get(reverse("wagtailadmin_home"))

        self.assertTrue(response["Location"].startswith("/accounts/login/"))


class TaxonomyDeskTests(DeskTests):
    group = TAXONOMISTS

    def test_every_desk_of_the_taxonomy_opens_its_list_and_its_form(self):
        self.assertContains(self.client.get(reverse("wagtailadmin_home")), "Taxonomy")
        for model in (
            "careerstep", "skill", "tool", "language", "toolfamily", "industry", "role",
            "glossaryterm",
        ):  # fmt: skip
            for act in ("list", "add"):
                with self.subTest(f"{model} {act}"):
                    response = self.client.get(reverse(f"wagtailsnippets_cms_{model}:{act}"))
                    self.assertEqual(response.status_code, 200)
        RoleSkill.objects.create(role=self.role, skill=SkillFactory(preferred_label="Listening"))

        role_form = self.client.get(reverse("wagtailsnippets_cms_role:edit", args=[self.role.pk]))

        self.assertContains(role_form, "Listening")

    def test_a_tool_made_at_its_desk_is_a_skill_of_that_kind(self):
        self.client.post(
            reverse("wagtailsnippets_cms_tool:add"),
            {
                "preferred_label": "Kayako", "slug": "kayako", "tool_family": "",
                "alt_labels": "", "description": "", "is_matchable": "on",
            },
        )  # fmt: skip

        self.assertEqual(Skill.objects.get(slug="kayako").kind, "tool")

    def test_tools_and_languages_are_not_listed_among_skills(self):
        SkillFactory(preferred_label="Listening")
        SkillFactory(preferred_label="Zendesk", tool=True)
        SkillFactory(preferred_label="Spanish", language=True)

        response = self.client.get(reverse("wagtailsnippets_cms_skill:list"))

        self.assertContains(response, "Listening")
        self.assertNotContains(response, "Zendesk")
        self.assertNotContains(response, "Spanish")

    def test_the_root_of_the_pages_opens_for_whoever_may_do_everything(self):
        self.client.force_login(UserFactory(is_staff=True, is_superuser=True))

        self.assertContains(self.client.get("/admin/pages/"), reverse("wagtailsites:index"))

    def test_a_role_is_edited_with_the_skills_it_asks(self):
        kept, dropped, added = SkillFactory(), SkillFactory(), SkillFactory(tool=True)
        kept_row = RoleSkill.objects.create(role=self.role, skill=kept)
        dropped_row = RoleSkill.objects.create(role=self.role, skill=dropped)
        asks = inline_formset(
            [
                {"id": kept_row.pk, "skill": kept.pk, "importance": "5", "is_essential": "on"},
                {"id": dropped_row.pk, "skill": dropped.pk, "importance": "3", "DELETE": "1"},
                {"id": "", "skill": added.pk, "importance": "2"},
            ],
            initial=2,
        )

        response = self.client.post(
            reverse("wagtailsnippets_cms_role:edit", args=[self.role.pk]),
            nested_form_data(
                {
                    "title": "Agent", "slug": "csr", "description": "Helps.", "alt_titles": "",
                    "family": "front_line", "ladder_level": "1", "channels": ("phone", "chat"),
                    "soc_code": "43-4051",
                    "onet_soc_code": "", "role_skills": asks,
                }
            ),
        )  # fmt: skip

        self.assertEqual(response.status_code, 302)
        role = Role.objects.get(pk=self.role.pk)
        self.assertEqual((role.title, role.channels), ("Agent", ["phone", "chat"]))
        self.assertEqual(
            set(RoleSkill.objects.filter(role=role).values_list("skill", "importance")),
            {(kept.pk, 5), (added.pk, 2)},
        )

    def test_the_skills_of_a_role_change_places_in_one_save(self):
        one, two, three, four, five, six, seven = (SkillFactory() for _n in range(7))
        rows = [
            RoleSkill.objects.create(role=self.role, skill=skill)
            for skill in (one, two, three, five)
        ]
        lines = [
            {"id": rows[0].pk, "skill": two.pk, "importance": "1"},
            {"id": rows[1].pk, "skill": one.pk, "importance": "2"},
            {"id": rows[2].pk, "skill": three.pk, "importance": "3", "DELETE": "1"},
            {"id": rows[3].pk, "skill": six.pk, "importance": "3"},
            {"id": "", "skill": three.pk, "importance": "4"},
            {"id": "", "skill": four.pk, "importance": "5"},
        ]
        # Another editor has added both since the form was opened: one stands in it as well.
        RoleSkill.objects.create(role=self.role, skill=four)
        RoleSkill.objects.create(role=self.role, skill=seven, importance=2)

        response = self.client.post(
            reverse("wagtailsnippets_cms_role:edit", args=[self.role.pk]),
            nested_form_data(
                {
                    "title": "Agent", "slug": "csr", "description": "Helps.", "family": "front_line",
                    "ladder_level": "1", "soc_code": "43-4051", "onet_soc_code": "",
                    "role_skills": inline_formset(lines, initial=4),
                }
            ),
        )  # fmt: skip

        self.assertEqual(response.status_code, 302)
        self.assertEqual(
            set(RoleSkill.objects.values_list("skill", "importance")),
            {(two.pk, 1), (one.pk, 2), (six.pk, 3), (three.pk, 4), (four.pk, 5), (seven.pk, 2)},
        )

    def test_a_word_of_the_glossary_is_corrected_at_its_desk(self):
        term = GlossaryTerm.objects.create(slug="csat", title="CSAT", definition="How pleased.")
        words = {
            "title": "Customer satisfaction score", "slug": "csat", "abbreviation": "CSAT",
            "is_metric": "on", "definition": "How satisfied.", "caution": "Few answer.",
            "source_name": "", "source_url": "", "source_year": "",
        }  # fmt: skip
        desk = reverse("wagtailsnippets_cms_glossaryterm:edit", args=[term.pk])

        refused = self.client.post(desk, words | {"source_url": "https://example.org/"})
        self.assertContains(refused, "Say whose address it is.")
        self.client.post(desk, words)

        term.refresh_from_db()
        self.assertEqual((term.definition, term.is_metric), ("How satisfied.", True))

    def test_a_step_without_a_start_needs_the_rung_it_is_open_to(self):
        response = self.client.post(
            reverse("wagtailsnippets_cms_careerstep:add"),
            {
                "from_role": "",
                "from_level": "",
                "to_role": self.role.pk,
                "kind": "exit",
                "frequency": "2",
                "condition": "",
            },
        )

        self.assertEqual(response.status_code, 200)
        self.assertFalse(self.role.steps_in.exists())

    def test_query_count_of_the_list_of_steps_does_not_grow(self):
        address = reverse("wagtailsnippets_cms_careerstep:list")

        def count_after(more: int) -> int:
            for _ in range(more):
                RoleFactory().steps_out.create(to_role=RoleFactory(), kind="promotion")
            with CaptureQueriesContext(connection) as queries:
                self.client.get(address)
            return len(queries)

        count_after(0)
        self.assertEqual(count_after(3), count_after(17))
