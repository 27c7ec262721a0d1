import re
from decimal import Decimal

from django.template import Context, Template
from django.test import TestCase

from cms.models import CareerStep, Role, RoleSkill, Wage, WageArea
from matching.ladder import Ladder, branches, passed_rungs
from matching.ladder_map import LEAST_STATIONS, MOST_STATIONS, draw
from matching.routes import find_routes, way_up
from matching.templatetags.match_tags import gain, pay_sign, pay_words
from tests.factories import ListingFactory, RoleFactory, SkillFactory
from tests.matching.indexed import IndexedTestCase

URL = "/ladder/"


def wage(soc_code, median, *, area=None, sector=Wage.ALL_INDUSTRIES, year=2025):
    area = area or WageArea.objects.get_or_create(
        kind=WageArea.Kind.NATION, code="0000000", defaults={"title": "National"}
    )[0]
    return Wage.objects.create(
        soc_code=soc_code,
        occupation=f"Occupation {soc_code}",
        area=area,
        naics_sector=sector,
        industry="All",
        year=year,
        source="Wage survey, May 2025",
        hourly_median=median,
    )


class LadderTestCase(IndexedTestCase):
    """A small ladder: what a representative's next steps are, two managers above, and a way out."""

    @classmethod
    def setUpTestData(cls):
        cls.csr = cls.role("csr", "Customer Service Representative", "front_line", 1, "43-4051")
        cls.senior = cls.role("senior-representative", "Senior Representative", "front_line", 2, "43-4051")
        cls.lead = cls.role("team-lead", "Team Lead", "leadership", 3, "43-1011", proxy=True)
        cls.quality = cls.role("quality-analyst", "Quality Analyst", "quality_training", 3)
        cls.trainer = cls.role("training-specialist", "Training Specialist", "quality_training", 3, "13-1151")
        cls.csm = cls.role("customer-success-manager", "Customer Success Manager", "success", 3, "41-3091", proxy=True)
        cls.manager = cls.role("customer-service-manager", "Customer Service Manager", "leadership", 4)
        cls.sales = RoleFactory(slug="sales", title="Sales", exit=True)

        cls.asks(cls.csr, "calls", "orders")
        cls.asks(cls.senior, "calls", "orders", "escalations")
        cls.asks(cls.lead, "escalations", "coaching", "calls")
        cls.asks(cls.quality, "calls", "scoring")
        cls.asks(cls.trainer, "teaching", "coaching")
        cls.asks(cls.csm, "renewals", "adoption", "coaching", "accounts")
        cls.asks(cls.manager, "coaching", "budgets", "escalations")

        cls.step(cls.csr, cls.senior, "promotion", "Take harder cases")
        cls.step(cls.csr, cls.lead, "promotion", "Guide colleagues")
        cls.step(cls.csr, cls.quality, "specialise", "Like analysis")
        cls.step(cls.csr, cls.trainer, "specialise", "Help to train")
        cls.step(cls.csr, cls.csm, "specialise", "Build client relations")
        cls.step(cls.senior, cls.lead, "promotion", "Lead people")
        cls.step(cls.lead, cls.csm, "specialise", "Work with key clients")
        cls.step(cls.lead, cls.manager, "promotion", "Lead a department")
        CareerStep.objects.create(
            from_level=1, to_role=cls.sales, kind="exit", condition="A course in sales"
        )
        wage("43-4051", Decimal("21.53"))
        wage("43-1011", Decimal("33.41"))
        wage("13-1151", Decimal("33.31"))

    @classmethod
    def role(cls, slug, title, family, level, soc="", proxy=False):
        return RoleFactory(
            slug=slug, title=title, family=family, ladder_level=level, soc_code=soc, soc_is_proxy=proxy
        )

    @classmethod
    def asks(cls, role, *slugs):
        """The first is essential."""
        for n, slug in enumerate(slugs):
            RoleSkill.objects.create(role=role, skill=SkillFactory(slug=slug), is_essential=n == 0)

    @classmethod
    def step(cls, start, end, kind, condition):
        return CareerStep.objects.create(
            from_role=start, to_role=end, kind=kind, condition=condition
        )

    def next_steps(self, role=None, held=None):
        ladder = Ladder.whole()
        role = role or self.csr
        steps = ladder.next_steps(role, ladder.skills_of(role) if held is None else held)
        return {step.role.slug: step for step in steps}


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

    def test_the_skills_of_a_person_count_instead_of_the_role_s(self):
        coaching = SkillFactory(slug="coaching")

        steps = self.next_steps(held=frozenset([coaching.pk]))

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
                self.assertCountEqual(
                    ladder.leaving(role), CareerStep.objects.leaving(role)
                )

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
        found = find_routes(
            ladder, start, goal, ladder.skills_of(start) if held is None else held
        )
        return [[role.slug for role in route.roles] for route in found]

    def test_goes_rung_by_rung_rather_than_by_a_jump(self):
        self.assertEqual(
            self.routes(self.csr, self.manager),
            [
                ["csr", "senior-representative", "team-lead", "customer-service-manager"],
                ["csr", "team-lead", "customer-service-manager"],
            ],
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
        [route, *_others] = find_routes(ladder, self.csr, self.manager, frozenset())

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
        with self.assertNumQueries(4):  # steps, roles with open jobs, skills, pay
            route = way_up(self.csr)

        self.assertEqual(
            [role.slug for role in route.roles],
            ["csr", "senior-representative", "team-lead", "customer-service-manager"],
        )

    def test_at_the_top_there_is_only_where_one_stands(self):
        self.assertEqual(way_up(self.manager).roles, [self.manager])


class MapTests(LadderTestCase):
    def draw(self, start=None, goal=None):
        ladder = Ladder.whole()
        held = ladder.skills_of(start) if start else frozenset()
        routes = find_routes(ladder, start, goal, held) if goal else []
        steps = ladder.next_steps(start, held) if start else []
        return draw(ladder, start, routes[0] if routes else None, steps)

    def test_shows_the_start_the_route_and_the_next_steps_but_no_exit(self):
        slugs = {s.role.slug: s for s in self.draw(self.csr, self.manager).stations}

        self.assertTrue(slugs["csr"].is_start)
        self.assertTrue(slugs["customer-service-manager"].is_goal)
        self.assertTrue(slugs["senior-representative"].is_on_route)
        self.assertTrue(slugs["customer-success-manager"].is_next)
        self.assertNotIn("sales", slugs)

    def test_a_full_ladder_is_thinned_out_to_the_main_stations(self):
        for family in ("front_line", "technical", "success", "experience", "operations"):
            for level in (1, 2, 3, 4, 5):
                RoleFactory.create_batch(4, family=family, ladder_level=level)
        for role in Role.objects.filter(slug__startswith="role-"):
            self.step(self.csr, role, "specialise", "")

        stations = self.draw(self.csr, self.manager).stations

        self.assertLessEqual(len(stations), MOST_STATIONS)
        self.assertGreaterEqual(len(stations), LEAST_STATIONS)
        slugs = {station.role.slug for station in stations}
        self.assertLessEqual({"csr", "team-lead", "customer-service-manager"}, slugs)

    def test_no_station_stands_in_another_one_s_place(self):
        drawn = self.draw(self.csr, self.manager)
        for one in drawn.stations:
            for other in drawn.stations:
                if one is not other and one.x == other.x:
                    self.assertTrue(
                        one.y + one.height <= other.y or other.y + other.height <= one.y,
                        (one.role, other.role),
                    )

    def test_lines_that_change_run_between_the_rows(self):
        drawn = self.draw(self.csr, self.manager)
        level = [s for s in (*drawn.lit, *drawn.changes) if s.y1 == s.y2 and s.x1 != s.x2]
        for segment in level:
            for station in drawn.stations:
                below = station.y + station.height <= segment.y1
                self.assertTrue(below or station.y - 8 >= segment.y1, (segment, station))
        self.assertTrue(level)

    def test_every_station_is_a_link_with_a_name_that_says_where_it_stands(self):
        response = self.client.get(URL, {"from": "csr"})

        self.assertContains(
            response,
            'aria-label="Team Lead, Leading teams, rung 3. A next step"',
        )
        self.assertContains(response, 'aria-label="Customer Service Representative, Front line, rung 1. You are here"')

    def test_the_rungs_of_narrow_screens_hold_the_route_with_the_start_at_the_bottom(self):
        rungs = self.draw(self.csr, self.manager).by_rung

        self.assertEqual([level for level, _name, _stations in rungs], [6, 5, 4, 3, 2, 1])
        self.assertEqual([s.role.slug for s in rungs[-1][2]], ["csr"])
        self.assertEqual([s.role.slug for s in rungs[3][2]], ["team-lead"])


class LadderPageTests(LadderTestCase):
    def get(self, **query):
        response = self.client.get(URL, {name.strip("_"): value for name, value in query.items()})
        self.assertEqual(response.status_code, 200)
        return response

    def text(self, response):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))

    def test_without_a_choice_it_holds_all_roles_and_asks_where_one_is(self):
        response = self.get()

        for role in Role.objects.all():
            self.assertContains(response, f'href="/roles/{role.slug}/"')
        self.assertContains(response, "Choose your role above.")

    def test_next_steps_stand_with_condition_gap_and_mark(self):
        text = self.text(self.get(from_="csr"))

        self.assertIn("Take harder cases.", text)
        self.assertIn("You have 2 of the 3 skills it asks. To add: Escalations.", text)
        self.assertIn("A rare jump: it passes rung 2. The usual way goes through Senior Representative.", text)
        self.assertIn("A wider gap: it passes rung 2. The usual way goes through Team Lead.", text)

    def test_exits_stand_apart_with_their_condition(self):
        groups = self.get(from_="csr").context["step_groups"]

        self.assertEqual([kind for kind, _name, _steps in groups], ["promotion", "specialise", "exit"])
        self.assertEqual(groups[-1][2][0].condition, "A course in sales")

    def test_what_is_assumed_is_said(self):
        self.assertIn(
            "we count as if you had all that the role of Customer Service Representative asks",
            self.text(self.get(from_="csr")),
        )

    def test_the_profile_s_skills_count_where_there_are_any(self):
        self.as_guest(skills=[(SkillFactory(slug="coaching"), 3)])

        text = self.text(self.get(from_="csr"))

        self.assertIn("Counted from the skills of your profile.", text)
        self.assertIn("You have 0 of the 3 skills it asks.", text)

    def test_the_profile_s_roles_are_taken_where_none_is_chosen(self):
        self.as_guest(current=self.csr, target=self.manager)

        self.assertContains(self.get(), "Your way, rung by rung")
        self.assertNotContains(self.get(from_="senior-representative"), "Your way, rung by rung")

    def test_a_route_is_told_from_the_goal_down_to_you(self):
        text = self.text(self.get(from_="csr", to="customer-service-manager"))
        route = text[text.index("Your way, rung by rung") : text.index("You are here", text.index("Your way"))]

        places = [route.index(role) for role in ("Customer Service Manager", "Team Lead", "Senior Representative")]
        self.assertEqual(places, sorted(places))
        self.assertIn("Change here to Leading teams, rung 3", route)

    def test_other_ways_are_offered(self):
        self.assertContains(self.get(from_="csr", to="customer-service-manager"), "Other ways")

    def test_pay_steps_are_printed_by_the_rule_alone(self):
        text = self.text(self.get(from_="csr"))

        self.assertIn("+$11.78 an hour", text)
        self.assertEqual(text.count("+$"), 1)
        self.assertIn("no published step", text)

    def test_an_editor_s_new_step_shows_at_once(self):
        self.assertNotIn("customer-service-manager", self.next_steps())
        self.get(from_="csr")

        self.step(self.csr, self.manager, "promotion", "A new way")

        self.assertIn("A new way.", self.text(self.get(from_="csr")))

    def test_a_removed_step_goes_at_once(self):
        self.get(from_="csr")
        CareerStep.objects.filter(to_role=self.quality).delete()

        self.assertNotIn("Like analysis", self.text(self.get(from_="csr")))

    def test_unknown_roles_are_left_out_and_said(self):
        response = self.get(from_="no-such-role", to="<b>")

        self.assertContains(response, "We know no role called “no-such-role”")
        self.assertContains(response, "“&lt;b&gt;”")

    def test_an_exit_is_no_start(self):
        self.assertContains(self.get(from_="sales"), "We know no role called “sales”")

    def test_the_same_role_twice_is_said(self):
        self.assertContains(self.get(from_="csr", to="csr"), "You are there already")

    def test_where_no_way_leads_that_is_said(self):
        self.assertContains(self.get(from_="quality-analyst", to="team-lead"), "No way on the ladder")

    def test_statement_count_does_not_grow_with_the_ladder(self):
        candidate = self.as_candidate(
            current=self.csr, skills=[(SkillFactory(slug="coaching"), 3)]
        )
        candidate.experiences.create(title="Agent")
        for rows in (3, 20):
            for n in range(rows):
                role = RoleFactory(slug=f"role-{rows}-{n}", ladder_level=2 + n % 3)
                self.asks(role, f"asked-{rows}-{n}")
                self.step(self.csr, role, "promotion", "")
                self.step(role, self.manager, "promotion", "")
                ListingFactory(role=role)
            # session, user, and two for the rights that the footer asks of; profile with roles, skills,
            # languages, jobs held; roles with open jobs, steps, skills, pay, guides
            with self.subTest(rows), self.assertNumQueries(13):
                self.get(from_="csr", to="customer-service-manager")


class TagTests(LadderTestCase):
    def render(self, tag, role):
        template = Template(f"{{% load match_tags %}}{{% {tag} %}}")
        return template.render(Context({"role": role}))

    def test_next_rungs_show_gap_jobs_and_published_pay_steps(self):
        ListingFactory(role=self.trainer)

        html = self.render("next_rungs role limit=5", self.csr)

        self.assertIn('href="/roles/senior-representative/"', html)
        self.assertIn("1 skill to add", html)
        self.assertIn("+$11.78", html)
        self.assertEqual(html.count("<li"), 5)

    def test_next_rungs_of_a_role_without_steps_lead_to_the_ladder(self):
        CareerStep.objects.filter(from_role__isnull=True).delete()

        self.assertIn('href="/ladder/"', self.render("next_rungs role", self.manager))

    def test_next_rungs_cost_four_queries_however_many_there_are(self):
        for rows in (3, 20):
            for n in range(rows):
                self.step(self.csr, RoleFactory(slug=f"r-{rows}-{n}"), "lateral", "")
            # steps, roles with open jobs, skills, pay
            with self.subTest(rows), self.assertNumQueries(4):
                self.render("next_rungs role", self.csr)

    def test_the_strip_shows_the_way_up_with_this_job_first(self):
        html = self.render("ladder_strip role", self.csr)

        self.assertLess(html.index("This job"), html.index("Team Lead"))
        self.assertIn("Customer Service Manager", html)
        self.assertIn("Wage survey, May 2025", html)

    def test_a_guest_s_page_costs_eight_statements(self):
        self.as_guest(current=self.csr, skills=[(SkillFactory(slug="coaching"), 3)])

        # session, profile with skills and roles; roles with open jobs, steps, skills, pay, guides
        with self.assertNumQueries(8):
            self.client.get(URL)

    def test_the_strip_costs_four_queries(self):
        with self.assertNumQueries(4):
            self.render("ladder_strip role", self.csr)


class EmptyLadderTests(TestCase):
    def test_a_site_without_roles_still_answers(self):
        self.assertEqual(self.client.get(URL).status_code, 200)
