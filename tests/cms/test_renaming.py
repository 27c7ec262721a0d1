"""A keeper gives a row another slug at its desk."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.desk.csv_plan import read_plan
from cms.desk.csv_sheets import ROLES, TERMS
from cms.groups import TAXONOMISTS
from cms.merging import merge, rename
from cms.models import FormerSlug, GlossaryTerm, Role, RolePage, SeedRecord
from cms.models.keeping import keys_by_slug
from tests.cms.desk_case import DeskTests
from tests.factories import RoleFactory, SkillFactory


class RenamingTests(DeskTests):
    group = TAXONOMISTS

    def send(self, **changes):
        words = {
            "title": "Representative", "slug": "csr", "description": "Helps.", "alt_titles": "",
            "family": "front_line", "ladder_level": "1", "channels": ("phone",), "soc_code": "",
            "onet_soc_code": "", "role_skills": inline_formset([]),
        }  # fmt: skip
        address = reverse("wagtailsnippets_cms_role:edit", args=[self.role.pk])
        return self.client.post(address, nested_form_data(words | changes))

    def former(self) -> dict:
        return dict(FormerSlug.objects.values_list("slug", "now"))

    def test_the_old_slug_leads_on_from_addresses_files_and_older_slugs(self):
        merge(RoleFactory(slug="older"), self.role)
        self.send(slug="care-agent")

        self.assertEqual(self.former(), {"csr": "care-agent", "older": "care-agent"})
        self.assertEqual(keys_by_slug(Role)["csr"], self.role.pk)
        self.assertRedirects(self.client.get("/jobs/?role=csr"), "/jobs/?role=care-agent", 301)

    def test_a_slug_that_is_taken_back_answers_for_itself(self):
        self.send(slug="care-agent")
        self.send(slug="csr")

        self.assertEqual(self.former(), {"care-agent": "csr"})

    def test_words_without_the_slug_leave_it(self):
        self.send(title="Agent")

        self.assertEqual(self.former(), {})

    def test_the_page_moves_and_its_old_address_leads_there(self):
        page = self.tree.roles.add_child(
            instance=RolePage(title="Representative", slug="csr", role=self.role)
        )
        page.save_revision()

        self.send(slug="care-agent")

        self.role.refresh_from_db()
        self.assertEqual(self.client.get(self.role.get_absolute_url()).status_code, 200)
        self.assertRedirects(self.client.get("/roles/csr/"), "/roles/care-agent/", 301)
        page.refresh_from_db()
        self.assertEqual(page.get_latest_revision_as_object().slug, "care-agent")
        self.send(slug="csr")
        self.assertEqual(self.client.get("/roles/csr/").status_code, 200)
        self.assertRedirects(self.client.get("/roles/care-agent/"), "/roles/csr/", 301)

    def test_what_the_data_files_made_stays_theirs(self):
        for key in ("csr/typing", "lead/typing"):
            SeedRecord.objects.create(kind="role_skill", key=key, digest="")
        self.send(slug="care-agent")

        keys = set(SeedRecord.objects.filter(kind="role_skill").values_list("key", flat=True))
        self.assertEqual(keys, {"care-agent/typing", "lead/typing"})

    def test_skills_tools_and_terms_are_kept_as_well(self):
        tool = SkillFactory(slug="helpdesk", tool=True)
        term = GlossaryTerm.objects.create(slug="csat", title="CSAT", definition="How pleased.")
        for row, old in ((tool, "desk"), (term, "satisfaction")):
            rename(row, old)

        self.assertEqual(
            set(FormerSlug.objects.values_list("kind", "slug", "now")),
            {("skill", "desk", "helpdesk"), ("term", "satisfaction", "csat")},
        )

    def test_a_file_that_names_the_old_slug_makes_no_second_row(self):
        GlossaryTerm.objects.create(slug="csat", title="CSAT", definition="How pleased.")
        FormerSlug.objects.lead_on("term", "satisfaction", "csat")
        text = "slug,title,definition,is_metric\n{},CSAT,How happy.,false\n"

        refused = read_plan(TERMS, text.format("satisfaction")).lines[0]
        self.assertEqual(refused.reasons, ["This is “csat” now."])
        # Somebody gave the slug to a row again: it is that row's.
        GlossaryTerm.objects.create(slug="satisfaction", title="Another", definition="Other.")
        self.assertEqual(read_plan(TERMS, text.format("satisfaction")).lines[0].reasons, [])


class RungTests(DeskTests):
    group = TAXONOMISTS

    def test_a_role_of_a_line_has_a_rung_and_a_way_out_has_none(self):
        for family, level in (("front_line", None), ("exit", 2)):
            role = Role(slug="new", title="New", description="Helps.", family=family)
            role.ladder_level = level
            with self.assertRaises(IntegrityError), transaction.atomic():
                role.save()

    def test_a_form_and_a_file_without_it_say_so_beside_the_rung(self):
        words = {"title": "New", "slug": "new", "description": "Helps.", "family": "front_line"}
        words |= {"role_skills": inline_formset([]), "ladder_level": ""}
        response = self.client.post(
            reverse("wagtailsnippets_cms_role:add"), nested_form_data(words)
        )
        errors = response.context["form"].errors
        self.assertEqual(
            errors, {"ladder_level": ["Say on which rung of its line the role stands."]}
        )

        text = "slug,title,description,family,ladder_level\nnew,New,Helps.,front_line,\n"
        self.assertEqual(
            read_plan(ROLES, text).lines[0].reasons,
            ["ladder_level: Say on which rung of its line the role stands."],
        )
