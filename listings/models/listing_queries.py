"""Which listings: the open ones, a person's own, those that a search finds; and what a page reads with them."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.models import Role
from listings.search import SearchQuery
from listings.search.conditions import found_by, relevance
from profiles.models import Employer

from .asked import ListingLanguage, ListingSkill, ListingTarget

# The few suspended employers are read once; a join would read the employer of every row.
IN_GOOD_STANDING = ~Q(employer__in=Employer.objects.filter(suspended_at__isnull=False).values("pk"))


# A total order, and that of the index `listing_newest`.
NEWEST_FIRST = ("is_unconfirmed", "-date_posted", "-pk")


class ListingQuerySet(models.QuerySet):
    def open(self, at: datetime | None = None):
        """What people can apply for at the instant `at`: approved, posted, not yet closed, employer in good standing."""
        return self.open_rows(at).filter(IN_GOOD_STANDING)

    def open_rows(self, at: datetime | None = None):
        """`open` as far as the row's own columns say, for conditional updates: a join there would lose the race."""
        at = at or timezone.now()
        return self.filter(
            state=self.model.State.APPROVED, date_posted__lte=at, valid_through__gt=at
        )

    def public(self, at: datetime | None = None):
        """Open ones, and those that were open once: their pages stay, marked as closed."""
        at = at or timezone.now()
        return self.filter(
            IN_GOOD_STANDING,
            state__in=[self.model.State.APPROVED, self.model.State.CLOSED],
            date_posted__lte=at,
        )

    def for_user(self, user):
        """Listings of the employers that this person works for."""
        return self.filter(employer__members__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user):
        """Whose page somebody may open: public ones; one's own employers' others; all for moderators."""
        if user.has_perm("listings.review_listing"):
            return self
        return self.filter(
            Q(pk__in=self.model.objects.public().values("pk"))
            | Q(pk__in=self.model.objects.for_user(user).values("pk"))
        )

    def in_review(self):
        """The moderators' queue, longest waiting first. Databases differ on where an empty time goes."""
        return self.filter(state=self.model.State.IN_REVIEW).order_by(
            F("submitted_at").asc(nulls_first=True), "pk"
        )

    def imported(self, is_imported: bool = True):
        return self.exclude(source="") if is_imported else self.filter(source="")

    def for_role(self, role: Role):
        return self.filter(role=role)

    def for_cards(self):
        """Load all that `listings/partials/listing_card.html` reads: two queries, however many rows."""
        return self.select_related("employer", "role", "place").prefetch_related("channels")

    def for_page(self):
        """Load all that the listing's own page reads: six queries.

        `other_open_jobs` counts what else its employer offers.
        """
        others = (
            self.model.objects.open()
            .filter(employer=models.OuterRef("employer"))
            .exclude(pk=models.OuterRef("pk"))
            .order_by()
            .values("employer")
            .values(n=models.Count("pk"))
        )
        return (
            self.select_related("employer__industry", "employer__place", "role", "place")
            .annotate(other_open_jobs=Coalesce(models.Subquery(others), 0))
            .prefetch_related(
                "channels",
                "shifts",
                models.Prefetch("targets", ListingTarget.objects.select_related("metric")),
                models.Prefetch("languages", ListingLanguage.objects.select_related("language")),
                models.Prefetch("listing_skills", ListingSkill.objects.select_related("skill")),
            )
        )

    def search(self, query: str | SearchQuery):
        """Listings in which every word occurs: title, employer, role and its other titles, skills, text.

        "Quoted words" stand side by side, `custom*` starts a word, `-sales` keeps those with it out.
        No words find everything. See `SearchQuery.read` for what reading a text costs.
        """
        return self.filter(found_by(_read(query), self.db))

    def by_relevance(self, query: str | SearchQuery):
        """Nearest to the words first, as `relevance`; then newest. A total order.

        What nobody confirmed stands below all others here too.
        """
        return self.annotate(relevance=relevance(_read(query), self.db)).order_by(
            "is_unconfirmed", "-relevance", "-date_posted", "-pk"
        )

    def newest_first(self):
        """As lists for the public show jobs: those that nobody confirmed come last. A total order.

        The order of the index `listing_newest`. The condition holds for every row: without a word on
        the index's second column SQLite takes another index and sorts all that is open.
        """
        return self.filter(is_unconfirmed__gte=False).order_by(*NEWEST_FIRST)

    def newest_by_date(self, limit: int):
        """At most `limit` by date alone, newest first, for programs that read on from the last they know.

        The newest of either kind come from the index, and the newer ones of both are the newest of all.
        """
        keys = Q()
        for is_unconfirmed in (False, True):
            # As `IN`: Django writes a plain test of a boolean as `NOT …`, which no index answers.
            kind = self.filter(is_unconfirmed__in=[is_unconfirmed]).order_by("-date_posted", "-pk")
            keys |= Q(pk__in=kind.values("pk")[:limit])
        return (
            self.model.objects.using(self.db).filter(keys).order_by("-date_posted", "-pk")[:limit]
        )


def _read(query: str | SearchQuery) -> SearchQuery:
    return SearchQuery.read(query) if isinstance(query, str) else query
