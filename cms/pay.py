"""What is published about the pay of a role: US dollars, by area, with its source."""

from dataclasses import dataclass
from functools import cached_property

from cms.models.places import Place
from cms.models.taxonomy import Role
from cms.models.wages import Wage, WageArea

# Percent of a plot's width: nearer to an end, centred text would leave the picture.
NEAR_EDGE = 12.0


@dataclass(frozen=True)
class RangePlot:
    """Positions on a line from the lowest to the highest tenth, in percent of its width."""

    lower_quarter: float
    middle_half: float  # width, not position
    median: float

    @property
    def median_anchor(self) -> str:
        if self.median < NEAR_EDGE:
            return "start"
        return "end" if self.median > 100 - NEAR_EDGE else "middle"


class PublishedPay:
    """The newest figures for a role around a place, nearest area first and the nation last.

    Without a place the nation's alone; for a place outside the US none. Costs at most one query, when
    `wages` is first asked for.
    """

    def __init__(self, role: Role, place: Place | None = None):
        self.role = role
        self.place = place

    @property
    def wages(self) -> list[Wage]:
        return self._releases[0]

    @property
    def earlier(self) -> Wage | None:
        """The release before the newest, for the nearest area: shown beside it with its year."""
        return self._releases[1]

    @cached_property
    def _releases(self) -> tuple[list[Wage], Wage | None]:
        """The newest release of each area, and the one before it of the nearest. All that is kept is read."""
        if not self.role.soc_code:
            return [], None
        areas = WageArea.objects.nation()
        if self.place:
            areas = WageArea.objects.speaking_for(self.place)
        published = Wage.objects.filter(
            soc_code=self.role.soc_code, area__in=areas, hourly_median__isnull=False
        )
        releases = published.all_industries().select_related("area").order_by("-year", "-month")
        by_area: dict[int, list[Wage]] = {}
        for wage in releases:
            by_area.setdefault(wage.area_id, []).append(wage)
        nearest_first = sorted(by_area.values(), key=lambda wages: wages[0].area.nearness)
        earlier = nearest_first[0][1:2] if nearest_first else []
        return [wages[0] for wages in nearest_first], next(iter(earlier), None)

    @property
    def wage(self) -> Wage | None:
        """The figure that speaks for the place: the nearest there is."""
        return self.wages[0] if self.wages else None

    @property
    def nation(self) -> Wage | None:
        """The nation's figure, whatever place was asked for."""
        last = self.wages[-1] if self.wages else None
        return last if last and last.area.kind == WageArea.Kind.NATION else None

    @property
    def columns(self) -> list[Wage]:
        """The table's: the newest of each area, nearest first, then the earlier release."""
        return [*self.wages, *filter(None, [self.earlier])]

    @property
    def is_abroad(self) -> bool:
        return self.place is not None and self.place.country_code != "US"

    @property
    def is_wider_than_asked(self) -> bool:
        """Whether no metropolitan figure is published for the place, so that a whole state or the nation stands in."""
        if self.place is None or self.wage is None:
            return False
        return self.wage.area.kind != WageArea.Kind.METRO

    @property
    def points(self) -> list[tuple[str, list]]:
        """The rows of the table: the name of a point, and its amount in each column."""
        return [
            (name, [getattr(wage, f"hourly_{name}") for wage in self.columns])
            for name in ("p10", "p25", "median", "p75", "p90")
        ]

    @property
    def plot(self) -> RangePlot | None:
        """None where a point is not published: the survey leaves the highest pay out."""
        wage = self.wage
        points = wage and [
            wage.hourly_p10, wage.hourly_p25, wage.hourly_median, wage.hourly_p75, wage.hourly_p90,
        ]  # fmt: skip
        if not points or None in points or points[-1] == points[0]:
            return None
        low, high = points[0], points[-1]
        lower, median, upper = (
            round(100 * float((point - low) / (high - low)), 2) for point in points[1:-1]
        )
        return RangePlot(lower, round(upper - lower, 2), median)


def national_medians(roles: list[Role]) -> dict[int, Wage]:
    """The nation's newest figure of each role that has one, by the role's key. One query for all."""
    wages = {
        wage.soc_code: wage
        for wage in Wage.objects.filter(
            soc_code__in={role.soc_code for role in roles if role.soc_code},
            area__kind=WageArea.Kind.NATION,
            hourly_median__isnull=False,
        )
        .all_industries()
        .latest()
    }
    return {role.pk: wages[role.soc_code] for role in roles if role.soc_code in wages}
