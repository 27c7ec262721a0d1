"""Where the work is done: on site, hybrid or remote, and from which countries."""

import re
import unicodedata
from dataclasses import dataclass

_COUNTRY_TABLE = """
AD Andorra|AE United Arab Emirates=UAE|AF Afghanistan|AG Antigua and Barbuda|AL Albania|AM Armenia|
AO Angola|AR Argentina|AT Austria|AU Australia|AZ Azerbaijan|BA Bosnia and Herzegovina=Bosnia|
BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|
BM Bermuda|BN Brunei|BO Bolivia|BR Brazil=Brasil|BS Bahamas=The Bahamas|BT Bhutan|BW Botswana|
BY Belarus|BZ Belize|CA Canada|CD DR Congo=Democratic Republic of the Congo|
CF Central African Republic|CG Congo=Republic of the Congo|CH Switzerland|
CI Ivory Coast=Côte d'Ivoire|CL Chile|CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|
CV Cape Verde=Cabo Verde|CY Cyprus|CZ Czechia=Czech Republic|DE Germany=Deutschland|DJ Djibouti|
DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|ER Eritrea|
ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FR France|GA Gabon|
GB United Kingdom=UK=U.K.=Great Britain=Britain=England=Scotland=Wales=Northern Ireland|GD Grenada|
GE Georgia|GH Ghana|GI Gibraltar|GM Gambia|GN Guinea|GQ Equatorial Guinea|GR Greece|GT Guatemala|
GW Guinea-Bissau|GY Guyana|HK Hong Kong|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|
IE Ireland=Republic of Ireland|IL Israel|IM Isle of Man|IN India|IQ Iraq|IR Iran|IS Iceland|
IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|
KN Saint Kitts and Nevis|KP North Korea|KR South Korea=Korea=Republic of Korea|KW Kuwait|
KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|
LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco|
MD Moldova|ME Montenegro|MG Madagascar|MK North Macedonia=Macedonia|ML Mali|MM Myanmar|MN Mongolia|
MO Macau=Macao|MR Mauritania|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico=México|
MY Malaysia|MZ Mozambique|NA Namibia|NE Niger|NG Nigeria|NI Nicaragua|
NL Netherlands=The Netherlands=Holland|NO Norway|NP Nepal|NZ New Zealand|OM Oman|PA Panama|PE Peru|
PG Papua New Guinea|PH Philippines=The Philippines|PK Pakistan|PL Poland|PR Puerto Rico|
PS Palestine|PT Portugal|PY Paraguay|QA Qatar|RO Romania|RS Serbia|RU Russia=Russian Federation|
RW Rwanda|SA Saudi Arabia=KSA|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|SI Slovenia|
SK Slovakia|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|
SV El Salvador|SY Syria|SZ Eswatini=Swaziland|TD Chad|TG Togo|TH Thailand|TJ Tajikistan|
TL Timor-Leste|TM Turkmenistan|TN Tunisia|TR Turkey=Türkiye|TT Trinidad and Tobago|TW Taiwan|
TZ Tanzania|UA Ukraine|UG Uganda|
US United States=USA=US=U.S.=U.S.A.=United States of America=The United States|UY Uruguay|
UZ Uzbekistan|VC Saint Vincent and the Grenadines|VE Venezuela|VN Vietnam=Viet Nam|WS Samoa|
XK Kosovo|YE Yemen|ZA South Africa|ZM Zambia|ZW Zimbabwe
"""


def _key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    kept = "".join(mark for mark in letters if not unicodedata.combining(mark))
    return re.sub(r"[\W_]+", " ", re.sub(r"[.'\u2019]", "", kept)).casefold().strip()


_CODES = {
    _key(name): entry[:2]
    for entry in _COUNTRY_TABLE.replace("\n", "").split("|")
    for name in entry[3:].split("=")
}
_ISO = frozenset(_CODES.values())
_LONGEST_NAME = max(len(name.split()) for name in _CODES)
# Two letters that stand for a country in running text; other codes are also states or words.
_PLAIN_CODES = {"US", "UK"}
# Beside a town these are a state, a county or a borough.
_ALSO_STATES = {"georgia", "jersey", "jamaica", "lebanon", "peru", "chad", "jordan"}
_REGION = re.compile(
    r"\b(EMEA|APAC|APJ|LATAM|DACH|Nordics|European Union|EU|EEA|Europe|(?:North|South|Latin|"
    r"Central) America|Americas|Africa|Asia(?:[ -]Pacific)?|Middle East|global(?:ly)?|worldwide|"
    r"anywhere)\b",
    re.IGNORECASE,
)
_HOW_MANY = r"(?:\d|one|two|three|four|five)\+?"
_PER_WEEK = r"(?:(?:\s*[-\u2013]\s*\d\s*)?(?:days?|x)\s*(?:a|per|/|each)?\s*(?:week|wk))"
_HYBRID = re.compile(
    r"#LI-hybrid|\bhybrid (?:role|position|job|schedule|work(?:ing)?\b|model|set-?up|arrangement|"
    r"policy|environment|basis|in\b|at\b|from\b|out of\b|within\b|flexibility)|\bhybrid\s*[-:(\u2013]"
    r"|\b(?:is|are|role:?|[-\u2013:|,]) (?:a )?hybrid\b",
    re.IGNORECASE,
)
_DAYS_IN = re.compile(
    rf"\b(?P<n>{_HOW_MANY})\s*{_PER_WEEK}[^.\n]{{0,30}}\b(?:in|at|from|onsite|on-site)\b[^.\n]{{0,30}}"
    rf"\b(?:office|person|site|hq)|\b(?:office|person|on-?site)\b[^.\n]{{0,40}}?\b(?P<m>{_HOW_MANY})"
    rf"\s*{_PER_WEEK}|\b(?P<k>{_HOW_MANY}) days? in[- ](?:the[- ]|our[- ])?office\b",
    re.IGNORECASE,
)
_ON_SITE = re.compile(
    r"#LI-on-?site|\b(?:role|position|job|this) is (?:based )?(?:an? )?(?:fully |100% )?"
    r"(?:in[- ]office|in[- ]person|on[- ]?site|office[- ]based)|\bnot (?:open to|considering|"
    r"accepting) remote|\bno remote\b|\b(?:in[- ]office|in[- ]person|on[- ]?site) "
    r"(?:company|role|position|job)\b",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    r"#[A-Z]{2}-remote|\b(?:fully|100%|completely|entirely)[- ]remote|\b(?:is|are) (?:a )?"
    r"(?:full[- ]time,? )?(?:fully )?remote\b|\bremote (?:role|position|job|opportunity)|"
    r"\bremote[-\u2011 ]first (?:company|team|organi[sz]ation|culture)|\bwork(?:ing)? from "
    r"(?:anywhere|home)\b(?! (?:stipend|budget|allowance|day))|\b(?:performed|done|based) remotely|"
    r"\blocation:? remote",
    re.IGNORECASE,
)
_SAYS_REMOTE = re.compile(
    r"\bremote\b|\bwork(?:ing)? from (?:home|anywhere)\b|\bWFH\b|\bvirtual (?:call|contact|customer|agent|assistant|support)|"
    r"\bhome[- ]based\b",
    re.IGNORECASE,
)
_LIVES_IN = re.compile(
    r"\b(?:based|located|reside|residing|live|living|anywhere|work|eligible to work) (?:with)?in "
    r"(?:the )?(?P<where>[^.\n;()]{2,60})|\b(?P<only>US|U\.S\.|USA|UK)[- ](?:based )?only\b"
)
_PART_OF_PLACE = re.compile(
    r"\b(?:fully\s+)?(?:remote|hybrid|on[- ]?site|in[- ]office|virtual)(?:ly)?\b(?:\s+(?:in|from))?",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(r"\s+(?:or|and)\s+|\s*[/|;&\u2022]\s*|\n", re.IGNORECASE)


@dataclass(frozen=True)
class Workplace:
    """`mode` is on_site, hybrid, remote, or None where nothing tells.

    `countries` (ISO codes) are those a remote worker may live in, as far as they are named;
    `region` is what was named instead, in the posting's word ("EMEA"): nothing is made of it.
    """

    mode: str | None
    countries: tuple[str, ...]
    region: str
    reason: str


def country_code(name: str) -> str | None:
    """ISO code of a country by name or code; None for "Remote", "European Union" and the like."""
    key = _key(name[:100])
    if key in _CODES:
        return _CODES[key]
    return name.strip() if name.strip() in _ISO else None


def countries_named(text: str) -> tuple[str, ...]:
    """Countries named in a short text, in order. Of two-letter codes only US and UK are read."""
    words = re.findall(r"[^\s,/|;:()\[\]\u2022&+-]+", text[:300])
    found = []
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            key = _key(name)
            state = key in _ALSO_STATES or (at and words[at - 1].casefold() in {"new", "south"})
            short = len(key) == 2 and name.replace(".", "") not in _PLAIN_CODES
            if key in _CODES and not short and not (state and len(words) > 1):
                found.append(_CODES[key])
                at += size - 1
                break
        at += 1
    return tuple(dict.fromkeys(found))


def place_candidates(text: str) -> list[str]:
    """The places a location line names, without its words about the way of working."""
    plain = re.sub(r"[()\[\]]", " , ", unicodedata.normalize("NFKC", text[:300]))
    candidates = []
    for part in _ALTERNATIVES.split(plain):
        kept = _PART_OF_PLACE.sub(" ", part)
        kept = re.sub(r"\s+", " ", re.sub(r"(?:\s*,\s*)+", ", ", kept)).strip(" ,-:*\u2013\u2014")
        if kept and kept.casefold() not in {"us only", "only"}:
            candidates.append(kept)
    return list(dict.fromkeys(candidates))


def read_workplace(
    is_remote: bool | None, location: str, country: str, title: str, text: str
) -> Workplace:
    """How and from where the work is done.

    A board's "remote" flag often stands beside an office: what the location line and the text say
    of the role goes first, the flag after.
    """
    flag = is_remote if isinstance(is_remote, bool) else None  # boards leave it blank, too
    mode, reason = _mode(flag, location, title, text[:50_000])
    if mode != "remote":
        return Workplace(mode, (), "", reason)
    countries, region = _residence(location, country, text[:50_000])
    return Workplace(mode, countries, region, reason)


def _mode(is_remote: bool | None, location: str, title: str, text: str) -> tuple[str | None, str]:
    for line, said in ((location, "The location line"), (title, "The title")):
        if re.search(r"\bhybrid\b", line, re.IGNORECASE):
            return "hybrid", f"{said} says hybrid."
        if _SAYS_REMOTE.search(line):
            return "remote", f"{said} says remote."
    days = _office_days(text)
    if (days is not None and days >= 5) or (days is None and _ON_SITE.search(text)):
        return "on_site", "The text asks for presence."
    hybrid = days is not None or _HYBRID.search(text)
    remote = _REMOTE.search(text)
    if hybrid and not (is_remote and remote and days is None):
        return "hybrid", "The text says hybrid."
    if is_remote or (remote and is_remote is None):
        return "remote", "The text says remote." if remote else "Only the remote flag says so."
    if is_remote is None and not _names_a_town(location):
        return None, "Nothing says where the work is done."
    return "on_site", "Nothing says remote or hybrid."


def _office_days(text: str) -> int | None:
    match = _DAYS_IN.search(text)
    if match is None:
        return None
    count = next(filter(None, (match["n"], match["m"], match["k"]))).rstrip("+").lower()
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    return words.get(count) or int(count)


def _names_a_town(location: str) -> bool:
    return any(
        country_code(candidate) is None and not _REGION.fullmatch(candidate)
        for candidate in place_candidates(location)
    )


def _residence(location: str, country: str, text: str) -> tuple[tuple[str, ...], str]:
    named = countries_named(location)
    region = _REGION.search(location) or _REGION.search(country)
    if named or region:
        return named, region[0] if region else ""
    code = country_code(country)
    if not (code and _names_a_town(location)):
        for match in _LIVES_IN.finditer(text):
            stated = countries_named(match["where"] or match["only"])
            if stated and not (code == "US" and stated == ("GE",)):  # the state of Georgia
                return stated, ""
    return ((code,) if code else ()), ""
