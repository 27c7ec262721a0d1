"""Dates and times of listings as people read them, on the clock of the listing's own place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.clocks import clock_names, zone

SOON_DAYS = 3
# Longer ago a confirmation is told by its date.
DAYS_COUNTED = 30
# A date further away than this is shown with its year.
YEAR_UNSAID = timedelta(days=180)


@dataclass(frozen=True)
class Closing:
    """When a listing closes, in words of two lengths, and whether one has to hurry."""

    text: str
    date: str
    weekday_and_date: str
    time: str
    days: int
    is_soon: bool


def short_date(moment: datetime, now: datetime) -> str:
    """ "Nov 19", with the year where it could be mistaken."""
    layout = "M j" if abs(moment - now) < YEAR_UNSAID else "M j, Y"
    return dateformat.format(moment, layout)


def day_and_time(moment: datetime, time_zone: str) -> str:
    """ "Nov 20, 3:04 p.m. ET"."""
    local = moment.astimezone(zone(time_zone))
    short, _long = clock_names(time_zone, local.year)
    day = short_date(local, timezone.now())
    return f"{day}, {dateformat.format(local, 'P')} {short}"


def posted(listing) -> str:
    """The day of posting: "Nov 19"."""
    local = listing.date_posted.astimezone(zone(listing.time_zone))
    return short_date(local, timezone.now())


def freshness(listing) -> str:
    """How lately the employer said that it hires: "Confirmed hiring 3 days ago", else "Posted Nov 19".

    "Not confirmed since Oct 3" where it was asked and did not answer.
    """
    if listing.is_unconfirmed:
        return unconfirmed(listing)
    if listing.confirmed_at is None:
        return _("Posted %(date)s") % {"date": posted(listing)}
    return confirmed(listing)


def confirmed(listing) -> str:
    """The same for a listing with a confirmation, by the calendar of its own zone."""
    clock = zone(listing.time_zone)
    now = timezone.now()
    local = listing.confirmed_at.astimezone(clock)
    days = (now.astimezone(clock).date() - local.date()).days
    if days > DAYS_COUNTED:
        return _("Confirmed hiring %(date)s") % {"date": short_date(local, now)}
    if days < 1:
        return _("Confirmed hiring today")
    return ngettext("Confirmed hiring %(n)d day ago", "Confirmed hiring %(n)d days ago", days) % {
        "n": days
    }


def unconfirmed(listing) -> str:
    """Since when nobody has said that a listing is still open: "Not confirmed since Oct 3"."""
    since = listing.confirmed_at or listing.date_posted
    local = since.astimezone(zone(listing.time_zone))
    return _("Not confirmed since %(date)s") % {"date": short_date(local, timezone.now())}


def ended_at(listing) -> datetime | None:
    """When a listing stopped taking applications; None while it takes them, or if nobody noted it.

    An employer may record the outcome long after the closing date: the earlier of the two counts.
    """
    if listing.state == "closed":
        known = [at for at in (listing.closed_at, listing.valid_through) if at]
        ended = min(known, default=None)
    else:
        ended = listing.valid_through
    return ended if ended and ended <= timezone.now() else None


def ended(listing) -> str:
    """The day when a listing stopped taking applications: "Nov 19". Empty if that is not known."""
    at = ended_at(listing)
    if at is None:
        return ""
    local = at.astimezone(zone(listing.time_zone))
    if at == listing.valid_through and (local.hour, local.minute) == (0, 0):
        local -= timedelta(minutes=1)  # as in `closing`
    return short_date(local, timezone.now())


def is_past_keeping(listing) -> bool:
    """Whether a closed listing is over for so long that its page is gone: `LISTING_PAGE_KEPT`."""
    at = ended_at(listing)
    return at is not None and timezone.now() - at > settings.LISTING_PAGE_KEPT


def closing(listing, time_zone: str = "") -> Closing:
    """When a listing with a closing date closes, or closed; on another clock than its own if one is named."""
    now = timezone.now()
    time_zone = time_zone or listing.time_zone
    clock = zone(time_zone)
    local = listing.valid_through.astimezone(clock)
    if (local.hour, local.minute) == (0, 0):
        # "Midnight" of a day is read as its end or its start: say the last minute before.
        local -= timedelta(minutes=1)
    short, long = clock_names(time_zone, local.year)
    hour = dateformat.format(local, "P")
    days = (local.date() - now.astimezone(clock).date()).days
    is_soon = listing.valid_through > now and days <= SOON_DAYS
    words = {"n": days, "date": short_date(local, now), "time": f"{hour} {short}"}
    if listing.valid_through <= now:
        text = _("closed %(date)s")
    elif days == 0:
        text = _("closes today, %(time)s")
    elif days == 1:
        text = _("closes tomorrow, %(date)s, %(time)s")
    elif is_soon:
        text = ngettext(
            "closes in %(n)d day, %(date)s, %(time)s",
            "closes in %(n)d days, %(date)s, %(time)s",
            days,
        )
    else:
        text = _("closes %(date)s, %(time)s")
    return Closing(
        text=text % words,
        date=words["date"],
        weekday_and_date=dateformat.format(local, "l, F j, Y"),
        time=f"{hour} {long}",
        days=days,
        is_soon=is_soon,
    )
