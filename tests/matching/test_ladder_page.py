import re

from django.template import Context, Template
from django.test import TestCase

from cms.addresses import absolute_address
from cms.models import CareerStep, Role
from matching.ladder.drawing import LEAST_STATIONS, MOST_STATIONS, draw
from matching.ladder.graph import Ladder
from matching.ladder.routes import find_routes
from tests.factories import ListingFactory, RoleFactory, SkillFactory
from tests.matching.ladder_world import LadderTestCase

URL = "/ladder/"


class MapTests(LadderTestCase):
    def draw(self, start=None, goal=None):
        ladder = Ladder.whole()
        held = ladder.skills_of(start) if start else {}
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
        self.assertContains(
            response,
            'aria-label="Customer Service Representative, Front line, rung 1. You are here"',
        )

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
        self.assertIn("You have most of what it asks. 2 of 3 skills. To add: Escalations.", text)
        self.assertIn(
            "A rare jump: it passes rung 2. The usual way goes through Senior Representative.", text
        )
        self.assertIn("A wider gap: it passes rung 2. The usual way goes through Team Lead.", text)

    def test_exits_stand_apart_with_their_condition(self):
        groups = self.get(from_="csr").context["step_groups"]

        self.assertEqual(
            [kind for kind, _name, _steps in groups], ["promotion", "specialise", "exit"]
        )
        self.assertEqual(groups[-1][2][0].condition, "A course in sales")

    def test_what_is_assumed_is_said(self):
        self.assertIn(
            "we count as if you had all that the role of Customer Service Representative asks",
            self.text(self.get(from_="csr")),
        )

    def test_the_profile_s_skills_count_where_there_are_any(self):
        self.as_guest(skills=[(SkillFactory(slug="coaching"), 3)])

        text = self.text(self.get(from_="csr"))

        self.assertIn("Counted from the skills of your profile:", text)
        self.assertIn("You have nothing it asks yet. 0 of 3 skills.", text)

    def test_a_skill_that_is_being_learned_counts_in_part_and_is_named(self):
        self.as_guest(skills=[(SkillFactory(slug="coaching"), 1)])

        step = self.next_step("training-specialist")

        self.assertAlmostEqual(step.gap.share, 1 / 3 * 1 / 3)
        self.assertIn(
            "You have little of what it asks. 0 of 2 skills. In part: Coaching. To add: Teaching.",
            self.text(self.get(from_="csr")),
        )

    def test_what_the_editors_say_of_how_often_a_move_is_made_changes_the_order(self):
        self.assertEqual(self.order("specialise")[0], "quality-analyst")

        self.csr.steps_out.filter(to_role=self.quality).update(frequency=1)
        self.csr.steps_out.filter(to_role=self.csm).update(frequency=3)
        CareerStep.objects.filter(to_role=self.trainer).update(frequency=3)
        self.as_guest(skills=[(SkillFactory(slug="coaching"), 3), (SkillFactory(slug="calls"), 1)])

        self.assertEqual(self.order("specialise")[0], "training-specialist")
        text = self.text(self.get(from_="csr"))
        self.assertIn("People often make this move.", text)
        self.assertIn("People rarely make this move.", text)

    def test_a_way_out_says_what_education_is_usual(self):
        Role.objects.filter(pk=self.sales.pk).update(onet_soc_code="15-1255.00")

        self.assertIn(
            "A course in sales. O*NET says of Web and Digital Interface Designers: usually a "
            "bachelor&#x27;s degree.",
            self.text(self.get(from_="csr")),
        )

    def next_step(self, slug):
        groups = self.get(from_="csr").context["step_groups"]
        return next(s for _kind, _name, steps in groups for s in steps if s.role.slug == slug)

    def order(self, kind):
        groups = self.get(from_="csr").context["step_groups"]
        return [s.role.slug for each, _name, steps in groups if each == kind for s in steps]

    def test_the_profile_s_roles_are_taken_where_none_is_chosen(self):
        self.as_guest(current=self.csr, target=self.manager)

        self.assertContains(self.get(), "Your way, rung by rung")
        self.assertNotContains(self.get(from_="senior-representative"), "Your way, rung by rung")

    def test_its_address_for_search_engines_names_what_was_chosen_and_nothing_of_the_profile(self):
        self.as_guest(current=self.csr, target=self.manager)
        link = f'<link rel="canonical" href="{absolute_address(URL)}%s">'

        self.assertContains(self.get(), link % "", html=True)
        self.assertContains(self.get(from_="csr", to="<b>"), link % "?from=csr", html=True)

    def test_a_route_is_told_from_the_goal_down_to_you(self):
        text = self.text(self.get(from_="csr", to="customer-service-manager"))
        route = text[
            text.index("Your way, rung by rung") : text.index(
                "You are here", text.index("Your way")
            )
        ]

        places = [
            route.index(role)
            for role in ("Customer Service Manager", "Team Lead", "Senior Representative")
        ]
        self.assertEqual(places, sorted(places))
        self.assertIn("Change here to Leading teams, rung 3", route)

    def test_the_usual_way_is_marked_where_it_is_not_the_easiest(self):
        response = self.get(from_="csr", to="customer-success-manager")

        self.assertEqual(len(re.findall("The usual way</span>", response.content.decode())), 1)

    def test_three_ways_are_shown_and_more_on_demand(self):
        for n in range(4):
            between = self.role(f"between-{n}", f"Between {n}", "success", 2)
            self.asks(between, f"asked-{n}")
            self.step(self.csr, between, "specialise", "")
            self.step(between, self.csm, "specialise", "")
        way = {"from_": "csr", "to": "customer-success-manager"}

        few, all_ = self.get(**way), self.get(**way, ways="all")

        self.assertEqual(len(few.context["routes"]), 3)
        self.assertContains(few, "Show 3 more ways")
        self.assertEqual(len(all_.context["routes"]), 6)
        self.assertNotContains(all_, "more ways")
        self.assertTrue(any(route.is_usual for route in few.context["routes"]))

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
        self.assertContains(
            self.get(from_="quality-analyst", to="team-lead"), "No way on the ladder"
        )

    def test_statement_count_does_not_grow_with_the_ladder(self):
        candidate = self.as_candidate(current=self.csr, skills=[(SkillFactory(slug="coaching"), 3)])
        candidate.experiences.create(title="Agent")
        for rows in (3, 20):
            for n in range(rows):
                role = RoleFactory(slug=f"role-{rows}-{n}", ladder_level=2 + n % 3)
                self.asks(role, f"asked-{rows}-{n}")
                self.step(self.csr, role, "promotion", "")
                self.step(role, self.manager, "promotion", "")
                ListingFactory(role=role)
            # session, user, and two for the rights that the footer asks of; profile with roles, skills,
            # languages, jobs held; roles with open jobs, steps, skills, pay, guides, what to read about
            # all that is missing
            with self.subTest(rows), self.assertNumQueries(14):
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

    def test_a_guest_s_page_costs_nine_statements(self):
        self.as_guest(current=self.csr, skills=[(SkillFactory(slug="coaching"), 3)])

        # session, profile with skills and roles; roles with open jobs, steps, skills, pay, guides, what
        # to read
        with self.assertNumQueries(9):
            self.client.get(URL)

    def test_the_strip_costs_three_queries(self):
        with self.assertNumQueries(3):  # steps, roles with open jobs, pay
            self.render("ladder_strip role", self.csr)


class EmptyLadderTests(TestCase):
    def test_a_site_without_roles_still_answers(self):
        self.assertEqual(self.client.get(URL).status_code, 200)
