"""Time zones under their everyday names, such as "Eastern time"."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UTC = "UTC"

# Another American zone with the same offsets from UTC gets the same name.
US_CLOCKS = [
    ("America/New_York", gettext_lazy("ET"), gettext_lazy("Eastern time")),
    ("America/Chicago", gettext_lazy("CT"), gettext_lazy("Central time")),
    ("America/Denver", gettext_lazy("MT"), gettext_lazy("Mountain time")),
    ("America/Los_Angeles", gettext_lazy("PT"), gettext_lazy("Pacific time")),
    ("America/Anchorage", gettext_lazy("AKT"), gettext_lazy("Alaska time")),
]
CLOCKS_BY_NAME = {
    "America/Phoenix": (gettext_lazy("MST"), gettext_lazy("Arizona time")),
    "Pacific/Honolulu": (gettext_lazy("HST"), gettext_lazy("Hawaii time")),
    UTC: (gettext_lazy("UTC"), gettext_lazy("Coordinated Universal Time")),
}

# The clocks of the countries that jobs and people are in. Any other zone is taken where it is known.
ZONES = {
    gettext_lazy("North America"): [
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "Pacific/Honolulu",
        "America/Puerto_Rico",
        "America/Halifax",
        "America/St_Johns",
        "America/Mexico_City",
    ],
    gettext_lazy("South America"): ["America/Sao_Paulo", "America/Bogota", "America/Lima"],
    gettext_lazy("Europe"): [
        "Europe/London",
        "Europe/Dublin",
        "Europe/Lisbon",
        "Europe/Madrid",
        "Europe/Paris",
        "Europe/Amsterdam",
        "Europe/Berlin",
        "Europe/Rome",
        "Europe/Stockholm",
        "Europe/Warsaw",
        "Europe/Athens",
    ],
    gettext_lazy("Africa and the Middle East"): [
        "Africa/Cairo",
        "Africa/Johannesburg",
        "Africa/Lagos",
        "Africa/Nairobi",
        "Asia/Dubai",
        "Asia/Jerusalem",
    ],
    gettext_lazy("Asia and the Pacific"): [
        "Asia/Kolkata",
        "Asia/Manila",
        "Asia/Singapore",
        "Asia/Kuala_Lumpur",
        "Asia/Hong_Kong",
        "Asia/Tokyo",
        "Australia/Perth",
        "Australia/Adelaide",
        "Australia/Brisbane",
        "Australia/Sydney",
        "Pacific/Auckland",
    ],
}


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC for a name that is none, because a page must not fail on it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(UTC)


def is_known(name: str) -> bool:
    return zone(name).key == name


@lru_cache(maxsize=1000)
def clock_names(name: str, year: int) -> tuple:
    """What people call a zone's clock, short and long: ("ET", "Eastern time")."""
    key = zone(name).key
    if key in CLOCKS_BY_NAME:
        return CLOCKS_BY_NAME[key]
    if key.startswith(("America/", "US/")):
        for reference, short, long in US_CLOCKS:
            if _hours(key, year) == _hours(reference, year):
                return short, long
    # Lazy, as the names above are: what is remembered serves every language.
    city = format_lazy(gettext_lazy("{city} time"), city=city_of(key))
    return city, city


def clock_in_words(time_zone: str, now: datetime) -> str:
    """ "Eastern time"."""
    _short, long = clock_names(time_zone, now.year)
    return str(long)


def city_of(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")


def _hours(name: str, year: int) -> list[timedelta]:
    """Difference to UTC in winter and in summer."""
    clock = ZoneInfo(name)
    return [datetime(year, month, 15, tzinfo=clock).utcoffset() for month in (1, 7)]


def zone_choices(now: datetime, chosen: str) -> list:
    """For a select: world time, then the clocks by part of the world, with the chosen one among them."""
    offered = {zone for zones in ZONES.values() for zone in zones} | {UTC}
    choices = [(UTC, _("World time (UTC)"))]
    if chosen not in offered and is_known(chosen):
        words = {"clock": clock_in_words(chosen, now), "city": city_of(chosen)}
        choices.append((chosen, _("%(clock)s, as in %(city)s") % words))
    for region, zones in ZONES.items():
        choices.append((str(region), [(zone, clock_in_words(zone, now)) for zone in zones]))
    return choices
