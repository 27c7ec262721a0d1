"""The time zones on offer, by the names that people know, for whoever has not said where they live."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings import moments
from listings.alerts.times import clock_in_words

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
UTC = "UTC"


def is_known(name: str) -> bool:
    return moments.zone(name).key == name


def zone_choices(now: datetime, chosen: str) -> list:
    """For a select: world time, then the clocks by part of the world, with the chosen one among them."""
    offered = {zone for zones in ZONES.values() for zone in zones} | {UTC}
    choices = [(UTC, _("World time (UTC)"))]
    if chosen not in offered and is_known(chosen):
        words = {
            "clock": clock_in_words(chosen, now),
            "city": chosen.rpartition("/")[2].replace("_", " "),
        }
        choices.append((chosen, _("%(clock)s, as in %(city)s") % words))
    for region, zones in ZONES.items():
        choices.append((str(region), [(zone, clock_in_words(zone, now)) for zone in zones]))
    return choices
