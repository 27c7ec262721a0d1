"""The only bridge between the database and the engine: listings become an index, a profile a query."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.db.models import Count, F, Max, Prefetch, QuerySet, Sum
from django.utils import timezone

from cms.models import Role, RoleSkill, Skill
from cms.skill_finder import skill_finder
from listings.models import Listing, ListingLanguage, ListingSkill
from matching.engine import (
    Analyzer,
    Job,
    ListingDocument,
    MatchIndex,
)
from matching.engine.patched import PatchedIndex
from matching.live import Change, LiveIndex
from matching.occupations import occupation_jobs
from matching.store import IndexStore

CHUNK = 500  # listings in memory at once, and four queries for each so many
# Part of every fingerprint: raise it when a change of the code makes other terms or weights.
RECIPE = 2


def analyzer() -> Analyzer:
    """An analyzer over the labels as they are now. One query; the labels are looked at only here."""
    return Analyzer(skill_finder().find)


# --- Listings ----------------------------------------------------------------------------------


def indexed_listings() -> QuerySet[Listing]:
    """What belongs in the index: approved and not expired. One that opens tomorrow is in it today.

    Whether a listing is open is asked of the database with every page: an index is always older.
    """
    return Listing.objects.filter(state=Listing.State.APPROVED, valid_through__gt=timezone.now())


def listing_documents(
    listings: QuerySet[Listing], skills: Mapping[int, Skill] | None = None
) -> Iterator[ListingDocument]:
    """Listings as the engine reads them, in the order of their keys.

    One query, and two more for each `CHUNK` of listings.

    Parameters
    ----------
    listings : QuerySet of Listing
    skills : mapping of int to Skill, optional
        By key: what to take for a skill instead of its row, to try a change that is not saved.
    """
    asked = ListingSkill.objects.select_related("skill").order_by("pk")
    languages = ListingLanguage.objects.select_related("language").order_by("pk")
    rows = (
        listings.order_by("pk")
        .select_related("role")
        .only("title", "description", "qualifications", "training", "role__slug")
        .prefetch_related(Prefetch("listing_skills", asked), Prefetch("languages", languages))
    )
    listings_read = rows.iterator(chunk_size=CHUNK)
    return (_document(listing, skills or {}) for listing in listings_read)


def _document(
    listing: Listing, skills: Mapping[int, Skill] = MappingProxyType({})
) -> ListingDocument:
    asked = {
        f"skill:{skill.slug}": row.is_essential
        for row in listing.listing_skills.all()
        if (skill := skills.get(row.skill_id, row.skill)).is_matchable
    }
    asked |= {f"language:{row.language.slug}": row.is_essential for row in listing.languages.all()}
    return ListingDocument(
        key=listing.pk,
        title=listing.title,
        body="\n\n".join([listing.description, listing.qualifications, listing.training]),
        asked=asked,
        role=listing.role.slug if listing.role else None,
    )


def asked_terms(listing: Listing) -> list[str]:
    """What one listing asks for, its role included, as terms of an index. Reads prefetched rows."""
    return list(_document(listing).asked_terms())


def site_jobs() -> tuple[Job, ...]:
    """The kinds of job that words are read through: the site's roles, and occupations beyond. Two queries."""
    asks = RoleSkill.objects.filter(skill__is_matchable=True).select_related("skill")
    roles = Role.objects.order_by("pk").prefetch_related(Prefetch("role_skills", asks))
    return (*map(_job, roles), *occupation_jobs())


def _job(role: Role) -> Job:
    return Job(
        key=f"role:{role.slug}",
        title=role.title,
        other_titles=role.alt_titles.splitlines(),
        asks=[f"skill:{asked.skill.slug}" for asked in role.role_skills.all()],
    )


# --- The index ---------------------------------------------------------------------------------


def index_store() -> IndexStore:
    return IndexStore(settings.MATCH_INDEX_DIR)


def index_fingerprint() -> dict[str, str]:
    """What the index would be made of now: where two are equal, nothing changed. Three queries."""
    return {"vocabulary": vocabulary_fingerprint(), "listings": _listings_fingerprint()}


def vocabulary_fingerprint() -> str:
    """What the terms of an index depend on besides the listings. Two queries."""
    skills = Skill.objects.aggregate(n=Count("pk"), latest=Max("updated_at"))
    roles = Role.objects.aggregate(n=Count("pk"), latest=Max("updated_at"))
    return _in_one_line(RECIPE, *skills.values(), *roles.values())


def _listings_fingerprint() -> str:
    """One query, over all rows of the index.

    The sums tell two sets of the same size apart, `version` rises with every change of advertised
    text.
    """
    listings = indexed_listings().aggregate(
        n=Count("pk"),
        keys=Sum("pk"),
        versions=Sum(F("pk") * F("version")),
        latest=Max("updated_at"),
    )
    return _in_one_line(*listings.values())


def _in_one_line(*parts: object) -> str:
    return " ".join("-" if part is None else str(part).replace(" ", "T") for part in parts)


def build_index() -> str:
    """Index all listings that belong in it, make that the current index and return its name.

    Fingerprint and versions are taken before the first text is read: what changes meanwhile is
    told from the new index at the next look.
    """
    read_at, source = timezone.now(), index_fingerprint()
    versions = dict(indexed_listings().values_list("pk", "version"))
    index = MatchIndex(analyzer(), site_jobs()).fit(listing_documents(indexed_listings()))
    return index_store().write(index, versions=versions, source=source, read_at=read_at)


class SiteListings:
    """The listings of the site, as a `matching.live.Source`."""

    def changed_since(self, moment: datetime, limit: int) -> list[Change]:
        # Each change of a listing sets updated_at, those by a conditional update() too.
        changed = indexed_listings().filter(updated_at__gte=moment).order_by("-updated_at", "-pk")
        return [Change(*row) for row in changed.values_list("pk", "version", "updated_at")[:limit]]

    def documents(self, keys: Collection[int]) -> Iterator[ListingDocument]:
        return listing_documents(indexed_listings().filter(pk__in=list(keys)))

    def phrase_finder(self) -> Callable:
        return skill_finder().find


_live: dict[str, LiveIndex] = {}  # by directory


def live_index() -> LiveIndex:
    """The index of this process."""
    directory = str(settings.MATCH_INDEX_DIR)
    if directory not in _live:
        _live[directory] = LiveIndex(index_store(), SiteListings())
    return _live[directory]


def current_index() -> MatchIndex | PatchedIndex | None:
    """The index for pages, None until the first one is built: see `LiveIndex.current`."""
    live = live_index().current()
    return None if live is None else live.index


def index_at_hand() -> MatchIndex | PatchedIndex | None:
    """The same as this process knows it, without a query: see `LiveIndex.at_hand`."""
    live = live_index().at_hand()
    return None if live is None else live.index
