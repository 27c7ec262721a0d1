"""Ways up the ladder from one role to another, the easiest first."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from cms.lessons import Lessons
from cms.models import CareerStep, GuidePage, Role
from matching.ladder.gaps import Gap, Held
from matching.ladder.graph import Ladder, RolePay, live_guides, passed_rungs

ROUTES_SHOWN = 3
MOST_ROUTES = 6
WAY_UP_STEPS = 3
MOST_STEPS = 5
PATIENCE = 20_000  # beginnings of routes that a search looks at
# In units of importance: between two ways with the same gaps the one with fewer changes is easier.
COST_OF_A_CHANGE = 4

Path = tuple[CareerStep, ...]


@dataclass(frozen=True)
class Rung:
    """One role of a route. `step` leads to it from the rung below: None at the start, and where an editor's
    path takes a step that the ladder does not know.

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
    lessons: Lessons

    @property
    def is_promotion(self) -> bool:
        return self.step is not None and self.step.kind == CareerStep.Kind.PROMOTION


@dataclass(frozen=True)
class Route:
    """From the start, which comes first, to the goal."""

    rungs: tuple[Rung, ...]
    is_usual: bool = False  # by promotions around a step that passes rungs

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


def find_routes(ladder: Ladder, start: Role, goal: Role, held: Held) -> list[Route]:
    """The easiest routes, at most six, none of which is another one with a detour. No query.

    Where the step itself passes rungs and promotions lead around it, that usual way is among the first
    three, which pages show: third if three others are easier.
    """
    paths = easiest_paths(ladder, start, goal, held)
    usual = _usual_way(ladder, start, goal, held)
    if usual:
        usual = next((path for path in paths if _goes_the(usual, path)), usual)
        if usual not in paths[:ROUTES_SHOWN]:
            others = [path for path in paths if path is not usual]
            paths = [*others[: ROUTES_SHOWN - 1], usual, *others[ROUTES_SHOWN - 1 :]][:MOST_ROUTES]
    return [_route(ladder, start, path, held, is_usual=path is usual) for path in paths]


def easiest_paths(
    ladder: Ladder, start: Role, goal: Role, held: Held, limit: int = MOST_ROUTES
) -> list[Path]:
    """Dijkstra's search, over paths rather than roles: what is learned on one rung counts for the next,
    so the cost of a step depends on the way to it.

    Exact unless more than `PATIENCE` beginnings are looked at; the shipped ladder needs a few hundred. Of equal costs the shorter path comes first, then by the keys of its steps.
    """
    steps_left = _fewest_steps_to(ladder, goal)
    found: list[Path] = []
    queue: list = [(0.0, 0, (), (), held)]
    for _look in range(PATIENCE):
        if not queue or len(found) == limit:
            break
        cost, length, keys, path, skills = heapq.heappop(queue)
        been = {start.pk, *_roles(path)}
        if any(_roles(shorter) <= been | {goal.pk} for shorter in found):
            continue  # all that it can become is a found path with a detour
        role = ladder.roles[path[-1].to_role_id] if path else start
        if role.pk == goal.pk:
            found.append(path)
            continue
        skills = {**skills, **ladder.skills_of(role)} if path else skills
        for step in ladder.leaving(role):
            end = ladder.roles[step.to_role_id]
            too_far = length + 1 + steps_left.get(end.pk, MOST_STEPS) > MOST_STEPS
            if too_far or end.pk in been or (end.is_exit and end.pk != goal.pk):
                continue
            new_cost = cost + step_cost(ladder, role, step, skills)
            beginning = (new_cost, length + 1, (*keys, step.pk), (*path, step), skills)
            heapq.heappush(queue, beginning)
    return found


def step_cost(ladder: Ladder, role: Role, step: CareerStep, held: Held) -> float:
    """The weight of what is missing, once more for each rung that is passed: a gap taken at once is wider.

    Less where the move is made often. Always above 0.
    """
    end = ladder.roles[step.to_role_id]
    jump = 1 + len(passed_rungs(role, end))
    missing = ladder.missing_weight(end, held) * jump
    return (missing + COST_OF_A_CHANGE) / ladder.prior(role, step).factor


def _fewest_steps_to(ladder: Ladder, goal: Role) -> dict[int, int]:
    """How many steps each role is away from the goal, by the role's key; out of reach: not in it."""
    leads_to: dict[int, list[int]] = {}
    for role in ladder.roles.values():
        for step in ladder.leaving(role):
            leads_to.setdefault(step.to_role_id, []).append(role.pk)
    away, edge = {goal.pk: 0}, [goal.pk]
    for steps in range(1, MOST_STEPS + 1):
        edge = [pk for end in edge for pk in leads_to.get(end, ()) if pk not in away]
        away |= dict.fromkeys(edge, steps)
    return away


def _roles(path: Path) -> set[int]:
    return {step.to_role_id for step in path}


def _usual_way(ladder: Ladder, start: Role, goal: Role, held: Held) -> Path | None:
    """In two steps around a step that passes rungs, through a role that one is promoted to."""
    leads_there = any(step.to_role_id == goal.pk for step in ladder.leaving(start))
    way = ladder.way_between(start, goal, held) if leads_there else None
    if way is None or not way.is_usual or not passed_rungs(start, goal):
        return None
    first = next(step for step in ladder.leaving(start) if step.to_role_id == way.role.pk)
    last = next(step for step in ladder.leaving(way.role) if step.to_role_id == goal.pk)
    return first, last


def _goes_the(usual: Path, path: Path) -> bool:
    """Whether a path climbs by promotions to the role of the usual way and goes on from there."""
    *climb, last = path
    return last.pk == usual[-1].pk and all(step.kind == CareerStep.Kind.PROMOTION for step in climb)


def _route(ladder: Ladder, start: Role, path: Path, held: Held, *, is_usual: bool = False) -> Route:
    stations = [(ladder.roles[step.to_role_id], step) for step in path]
    return _climb(ladder, [(start, None), *stations], held, is_usual=is_usual)


def _climb(
    ladder: Ladder,
    stations: Iterable[tuple[Role, CareerStep | None]],
    held: Held,
    *,
    is_usual: bool = False,
) -> Route:
    rungs, skills, below = [], held, None
    for role, step in stations:
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
                lessons=ladder.lessons,
            )
        )
        # Whoever stands on a rung is not taken to know all that it asks; whoever climbs to it, is.
        skills, below = ({**skills, **ladder.skills_of(role)} if below else skills), role
    return Route(tuple(rungs), is_usual)


def route_through(roles: Sequence[Role]) -> Route:
    """The route that an editor laid, the lowest role first.

    Whoever stands on its first rung is taken to know what that asks. Five queries: the steps between the
    roles, the guides, and those of a ladder.
    """
    keys = [role.pk for role in roles]
    steps = CareerStep.objects.filter(from_role__in=keys, to_role__in=keys)
    ladder = Ladder(Role.objects.filter(pk__in=keys), steps, live_guides(keys))
    start, *rest = [ladder.roles[key] for key in keys]
    stations = [(start, None)]
    for role in rest:
        leading = ladder.steps.get(stations[-1][0].pk, ())
        stations.append((role, next((s for s in leading if s.to_role_id == role.pk), None)))
    return _climb(ladder, stations, ladder.skills_of(start))


def way_up(role: Role) -> Route:
    """The plain way up from a role: at most three steps, each to a higher rung. Three queries.

    A promotion before a specialization, the nearest rung, the same line, then by title. What the roles
    ask is not read, so the gaps are empty.
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
    keys = [role.pk, *(step.to_role_id for step in path)]
    ladder = Ladder(Role.objects.filter(pk__in=keys), path, with_asks=False)
    return _route(ladder, role, tuple(path), {})


def _plainness(step: CareerStep) -> tuple:
    start, end = step.from_role, step.to_role
    return (
        step.kind != CareerStep.Kind.PROMOTION,
        end.ladder_level,
        end.family != start.family,
        end.title,
    )
