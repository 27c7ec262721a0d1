"""What a reader's words find, by kind, and the open jobs beside it."""

from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.http import HttpRequest, QueryDict
from modelsearch.query import PlainText

from listings.filters import ListingFilterSet
from listings.models import Listing
from listings.search.words import root

from .kinds import KINDS, Kind
from .names import Hit, better_spelled, closest, that_name_something, typed_words
from .vocabulary import Vocabulary, jobs_address, public_pages

MAX_LENGTH = 200
SHOWN = 6  # of each kind
SUGGESTED = 8
SUGGESTED_OF_A_KIND = 3
TOP_JOBS = 3
_FROM_TEXTS = 40  # pages taken from the search of texts, of all kinds together


@dataclass(frozen=True)
class Group:
    """What was found of a kind, and where all of it is listed, if anywhere."""

    kind: Kind
    hits: list[Hit]
    index: str


@dataclass(frozen=True)
class Found:
    """`corrected` are the words that were searched for instead, where the typed ones found nothing."""

    groups: list[Group] = field(default_factory=list)
    jobs: list[Listing] = field(default_factory=list)
    job_count: int = 0
    jobs_address: str = ""
    corrected: str = ""

    def __bool__(self):
        return bool(self.groups or self.job_count)


def find(request: HttpRequest, text: str) -> Found:
    """Pages, names and jobs for what was typed. At most 24 queries, however much there is."""
    typed = typed_words(text)
    if not typed:
        return Found()
    vocabulary = Vocabulary(request)
    if groups := _groups(vocabulary, typed):
        return _found(groups, text)
    better = better_spelled(vocabulary.names, typed)
    if better != typed and (groups := _groups(vocabulary, better)):
        return _found(groups, text, corrected=" ".join(better))
    found = _found([], text)
    named = [] if found else that_name_something(vocabulary.names, typed)
    if named and (groups := _groups(vocabulary, named)):
        return _found(groups, text, corrected=" ".join(named))
    return found


def _found(groups: list[Group], text: str, corrected: str = "") -> Found:
    """The open jobs beside what was found. Two queries, and those that the words of a job search cost."""
    wanted = corrected or text
    asked = QueryDict(mutable=True)
    asked["q"] = wanted
    search = ListingFilterSet(asked)
    return Found(
        groups=groups,
        jobs=list(search.qs.for_cards()[:TOP_JOBS]),
        job_count=search.qs.order_by().count(),
        jobs_address=jobs_address(wanted),
        corrected=corrected,
    )


def suggest(request: HttpRequest, text: str) -> list[Hit]:
    """Names that come near to what is being typed, of several kinds. At most nine queries."""
    taken, suggested = dict.fromkeys(KINDS, 0), []
    for hit in closest(Vocabulary(request).names, typed_words(text)):
        if taken[hit.name.kind] < SUGGESTED_OF_A_KIND and len(suggested) < SUGGESTED:
            taken[hit.name.kind] += 1
            suggested.append(hit)
    return suggested


def _groups(vocabulary: Vocabulary, typed: list[str]) -> list[Group]:
    """By name first, then by what stands in the texts of pages; kinds with just that name stand first.

    One query besides the vocabulary's.
    """
    named = closest(vocabulary.names, typed)
    exact = {hit.name.kind for hit in named if hit.is_exact}
    by_kind: dict[Kind, dict[str, Hit]] = {
        kind: {} for kind in sorted(KINDS, key=lambda kind: kind not in exact)
    }
    in_texts = [Hit(vocabulary.name_of(page)) for page in _pages_that_say(typed)]
    for hit in [*named, *in_texts]:
        hits = by_kind[hit.name.kind]
        if len(hits) < SHOWN:
            hits.setdefault(hit.name.address, hit)
    return [
        Group(kind, list(hits.values()), vocabulary.index_of(kind))
        for kind, hits in by_kind.items()
        if hits
    ]


def _pages_that_say(typed: list[str]):
    """Pages whose texts hold all the words, best first. Neither database knows more than the plural by itself."""
    words = (reduce(or_, map(PlainText, _forms(word))) for word in typed)
    return public_pages().search(reduce(and_, words))[:_FROM_TEXTS]


def _forms(word: str) -> list[str]:
    return list(dict.fromkeys([word, root(word), f"{root(word)}s"]))
