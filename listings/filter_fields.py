"""What a person types or ticks in the job search, read leniently, and the filters that take it."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.vocabulary import PayPeriod
from listings.money import CURRENCY_NAMES, SIGNS, money
from listings.pay import ASSUMED_WEEKLY_HOURS, CENT, WEEKS_A_YEAR

MAX_QUERY_LENGTH = 200
RADII = [5, 10, 25, 50, 100]  # miles; people outside the US and Great Britain read them in km
YEARLY_FROM = 1000  # an amount from here on is a year's pay, below it an hour's
MAX_PAY = 1_000_000_000
HOURS_A_YEAR = ASSUMED_WEEKLY_HOURS * WEEKS_A_YEAR
AMOUNT = re.compile(
    r"(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,9})(?P<cents>\.[0-9]{1,4})? ?(?P<thousands>k?)"
)


class Sort:
    """Orders of the job list. Distance is for searches around a place."""

    NEWEST, CLOSING, PAY, DISTANCE = "newest", "closing", "pay", "distance"
    CHOICES = [
        (NEWEST, gettext_lazy("Newest")),
        (CLOSING, gettext_lazy("Closing soon")),
        (PAY, gettext_lazy("Pay")),
        (DISTANCE, gettext_lazy("Distance")),
    ]


@dataclass(frozen=True)
class PayFloor:
    """The least pay that somebody wants, as typed: an hour's, or a year's at 40 hours a week."""

    amount: Decimal
    currency: str

    @property
    def period(self) -> str:
        return PayPeriod.YEAR if self.amount >= YEARLY_FROM else PayPeriod.HOUR

    @property
    def hourly(self) -> Decimal:
        """Cut to cents, not rounded: half a cent up would hide the very job that pays the amount."""
        if self.period == PayPeriod.HOUR:
            return self.amount
        return (self.amount / HOURS_A_YEAR).quantize(CENT, ROUND_DOWN)

    @property
    def label(self) -> str:
        words = {"amount": money(self.amount, self.currency, self.period)}
        if self.period == PayPeriod.HOUR:
            return _("%(amount)s an hour or more") % words
        return _("%(amount)s a year or more") % words

    @property
    def other_way(self) -> str:
        """The same pay for the other period, to show what was understood."""
        if self.period == PayPeriod.HOUR:
            words = {"amount": money(self.amount * HOURS_A_YEAR, self.currency, PayPeriod.YEAR)}
            return _("That is %(amount)s a year at 40 hours a week.") % words
        words = {"amount": money(self.hourly, self.currency, PayPeriod.HOUR)}
        return _("That is %(amount)s an hour at 40 hours a week.") % words


class KnownValuesField(forms.MultipleChoiceField):
    """Several values of a list. One that is not on it is left out, and the others count."""

    def clean(self, value):
        return [item for item in dict.fromkeys(self.to_python(value)) if self.valid_value(item)]


class KnownValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = KnownValuesField

    def __init__(self, *args, **kwargs):
        # No filter here joins a row to many others, so nothing has to be made distinct again.
        super().__init__(*args, distinct=False, **kwargs)


class AmountField(forms.CharField):
    """ "21.50", "$21.50", "45k" or "45,000" as an amount, with the currency if its sign says which.

    Gives (amount, currency or None), or None for nothing typed and for 0. A bare dollar sign stands for
    several currencies, so that it says none.
    """

    def clean(self, value):
        text = super().clean(value).lower()
        sign = next((code for code in CURRENCY_NAMES if text.startswith(SIGNS[code].lower())), None)
        if sign:
            text = text.removeprefix(SIGNS[sign].lower()).strip()
        if not text and not sign:
            return None
        found = AMOUNT.fullmatch(text)
        if found is None:
            raise ValidationError(_("This is not an amount."))
        amount = Decimal(found["whole"].replace(",", "") + (found["cents"] or ""))
        if found["thousands"]:
            amount *= 1000
        if amount >= MAX_PAY:
            raise ValidationError(_("This is not an amount."))
        return (amount, None if SIGNS[sign or "USD"] == "$" else sign) if amount else None


class AmountFilter(django_filters.CharFilter):
    field_class = AmountField


class TickField(forms.Field):
    """A box that is ticked or not. Any other value than a tick's is wrong."""

    def clean(self, value):
        if value in {None, ""}:
            return False
        if str(value).lower() not in {"1", "on", "true"}:
            raise ValidationError(_("This is not a choice."))
        return True


class TickFilter(django_filters.Filter):
    field_class = TickField
