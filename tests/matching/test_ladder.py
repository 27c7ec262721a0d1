from decimal import Decimal

from cms.models import CareerStep, Role, WageArea
from matching.ladder.graph import Ladder, branches, passed_rungs
from matching.ladder.routes import find_routes, way_up
from matching.templatetags.match_tags import gain, pay_sign, pay_words
from tests.factories import ListingFactory, SkillFactory
from tests.matching.ladder_world import LadderTestCase, wage


class NextStepTests(LadderTestCase):
    def test_a_representative_sees_the_five_usual_branches_and_the_way_out(self):
        self.assertEqual(
            self.next_steps().keys(),
            {
                "senior-representative",
                "team-lead",
                "quality-analyst",
                "training-specialist",
                "customer-success-manager",
                "sales",
            },
        )

    def test_each_says_what_is_held_and_what_is_missing_by_weight(self):
        gap = self.next_steps()["senior-representative"].gap

        self.assertEqual([asked.skill.slug for asked in gap.held], ["calls", "orders"])
        self.assertEqual([asked.skill.slug for asked in gap.missing], ["escalations"])
        # calls are essential and weigh 6, the others 3
        self.assertEqual(gap.share, 9 / 12)

    def test_what_is_held_most_of_comes_first(self):
        self.assertEqual(list(self.next_steps())[:2], ["senior-representative", "quality-analyst"])

    def test_a_move_made_often_comes_before_one_of_which_a_little_more_is_held(self):
        self.csr.steps_out.filter(to_role=self.quality).update(frequency=3)

        self.assertEqual(list(self.next_steps())[:2], ["quality-analyst", "senior-representative"])

    def test_the_skills_of_a_person_count_instead_of_the_role_s(self):
        coaching = SkillFactory(slug="coaching")

        steps = self.next_steps(held={coaching.pk: 1.0})

        self.assertEqual(steps["training-specialist"].gap.share, 1 / 3)
        self.assertEqual(steps["senior-representative"].gap.held, ())

    def test_a_step_that_passes_a_rung_is_marked_and_shows_the_usual_way(self):
        step = self.next_steps()["customer-success-manager"]

        self.assertEqual(step.passed, (2,))
        self.assertEqual((step.way.role, step.way.is_usual), (self.lead, True))

    def test_a_way_between_goes_over_a_rung_between_before_the_same_rung(self):
        self.step(self.senior, self.csm, "specialise", "")

        self.assertEqual(self.next_steps()["customer-success-manager"].way.role, self.senior)

    def test_a_step_to_the_next_rung_is_not_marked(self):
        step = self.next_steps()["senior-representative"]

        self.assertEqual((step.passed, step.way), ((), None))

    def test_passed_rungs_are_those_strictly_between(self):
        self.assertEqual(passed_rungs(self.csr, self.manager), (2, 3))
        self.assertEqual(passed_rungs(self.manager, self.csr), ())
        self.assertEqual(passed_rungs(self.csr, self.sales), ())

    def test_leaving_agrees_with_the_queryset_for_every_role(self):
        ladder = Ladder.whole()
        for role in Role.objects.all():
            with self.subTest(role.slug):
                self.assertCountEqual(ladder.leaving(role), CareerStep.objects.leaving(role))

    def test_an_exit_is_open_from_its_rung_on(self):
        CareerStep.objects.filter(to_role=self.sales).update(from_level=2)

        self.assertNotIn("sales", self.next_steps())
        self.assertIn("sales", self.next_steps(self.senior))

    def test_open_jobs_are_counted_by_role(self):
        ListingFactory.create_batch(2, role=self.lead)
        ListingFactory(role=self.lead, closed=True)

        steps = self.next_steps()

        self.assertEqual(steps["team-lead"].open_jobs, 2)
        self.assertEqual(steps["quality-analyst"].open_jobs, 0)

    def test_a_role_that_asks_nothing_yet_has_no_share(self):
        gap = self.next_steps()["sales"].gap

        self.assertEqual((gap.size, gap.share), (0, 0.0))


class BranchTests(LadderTestCase):
    def branches(self, limit=10):
        return [step.role.slug for step in branches(self.next_steps().values(), limit)]

    def test_one_a_line_first_promotions_before_specializations(self):
        self.assertEqual(
            self.branches(4),
            ["senior-representative", "team-lead", "quality-analyst", "customer-success-manager"],
        )

    def test_then_the_rest_and_ways_out_last(self):
        self.assertEqual(self.branches()[4:], ["training-specialist", "sales"])

    def test_a_jump_over_two_rungs_is_named_late(self):
        self.step(self.csr, self.manager, "promotion", "")

        self.assertEqual(self.branches()[-2:], ["customer-service-manager", "sales"])


class PayTests(LadderTestCase):
    def pay_step(self, start, end):
        ladder = Ladder.whole()
        return ladder.pay(start).step_to(ladder.pay(end))

    def test_a_step_is_the_difference_between_two_occupations_of_their_own(self):
        self.assertEqual(self.pay_step(self.csr, self.trainer), Decimal("11.78"))
        self.assertEqual(self.pay_step(self.trainer, self.csr), Decimal("-11.78"))

    def test_none_where_either_end_is_a_proxy(self):
        self.assertIsNone(self.pay_step(self.csr, self.lead))
        self.assertIsNone(self.pay_step(self.lead, self.trainer))

    def test_none_within_one_occupation(self):
        self.assertIsNone(self.pay_step(self.csr, self.senior))

    def test_none_without_a_code_or_without_a_published_figure(self):
        self.assertIsNone(self.pay_step(self.csr, self.quality))
        Role.objects.filter(pk=self.quality.pk).update(soc_code="99-9999")
        self.assertIsNone(self.pay_step(self.csr, self.quality))

    def test_only_the_nation_s_figure_over_all_industries_of_the_newest_year_counts(self):
        ohio = WageArea.objects.create(kind="state", code="39", title="Ohio", state="OH")
        wage("13-1151", Decimal(99), area=ohio)
        wage("13-1151", Decimal(88), sector="52")
        wage("13-1151", Decimal(77), year=2024)

        self.assertEqual(self.pay_step(self.csr, self.trainer), Decimal("11.78"))

    def test_words(self):
        ladder = Ladder.whole()

        self.assertEqual(pay_words(ladder.pay(self.csr)), "$21.53 an hour")
        self.assertEqual(
            pay_words(ladder.pay(self.lead)),
            "$33.41 an hour, figure for Occupation 43-1011, the nearest published",
        )
        self.assertEqual(pay_words(ladder.pay(self.quality)), "no published figure")
        self.assertEqual(pay_sign(ladder.pay(self.lead)), "$33.41 proxy")
        self.assertEqual((gain(Decimal("8.21")), gain(Decimal("-2.1"))), ("+$8.21", "−$2.10"))


class RouteTests(LadderTestCase):
    def routes(self, start, goal, held=None):
        ladder = Ladder.whole()
        found = find_routes(ladder, start, goal, ladder.skills_of(start) if held is None else held)
        return [[role.slug for role in route.roles] for route in found]

    def test_goes_rung_by_rung_rather_than_by_a_jump(self):
        self.assertEqual(
            self.routes(self.csr, self.manager),
            [
                ["csr", "senior-representative", "team-lead", "customer-service-manager"],
                ["csr", "team-lead", "customer-service-manager"],
            ],
        )

    def test_what_editors_call_rare_makes_a_way_harder(self):
        CareerStep.objects.filter(from_role=self.csr, to_role=self.senior).update(frequency=1)
        CareerStep.objects.filter(from_role=self.senior, to_role=self.lead).update(frequency=1)
        CareerStep.objects.filter(from_role=self.csr, to_role=self.lead).update(frequency=3)

        self.assertEqual(
            self.routes(self.csr, self.manager)[0], ["csr", "team-lead", "customer-service-manager"]
        )

    def test_another_way_with_a_detour_is_no_way_of_its_own(self):
        self.assertEqual(
            self.routes(self.csr, self.csm),
            [
                ["csr", "senior-representative", "team-lead", "customer-success-manager"],
                ["csr", "customer-success-manager"],
            ],
        )

    def test_skills_learned_on_a_rung_count_for_the_next(self):
        ladder = Ladder.whole()
        [route, *_others] = find_routes(ladder, self.csr, self.manager, ladder.skills_of(self.csr))

        missing = [[asked.skill.slug for asked in rung.gap.missing] for rung in route.rungs[1:]]

        self.assertEqual(missing, [["escalations"], ["coaching"], ["budgets"]])
        self.assertEqual(route.skills_to_add, 3)

    def test_knows_its_rungs_its_changes_of_line_and_its_open_jobs(self):
        ListingFactory(role=self.csr)
        ListingFactory.create_batch(2, role=self.manager)
        ladder = Ladder.whole()
        [route, *_others] = find_routes(ladder, self.csr, self.manager, {})

        self.assertEqual(route.rungs_up, 3)
        self.assertEqual([rung.role for rung in route.line_changes], [self.lead])
        self.assertEqual(route.open_jobs, 2)
        self.assertEqual(route.from_the_top[-1].role, self.csr)

    def test_an_exit_is_reached_and_never_passed(self):
        self.step(self.sales, self.manager, "promotion", "")

        self.assertEqual(self.routes(self.quality, self.sales), [["quality-analyst", "sales"]])
        self.assertEqual(self.routes(self.quality, self.manager), [])

    def test_a_circle_ends(self):
        self.step(self.lead, self.csr, "lateral", "")

        self.assertEqual(len(self.routes(self.csr, self.manager)), 2)

    def test_the_plain_way_up_climbs_from_promotion_to_promotion(self):
        with self.assertNumQueries(3):  # steps, roles with open jobs, pay
            route = way_up(self.csr)

        self.assertEqual(
            [role.slug for role in route.roles],
            ["csr", "senior-representative", "team-lead", "customer-service-manager"],
        )

    def test_at_the_top_there_is_only_where_one_stands(self):
        self.assertEqual(way_up(self.manager).roles, [self.manager])
