"""What the open jobs of a page have in common, as far as their employers state it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from cms.vocabulary import EmploymentType, PayPeriod, ShiftPattern, SkillKind, WorkMode
from listings.landing import Landing
from listings.models import ListingSkill
from listings.money import CURRENCY_NAMES, money
from listings.pay import CENT
from profiles.models import Employer

JOBS_FOR_PAY = 5  # fewer would tell what a single employer pays
EMPLOYERS_FOR_PAY = 3
JOBS_FOR_FACTS = 3  # fewer are read faster than their summary
SKILLS_SHOWN = 6
COUNTED = {
    "kind": ("employer__kind", Employer.Kind),
    "mode": ("work_mode", WorkMode),
    "type": ("employment_type", EmploymentType),
    "shift": ("shift_pattern", ShiftPattern),
}


@dataclass(frozen=True)
class Share:
    """So many of the jobs have this in common."""

    label: str
    count: int


@dataclass(frozen=True)
class StatedPay:
    """The lowest guaranteed pay for an hour over the jobs that state it in one currency."""

    currency: str
    jobs: int
    employers: int
    low: Decimal
    high: Decimal
    median: Decimal

    def __str__(self):
        words = {
            "jobs": self.jobs,
            "employers": self.employers,
            "currency": str(CURRENCY_NAMES.get(self.currency, self.currency)),
            "low": self._money(self.low),
            "high": self._money(self.high),
        }
        if self.low == self.high:
            text = _(
                "%(jobs)d jobs by %(employers)d employers state guaranteed pay in %(currency)s. "
                "Each starts at %(low)s an hour."
            )
        else:
            text = _(
                "%(jobs)d jobs by %(employers)d employers state guaranteed pay in %(currency)s. "
                "It starts between %(low)s and %(high)s an hour."
            )
        return text % words

    @property
    def middle(self) -> str:
        return self._money(self.median)

    def _money(self, amount: Decimal) -> str:
        return money(amount, self.currency, PayPeriod.HOUR)


class LandingFigures:
    """Three queries at most: the numbers, the middle pay, the skills."""

    def __init__(self, landing: Landing):
        self._jobs = landing.jobs()
        self._by_currency = list(self._counted(self._jobs))
        self.count = sum(row["n"] for row in self._by_currency)
        self.pay = self._stated_pay()

    @staticmethod
    def _counted(jobs: QuerySet) -> QuerySet:
        """One row for each currency, with the number of jobs of each kind. Nothing is added up across pay."""
        numbers = {
            f"{name}_{choice}": Count("pk", filter=Q(**{column: choice}))
            for name, (column, choices) in COUNTED.items()
            for choice in choices.values
        }
        stated = Q(hourly_guaranteed__isnull=False)
        return jobs.values("salary_currency").annotate(
            n=Count("pk"),
            stated=Count("pk", filter=stated),
            employers=Count("employer", filter=stated, distinct=True),
            low=Min("hourly_guaranteed"),
            high=Max("hourly_guaranteed"),
            **numbers,
        )

    def _stated_pay(self) -> StatedPay | None:
        """For the currency that most jobs state, if enough do."""
        row = max(self._by_currency, key=lambda row: row["stated"], default=None)
        if not row or row["stated"] < JOBS_FOR_PAY or row["employers"] < EMPLOYERS_FOR_PAY:
            return None
        n, currency = row["stated"], row["salary_currency"]
        amounts = (
            self._jobs.filter(salary_currency=currency, hourly_guaranteed__isnull=False)
            .order_by("hourly_guaranteed")
            .values_list("hourly_guaranteed", flat=True)
        )
        middle = list(amounts[(n - 1) // 2 : n // 2 + 1])
        median = (sum(middle) / len(middle)).quantize(CENT, ROUND_HALF_UP)
        return StatedPay(currency, n, row["employers"], row["low"], row["high"], median)

    def _shares(self, name: str) -> list[Share]:
        """Most first; what no job has is left out."""
        shares = [
            Share(str(label), sum(row[f"{name}_{value}"] for row in self._by_currency))
            for value, label in COUNTED[name][1].choices
        ]
        return sorted((share for share in shares if share.count), key=lambda share: -share.count)

    @property
    def facts(self) -> list[tuple[str, list[Share]]]:
        """What some of the jobs have in common, under its heading; nothing for very few jobs. One query."""
        if self.count < JOBS_FOR_FACTS:
            return []
        facts = [
            (_("Who hires"), self._shares("kind")),
            (_("Where the work is done"), self._shares("mode")),
            (_("Contract"), self._shares("type")),
            (_("Shifts"), self._shares("shift")),
            *self._asked(),
        ]
        return [(label, shares) for label, shares in facts if shares]

    def _asked(self) -> list[tuple[str, list[Share]]]:
        """Tools and other skills that at least two of the jobs ask for."""
        asked = list(
            ListingSkill.objects.filter(listing__in=self._jobs.values("pk"))
            .values("skill__preferred_label", "skill__kind")
            .annotate(n=Count("pk"))
            .filter(n__gte=2)
            .order_by("-n", "skill__preferred_label")
        )
        shares = {
            is_tool: [
                Share(row["skill__preferred_label"], row["n"])
                for row in asked
                if (row["skill__kind"] == SkillKind.TOOL) is is_tool
            ][:SKILLS_SHOWN]
            for is_tool in (True, False)
        }
        return [(_("Tools asked most"), shares[True]), (_("Skills asked most"), shares[False])]
