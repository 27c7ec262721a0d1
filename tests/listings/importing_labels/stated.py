"""What a pay line itself shows, read in the plainest way: enough to doubt an answer, not to give one."""

import re
from decimal import Decimal

from listings.importing.pay import Pay, PayRefused

_SIGNS = {
    "USD": ("$", "usd"), "EUR": ("\u20ac", "eur"), "GBP": ("\u00a3", "gbp"), "INR": ("\u20b9", "inr"),
    "CAD": ("ca$", "cad", "c$"), "AUD": ("a$", "aud"), "SGD": ("s$", "sgd"), "PHP": ("\u20b1", "php"),
}  # fmt: skip
# What a period is called, and what a full-time job may pay for it in dollars, tighter than the
# importer's own bounds, and wide for other currencies.
_PERIODS = {
    "hour": ("hour|/hr|/h\\b", 3, 400),
    "day": ("day|daily", 20, 3_000),
    "week": ("week|wk", 100, 15_000),
    "month": ("month|/mo\\b", 150, 60_000),
    "year": ("year|annual|annum|/yr|p\\.a", 5_000, 1_500_000),
}
_OTHERS_BY = 100
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_THOUSAND, _MILLION = re.compile(r"\s?k\b", re.IGNORECASE), re.compile(r"\s?mm?\b", re.IGNORECASE)


def doubts(line: str, pay: Pay | PayRefused | None) -> list[str]:
    """What speaks against an answer; nothing for a refusal that gives its reason."""
    if pay is None:
        return ["nothing was read"]
    if isinstance(pay, PayRefused):
        return [] if pay.reason else ["it is refused without a reason"]
    return _doubts(line.replace("\u00a0", " "), pay)


def _doubts(line: str, pay: Pay) -> list[str]:
    found = []
    signs = _SIGNS.get(pay.currency, (pay.currency.casefold(),))
    if not any(sign in line.casefold() for sign in signs):
        found.append(f"{pay.currency} is not in the line")
    bounds = [amount for amount in (pay.minimum, pay.maximum) if amount is not None]
    if bounds != sorted(bounds) or not bounds:
        found.append("the bounds are out of order")
    stated = _numbers(line)
    found += [f"{amount:f} is not in the line" for amount in bounds if amount not in stated]
    if bounds and stated and bounds[0] != stated[0]:
        found.append("it does not begin with the line's first amount")
    words, lowest, highest = _PERIODS[pay.period]
    said = re.search(words, line, re.IGNORECASE)
    others = any(
        re.search(other, line.split("\u2022")[0], re.IGNORECASE)
        for period, (other, _, _) in _PERIODS.items()
        if period != pay.period
    )
    if not said and (pay.period != "year" or others):
        found.append(f"no {pay.period} is in the line")
    times = 1 if pay.currency in {"USD", "EUR", "GBP", "CAD", "AUD", "SGD"} else _OTHERS_BY
    found += [
        f"{amount:f} a {pay.period} is not likely"
        for amount in bounds
        if not lowest <= amount <= highest * times
    ]
    return found


def _numbers(line: str) -> list[Decimal]:
    """Amounts in the line, in order, a k or m after them counted."""
    amounts = []
    for match in _NUMBER.finditer(line):
        after = line[match.end() :]
        times = 1_000 if _THOUSAND.match(after) else 1_000_000 if _MILLION.match(after) else 1
        amounts.append(Decimal(match[0].replace(",", "")) * times)
    return amounts
