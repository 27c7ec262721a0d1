"""The lowest pay that somebody would take, as people write it: "$20", "41,600 a year", "£450 a week"."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cms.vocabulary import PayPeriod

HOURS_A_WEEK = 40
WEEKS_A_YEAR = 52
CENT = Decimal("0.01")
HIGHEST = Decimal("100000")
# Without a word for the time, a number below this is taken as pay an hour; above it we ask.
SURELY_AN_HOUR = Decimal(500)

CURRENCIES = {"USD": "$", "GBP": "£", "CAD": "CA$", "EUR": "€", "INR": "₹", "PHP": "₱"}
DOLLARS = {"USD", "CAD"}

_HOURS = {
    PayPeriod.HOUR: Decimal(1),
    PayPeriod.DAY: Decimal(HOURS_A_WEEK) / 5,
    PayPeriod.WEEK: Decimal(HOURS_A_WEEK),
    PayPeriod.MONTH: Decimal(HOURS_A_WEEK * WEEKS_A_YEAR) / 12,
    PayPeriod.YEAR: Decimal(HOURS_A_WEEK * WEEKS_A_YEAR),
}
_PERIOD_WORDS = {
    PayPeriod.HOUR: "hour hours hourly hr hrs h ph",
    PayPeriod.DAY: "day daily d",
    PayPeriod.WEEK: "week weekly wk pw",
    PayPeriod.MONTH: "month monthly mo pm pcm",
    PayPeriod.YEAR: "year yearly yr annum annual annually pa",
}
_PERIODS = {word: period for period, words in _PERIOD_WORDS.items() for word in words.split()}
_FILLERS = {"a", "an", "per", "each", "the", ""}
_AMOUNT = re.compile(
    r"(?P<before>[A-Za-z]{0,3}[$£€₹₱]?)\s*"
    r"(?P<number>\d[\d.,\s]*)(?P<thousand>[kK](?![A-Za-z]))?\s*"
    r"(?P<after>[$£€₹₱]|USD|GBP|CAD|EUR|INR|PHP)?(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)


class NotAnAmount(ValueError):
    """Not readable as an amount of money. The message says what to write instead."""


def read_pay_floor(text: str, currency: str) -> tuple[Decimal, str]:
    """Pay an hour and its currency. `currency` stands where the text names none.

    A year is 52 weeks of 40 hours, a month its twelfth. Cents are rounded half up. Raises NotAnAmount.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise NotAnAmount(_("Write an amount, for example $20 or 41,600 a year."))
    currency = _currency(match["before"] or match["after"] or "", currency)
    amount = _number(match["number"].strip()) * (1000 if match["thousand"] else 1)
    period = _period(match["rest"])
    if period is None:
        if amount >= SURELY_AN_HOUR:
            raise NotAnAmount(
                _("Say what %(amount)s is for: an hour, a day, a week, a month or a year.")
                % {"amount": match["number"].strip()}
            )
        period = PayPeriod.HOUR
    hourly = (amount / _HOURS[period]).quantize(CENT, ROUND_HALF_UP)
    if not 0 < hourly < HIGHEST:
        raise NotAnAmount(_("Write an amount above zero that somebody may really be paid."))
    return hourly, currency


def understood(hourly: Decimal, currency: str) -> str:
    """What was stored, in words."""
    return _("%(hour)s an hour, %(year)s a year at %(hours)d hours a week") % {
        "hour": money(hourly, currency),
        "year": money(hourly * HOURS_A_WEEK * WEEKS_A_YEAR, currency, cents=False),
        "hours": HOURS_A_WEEK,
    }


def money(amount: Decimal, currency: str, *, cents: bool = True) -> str:
    return f"{CURRENCIES.get(currency, currency + ' ')}{amount:,.{2 if cents else 0}f}"


def _currency(sign: str, fallback: str) -> str:
    sign = sign.strip().upper()
    if sign in CURRENCIES:
        return sign
    if sign in {"$", ""}:
        return fallback if not sign or fallback in DOLLARS else "USD"
    by_sign = {"US$": "USD", "C$": "CAD", "€": "EUR"} | {s: c for c, s in CURRENCIES.items()}
    if sign not in by_sign:
        raise NotAnAmount(
            _("Write the amount in one of these currencies: %(list)s.")
            % {"list": ", ".join(CURRENCIES)}
        )
    return by_sign[sign]


def _number(text: str) -> Decimal:
    digits = re.sub(r"\s", "", text).rstrip(".,")
    if re.fullmatch(r"\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?", digits):  # 41,600.50 and 4,16,000
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d+,\d{1,2}", digits):  # 12,50
        digits = digits.replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", digits):
        raise NotAnAmount(_("Write an amount, for example $20 or 41,600 a year."))
    return Decimal(digits)


def _period(text: str) -> PayPeriod | None:
    words = re.split(r"[\s/]+", text.lower().replace(".", ""))
    said = [word for word in words if word not in _FILLERS]
    if not said:
        return None
    if len(said) > 1 or said[0] not in _PERIODS:
        raise NotAnAmount(_("Write an amount, for example $20 or 41,600 a year."))
    return _PERIODS[said[0]]
