"""People for a listing: who opted in, as the engine reads them, and their order for one listing.

Each process keeps everybody's claims in memory and reads again only who changed. Reading takes 3 to 5 ms
of CPU for a person with two jobs described, so 200 to 300 people a second, and a look reads for
`READ_SECONDS` at most: beyond about 800 people a new process needs several looks. Made for
some thousands; for more, the index wants to be an artefact on disk that `work` keeps.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from django.db.models import Case, Count, Exists, F, Max, OuterRef, QuerySet, Sum, Value, When

from cms.models import Role, Skill
from listings.models import Application, Listing
from matching.engine import MatchIndex, ProfileItem, Query
from matching.engine.people import PeopleIndex
from matching.people.limits import leave_out, with_lists_as_text
from matching.profile_queries import ProfileReader
from profiles import consents
from profiles.exclusions import excluding
from profiles.models import Candidate, EmployerMember
from profiles.models.candidates import Visibility
from profiles.snapshots import read_snapshots

READ_SECONDS = 3.0
READ_AT_ONCE = 100  # people, between two looks at the clock

# --- Who may be shown --------------------------------------------------------------------------


def opted_in() -> QuerySet[Candidate]:
    """Who shows their profile to all checked employers, now, by a consent to the words of now."""
    consent = consents.covering(consents.Purpose.VISIBILITY).filter(user=OuterRef("user"))
    return Candidate.objects.filter(
        Exists(consent), visibility=Visibility.EMPLOYERS, user__is_active=True
    )


def could_apply(listing: Listing) -> QuerySet[Candidate]:
    """Of those who opted in, whoever neither works for the employer, nor has applied already, nor hides from it."""
    members = EmployerMember.objects.filter(employer=listing.employer_id, user=OuterRef("user"))
    applied = Application.objects.filter(listing=listing.pk, candidate=OuterRef("pk"))
    hidden = excluding(listing.employer_id).filter(candidate=OuterRef("pk"))
    return opted_in().filter(~Exists(members), ~Exists(applied), ~Exists(hidden))


def shown_for(listing: Listing) -> QuerySet[Candidate]:
    """Who is on the list of a listing: of those who could apply, all inside their own limits."""
    return with_lists_as_text(could_apply(listing)).exclude(leave_out(listing))


# --- Kept in memory ----------------------------------------------------------------------------


class _Unweighed:
    """In place of an index: every word tells the same. A power of two, so that dividing is exact.

    What a word in a text claims depends on the index's idf, and texts are what takes long to read.
    """

    SHARE = 2.0**-10

    def telling(self, terms: Sequence[str]) -> np.ndarray:
        return np.full(len(terms), self.SHARE)


class _Read(NamedTuple):
    """What one person claims, before any index: the larger of `sure` and of `heard` times what a term tells."""

    updated_at: datetime
    terms: tuple[str, ...]
    sure: np.ndarray
    heard: np.ndarray
    is_thin: bool


class People(NamedTuple):
    """Everybody, in the terms of one index. `thin` are the keys of those of whom too little is known.

    `unread` counts who opted in and is not among them yet.
    """

    index: PeopleIndex
    thin: np.ndarray
    unread: int


class PeopleReader:
    """Everybody who opted in, kept until one of them, the vocabulary or the index of listings changes."""

    def __init__(self):
        self._state: dict | None = None
        self._vocabulary: dict | None = None
        self._read: dict[int, _Read] = {}
        self._claims: _Claims | None = None
        self._index: MatchIndex | None = None
        self._people: People | None = None

    def current(self, index: MatchIndex) -> People:
        """Three queries where nothing changed. Else one more, and nine for each 100 people to read.

        A change between the queries is seen at the next look: the state is taken before the rows.
        """
        vocabulary, state = _vocabulary(), _state()
        if self._claims is None or (vocabulary, state) != (self._vocabulary, self._state):
            known = self._read if vocabulary == self._vocabulary else {}
            self._read, unread = _read_again(known)
            self._claims, self._people = _Claims(self._read, unread), None
            # With somebody unread no state fits, so that the next look goes on.
            self._vocabulary, self._state = vocabulary, None if unread else state
        if self._people is None or self._index is not index:
            self._index, self._people = index, self._claims.in_terms_of(index)
        return self._people


class _Claims:
    """What everybody claims, side by side: sorted once, then weighed for each index in no time."""

    def __init__(self, read: dict[int, _Read], unread: int):
        self.unread = unread
        self.thin = np.array(sorted(key for key, each in read.items() if each.is_thin), np.int64)
        # Numbers in place of claims: where each of them lands is the order of the other arrays.
        ends = np.cumsum([0, *(len(each.terms) for each in read.values())])
        numbered = (
            (key, Query(each.terms, np.arange(start, start + len(each.terms), dtype=float), ()))
            for (key, each), start in zip(read.items(), ends.tolist(), strict=False)
        )
        self.layout = PeopleIndex().fit(numbered).to_arrays()
        order = self.layout["claims_data"].astype(np.intp)
        self.sure = np.concatenate([np.empty(0), *(each.sure for each in read.values())])[order]
        self.heard = np.concatenate([np.empty(0), *(each.heard for each in read.values())])[order]

    def in_terms_of(self, index: MatchIndex) -> People:
        telling = index.telling(self.layout["terms"].tolist())
        of_each = np.repeat(telling, np.diff(self.layout["claims_indptr"]))
        claims = np.maximum(self.sure, np.minimum(self.heard * of_each, 1.0))
        return People(
            PeopleIndex.from_arrays(self.layout | {"claims_data": claims}), self.thin, self.unread
        )


def _state() -> dict:
    """What tells one set of opted-in profiles from another. Each change of a profile touches its row."""
    return opted_in().aggregate(n=Count("pk"), keys=Sum("pk"), latest=Max("updated_at"))


def _vocabulary() -> dict:
    """What claims depend on besides the people: names of skills and roles, and what a tool counts for another."""
    transfers = Sum(F("tool_family__transfer") * F("tool_family__pk"))
    skills = Skill.objects.aggregate(n=Count("pk"), latest=Max("updated_at"), transfers=transfers)
    return skills | Role.objects.aggregate(roles=Max("updated_at"))


def _read_again(known: dict[int, _Read]) -> tuple[dict[int, _Read], int]:
    """Whoever is opted in, from `known` as long as their row is the same; and how many are left to read."""
    stamps = dict(opted_in().values_list("pk", "updated_at"))
    read = {key: known[key] for key in stamps if key in known}
    read = {key: each for key, each in read.items() if each.updated_at == stamps[key]}
    changed = sorted(stamps.keys() - read.keys())
    deadline = time.monotonic() + READ_SECONDS
    while changed and time.monotonic() < deadline:
        keys, changed = changed[:READ_AT_ONCE], changed[READ_AT_ONCE:]
        found = list(read_snapshots(opted_in().filter(pk__in=keys)))
        reader = ProfileReader(_Unweighed())
        for candidate, snapshot in found:
            items, _transfers = reader.items(snapshot)
            read[candidate.pk] = _read_one(candidate, items, snapshot.is_thin)
    return read, len(changed)


def _read_one(candidate: Candidate, items: list[ProfileItem], is_thin: bool) -> _Read:
    sure, heard = {}, {}
    for item in items:
        claims = heard if item.kind == "text" else sure
        for term, claim in item.claims.items():
            claims[term] = max(claim, claims.get(term, 0.0))
    terms = tuple(map(sys.intern, sorted(sure.keys() | heard.keys())))
    return _Read(
        candidate.updated_at,
        terms,
        np.array([sure.get(term, 0.0) for term in terms]),
        np.array([heard.get(term, 0.0) for term in terms]) / _Unweighed.SHARE,
        is_thin,
    )


_reader = PeopleReader()


# --- Their order for a listing -----------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """`keys` of candidates in the order of the page, and how many are not on it, and why.

    `unread` people of those could not be compared yet.
    """

    keys: np.ndarray
    left_out: int
    applied: int
    unread: int


def find_people(index: MatchIndex, listing: Listing) -> Found:
    """Everybody who may be shown for a listing, which the index has to know. Five queries.

    Those of whom little is known stand last; else by score, then by key: a total order. A score of 0
    puts nobody off the list. Who may be shown is what the database says now.
    """
    people = _reader.current(index)
    is_left_out = Case(When(leave_out(listing), then=Value(True)), default=Value(False))
    candidates = with_lists_as_text(could_apply(listing)).annotate(is_left_out=is_left_out)
    rows = list(candidates.order_by("pk").values_list("pk", "is_left_out"))
    allowed = np.array([key for key, left_out in rows if not left_out], dtype=np.int64)
    # Of the listing's whole vector, the terms that somebody claims.
    terms = people.index.terms_.tolist()
    weights = index.weights_of(listing.pk, terms)
    ranking = people.index.rank(terms, weights, top_k=None, allowed=allowed)
    scores = np.zeros(allowed.size)
    scores[np.searchsorted(allowed, ranking.keys)] = ranking.scores
    # Whoever is not read yet stands last, as if they had said nothing.
    is_known = np.isin(allowed, people.index.keys_) & ~np.isin(allowed, people.thin)
    order = np.lexsort((allowed, -scores, ~is_known))
    applied = opted_in().filter(applications__listing=listing.pk).count()
    unread = int((~np.isin(allowed, people.index.keys_)).sum()) if people.unread else 0
    return Found(allowed[order], len(rows) - allowed.size, applied, unread)
