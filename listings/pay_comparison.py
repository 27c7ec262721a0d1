"""What a listing pays beside what is published for its occupation. US dollars an hour throughout."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Wage, WageArea
from cms.pay import PublishedPay
from cms.vocabulary import WorkMode
from listings.models import Listing
from listings.plots import OfferPlot, offer_plot

CURRENCY = "USD"  # published wages exist for the United States alone


class Standing(TextChoices):
    """Where a whole range of pay lies to the published middle."""

    BELOW = "below", gettext_lazy("below the middle")
    SPANS = "spans", gettext_lazy("spans the middle")
    ABOVE = "above", gettext_lazy("above the middle")


@dataclass(frozen=True)
class PayComparison:
    """`standing` is None where the listing states no pay in dollars, or one end that leaves it open."""

    wage: Wage
    is_proxy: bool
    standing: Standing | None
    plot: OfferPlot

    @property
    def area(self) -> str:
        if self.wage.area.kind == WageArea.Kind.NATION:
            return _("the United States")
        return self.wage.area.title

    @property
    def rows(self) -> list[tuple[str, Decimal | None]]:
        """The published figures, lowest first, for the table beside the plot."""
        return [
            (_("lowest tenth earn up to"), self.wage.hourly_p10),
            (_("lower quarter earn up to"), self.wage.hourly_p25),
            (_("half earn up to (the middle)"), self.wage.hourly_median),
            (_("three quarters earn up to"), self.wage.hourly_p75),
            (_("nine tenths earn up to"), self.wage.hourly_p90),
        ]


def compare_pay(listing: Listing) -> PayComparison | None:
    """The nearest published figure for the listing's occupation; None where there is none. One query at most."""
    wage = published_wage(listing)
    if wage is None:
        return None
    pay = listing.pay.hourly if listing.pay and listing.salary_currency == CURRENCY else None
    return PayComparison(
        wage=wage,
        is_proxy=listing.role.soc_is_proxy,
        standing=standing(pay.minimum, pay.maximum, wage.hourly_median) if pay else None,
        plot=offer_plot(wage, pay),
    )


def published_wage(listing: Listing) -> Wage | None:
    """The newest figure with a middle from the nearest area: metropolitan area, state, nation.

    Remote work is compared with the nation, wherever the employer sits. One query at most.
    """
    if listing.role is None:
        return None
    if listing.work_mode == WorkMode.REMOTE:
        return PublishedPay(listing.role).wage if "US" in listing.countries else None
    return PublishedPay(listing.role, listing.place).wage if listing.place else None


def standing(low: Decimal | None, high: Decimal | None, middle: Decimal) -> Standing | None:
    """Below if even the upper end is, above if even the lower end is; None where the open end decides."""
    if low is not None and low > middle:
        return Standing.ABOVE
    if high is not None and high < middle:
        return Standing.BELOW
    return None if low is None or high is None else Standing.SPANS
