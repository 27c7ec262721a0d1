"""The history of a listing: one row for each thing that happens, in the transaction of its cause."""

from collections.abc import Iterable

from django.utils import timezone

from listings.models import Listing, ListingEvent

Kind = ListingEvent.Kind
By = ListingEvent.By


def record_event(
    listing: Listing,
    kind: str,
    *,
    by: str,
    user=None,
    version: int | None = None,
    note: str = "",
    changes: Iterable[dict] = (),
) -> ListingEvent:
    """Write one line of the history. `version` is the listing's own unless given. One statement.

    `changes` are `{"field", "before", "after"}`, in words that an employer understands.
    """
    return ListingEvent.objects.create(
        listing=listing,
        kind=kind,
        by=by,
        user=user,
        version=listing.version if version is None else version,
        note=note,
        changes=list(changes),
        at=timezone.now(),
    )
