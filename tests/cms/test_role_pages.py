"""What stands on a role's page beside its words: earlier pay, who checked it, where it leads on the site."""

from datetime import date
from decimal import Decimal

from django.test import TestCase

from cms.models import (
    IndustryIndexPage,
    IndustryPage,
    PageSource,
    RoleSkill,
    SkillIndexPage,
    SkillPage,
    Wage,
)
from tests.cms.factories import PageTree, WageFactory
from tests.factories import PlaceFactory, RoleFactory, SkillFactory


class EarlierPayTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.role = RoleFactory(slug="csr", soc_code="43-4051")
        cls.columbus = PlaceFactory()
        WageFactory()
        cls.earlier = WageFactory(
            year=2023, hourly_median=Decimal("19.08"), source="A bureau, wages, May 2023"
        )
        tree = PageTree()
        tree.role_page(cls.role)

    def get(self, query=""):
        return self.client.get(f"/roles/csr/{query}")

    def test_the_release_before_the_newest_stands_beside_it_with_its_year_and_source(self):
        response = self.get()

        self.assertContains(response, "In the United States the middle is $20.00 in the release of")
        self.assertContains(response, "it was $19.08 in the one of May 2023")
        self.assertContains(response, "A bureau, wages, May 2023")
        self.assertContains(response, '<span class="soft nowrap">May 2025</span>')
        self.assertContains(response, '<span class="soft nowrap">May 2023</span>')

    def test_a_new_release_leaves_the_old_row_and_moves_it_to_the_second_place(self):
        WageFactory(year=2026, hourly_median=Decimal("21.00"))

        pay = self.get().context["pay"]

        self.assertEqual([wage.year for wage in pay.columns], [2026, 2025])
        self.assertEqual(Wage.objects.get(pk=self.earlier.pk).hourly_median, Decimal("19.08"))

    def test_the_earlier_figure_is_of_the_nearest_area(self):
        WageFactory(area__columbus=True, area__cities=[self.columbus])

        pay = self.get("?near=Columbus").context["pay"]

        self.assertEqual([wage.area.kind for wage in pay.wages], ["metro", "national"])
        self.assertIsNone(pay.earlier)

    def test_with_one_release_there_is_no_word_of_another(self):
        self.earlier.delete()

        self.assertNotContains(self.get(), "in the release of")

    def test_all_releases_cost_one_query(self):
        pay = self.get().context["pay"]
        del pay._releases

        with self.assertNumQueries(1):  # wages and their areas
            self.assertEqual((pay.wage.year, pay.earlier.year), (2025, 2023))


class RolePageLinksTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.role = RoleFactory(slug="csr")
        cls.page = cls.tree.role_page(cls.role)

    def get(self):
        response = self.client.get("/roles/csr/")
        self.assertEqual(response.status_code, 200)
        return response

    def test_it_says_by_whom_it_is_when_it_was_checked_and_its_sources(self):
        self.page.author, self.page.reviewed_on = "Ada Field", date(2026, 5, 4)
        self.page.sources = [PageSource(title="A survey", publisher="A bureau", year=2025)]
        self.page.save()

        response = self.get()

        self.assertContains(response, "By Ada Field · 1 minute · checked May 4, 2026")
        self.assertContains(response, "A bureau, 2025.")

    def test_industries_and_skills_lead_to_their_live_pages(self):
        home = self.tree.home
        industries = home.add_child(
            instance=IndustryIndexPage(title="Industries", slug="industries", introduction="All.")
        )
        skills = home.add_child(
            instance=SkillIndexPage(title="Skills", slug="skills", introduction="All.")
        )
        retail = self.role.industries.create(slug="retail", title="Retail")
        self.role.industries.create(slug="travel", title="Travel")
        industries.add_child(
            instance=IndustryPage(
                title="Retail", slug="retail", industry=retail, introduction="Shops."
            )
        )
        told, untold = SkillFactory(preferred_label="Typing"), SkillFactory(preferred_label="Tact")
        skills.add_child(instance=SkillPage(title="Typing", slug=told.slug, skill=told))
        hidden = SkillPage(title="Tact", slug=untold.slug, skill=untold, live=False)
        skills.add_child(instance=hidden)
        for skill in (told, untold):
            RoleSkill.objects.create(role=self.role, skill=skill)

        response = self.get()

        self.assertContains(response, '<a href="/industries/retail/">Retail</a>, Travel')
        self.assertContains(response, f'href="/skills/{told.slug}/">Typing</a>')
        self.assertContains(response, '<span class="chip">Tact</span>')

    def test_the_newest_six_guides_about_it_are_named(self):
        for number in range(8):
            self.tree.guide(f"guide-{number}", roles=[self.role])
        self.tree.guide("of-another", roles=[RoleFactory()])

        guides = [guide.slug for guide in self.get().context["guides"]]

        self.assertEqual(guides, [f"guide-{number}" for number in (7, 6, 5, 4, 3, 2)])

    def test_a_guide_that_teaches_what_the_role_asks_stands_before_newer_ones(self):
        asked, other = SkillFactory(), SkillFactory()
        RoleSkill.objects.create(role=self.role, skill=asked)
        for slug, skill in (("teaches-it", asked), ("teaches-others", other)):
            guide = self.tree.guide(slug, roles=[self.role])
            guide.skills = [skill]
            guide.save()

        guides = [guide.slug for guide in self.get().context["guides"]]

        self.assertEqual(guides, ["teaches-it", "teaches-others"])

    def test_a_reader_may_say_whether_it_was_useful(self):
        self.assertContains(self.get(), "Was this useful?")
