"""How an editor finds one role or skill among hundreds."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.groups import TAXONOMISTS
from cms.models import GuidePage, Industry
from tests.cms.desk_case import DeskTests, guide_form
from tests.factories import RoleFactory, SkillFactory


class TicksTests(DeskTests):
    """The roles and skills of a guide: ticks that a field searches."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.guide = cls.tree.guide()
        cls.guide.roles.add(cls.role)
        RoleFactory(title="Account Manager", alt_titles="Client Manager\nKey Account Lead")
        SkillFactory(preferred_label="Copper CRM")
        cls.guide.save()
        editor = Client()
        editor.force_login(cls.person)
        cls.html = cls.form_page(editor)

    @classmethod
    def form_page(cls, client) -> str:
        return client.get(reverse("wagtailadmin_pages:edit", args=[cls.guide.pk])).text

    def test_chosen_rows_stand_first_and_other_names_are_searched_too(self):
        html = self.html

        self.assertNotIn("<select multiple", html)
        self.assertLess(html.index("<span>Representative</span>"), html.index("<span>Account"))
        self.assertInHTML('<small data-names="Client Manager\nKey Account Lead"></small>', html)

    def test_the_search_has_the_fields_label_and_is_not_sent(self):
        self.assertIn('<label for="id_roles" id="id_roles-label">', self.html)
        search = self.html[self.html.index('<input type="search"') :].partition(">")[0]
        self.assertIn('id="id_roles"', search)
        self.assertNotIn(" name=", search)

    def test_the_list_stands_once_in_the_page(self):
        self.assertEqual(self.html.count("Copper CRM"), 1)

    def test_what_is_ticked_is_kept(self):
        skill = SkillFactory()
        self.client.post(
            reverse("wagtailadmin_pages:edit", args=[self.guide.pk]),
            guide_form(self.role, skills=(str(skill.pk),)),
        )

        draft = GuidePage.objects.get(pk=self.guide.pk).get_latest_revision_as_object()
        self.assertEqual(list(draft.roles.all()), [self.role])
        self.assertEqual(list(draft.skills.all()), [skill])

    def test_query_count_of_the_form_does_not_grow_with_roles_and_skills(self):
        def count_after(more: int) -> int:
            for _ in range(more):
                self.guide.roles.add(RoleFactory(alt_titles="Another name"))
                self.guide.skills.add(SkillFactory(alt_labels="Another name"))
            self.guide.save()
            with CaptureQueriesContext(connection) as queries:
                self.form_page(self.client)
            return len(queries)

        count_after(0)  # what is looked up once and kept
        self.assertEqual(count_after(3), count_after(17))


class WindowTests(DeskTests):
    """The window in which a block or a form chooses one row."""

    def found(self, model: str, query: str) -> str:
        address = reverse(f"wagtailsnippetchoosers_cms_{model}:choose_results")
        return self.client.get(address, {"q": query}).text

    def test_it_is_searched_by_every_word_also_of_other_names(self):
        RoleFactory(title="Account Manager", alt_titles="Key Client Lead")
        SkillFactory(preferred_label="Copper CRM", alt_labels="prosperworks")

        self.assertContains(
            self.client.get(reverse("wagtailsnippetchoosers_cms_role:choose")), "Search by name"
        )
        self.assertIn("Account Manager", self.found("role", "lead KEY"))
        self.assertNotIn("Representative", self.found("role", "lead KEY"))
        self.assertIn("Copper CRM", self.found("skill", "prosper"))
        self.assertNotIn("Account Manager", self.found("role", "no such name"))


class IndustriesTests(DeskTests):
    group = TAXONOMISTS

    def test_industries_of_a_role_are_ticks_too(self):
        industry = Industry.objects.create(title="Retail", slug="retail")
        self.role.industries.add(industry)

        response = self.client.get(reverse("wagtailsnippets_cms_role:edit", args=[self.role.pk]))

        tick = f'<input type="checkbox" name="industries" value="{industry.pk}" checked>'
        self.assertContains(response, tick, html=True)
