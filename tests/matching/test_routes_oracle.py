"""The search for routes against all simple paths, on small random ladders without a database."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.models import CareerStep, Role, RoleSkill
from matching.ladder.graph import Ladder, passed_rungs
from matching.ladder.routes import MOST_STEPS, easiest_paths, step_cost

ROLES = range(1, 7)
SKILLS = range(1, 6)
START, GOAL = 1, 6


class SmallLadder(Ladder):
    def __init__(self, levels, edges, asks):
        self.roles = {pk: role(pk, level) for pk, level in zip(ROLES, levels, strict=True)}
        self.steps, self.medians = {}, {}
        for key, ((start, end), (frequency, kind)) in enumerate(sorted(edges.items())):
            step = CareerStep(
                pk=key, from_role_id=start, to_role_id=end, frequency=frequency, kind=kind
            )
            self.steps.setdefault(start, []).append(step)
        self.asks = {
            pk: [RoleSkill(role_id=pk, skill_id=skill, importance=n) for skill, n in asked.items()]
            for pk, asked in zip(ROLES, asks, strict=True)
        }
        self.open_jobs, self.guides = dict.fromkeys(ROLES, 0), {}
        self.lessons = None


def role(pk, level):
    return Role(pk=pk, slug=str(pk), title=str(pk), family="front_line", ladder_level=level)


pairs = st.tuples(st.sampled_from(ROLES), st.sampled_from(ROLES)).filter(lambda p: p[0] != p[1])
ladders = st.builds(
    SmallLadder,
    st.lists(st.integers(1, 6), min_size=6, max_size=6),
    st.dictionaries(
        pairs,
        st.tuples(st.integers(1, 3), st.sampled_from(["promotion", "specialise"])),
        max_size=22,
    ),
    st.lists(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5)), min_size=6, max_size=6),
)
profiles = st.dictionaries(st.sampled_from(SKILLS), st.sampled_from([1 / 3, 2 / 3, 1.0]))


def all_simple_paths(ladder, path, been):
    at = path[-1].to_role_id if path else START
    if at == GOAL:
        yield path
    elif len(path) < MOST_STEPS:
        for step in ladder.steps.get(at, ()):
            if step.to_role_id not in been:
                yield from all_simple_paths(ladder, (*path, step), been | {step.to_role_id})


def cost_of(ladder, path, held):
    cost, at, skills = 0.0, ladder.roles[START], dict(held)
    for step in path:
        cost += step_cost(ladder, at, step, skills)
        at = ladder.roles[step.to_role_id]
        skills |= ladder.skills_of(at)
    return cost


def easiest_by_brute_force(ladder, held, limit):
    paths = sorted(
        all_simple_paths(ladder, (), {START}),
        key=lambda path: (cost_of(ladder, path, held), len(path), [step.pk for step in path]),
    )
    found = []
    for path in paths:
        roles = {step.to_role_id for step in path}
        if not any(roles >= {step.to_role_id for step in shorter} for shorter in found):
            found.append(path)
    return found[:limit]


def keys(paths):
    return [[step.pk for step in path] for path in paths]


@given(ladders, profiles, st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_the_easiest_routes_are_those_that_brute_force_finds(ladder, held, limit):
    found = easiest_paths(ladder, ladder.roles[START], ladder.roles[GOAL], held, limit)

    assert keys(found) == keys(easiest_by_brute_force(ladder, held, limit))


@given(ladders, profiles, st.sampled_from(SKILLS))
@settings(deadline=None)
def test_learning_a_skill_never_makes_the_easiest_route_harder(ladder, held, skill):
    start, goal = ladder.roles[START], ladder.roles[GOAL]
    more = {**held, skill: 1.0}

    before = easiest_paths(ladder, start, goal, held, 1)
    after = easiest_paths(ladder, start, goal, more, 1)

    assert len(before) == len(after)
    if before:
        assert cost_of(ladder, after[0], more) <= cost_of(ladder, before[0], held) + 1e-9


@given(ladders, profiles, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_next_steps_is_total_and_does_not_depend_on_the_order_of_the_rows(
    ladder, held, random
):
    start = ladder.roles[START]
    before = [step.role.pk for step in ladder.next_steps(start, held)]

    for steps in ladder.steps.values():
        random.shuffle(steps)

    assert [step.role.pk for step in ladder.next_steps(start, held)] == before
    assert len(set(before)) == len(before)


def test_a_way_over_a_role_that_passes_no_rung_costs_no_more_than_its_gap():
    ladder = SmallLadder([1, 2, 3, 3, 3, 4], {(1, 6): (2, "promotion")}, [{}] * 5 + [{1: 3}])

    [path] = easiest_paths(ladder, ladder.roles[START], ladder.roles[GOAL], {}, 3)

    assert passed_rungs(ladder.roles[START], ladder.roles[GOAL]) == (2, 3)
    assert cost_of(ladder, path, {}) == 3 * 3 + 4  # the gap once more for each rung, and the change
