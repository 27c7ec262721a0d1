"""The same job elsewhere, highest pay first, and the rungs above a role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from cms.models.taxonomy import CareerStep, Role
from cms.models.wages import Wage, WageArea
from cms.pay_explorer.asking import Asked, Line, Show, Unit
from cms.pay_explorer.choices import SECTOR_PREFIX, Choices, Job, Spot
from cms.pay_explorer.figures import Figures, releases_of

AT_EACH_END = 5
LARGEST = 5

Ranked = tuple[Figures, ...]


class Hindrance(StrEnum):
    """Why no step in pay is published between two roles."""

    SAME = "same"  # one occupation for both
    PROXY = "proxy"  # the figures of one are borrowed
    NONE = "none"  # nothing is published for one


@dataclass(frozen=True)
class Beside:
    """What is set beside a job. `highest` and `lowest` are shown; `every` is the whole table, in order.

    `lowest` is empty where all are few enough for one list. `reference` is what the whole of them is
    measured against, `state` what the metropolitan areas lie in.
    """

    highest: Ranked = ()
    lowest: Ranked = ()
    every: Ranked = ()
    reference: Figures | None = None
    state: Spot | None = None
    without_step: tuple[tuple[Figures, Hindrance], ...] = ()
    roles: tuple[Role, ...] = ()  # to choose from, where an occupation has no rungs of its own

    @property
    def shown(self) -> Ranked:
        return (*self.highest, *self.lowest)


def beside(asked: Asked, current: Line, choices: Choices) -> Beside:
    """One query; two for the rungs of a role. None for a job that nothing is published for."""
    if not current.job.soc_code and asked.show != Show.RUNGS:
        return Beside()
    return BY_SHOW[asked.show](asked, current, choices)


def sectors(asked: Asked, current: Line, choices: Choices) -> Beside:
    wages = Wage.objects.filter(area__kind=WageArea.Kind.NATION)
    known = choices.spots
    figures = _latest(
        wages,
        current.job,
        lambda wage: (
            choices.nation
            if wage.naics_sector == Wage.ALL_INDUSTRIES
            else known.get(f"{SECTOR_PREFIX}{wage.naics_sector}")
        ),
    )
    return _ends(figures, asked.unit)


def states(asked: Asked, current: Line, choices: Choices) -> Beside:
    areas = [WageArea.Kind.NATION, WageArea.Kind.STATE]
    wages = Wage.objects.filter(area__kind__in=areas).all_industries()
    return _ends(_latest(wages, current.job, _area_of(choices)), asked.unit)


def metros(asked: Asked, current: Line, choices: Choices) -> Beside:
    """The areas with most of these jobs: in the state asked for, else in that of the line, else in the nation."""
    state = asked.state or _state_of(current.spot, choices)
    whole = state or choices.nation
    inside = [area.area_id for area in choices.metros if not state or state.state in area.states]
    areas = Wage.objects.filter(Q(area__in=inside) if state else Q(area__kind=WageArea.Kind.METRO))
    wages = areas | Wage.objects.filter(area=whole.area_id)
    figures = _latest(wages.all_industries(), current.job, _area_of(choices))
    reference = next((each for each in figures if each.line.spot.key == whole.key), None)
    counted = [each for each in figures if each is not reference and each.wage.employment]
    largest = tuple(
        sorted(counted, key=lambda each: (-each.wage.employment, each.line.spot.title))[:LARGEST]
    )
    return Beside(highest=largest, every=largest, reference=reference, state=state)


def rungs(asked: Asked, current: Line, choices: Choices) -> Beside:
    """The roles one step up, in the same place: those with a step in pay first, then why others have none."""
    role = current.job.role
    if role is None:
        alike = [each for each in choices.roles if each.soc_code == current.job.soc_code]
        # Those whose own figures these are come first.
        return Beside(roles=tuple(sorted(alike, key=lambda each: each.soc_is_proxy)))
    steps = CareerStep.objects.filter(
        from_role=role, kind__in=[CareerStep.Kind.PROMOTION, CareerStep.Kind.SPECIALISE]
    ).values_list("to_role__slug", flat=True)
    lines = [Line(choices.jobs[slug], current.spot) for slug in steps if slug in choices.jobs]
    releases = releases_of([current, *lines])
    here = Figures(current, releases[current])
    there = [Figures(line, releases[line]) for line in lines]
    hindered = [(each, _hindrance(here.line.job, each.line.job)) for each in there]
    free = _by_pay((each for each, hindrance in hindered if hindrance is None), asked.unit)
    return Beside(
        highest=free,
        every=free,
        reference=here if here.wage else None,
        without_step=tuple((each, hindrance) for each, hindrance in hindered if hindrance),
    )


BY_SHOW: dict[Show, Callable[[Asked, Line, Choices], Beside]] = {
    Show.SECTORS: sectors,
    Show.STATES: states,
    Show.METROS: metros,
    Show.RUNGS: rungs,
}


def _hindrance(here: Job, there: Job) -> Hindrance | None:
    if not (here.soc_code and there.soc_code):
        return Hindrance.NONE
    if here.soc_code == there.soc_code:
        return Hindrance.SAME
    return Hindrance.PROXY if here.is_proxy or there.is_proxy else None


def _latest(wages, job: Job, spot_of: Callable[[Wage], Spot | None]) -> list[Figures]:
    """The newest figures of a job, one line for each spot. One query."""
    rows = wages.filter(soc_code=job.soc_code).latest()
    found = ((spot_of(wage), wage) for wage in rows)
    return [Figures(Line(job, spot), (wage,)) for spot, wage in found if spot]


def _area_of(choices: Choices) -> Callable[[Wage], Spot | None]:
    return lambda wage: choices.spot_of_area.get(wage.area_id)


def _state_of(spot: Spot, choices: Choices) -> Spot | None:
    """The first that an area's title names, as the survey itself orders them."""
    code = spot.states[0] if spot.states else ""
    return next((state for state in choices.states if code and state.state == code), None)


def _ends(figures: Iterable[Figures], unit: Unit) -> Beside:
    figures = list(figures)
    reference = next((each for each in figures if each.line.spot.is_nation), None)
    every = _by_pay((each for each in figures if each is not reference), unit)
    published = [each for each in every if each.median(unit) is not None]
    if len(published) <= 2 * AT_EACH_END:
        return Beside(highest=tuple(published), every=every, reference=reference)
    return Beside(
        highest=tuple(published[:AT_EACH_END]),
        lowest=tuple(published[-AT_EACH_END:]),
        every=every,
        reference=reference,
    )


def _by_pay(figures: Iterable[Figures], unit: Unit) -> Ranked:
    """Highest middle first; what is not published last, by name."""

    def order(each: Figures):
        median = each.median(unit)
        return median is None, -(median or 0), each.line.spot.title, each.line.job.title

    return tuple(sorted(figures, key=order))
