"""How a post begins: with a title alone, or as a copy of another of the same employer."""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify

from cms.clocks import zone
from listings.models import Listing, ListingEvent
from listings.services import save_listing
from listings.snapshots import parts_of, restore, snapshot
from profiles.models import Employer

from .posts import UNPLACED

SHORTEST_OPEN, USUALLY_OPEN, LONGEST_OPEN = 7, 30, 60  # days


def start_blank(*, employer: Employer, title: str, user) -> Listing:
    """A draft with a title, at the employer's own place where it has one. Four statements."""
    listing = Listing(
        employer=employer,
        title=title,
        slug=slugify(title)[:80].strip("-") or "job",
        place=employer.place,
        location_note="" if employer.place else UNPLACED,
        time_zone=employer.place.time_zone if employer.place else "UTC",
    )
    return save_listing(listing=listing, seen_version=None, user=user)


def start_copy(*, source: Listing, user, relist: bool = False) -> Listing:
    """A draft with the text of another post and none of its dates; with `relist`, open as long as that was."""
    listing = Listing(employer=source.employer)
    parts = restore(listing, snapshot(source, parts_of(source)))
    if relist:
        listing.valid_through = _closes_again(source)
    return save_listing(
        listing=listing,
        seen_version=None,
        begun_as=ListingEvent.Kind.COPIED,
        user=user,
        **parts.as_keywords(),
    )


def _closes_again(source: Listing):
    """The same hour of the day, as many days ahead as the post was open: a week to two months."""
    clock = zone(source.time_zone)
    now = timezone.now().astimezone(clock)
    days = USUALLY_OPEN
    if source.valid_through and source.date_posted:
        days = (source.valid_through - source.date_posted).days
    day = (now + timedelta(days=max(SHORTEST_OPEN, min(days, LONGEST_OPEN)))).date()
    hour = source.valid_through.astimezone(clock) if source.valid_through else now
    return hour.replace(year=day.year, month=day.month, day=day.day, second=0, microsecond=0)


def last_started(user) -> Listing | None:
    """The post that this person began last. One query."""
    kinds = [ListingEvent.Kind.CREATED, ListingEvent.Kind.COPIED]
    event = ListingEvent.objects.filter(user=user, kind__in=kinds).select_related("listing").first()
    return event.listing if event else None
