"""Pay of a listing on one scale: a year is weekly hours x 52, a month its twelfth; 40 hours if not stated."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ASSUMED_WEEKLY_HOURS = 40
WEEKS_A_YEAR = 52
DAYS_A_WEEK = 5
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Pay:
    """Guaranteed pay as the employer states it: amounts in `currency` for each `period`.

    Either end may be None, not both. `weekly_hours` None means that the employer did not say.
    """

    currency: str
    minimum: Decimal | None
    maximum: Decimal | None
    period: str
    weekly_hours: Decimal | None = None

    @property
    def assumes_hours(self) -> bool:
        """Whether turning it into another period rests on hours that the employer did not state."""
        return self.weekly_hours is None

    @property
    def hours_a_week(self) -> Decimal:
        return self.weekly_hours or Decimal(ASSUMED_WEEKLY_HOURS)

    def _hours_of(self, period: str) -> Decimal:
        week = self.hours_a_week
        return {
            "hour": Decimal(1),
            "day": week / DAYS_A_WEEK,
            "week": week,
            "month": week * WEEKS_A_YEAR / 12,
            "year": week * WEEKS_A_YEAR,
        }[period]

    def per(self, period: str) -> "Pay":
        """The same pay for another period; cents are rounded half up."""
        wanted, stated = self._hours_of(period), self._hours_of(self.period)

        def convert(amount):
            # Multiplied first: a rounded quotient would put half a cent on the wrong side.
            return (
                None if amount is None else (amount * wanted / stated).quantize(CENT, ROUND_HALF_UP)
            )

        if period == self.period:
            return self
        return Pay(
            self.currency, convert(self.minimum), convert(self.maximum), period, self.weekly_hours
        )

    @property
    def hourly(self) -> "Pay":
        return self.per("hour")

    @property
    def yearly(self) -> "Pay":
        return self.per("year")
