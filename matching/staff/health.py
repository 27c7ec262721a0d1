"""How the matcher is doing: figures for staff, and a new index at one click.

Nothing here reads a person's profile.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

import numpy as np
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from cms.models import Skill
from listings.models import Listing, ListingLanguage, ListingSkill
from matching.adapters import (
    analyzer,
    build_index,
    index_fingerprint,
    index_store,
    indexed_listings,
    live_index,
)
from matching.duties import ask_for_new_index, one_builder
from matching.engine import MIN_ASKED, MatchIndex
from matching.freshness import DRIFT_LIMIT, freshness
from matching.store import IndexDamaged, Manifest

logger = logging.getLogger(__name__)

# From so many listings on no editor waits for a build: it takes some seconds for the kinds of job, and
# up to three for each thousand listings.
BUILT_AT_ONCE = 1_000


# --- The index on disk -------------------------------------------------------------------------


@dataclass(frozen=True)
class IndexState:
    """What lies on disk, and what figures can be made of.

    name : of the generation that the pointer names, empty where there is none.
    index : None where none was ever built. While the newest is damaged, the one that this process
        still serves.
    damage : why the newest cannot be read, empty if it can.
    is_current : whether it was made of the listings and skills of now.
    """

    name: str
    manifest: Manifest | None
    index: MatchIndex | None
    damage: str
    is_current: bool

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        return sum(file["size"] for file in self.manifest["files"].values())


def index_state() -> IndexState:
    """Read manifest and sizes, not the whole files: see `check_files`. Five queries at most."""
    store = index_store()
    name = _name()
    try:
        manifest, index = store.manifest(), store.load(analyzer())
    except (IndexDamaged, OSError) as error:
        live = live_index().current()
        served = None if live is None else live.generation.index
        return IndexState(name, None, served, damage=_in_words(error), is_current=False)
    is_current = manifest is not None and manifest["source"] == index_fingerprint()
    return IndexState(name, manifest, index, damage="", is_current=is_current)


def check_files() -> str | None:
    """Compare every file with its hash; return what is wrong, empty for nothing, None without an index.

    Reads all of them.
    """
    try:
        name = index_store().check()
    except (IndexDamaged, OSError) as error:
        return _in_words(error)
    return None if name is None else ""


def _name() -> str:
    try:
        return index_store().current() or ""
    except (IndexDamaged, OSError):
        return ""


def _in_words(error: Exception) -> str:
    # An OSError's own words hold the path on the server.
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)


class Rebuild(Enum):
    BUILT = auto()
    ASKED = auto()  # left to the worker
    BUSY = auto()  # somebody else is at it
    DONE_BEFORE = auto()  # a newer one has taken the place of the one that was looked at
    FAILED = auto()


def rebuild(seen: str) -> Rebuild:
    """Build the index anew in place of the generation `seen`, or leave it to the worker if it is big.

    Two clicks at once build once: the second finds the lock taken, or another generation.
    """
    if indexed_listings().count() >= BUILT_AT_ONCE:
        ask_for_new_index()
        return Rebuild.ASKED
    try:
        with one_builder() as is_ours:
            if not is_ours:
                return Rebuild.BUSY
            if _name() != seen:
                return Rebuild.DONE_BEFORE
            build_index()
    except (IndexDamaged, OSError):
        logger.exception("The match index could not be built")
        return Rebuild.FAILED
    return Rebuild.BUILT


# --- Figures -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """One row of the first table; `note` says what it means where the name does not."""

    name: str
    value: str
    note: str = ""


def generation_figures(state: IndexState) -> Iterator[Figure]:
    if state.manifest is None:
        return
    listings, terms = state.manifest["n_listings"], state.manifest["n_terms"]
    built = datetime.fromisoformat(state.manifest["created"])
    yield Figure(_("Generation"), state.name)
    yield Figure(_("Built"), _("%(age)s ago") % {"age": timesince(built, timezone.now())})
    yield Figure(
        _("Up to date"),
        _("yes") if state.is_current else _("no"),
        ""
        if state.is_current
        else _(
            "New and edited listings are in the matches all the same. The worker builds a new index"
            " when enough of them changed, or when skills or roles did."
        ),
    )
    yield Figure(_("Listings"), f"{listings:,}")
    yield Figure(_("Terms"), f"{terms:,}", _("Words, pairs of words, skills and roles"))
    yield Figure(_("Size on disk"), filesizeformat(state.size))
    if listings:
        yield Figure(
            _("Size of a listing"),
            filesizeformat(state.size // listings),
            _("With its part of what all share: the terms and the kinds of job"),
        )


def freshness_figures(_state: IndexState) -> Iterator[Figure]:
    """One query, and five more where something changed since the last look."""
    fresh = freshness()
    if fresh is None:
        return
    yield Figure(
        _("Listings changed since"),
        f"{fresh.changed_since:,}",
        _("With more than %(n)d a new index is built") % {"n": fresh.most_changed},
    )
    yield Figure(
        _("Drift of the weights"),
        f"{fresh.drift:.3f}",
        _("Above %(limit)s a new index is built") % {"limit": DRIFT_LIMIT},
    )
    if fresh.unknown_asked:
        yield Figure(_("Asked, and not known yet"), ", ".join(fresh.unknown_asked))


# What is measured of the index, in the order of the page: a measure that lives elsewhere joins here.
FIGURES: list[Callable[[IndexState], Iterable[Figure]]] = [generation_figures, freshness_figures]


def figures(state: IndexState) -> list[Figure]:
    return [figure for measure in FIGURES for figure in measure(state)]


# --- Skills ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """A matchable skill, how many open listings ask for it, and how many more only name it."""

    skill: Skill
    asked: int
    named: int

    @property
    def is_unused(self) -> bool:
        return not (self.asked or self.named)


def coverage(index: MatchIndex | None) -> list[Coverage]:
    """Every matchable skill, the most asked first. Three queries.

    `asked` is of the listings open now, `named` of those in the index, 0 without one.
    """
    is_open = {"listing__in": Listing.objects.open()}
    asked = _count(ListingSkill.objects.filter(**is_open), "skill")
    languages = _count(ListingLanguage.objects.filter(**is_open), "language")
    skills = list(Skill.objects.matchable().only("slug", "preferred_label", "kind"))
    named = named_only(index, [skill.slug for skill in skills]) if index is not None else {}
    rows = [
        Coverage(
            skill, asked.get(skill.pk, 0) + languages.get(skill.pk, 0), named.get(skill.slug, 0)
        )
        for skill in skills
    ]
    return sorted(rows, key=lambda row: (-row.asked, -row.named, row.skill.preferred_label))


def _count(rows: QuerySet, key: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(key).annotate(n=Count("pk")))


def named_only(index: MatchIndex, slugs: Sequence[str]) -> dict[str, int]:
    """By a skill's slug: how many listings name it in their text without asking for it."""
    asked = index.asked_.tocsc()
    terms = [f"{kind}:{slug}" for kind in ("skill", "language") for slug in slugs]
    known, columns = index.table_.find(terms)
    column = {terms[place]: found for place, found in zip(known, columns, strict=True)}

    def rows(matrix, term: str) -> np.ndarray:
        if term not in column:
            return np.empty(0, dtype=np.int32)
        return matrix.indices[slice(*matrix.indptr[column[term] : column[term] + 2])]

    counts = {}
    for slug in slugs:
        asking = np.union1d(rows(asked, f"skill:{slug}"), rows(asked, f"language:{slug}"))
        counts[slug] = np.setdiff1d(rows(index.weights_, f"skill:{slug}"), asking).size
    return counts


# --- Listings that can show no number ----------------------------------------------------------


def thin_listings() -> QuerySet[Listing]:
    """Open listings that ask for fewer things than a number needs, `asked_things`, fewest first."""
    skills = ListingSkill.objects.filter(skill__is_matchable=True)
    return (
        Listing.objects.open()
        .annotate(
            asked_things=_rows_of(skills)
            + _rows_of(ListingLanguage.objects.all())
            + 1  # the role, which an approved listing always has
        )
        .filter(asked_things__lt=MIN_ASKED)
        .order_by("asked_things", "pk")
    )


def _rows_of(rows: QuerySet) -> Coalesce:
    counts = (
        rows.filter(listing=OuterRef("pk")).order_by().values("listing").annotate(n=Count("pk"))
    )
    return Coalesce(Subquery(counts.values("n"), output_field=IntegerField()), Value(0))
