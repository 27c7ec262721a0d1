"""Amounts of money as people read them. Nothing is ever converted from one currency to another."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.vocabulary import PayPeriod
from listings.pay import Pay

# Signs that no other currency of the list shares; any other currency goes by its code.
SIGNS = {
    "USD": "$",
    "GBP": "£",
    "EUR": "€",
    "CAD": "CA$",
    "INR": "₹",
    "PHP": "₱",
    "AUD": "A$",
    "NZD": "NZ$",
    "JPY": "¥",
}
WITHOUT_CENTS = {"CLP", "JPY", "KRW", "VND"}
# What a person may search in: the currencies of the countries that the site serves.
CURRENCY_NAMES = {
    "USD": gettext_lazy("US dollars"),
    "CAD": gettext_lazy("Canadian dollars"),
    "GBP": gettext_lazy("Pounds sterling"),
    "EUR": gettext_lazy("Euros"),
    "INR": gettext_lazy("Indian rupees"),
    "PHP": gettext_lazy("Philippine pesos"),
}


def money(amount: Decimal, currency: str, period: str) -> str:
    """An amount with its sign or code: "$21.50", "$44,720", "CHF 31.00".

    An hour's pay has its cents. A longer period's shows them only where they are part of a small
    amount ("$172.50" a day): beside thousands they are a product of arithmetic.
    """
    needs_cents = currency not in WITHOUT_CENTS and (
        period == PayPeriod.HOUR or (amount < 1000 and amount != amount.to_integral_value())
    )
    places = 2 if needs_cents else 0
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = number_format(rounded, decimal_pos=places, force_grouping=True)
    sign = SIGNS.get(currency)
    return f"{sign}{digits}" if sign else f"{currency}\N{NO-BREAK SPACE}{digits}"


def pay_text(pay: Pay) -> str:
    """Both ends of a pay, or what is stated of them: "$21.50–$24.00", "from $21.50", "up to $24.00"."""
    low, high = (
        None if amount is None else money(amount, pay.currency, pay.period)
        for amount in (pay.minimum, pay.maximum)
    )
    if low is None:
        return _("up to %(amount)s") % {"amount": high}
    if high is None:
        return _("from %(amount)s") % {"amount": low}
    if low == high:
        return low
    return _("%(low)s–%(high)s") % {"low": low, "high": high}
