"""A change of a live or scheduled post, with the face that the steps of writing one know."""

from dataclasses import replace
from functools import cached_property

from django.urls import reverse

from listings import services
from listings.models import Listing, ListingRevision, Review
from listings.snapshots import Difference, Parts

from .posts import ListingPost

State = ListingRevision.State


class RevisionPost(ListingPost):
    """The text of a change, in hand: `listing` is the post as it would be, and is never stored from here.

    Three queries. What is public stays as it is until a moderator approves the change.
    """

    is_change = True

    def __init__(self, revision: ListingRevision):
        self.revision = revision
        listing, parts = services.written_out(revision)
        super().__init__(listing)
        self.parts: Parts = parts

    @classmethod
    def of(cls, user, pk: int) -> "RevisionPost":
        """The change that stands for one of this person's posts. Raises Listing.DoesNotExist without one."""
        listing = Listing.objects.for_user(user).get(pk=pk)
        standing = listing.revisions.filter(state__in=services.OPEN_STATES).first()
        if standing is None:
            raise Listing.DoesNotExist
        return cls(standing)

    @property
    def version(self) -> int:
        return self.revision.version

    @property
    def saved_at(self):
        return self.revision.updated_at

    @property
    def is_editable(self) -> bool:
        return self.revision.state in services.OPEN_STATES

    @property
    def is_in_review(self) -> bool:
        return self.revision.state == State.IN_REVIEW

    @property
    def submitted_at(self):
        return self.revision.submitted_at

    @cached_property
    def last_review(self) -> Review | None:
        return None if self.is_in_review else self.revision.reviews.first()

    @cached_property
    def changes(self) -> list[Difference]:
        """What it says otherwise than the public post, in words. Thirteen queries at most."""
        return services.changes_of(self.revision)

    def save(self, listing: Listing, parts: dict, seen_version: int, user) -> None:
        """Keep a step. Parts that are not given stay as they are. Raises Conflict."""
        parts = replace(
            self.parts, **{name: part for name, part in parts.items() if part is not None}
        )
        services.save_change(
            revision=self.revision,
            listing=listing,
            parts=parts,
            seen_version=seen_version,
            user=user,
        )
        self.listing, self.parts = listing, parts
        vars(self).pop("changes", None)

    def submit(self, seen_version: int, user) -> None:
        """Raises EmployerSuspended, ListingIncomplete, NothingChanged or Conflict."""
        services.submit_change(revision=self.revision, seen_version=seen_version, user=user)

    def step_url(self, step: str) -> str:
        return reverse("listings:employer_change_step", args=[self.revision.listing_id, step])

    @property
    def preview_url(self) -> str:
        return reverse("listings:employer_change_preview", args=[self.revision.listing_id])

    @property
    def tab(self) -> str:
        """Where the post itself stands in the workspace."""
        return "scheduled" if self.listing.phase == "scheduled" else "live"

    @property
    def home_url(self) -> str:
        return f"{reverse('listings:employer_home')}?tab={self.tab}"

    @property
    def sent_url(self) -> str:
        """Back to the post: it stays where it stands while its change is in review."""
        return self.home_url
