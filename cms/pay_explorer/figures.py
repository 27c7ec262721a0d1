"""The published figures of the lines that an address asks for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.models.places import Place
from cms.models.wages import Wage, WageArea
from cms.pay_explorer.asking import Asked, Line, Unit
from cms.pay_explorer.choices import Choices, Spot

POINTS = ("p10", "p25", "median", "p75", "p90")

Amount = Decimal | int


@dataclass(frozen=True)
class Figures:
    """One line with its releases, newest first; none where nothing is published."""

    line: Line
    releases: tuple[Wage, ...] = ()

    @property
    def wage(self) -> Wage | None:
        return self.releases[0] if self.releases else None

    @property
    def earlier(self) -> tuple[Wage, ...]:
        return self.releases[1:]

    def median(self, unit: Unit) -> Amount | None:
        return self.wage and amounts(self.wage, unit)["median"]

    def step_from(self, first: "Figures", unit: Unit) -> Amount | None:
        """How much more the middle is than that of another line.

        None where the two cannot be set against each other: figures of different releases, two jobs of
        which one only borrows its figures, or two jobs in different places.
        """
        mine, other = self.median(unit), first.median(unit)
        if mine is None or other is None or self.wage.release != first.wage.release:
            return None
        if self.line.job.soc_code != first.line.job.soc_code:
            borrowed = self.line.job.is_proxy or first.line.job.is_proxy
            if borrowed or self.line.spot.key != first.line.spot.key:
                return None
        elif self.line.spot.key == first.line.spot.key:
            return None  # two roles of one occupation: the same figures
        return mine - other


def amounts(wage: Wage, unit: Unit) -> dict[str, Amount | None]:
    return {point: getattr(wage, f"{unit.column}_{point}") for point in POINTS}


def is_cut_off(points: dict[str, Amount | None], point: str) -> bool:
    """Whether an amount is missing because it is too high: a lower one of the same line is printed."""
    if points[point] is not None:
        return False
    lower = POINTS[: POINTS.index(point)]
    return any(points[each] is not None for each in lower)


@dataclass(frozen=True)
class Found:
    """What an address asks for, with the place found and the figures fetched. The last line is the form's."""

    lines: tuple[Figures, ...] = ()
    other_places: tuple[Place, ...] = ()
    is_unknown_place: bool = False
    notes: tuple[str, ...] = ()

    @property
    def current(self) -> Figures | None:
        return self.lines[-1] if self.lines else None


def find(asked: Asked, choices: Choices) -> Found:
    """Three queries: the places of that name, the areas around the first, the wages of all lines.

    Without a typed place one: the wages.
    """
    if asked.job is None or asked.spot is None:
        return Found(notes=asked.notes)
    places = list(Place.objects.named(asked.place)[:4]) if asked.place else []
    # Nearest first: where the nearest area has no figure, the next one speaks.
    spots = _spots_around(places[0], choices) if places else [asked.spot]
    candidates = [Line(asked.job, spot) for spot in spots]
    releases = releases_of([*asked.kept, *candidates])
    current = next((line for line in candidates if _is_published(releases[line])), candidates[-1])
    kept = tuple(line for line in asked.kept if not line.token or line.token != current.token)
    notes = asked.notes
    if len(kept) < len(asked.kept):
        notes = (*notes, _("The comparison holds these figures already: they stand there once."))
    return Found(
        lines=tuple(Figures(line, releases[line]) for line in (*kept, current)),
        other_places=tuple(places[1:]),
        is_unknown_place=bool(asked.place) and not places,
        notes=notes,
    )


def _spots_around(place: Place, choices: Choices) -> list[Spot]:
    areas = WageArea.objects.around(place)
    spots = [replace(choices.spot_of_area[area.pk], place=place) for area in areas]
    return spots or [Spot("", place.label, place=place)]


def _is_published(releases: tuple[Wage, ...]) -> bool:
    return bool(releases) and releases[0].hourly_median is not None


def releases_of(lines: Iterable[Line]) -> dict[Line, tuple[Wage, ...]]:
    """The wages of each line, newest release first. One query for all, none where no line can have any."""
    lines = list(lines)
    asked = Q()
    for line in lines:
        if line.job.soc_code and line.spot.area_id:
            asked |= Q(
                soc_code=line.job.soc_code,
                area_id=line.spot.area_id,
                naics_sector=line.spot.sector,
            )
    found = defaultdict(list)
    if asked:
        for wage in Wage.objects.filter(asked).order_by("-year", "-month"):
            found[wage.soc_code, wage.area_id, wage.naics_sector].append(wage)
    return {
        line: tuple(found.get((line.job.soc_code, line.spot.area_id, line.spot.sector), ()))
        for line in lines
    }
