"""Figures, steps, rankings and drawings of the pay explorer."""

from decimal import Decimal
from itertools import pairwise

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from cms.models import CareerStep, Wage, WageArea
from cms.pay_explorer.figures import POINTS, is_cut_off
from cms.pay_explorer.rankings import Hindrance
from cms.pay_explorer.scale import MAX_INTERVALS, Scale, bar
from tests.cms.factories import WageAreaFactory, WageFactory
from tests.cms.pay_case import RETAIL, PayTestCase, pay
from tests.factories import RoleFactory


class FiguresTests(PayTestCase):
    def test_the_table_holds_the_published_rows(self):
        explorer = self.explore("line=csr.us&line=csr.oh&line=43-1011.us&line=csr.sector-44-45")
        stored = [
            Wage.objects.get(soc_code="43-4051", area=self.nation, naics_sector="000000"),
            Wage.objects.get(soc_code="43-4051", area=self.ohio),
            Wage.objects.get(soc_code="43-1011"),
            Wage.objects.get(naics_sector="44-45"),
        ]
        for unit, column in (("hour", "hourly"), ("year", "annual")):
            explorer = self.explore(explorer.addresses["here"], unit=unit)
            shown = [[amount for _p, amount, _c in row.cells] for row in explorer.comparison.rows]
            self.assertEqual(
                shown, [[getattr(w, f"{column}_{point}") for point in POINTS] for w in stored]
            )
        whole = self.explore(show="sectors").table
        wages = Wage.objects.filter(soc_code="43-4051", area=self.nation)
        self.assertEqual(
            sum(row.median for row in whole), sum(wage.hourly_median for wage in wages)
        )

    def test_an_earlier_release_stands_beside_the_newest_with_its_year(self):
        WageFactory(area=self.nation, year=2024, **pay(17))
        (row,) = self.explore().comparison.rows

        self.assertEqual(row.median, 20)
        ((release, cells),) = row.earlier
        self.assertEqual(release, "May 2024")
        self.assertEqual({point: amount for point, amount, _c in cells}["median"], 17)

    def test_an_amount_above_a_printed_one_is_too_high_and_one_of_none_is_not_published(self):
        high = {"p10": Decimal(60), "p25": Decimal(80), "median": None, "p75": None, "p90": None}

        self.assertTrue(is_cut_off(high, "median"))
        self.assertFalse(is_cut_off(high, "p10"))
        self.assertFalse(is_cut_off(dict.fromkeys(POINTS), "median"))

    def test_the_same_job_in_two_places_has_a_step(self):
        rows = self.explore("line=csr.us&line=csr.oh").comparison.rows

        self.assertEqual([row.step for row in rows], [None, Decimal(-2)])

    def test_two_jobs_of_their_own_in_one_place_have_a_step_and_in_two_places_none(self):
        WageFactory(area=self.ohio, **self.supervision, **pay(30))

        here = self.explore("line=csr.us&line=43-1011.us").comparison.rows
        there = self.explore("line=csr.us&line=43-1011.oh").comparison.rows

        self.assertEqual(here[1].step, 13)
        self.assertIsNone(there[1].step)

    def test_borrowed_figures_of_another_occupation_have_no_step(self):
        RoleFactory(slug="team-lead", soc_code="43-1011", soc_is_proxy=True)

        rows = self.explore("line=csr.us&line=team-lead.us").comparison.rows

        self.assertEqual(rows[1].median, 33)
        self.assertIsNone(rows[1].step)

    def test_figures_of_different_years_have_no_step(self):
        Wage.objects.filter(area=self.ohio).update(year=2024)

        explorer = self.explore("line=csr.us&line=csr.oh")

        self.assertIsNone(explorer.comparison.rows[1].step)
        self.assertEqual(explorer.releases, ["May 2024", "May 2025"])


class RankingTests(PayTestCase):
    def ranked(self, explorer) -> list[str]:
        return [each.line.spot.title for each in explorer.beside.shown]

    def test_wholesale_pays_above_retail_and_all_industries_are_what_both_are_measured_by(self):
        explorer = self.explore()

        self.assertEqual(self.ranked(explorer), ["Wholesale Trade", "Retail Trade"])
        self.assertEqual(explorer.reference.median, 20)
        self.assertEqual([row.step for row in explorer.highest], [4, -5])

    def test_of_many_states_the_five_highest_and_five_lowest_are_shown_and_all_are_in_the_table(
        self,
    ):
        for number in range(12):
            area = WageAreaFactory(
                kind=WageArea.Kind.STATE, code=f"{number:07}", title=f"State {number:02}",
                state=f"{number:02}",
            )  # fmt: skip
            WageFactory(area=area, **pay(21 + number))
        quiet = WageAreaFactory(kind=WageArea.Kind.STATE, code="77", title="Quiet", state="QQ")
        WageFactory(area=quiet, **pay(None))

        explorer = self.explore(show="states")

        self.assertEqual(
            [each.line.spot.title for each in explorer.beside.highest],
            [f"State {number}" for number in (11, 10, "09", "08", "07")],
        )
        self.assertEqual(
            [each.line.spot.title for each in explorer.beside.lowest],
            ["State 03", "State 02", "State 01", "State 00", "Ohio"],
        )
        self.assertEqual(len(explorer.table), 1 + 14)
        self.assertEqual(explorer.table[-1].line.spot.title, "Quiet")

    def test_the_five_metropolitan_areas_of_a_state_are_those_with_most_of_the_jobs(self):
        titles = ["Akron, OH", "Toledo, OH", "Cincinnati, OH-KY-IN", "Dayton, OH", "Lima, OH"]
        for number, title in enumerate([*titles, "Boise City, ID", "Ohioville, IN-KY"]):
            metro = WageAreaFactory(kind=WageArea.Kind.METRO, code=f"{number:07}", title=title)
            WageFactory(area=metro, employment=5000 - number, **pay(17))

        explorer = self.explore(show="metros", role="csr", area="oh")

        self.assertEqual(self.ranked(explorer), titles)
        self.assertEqual(explorer.beside.state.title, "Ohio")
        self.assertEqual(explorer.reference.median, 18)

    def test_without_a_state_they_are_those_of_the_nation_and_a_state_asked_for_wins(self):
        WageAreaFactory(kind=WageArea.Kind.STATE, code="1600000", title="Idaho", state="ID")
        boise = WageAreaFactory(kind=WageArea.Kind.METRO, code="0014260", title="Boise City, ID")
        WageFactory(area=boise, employment=9000, **pay(17))

        whole = self.explore(show="metros")
        asked = self.explore(show="metros", role="csr", area="oh", state="id")

        self.assertEqual(self.ranked(whole), ["Boise City, ID", "Columbus, OH"])
        self.assertEqual((whole.beside.state, whole.reference.median), (None, 20))
        self.assertEqual(self.ranked(asked), ["Boise City, ID"])

    def test_an_older_release_never_stands_in_a_ranking_beside_the_newest(self):
        WageFactory(
            area=self.nation, naics_sector=RETAIL[0], industry=RETAIL[1], year=2024, **pay(99)
        )

        self.assertEqual(self.ranked(self.explore()), ["Wholesale Trade", "Retail Trade"])

    def test_a_ranked_line_can_be_shown_instead_or_added(self):
        row = self.explore("line=csr.us&line=csr.oh").highest[0]

        self.assertEqual(self.tokens(self.explore(row.show)), ["csr.us", "csr.sector-42"])
        self.assertEqual(self.tokens(self.explore(row.add)), ["csr.us", "csr.oh", "csr.sector-42"])

    def test_a_full_comparison_takes_no_more(self):
        lines = "&".join(f"line=csr.{spot}" for spot in ("us", "oh", "metro-0018140", "sector-42"))
        retail = self.explore(lines).highest[1]

        self.assertEqual(retail.line.spot.title, "Retail Trade")
        self.assertEqual(retail.add, "")


class RungTests(PayTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.supervisor = RoleFactory(slug="supervisor", soc_code="43-1011", ladder_level=4)
        others = [
            RoleFactory(slug="senior", soc_code="43-4051", ladder_level=2),
            RoleFactory(slug="team-lead", soc_code="43-1011", soc_is_proxy=True, ladder_level=3),
            RoleFactory(slug="quality-analyst", ladder_level=3),
        ]
        for role in [cls.supervisor, *others]:
            CareerStep.objects.create(from_role=cls.representative, to_role=role, kind="promotion")
        sideways = RoleFactory(slug="sideways", soc_code="43-1011")
        CareerStep.objects.create(from_role=cls.representative, to_role=sideways, kind="lateral")

    def test_a_step_stands_beside_a_role_with_an_occupation_of_its_own_and_a_reason_beside_others(
        self,
    ):
        explorer = self.explore(role="csr", show="rungs")

        (row,) = explorer.highest
        self.assertEqual((row.line.job.key, row.step), ("supervisor", 13))
        self.assertEqual(
            {each.line.job.key: hindrance for each, hindrance in explorer.beside.without_step},
            {
                "senior": Hindrance.SAME,
                "team-lead": Hindrance.PROXY,
                "quality-analyst": Hindrance.NONE,
            },
        )

    def test_roles_without_a_step_stand_together_by_their_reason(self):
        lead = RoleFactory(slug="other-lead", soc_code="43-1011", soc_is_proxy=True)
        CareerStep.objects.create(from_role=self.representative, to_role=lead, kind="promotion")

        groups = self.explore(role="csr", show="rungs").without_step

        self.assertEqual(
            [(why, [role.slug for role in roles]) for why, _figures, roles in groups],
            [
                (Hindrance.SAME, ["senior"]),
                (Hindrance.PROXY, ["team-lead", "other-lead"]),
                (Hindrance.NONE, ["quality-analyst"]),
            ],
        )

    def test_the_rungs_are_a_comparison_made_ready(self):
        explorer = self.explore(role="csr", show="rungs")

        self.assertEqual(self.tokens(self.explore(explorer.all_rungs)), ["supervisor.us", "csr.us"])

    def test_from_borrowed_figures_no_step_leads_anywhere(self):
        self.representative.soc_is_proxy = True
        self.representative.save()

        explorer = self.explore(role="csr", show="rungs")

        self.assertEqual(explorer.highest, ())
        self.assertIn(Hindrance.PROXY, [why for _each, why in explorer.beside.without_step])

    def test_an_occupation_offers_the_roles_it_stands_for_the_borrowing_ones_last(self):
        explorer = self.explore(role="43-1011", show="rungs")

        self.assertEqual(explorer.beside.roles[-1].slug, "team-lead")
        self.assertIn(self.supervisor, explorer.beside.roles)


class ScaleTests(SimpleTestCase):
    money = st.decimals("0.01", "500000", places=2)

    @given(st.lists(money, min_size=1, max_size=20))
    def test_every_amount_lies_between_the_ends_at_its_share_of_the_width(self, amounts):
        scale = Scale.around(amounts)

        self.assertTrue(scale.low <= min(amounts) <= max(amounts) <= scale.high)
        self.assertEqual((scale.at(scale.low), scale.at(scale.high)), (0, 100))
        for amount in amounts:
            naive = (float(amount) - float(scale.low)) / (float(scale.high) - float(scale.low))
            self.assertAlmostEqual(scale.at(amount), 100 * naive, delta=0.006)

    @given(st.lists(money, min_size=1, max_size=20))
    def test_the_amounts_along_it_are_few_round_and_evenly_apart(self, amounts):
        scale = Scale.around(amounts)
        ticks = scale.ticks

        self.assertTrue(2 <= len(ticks) <= MAX_INTERVALS + 1)
        self.assertEqual({b.amount - a.amount for a, b in pairwise(ticks)}, {scale.step})
        self.assertIn(scale.step.normalize().as_tuple().digits, {(1,), (2,), (2, 5), (5,)})

    def test_without_amounts_there_is_none(self):
        self.assertIsNone(Scale.around([None]))
        self.assertIsNone(bar(dict.fromkeys(POINTS), Scale.around([1, 2])))

    @given(st.lists(money, min_size=5, max_size=5).map(sorted))
    def test_a_bar_lies_where_its_amounts_do(self, five):
        points = dict(zip(POINTS, five, strict=True))
        scale = Scale.around(five)
        drawn = bar(points, scale)

        places = [scale.at(amount) for amount in five]
        self.assertEqual(drawn.start, places[0])
        self.assertAlmostEqual(drawn.end, places[4], places=2)
        self.assertEqual(drawn.middle[0], places[1])
        self.assertAlmostEqual(sum(drawn.middle), places[3], places=2)
        self.assertEqual((drawn.median, drawn.open_width), (places[2], 0))

    def test_a_bar_without_its_highest_amounts_stays_open_to_the_end_of_the_scale(self):
        points = {
            "p10": Decimal(10),
            "p25": Decimal(20),
            "median": Decimal(30),
            "p75": None,
            "p90": None,
        }

        drawn = bar(points, Scale(Decimal(0), Decimal(40), Decimal(10)))

        self.assertEqual((drawn.start, drawn.width, drawn.open_width), (25, 50, 25))
        self.assertIsNone(drawn.middle)

    def test_amounts_under_the_ends_never_leave_the_picture(self):
        scale = Scale(Decimal(0), Decimal(100), Decimal(20))
        for low, high, anchors in [
            (0, 100, ["start", "end"]),
            (30, 60, ["end", "start"]),
            (5, 30, ["start", "start"]),
            (70, 95, ["end", "end"]),
            (5, 20, ["start"]),  # only the upper one has room, outside
            (90, 99, ["end"]),
        ]:
            labels = bar(dict.fromkeys(POINTS, low) | {"p90": high}, scale).ends
            self.assertEqual([label.anchor for label in labels], anchors)
