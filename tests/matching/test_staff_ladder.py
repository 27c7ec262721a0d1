"""The ladder as its keepers see it: roles with their steps, the map, and a step tried before it is saved."""

from django.db import connection
from django.test import SimpleTestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import CareerStep
from matching.ladder.check import check_ladder, try_step
from matching.ladder.graph_search import Graph
from matching.staff.ladder_desk import desks
from tests.factories import RoleFactory
from tests.matching.ladder_world import LadderTestCase
from tests.matching.staff_case import make_editor
from tests.matching.test_ladder_check import PAGE, role, step

ADD = "wagtailsnippets_cms_careerstep:add"


class TrialTests(SimpleTestCase):
    def graph(self, *steps):
        return Graph.of([role(1), role(2, 2), role(3, 3), role(4, 6)], steps)

    def texts(self, findings):
        return [finding.text for finding in findings]

    def test_a_step_that_closes_a_circle_would_bring_it(self):
        graph = self.graph(step(1, 2), step(2, 3), step(3, 4))

        trial = try_step(graph, CareerStep(from_role_id=3, to_role_id=1, kind="promotion"))

        self.assertIn("Role 1 → Role 2 → Role 3 → Role 1", self.texts(trial.appear))
        self.assertFalse(trial.go)

    def test_a_step_on_from_a_dead_end_would_mend_it_and_what_it_cut_off(self):
        graph = self.graph(step(1, 2), step(3, 4))

        trial = try_step(graph, CareerStep(from_role_id=2, to_role_id=3, kind="promotion"))

        self.assertFalse(trial.appear)
        self.assertEqual(
            self.texts(trial.go),
            [
                "Role 2: no step leads on from here but out of service",
                "Role 3: no steps lead here from the first rung",
                "Role 4: no steps lead here from the first rung",
            ],
        )

    def test_a_step_that_is_there_is_tried_in_its_own_place(self):
        graph = self.graph(step(1, 2), step(2, 1), step(2, 3), step(3, 4))

        trial = try_step(graph, CareerStep(from_role_id=2, to_role_id=1, kind="lateral"))

        self.assertEqual(
            self.texts(trial.go),
            ["Role 1 → Role 2 → Role 1", "Role 2 → Role 1 (promotion): from rung 2 down to rung 1"],
        )
        self.assertEqual(
            self.texts(trial.appear), ["Role 2 → Role 1 (sideways): from rung 2 down to rung 1"]
        )

    def test_the_graph_stays_as_it_was(self):
        graph = self.graph(step(1, 2))

        try_step(graph, CareerStep(from_role_id=2, to_role_id=3, kind="promotion"))

        self.assertEqual(len(graph.steps), 1)

    def test_each_role_has_its_steps_in_and_out_and_what_was_found_about_it(self):
        graph = self.graph(step(1, 2), step(2, 3), step(3, 2))

        by_key = {desk.role.pk: desk for desk in desks(graph, check_ladder(graph))}

        self.assertEqual([line.other.pk for line in by_key[2].out], [3])
        self.assertEqual([line.other.pk for line in by_key[2].coming], [1, 3])
        self.assertEqual(
            {check.key for check, _finding in by_key[2].findings},
            {"circles", "down", "no-skills"},
        )
        self.assertEqual({check.key for check, _finding in by_key[1].findings}, {"no-skills"})


class LadderDeskTests(LadderTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.editor = make_editor()

    def setUp(self):
        super().setUp()
        self.client.force_login(self.editor)

    def test_every_role_stands_in_its_line_with_links_to_its_steps(self):
        response = self.client.get(PAGE)

        for each in CareerStep.objects.all():
            self.assertContains(
                response, reverse("wagtailsnippets_cms_careerstep:edit", args=[each.pk])
            )
        for each in (self.csr, self.lead, self.sales):
            self.assertContains(response, f'id="role-{each.slug}"')
        self.assertContains(response, "Sales, from rung 1")
        self.assertContains(response, "Any service role from rung 1 on")

    def test_the_map_has_every_role_of_the_ladder_and_every_step_between_them(self):
        response = self.client.get(PAGE)

        stations = {station.role.pk for station in response.context["map"].stations}
        self.assertEqual(len(stations), 7)
        self.assertNotIn(self.sales.pk, stations)
        self.assertEqual(len(response.context["edges"]), 8)
        self.assertContains(response, 'href="#role-team-lead"')
        self.assertNotContains(response, "style=")

    def test_steps_of_a_finding_are_dashed_and_those_of_the_chosen_role_thick(self):
        self.step(self.csr, self.manager, "promotion", "")

        edges = self.client.get(PAGE, {"role": "team-lead"}).context["edges"]

        self.assertEqual(sum(edge.is_odd for edge in edges), 1)
        self.assertEqual(sum(edge.is_near for edge in edges), 4)

    def test_a_step_from_a_role_begins_with_that_role_chosen(self):
        page = self.client.get(PAGE)
        address = f"{reverse(ADD)}?from_role=team-lead"
        self.assertContains(page, f'href="{address}"')

        form = self.client.get(address).context["form"]

        self.assertEqual(form["from_role"].value(), self.lead.pk)
        self.assertIsNone(form["to_role"].value())

    def test_what_is_no_role_leaves_the_form_empty(self):
        response = self.client.get(
            reverse(ADD), {"from_role": "9" * 5000, "to_role": "nobody", "kind": "leap"}
        )

        form = response.context["form"]
        self.assertIsNone(form["from_role"].value())
        self.assertIsNone(form["to_role"].value())

    def test_a_tried_step_is_told_of_can_be_added_and_is_not_saved(self):
        before = list(CareerStep.objects.values())

        response = self.client.get(
            PAGE,
            {"try": "1", "from_role": "team-lead", "to_role": "csr", "kind": "promotion"},
        )

        self.assertContains(response, "These findings would appear:")
        self.assertContains(
            response,
            "Customer Service Representative → Team Lead → Customer Service Representative",
        )
        form = response.context["form"]
        filled = self.client.get(form.add_url).context["form"]
        self.assertEqual(filled["from_role"].value(), self.lead.pk)
        self.assertEqual(filled["to_role"].value(), self.csr.pk)
        self.assertEqual(filled["kind"].value(), "promotion")
        self.assertEqual(list(CareerStep.objects.values()), before)

    def test_a_step_that_changes_no_finding_says_so(self):
        response = self.client.get(
            PAGE, {"try": "1", "from_role": "senior-representative", "to_role": "quality-analyst",
                   "kind": "specialise"},
        )  # fmt: skip

        self.assertContains(response, "No finding would appear, and none would go.")

    def test_a_step_to_itself_or_to_nobody_is_refused_beside_its_field(self):
        for data in [
            {"from_role": "csr", "to_role": "csr", "kind": "promotion"},
            {"from_role": "csr", "to_role": "9" * 5000, "kind": "promotion"},
            {"from_role": "csr", "kind": "leap"},
            {},
        ]:
            with self.subTest(data):
                response = self.client.get(PAGE, data | {"try": "1"})
                self.assertEqual(response.status_code, 200)
                self.assertTrue(response.context["form"].errors)
                self.assertNotIn("trial", response.context)

    def test_an_empty_ladder_has_no_map(self):
        CareerStep.objects.all().delete()
        self.lead._meta.model.objects.all().delete()

        self.assertNotIn("map", self.client.get(PAGE, {"role": "x"}).context)

    def test_as_many_queries_with_more_roles_and_steps(self):
        def count():
            with CaptureQueriesContext(connection) as queries:
                self.client.get(PAGE)
            return len(queries)

        self.client.get(PAGE)
        few = count()
        for _ in range(10):
            self.step(self.csr, RoleFactory(ladder_level=2), "lateral", "")

        self.assertEqual(count(), few)
