"""Which cities the title of a metropolitan area names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import acos, cos, radians, sin

from cms.models import Place
from cms.models.places import EARTH_RADIUS_MILES

# A namesake in another state of the title is no part of the area: Ashland, OH is 169 miles from the
# Huntington-Ashland, WV-KY-OH area. The widest real one spans 66 miles.
SPAN_MILES = 100


class TitleCityFinder:
    """Resolves "New York-Newark-Jersey City, NY-NJ" to places, from US places given once."""

    def __init__(self, places: Iterable[Place]):
        self._by_name = defaultdict(list)
        self._by_alt_name = defaultdict(list)
        for place in places:
            self._by_name[_plain(place.name), place.admin1_code].append(place)
            for name in filter(None, place.alt_names.split("|")):
                self._by_alt_name[_plain(name), place.admin1_code].append(place)

    def of(self, title: str) -> list[Place]:
        """The title's cities that are places of ours, in the title's order."""
        names, _, states = title.rpartition(", ")
        found = []
        # Two hyphens part cities whose own names hold one: Scranton--Wilkes-Barre.
        for group in names.split("--"):
            found += self._of_group(group.split("-"), states.split("-"))
        return [place for place in found if _miles(found[0], place) <= SPAN_MILES]

    def _of_group(self, words: list[str], states: list[str]) -> list[Place]:
        """The longest name first, so that Winston-Salem is one city. A name that is no place of ours is passed over."""
        found, start = [], 0
        while start < len(words):
            for end in range(len(words), start, -1):
                cities = [
                    city
                    for state in states
                    if (city := self._city("-".join(words[start:end]), state))
                ]
                if cities or end == start + 1:
                    found += cities
                    start = end
                    break
        return found

    def _city(self, name: str, state: str) -> Place | None:
        for wording in _wordings(name):
            places = self._by_name.get((wording, state)) or self._by_alt_name.get((wording, state))
            if places:
                return max(places, key=lambda place: (place.population, -place.pk))
        return None


def _wordings(name: str) -> Iterator[str]:
    """The census office's name, and what people call the same city."""
    plain = _plain(name)
    yield plain
    yield plain.removesuffix(" town").removeprefix("urban ")  # Barnstable Town, Urban Honolulu
    yield plain.partition("/")[0]  # Louisville/Jefferson County


def _plain(name: str) -> str:
    return name.casefold().replace("saint ", "st. ")


def _miles(one: Place, other: Place) -> float:
    lat, other_lat = radians(one.latitude), radians(other.latitude)
    cosine = sin(lat) * sin(other_lat) + cos(lat) * cos(other_lat) * cos(
        radians(one.longitude - other.longitude)
    )
    return EARTH_RADIUS_MILES * acos(min(1.0, cosine))
