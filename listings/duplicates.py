"""Posts of the same employer that offer the same job twice. Said to people; nothing is refused for it."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from listings.fingerprints import fingerprint
from listings.models import Listing

State = Listing.State
LOOKED_AT = 200  # the newest of an employer's posts


def duplicates_of(listing: Listing) -> list[Listing]:
    """The employer's other posts in review, scheduled or live that are this job. One query.

    The same text by its fingerprint, or the same title, place and way of working, however the title is
    written. Newest first.
    """
    text, found = fingerprint(listing), []
    for other in _others(listing)[:LOOKED_AT]:
        is_same_text = other.fingerprint == text
        if is_same_text or (_title(other) == _title(listing) and _where(other) == _where(listing)):
            found.append(other)
    return found


class StandingPosts:
    """An employer's posts in review, scheduled or live, to look many drafts up in. One query."""

    def __init__(self, employer_id: int):
        self._by_text: dict[str, Listing] = {}
        self._by_name: dict[tuple, Listing] = {}
        for other in _others(Listing(employer_id=employer_id))[:LOOKED_AT]:
            self._by_text.setdefault(other.fingerprint, other)
            self._by_name.setdefault((_title(other), _where(other)), other)

    def like(self, listing: Listing) -> Listing | None:
        """The newest that `duplicates_of` would give: by its text, else by its title and place."""
        same_text = self._by_text.get(listing.fingerprint) if listing.fingerprint else None
        return same_text or self._by_name.get((_title(listing), _where(listing)))


def _others(listing: Listing) -> QuerySet[Listing]:
    stands = Q(state=State.IN_REVIEW) | Q(state=State.APPROVED, valid_through__gt=timezone.now())
    return (
        Listing.objects.filter(stands, employer=listing.employer_id)
        .exclude(pk=listing.pk)
        .select_related("employer", "place")
        .order_by("-pk")
    )


def _title(listing: Listing) -> str:
    """Without case, accents and signs; the words in any order."""
    return " ".join(sorted(slugify(listing.title).split("-")))


def _where(listing: Listing) -> tuple:
    return listing.place_id, listing.work_mode, listing.applicant_countries
