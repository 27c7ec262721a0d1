"""One schema.org JobPosting, as sites write it: a value where an object belongs, a list for one."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape

from cms.models.places import STATES
from cms.vocabulary import Education, WorkMode
from listings.importing.workplace import country_code
from listings.structured_data.posting import CREDENTIALS

from .markup import plain_line
from .posting import Fields, pay_line

Resolve = Callable[[object], object]
_MOST_PLACES = 20
# "40 hours a week"; also "Full time, 40 h", but not "8 hours a day".
_WEEKLY = re.compile(
    r"(\d{1,2}(?:\.\d)?)\s*(?:hours?|hrs?|h)\b(?P<week>\s*(?:a|per|/)\s*(?:week|wk))?"
    r"(?!\s*(?:a|per|/)?\s*(?:days?|shifts?)\b)",
    re.IGNORECASE,
)
_SURELY_A_WEEK = 15
_EDUCATION = {
    **{word: value for value, word in CREDENTIALS.items()},
    "bachelor degree": Education.BACHELOR,
    "associate degree": Education.ASSOCIATE,
}
_STATE_CODES = {name.casefold(): code for name, code in STATES.items()} | {
    code.casefold(): code for code in STATES.values()
}
_NOTHING_NEEDED = {"no requirements", "none", "not required"}
# Texts beside the description. Added where the description does not hold them already.
_MORE = (
    ("responsibilities", "What you do"),
    ("qualifications", "What you need"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("skills", "Skills"),
    ("workHours", "Hours"),
    ("jobBenefits", "What you get"),
    ("incentiveCompensation", "On top of the pay"),
)


def fields_of(node: dict, resolved: Resolve, number: int) -> Fields:
    """What the posting says, in the words of the import. Never fails: what is odd is left out."""

    def get(name: str):
        return resolved(_first(node.get(name)))

    remote = "telecommute" in _text(get("jobLocationType")).casefold()
    countries, states = _residence(_list(node.get("applicantLocationRequirements")))
    places = [_address(resolved(place), resolved) for place in _list(node.get("jobLocation"))]
    country = next((place[1] for place in places if place[1]), "")
    if remote and not countries and country_code(country):
        countries = (country_code(country),)
    located = " ; ".join(dict.fromkeys(place[0] for place in places[:_MOST_PLACES] if place[0]))
    facts = {
        "closes": _text(get("validThrough"))[:60],
        "work_mode": WorkMode.REMOTE if remote else "",
        "countries": countries if remote else (),
        "states": states if remote else (),
        "education": _education(get("educationRequirements")),
        "experience_months": _months(get("experienceRequirements")),
        "weekly_hours": _weekly(_text(get("workHours"))),
        "variable_pay": plain_line(_text(get("incentiveCompensation"))),
    }
    return Fields(
        number=number,
        id=_identifier(get("identifier")),
        title=_text(get("title")) or _text(get("name")),
        company=_name(get("hiringOrganization")),
        html=_text(node.get("description")),
        location="" if remote else located,
        country=country,
        employment_type=_employment(_list(node.get("employmentType"))),
        published=_text(get("datePosted")),
        salary=_salary(get("baseSalary"), _text(get("salaryCurrency")), resolved),
        url=_url(node),
        more=[(heading, _joined(node.get(name))) for name, heading in _MORE],
        facts={name: value for name, value in facts.items() if value not in ("", None, ())},
    )


# --- Values as they come -----------------------------------------------------------------------


def _list(value) -> list:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(value):
    """The first of a list; a list within it says nothing."""
    if not isinstance(value, list):
        return value
    return next((each for each in value if not isinstance(each, list)), None)


def _text(value) -> str:
    """A text or number as text; {"@value": …} as its value; anything else says nothing."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, str):
        return value.strip()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else ""


def _joined(value) -> str:
    """A text, or a list of texts as items."""
    texts = [_text(each) for each in _list(value)[:50]]
    texts = [text for text in texts if text and text.casefold() not in _NOTHING_NEEDED]
    return texts[0] if len(texts) == 1 else "\n".join(f"- {text}" for text in texts)


def _name(value) -> str:
    if isinstance(value, dict):
        return _text(_first(value.get("name"))) or _text(_first(value.get("legalName")))
    return _text(value)


def _url(node: dict) -> str:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = _first(node.get(name))
        text = _text(value.get("@id") if isinstance(value, dict) else value)
        if text.startswith(("https://", "http://")):
            return text
    return ""


def _identifier(value) -> str:
    if isinstance(value, dict):
        value = _first(value.get("value")) or _first(value.get("propertyID"))
    return _text(value)


# --- Facts -------------------------------------------------------------------------------------


def _address(place, resolved: Resolve) -> tuple[str, str]:
    """ "City, region" and the country of a Place, of an address, or of a text."""
    if not isinstance(place, dict):
        return _text(place), ""
    address = resolved(_first(place.get("address", place)))
    if not isinstance(address, dict):
        return _text(address), ""
    parts = [_name(_first(address.get(name))) for name in ("addressLocality", "addressRegion")]
    country = _name(_first(address.get("addressCountry")))
    return ", ".join(plain_line(part) for part in parts if part) or _name(place), country


def _residence(areas: list) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the countries where a remote worker may live, and of states of the US."""
    countries, states = [], []
    for area in areas[:100]:
        words = plain_line(_name(area))
        parts = [part.strip() for part in words.split(",")]
        state = _STATE_CODES.get(parts[0].casefold())
        last = country_code(parts[-1])
        kind = area.get("@type") if isinstance(area, dict) else ""
        is_state = state and ((len(parts) > 1 and last == "US") or kind == "State")
        if is_state:
            states.append(state)
        if is_state or last:
            countries.append("US" if is_state else last)
    whole = {country_code(plain_line(_name(area))) for area in areas[:100]}
    return (
        tuple(dict.fromkeys(countries)),
        () if "US" in whole else tuple(dict.fromkeys(states)),
    )


def _employment(kinds: list) -> str:
    """Of full and part time, the first that is named; a contract or the like goes before both."""
    words = [text for text in map(_text, kinds[:10]) if text]
    spans = [word for word in words if re.search(r"full|part", word, re.IGNORECASE)]
    return spans[0] if words and len(spans) == len(words) else ", ".join(words)


def _salary(value, currency: str, resolved: Resolve) -> str:
    if not isinstance(value, dict):
        text = _text(value)
        return pay_line(currency, text, text, "") or unescape(text)
    currency = _text(value.get("currency")) or currency
    unit, amounts = _text(value.get("unitText")), value
    inner = resolved(_first(value.get("value")))
    if isinstance(inner, dict):
        amounts, unit = inner, _text(inner.get("unitText")) or unit
    low, high = (_first(amounts.get(name)) for name in ("minValue", "maxValue"))
    if low is None and high is None:
        low = high = _first(amounts.get("value"))
    line = pay_line(currency, low, high, unit)
    return line or unescape(" ".join(filter(None, map(_text, (low, high)))))


def _education(value) -> str:
    if isinstance(value, dict):
        value = _first(value.get("credentialCategory"))
    words = _text(value).casefold()
    return Education.NONE if words in _NOTHING_NEEDED else _EDUCATION.get(words, "")


def _months(value) -> int | None:
    if isinstance(value, dict):
        months = _text(value.get("monthsOfExperience"))
        return int(months) if months.isascii() and months.isdecimal() and len(months) < 4 else None
    return 0 if _text(value).casefold() in _NOTHING_NEEDED else None


def _weekly(text: str) -> Decimal | None:
    match = _WEEKLY.search(text[:500])
    hours = Decimal(match[1]) if match else Decimal(0)
    least = 1 if match and match["week"] else _SURELY_A_WEEK
    return hours if least <= hours <= 80 else None
