"""The title of a job alone, as machines want it: no place, pay, date, code, employer or decoration."""

import re
import unicodedata

from cms.models.places import COUNTRY_ALIASES, COUNTRY_NAMES, STATES
from listings.models import Listing

# Dashes between spaces, bars and commas part a title; a dash inside a word parts nothing.
_MARK = re.compile(r"\s+[-–—]+\s+|\s*\|\s*|,\s+")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_NOISE = re.compile(
    r"remote(?:ly)?|hybrid|on[- ]?site|in[- ]office|work from home|wfh|fully remote|100% remote"
    r"|m/[fw]/[dx]|[fw]/m/[dx]|all genders|(?:wo)?man ?/ ?(?:wo)?man.*|hiring now|urgent|apply now|now hiring|immediate start"
    r"|emea|apac|apj|latam|dach|noram|nordics|europe|americas|anz|global|worldwide|anywhere",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$£€₹₱¥]\s?\d|\d\s?k\b|\d+(?:[.,]\d+)?\s*(?:/|per|an?)\s*(?:hr|hour|year)", re.I
)
_CODE = re.compile(r"#?\s*(?:(?:req|job|id|ref|jr|r)[-#.: ]*)?#?\d{3,}[\w-]*", re.IGNORECASE)
_DATE = re.compile(
    r"(?:[\d]{1,4}[./-]){2}\d{1,4}|(?:start(?:ing|s)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec)[a-z]*\.?(?: \d{1,2})?,? ?(?:20\d\d)?|20\d\d",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"[!*#★☆•~^_=<>{}\\]+")


def plain_title(listing: Listing) -> str:
    """The job's title without what other properties say. The role's own title if nothing is left. No query."""
    places, text, at = _places(listing), "", 0
    title = unicodedata.normalize("NFC", listing.title)
    for brackets in _BRACKETS.finditer(title):
        text += _without_noise(title[at : brackets.start()], places)
        inside = _without_noise(brackets[1], places)
        text += f" ({inside}) " if inside and text.strip() else f"{inside} "
        at = brackets.end()
    text += _without_noise(title[at:], places)
    text = re.sub(r"\s+([,)])", r"\1", " ".join(_without_symbols(text).split()))
    text = text.strip(" ,-–—|:/")
    if not any(mark.isalpha() for mark in text):
        return listing.role.title if listing.role else listing.title
    return text.capitalize() if text.isupper() and len(text.split()) > 1 else text


def _without_noise(text: str, places: set[str]) -> str:
    """The parts that say something of the job, with the marks between them as they were."""
    kept, at, mark = "", 0, ""
    for match in [*_MARK.finditer(text), None]:
        part = text[at : match.start()] if match else text[at:]
        if part.strip() and not _is_noise(part, places):
            kept += f"{mark}{part}" if kept or mark.strip(" ,") == "" else part
        if match:
            at, mark = match.end(), match.group()
    return kept


def _is_noise(part: str, places: set[str]) -> bool:
    plain = part.strip(" .!*#").casefold()
    # "Remote US", "Remote, Hong Kong": the mode goes, and what is left is looked at.
    bare = re.sub(
        r"^(?:remote|hybrid|based in|in)[ :/-]+|[ :/-]+(?:remote|hybrid|only)$", "", plain
    )
    return (
        not plain
        or plain in places
        or bare in places
        or _NOISE.fullmatch(plain) is not None
        or _NOISE.fullmatch(bare) is not None
        or _CODE.fullmatch(plain) is not None
        or _DATE.fullmatch(plain) is not None
        or _MONEY.search(plain) is not None
    )


def _places(listing: Listing) -> set[str]:
    names = {listing.employer.name, *COUNTRY_NAMES.values(), *COUNTRY_ALIASES, *STATES, "us"}
    if listing.place:
        # Codes of two letters are words, too ("IT"): only those of the place itself are places.
        names |= {listing.place.country_code, listing.place.admin1_code}
        names |= {listing.place.name, listing.place.label, *listing.place.alt_names.split("|")}
    return {name.casefold() for name in names if name}


def _without_symbols(text: str) -> str:
    """Without decoration and emoji. The signs of a name stay: C++, R&D, e.g."""
    kept = "".join(
        mark for mark in text if unicodedata.category(mark) not in {"So", "Cc", "Cf", "Co", "Cs"}
    )
    # "C#" and "#1" read alike; the sign at the end of a word belongs to it.
    kept = re.sub(r"(?<=\w)#(?=\s|$)", "\0", kept)
    return _DECORATION.sub(" ", kept).replace("\0", "#")
