"""The page of the pay explorer, what it costs, and its files."""

import csv
import io
import re
from decimal import Decimal

from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from cms.models import CareerStep, PayPage, Wage, WageArea
from cms.pay_explorer.asking import Show
from tests.cms.factories import PageTree, WageAreaFactory, WageFactory
from tests.cms.pay_case import PayTestCase, pay
from tests.factories import PlaceFactory, RoleFactory


class PayPageTests(PayTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        PageTree().home.add_child(
            instance=PayPage(title="Pay", slug="pay", introduction="By place and sector.")
        )

    def get(self, address="", **params):
        return self.client.get(f"/pay/?{address}", params or None)

    def test_unit_source_year_and_what_is_left_out_are_on_the_page(self):
        for unit, words in (("hour", "US dollars an hour"), ("year", "US dollars a year")):
            response = self.get(f"role=csr&unit={unit}")
            self.assertContains(response, words)
            self.assertContains(response, "Employment and Wage Statistics, May 2025")
            self.assertContains(response, "People who work for themselves.")

    def test_the_area_that_was_used_is_named(self):
        PlaceFactory(cleveland=True)

        self.assertContains(
            self.get("role=csr&place=Columbus,+OH"), "Columbus, OH stands in this metropolitan area"
        )
        self.assertContains(
            self.get("role=csr&place=Cleveland,+OH"), "near Cleveland, OH, so these are the state’s"
        )

    def test_a_role_that_borrows_its_figures_says_so(self):
        RoleFactory(slug="team-lead", soc_code="43-1011", soc_is_proxy=True)

        response = self.get("role=team-lead")

        self.assertContains(response, "A proxy:")
        self.assertContains(response, "figures of the nearest occupation, First-Line Supervisors")

    def test_what_is_not_published_is_said(self):
        Wage.objects.filter(area=self.ohio).update(**pay(None))
        Wage.objects.filter(area=self.rural).update(
            **{"hourly_median": None, "hourly_p75": None, "hourly_p90": None}
        )
        RoleFactory(slug="quality-analyst")
        PlaceFactory(leeds=True)

        for address, words in [
            ("line=csr.oh", "The survey counts this job here and prints no pay for it."),
            ("line=csr.nonmetro-3900001", "too high to be printed"),
            ("line=43-1011.oh", "The survey prints no line for this job here."),
            ("role=quality-analyst", "No occupation of the US wage survey stands for this role."),
            ("role=csr&place=Leeds", "Leeds, United Kingdom lies outside it."),
        ]:
            shows = Show if address.startswith("role") else [Show.SECTORS]
            for show in shows:
                with self.subTest(address, show=show):
                    self.assertContains(self.get(f"{address}&show={show}"), words)

    def test_a_place_that_nobody_knows_is_said_beside_the_field(self):
        response = self.get("role=csr&by=place&place=Nowhere-upon-Sea")

        self.assertContains(response, "We know no place called “Nowhere-upon-Sea”")
        self.assertContains(response, 'value="Nowhere-upon-Sea"')

    def test_the_script_of_its_place_field_comes_with_the_one_it_builds_on(self):
        scripts = re.findall(r"js/(\w+)\.", self.client.get("/pay/").content.decode())
        self.assertLess(scripts.index("combobox"), scripts.index("places"))

    def test_words_of_an_address_are_never_markup(self):
        response = self.get("role=%3Cscript%3Ealert(1)%3C/script%3E&by=place&place=%3Cb%3E")

        self.assertNotContains(response, "<script>alert")
        self.assertContains(response, "&lt;script&gt;alert(1)")

    def test_a_comparison_of_four_shows_each_with_its_plot_and_its_row(self):
        lines = "&".join(f"line=csr.{spot}" for spot in ("us", "oh", "metro-0018140", "sector-42"))
        response = self.get(lines)

        self.assertContains(response, "4 side by side")
        self.assertContains(response, "−$2.00 against row 1")
        self.assertContains(response, 'scope="rowgroup"', count=4 + 3)  # and the ranking's
        self.assertContains(response, "4 rows are the most.")

    def test_it_is_a_dataset_for_machines(self):
        response = self.get("role=csr")

        self.assertEqual(response.context["markup"]["@type"], "Dataset")
        self.assertIn(
            "download=occupation", response.context["markup"]["distribution"]["contentUrl"]
        )

    def test_the_pay_of_a_role_on_other_pages_leads_here(self):
        band = Template("{% load pay_tags %}{% pay_band role place %}").render(
            Context({"role": self.representative, "place": self.columbus_city})
        )

        self.assertIn('href="/pay/?role=csr&amp;place=Columbus%2C+OH"', band)

    def test_nothing_loaded_is_said(self):
        Wage.objects.all().delete()

        self.assertContains(self.get(), "No published wages are at hand")

    def test_queries_do_not_grow_with_lines_or_rows(self):
        PlaceFactory(cleveland=True)
        lines = [f"line={line}" for line in ("csr.us", "csr.oh", "csr.sector-42", "43-1011.us")]
        near = [f"{'&'.join(lines[:number])}&role=csr&place=Cleveland,+OH" for number in (0, 3)]
        # Roles, areas, occupations with sectors, wages of the lines, wages of the ranking. A place adds
        # itself and the areas around it; rungs add the steps, whose wages are the ranking's.
        costs = {
            5: [lines[0], "&".join(lines), f"{lines[1]}&show=states", f"{lines[1]}&show=metros"],
            7: near,
            6: [f"{lines[0]}&show=rungs", f"{'&'.join(lines[::-1])}&show=rungs"],
        }
        for number in range(20):
            area = WageAreaFactory(
                kind=WageArea.Kind.STATE,
                code=f"{number:07}",
                title=f"State {number}",
                state=f"{number:02}",
            )
            WageFactory(area=area, **pay(21 + number))
            role = RoleFactory(soc_code="43-1011")
            CareerStep.objects.create(from_role=self.representative, to_role=role, kind="promotion")
        self.get()  # Wagtail learns its site
        for queries, addresses in costs.items():
            pages = set()
            for address in addresses:
                with self.subTest(address):
                    with self.assertNumQueries(queries):
                        self.assertTrue(self.explore(address).table)
                    with CaptureQueriesContext(connection) as page:
                        self.get(address)
                    pages.add(len(page))
            self.assertEqual(len(pages), 1)


class DownloadTests(PayTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        PageTree().home.add_child(
            instance=PayPage(title="Pay", slug="pay", introduction="By place and sector.")
        )
        WageFactory(area=cls.nation, year=2024, **pay(17))

    def rows(self, address) -> list[dict]:
        response = self.client.get(f"/pay/?{address}")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("attachment", response["Content-Disposition"])
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def test_what_is_shown_is_in_the_file_with_source_unit_and_release(self):
        rows = self.rows("line=csr.oh&line=csr.us&unit=year&download=shown")

        self.assertEqual([row["area"] for row in rows], ["Ohio", "United States", "United States"])
        self.assertEqual([row["release"] for row in rows], ["May 2025", "May 2025", "May 2024"])
        self.assertEqual({row["unit"] for row in rows}, {"year"})
        self.assertEqual(rows[0]["median"], str(Wage.objects.get(area=self.ohio).annual_median))
        self.assertTrue(all("Employment and Wage Statistics" in row["source"] for row in rows))

    def test_the_whole_occupation_is_every_row_of_it(self):
        rows = self.rows("role=csr&download=occupation")

        wages = Wage.objects.filter(soc_code="43-4051")
        self.assertEqual(len(rows), wages.count())
        self.assertEqual(
            sum(Decimal(row["median"]) for row in rows),
            sum(wage.hourly_median for wage in wages),
        )

    def test_the_ranking_is_a_file_too(self):
        rows = self.rows("role=csr&download=beside")

        self.assertEqual(
            [row["sector"] for row in rows], ["All industries", "Wholesale Trade", "Retail Trade"]
        )

    def test_an_empty_amount_and_a_borrowed_one_have_a_note(self):
        Wage.objects.filter(soc_code="43-1011").update(hourly_p90=None)
        RoleFactory(slug="team-lead", soc_code="43-1011", soc_is_proxy=True)

        rows = self.rows("line=43-1011.oh&role=team-lead&download=shown")

        self.assertEqual(rows[0]["note"], "No published figure.")
        self.assertIn("A proxy", rows[1]["note"])
        self.assertIn("too high", rows[1]["note"])

    def test_no_cell_is_a_formula(self):
        self.representative.title = "=HYPERLINK(1)"
        self.representative.save()

        self.assertEqual(self.rows("role=csr&download=shown")[0]["job"], "'=HYPERLINK(1)")

    def test_another_download_is_the_page(self):
        for address in ("download=all", "role=quality&download=", "download=%2e%2e"):
            response = self.client.get(f"/pay/?{address}")
            self.assertIn("text/html", response["Content-Type"])

    def test_a_role_without_an_occupation_has_a_row_that_says_so_and_no_other_file(self):
        RoleFactory(slug="quality-analyst")

        (row,) = self.rows("role=quality-analyst&download=shown")
        self.assertEqual(row["note"], "No published figure.")
        response = self.client.get("/pay/?role=quality-analyst&download=occupation")
        self.assertIn("text/html", response["Content-Type"])
