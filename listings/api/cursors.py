"""Where a page ended. Rows that are added meanwhile shift nothing, as the next page starts from a row, not a number."""

from datetime import datetime

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .errors import Refused, fault

SALT = "api-cursor"


def write_cursor(kind: str, *position) -> str:
    """An opaque text for a place in an order. Signed: nobody builds one, so its form may change."""
    return signing.dumps([kind, *position], salt=SALT)


def read_cursor(text: str, kind: str) -> list:
    """The position that was written. Raises Refused for anything else."""
    try:
        position = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        position = None
    if not position or position[0] != kind:
        message = _("This is no cursor of this list. Take it from the “next” of a page.")
        raise Refused([fault("cursor", text[:100], message)])
    return position[1:]


def jobs_after(listings: QuerySet, cursor: str) -> QuerySet:
    """Listings, newest first, from behind the cursor's on."""
    posted, pk = read_cursor(cursor, "job")
    posted = datetime.fromisoformat(posted)
    return listings.filter(Q(date_posted__lt=posted) | Q(date_posted=posted, pk__lt=pk))


def position(listing) -> tuple[str, int]:
    """Where a listing stands among the newest."""
    return listing.date_posted.isoformat(), listing.pk
