"""Profiles as the engine reads them: what each thing that a person told claims."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from django.utils.translation import gettext as _

from cms.models import Role, Skill
from cms.vocabulary import Cefr
from matching.adapters import analyzer, current_index
from matching.engine import Analyzer, ProfileItem, Query, text_claims, word_claims
from matching.weights import LANGUAGE_BELOW, TARGET_ROLE_WEIGHT, TEXT_WEIGHT
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot

# How much of a skill each of the four plain anchors claims.
LEVEL_WEIGHTS = {Level.LEARNING: 0.25, Level.WITH_HELP: 0.5, Level.ALONE: 0.75, Level.TEACHES: 1.0}
LANGUAGE_CLAIMED_FROM = Cefr.B1


class Telling(Protocol):
    """What says how much each term tells: an index, mostly."""

    def telling(self, terms) -> np.ndarray:
        """See `MatchIndex.telling`."""


@dataclass(frozen=True)
class ProfileQuery:
    """A profile as the engine reads it, and what the pages have to say about its tools.

    `transfers` holds, for the label of a tool and the term of a rival, how far the one counts towards
    the other: a share of the person's level in it.
    """

    query: Query
    transfers: Mapping[tuple[str, str], float]


def profile_query(
    snapshot: ProfileSnapshot, pasted_text: str = "", *, index: Telling | None = None
) -> ProfileQuery:
    """The query of a profile, and of a text that is read for this one request and not kept.

    Words weigh as they do in `index`, by default the current one. At most two queries: the labels of
    skills, and the rivals of the person's tools.
    """
    families = {skill.tool_family_id for skill, _level in snapshot.skills} - {None}
    tools = Skill.objects.filter(tool_family__in=families) if families else Skill.objects.none()
    return ProfileReader(index or current_index(), tools).read(snapshot, pasted_text)


def profile_queries(snapshots: Iterable[ProfileSnapshot], index: Telling) -> Iterator[ProfileQuery]:
    """The same for many. At most three queries in all: tools, and the labels of skills."""
    reader = ProfileReader(index)
    return (reader.read(snapshot) for snapshot in snapshots)


class ProfileReader:
    """Reads profiles, the labels of skills and the families of tools once for all of them.

    Parameters
    ----------
    index : Telling or None
        Without one texts claim nothing.
    tools : QuerySet of Skill, optional
        Where to look for rivals of a person's tools; by default among all.
    """

    def __init__(self, index: Telling | None, tools=None):
        self.index = index
        self.tools = Skill.objects.filter(tool_family__isnull=False) if tools is None else tools

    def read(self, snapshot: ProfileSnapshot, pasted_text: str = "") -> ProfileQuery:
        items, transfers = self.items(snapshot, pasted_text)
        return ProfileQuery(Query.from_items(items), transfers)

    def items(
        self, snapshot: ProfileSnapshot, pasted_text: str = ""
    ) -> tuple[list[ProfileItem], dict[tuple[str, str], float]]:
        """Return what the profile claims, item by item, and what its tools count for others."""
        transfers = {
            (tool.preferred_label, f"skill:{rival.slug}"): rival.tool_family.transfer
            for tool, _level in snapshot.skills
            for rival in self.rivals.get(tool.tool_family_id, ())
            if rival.pk != tool.pk and rival.tool_family.transfer > 0
        }
        items = [
            *(_skill_item(skill, level, transfers) for skill, level in snapshot.skills),
            *(_language_item(language, spoken) for language, spoken in snapshot.languages),
            *self._word_items(snapshot, pasted_text),
        ]
        return [item for item in items if item.claims], transfers

    @cached_property
    def rivals(self) -> dict[int, list[Skill]]:
        """Tools by the key of their family."""
        rivals: dict[int, list[Skill]] = {}
        for tool in self.tools.matchable().select_related("tool_family"):
            rivals.setdefault(tool.tool_family_id, []).append(tool)
        return rivals

    @cached_property
    def analyzer(self) -> Analyzer:
        return analyzer()

    def _word_items(self, snapshot: ProfileSnapshot, pasted_text: str) -> Iterator[ProfileItem]:
        """Roles claim their names, texts their words and, as faintly, the skills that they name."""
        current, target = snapshot.current_role, snapshot.target_role
        if current:
            yield self._role_item(current, current.title, 1.0)
        if target:
            yield self._role_item(target, _("the role you want"), TARGET_ROLE_WEIGHT)
        if self.index is None:
            return
        for title, summary in snapshot.experience_texts:
            yield self._text_item(title, f"{title}\n{summary}")
        if pasted_text:
            yield self._text_item(_("the text you pasted"), pasted_text)

    def _role_item(self, role: Role, label: str, weight: float) -> ProfileItem:
        words = [t for t in self.analyzer.tokens(role.title) if not t.startswith("skill:")]
        claims = word_claims(words, weight) | {f"role:{role.slug}": weight}
        return ProfileItem(label, "role", claims)

    def _text_item(self, label: str, text: str) -> ProfileItem:
        claims = text_claims(self.analyzer.tokens(text), TEXT_WEIGHT, self.index.telling)
        return ProfileItem(label, "text", claims)


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
