"""What a person types or ticks in the job search, read leniently."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.vocabulary import PayPeriod
from listings.money import CURRENCY_NAMES, SIGNS, money
from listings.pay import ASSUMED_WEEKLY_HOURS, CENT, WEEKS_A_YEAR

MAX_QUERY_LENGTH = 200
YEARLY_FROM = 1000  # an amount from here on is a year's pay, below it an hour's
MAX_PAY = 1_000_000_000
HOURS_A_YEAR = ASSUMED_WEEKLY_HOURS * WEEKS_A_YEAR
COUNTRY_CODE = re.compile("[A-Z]{2}")
AMOUNT = re.compile(
    r"(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,9})(?P<cents>\.[0-9]{1,4})? ?(?P<thousands>k?)"
)


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


class ChoicesField(forms.Field):
    """Values with their labels: `labels`. Plainer than Django's, which copies all choices with each form."""

    def __init__(self, *, choices=(), **kwargs):
        super().__init__(**kwargs)
        self.labels = dict(choices)


class OneOfField(ChoicesField):
    """One value of a list, or ""."""

    def clean(self, value):
        if value and value not in self.labels:
            raise ValidationError(_("This is not a choice."))
        return value or ""


class KnownValuesField(ChoicesField):
    """Several values of a list. One that is not on it is left out, and the others count."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        return [item for item in dict.fromkeys(value or []) if self.is_known(item)]

    def is_known(self, value: str) -> bool:
        return value in self.labels


class CountriesField(KnownValuesField):
    """Codes of countries: those with a name of ours are offered, and any other is understood."""

    def is_known(self, value):
        return COUNTRY_CODE.fullmatch(value) is not None


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


class TickField(forms.Field):
    """A box that is ticked or not. Any other value than a tick's is wrong."""

    def clean(self, value):
        if value in {None, ""}:
            return False
        if str(value).lower() not in {"1", "on", "true"}:
            raise ValidationError(_("This is not a choice."))
        return True
