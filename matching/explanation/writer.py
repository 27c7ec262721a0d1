"""From the engine's explanation, made of terms and weights, to a report in words and points."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from listings.models import Listing
from matching.constraints import TAKEN_FOR_GRANTED, names_the_granted
from matching.engine import Contribution, MatchIndex, explain
from matching.explanation.advice import advise
from matching.explanation.limit_words import Fact
from matching.explanation.points import tenths
from matching.explanation.post_words import Wording, words_of
from matching.explanation.reports import Asked, Cover, Raise, Report
from matching.explanation.term_names import TermNames
from matching.explanation.words import (
    kindred,
    not_counted,
    requirements,
    rung_words,
    rungs_up,
    shared,
    telling,
)
from matching.profile_queries import LEVEL_WEIGHTS, ProfileQuery
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot

RAISES_NAMED = 2
WORDS_SHOWN = 8
KINDRED_SHOWN = 5
# What is added to a profile is most often something that one can do alone.
NEW_SKILL_WEIGHT = LEVEL_WEIGHTS[Level.ALONE]


def write_reports(
    listings: Sequence[Listing],
    index: MatchIndex,
    profile: ProfileQuery,
    snapshot: ProfileSnapshot,
    facts: dict[int, list[Fact]],
    *,
    with_numbers: bool = False,
) -> list[Report]:
    """Explain each of `listings`, all of which the index has to know. One query, however many.

    Reads their roles and languages. `facts` are those of `limit_words.facts`, by the listing's key.
    """
    drafts = [Draft(listing, index, profile, snapshot) for listing in listings]
    names = TermNames({term for draft in drafts for term in draft.terms()})
    return [draft.report(names, facts.get(draft.listing.pk, []), with_numbers) for draft in drafts]


def write_reports_for_all(
    people: Sequence[tuple[Sequence[Listing], ProfileQuery, ProfileSnapshot]], index: MatchIndex
) -> list[list[Report]]:
    """Listings explained to each of several people, without their limits. One query for all."""
    drafts = [
        [Draft(listing, index, profile, snapshot) for listing in listings]
        for listings, profile, snapshot in people
    ]
    names = TermNames({term for theirs in drafts for draft in theirs for term in draft.terms()})
    return [[draft.report(names, [], False) for draft in theirs] for theirs in drafts]


def write_report(
    listing: Listing,
    index: MatchIndex,
    profile: ProfileQuery,
    snapshot: ProfileSnapshot,
    facts: list[Fact],
    evidence: dict[str, str],
) -> Report:
    """Explain one listing closely, for its own page. At most four queries.

    Two for the names of terms, one whether labels of skills changed, one for the rivals of tools that
    could be added.

    Parameters
    ----------
    evidence : dict of str to str
        By the name of a skill, where the person showed it.
    """
    draft = Draft(listing, index, profile, snapshot)
    names = TermNames(draft.terms(closely=True))
    wording = Wording(words_of(listing), evidence)
    return draft.report(names, facts, True, wording)


class Draft:
    """One explanation on its way to a report."""

    def __init__(
        self,
        listing: Listing,
        index: MatchIndex,
        profile: ProfileQuery,
        snapshot: ProfileSnapshot,
    ):
        self.listing = listing
        self.profile = profile
        self.snapshot = snapshot
        self.explanation = explain(index, profile.query, listing.pk, thin=snapshot.is_thin)
        asked = index.asked_of(listing.pk)
        self.asked = dict(zip(asked.terms, asked.weights.tolist(), strict=True))
        total = self.explanation.asked_total
        self.percent = {term: 100 * weight / total for term, weight in self.asked.items()}
        self.essential = {
            term for term, demanded in zip(asked.terms, asked.essential, strict=True) if demanded
        }
        # The item that is credited with a term, and the levels by the labels of such items.
        query = profile.query
        self.holder = {t: held[0].item for t, held in zip(query.terms, query.holders, strict=True)}
        self.levels = {skill.preferred_label: level for skill, level in snapshot.skills}
        self.other_words = telling(self.explanation.other_words)
        self.kindred = telling(self.explanation.kindred_words)

    def terms(self, *, closely: bool = False) -> Iterator[str]:
        """Those that need a name. The listing's own role has it from the listing."""
        yield from (term for term in self.percent if not term.startswith("role:"))
        yield from (part.term for part in self.other_words[:WORDS_SHOWN])
        for part in self.kindred[:KINDRED_SHOWN] if closely else ():
            yield from (part.term, part.through)

    def report(
        self,
        names: TermNames,
        facts: list[Fact],
        with_numbers: bool,
        wording: Wording | None = None,
    ) -> Report:
        share = self.explanation.share if with_numbers else None
        rows = [*self._held(names, share, wording), *self._missing(names, share, wording)]
        rungs = rungs_up(self.snapshot, self.listing)
        raises, reach = self._raises(names), None
        if wording and share is not None:
            raises, reach = advise(self.listing, self.asked, self.profile, self.snapshot, names)
        return Report(
            listing=self.listing,
            asked=tuple(rows),
            share=None if share is None else round(10 * share),
            raises=tuple(raises),
            other_words=tuple(shared(self.other_words[:WORDS_SHOWN], names)),
            not_counted=tuple(self._not_counted(names)),
            rung=rung_words(rungs),
            is_next_rung=rungs == 1,
            facts=tuple(facts),
            is_thin=self.snapshot.is_thin,
            more_words=max(0, len(self.other_words) - WORDS_SHOWN),
            kindred=tuple(kindred(self.kindred[:KINDRED_SHOWN], names)) if wording else (),
            more_kindred=max(0, len(self.kindred) - KINDRED_SHOWN),
            requires=tuple(requirements(self.listing)) if wording else (),
            reach=reach,
        )

    def _held(
        self, names: TermNames, share: float | None, wording: Wording | None
    ) -> Iterator[Asked]:
        """What the person has of it, largest part first. Their points add up to the share."""
        parts = [part for part in self.explanation.contributions if part.asked]
        got = [part.claim * self.percent[part.term] for part in parts]
        points = [None] * len(parts) if share is None else tenths(got, share)
        for part, had, in_tenths in zip(parts, got, points, strict=True):
            cover, because = self._why(part, names)
            yield Asked(
                label=self._label(part.term, names),
                kind=names.kind(part.term),
                is_essential=part.essential,
                cover=cover,
                because=because,
                weight=self.percent[part.term],
                got=had,
                points=in_tenths,
                in_post=_in_post(part.term, wording),
                evidence=wording.evidence.get(part.item_label, "") if wording else "",
            )

    def _missing(
        self, names: TermNames, share: float | None, wording: Wording | None
    ) -> Iterator[Asked]:
        for term in self.explanation.missing:
            yield Asked(
                label=self._label(term, names),
                kind=names.kind(term),
                is_essential=term in self.essential,
                cover=Cover.UNSAID if self._is_unsaid(term) else Cover.NONE,
                because=self._why_not(term),
                weight=self.percent[term],
                got=0.0,
                points=None if share is None else 0,
                in_post=_in_post(term, wording),
            )

    def _label(self, term: str, names: TermNames) -> str:
        if term.startswith("role:"):
            return _("Role: %(role)s") % {"role": self.listing.role.title}
        return names.name(term)

    def _why(self, part: Contribution, names: TermNames) -> tuple[Cover, str]:
        """How far something asked is covered, and by what; named too is what else holds it."""
        cover, because = self._cover(part, names)
        if part.also_held_by:
            words = {"because": because, "others": ", ".join(part.also_held_by)}
            because = _("%(because)s; without it, through %(others)s") % words
        return cover, because

    def _cover(self, part: Contribution, names: TermNames) -> tuple[Cover, str]:
        kind, _colon, slug = part.term.partition(":")
        if kind == "role":
            if part.claim == 1:
                return Cover.FULL, _("your role")
            return Cover.PART, part.item_label
        if kind == "language":
            return self._language(slug, part.item_label)
        item, words = self.holder[part.term], {"name": names.name(part.term)}
        words["item"] = item.label
        if item.kind == "language":  # asked for as a skill
            return Cover.FULL if part.claim == 1 else Cover.PART, item.label
        if item.kind == "text":
            told = _("named in your text “%(item)s”, so it counts a little until you add it")
            return Cover.PART, told % words
        words["level"] = Level(self.levels[item.label]).label
        transfer = self.profile.transfers.get((item.label, part.term))
        if transfer is not None:
            words["percent"] = round(100 * transfer)
            told = _("%(item)s counts %(percent)d%% towards %(name)s; of it you said: %(level)s")
            return Cover.PART, told % words
        cover = Cover.PART if self.levels[item.label] == Level.LEARNING else Cover.FULL
        return cover, _("you said: %(level)s") % words

    def _language(self, slug: str, item_label: str) -> tuple[Cover, str]:
        asked = next(
            (row.level for row in self.listing.languages.all() if row.language.slug == slug), ""
        )
        spoken = next(level for skill, level in self.snapshot.languages if skill.slug == slug)
        if spoken >= asked:
            return Cover.FULL, item_label
        words = {"spoken": spoken, "asked": asked}
        return Cover.PART, _("you speak it at %(spoken)s, asked is %(asked)s") % words

    def _is_unsaid(self, term: str) -> bool:
        """Of a language: whether nothing follows from its not being named."""
        if term == f"language:{TAKEN_FOR_GRANTED}":
            return not names_the_granted(self.snapshot.languages)
        return term.startswith("language:") and not self.snapshot.languages

    def _why_not(self, term: str) -> str:
        if self._is_unsaid(term):
            return _("you have not said how well you speak it")
        if not term.startswith("role:"):
            return _("not in your profile")
        return _("your role is another") if self.snapshot.current_role else _("you named no role")

    def _raises(self, names: TermNames) -> list[Raise]:
        """The heaviest that are missing, by name alone: a list has no numbers."""
        gains = {
            term: self.percent[term] * (1.0 if term.startswith("language:") else NEW_SKILL_WEIGHT)
            for term in self.explanation.missing
            if not term.startswith("role:") and not self._is_unsaid(term)
        }
        best = sorted(gains, key=lambda term: (-gains[term], term))[:RAISES_NAMED]
        return [Raise(names.name(term)) for term in best]

    def _not_counted(self, names: TermNames) -> Iterator[str]:
        kinds = {names.kind(term) for term in self.percent}
        held = [part for part in self.explanation.contributions if part.asked]
        credited = {label for part in held for label in (part.item_label, *part.also_held_by)}
        return not_counted(self.snapshot, kinds, self.percent, credited)


def _in_post(term: str, wording: Wording | None) -> str | None:
    """The words of the post for one asked term; a role is chosen, not named."""
    if wording is None or term.startswith("role:"):
        return None
    return wording.in_post.get(term.partition(":")[2], "")
