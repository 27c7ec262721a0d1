from itertools import product

from django.test import SimpleTestCase
from django.urls import reverse
from hypothesis import strategies as st

from cms.models import CareerStep, Role, RoleSkill, Skill
from matching.ladder.check import about, check_ladder, load_and_check
from matching.ladder.graph_search import Graph, reached_from_below, shortest_circle, tangles
from tests.factories import ModeratorFactory, RoleFactory, SkillFactory, UserFactory
from tests.matching.corpus import for_all
from tests.matching.ladder_world import LadderTestCase
from tests.matching.staff_case import make_desk_user, make_editor

PAGE = "/admin/matching/ladder/"
CIRCLE_KINDS = {"promotion", "specialise"}


def role(pk, rung=1, **columns):
    family = "exit" if rung is None else "front_line"
    return Role(pk=pk, title=f"Role {pk}", ladder_level=rung, family=family, **columns)


def step(start, end, kind="promotion", pk=None, **columns):
    pk = pk or 100 * start + end
    return CareerStep(pk=pk, from_role_id=start, to_role_id=end, kind=kind, **columns)


def rule(end, rung, pk=9000):
    return CareerStep(pk=pk, from_level=rung, to_role_id=end, kind="exit")


def asks(role_pk, *essentials, is_matchable=True):
    return [
        RoleSkill(
            role_id=role_pk,
            is_essential=essential,
            skill=Skill(preferred_label=f"Skill {n}", is_matchable=is_matchable),
        )
        for n, essential in enumerate(essentials)
    ]


def found(roles, steps=(), asks=()):
    """What each check found, by its key; empty ones left out."""
    checks = check_ladder(Graph.of(roles, steps, asks))
    return {check.key: [f.text for f in check.findings] for check in checks if check.findings}


# Few roles on few rungs, so that circles and dead ends occur.
roles = st.lists(st.sampled_from([1, 1, 2, 3, 4, 6, None]), min_size=1, max_size=7).map(
    lambda rungs: [role(n, rung) for n, rung in enumerate(rungs, 1)]
)
kinds = st.sampled_from(["promotion", "specialise", "lateral", "exit"])
ladders = roles.flatmap(
    lambda roles: st.tuples(
        st.just(roles),
        st.dictionaries(
            st.sampled_from([(a.pk, b.pk) for a, b in product(roles, roles) if a != b] or [(0, 0)]),
            kinds,
            max_size=12,
        ).map(lambda edges: [step(a, b, kind) for (a, b), kind in sorted(edges.items())]),
    )
)


def reach(keys, edges):
    """By hand: which role leads to which, in any number of steps."""
    leads = {(a, b): (a, b) in edges for a, b in product(keys, keys)}
    for middle, a, b in product(keys, keys, keys):
        leads[a, b] = leads[a, b] or (leads[a, middle] and leads[middle, b])
    return leads


@for_all(ladders)
def test_roles_are_in_a_tangle_together_just_if_each_leads_upward_to_the_other(ladder):
    graph = Graph.of(*ladder)
    upward = [step for step in graph.steps if step.kind in CIRCLE_KINDS]
    leads = reach(list(graph.roles), {(s.from_role_id, s.to_role_id) for s in upward})

    groups = tangles(graph.roles, upward)

    together = {(a, b) for group in groups for a, b in product(group, group) if a != b}
    assert together == {(a, b) for a, b in leads if a != b and leads[a, b] and leads[b, a]}


@for_all(ladders)
def test_the_way_round_is_one_and_no_other_is_shorter(ladder):
    graph = Graph.of(*ladder)
    for members in tangles(graph.roles, graph.steps):
        inside = [s for s in graph.steps if {s.from_role_id, s.to_role_id} <= members]

        way = shortest_circle(members, inside)

        for one, following in zip(way, [*way[1:], way[0]], strict=True):
            assert one.to_role_id == following.from_role_id
        assert len(way) == naive_length({(s.from_role_id, s.to_role_id) for s in inside})


def naive_length(edges):
    """How many steps until somebody is back where they were, all setting out at once."""
    ways, length = edges, 1
    while not any(a == b for a, b in ways):
        ways = {(a, c) for (a, b), (d, c) in product(ways, edges) if b == d}
        length += 1
    return length


@for_all(ladders)
def test_reached_is_what_some_way_leads_to_from_the_first_rung(ladder):
    graph = Graph.of(*ladder)
    leads = reach(list(graph.roles), {(s.from_role_id, s.to_role_id) for s in graph.steps})
    first = {role.pk for role in graph.roles.values() if role.ladder_level == 1}

    reached = reached_from_below(graph)

    assert reached == first | {b for a, b in leads if a in first and leads[a, b]}


@for_all(ladders)
def test_the_order_of_rows_changes_no_finding(ladder):
    roles, steps = ladder
    forward, backward = found(roles, steps), found(roles[::-1], steps[::-1])

    assert {key: sorted(texts) for key, texts in forward.items()} == {
        key: sorted(texts) for key, texts in backward.items()
    }


class FindingsTests(SimpleTestCase):
    def test_a_chain_of_promotions_that_returns_is_named_step_by_step(self):
        steps = [step(1, 2), step(2, 3, "specialise"), step(3, 1), step(3, 4)]

        texts = found([role(n) for n in (1, 2, 3, 4)], steps)["circles"]

        self.assertEqual(texts, ["Role 1 → Role 2 → Role 3 → Role 1"])

    def test_the_shortest_way_round_is_shown_and_the_rest_of_the_tangle_counted(self):
        steps = [step(1, 2), step(2, 3), step(3, 1), step(3, 2)]

        self.assertEqual(
            found([role(n) for n in (1, 2, 3)], steps)["circles"],
            ["Role 2 → Role 3 → Role 2 (with 1 more role)"],
        )

    def test_steps_sideways_and_out_may_lead_both_ways(self):
        steps = [step(1, 2, "lateral"), step(2, 1, "lateral"), step(2, 3), step(3, 1, "exit")]

        self.assertNotIn("circles", found([role(n) for n in (1, 2, 3)], steps))

    def test_a_step_down_of_any_kind_is_told_with_both_rungs(self):
        texts = found([role(1, 1), role(2, 3), role(3, 2)], [step(1, 2), step(2, 3, "lateral")])

        self.assertEqual(texts["down"], ["Role 2 → Role 3 (sideways): from rung 3 down to rung 2"])

    def test_a_step_may_pass_one_rung_but_not_two(self):
        roles = [role(1, 1), role(3, 3), role(4, 4)]

        texts = found(roles, [step(1, 3), step(1, 4)])

        self.assertEqual(texts["jumps"], ["Role 1 → Role 4 (promotion): passes 2 rungs"])

    def test_a_role_that_only_leads_out_of_service_is_a_dead_end(self):
        roles = [role(1, 1), role(2, 2), role(3, None), role(6, 6)]
        steps = [step(1, 2), step(2, 3, "exit"), step(1, 6)]

        texts = found(roles, steps)

        # Neither the way out itself nor the top of the ladder.
        self.assertEqual(
            texts["dead-ends"], ["Role 2: no step leads on from here but out of service"]
        )

    def test_a_rule_for_all_makes_no_dead_end_alive(self):
        roles = [role(1, 1), role(3, None)]

        self.assertIn("dead-ends", found(roles, [rule(3, 1)]))

    def test_a_way_out_is_reached_by_its_rule_if_somebody_gets_to_its_rung(self):
        roles = [role(1, 1), role(2, 4), role(3, None)]

        self.assertEqual(
            found(roles, [step(1, 2), step(2, 1, "lateral"), rule(3, 4)]).get("unreachable"), None
        )
        self.assertEqual(
            found(roles, [rule(3, 4)])["unreachable"],
            [
                "Role 2: no steps lead here from the first rung",
                "Role 3: no steps lead here from the first rung",
            ],
        )

    def test_what_a_role_asks_is_looked_at(self):
        roles = [role(n) for n in (1, 2, 3, 4, 5)]
        asked = [
            *asks(1, True, False),
            *asks(2, False, False),
            *asks(3, True, True),
            *asks(4, *[True] * 9, False),
        ]

        texts = found(roles, asks=asked)

        self.assertEqual(texts["no-skills"], ["Role 5 asks no skill"])
        self.assertEqual(
            texts["essential"],
            [
                "Role 2: 0 of its 2 skills are essential",
                "Role 3: 2 of its 2 skills are essential",
                "Role 4: 9 of its 10 skills are essential",
            ],
        )

    def test_asked_skills_that_count_for_no_match_are_named(self):
        asked = asks(1, True, False, is_matchable=False)

        self.assertEqual(
            found([role(1)], asks=asked)["not-matchable"], ["Role 1 asks Skill 0 and Skill 1"]
        )

    def test_an_empty_ladder_has_no_findings(self):
        self.assertEqual(found([]), {})

    def test_a_step_to_a_role_that_is_gone_is_passed_over(self):
        self.assertNotIn("circles", found([role(1)], [step(1, 2), step(2, 1)]))

    def test_about_a_step_is_what_names_it_or_its_ends(self):
        steps = [step(1, 4), step(4, 1)]
        checks = check_ladder(Graph.of([role(1, 1), role(4, 4), role(5, 2)], steps))

        texts = [finding.text for _check, finding in about(checks, steps[0])]

        self.assertEqual(
            texts,
            [
                "Role 1 → Role 4 → Role 1",
                "Role 1 → Role 4 (promotion): passes 2 rungs",
            ],
        )


class LadderPageTests(LadderTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.editor = make_editor()

    def setUp(self):
        super().setUp()
        self.client.force_login(self.editor)

    def test_the_page_tells_each_finding_with_links_to_mend_it(self):
        back = self.step(self.lead, self.senior, "promotion", "")

        response = self.client.get(PAGE)

        self.assertContains(response, "Senior Representative → Team Lead → Senior Representative")
        self.assertContains(
            response, reverse("wagtailsnippets_cms_careerstep:edit", args=[back.pk])
        )
        self.assertContains(
            response, reverse("wagtailsnippets_cms_role:edit", args=[self.senior.pk])
        )

    def test_what_is_in_order_is_said_to_be(self):
        CareerStep.objects.all().delete()
        Role.objects.all().delete()

        self.assertContains(self.client.get(PAGE), "Nothing found.", count=8)

    def test_three_queries_whatever_the_number_of_roles(self):
        for n in range(20):
            new = RoleFactory(ladder_level=1)
            self.step(self.csr, new, "lateral", "")
            RoleSkill.objects.create(role=new, skill=SkillFactory(slug=f"of-{n}"))

        with self.assertNumQueries(3):  # roles, steps, what roles ask with the skills
            load_and_check()

    def test_saving_an_odd_step_says_what_is_odd_and_saves_it(self):
        response = self.client.post(
            reverse("wagtailsnippets_cms_careerstep:add"),
            self.form(self.manager, self.csr),
            follow=True,
        )

        self.assertContains(response, "Steps down: ")
        self.assertContains(response, "from rung 4 down to rung 1")
        self.assertContains(response, f'href="{PAGE}"')
        self.assertTrue(CareerStep.objects.filter(from_role=self.manager).exists())

    def test_the_dashboard_says_what_waits_to_those_who_can_mend_it_alone(self):
        CareerStep.objects.create(from_role=self.manager, to_role=self.csr, kind="promotion")

        dashboard = self.client.get(reverse("wagtailadmin_home"))
        self.assertContains(dashboard, f'<a href="{PAGE}#down">Steps down: 1 finding</a>')
        self.client.force_login(make_desk_user("change_skill"))
        self.assertNotContains(self.client.get(reverse("wagtailadmin_home")), PAGE)

    def test_saving_a_plain_step_warns_of_nothing(self):
        response = self.client.post(
            reverse("wagtailsnippets_cms_careerstep:add"),
            self.form(self.quality, self.lead),
            follow=True,
        )

        self.assertEqual([m.level_tag for m in response.context["messages"]], ["success"])

    def test_deleting_the_only_step_on_says_what_it_cut_off(self):
        only = CareerStep.objects.get(from_role=self.senior)

        response = self.client.post(
            reverse("wagtailsnippets_cms_careerstep:delete", args=[only.pk]), follow=True
        )

        self.assertContains(response, "Senior Representative: no step leads on from here")

    def form(self, start, end, kind="promotion", frequency=2):
        return {
            "from_role": start.pk, "from_level": "", "to_role": end.pk, "kind": kind,
            "condition": "", "frequency": frequency,
        }  # fmt: skip

    def test_an_editor_adds_weighs_and_removes_a_step(self):
        add = reverse("wagtailsnippets_cms_careerstep:add")
        self.assertContains(self.client.get(add), "How often people in that role make this move")

        self.client.post(add, self.form(self.quality, self.lead, "lateral", frequency=1))
        added = CareerStep.objects.get(from_role=self.quality)
        self.assertEqual(added.frequency, CareerStep.Frequency.RARE)

        edit = reverse("wagtailsnippets_cms_careerstep:edit", args=[added.pk])
        self.client.post(edit, self.form(self.quality, self.lead, "lateral", frequency=3))
        added.refresh_from_db()
        self.assertEqual(added.frequency, CareerStep.Frequency.OFTEN)

        self.client.post(reverse("wagtailsnippets_cms_careerstep:delete", args=[added.pk]))
        self.assertFalse(CareerStep.objects.filter(pk=added.pk).exists())

    def test_a_frequency_that_is_none_is_refused_beside_its_field(self):
        response = self.client.post(
            reverse("wagtailsnippets_cms_careerstep:add"),
            self.form(self.quality, self.lead, frequency=4),
        )

        self.assertContains(response, "Select a valid choice")
        self.assertFalse(CareerStep.objects.filter(from_role=self.quality).exists())

    def test_the_list_of_steps_shows_filters_and_sorts_by_frequency(self):
        CareerStep.objects.filter(to_role=self.csm).update(frequency=3)
        address = reverse("wagtailsnippets_cms_careerstep:list")

        filtered = self.client.get(address, {"frequency": 3})
        sorted_ = self.client.get(address, {"ordering": "-frequency"})

        self.assertContains(filtered, "Frequency")
        self.assertEqual({s.to_role_id for s in filtered.context["object_list"]}, {self.csm.pk})
        frequencies = [s.frequency for s in sorted_.context["object_list"]]
        self.assertEqual(frequencies, sorted(frequencies, reverse=True))


class LadderRightsTests(LadderTestCase):
    def addresses(self):
        pk = CareerStep.objects.first().pk
        return [PAGE] + [
            reverse(f"wagtailsnippets_cms_careerstep:{name}", args=args)
            for name, args in [("add", []), ("edit", [pk]), ("delete", [pk])]
        ]

    def test_nobody_else_sees_the_check_or_bends_the_ladder(self):
        before = list(CareerStep.objects.values())
        for user in [UserFactory(), ModeratorFactory(), make_desk_user("change_skill")]:
            self.client.force_login(user)
            for address in self.addresses():
                for method in (self.client.get, self.client.post):
                    with self.subTest(address, user=user):
                        response = method(address)
                        self.assertEqual(response.status_code, 302)
                        self.assertIn(response["Location"].split("?")[0], self.doors)
        self.assertEqual(list(CareerStep.objects.values()), before)

    def test_a_guest_is_sent_to_sign_in(self):
        self.assertTrue(self.client.get(PAGE)["Location"].startswith("/accounts/login/"))

    # To the sign-in, or to the admin's front page with a word that says no.
    doors = ("/accounts/login/", "/admin/")

    def test_the_right_to_change_steps_is_enough_and_shows_the_menu_item(self):
        self.client.force_login(make_desk_user("change_careerstep"))

        self.assertEqual(self.client.get(PAGE).status_code, 200)
        self.assertContains(self.client.get("/admin/"), "Ladder check")
        self.assertNotContains(self.client.get("/admin/"), "Matcher health")
