"""Ways up the ladder from one role to another, the easiest first."""

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from cms.models import CareerStep, Role
from matching.ladder import Gap, Ladder, passed_rungs

ROUTES_SHOWN = 3
MOST_STEPS = 5
# A role is left by so many different ways at most. That bounds the search; three routes need few.
WAYS_THROUGH_A_ROLE = 6
# In units of importance: between two ways with the same gaps the one with fewer changes is easier.
COST_OF_A_CHANGE = 4


@dataclass(frozen=True)
class Rung:
    """One role of a route. `step` leads to it from the rung below and is None at the start."""

    role: Role
    step: CareerStep | None
    gap: Gap
    passed: tuple[int, ...]
    changes_line: bool


@dataclass(frozen=True)
class Route:
    """From the start, which comes first, to the goal."""

    rungs: tuple[Rung, ...]

    @property
    def roles(self) -> list[Role]:
        return [rung.role for rung in self.rungs]

    @property
    def between(self) -> list[Role]:
        return self.roles[1:-1]

    @property
    def rungs_up(self) -> int:
        start, goal = self.rungs[0].role, self.rungs[-1].role
        return (goal.ladder_level or 0) - (start.ladder_level or 0) if goal.ladder_level else 0

    @property
    def skills_to_add(self) -> int:
        return sum(len(rung.gap.missing) for rung in self.rungs[1:])

    @property
    def line_changes(self) -> list[Rung]:
        return [rung for rung in self.rungs if rung.changes_line]


def find_routes(ladder: Ladder, start: Role, goal: Role, held: frozenset[int]) -> list[Route]:
    """At most three routes, none of which is another one with a detour. No query.

    Dijkstra's search, over paths rather than roles: what is learned on one rung counts for the next,
    so the cost of a step depends on the way to it.
    """
    found: list[tuple[CareerStep, ...]] = []
    for path in _cheapest_paths(ladder, start, goal, held):
        roles = {step.to_role_id for step in path}
        if not any(roles >= {step.to_role_id for step in shorter} for shorter in found):
            found.append(path)
        if len(found) == ROUTES_SHOWN:
            break
    return [_route(ladder, start, path, held) for path in found]


def _cheapest_paths(
    ladder: Ladder, start: Role, goal: Role, held: frozenset[int]
) -> Iterator[tuple[CareerStep, ...]]:
    order = count()  # of equal costs the first found; steps themselves do not compare
    queue = [(0, next(order), start, (), held)]
    left = Counter()
    while queue:
        cost, _order, role, path, skills = heapq.heappop(queue)
        if role.pk == goal.pk:
            yield path
            continue
        left[role.pk] += 1
        if left[role.pk] > WAYS_THROUGH_A_ROLE or len(path) == MOST_STEPS:
            continue
        been = {start.pk, *(step.to_role_id for step in path)}
        for step in ladder.leaving(role):
            to_role = ladder.roles[step.to_role_id]
            if to_role.pk in been or (to_role.is_exit and to_role.pk != goal.pk):
                continue
            new_cost = cost + step_cost(ladder, role, to_role, skills)
            gained = skills | ladder.skills_of(to_role)
            heapq.heappush(queue, (new_cost, next(order), to_role, (*path, step), gained))


def step_cost(ladder: Ladder, role: Role, to_role: Role, skills: frozenset[int]) -> int:
    """The weight of what is missing, once more for each rung that is passed: a gap taken at once is wider."""
    jump = 1 + len(passed_rungs(role, to_role))
    return ladder.gap(to_role, skills).missing_weight * jump + COST_OF_A_CHANGE


def _route(
    ladder: Ladder, start: Role, path: tuple[CareerStep, ...], held: frozenset[int]
) -> Route:
    rungs = [Rung(start, None, ladder.gap(start, held), (), False)]
    skills, role = held, start
    for step in path:
        to_role = ladder.roles[step.to_role_id]
        changes_line = to_role.family != role.family
        passed = passed_rungs(role, to_role)
        rungs.append(Rung(to_role, step, ladder.gap(to_role, skills), passed, changes_line))
        skills, role = skills | ladder.skills_of(to_role), to_role
    return Route(tuple(rungs))
