"""Pages for a role, a place, remote work, or two of them: searches with an address and a text of their own."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Max, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify

from cms.models import Place, Role
from cms.models.keeping import rows_by_slug
from cms.models.places import MILES_PER_DEGREE
from cms.vocabulary import WorkMode
from listings.filters import DEFAULT_RADIUS, ListingFilterSet
from listings.landing_places import (
    MAX_SLUG_LENGTH,
    Surroundings,
    place_by_slug,
    place_meant,
    place_slug,
    with_address,
)
from listings.landing_words import LandingWords
from listings.models import Listing

JOBS_TO_BE_LISTED = (
    3  # a page with fewer open jobs is reached by links, and named to no search engine
)
LINKS_SHOWN = 12
NEARBY_MILES = 100
PLACE_FIELDS = ["geoname_id", "name", "country_code", "admin1_code", "latitude", "longitude"]


@dataclass(frozen=True)
class Landing(LandingWords):
    """Which page it is. At least one of the three is given, and remote work has no place."""

    role: Role | None = None
    place: Place | None = None
    is_remote: bool = False

    @property
    def path(self) -> str:
        return landing_address(
            self.role.slug if self.role else "",
            place_slug(self.place) if self.place else "",
            self.is_remote,
        )

    @cached_property
    def search(self) -> ListingFilterSet:
        """What the job list is asked for the same jobs."""
        data = QueryDict(mutable=True)
        if self.role:
            data["role"] = self.role.slug
        if self.place:
            data["location"] = self.place.label
        if self.is_remote:
            data["mode"] = WorkMode.REMOTE
        return ListingFilterSet(data)

    def jobs(self):
        """The open jobs of the page, in no order, for counting."""
        return self.search.matching().order_by()


class LandingLink(NamedTuple):
    path: str
    label: str
    count: int


class LandingAddress(NamedTuple):
    path: str
    lastmod: datetime


# --- Addresses ---------------------------------------------------------------------------------


def landing_address(role: str = "", place: str = "", is_remote: bool = False) -> str:
    """The path of a page by its slugs."""
    if role and place:
        return reverse("listings:landing_role_place", args=[role, place])
    if role and is_remote:
        return reverse("listings:landing_role_remote", args=[role])
    if role:
        return reverse("listings:landing_role", args=[role])
    if place:
        return reverse("listings:landing_place", args=[place])
    return reverse("listings:landing_remote")


def find_landing(role: str = "", place: str = "", is_remote: bool = False) -> Landing | None:
    """The page that the words of an address mean: its own `path` is where it stands.

    None where a role or a place is not known. One query for each, and up to seven more for a word that
    is not a slug.
    """
    found_role = _role(role) if role else None
    found_place = _place(place) if place else None
    if (role and not found_role) or (place and not found_place):
        return None
    return Landing(found_role, found_place, is_remote)


def _role(text: str) -> Role | None:
    roles = Role.objects.select_related("page")
    slug = slugify(text)
    role = rows_by_slug(roles, [slug]).get(slug)
    if role:
        return role
    return next((role for role in roles if slug in map(slugify, role.titles)), None)


def _place(text: str) -> Place | None:
    return place_by_slug(slugify(text[:MAX_SLUG_LENGTH])) or place_meant(text)


def landing_path(search: ListingFilterSet) -> str | None:
    """The page that shows the same jobs as a search, whatever its order. No query of its own.

    A place has to be asked for by its name or its label: both find the largest town that they may
    mean, which is the one whose page it is.
    """
    asked = {name: values for name, values in search.query_dict().lists() if values}
    asked.pop("sort", None)
    roles, modes = asked.get("role", []), asked.get("mode", [])
    is_remote = modes == [WorkMode.REMOTE]
    if (
        not asked
        or not set(asked) <= {"role", "location", "mode"}
        or len(roles) > 1
        or (modes and not is_remote)
        or (is_remote and search.place)
        or (search.place and not _by_its_name(search))
    ):
        return None
    return landing_address(
        "".join(roles), place_slug(search.place) if search.place else "", is_remote
    )


def _by_its_name(search: ListingFilterSet) -> bool:
    typed = search.values["location"].strip().casefold()
    return typed in {search.place.name.casefold(), search.place.label.casefold()}


# --- Ways on -----------------------------------------------------------------------------------


def other_roles(landing: Landing) -> list[LandingLink]:
    """Pages of other roles here; for a role's own page those of its line. Most jobs first. One query."""
    jobs = landing.search.variant(role=[]).matching().order_by()
    if landing.role:
        jobs = jobs.exclude(role=landing.role)
        if not landing.place and not landing.is_remote:
            jobs = jobs.filter(role__family=landing.role.family)
    place = place_slug(landing.place) if landing.place else ""
    counted = (
        jobs.values("role__slug", "role__title")
        .annotate(n=Count("pk"))
        .order_by("-n", "role__title")[:LINKS_SHOWN]
    )
    return [
        LandingLink(
            landing_address(row["role__slug"], place, landing.is_remote),
            row["role__title"],
            row["n"],
        )
        for row in counted
    ]


def elsewhere(landing: Landing) -> list[LandingLink]:
    """The same jobs in other places, and remote ones. Around a place those that are near it. Two queries."""
    jobs = landing.search.variant(location=[], mode=[]).matching().order_by()
    is_remote = Q(work_mode=WorkMode.REMOTE)
    if landing.place:
        reach = (NEARBY_MILES + DEFAULT_RADIUS) / MILES_PER_DEGREE
        latitude = landing.place.latitude
        jobs = jobs.filter(
            is_remote | Q(place__latitude__range=(latitude - reach, latitude + reach))
        )
    counts, places, remote = _by_place(
        jobs.values(*(f"place__{name}" for name in PLACE_FIELDS), "work_mode").annotate(
            n=Count("pk")
        )
    )
    others = [place for place in places.values() if place != landing.place]
    if landing.place:
        others = Surroundings(others, NEARBY_MILES).of(landing.place)
    # Many towns around one city show the same jobs: those with most of their own stand for them.
    others = sorted(others, key=lambda place: (-counts[place.pk], place.name))[: 2 * LINKS_SHOWN]
    addressed = with_address(others)
    around = Surroundings(places.values(), DEFAULT_RADIUS)
    role = landing.role.slug if landing.role else ""
    links = [
        LandingLink(
            landing_address(role, place_slug(place)), place.label, around.total(place, counts)
        )
        for place in others
        if place.pk in addressed
    ]
    links = sorted(links, key=lambda link: -link.count)[:LINKS_SHOWN]
    if remote and not landing.is_remote:
        links.insert(0, LandingLink(landing_address(role, "", True), landing.remote_label, remote))
    return links


def _by_place(rows) -> tuple[dict[int, int], dict[int, Place], int]:
    """Jobs that are done at a place by its key, those places by their key, and how many jobs are remote."""
    counts, places, remote = defaultdict(int), {}, 0
    for row in rows:
        key = row["place__geoname_id"]
        if row["work_mode"] == WorkMode.REMOTE:
            remote += row["n"]
        elif key is not None:
            counts[key] += row["n"]
            places[key] = Place(**{name: row[f"place__{name}"] for name in PLACE_FIELDS})
    return counts, places, remote


# --- For the sitemap ---------------------------------------------------------------------------


def landing_addresses() -> list[LandingAddress]:
    """All pages with at least three open jobs, and when the newest change in them was. Two queries.

    Reads one row for each role at each place, so it takes time where many are open: for a sitemap
    that is kept, not for a page.
    """
    rows = (
        Listing.objects.open()
        .order_by()
        .values("role__slug", *(f"place__{name}" for name in PLACE_FIELDS), "work_mode")
        .annotate(n=Count("pk"), changed=Max("updated_at"))
    )
    remote, anywhere, by_place = {}, {}, defaultdict(dict)
    places = {}
    for row in rows:
        number = (row["n"], row["changed"])
        role, key = row["role__slug"], row["place__geoname_id"]
        _add(anywhere, role, number)
        if row["work_mode"] == WorkMode.REMOTE:
            _add(remote, role, number)
            _add(remote, "", number)
        elif key is not None:
            places[key] = Place(**{name: row[f"place__{name}"] for name in PLACE_FIELDS})
            _add(by_place[key], role, number)
            _add(by_place[key], "", number)
    found = [(landing_address(role), number) for role, number in anywhere.items()]
    found += [(landing_address(role, "", True), number) for role, number in remote.items()]
    # To resolve each of these addresses by itself would take most of the time.
    at_place, role_at_place = landing_address("", "PLACE"), landing_address("ROLE", "PLACE")
    around = Surroundings(places.values(), DEFAULT_RADIUS)
    for key in sorted(with_address(places.values())):
        totals = {}
        for other in around.of(places[key]):
            for role, number in by_place[other.pk].items():
                _add(totals, role, number)
        slug = place_slug(places[key])
        for role, number in totals.items():
            path = role_at_place.replace("ROLE", role) if role else at_place
            found.append((path.replace("PLACE", slug), number))
    return [
        LandingAddress(path, changed)
        for path, (n, changed) in sorted(found)
        if n >= JOBS_TO_BE_LISTED
    ]


def _add(totals: dict, key, number: tuple[int, datetime]) -> None:
    n, changed = totals.get(key, (0, number[1]))
    totals[key] = (n + number[0], max(changed, number[1]))
