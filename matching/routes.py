"""Ways up the ladder from one role to another, the easiest first."""

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from django.db.models import F

from cms.models import CareerStep, GuidePage, Role
from matching.ladder import Gap, Ladder, RolePay, passed_rungs

ROUTES_SHOWN = 3
WAY_UP_STEPS = 3
MOST_STEPS = 5
# A role is left by so many different ways at most. That bounds the search; three routes need few.
WAYS_THROUGH_A_ROLE = 6
# In units of importance: between two ways with the same gaps the one with fewer changes is easier.
COST_OF_A_CHANGE = 4


@dataclass(frozen=True)
class Rung:
    """One role of a route. `step` leads to it from the rung below and is None at the start.

    `gap` counts what was learned on the rungs below as held.
    """

    role: Role
    step: CareerStep | None
    gap: Gap
    passed: tuple[int, ...]
    changes_line: bool
    pay: RolePay
    pay_step: Decimal | None
    open_jobs: int
    guides: tuple[GuidePage, ...]

    @property
    def is_promotion(self) -> bool:
        return self.step is not None and self.step.kind == CareerStep.Kind.PROMOTION


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

    @property
    def open_jobs(self) -> int:
        """On the way: the start's own do not count."""
        return sum(rung.open_jobs for rung in self.rungs[1:])

    @property
    def pay_source(self) -> str:
        return next((rung.pay.wage.source for rung in self.rungs if rung.pay.wage), "")

    @property
    def from_the_top(self) -> list[Rung]:
        return list(reversed(self.rungs))


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
    rungs, skills, below = [], held, None
    for step in (None, *path):
        role = ladder.roles[step.to_role_id] if step else start
        pay = ladder.pay(role)
        rungs.append(
            Rung(
                role=role,
                step=step,
                gap=ladder.gap(role, skills),
                passed=passed_rungs(below, role) if below else (),
                changes_line=below is not None and role.family != below.family,
                pay=pay,
                pay_step=ladder.pay(below).step_to(pay) if below else None,
                open_jobs=ladder.open_jobs[role.pk],
                guides=tuple(ladder.guides.get(role.pk, ())),
            )
        )
        # Whoever stands on a rung is not taken to know all that it asks; whoever climbs to it, is.
        skills, below = (skills | ladder.skills_of(role) if below else skills), role
    return Route(tuple(rungs))


def way_up(role: Role) -> Route:
    """The plain way up from a role: at most three steps, each to a higher rung. Four queries.

    A promotion before a specialization, the nearest rung, the same line, then by title. What the role
    asks is taken as held.
    """
    steps: dict[int, list[CareerStep]] = {}
    upward = CareerStep.objects.filter(
        kind__in=[CareerStep.Kind.PROMOTION, CareerStep.Kind.SPECIALISE],
        from_role__ladder_level__lt=F("to_role__ladder_level"),
    )
    for step in upward.select_related("from_role", "to_role"):
        steps.setdefault(step.from_role_id, []).append(step)

    path, at = [], role
    while len(path) < WAY_UP_STEPS and at.pk in steps:
        path.append(min(steps[at.pk], key=_plainness))
        at = path[-1].to_role
    ladder = Ladder.of([role.pk, *(step.to_role_id for step in path)], path)
    return _route(ladder, role, tuple(path), ladder.skills_of(role))


def _plainness(step: CareerStep) -> tuple:
    start, end = step.from_role, step.to_role
    return (
        step.kind != CareerStep.Kind.PROMOTION,
        end.ladder_level,
        end.family != start.family,
        end.title,
    )
