"""What roles pay in the sector of an industry: the nation's newest published figures, in US dollars."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from cms.models.taxonomy import Industry, Role
from cms.models.wages import Wage, WageArea


@dataclass
class SectorPay:
    """Two groups of roles, `own` and `common`, with the sector's middle pay of each.

    Wages are published by sector, and a sector is wider than most industries: several share one. Three
    queries for roles and wages, one for the industries that share the sector.
    """

    industry: Industry
    own: QuerySet[Role]
    common: QuerySet[Role]

    @cached_property
    def wages(self) -> dict[str, Wage]:
        """By occupation. None without a sector."""
        if not self.industry.naics_sector:
            return {}
        occupations = {role.soc_code for role in [*self.own, *self.common] if role.soc_code}
        published = Wage.objects.filter(
            soc_code__in=occupations,
            area__kind=WageArea.Kind.NATION,
            naics_sector=self.industry.naics_sector,
            hourly_median__isnull=False,
        )
        return {wage.soc_code: wage for wage in published.latest()}

    @property
    def own_rows(self) -> list[tuple[Role, Wage | None]]:
        return [(role, self.wages.get(role.soc_code)) for role in self.own]

    @property
    def common_rows(self) -> list[tuple[Role, Wage | None]]:
        return [(role, self.wages.get(role.soc_code)) for role in self.common]

    @cached_property
    def example(self) -> Wage | None:
        """Any of the figures, for the name of the sector, year and source; None where none is published."""
        return max(self.wages.values(), key=lambda wage: (wage.year, wage.month), default=None)

    @cached_property
    def sharers(self) -> list[Industry]:
        """Other industries whose figures are these."""
        if not self.industry.naics_sector:
            return []
        alike = Industry.objects.filter(naics_sector=self.industry.naics_sector)
        return list(alike.exclude(pk=self.industry.pk))
