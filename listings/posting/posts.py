"""A post while it is written, as the steps see it."""

from functools import cached_property

from django.urls import reverse

from listings import services
from listings.completeness import missing_essentials
from listings.models import Listing, Review
from listings.snapshots import Parts, parts_of

# Where nobody has said yet where the work is done. The table wants a place, a note on it or remote
# work; a blank is none of these to a reader, and the check step asks for the place.
UNPLACED = " "


class ListingPost:
    """A draft, or a post in review, with all that it states. What a step reads and writes goes through here.

    A change of a live post has the same face, so that the same steps serve both: another class with
    `listing`, `parts`, `version` and the rest, given to the views as their `post_class`.
    """

    is_change = False

    def __init__(self, listing: Listing):
        self.listing = listing

    @classmethod
    def of(cls, user, pk: int) -> "ListingPost":
        """The post of one of this person's employers. One query. Raises Listing.DoesNotExist."""
        listings = Listing.objects.for_user(user).select_related("employer", "role", "place")
        return cls(listings.get(pk=pk))

    @cached_property
    def parts(self) -> Parts:
        """What it states in rows of its own. Six queries."""
        return parts_of(self.listing)

    @property
    def version(self) -> int:
        return self.listing.version

    @property
    def saved_at(self):
        return self.listing.updated_at

    @property
    def is_editable(self) -> bool:
        return self.listing.state in services.EDITABLE_STATES

    @property
    def is_in_review(self) -> bool:
        """Then it stays complete, and nothing is saved without a press: a person may be reading it."""
        return self.listing.state == Listing.State.IN_REVIEW

    @property
    def submitted_at(self):
        return self.listing.submitted_at

    @cached_property
    def last_review(self) -> Review | None:
        """With the reviewer's words, where it came back. One query."""
        return None if self.is_in_review else self.listing.reviews.first()

    @cached_property
    def missing(self) -> dict[str, str]:
        """The essentials that it does not state yet: words by field."""
        return missing_essentials(
            self.listing,
            has_channels=bool(self.parts.channels),
            has_skills=bool(self.parts.skills),
        )

    def save(self, listing: Listing, parts: dict, seen_version: int, user) -> None:
        """Keep a step: the columns of `listing`, and those parts that are given. Raises Conflict."""
        services.save_listing(listing=listing, seen_version=seen_version, user=user, **parts)
        self.listing = listing

    def submit(self, seen_version: int, user) -> None:
        """Send it to review. Raises EmployerSuspended, ListingIncomplete, Conflict."""
        services.submit_listing(listing=self.listing, seen_version=seen_version, user=user)

    def step_url(self, step: str) -> str:
        return reverse("listings:employer_listing_step", args=[self.listing.pk, step])

    @property
    def preview_url(self) -> str:
        return reverse("listings:employer_listing_preview", args=[self.listing.pk])

    @property
    def home_url(self) -> str:
        """Where one finds it again."""
        tab = "in_review" if self.is_in_review else "draft"
        return f"{reverse('listings:employer_home')}?tab={tab}"

    @property
    def sent_url(self) -> str:
        """Where one goes when it was sent."""
        return f"{reverse('listings:employer_home')}?tab=in_review"
