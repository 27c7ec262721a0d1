"""The life of a listing as people read it: its events as one list, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import Listing, ListingEvent
from listings.snapshots import Difference

Kind = ListingEvent.Kind
By = ListingEvent.By

# Whom an employer reads of. A moderator is Rungs, whoever it was.
FOR_EMPLOYER = {
    By.EMPLOYER: gettext_lazy("your team"),
    By.MODERATOR: gettext_lazy("Rungs"),
    By.SYSTEM: gettext_lazy("by itself"),
    By.PROGRAM: gettext_lazy("your own system"),
}
# Whom a moderator reads of, beside the person's name.
FOR_MODERATOR = {
    By.EMPLOYER: gettext_lazy("the employer"),
    By.PROGRAM: gettext_lazy("the employer's program"),
}
CAME_BACK = {Kind.RETURNED, Kind.REJECTED, Kind.CHANGE_RETURNED}


@dataclass(frozen=True)
class LifeEntry:
    """`who` is a role in words; with names asked for, the name of the person too."""

    title: str
    who: str
    at: datetime
    version: int
    note: str
    changes: list[Difference]
    is_current: bool
    came_back: bool


def life_of(listing: Listing, *, with_names: bool = False) -> list[LifeEntry]:
    """Newest first. One query. Names are for moderators: an employer never reads who decided."""
    events = listing.events.all()
    if with_names:
        events = events.select_related("user")
    entries = list(events)
    return [
        LifeEntry(
            title=_title(event),
            who=_who(event, with_names),
            at=event.at,
            version=event.version,
            note=event.note,
            changes=[_difference(one) for one in event.changes],
            is_current=event is entries[0],
            came_back=event.kind in CAME_BACK,
        )
        for event in entries
    ]


def _title(event: ListingEvent) -> str:
    # A first sending has nothing that it changes.
    if event.kind == Kind.SUBMITTED and event.changes:
        return _("Changed while it was in review")
    return event.get_kind_display()


def _who(event: ListingEvent, with_names: bool) -> str:
    if not with_names:
        return str(FOR_EMPLOYER.get(event.by, ""))
    role = FOR_MODERATOR.get(event.by, event.get_by_display())
    if event.user is None:
        return role
    name = event.user.get_full_name() or event.user.email
    return _("%(name)s (%(role)s)") % {"name": name, "role": role}


def _difference(stored: dict) -> Difference:
    return Difference(
        field=str(stored.get("field", "")),
        label=str(stored.get("label") or stored.get("field", "")),
        before=str(stored.get("before") or ""),
        after=str(stored.get("after") or ""),
    )
