"""The pay line of a posting ("$19.00 - $21.00 per hour, plus tips") as amounts.

Nothing is converted, nothing is guessed from the market: what cannot be read for sure is refused
with a reason that an operator can act on.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

PERIODS = ("hour", "day", "week", "month", "year")

# How many units of a currency go to the order of magnitude of a dollar. Serves to tell a likely
# amount from a slip of the pen, never to convert.
_MAGNITUDE = {
    "USD": 1, "EUR": 1, "GBP": 1, "CAD": 1, "AUD": 1, "NZD": 1, "SGD": 1, "CHF": 1, "ILS": 4,
    "BRL": 5, "MYR": 4, "PLN": 4, "RON": 4, "AED": 4, "SAR": 4, "CNY": 7, "HKD": 8, "DKK": 7,
    "SEK": 10, "NOK": 10, "ZAR": 18, "MXN": 18, "CZK": 23, "TRY": 35, "THB": 35, "TWD": 32,
    "PHP": 57, "INR": 85, "RSD": 105, "KES": 130, "JPY": 150, "BDT": 120, "PKR": 280, "HUF": 360,
    "LKR": 300, "CRC": 510, "CLP": 950, "ARS": 1000, "KRW": 1350, "NGN": 1500, "COP": 4000,
    "IDR": 16000, "VND": 25000, "BGN": 2, "UAH": 41, "EGP": 50, "PEN": 4, "DOP": 60, "MAD": 10,
}  # fmt: skip
_SIGNS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "CAD$": "CAD", "AU$": "AUD", "A$": "AUD",
    "NZ$": "NZD", "S$": "SGD", "SG$": "SGD", "HK$": "HKD", "NT$": "TWD", "MX$": "MXN",
    "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₱": "PHP", "₩": "KRW",
    "₪": "ILS", "₫": "VND", "₦": "NGN", "฿": "THB", "₺": "TRY", "CN¥": "CNY", "JP¥": "JPY",
    "RM": "MYR", "Rp": "IDR", "Rs": "INR", "Rs.": "INR", "zł": "PLN", "Kč": "CZK", "lei": "RON",
}  # fmt: skip
# What a person may earn, in dollars or their like, by period. Wide on purpose.
_PLAUSIBLE = {
    "hour": (Decimal("0.5"), Decimal(2_000)),
    "day": (Decimal(3), Decimal(10_000)),
    "week": (Decimal(15), Decimal(50_000)),
    "month": (Decimal(50), Decimal(200_000)),
    "year": (Decimal(1_000), Decimal(2_000_000)),
}
# From here up an amount without a period is taken for a year's pay, as boards leave that out.
_SURELY_A_YEAR = Decimal(12_000)
_WIDEST_RANGE = 10
_LONGEST_READ = 2_000
_LONGEST_VARIABLE = 300

_MONEY = "|".join(
    [re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)]
    + [rf"(?<![A-Za-z]){code}(?![A-Za-z])" for code in _MAGNITUDE]
)
_NUMBER = (
    r"[0-9]{1,3}(?:[,.' \u2019][0-9]{3})+(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9])"  # Indian grouping: 6,00,000
    r"|[0-9]+(?:[.,][0-9]+)?"
)
_AMOUNT = re.compile(
    rf"(?P<before>{_MONEY})?\$?\s*(?P<number>{_NUMBER})"
    r"(?:\s?(?P<scale>k|m|mm|thousand|million|lakhs?|lacs?|lpa)(?![A-Za-z]))?"
    rf"(?:\s?(?P<after>{_MONEY}))?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:\b(?:per|an?|each|every)\s+|/\s*)(?P<unit>hour|hr|h|day|week|wk|month|mo|year|yr|annum)\b"
    r"|(?<!paid )\b(?P<adverb>hourly|daily|weekly|monthly|yearly|annually|annual|annualized)\b"
    r"|\bp\.?\s?(?P<short>h|d|w|m|a)\b\.?|\b(?P<code>pcm|ph|l?pa)\b",
    re.IGNORECASE,
)
_UNITS = {
    "hr": "hour", "h": "hour", "hourly": "hour", "ph": "hour", "d": "day", "daily": "day",
    "wk": "week", "w": "week", "weekly": "week", "mo": "month", "m": "month", "pcm": "month",
    "monthly": "month", "yr": "year", "annum": "year", "a": "year", "pa": "year", "lpa": "year",
    "yearly": "year", "annually": "year", "annual": "year", "annualized": "year",
}  # fmt: skip
_TO = re.compile(r"^[^\w]*(?:to|and|until)?[^\w]*$", re.IGNORECASE)
_DASH_OR_TO = re.compile(r"[-\u2010-\u2015\u2212~]|\b(?:to|and|until)\b", re.IGNORECASE)
_NOUN = re.compile(r"^\s*(?:base\s+)?(?:salary|pay|rate|base)?\b", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:up to|maximum|max\.?|no more than)\s*(?:of\s*)?:?\s*$", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"\b(?:from|starting (?:at|from)|starts at|at least|minimum(?: of)?|min\.?)\s*:?\s*$",
    re.IGNORECASE,
)
_ON_TARGET = re.compile(
    r"\bOTE\b|on[- ]target|total (?:cash|comp|target|earnings)|(?:salary|base|pay) plus "
    r"(?:bonus|commission|variable|incentive)s?\b|including (?:bonus|commission|tips)",
    re.IGNORECASE,
)
# Tails that speak of the amounts before them; one that merely explains a commission does not.
_TAIL_ON_TARGET = re.compile(
    r"\brange\b[^.]*\b(?:total (?:cash|comp|target)|plus bonus|OTE|on[- ]target)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*[\u2022\u00b7|;\n]\s*|\s+\+\s+|,?\s+(?=plus\b|with\s)|\.\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Pay:
    """Amounts in the employer's own words. Either bound may be missing ("up to", "from").

    `variable` keeps whatever the line says beside them: bonus, commission, equity, notes.
    """

    currency: str
    minimum: Decimal | None
    maximum: Decimal | None
    period: str
    variable: str = ""


@dataclass(frozen=True)
class PayRefused:
    """A pay line that was not understood, and why, in words for the one who reviews it."""

    reason: str


class _Unreadable(Exception):
    pass


def read_pay(text: str) -> Pay | PayRefused | None:
    """The pay a line states; None where it states nothing at all."""
    line = unicodedata.normalize("NFKC", text[:_LONGEST_READ])[:_LONGEST_READ].strip()
    if not line:
        return None
    head, variable = _split_tail(line)
    try:
        return _read_amounts(head, variable)
    except _Unreadable as refusal:
        return PayRefused(str(refusal))


def _split_tail(line: str) -> tuple[str, str]:
    """The part that holds the amounts, and the rest."""
    amount = _AMOUNT.search(line)
    mark = _TAIL.search(line, amount.end()) if amount else None
    return (line[: mark.start()], line[mark.end() :].strip()) if mark else (line, "")


def _read_amounts(head: str, variable: str) -> Pay:
    amounts = _amounts(head)
    first, last = amounts[0], amounts[-1]
    currency = _currency(amounts)
    values = [_value(match) for match in amounts]
    if len(values) == 2 and first["scale"] is None and last["scale"] and values[0] < 1_000:
        values[0] *= _factor(last)  # "160-200K"
    rest = head[last.end() :]
    if _ON_TARGET.search(head) or _TAIL_ON_TARGET.search(variable):
        raise _Unreadable("The amounts include variable pay, so none of them is guaranteed.")

    minimum, maximum = values[0], values[-1]
    if len(values) == 1 and _AT_MOST.search(head[: first.start()]):
        minimum = None
    elif len(values) == 1 and (
        _AT_LEAST.search(head[: first.start()]) or rest.lstrip().startswith("+")
    ):
        maximum = None
    _check_range(minimum, maximum)
    period = _period(head, first.start(), values, currency)
    _check_likelihood([values[0], values[-1]], currency, period)
    extras = [
        _NOUN.sub("", _PERIOD.sub("", rest, count=1)).strip(" +,:-/()."),
        variable,
    ]
    return Pay(
        currency,
        minimum,
        maximum,
        period,
        _shortened(" \u2022 ".join(filter(None, extras))),
    )


def _amounts(head: str) -> list[re.Match]:
    """One amount, or the two ends of a range."""
    found = list(_AMOUNT.finditer(head))
    priced = [match for match in found if match["before"] or match["after"]]
    if not found:
        raise _Unreadable("No amount is stated.")
    if not priced:
        raise _Unreadable("No known currency stands beside the amount.")
    amounts = [priced[0]]
    at = found.index(priced[0])
    neighbours = [(at - 1, at), (at, at + 1)]
    for left, right in neighbours:
        if left >= 0 and right < len(found):
            between = head[found[left].end() : found[right].start()]
            plain = _PERIOD.sub("", between)
            if _TO.match(plain) and _DASH_OR_TO.search(plain):
                amounts = [found[left], found[right]]
    if any(match not in amounts for match in priced):
        raise _Unreadable("Several amounts are stated, and which one is the pay is unclear.")
    if head[amounts[-1].end() :].lstrip().startswith("%"):
        raise _Unreadable("The amount is a share, not a sum.")
    return amounts


def _currency(amounts: list[re.Match]) -> str:
    codes = set()
    for match in amounts:
        for sign in (match["before"], match["after"]):
            if sign:
                codes.add(_code(sign))
    if "USD" in codes and len(codes) == 2:
        # "$60K CAD", "CA$60K - $65K": the bare dollar is that of the code beside it
        other = (codes - {"USD"}).pop()
        if other in {"CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"}:
            return other
    if len(codes) != 1:
        raise _Unreadable("The amounts are in different currencies.")
    return codes.pop()


def _code(sign: str) -> str:
    for known, code in _SIGNS.items():
        if known.casefold() == sign.casefold():
            return code
    return sign.upper()


def _unscaled(match: re.Match) -> Decimal:
    """The number as written: a mark before three digits parts thousands, else decimals."""
    number = match["number"]
    parts = re.split(r"[,.' \u2019]", number)
    if len(parts) == 1:
        return Decimal(parts[0])
    decimals = parts.pop() if len(parts[-1]) != 3 else ""
    return Decimal("".join(parts) + ("." + decimals if decimals else ""))


def _value(match: re.Match) -> Decimal:
    if len(match["number"]) > 15:
        raise _Unreadable("The amount is too long to be pay.")
    return (_unscaled(match) * _factor(match)).quantize(Decimal("0.01"))


def _factor(match: re.Match) -> int:
    scale = (match["scale"] or "").lower()
    if not scale:
        return 1
    return 1_000 if scale in {"k", "thousand"} else 100_000 if scale[0] == "l" else 1_000_000


def _period(head: str, first_at: int, values: list[Decimal], currency: str) -> str:
    match = _PERIOD.search(head, first_at)
    if match is None:  # "Hourly rate: $19.50"; a "5 pm" before the amount is no month
        before = {m["adverb"].lower() for m in _PERIOD.finditer(head) if m["adverb"]}
        unit = before.pop() if len(before) == 1 else None
    else:
        unit = next(filter(None, match.groups())).lower()
    if unit:
        return _UNITS.get(unit, unit)
    if min(values) >= _SURELY_A_YEAR * _MAGNITUDE[currency]:
        return "year"
    raise _Unreadable(
        "No period (hour, month, year) is stated, and the amount is small for a year."
    )


def _check_range(minimum: Decimal | None, maximum: Decimal | None) -> None:
    if minimum is None or maximum is None:
        return
    if minimum > maximum:
        raise _Unreadable("The range runs downwards.")
    if minimum * _WIDEST_RANGE < maximum:
        raise _Unreadable(f"The range from {minimum:,} to {maximum:,} says nothing.")


def _check_likelihood(amounts: list[Decimal], currency: str, period: str) -> None:
    lowest, highest = (bound * _MAGNITUDE[currency] for bound in _PLAUSIBLE[period])
    for amount in amounts:
        if not lowest <= amount <= highest:
            raise _Unreadable(f"{currency} {amount:,} a {period} is not a likely pay.")


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_VARIABLE:
        return text
    return text[:_LONGEST_VARIABLE].rsplit(" ", 1)[0] + "\u2026"
