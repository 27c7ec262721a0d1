"""The only bridge between the database and the engine: listings become an index, a profile a query."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, F, Max, Prefetch, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Role, RoleSkill, Skill
from cms.skill_finder import skill_finder
from cms.vocabulary import Cefr
from listings.models import Listing, ListingLanguage, ListingSkill
from matching.engine import (
    Analyzer,
    Job,
    ListingDocument,
    MatchIndex,
    ProfileItem,
    Query,
    text_claims,
    word_claims,
)
from matching.engine.patched import PatchedIndex
from matching.live import Change, LiveIndex
from matching.occupations import occupation_jobs
from matching.store import IndexStore
from matching.weights import LANGUAGE_BELOW, TARGET_ROLE_WEIGHT, TEXT_WEIGHT
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot

CHUNK = 500  # listings in memory at once, and four queries for each so many
# Part of every fingerprint: raise it when a change of the code makes other terms or weights.
RECIPE = 2

# How much of a skill each of the four plain anchors claims.
LEVEL_WEIGHTS = {Level.LEARNING: 0.25, Level.WITH_HELP: 0.5, Level.ALONE: 0.75, Level.TEACHES: 1.0}
LANGUAGE_CLAIMED_FROM = Cefr.B1


def analyzer() -> Analyzer:
    """An analyzer over the labels as they are now. One query; the labels are looked at only here."""
    return Analyzer(skill_finder().find)


# --- Listings ----------------------------------------------------------------------------------


def indexed_listings() -> QuerySet[Listing]:
    """What belongs in the index: approved and not expired. One that opens tomorrow is in it today.

    Whether a listing is open is asked of the database with every page: an index is always older.
    """
    return Listing.objects.filter(state=Listing.State.APPROVED, valid_through__gt=timezone.now())


def listing_documents(listings: QuerySet[Listing]) -> Iterator[ListingDocument]:
    """Listings as the engine reads them, in the order of their keys.

    One query, and two more for each `CHUNK` of listings.
    """
    asked = ListingSkill.objects.select_related("skill").order_by("pk")
    languages = ListingLanguage.objects.select_related("language").order_by("pk")
    rows = (
        listings.order_by("pk")
        .select_related("role")
        .only("title", "description", "qualifications", "training", "role__slug")
        .prefetch_related(Prefetch("listing_skills", asked), Prefetch("languages", languages))
    )
    return map(_document, rows.iterator(chunk_size=CHUNK))


def _document(listing: Listing) -> ListingDocument:
    asked = {
        f"skill:{row.skill.slug}": row.is_essential
        for row in listing.listing_skills.all()
        if row.skill.is_matchable
    }
    asked |= {f"language:{row.language.slug}": row.is_essential for row in listing.languages.all()}
    return ListingDocument(
        key=listing.pk,
        title=listing.title,
        body="\n\n".join([listing.description, listing.qualifications, listing.training]),
        asked=asked,
        role=listing.role.slug if listing.role else None,
    )


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


# --- Profiles ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProfileQuery:
    """A profile as the engine reads it, and what the pages have to say about its tools.

    `transfers` holds, for the label of a tool and the term of a rival, how far the one counts towards
    the other: a share of the person's level in it.
    """

    query: Query
    transfers: Mapping[tuple[str, str], float]


def profile_query(
    snapshot: ProfileSnapshot, pasted_text: str = "", *, index: MatchIndex | None = None
) -> ProfileQuery:
    """The query of a profile, and of a text that is read for this one request and not kept.

    Words weigh as they do in `index`, by default the current one. At most two queries: the labels of
    skills, and the rivals of the person's tools.
    """
    index = index or current_index()
    rivals = _rivals(snapshot)
    transfers = {
        (tool.preferred_label, f"skill:{rival.slug}"): rival.tool_family.transfer
        for tool, _level in snapshot.skills
        for rival in rivals.get(tool.tool_family_id, ())
        if rival.pk != tool.pk and rival.tool_family.transfer > 0
    }
    items = [
        *(_skill_item(skill, level, transfers) for skill, level in snapshot.skills),
        *(_language_item(language, spoken) for language, spoken in snapshot.languages),
        *_word_items(snapshot, pasted_text, index),
    ]
    query = Query.from_items(item for item in items if item.claims)
    return ProfileQuery(query, transfers)


def _rivals(snapshot: ProfileSnapshot) -> dict[int, list[Skill]]:
    """The tools of each family that the person knows a tool of, by the family's key."""
    families = {tool.tool_family_id for tool, _level in snapshot.skills} - {None}
    rivals: dict[int, list[Skill]] = {}
    if families:
        tools = Skill.objects.matchable().filter(tool_family__in=families)
        for tool in tools.select_related("tool_family"):
            rivals.setdefault(tool.tool_family_id, []).append(tool)
    return rivals


def _skill_item(skill: Skill, level: int, transfers: Mapping) -> ProfileItem:
    claims = {}
    if skill.is_matchable:
        weight = LEVEL_WEIGHTS[level]
        claims = {
            term: weight * share
            for (label, term), share in transfers.items()
            if label == skill.preferred_label
        }
        claims[f"skill:{skill.slug}"] = weight
    return ProfileItem(skill.preferred_label, "tool" if skill.tool_family_id else "skill", claims)


def _language_item(language: Skill, spoken: str) -> ProfileItem:
    weight = 1.0 if spoken >= LANGUAGE_CLAIMED_FROM else LANGUAGE_BELOW
    label = f"{language.preferred_label} ({spoken})"
    # The same slug as a skill's: that is how a language stands in running text.
    claims = {f"language:{language.slug}": weight, f"skill:{language.slug}": weight}
    return ProfileItem(label, "language", claims)


def _word_items(
    snapshot: ProfileSnapshot, pasted_text: str, index: MatchIndex | None
) -> Iterator[ProfileItem]:
    """Roles claim their names, texts their words and, as faintly, the skills that they name."""
    current, target = snapshot.current_role, snapshot.target_role
    texts = [(title, f"{title}\n{summary}") for title, summary in snapshot.experience_texts]
    if pasted_text:
        texts.append((_("the text you pasted"), pasted_text))
    if not (current or target or texts):
        return
    analyze = analyzer()
    if current:
        yield _role_item(current, current.title, 1.0, analyze)
    if target:
        yield _role_item(target, _("the role you want"), TARGET_ROLE_WEIGHT, analyze)
    for label, text in texts if index else ():
        yield text_item(label, text, index, analyze)


def text_item(label: str, text: str, index: MatchIndex, analyze: Analyzer) -> ProfileItem:
    return ProfileItem(label, "text", text_claims(analyze.tokens(text), TEXT_WEIGHT, index.telling))


def _role_item(role: Role, label: str, weight: float, analyze: Analyzer) -> ProfileItem:
    words = (term for term in analyze.tokens(role.title) if not term.startswith("skill:"))
    return ProfileItem(label, "role", word_claims(words, weight) | {f"role:{role.slug}": weight})
