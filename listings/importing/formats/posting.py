"""A posting that a file describes in fields of its own, beside what the import reads out of texts."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from urllib.parse import urlsplit

from django.utils.text import slugify

from listings.importing.records import LONGEST_ID, LONGEST_SOURCE, Record, Unusable, record_of

from .markup import TooMuchMarkup, plain_line, plain_text

MOST_POSTINGS = 500
_LARGEST_AMOUNT = Decimal(10) ** 12
_UNITS = {
    "hour": "hour", "hourly": "hour", "hr": "hour", "day": "day", "daily": "day", "week": "week",
    "weekly": "week", "month": "month", "monthly": "month", "year": "year", "yearly": "year",
    "annual": "year", "annually": "year", "annum": "year", "yr": "year",
}  # fmt: skip


@dataclass(frozen=True)
class Posting(Record):
    """A record with what only a form with fields can say for sure. Empty or None where it does not.

    `closes` is an ISO 8601 date or instant: of a date alone, the last second counts, on the clock of
    the job's place. `work_mode` and `education` are values of the vocabulary, `countries` and
    `states` codes of where one may live.
    """

    closes: str = ""
    work_mode: str = ""
    countries: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    education: str = ""
    experience_months: int | None = None
    weekly_hours: Decimal | None = None
    variable_pay: str = ""


@dataclass
class Fields:
    """What a reader found of one posting, before it is checked. `html` may also be plain text."""

    number: int
    id: str = ""
    title: str = ""
    company: str = ""
    html: str = ""
    department: str = ""
    location: str = ""
    country: str = ""
    employment_type: str = ""
    published: str = ""
    salary: str = ""
    url: str = ""
    more: list[tuple[str, str]] = field(default_factory=list)  # headings and texts to add
    facts: dict = field(default_factory=dict)


def posting_of(fields: Fields, source: str, company: str) -> Posting | Unusable:
    """The posting, held to all that a line of JSON is. `company` stands in where none is named."""
    title = plain_line(fields.title)
    named = f"“{title[:80]}”" if title else ""
    try:
        text = plain_text(fields.html)
        for heading, html in fields.more:
            added = plain_text(html)
            if added and _letters(added) not in _letters(text):
                text = f"{text}\n\n### {heading}\n\n{added}"
    except TooMuchMarkup:
        reason = "The description holds more markup than can be read."
        return Unusable(fields.number, reason, named)
    url = _address(fields.url)
    company = plain_line(fields.company) or company
    record = record_of(
        fields.number,
        {
            "id": fields.id.strip() or _made_up_id(url, title, fields.location, text),
            # Numbers are an employer's own: two of them may well have the same.
            "source": f"{source}:{slugify(company)}"[:LONGEST_SOURCE],
            "company": company,
            "title": title,
            "description": text,
            "department": fields.department,
            "location": fields.location,
            "country": fields.country,
            "employment_type": fields.employment_type,
            "published": fields.published,
            "salary": fields.salary,
            "url": url,
            "is_remote": {"remote": True, "hybrid": False}.get(fields.facts.get("work_mode")),
        },
    )
    if isinstance(record, Unusable):
        return replace(record, detail=named)
    return Posting(**vars(record), **fields.facts)


def pay_line(currency: str, low, high, unit: str) -> str:
    """Amounts in fields as the line that a person would write: "USD 21.50 - 24 per hour"."""
    amounts = [amount for amount in map(_amount, (low, high)) if amount]
    if not amounts:
        return ""
    period = _UNITS.get(unit.casefold().removeprefix("per ").strip())
    tail = f" per {period}" if period else f" {unit}" if unit else ""
    currency = currency.strip().upper()[:3]
    if len(amounts) == 1:
        words = "" if _amount(low) and _amount(high) else "from " if _amount(low) else "up to "
        return f"{words}{currency} {amounts[0]}{tail}".strip()
    if amounts[0] == amounts[1]:
        return f"{currency} {amounts[0]}{tail}".strip()
    return f"{currency} {amounts[0]} - {amounts[1]}{tail}".strip()


def _amount(value) -> str:
    """A number as plain digits with two decimals or none; empty for anything else, and for none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    text = str(value).strip()
    if len(text) > 20:
        return ""
    if isinstance(value, str):
        text = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text) else text
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return ""
    if not (amount.is_finite() and 0 < amount < _LARGEST_AMOUNT):
        return ""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _address(url: str) -> str:
    """The address, if it is a whole one: a relative one leads nowhere without its page."""
    url = url.strip()
    try:
        return url if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname else ""
    except ValueError:
        return ""


def _made_up_id(*facts: str) -> str:
    """The posting's own address, if it has one; else a digest: the same file gives the same."""
    if facts[0] and len(facts[0]) <= LONGEST_ID:
        return facts[0]
    digest = sha256("\x1f".join(facts).encode(errors="replace")).hexdigest()
    return f"file-{digest[:16]}"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
