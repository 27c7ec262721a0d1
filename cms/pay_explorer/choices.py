"""What can be chosen in the pay explorer: jobs, and areas or sectors. Each has a key that stands in addresses."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from cms.models.places import Place
from cms.models.taxonomy import Role
from cms.models.wages import Wage, WageArea

NATION_KEY = "us"
SECTOR_PREFIX = "sector-"
# "Columbus, OH", "New York-Newark-Jersey City, NY-NJ": the postal codes at a metropolitan area's end.
STATES_OF_TITLE = re.compile(r", ([A-Z]{2}(?:-[A-Z]{2})*)$")


@dataclass(frozen=True)
class Job:
    """An occupation of the survey, under its own name or under that of a role of ours.

    `soc_code` is empty for a role that no occupation stands for.
    """

    key: str
    title: str
    soc_code: str
    occupation: str
    role: Role | None = None

    @property
    def is_proxy(self) -> bool:
        return bool(self.role and self.role.soc_is_proxy)

    @property
    def family(self) -> str:
        return self.role.family if self.role else ""


@dataclass(frozen=True)
class Spot:
    """Where people earn: an area, or a sector of the whole nation.

    `place` is what somebody typed and the area stands for; abroad there is no area, and no key.
    """

    key: str
    title: str
    kind: str = WageArea.Kind.NATION
    area_id: int | None = None
    state: str = ""
    sector: str = Wage.ALL_INDUSTRIES
    place: Place | None = field(default=None, compare=False)

    @property
    def is_sector(self) -> bool:
        return self.sector != Wage.ALL_INDUSTRIES

    @property
    def is_nation(self) -> bool:
        return self.key == NATION_KEY

    @property
    def is_abroad(self) -> bool:
        return self.area_id is None and self.place is not None

    @property
    def in_sentence(self) -> str:
        """As it stands after "in": "Ohio", "the United States", "Retail Trade across the United States"."""
        if self.is_sector:
            return _("%(sector)s across the United States") % {"sector": self.title}
        return _("the United States") if self.is_nation else self.title

    @property
    def states(self) -> list[str]:
        """Postal codes of the states that it lies in."""
        if self.state:
            return [self.state]
        found = STATES_OF_TITLE.search(self.title) if self.kind == WageArea.Kind.METRO else None
        return found[1].split("-") if found else []


def spot_key(kind: str, code: str, state: str) -> str:
    if kind == WageArea.Kind.NATION:
        return NATION_KEY
    return state.lower() if kind == WageArea.Kind.STATE and state else f"{kind}-{code}"


class Choices:
    """All jobs and spots. Three queries, one for roles, one for areas, one for occupations and sectors."""

    @cached_property
    def roles(self) -> list[Role]:
        return list(Role.objects.by_line())

    @cached_property
    def areas(self) -> list[Spot]:
        """By name; the nation is one of them."""
        rows = WageArea.objects.order_by().values_list("pk", "kind", "code", "title", "state")
        areas = [
            Spot(spot_key(kind, code, state), title, kind, pk, state)
            for pk, kind, code, title, state in rows
        ]
        return sorted(areas, key=lambda area: area.title)

    @cached_property
    def _published(self) -> tuple[dict[str, str], dict[str, str]]:
        """Names of occupations and of sectors by code, those of the newest release."""
        rows = (
            Wage.objects.filter(area__kind=WageArea.Kind.NATION)
            .order_by("year", "month")
            .values_list("soc_code", "occupation", "naics_sector", "industry")
        )
        occupations, sectors = {}, {}
        for soc_code, occupation, sector, industry in rows:
            occupations[soc_code] = occupation
            sectors[sector] = industry
        sectors.pop(Wage.ALL_INDUSTRIES, None)
        return occupations, sectors

    @cached_property
    def occupations(self) -> list[Job]:
        """Under the survey's own names, by name."""
        jobs = [Job(code, name, code, name) for code, name in self._published[0].items()]
        return sorted(jobs, key=lambda job: job.title)

    @cached_property
    def sectors(self) -> list[Spot]:
        nation = self.nation
        spots = [
            Spot(
                f"{SECTOR_PREFIX}{code}",
                name,
                area_id=nation.area_id if nation else None,
                sector=code,
            )
            for code, name in self._published[1].items()
        ]
        return sorted(spots, key=lambda spot: spot.title)

    @cached_property
    def nation(self) -> Spot | None:
        return next((area for area in self.areas if area.is_nation), None)

    @cached_property
    def states(self) -> list[Spot]:
        return [area for area in self.areas if area.kind == WageArea.Kind.STATE]

    @cached_property
    def metros(self) -> list[Spot]:
        return [area for area in self.areas if area.kind == WageArea.Kind.METRO]

    @cached_property
    def nonmetros(self) -> list[Spot]:
        return [area for area in self.areas if area.kind == WageArea.Kind.NONMETRO]

    @cached_property
    def jobs(self) -> dict[str, Job]:
        """By key: a role's slug or an occupation's code."""
        jobs = {job.key: job for job in self.occupations}
        return jobs | {job.key: job for job in self.role_jobs}

    @cached_property
    def role_jobs(self) -> list[Job]:
        """Under the names of our roles, by line and rung."""
        return [self._job_of(role) for role in self.roles]

    def _job_of(self, role: Role) -> Job:
        # A code that the survey prints nothing for is as good as none.
        occupation = self._published[0].get(role.soc_code, "")
        return Job(role.slug, role.title, role.soc_code if occupation else "", occupation, role)

    @cached_property
    def spots(self) -> dict[str, Spot]:
        return {spot.key: spot for spot in [*self.areas, *self.sectors]}

    @cached_property
    def spot_of_area(self) -> dict[int, Spot]:
        return {area.area_id: area for area in self.areas}
