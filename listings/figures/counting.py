"""Counts of a listing by day. Nobody is known by them: no cookie is read and nothing about the reader is kept."""

from datetime import date

from django.db.models import F, TextChoices
from django.utils import timezone

from listings.models import Listing, ListingDay


class What(TextChoices):
    """What is counted; a column of ListingDay each."""

    VIEWS = "views"
    STARTS = "starts"
    LEAVES = "leaves"


def count(listing_id: int, what: What, day: date | None = None) -> bool:
    """Add one to a day's count of an open listing; False if it is not open.

    Two statements, four on a listing's first count of a day. Parallel counts are all kept: the
    database adds, and the unique day decides who makes the row.
    """
    if not Listing.objects.open().filter(pk=listing_id).exists():
        return False
    day = day or timezone.now().date()
    row = ListingDay.objects.filter(listing=listing_id, day=day)
    more = {what.value: F(what.value) + 1}
    if not row.update(**more):
        ListingDay.objects.get_or_create(listing_id=listing_id, day=day)
        row.update(**more)
    return True
