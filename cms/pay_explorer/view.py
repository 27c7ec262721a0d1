"""What the page shows: lines drawn on one scale, with the addresses that each leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from cms.models.taxonomy import Role
from cms.pay_explorer.asking import MAX_LINES, Asked, By, Line, Show, Unit, query, read
from cms.pay_explorer.choices import Choices, Spot
from cms.pay_explorer.figures import Amount, Figures, Found, amounts, find, is_cut_off
from cms.pay_explorer.rankings import Beside, Hindrance, beside
from cms.pay_explorer.scale import Bar, Scale, bar


@dataclass(frozen=True)
class Row:
    """One line as it is drawn and listed. `step` is the difference to the line that it is measured against."""

    figures: Figures
    unit: Unit
    bar: Bar | None
    number: int = 0
    step: Amount | None = None
    show: str = (
        ""  # addresses: the line alone in the form, added to the comparison, taken out of it
    )
    add: str = ""
    remove: str = ""
    change: str = ""

    @property
    def line(self) -> Line:
        return self.figures.line

    @property
    def points(self) -> dict[str, Amount | None]:
        return amounts(self.figures.wage, self.unit) if self.figures.wage else {}

    @property
    def cells(self) -> list[tuple[str, Amount | None, bool]]:
        """Each point's name and amount, and whether a missing amount is too high for the survey."""
        return cells_of(self.figures.wage, self.unit)

    @property
    def earlier(self) -> list[tuple[str, list[tuple[str, Amount | None, bool]]]]:
        return [(wage.release, cells_of(wage, self.unit)) for wage in self.figures.earlier]

    @property
    def median(self) -> Amount | None:
        return self.points.get("median")

    @property
    def is_cut_off(self) -> bool:
        """Whether the middle itself is too high for the survey to print."""
        return bool(self.points) and is_cut_off(self.points, "median")


def cells_of(wage, unit: Unit) -> list[tuple[str, Amount | None, bool]]:
    if wage is None:
        return []
    points = amounts(wage, unit)
    return [(point, amount, is_cut_off(points, point)) for point, amount in points.items()]


@dataclass(frozen=True)
class Chart:
    """Rows on one scale. `scale` is None where nothing is published."""

    scale: Scale | None
    rows: tuple[Row, ...]

    @property
    def drawn(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.bar)


class Explorer:
    """The whole page for an address. At most eight queries, whatever is asked.

    Three for what can be chosen, three for the lines (one without a typed place), two for what they
    are set beside (one but for rungs).
    """

    def __init__(self, params: QueryDict):
        self.choices = Choices()
        self.asked: Asked = read(params, self.choices)
        self.found: Found = find(self.asked, self.choices)

    @property
    def unit(self) -> Unit:
        return self.asked.unit

    @property
    def current(self) -> Figures | None:
        return self.found.current

    @property
    def lines(self) -> list[Line]:
        return [each.line for each in self.found.lines]

    @property
    def has_room(self) -> bool:
        return len(self.lines) < MAX_LINES

    @cached_property
    def comparison(self) -> Chart:
        scale = self._scale(self.found.lines)
        first = self.found.lines[0] if self.found.lines else None
        rows = tuple(
            Row(
                each,
                self.unit,
                self._bar(each, scale),
                number=position,
                step=each.step_from(first, self.unit) if each is not first else None,
                remove=self._query(self._without(each.line)),
                change=self._query([*self._without(each.line), each.line]),
            )
            for position, each in enumerate(self.found.lines, start=1)
        )
        return Chart(scale, rows)

    @property
    def is_one(self) -> bool:
        return len(self.lines) == 1

    @property
    def extremes(self) -> tuple[Row, Row] | None:
        """The rows of the highest and the lowest middle, where they differ."""
        rows = [row for row in self.comparison.rows if row.median is not None]
        if not rows:
            return None
        high, low = max(rows, key=_median), min(rows, key=_median)
        return (high, low) if high.median != low.median else None

    @cached_property
    def beside(self) -> Beside:
        return beside(self.asked, self.current.line, self.choices) if self.current else Beside()

    @cached_property
    def ranking(self) -> Chart:
        """The rows that are shown, with what they are measured against first."""
        found = self.beside
        scale = self._scale([*filter(None, [found.reference]), *found.shown])
        reference = [self._ranked(found.reference, scale)] if found.reference else []
        return Chart(scale, (*reference, *(self._ranked(each, scale) for each in found.shown)))

    @property
    def reference(self) -> Row | None:
        return self.ranking.rows[0] if self.beside.reference else None

    @property
    def mark(self) -> float | None:
        """Where the ranking's reference has its middle."""
        drawn = self.reference.bar if self.reference else None
        return drawn.median if drawn else None

    @property
    def highest(self) -> tuple[Row, ...]:
        start = 1 if self.beside.reference else 0
        return self.ranking.rows[start : start + len(self.beside.highest)]

    @property
    def lowest(self) -> tuple[Row, ...]:
        return self.ranking.rows[len(self.ranking.rows) - len(self.beside.lowest) :]

    @cached_property
    def table(self) -> list[Row]:
        """Every line of the ranking, with amounts only."""
        found = self.beside
        return [
            Row(each, self.unit, None) for each in [*filter(None, [found.reference]), *found.every]
        ]

    @property
    def without_step(self) -> list[tuple[Hindrance, Figures, list[Role]]]:
        """Roles one step up by why no step in pay is published, and by the occupation that they borrow from.

        The figures are those of the first role, which the others share.
        """
        groups: dict[tuple[Hindrance, str], list[Figures]] = {}
        for each, hindrance in self.beside.without_step:
            code = each.line.job.soc_code if hindrance == Hindrance.PROXY else ""
            groups.setdefault((hindrance, code), []).append(each)
        order = list(Hindrance)
        return [
            (hindrance, found[0], [each.line.job.role for each in found])
            for (hindrance, _code), found in sorted(
                groups.items(), key=lambda group: order.index(group[0][0])
            )
        ]

    @property
    def all_rungs(self) -> str:
        """The address of this job beside the rungs above it, as many as there is room for."""
        rungs = [each.line for each in self.beside.highest][: MAX_LINES - 1]
        return self._query([*rungs, self.current.line]) if rungs else ""

    @property
    def by(self) -> By:
        """How the place of the form's line was chosen."""
        spot = self.current.line.spot if self.current else None
        if self.asked.place:
            return By.PLACE
        if spot is None or spot.is_nation:
            return By.NATION
        return By.SECTOR if spot.is_sector else By.AREA

    @property
    def ways(self) -> list[tuple[str, str]]:
        return By.choices

    @property
    def addresses(self) -> dict[str, str]:
        """Queries of this view as it stands, by what they do."""
        return {
            "here": self._query(self.lines),
            "shown": self._query(self.lines, download="shown"),
            "beside": self._query(self.lines, download="beside"),
            "occupation": self._query(self.lines, download="occupation"),
        }

    @property
    def units(self) -> list[tuple[Unit, str]]:
        return [(unit, query(self.lines, unit, self.asked.show, self.asked.state)) for unit in Unit]

    @property
    def shows(self) -> list[tuple[Show, str]]:
        return [(show, query(self.lines, self.unit, show)) for show in Show]

    @property
    def other_places(self) -> list[tuple[str, str]]:
        """Other places of the typed name, each with its address."""
        kept = self.lines[:-1]
        return [
            (
                place.label,
                self._query(
                    [*kept, Line(self.current.line.job, Spot("", place.label, place=place))]
                ),
            )
            for place in self.found.other_places
        ]

    @property
    def releases(self) -> list[str]:
        """The releases that the lines are of: one, where all is well."""
        return sorted({each.wage.release for each in self.found.lines if each.wage})

    @property
    def sources(self) -> list[str]:
        return _sources(self.found.lines)

    @property
    def ranking_sources(self) -> list[str]:
        return _sources(row.figures for row in self.ranking.rows)

    def _scale(self, lines: Iterable[Figures]) -> Scale | None:
        return Scale.around(
            amount
            for each in lines
            if each.wage
            for amount in amounts(each.wage, self.unit).values()
        )

    def _bar(self, each: Figures, scale: Scale | None) -> Bar | None:
        return bar(amounts(each.wage, self.unit), scale) if each.wage and scale else None

    def _ranked(self, each: Figures, scale: Scale | None) -> Row:
        kept = self.lines[:-1]
        is_here = each.line in self.lines
        return Row(
            each,
            self.unit,
            self._bar(each, scale),
            step=each.step_from(self.beside.reference, self.unit)
            if self.beside.reference
            else None,
            show="" if is_here else self._query([*kept, each.line]),
            add=self._query([*self.lines, each.line]) if self.has_room and not is_here else "",
        )

    def _without(self, line: Line) -> list[Line]:
        return [each for each in self.lines if each is not line]

    def _query(self, lines: list[Line], **more: str) -> str:
        return query(lines, self.unit, self.asked.show, self.asked.state, **more)


def _sources(lines: Iterable[Figures]) -> list[str]:
    return sorted({each.wage.source for each in lines if each.wage})


def _median(row: Row) -> Amount:
    return row.median
