"""The only bridge between the database and the engine: listings become an index, a profile a query."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Max, Prefetch, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Role, Skill
from cms.skill_finder import skill_finder
from cms.vocabulary import Cefr
from listings.models import Listing, ListingLanguage, ListingSkill
from matching.engine import Analyzer, ListingDocument, MatchIndex, ProfileItem, Query, text_claims
from matching.store import IndexDamaged, IndexStore
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot

logger = logging.getLogger(__name__)

CHUNK = 500  # listings in memory at once, and four queries for each so many
# Part of every fingerprint: raise it when a change of the code makes other terms or weights.
RECIPE = 1

# How much of a skill each of the four plain anchors claims.
LEVEL_WEIGHTS = {Level.LEARNING: 0.25, Level.WITH_HELP: 0.5, Level.ALONE: 0.75, Level.TEACHES: 1.0}
# Below everyday talk a language is half claimed. The level that a listing asks is a limit, no weight.
LANGUAGE_CLAIMED_FROM = Cefr.B1
LANGUAGE_BELOW = 0.5
TARGET_ROLE_WEIGHT = 0.75
# Words that nobody accepted one by one: enough to tell two listings apart, too little to lead.
TEXT_WEIGHT = 0.15


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


# --- The index ---------------------------------------------------------------------------------


def index_store() -> IndexStore:
    return IndexStore(settings.MATCH_INDEX_DIR)


def index_fingerprint() -> str:
    """What the index would be made of now, in one line: two equal lines mean that it is up to date.

    Two queries. The sums tell two sets of the same size apart, `version` rises with every change of
    advertised text.
    """
    listings = indexed_listings().aggregate(
        n=Count("pk"),
        keys=Sum("pk"),
        versions=Sum(F("pk") * F("version")),
        latest=Max("updated_at"),
    )
    skills = Skill.objects.aggregate(n=Count("pk"), latest=Max("updated_at"))
    parts = [RECIPE, *listings.values(), *skills.values()]
    return " ".join("-" if part is None else str(part).replace(" ", "T") for part in parts)


def build_index() -> str:
    """Index all listings that belong in it, make that the current index and return its name.

    The fingerprint is taken before the first row is read: what changes meanwhile makes the new index
    stale at once, and the next look builds again.
    """
    source = index_fingerprint()
    index = MatchIndex(analyzer()).fit(listing_documents(indexed_listings()))
    return index_store().write(index, source=source)


class IndexReader:
    """The current index, kept in memory by each process until the store's pointer names another."""

    def __init__(self, store: IndexStore):
        self.store = store
        self._name: str | None = None  # of the generation in memory
        self._index: MatchIndex | None = None
        self._refused: str | None = None  # the generation, or the pointer's fault, that was logged

    def current(self) -> MatchIndex | None:
        """The index, or None where none was ever built. Reads one small file, and no database.

        Where the newest is damaged the last good one serves on; that is logged once.
        """
        name = None
        try:
            name = self.store.current()
            if name not in (None, self._name, self._refused):
                # Only fitting asks the analyzer for phrases, so the labels of today may serve.
                index = self.store.load(Analyzer(_find_now))
                self._index, self._name, self._refused = index, name, None
        except (IndexDamaged, OSError) as error:
            fault = name or str(error)
            if fault != self._refused:
                logger.error("The match index cannot be read: %s", error)
                self._refused = fault
        return self._index


def _find_now(text: str):
    return skill_finder().find(text)


_readers: dict[str, IndexReader] = {}


def current_index() -> MatchIndex | None:
    """The index for pages, None until the first one is built: see `IndexReader.current`."""
    directory = str(settings.MATCH_INDEX_DIR)
    if directory not in _readers:
        _readers[directory] = IndexReader(index_store())
    return _readers[directory].current()


# --- Profiles ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProfileQuery:
    """A profile as the engine reads it, and what the pages have to say about its tools.

    `transfers` holds, for the label of a tool and the term of a rival, how far the one counts towards
    the other: a share of the person's level in it.
    """

    query: Query
    transfers: Mapping[tuple[str, str], float]


def profile_query(snapshot: ProfileSnapshot, pasted_text: str = "") -> ProfileQuery:
    """The query of a profile, and of a text that is read for this one request and not kept.

    At most two queries: the labels of skills, and the rivals of the person's tools.
    """
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
        *_word_items(snapshot, pasted_text),
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


def _word_items(snapshot: ProfileSnapshot, pasted_text: str) -> Iterator[ProfileItem]:
    """Roles and texts claim words. Skills that the words name are not claimed: nobody accepted them."""
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
    for label, text in texts:
        yield ProfileItem(label, "text", text_claims(_words(analyze, text), TEXT_WEIGHT))


def _role_item(role: Role, label: str, weight: float, analyze: Analyzer) -> ProfileItem:
    claims = text_claims(_words(analyze, role.title), weight) | {f"role:{role.slug}": weight}
    return ProfileItem(label, "role", claims)


def _words(analyze: Analyzer, text: str) -> Iterable[str]:
    return (term for term in analyze.tokens(text) if not term.startswith("skill:"))
