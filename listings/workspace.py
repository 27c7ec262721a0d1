"""The tabs of the employer's workspace: stored states and dates as an employer thinks of them."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Application, Listing, ListingRevision, Message, Review
from .services.life import EXTENDED_WITHIN
from .services.revisions import OPEN_STATES

State = Listing.State


class Tab(models.TextChoices):
    LIVE = "live", _("Live")
    IN_REVIEW = "in_review", _("In review")
    DRAFT = "draft", _("Drafts")
    SCHEDULED = "scheduled", _("Scheduled")
    ENDED = "ended", _("Ended")


def on_tab(tab: str, at: datetime) -> Q:
    """What stands on a tab at an instant. Every listing stands on exactly one."""
    approved = Q(state=State.APPROVED)
    return {
        Tab.LIVE: approved & Q(date_posted__lte=at, valid_through__gt=at),
        Tab.IN_REVIEW: Q(state=State.IN_REVIEW),
        Tab.DRAFT: Q(state=State.DRAFT),
        Tab.SCHEDULED: approved & Q(date_posted__gt=at),
        Tab.ENDED: Q(state__in=[State.CLOSED, State.WITHDRAWN, State.REJECTED])
        | approved & Q(date_posted__lte=at, valid_through__lte=at),
    }[tab]


def tab_counts(listings: models.QuerySet) -> dict[str, int]:
    """How many of these listings stand on each tab. One query."""
    now = timezone.now()
    return listings.aggregate(
        **{tab.value: Count("pk", filter=on_tab(tab, now), distinct=True) for tab in Tab}
    )


def may_extend(listing: Listing) -> bool:
    """Whether a row in hand is live, or ended so lately that a later closing time brings it back."""
    is_late = (
        listing.phase == "expired" and listing.valid_through > timezone.now() - EXTENDED_WITHIN
    )
    return listing.phase == "live" or is_late


def rows(listings: models.QuerySet, tab: str) -> models.QuerySet:
    """The listings of a tab with how many applied, and of these how many wait for an answer and how many
    nobody has opened; and how many messages of applicants nobody has opened. One query.

    `change` is the state of a change that stands for it, `change_came_back` whether that came back from
    review, `came_back` whether the draft did.
    """
    change = ListingRevision.objects.filter(listing=OuterRef("pk"), state__in=OPEN_STATES)
    returned = Review.objects.filter(
        listing=OuterRef("pk"), revision__isnull=True, decision=Review.Decision.RETURNED
    )
    applications = Application.objects.filter(listing=OuterRef("pk"))
    messages = Message.objects.unread(by_employer=True).filter(
        application__listing=OuterRef("pk"), application__in=Application.objects.readable()
    )
    return (
        listings.filter(on_tab(tab, timezone.now()))
        .select_related("employer", "place")
        .annotate(
            change=Subquery(change.values("state")[:1]),
            change_came_back=Exists(
                change.exclude(returned_reason="").filter(state=ListingRevision.State.DRAFT)
            ),
            came_back=Exists(returned),
            application_count=_number(applications, "listing"),
            waiting_count=_number(applications.waiting(), "listing"),
            unopened_count=_number(applications.unopened(), "listing"),
            new_message_count=_number(messages, "application__listing"),
        )
        .order_by("-updated_at", "-pk")
    )


def _number(rows: models.QuerySet, listing: str) -> Coalesce:
    """How many of these rows belong to the listing of the outer query."""
    return Coalesce(Subquery(rows.order_by().values(listing).values(n=Count("pk"))), 0)
