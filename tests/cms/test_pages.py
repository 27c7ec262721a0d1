from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cms.models import PageSource, RoleSkill, Wage
from cms.vocabulary import RoleFamily
from tests.cms.factories import PageTree, WageFactory
from tests.factories import ListingFactory, PlaceFactory, RoleFactory, SkillFactory

TEXT = {"type": "text", "value": "<p>Ask <b>early</b>.</p>"}


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.csr = RoleFactory(slug="csr", soc_code="43-4051", channels=["phone"])
        cls.lead = RoleFactory(
            slug="team-lead",
            family=RoleFamily.LEADERSHIP,
            ladder_level=3,
            soc_code="43-4051",
            soc_is_proxy=True,
        )
        cls.exit = RoleFactory(slug="sales", exit=True)
        cls.csr.steps_out.create(to_role=cls.lead, kind="promotion", condition="Guide colleagues")
        cls.exit.steps_in.create(from_level=1, kind="exit")
        cls.columbus = PlaceFactory()
        cls.wage = WageFactory()
        WageFactory(
            area__columbus=True, area__cities=[cls.columbus], hourly_median=Decimal("22.28")
        )
        cls.tree = PageTree()
        for role in (cls.csr, cls.lead, cls.exit):
            cls.tree.role_page(role)

    def get(self, address):
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200, address)
        return response


class HomePageTests(PageTests):
    def test_it_offers_search_and_the_rungs_above_the_first_role(self):
        response = self.get("/")

        self.assertContains(response, "Jobs, and the way up.")
        self.assertContains(response, '<option value="team-lead">')
        self.assertNotContains(response, '<option value="sales">')
        self.assertContains(response, "middle pay $20.00 an hour")

    def test_counts_are_live(self):
        ListingFactory(role=self.csr)
        ListingFactory(role=self.csr, expired=True)

        self.assertContains(self.get("/"), "Search 1 open job")

    def test_it_stands_without_roles_guides_and_jobs(self):
        self.csr.steps_out.all().delete()
        self.tree.roles.get_children().delete()
        for role in (self.csr, self.lead, self.exit):
            role.delete()

        self.get("/")


class RoleIndexPageTests(PageTests):
    def titles(self, query=""):
        return [role.slug for role in self.get(f"/roles/{query}").context["roles"]]

    def test_roles_stand_by_line_and_exits_last(self):
        self.assertEqual(self.titles(), ["csr", "team-lead", "sales"])

    def test_a_role_whose_page_is_not_live_is_left_out(self):
        self.csr.page.unpublish()

        self.assertEqual(self.titles(), ["team-lead", "sales"])

    def test_line_rung_channel_and_industry_narrow_the_list(self):
        retail = self.lead.industries.create(slug="retail", title="Retail")

        self.assertEqual(self.titles("?line=leadership"), ["team-lead"])
        self.assertEqual(self.titles("?level=1"), ["csr"])
        self.assertEqual(self.titles("?channel=phone"), ["csr"])
        self.assertEqual(self.titles(f"?industry={retail.slug}"), ["team-lead"])
        self.assertEqual(self.titles("?line=leadership&level=1"), [])
        self.assertEqual(self.titles("?line=&level="), ["csr", "team-lead", "sales"])

    def test_a_bad_value_is_left_out_and_said_so(self):
        response = self.get("/roles/?line=bogus&level=99&industry=none&channel=phone")

        self.assertEqual([role.slug for role in response.context["roles"]], ["csr"])
        self.assertContains(response, "It was left out.")

    def test_query_count_does_not_grow_with_the_roles(self):
        self.get("/roles/")  # the site's root is cached
        # Wagtail's six (site, home, page by slug, page, ancestors, view restrictions), crumbs, industries,
        # roles, where to begin
        with self.assertNumQueries(10):
            self.get("/roles/")
        for number in range(20):
            self.tree.role_page(RoleFactory(slug=f"role-{number}", channels=["chat"]))

        with self.assertNumQueries(10):
            self.get("/roles/")


class RolePageTests(PageTests):
    def test_the_nations_figures_stand_with_unit_area_year_and_source(self):
        response = self.get("/roles/csr/")

        self.assertContains(response, "Pay in the United States")
        self.assertContains(response, "<strong>$15.00</strong> and <strong>$25.00</strong> an hour")
        self.assertContains(response, "$41,600 a year")
        self.assertContains(response, "Occupational Employment and Wage Statistics, May 2025")
        self.assertNotContains(response, "proxy")

    def test_a_place_brings_its_area_beside_the_nation(self):
        response = self.get("/roles/csr/?near=Columbus,+OH")

        self.assertContains(response, "Pay in Columbus, OH")
        self.assertContains(response, "$22.28")
        self.assertContains(response, "$20.00")
        self.assertContains(response, 'value="Columbus, OH"')

    def test_an_unknown_place_is_said_so_beside_the_field_and_kept_in_it(self):
        response = self.get('/roles/csr/?near=<b>Nowhere"')

        self.assertContains(response, "We know no place called “&lt;b&gt;Nowhere&quot;”")
        self.assertContains(response, 'aria-describedby="near-error"')
        self.assertContains(response, 'value="&lt;b&gt;Nowhere&quot;"')
        self.assertContains(response, "Pay in the United States")

    def test_an_ambiguous_place_offers_the_others(self):
        PlaceFactory(geoname_id=5, admin1_code="GA", population=200_000)

        self.assertContains(self.get("/roles/csr/?near=Columbus"), "?near=Columbus%2C%20GA#pay")

    def test_abroad_there_is_no_published_figure(self):
        PlaceFactory(leeds=True)

        response = self.get("/roles/csr/?near=Leeds")

        self.assertContains(response, "No published figure.")
        self.assertNotContains(response, "$20.00")

    def test_a_role_without_an_occupation_has_no_figure(self):
        response = self.get("/roles/sales/")

        self.assertContains(response, "No published figure.")
        self.assertContains(response, "Any service role, from rung 1")

    def test_a_proxy_is_called_one_in_words(self):
        response = self.get("/roles/team-lead/")

        self.assertContains(response, "A proxy.")
        self.assertContains(response, "the nearest occupation, Customer Service Representatives")

    def test_a_point_that_is_not_published_is_said_so_and_not_drawn(self):
        Wage.objects.update(hourly_p90=None)

        response = self.get("/roles/csr/")

        self.assertContains(response, "not published")
        self.assertNotContains(response, 'class="plot')

    def test_skills_are_parted_into_shared_and_new(self):
        shared, new = (
            SkillFactory(preferred_label="Listening"),
            SkillFactory(preferred_label="Coaching"),
        )
        for role, skill in [(self.csr, shared), (self.lead, shared), (self.lead, new)]:
            RoleSkill.objects.create(role=role, skill=skill)

        novelty = self.get("/roles/team-lead/").context["role_skills"]

        self.assertEqual([each.skill for each in novelty["shared"]], [shared])
        self.assertEqual([each.skill for each in novelty["new"]], [new])

    def test_query_count_does_not_grow_with_skills_steps_and_guides(self):
        def fill(count):
            for _ in range(count):
                RoleSkill.objects.create(role=self.lead, skill=SkillFactory())
                RoleFactory().steps_out.create(to_role=self.lead, kind="promotion")
            self.tree.guide(f"guide-{count}", roles=[self.lead])

        fill(3)
        few = self.count_queries("/roles/team-lead/")
        fill(17)

        self.assertEqual(self.count_queries("/roles/team-lead/"), few)
        self.assertLess(few, 40)

    def count_queries(self, address) -> int:
        self.get(address)
        with CaptureQueriesContext(connection) as queries:
            self.get(address)
        return len(queries)


class GuideTests(PageTests):
    def test_a_guide_shows_its_parts(self):
        self.tree.guide(
            roles=[self.csr, self.lead],
            body=[
                {"type": "takeaways", "value": ["Listen first.", "Change one thing."]},
                {"type": "heading", "value": "What changes"},
                TEXT,
                {"type": "pay_band", "value": {"role": self.lead.pk}},
                {"type": "live_jobs", "value": {"role": self.csr.pk}},
                {"type": "ladder", "value": {"role": self.csr.pk}},
            ],
        )

        response = self.get("/guides/a-guide/")

        self.assertContains(response, '<a href="#what-changes">What changes</a>')
        self.assertContains(response, '<h2 id="what-changes">What changes</h2>')
        self.assertContains(response, "1 minute ·")
        self.assertContains(response, "Listen first.")
        self.assertContains(response, "Pay: Team lead")
        self.assertContains(response, "(nearest occupation)")
        self.assertIsNone(response.context["lead_role"])

    def test_a_guide_that_shows_no_jobs_has_them_beside_it(self):
        self.tree.guide(roles=[self.lead, self.csr], body=[TEXT])

        self.assertEqual(self.get("/guides/a-guide/").context["lead_role"], self.csr)

    def test_sources_are_named_with_publisher_and_year(self):
        guide = self.tree.guide(body=[TEXT])
        guide.sources = [PageSource(title="A survey", publisher="A bureau", year=2025)]
        guide.save()

        self.assertContains(self.get("/guides/a-guide/"), "A bureau, 2025.")

    def test_a_block_whose_role_is_gone_shows_nothing(self):
        role = RoleFactory()
        self.tree.guide(
            body=[
                {"type": name, "value": {"role": role.pk}}
                for name in ("pay_band", "live_jobs", "ladder")
            ]
        )
        role.delete()

        self.assertNotContains(self.get("/guides/a-guide/"), 'class="inset')

    def test_the_index_shows_live_guides_and_its_query_count_does_not_grow(self):
        def fill(count):
            for number in range(count):
                role = RoleFactory()
                pay = {"type": "pay_band", "value": {"role": role.pk}}
                self.tree.guide(f"guide-{count}-{number}", roles=[role], body=[TEXT, pay])

        fill(3)
        self.tree.guide("hidden", body=[TEXT], live=False)
        self.assertNotContains(self.get("/guides/"), "Hidden")
        with self.assertNumQueries(10):  # Wagtail's six, guides, their roles, career paths, crumbs
            self.get("/guides/")
        fill(17)

        with self.assertNumQueries(10):
            self.get("/guides/")

    def test_the_next_check_comes_after_the_last_and_no_two_headings_are_alike(self):
        guide = self.tree.guide(body=[{"type": "heading", "value": "Why"}, TEXT])
        guide.body.append(("heading", "Why?"))

        with self.assertRaises(ValidationError) as caught:
            guide.clean()
        self.assertIn("body", caught.exception.message_dict)

        guide.review_due = guide.reviewed_on
        with self.assertRaises(ValidationError) as caught:
            guide.clean()
        self.assertIn("review_due", caught.exception.message_dict)


class StandardPageTests(PageTests):
    def test_text_and_tables_are_shown_with_their_headings(self):
        table = {"caption": "Pay", "columns": ["Point", "an hour"], "rows": [["middle", "$20"]]}
        self.tree.standard_page(body=[{"type": "table", "value": table}, TEXT])

        response = self.get("/privacy/")

        self.assertContains(response, "<caption>Pay</caption>")
        self.assertContains(response, '<th scope="row">middle</th><td class="number">$20</td>')
        self.assertContains(response, "<b>early</b>")


class ErrorPageTests(TestCase):
    def test_an_unknown_address_gets_a_page_that_leads_on_and_to_the_search(self):
        response = self.client.get("/no-such-page/")

        self.assertContains(response, "There is no page at this address", status_code=404)
        self.assertContains(response, 'href="/jobs/">', status_code=404)
        self.assertContains(response, 'action="/search/" role="search"', status_code=404)
        self.assertNotContains(response, "csrf", status_code=404)
