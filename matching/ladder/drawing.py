"""The ladder drawn as a transit map: rows are rungs, columns are lines, stations are roles.

Across, positions are percent of the width; up and down they are pixels: the picture grows with the
page and its text keeps its size. A change of line runs in the gutter below the row where it ends, so
that no line ever crosses a name.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple

from django.utils.translation import gettext as _

from cms.models import Role
from cms.vocabulary import LADDER_LEVELS, RoleFamily
from matching.ladder.graph import Ladder, NextStep, RolePay, branches
from matching.ladder.routes import Route

LEAST_STATIONS = 18
MOST_STATIONS = 24
MOST_IN_A_CELL = 2
FEW_NEXT_STEPS = 6
# The front line in the middle: most changes begin there, and neighbours are near.
COLUMNS = [
    RoleFamily.TECHNICAL,
    RoleFamily.QUALITY_TRAINING,
    RoleFamily.FRONT_LINE,
    RoleFamily.LEADERSHIP,
    RoleFamily.SUCCESS,
    RoleFamily.EXPERIENCE,
    RoleFamily.OPERATIONS,
]
RUNG_NAMES_WIDTH = 9.0  # percent, at the left
NAME_LETTERS = 14  # of a line of a name: the longest word of a role's title
RUNG_LETTERS = 10
LINE_HEIGHT = 15
HEAD = 52  # for the names of the lines
GUTTER = 26
ROW_PADDING = 14
STATION_GAP = 12


class Words(NamedTuple):
    """One line of text, and where it stands below the middle of its sign, in pixels."""

    y: int
    text: str


@dataclass(frozen=True)
class Station:
    """A role on the map. `x` in percent, `y` in pixels, of the middle of its sign."""

    role: Role
    x: float
    y: int
    height: int
    name: tuple[Words, ...]
    pay: RolePay
    pay_y: int
    is_start: bool
    is_goal: bool
    is_on_route: bool
    is_next: bool
    is_branch: bool  # of the next steps one of the few to name

    @property
    def sign(self) -> str:
        if self.is_start:
            return "stop-you"
        return "stop-end" if self.is_goal else ""

    @property
    def spoken_name(self) -> str:
        """Role, line and rung for those who do not see where it stands, and what the signs say of it."""
        words = {
            "role": self.role.title,
            "line": self.role.line.label,
            "rung": self.role.ladder_level,
        }
        if self.is_start:
            return _("%(role)s, %(line)s, rung %(rung)d. You are here") % words
        if self.is_on_route:
            return _("%(role)s, %(line)s, rung %(rung)d. On your way") % words
        if self.is_next:
            return _("%(role)s, %(line)s, rung %(rung)d. A next step") % words
        return _("%(role)s, %(line)s, rung %(rung)d") % words


@dataclass(frozen=True)
class Segment:
    """A straight line: across in percent, up and down in pixels."""

    x1: float
    y1: int
    x2: float
    y2: int
    family: str = ""


@dataclass(frozen=True)
class Row:
    level: int
    name: tuple[Words, ...]
    y: int  # of the stations at its top
    bottom: int


@dataclass(frozen=True)
class Column:
    family: RoleFamily
    x: float
    name: tuple[Words, ...]


@dataclass(frozen=True)
class LadderMap:
    height: int
    column_width: float
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tracks: tuple[Segment, ...]
    changes: tuple[Segment, ...]
    lit: tuple[Segment, ...]
    stations: tuple[Station, ...]

    @property
    def by_rung(self) -> list[tuple[int, str, list[Station]]]:
        """The rungs without the picture, the highest first, for where there is room for few stations.

        With a route its stations alone; else the start with a few next steps; else all.
        """
        named = [s for s in self.stations if s.is_on_route] or [
            s for s in self.stations if s.is_start or s.is_branch
        ]
        return [
            (level, str(name), [s for s in named or self.stations if s.role.ladder_level == level])
            for level, name in sorted(LADDER_LEVELS.items(), reverse=True)
        ]


def draw(
    ladder: Ladder,
    start: Role | None = None,
    route: Route | None = None,
    next_steps: Sequence[NextStep] = (),
) -> LadderMap:
    """Choose the stations, place them and join them. No query."""
    wanted = [step.role for step in next_steps if step.leads_up]
    roles = choose_stations(ladder, start, route.roles if route else [], wanted)
    few = {step.role.pk for step in branches(next_steps, FEW_NEXT_STEPS)}
    return _Drawing(ladder, roles, start, route, {role.pk for role in wanted}, few).map()


def draw_all(roles: Iterable[Role]) -> LadderMap:
    """Every role of the ladder, none of them special and without its pay. No query."""
    service = [role for role in roles if not role.is_exit]
    return _Drawing(_Unpaid(), service, None, None, set(), set()).map()


def choose_stations(
    ladder: Ladder, start: Role | None, on_route: Iterable[Role], next_roles: Iterable[Role]
) -> list[Role]:
    """The route and the start always; then for each line and rung the role with the most steps; then
    next steps in their order, while there is room. A sparse map is filled up by number of steps."""
    steps = Counter(
        pk
        for group in ladder.steps.values()
        for step in group
        for pk in (step.from_role_id, step.to_role_id)
    )
    service = sorted(
        (role for role in ladder.roles.values() if not role.is_exit),
        key=lambda role: (-steps[role.pk], role.title),
    )
    main = {}
    for role in service:
        main.setdefault((role.family, role.ladder_level), role)

    chosen = {role.pk: role for role in on_route if not role.is_exit}
    if start:
        chosen[start.pk] = start
    in_cell = Counter((role.family, role.ladder_level) for role in chosen.values())
    for candidates, in_each_cell, in_all in [
        (main.values(), 1, MOST_STATIONS),
        (next_roles, MOST_IN_A_CELL, MOST_STATIONS),
        (service, MOST_IN_A_CELL, LEAST_STATIONS),
    ]:
        for role in candidates:
            cell = (role.family, role.ladder_level)
            has_room = len(chosen) < in_all and in_cell[cell] < in_each_cell
            if has_room and role.pk not in chosen:
                chosen[role.pk] = role
                in_cell[cell] += 1
    return list(chosen.values())


class _Unpaid:
    """Stands for a ladder where no pay is shown."""

    def pay(self, role: Role) -> RolePay:
        return RolePay(role, None)


class _Drawing:
    """Places a set of roles. Rows are as high as their fullest cell."""

    def __init__(
        self,
        ladder: Ladder | _Unpaid,
        roles: Sequence[Role],
        start: Role | None,
        route: Route | None,
        next_keys: set[int],
        few_keys: set[int],
    ):
        self.ladder = ladder
        self.start = start
        self.on_route = [role for role in route.roles if not role.is_exit] if route else []
        self.next_keys = next_keys
        self.few_keys = few_keys
        families = [family for family in COLUMNS if any(r.family == family for r in roles)]
        self.column_width = (100 - RUNG_NAMES_WIDTH) / max(len(families), 1)
        self.x_of = {
            family: RUNG_NAMES_WIDTH + 1 + place * self.column_width
            for place, family in enumerate(families)
        }
        self.cells: dict[tuple[str, int], list[Role]] = {}
        for role in sorted(roles, key=lambda role: role.title):
            self.cells.setdefault((role.family, role.ladder_level), []).append(role)
        self.gutter_of: dict[int, int] = {}  # below each rung's row
        self.rows = list(self._place_rows())
        self.stations = {s.role.pk: s for s in self._place_stations()}

    def _place_rows(self):
        top = HEAD
        for level in sorted(LADDER_LEVELS, reverse=True):
            heights = [
                sum(_height(role) for role in members)
                for (_family, rung), members in self.cells.items()
                if rung == level
            ]
            name = _lines(str(LADDER_LEVELS[level]), RUNG_LETTERS, first=24)
            least = 24 + LINE_HEIGHT * len(name)
            bottom = top + ROW_PADDING + max([*heights, least]) + GUTTER
            self.gutter_of[level] = bottom - GUTTER // 2
            yield Row(level, name, top + ROW_PADDING + 8, bottom)
            top = bottom

    def _place_stations(self):
        for (family, level), members in self.cells.items():
            y = next(row.y for row in self.rows if row.level == level)
            for role in members:
                name = _lines(role.title, NAME_LETTERS)
                yield Station(
                    role=role,
                    x=self.x_of[family],
                    y=y,
                    height=_height(role),
                    name=name,
                    pay=self.ladder.pay(role),
                    pay_y=name[-1].y + LINE_HEIGHT,
                    is_start=self.start is not None and role.pk == self.start.pk,
                    is_goal=bool(self.on_route) and role.pk == self.on_route[-1].pk,
                    is_on_route=role in self.on_route,
                    is_next=role.pk in self.next_keys,
                    is_branch=role.pk in self.few_keys,
                )
                y += _height(role)

    def map(self) -> LadderMap:
        return LadderMap(
            height=self.rows[-1].bottom,
            column_width=self.column_width,
            columns=tuple(
                Column(family, x, _lines(str(family.label), NAME_LETTERS - 3, first=14))
                for family, x in self.x_of.items()
            ),
            rows=tuple(self.rows),
            tracks=tuple(self._tracks()),
            changes=tuple(self._changes()),
            lit=tuple(self._lit()),
            stations=tuple(
                sorted(self.stations.values(), key=lambda s: (-s.role.ladder_level, s.x, s.y))
            ),
        )

    def _tracks(self):
        for family, x in self.x_of.items():
            ys = [s.y for s in self.stations.values() if s.role.family == family]
            yield Segment(x, min(ys), x, max(ys), family)

    def _changes(self):
        """From the start to each next step on another line; pieces that coincide are drawn once."""
        if self.start is None:
            return
        here = self.stations[self.start.pk]
        trunk, buses, ends = [here.y], {}, {}
        for there in self.stations.values():
            if there.is_next and there.x != here.x:
                gutter = self.gutter_of[there.role.ladder_level]
                trunk.append(gutter)
                buses.setdefault(gutter, [here.x]).append(there.x)
                ends.setdefault((there.x, gutter), []).append(there.y)
        yield Segment(here.x, min(trunk), here.x, max(trunk))
        for gutter, xs in buses.items():
            yield Segment(min(xs), gutter, max(xs), gutter)
        for (x, gutter), ys in ends.items():
            yield Segment(x, gutter, x, min(ys))

    def _lit(self):
        for below, above in pairwise(self.stations[role.pk] for role in self.on_route):
            family = above.role.family
            if below.x == above.x:
                yield Segment(below.x, below.y, above.x, above.y, family)
                continue
            gutter = self.gutter_of[above.role.ladder_level]
            yield Segment(below.x, below.y, below.x, gutter, below.role.family)
            yield Segment(below.x, gutter, above.x, gutter, family)
            yield Segment(above.x, gutter, above.x, above.y, family)


def _lines(text: str, letters: int, first: int = 4) -> tuple[Words, ...]:
    """A text in lines of at most so many letters, the first of them `first` pixels down."""
    lines = wrap(text, letters, break_long_words=False)
    return tuple(Words(first + n * LINE_HEIGHT, line) for n, line in enumerate(lines))


def _height(role: Role) -> int:
    return LINE_HEIGHT * (len(_lines(role.title, NAME_LETTERS)) + 1) + STATION_GAP
