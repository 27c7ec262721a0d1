"""How a person's limits are told: what they leave out, and how one job stands to each of them.

Which job breaks a limit is decided in `matching.constraints` alone; here it is only put in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import Place
from cms.models.places import EARTH_RADIUS_MILES
from cms.vocabulary import Channel, EmploymentType, PayPeriod, WorkMode
from listings.models import Listing
from listings.money import money
from listings.wording import countries_in_words
from matching.constraints import TAKEN_FOR_GRANTED, Exclusion, Languages, names_the_granted
from profiles.snapshot import Preferences


class Standing(StrEnum):
    FITS = "fits"
    NOT_STATED = "not stated"
    BREAKS = "breaks"


@dataclass(frozen=True)
class Fact:
    """How one listing stands to one limit, as words inside a list."""

    standing: Standing
    text: str


@dataclass(frozen=True)
class LeftOut:
    """A line of "Left out": how many, by what, and where the limit can be changed."""

    text: str
    change_url: str


def left_out(excluded: Iterable[Exclusion]) -> list[LeftOut]:
    return [LeftOut(_excluded(limit), _change_url(limit.name)) for limit in excluded]


def _change_url(name: str) -> str:
    return reverse("profiles:profile") + ("#languages" if name == "language" else "#preferences")


def _excluded(limit: Exclusion) -> str:
    n = limit.count
    sentences = {
        "work_mode": ngettext("%(n)d by work mode", "%(n)d by work mode", n),
        "place": ngettext(
            "%(n)d too far away or not open to where you live",
            "%(n)d too far away or not open to where you live",
            n,
        ),
        "employment_type": ngettext(
            "%(n)d by kind of employment", "%(n)d by kind of employment", n
        ),
        "channel": ngettext(
            "%(n)d with a channel that you avoid", "%(n)d with a channel that you avoid", n
        ),
        "pay": ngettext("%(n)d below your lowest pay", "%(n)d below your lowest pay", n),
        "language": ngettext(
            "%(n)d for a language that you did not name at that level",
            "%(n)d for a language that you did not name at that level",
            n,
        ),
    }
    return sentences[limit.name] % {"n": n}


def facts(
    listing: Listing,
    preferences: Preferences,
    languages: Languages = (),
    broken: frozenset[str] = frozenset(),
) -> list[Fact]:
    """How a listing stands to each limit that is set. Reads its place, channels and languages.

    Parameters
    ----------
    broken : frozenset of str
        The limits that leave it out, from `constraints.broken_by`; none for a listing of a list.
    """
    found = []
    if preferences.work_modes:
        found.append(_work_mode(listing, preferences, "work_mode" in broken))
    if preferences.place:
        found.append(_place(listing, preferences, "place" in broken))
    if preferences.employment_types:
        found.append(_employment_type(listing, preferences, "employment_type" in broken))
    if preferences.channels_avoided:
        found.append(_channels(listing, preferences, "channel" in broken))
    if preferences.pay_floor is not None:
        found.append(_pay(listing, preferences, "pay" in broken))
    if "language" in broken:
        found.append(_language(listing, languages))
    return found


def _work_mode(listing: Listing, preferences: Preferences, is_broken: bool) -> Fact:
    words = {
        "mode": listing.get_work_mode_display().lower(),
        "wanted": _either(WorkMode(mode).label.lower() for mode in preferences.work_modes),
    }
    if is_broken:
        return Fact(Standing.BREAKS, _("it is %(mode)s, and you chose %(wanted)s") % words)
    return Fact(Standing.FITS, _("%(mode)s, as you chose") % words)


def _place(listing: Listing, preferences: Preferences, is_broken: bool) -> Fact:
    home = preferences.place
    if listing.work_mode == WorkMode.REMOTE:
        if is_broken:
            words = {"countries": countries_in_words(listing.countries)}
            return Fact(Standing.BREAKS, _("it is open only to people in %(countries)s") % words)
        return Fact(Standing.FITS, _("remote, open to where you live"))
    if listing.place is None:
        return Fact(Standing.NOT_STATED, _("no town that we could measure the way to"))
    miles = miles_between(home, listing.place)
    if miles < 1 and not is_broken:
        return Fact(Standing.FITS, _("in %(home)s") % {"home": home.label})
    words = {
        "distance": home.distance_label(miles),
        "home": home.label,
        "limit": home.distance_label(preferences.commute_miles),
    }
    if is_broken:
        return Fact(
            Standing.BREAKS, _("it is %(distance)s from %(home)s, and you go %(limit)s") % words
        )
    return Fact(Standing.FITS, _("%(distance)s from %(home)s") % words)


def _employment_type(listing: Listing, preferences: Preferences, is_broken: bool) -> Fact:
    words = {
        "kind": listing.get_employment_type_display().lower(),
        "wanted": _either(
            EmploymentType(kind).label.lower() for kind in preferences.employment_types
        ),
    }
    if is_broken:
        return Fact(Standing.BREAKS, _("it is %(kind)s, and you chose %(wanted)s") % words)
    return Fact(Standing.FITS, _("%(kind)s, as you chose") % words)


def _channels(listing: Listing, preferences: Preferences, is_broken: bool) -> Fact:
    listed = {row.channel for row in listing.channels.all()}
    if is_broken:
        names = [Channel(c).label.lower() for c in preferences.channels_avoided if c in listed]
        return Fact(Standing.BREAKS, _("it uses %(channels)s") % {"channels": _either(names)})
    if not listed:
        return Fact(Standing.NOT_STATED, _("channels not stated"))
    return Fact(Standing.FITS, _("no channel that you avoid"))


def _pay(listing: Listing, preferences: Preferences, is_broken: bool) -> Fact:
    if listing.hourly_guaranteed is None:
        return Fact(Standing.NOT_STATED, _("lowest pay not stated"))
    if listing.salary_currency != preferences.pay_currency:
        return Fact(Standing.NOT_STATED, _("pay in another currency than your lowest pay"))
    words = {
        "pay": money(listing.hourly_guaranteed, listing.salary_currency, PayPeriod.HOUR),
        "floor": money(preferences.pay_floor, preferences.pay_currency, PayPeriod.HOUR),
    }
    if is_broken:
        return Fact(
            Standing.BREAKS,
            _("it starts at %(pay)s an hour, below your lowest pay of %(floor)s") % words,
        )
    return Fact(Standing.FITS, _("%(pay)s an hour, your lowest is %(floor)s") % words)


def _language(listing: Listing, languages: Languages) -> Fact:
    spoken = {skill.pk: level for skill, level in languages}
    lacking = [
        _("%(language)s from %(level)s")
        % {"language": row.language.preferred_label, "level": row.level}
        for row in listing.languages.all()
        if row.is_essential
        and spoken.get(row.language_id, "") < row.level
        and (names_the_granted(languages) or row.language.slug != TAKEN_FOR_GRANTED)
    ]
    return Fact(Standing.BREAKS, _("it needs %(languages)s") % {"languages": _both(lacking)})


def miles_between(one: Place, other: Place) -> float:
    """Along the great circle, by the haversine."""
    lat, other_lat = radians(one.latitude), radians(other.latitude)
    half_lat = (other_lat - lat) / 2
    half_lon = radians(other.longitude - one.longitude) / 2
    h = sin(half_lat) ** 2 + cos(lat) * cos(other_lat) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(min(h, 1.0)))


def _either(words: Iterable[str]) -> str:
    *some, last = words
    return _("%(some)s or %(last)s") % {"some": ", ".join(some), "last": last} if some else last


def _both(words: Iterable[str]) -> str:
    *some, last = words
    return _("%(some)s and %(last)s") % {"some": ", ".join(some), "last": last} if some else last
