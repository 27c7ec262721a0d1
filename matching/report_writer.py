"""From the engine's explanation, made of terms and weights, to a report in words and points."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import Skill
from cms.vocabulary import SkillKind
from listings.models import Listing
from matching.adapters import LEVEL_WEIGHTS, ProfileQuery
from matching.constraints import TAKEN_FOR_GRANTED, names_the_granted
from matching.engine import Contribution, MatchIndex, explain
from matching.limit_words import Fact
from matching.points import shown, tenths
from matching.reports import Asked, Cover, Raise, Report
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot

RAISES_SHOWN = 2
WORDS_SHOWN = 8
# What is added to a profile is most often something that one can do alone.
NEW_SKILL_WEIGHT = LEVEL_WEIGHTS[Level.ALONE]
RUNGS_ABOVE = [
    gettext_lazy("The rung where you stand"),
    gettext_lazy("One rung above where you stand"),
    gettext_lazy("Two rungs above where you stand"),
    gettext_lazy("Three rungs above where you stand"),
    gettext_lazy("Four rungs above where you stand"),
    gettext_lazy("Five rungs above where you stand"),
]
RUNGS_BELOW = [
    gettext_lazy("One rung below where you stand"),
    gettext_lazy("Two rungs below where you stand"),
    gettext_lazy("Three rungs below where you stand"),
    gettext_lazy("Four rungs below where you stand"),
    gettext_lazy("Five rungs below where you stand"),
]


class TermNames:
    """What terms are called on a page. One query for all, none where nothing needs a name."""

    def __init__(self, terms: Iterable[str]):
        slugs = {term.partition(":")[2] for term in terms if not term.startswith("role:")} - {""}
        self.skills: dict[str, Skill] = {}
        if slugs:
            rows = Skill.objects.filter(slug__in=slugs).only("slug", "preferred_label", "kind")
            self.skills = {skill.slug: skill for skill in rows}

    def name(self, term: str) -> str:
        slug = term.partition(":")[2]
        if not slug:
            return term.replace("_", " ")
        return self.skills[slug].preferred_label if slug in self.skills else slug

    def kind(self, term: str) -> str:
        kind, _colon, slug = term.partition(":")
        is_tool = slug in self.skills and self.skills[slug].kind == SkillKind.TOOL
        return "tool" if kind == "skill" and is_tool else kind


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
    drafts = [_Draft(listing, index, profile, snapshot) for listing in listings]
    names = TermNames({term for draft in drafts for term in draft.terms})
    return [draft.report(names, facts.get(draft.listing.pk, []), with_numbers) for draft in drafts]


class _Draft:
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
        total = self.explanation.asked_total
        self.percent = {
            term: 100 * weight / total
            for term, weight in zip(asked.terms, asked.weights.tolist(), strict=True)
        }
        self.essential = {
            term for term, demanded in zip(asked.terms, asked.essential, strict=True) if demanded
        }

    @property
    def terms(self) -> Iterator[str]:
        """Those that need a name."""
        yield from self.percent
        yield from (part.term for part in self.explanation.other_words if ":" in part.term)

    def report(self, names: TermNames, facts: list[Fact], with_numbers: bool) -> Report:
        share = self.explanation.share if with_numbers else None
        asked = [*self._held(names, share), *self._missing(names, share)]
        rungs_up = self._rungs_up()
        return Report(
            listing=self.listing,
            asked=tuple(asked),
            share=None if share is None else round(10 * share),
            raises=tuple(self._raises(names, share)),
            other_words=tuple(self._other_words(names)),
            not_counted=tuple(self._not_counted(asked)),
            rung=_rung_words(rungs_up),
            is_next_rung=rungs_up == 1,
            facts=tuple(facts),
            is_thin=self.snapshot.is_thin,
        )

    def _held(self, names: TermNames, share: float | None) -> Iterator[Asked]:
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
            )

    def _missing(self, names: TermNames, share: float | None) -> Iterator[Asked]:
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
        transfer = self.profile.transfers.get((part.item_label, part.term))
        if transfer is not None:
            words = {
                "tool": part.item_label,
                "percent": round(100 * transfer),
                "rival": names.name(part.term),
            }
            return Cover.PART, _("%(tool)s counts %(percent)d%% towards %(rival)s") % words
        level = next((level for skill, level in self.snapshot.skills if skill.slug == slug), None)
        if level is None:  # a language that the listing asks for as a skill
            return Cover.FULL, part.item_label
        cover = Cover.PART if level == Level.LEARNING else Cover.FULL
        return cover, _("you said: %(level)s") % {"level": Level(level).label}

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

    def _raises(self, names: TermNames, share: float | None) -> Iterator[Raise]:
        """What would move the share most. Linear, so that nothing has to be ranked again."""
        gains = {
            term: self.percent[term] * (1.0 if term.startswith("language:") else NEW_SKILL_WEIGHT)
            for term in self.explanation.missing
            if not term.startswith("role:") and not self._is_unsaid(term)
        }
        for term in sorted(gains, key=lambda term: -gains[term])[:RAISES_SHOWN]:
            if share is None:
                yield Raise(names.name(term))
            else:
                before, after = shown(round(10 * share)), shown(round(10 * (share + gains[term])))
                yield Raise(names.name(term), before, after)

    def _other_words(self, names: TermNames) -> list[str]:
        """Shared terms that the listing does not ask for; a word goes unsaid beside its pair."""
        terms = [part.term for part in self.explanation.other_words]
        paired = {word for term in terms if "_" in term for word in term.split("_")}
        telling = [term for term in terms if term not in paired]
        words = dict.fromkeys(names.name(term) for term in telling)
        return list(words)[:WORDS_SHOWN]

    def _not_counted(self, asked: Sequence[Asked]) -> Iterator[str]:
        kinds = {each.kind for each in asked}
        if "tool" not in kinds:
            yield _("tools, because the post names none")
        if "language" not in kinds:
            yield _("languages, because the post asks for none")
        if self.snapshot.current_role is None:
            yield _("your role, because you have named none")
        held = {f"skill:{skill.slug}" for skill, _level in self.snapshot.skills}
        unasked = len(held - self.percent.keys())
        if unasked:
            yield (
                ngettext(
                    "%(n)d of your skills, because the post does not ask for it",
                    "%(n)d of your skills, because the post does not ask for them",
                    unasked,
                )
                % {"n": unasked}
            )
        yield _("place, hours, pay and channels, because they fit or do not")

    def _rungs_up(self) -> int | None:
        mine, theirs = self.snapshot.current_role, self.listing.role
        if not (mine and theirs and mine.ladder_level and theirs.ladder_level):
            return None
        return theirs.ladder_level - mine.ladder_level


def _rung_words(rungs_up: int | None) -> str:
    if rungs_up is None:
        return ""
    return str(RUNGS_ABOVE[rungs_up] if rungs_up >= 0 else RUNGS_BELOW[-rungs_up - 1])
