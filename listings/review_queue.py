"""What waits for a moderator: posts and changes of live posts in one order, held ones first, then by age."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from listings.models import Listing, ListingRevision, ReviewComment
from listings.risk import HELD_FROM, RULES
from profiles.models import EmployerMember

# Who waits since nobody knows when has waited longest. Databases differ on where an empty time goes.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
POST, CHANGE = "post", "change"
SHOWN = [
    ("", _("Everything that waits")),
    ("held", _("Held for a closer look")),
    ("posts", _("New posts")),
    ("changes", _("Changes of live posts")),
    ("answered", _("With an answer to read")),
]
ORIGINS = [("", _("Everywhere")), ("own", _("Employers")), ("imported", _("Imports"))]


@dataclass
class Waiting:
    """One line of the queue. `change` is there for a change; `has_answer`: the employer wrote something new."""

    listing: Listing
    change: ListingRevision | None
    has_answer: bool

    @property
    def subject(self) -> Listing | ListingRevision:
        return self.change or self.listing

    @property
    def is_held(self) -> bool:
        return self.subject.risk >= HELD_FROM

    @property
    def waits(self) -> bool:
        return self.subject.state == self.subject.State.IN_REVIEW

    @cached_property
    def held_for(self) -> list[str]:
        """The rules that found something, heaviest first, each once."""
        rules = dict.fromkeys(finding["rule"] for finding in self.subject.findings)
        return [RULES[rule].title for rule in rules if rule in RULES]

    @property
    def url(self) -> str:
        if self.change:
            return reverse("listings:moderation_change_detail", args=[self.change.pk])
        return reverse("listings:moderation_detail", args=[self.listing.pk])


def waiting(*, show: str = "", origin: str = "", title: str = "") -> QuerySet:
    """Rows of kind and key in the order of the queue. `load` makes lines of a page of them."""
    posts = Listing.objects.filter(state=Listing.State.IN_REVIEW)
    changes = ListingRevision.objects.filter(state=ListingRevision.State.IN_REVIEW)
    if show == "answered":
        # An answer to what was sent back is no part of the queue otherwise.
        posts, changes = Listing.objects.filter(_has_answer("pk")), changes.none()
    if show == "held":
        posts, changes = posts.filter(risk__gte=HELD_FROM), changes.filter(risk__gte=HELD_FROM)
    if title:
        posts = posts.filter(title__icontains=title)
        changes = changes.filter(listing__title__icontains=title)
    if origin:
        posts = posts.imported(origin == "imported")
        same_origin = Listing.objects.imported(origin == "imported").values("pk")
        changes = changes.filter(listing__in=same_origin)
    rows = {POST: _rows(posts, POST), CHANGE: _rows(changes, CHANGE)}
    chosen = rows[POST] if show in {"posts", "answered"} else rows.get(show.removesuffix("s"))
    if chosen is None:
        chosen = rows[POST].union(rows[CHANGE], all=True)
    return chosen.order_by("-held", "since", "kind", "key")


def _rows(waits: QuerySet, kind: str) -> QuerySet:
    return (
        waits.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            key=F("pk"),
            held=Case(
                When(risk__gte=HELD_FROM, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
            since=Coalesce(F("submitted_at"), Value(LONG_AGO)),
        )
        .values("kind", "key", "held", "since")
    )


def _has_answer(listing: str) -> Exists:
    return Exists(
        ReviewComment.objects.filter(
            listing=OuterRef(listing), is_from_moderator=False, read_at__isnull=True
        )
    )


def load(rows: Iterable[dict]) -> list[Waiting]:
    """The lines of these rows, in their order. Two queries at most, however many."""
    rows = list(rows)
    posts = _by_key(rows, POST, Listing.objects.annotate(has_answer=_has_answer("pk")), "")
    changes = _by_key(
        rows,
        CHANGE,
        ListingRevision.objects.annotate(has_answer=_has_answer("listing")).select_related(
            "listing"
        ),
        "listing__",
    )
    lines = []
    for row in rows:
        found = (posts if row["kind"] == POST else changes).get(row["key"])
        if found is None:  # deleted since the rows were read
            continue
        change = found if row["kind"] == CHANGE else None
        lines.append(Waiting(change.listing if change else found, change, found.has_answer))
    return lines


def _by_key(rows, kind: str, queryset: QuerySet, path: str) -> dict:
    keys = [row["key"] for row in rows if row["kind"] == kind]
    if not keys:
        return {}
    related = [f"{path}{name}" for name in ("employer", "role", "place")]
    return queryset.select_related(*related).in_bulk(keys)


def next_for(user) -> Waiting | None:
    """The first of the queue on which this moderator may decide. Three queries at most."""
    own = set(EmployerMember.objects.filter(user=user).values_list("employer", flat=True))
    for line in load(waiting()[:20]):
        if line.listing.employer_id not in own:
            return line
    return None
