"""A location line ("NYC or SF", "Remote - Austin, TX") as one place of the gazetteer."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from listings.importing.workplace import country_code, place_candidates

_STATES = {
    "US": """AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|
DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|
IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|
MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|
NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|
OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|
TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|
WY Wyoming""",
    # GeoNames numbers the divisions of these: code there, then the postal code and the name
    "CA": """01 AB=Alberta|02 BC=British Columbia|03 MB=Manitoba|04 NB=New Brunswick|
05 NL=Newfoundland and Labrador=Newfoundland|07 NS=Nova Scotia|08 ON=Ontario|
09 PE=Prince Edward Island|10 QC=Quebec|11 SK=Saskatchewan|12 YT=Yukon|
13 NT=Northwest Territories|14 NU=Nunavut""",
    "AU": """01 ACT=Australian Capital Territory|02 NSW=New South Wales|03 NT=Northern Territory|
04 QLD=Queensland|05 SA=South Australia|06 TAS=Tasmania|07 VIC=Victoria|08 WA=Western Australia""",
    "GB": "ENG England|SCT Scotland|WLS Wales|NIR Northern Ireland",
}
# Names in daily use that the gazetteer does not hold, or holds as a mere code.
_BY_NAMES = {
    "sf": "san francisco", "bay area": "san francisco", "nyc": "new york city",
    "new york": "new york city", "manhattan": "new york city", "la": "los angeles",
    "dc": "washington", "washington dc": "washington", "philly": "philadelphia",
    "slc": "salt lake city", "bangalore": "bengaluru", "gurgaon": "gurugram", "bombay": "mumbai",
    "calcutta": "kolkata", "madras": "chennai", "manilla": "manila", "cologne": "koln",
    "saigon": "ho chi minh city", "kiev": "kyiv", "vegas": "las vegas",
}  # fmt: skip
# States whose bare name means the town of that name; and countries that are one town.
_TOWNS_FIRST = {"new york", "washington"}
_CITY_STATES = {"SG", "HK", "MO", "MC", "GI", "LU", "SM", "DJ"}
_NOT_PART_OF_A_NAME = re.compile(
    r"\b(?:offices?|hq|headquarters?|hub|campus|metro(?:politan)?(?: area)?|(?:bay )?area|"
    r"region|greater|great|downtown|central|only|based|considered|or|in|the)\b",
    re.IGNORECASE,
)
_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
_SEGMENT = re.compile(r"\s+[-\u2013\u2014]\s*|\s*[-\u2013\u2014]\s+|\s*:\s*")
_WELL_KNOWN = 50_000  # inhabitants that a name must have to count inside other words
_LARGER_BY = 10  # a by-name beats a proper name only if its bearer is so many times larger


@dataclass(frozen=True)
class PlaceMatch:
    pk: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Place:
    pk: int
    name: str
    country: str
    state: str
    population: int


class PlaceResolver:
    """Finds the place a location line means.

    Parameters
    ----------
    rows : (pk, name, alternative names, country code, admin1 code, population), as in GeoNames.
        Building the index over 34,000 rows takes about half a second: keep the resolver.
    """

    def __init__(self, rows: Iterable[tuple[int, str, Iterable[str], str, str, int]]) -> None:
        self._own: dict[str, list[_Place]] = defaultdict(list)
        self._other: dict[str, list[_Place]] = defaultdict(list)
        for pk, name, alternatives, country, state, population in rows:
            place = _Place(pk, name, country, state, population or 0)
            self._own[_key(name)].append(place)
            for other in {_key(each) for each in alternatives if not _is_code(each)} - {_key(name)}:
                self._other[other].append(place)

    def resolve(self, location_text: str, country: str | None = None) -> PlaceMatch:
        """The first place of the line that is known; `pk` is None, with a reason, if there is none.

        A state or country in the line settles which place of a name is meant, else `country` (an
        ISO code) does, else the number of inhabitants.
        """
        why = ""
        for candidate in place_candidates(location_text):
            for segment in _SEGMENT.split(candidate):
                match = self._resolve_one(segment, country or None)
                if match.pk is not None:
                    return match
                why = why or match.reason
        return PlaceMatch(None, why or "The location line names no place.")

    def _resolve_one(self, text: str, country: str | None) -> PlaceMatch:
        """One place, as in "Austin TX", "Berlin, Germany", "SF office"."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts:
            return PlaceMatch(None, "")
        stated = [code for code in map(country_code, parts) if code]
        if len(parts) > 1 and country_code(parts[0]) and not _state(parts[0], country):
            parts = parts[1:]  # "Germany, Erfurt"
        states = [state for part in parts[1:] if (state := _state(part, country))]
        if not states:
            parts[0], states = _split_state(parts[0], country)
        if not states and all(map(country_code, parts[1:])):
            region = _region_only(parts[0], stated[-1] if stated else country)
            if region:
                return PlaceMatch(None, region)

        # "Berlin, DE" is in no Delaware: a state that has no such place may be a country's code.
        readings = [(state[0], state) for state in states[:1]]
        readings += [(stated[-1], None)] if stated else [] if states else [(country, None)]
        for reading in readings:
            match = self._read(parts[0], *reading)
            if match.pk is not None:
                return match
        where = f" in {readings[0][0]}" if readings[0][0] else ""
        return PlaceMatch(None, f'No place called "{parts[0][:60]}" is known{where}.')

    def _read(self, name: str, country: str | None, state: tuple[str, str] | None) -> PlaceMatch:
        key = _key(name)
        if key not in _BY_NAMES:
            key = _key(_NOT_PART_OF_A_NAME.sub(" ", name)) or key
        found = self._named(key, country, state)
        if not found and country:
            found = [p for p in self._inside(key, country, state) if p.population >= _WELL_KNOWN]
        if not found:
            return PlaceMatch(None, "")
        if len(found) > 1 and state is None:
            return PlaceMatch(found[0].pk, f"The largest of {len(found)} places of the name.")
        return PlaceMatch(found[0].pk, f"{found[0].name} in {found[0].country}, by name.")

    def _named(self, key: str, country: str | None, state: tuple[str, str] | None) -> list[_Place]:
        """Places of a name, likeliest first."""
        for name in filter(None, (_BY_NAMES.get(key), key)):
            own = _within(self._own.get(name, ()), country, state)
            other = _within(self._other.get(name, ()), country, state)
            if own and other and other[0].population > _LARGER_BY * own[0].population:
                return other
            if own or other:
                return own or other
        return []

    def _inside(self, key: str, country: str, state: tuple[str, str] | None) -> list[_Place]:
        """Places whose name ends the words, as in "Acme Minsk": a company's own office names."""
        words = key.split()
        for start in range(1, min(len(words), 6)):
            found = self._named(" ".join(words[start:]), country, state)
            if found:
                return found
        return []


def _within(
    places: Iterable[_Place], country: str | None, state: tuple[str, str] | None
) -> list[_Place]:
    kept = [
        place
        for place in places
        if (country is None or place.country == country)
        and (state is None or place.state == state[1])
    ]
    return sorted(kept, key=lambda place: (-place.population, place.pk))


def _key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace(".", "").replace("\u00df", "ss"))
    plain = "".join(mark for mark in letters if not unicodedata.combining(mark)).casefold()
    words = re.sub(r"['\u2019]", "", plain)
    return " ".join(_SHORT.get(word, word) for word in re.split(r"[\W_]+", words) if word)


def _is_code(name: str) -> bool:
    """Airport codes and initials stand among GeoNames' alternative names."""
    return not name or (len(name) <= 3 and name.isascii())


def _state_table() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for country, listed in _STATES.items():
        table = tables[country] = {}
        for entry in listed.replace("\n", "").split("|"):
            code, _, names = entry.partition(" ")
            for name in names.split("="):
                table[_key(name)] = code
            if code.isalpha() and country != "GB":
                table[_key(code)] = code
    return tables


_STATE_CODES = _state_table()


US_STATE_NAMES = tuple(
    entry.partition(" ")[2] for entry in _STATES["US"].replace("\n", "").split("|")
)


def us_state(text: str) -> str | None:
    """The code of a state of the US by its name or, in capitals, its code."""
    if _key(text) in {"washington dc", "washington d c"}:
        return "DC"
    state = _state(text.strip(), "US")
    return state[1] if state else None


def _state(text: str, country: str | None) -> tuple[str, str] | None:
    """(country, admin1 code) of a state or province. Without a country, those of the US go first.

    Short codes count in capitals only, and where a country is given only its own.
    """
    key = _key(text)
    if len(key) <= 3 and not text.replace(".", "").isupper():
        return None
    order = [country] if country in _STATE_CODES else [] if country else list(_STATE_CODES)
    for each in order:
        if key in _STATE_CODES[each]:
            return each, _STATE_CODES[each][key]
    return None


def _split_state(text: str, country: str | None) -> tuple[str, list[tuple[str, str]]]:
    """ "Austin TX" is Austin in Texas; "New York" keeps its name."""
    words = text.split()
    for size in (2, 1):
        if len(words) > size and _key(text) not in _BY_NAMES:
            state = _state(" ".join(words[-size:]), country)
            if state:
                return " ".join(words[:-size]), [state]
    return text, []


def _region_only(text: str, country: str | None) -> str:
    """Why a text names a country or a state and no place, or nothing if it may name one."""
    if _key(text) not in _TOWNS_FIRST and _state(text, country):
        return "The location line names a state or province, and no place."
    code = country_code(text)
    if code and code not in _CITY_STATES:
        return "The location line names a country, and no place."
    return ""
