"""Readable, unique addresses of places: "columbus-oh" with the state in the US, "leeds-gb" elsewhere.

Where a country's code is also a state's, its name stands instead: "richmond-ca" is in California,
"richmond-canada" is not. Of several towns with one slug the largest has it; the others have none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import acos, cos, radians, sin

from django.db.models import Case, Q, When
from django.utils.text import slugify

from cms.models import Place
from cms.models.places import (
    COUNTRY_NAMES,
    EARTH_RADIUS_MILES,
    MILES_PER_DEGREE,
    STATES,
    country_name,
)

MAX_SLUG_LENGTH = 120
STATE_CODES = set(STATES.values())
CODES_BY_NAME = {slugify(country_name(code)): code for code in COUNTRY_NAMES if code in STATE_CODES}
HOME_FIRST = Case(When(country_code="US", then=0), default=1)


def place_slug(place: Place) -> str:
    if place.country_code == "US":
        area = place.admin1_code
    elif place.country_code in CODES_BY_NAME.values():
        area = country_name(place.country_code)
    else:
        area = place.country_code
    return slugify(f"{place.name} {area}")


def place_by_slug(slug: str) -> Place | None:
    """The place that has the slug. One query, which reads one state or country, largest place first."""
    area = slug.rpartition("-")[2]
    code = CODES_BY_NAME.get(area, area.upper())
    inside = Q(country_code=code)
    if area not in CODES_BY_NAME and code in STATE_CODES:
        inside |= Q(country_code="US", admin1_code=code)
    places = Place.objects.filter(inside).order_by(HOME_FIRST, "-population", "pk")
    return next((place for place in places.iterator() if place_slug(place) == slug), None)


def place_meant(text: str) -> Place | None:
    """Whose slug somebody may have meant by "Columbus-Ohio", "leeds-uk" or "columbus". At most four queries."""
    words = slugify(text[:MAX_SLUG_LENGTH]).split("-")
    for of_area in (1, 2, 0):
        name, area = words[: len(words) - of_area], words[len(words) - of_area :]
        place = Place.objects.named(f"{' '.join(name)}, {' '.join(area)}").first()
        if place:
            return place_by_slug(place_slug(place))
    return None


def with_address(places: Iterable[Place]) -> set[int]:
    """Keys of those places that have their slug: no larger one of that name lies in the same area. One query."""
    places = list(places)
    namesakes = Place.objects.filter(name__in={place.name for place in places}).order_by(
        HOME_FIRST, "-population", "pk"
    )
    holders: dict[str, int] = {}
    for place in namesakes:
        holders.setdefault(place_slug(place), place.pk)
    return {place.pk for place in places if holders.get(place_slug(place)) == place.pk}


class Surroundings:
    """Which of some places lie within a distance of which, without a query for each.

    The distance is the one that `Place.objects.within` measures.
    """

    def __init__(self, places: Collection[Place], miles: float):
        self.miles = miles
        self._by_degree: dict[int, list[Place]] = defaultdict(list)
        for place in places:
            self._by_degree[int(place.latitude // 1)].append(place)

    def of(self, place: Place) -> list[Place]:
        reach = self.miles / MILES_PER_DEGREE
        first, last = (int((place.latitude + side) // 1) for side in (-reach, reach))
        return [
            other
            for degree in range(first, last + 1)
            for other in self._by_degree.get(degree, ())
            if abs(other.latitude - place.latitude) <= reach
            and miles_between(place, other) <= self.miles
        ]

    def total(self, place: Place, numbers: Mapping[int, int]) -> int:
        """The sum of the numbers that stand under the keys of the places around."""
        return sum(numbers.get(other.pk, 0) for other in self.of(place))


def miles_between(one: Place, other: Place) -> float:
    lat, other_lat = radians(one.latitude), radians(other.latitude)
    cosine = sin(lat) * sin(other_lat) + cos(lat) * cos(other_lat) * cos(
        radians(other.longitude) - radians(one.longitude)
    )
    return EARTH_RADIUS_MILES * acos(min(cosine, 1.0))
