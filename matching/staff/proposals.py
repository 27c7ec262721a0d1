"""The taxonomy as the matcher reads it, and as it would be after a change that nobody has saved.

Rows are copies that are never saved.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from cms.models import Role, RoleSkill, Skill
from cms.phrases import PhraseFinder
from cms.skill_finder import finder_of, finder_over
from cms.vocabulary import Cefr, SkillKind
from matching import adapters
from matching.engine import Analyzer, Job, MatchIndex
from matching.profile_queries import ProfileReader
from profiles.models.candidates import Level
from profiles.snapshot import ProfileSnapshot

_LETTERS = re.compile(r"[a-z]+")
# What stands inside a word without being part of it: hyphens, joiners, combining accents.
_INSIDE = re.compile(r"[-\u00ad\u2010\u2011\u200c\u200d\u2060\ufeff\u0300-\u036f]")


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """Skills and roles by key, and by a role's key the keys of the skills that it asks."""

    skills: Mapping[int, Skill]
    roles: Mapping[int, Role]
    asks: Mapping[int, tuple[int, ...]]

    @classmethod
    def load(cls) -> Self:
        """Three queries."""
        asks: dict[int, list[int]] = {}
        for role, skill in RoleSkill.objects.order_by("pk").values_list("role", "skill"):
            asks.setdefault(role, []).append(skill)
        return cls(
            {skill.pk: skill for skill in Skill.objects.select_related("tool_family")},
            {role.pk: role for role in Role.objects.by_line()},
            {role: tuple(skills) for role, skills in asks.items()},
        )

    def with_skill(self, key: int, **columns) -> Self:
        """With other columns in one skill."""
        skill = copy(self.skills[key])
        for name, value in columns.items():
            setattr(skill, name, value)
        return replace(self, skills={**self.skills, key: skill})

    def with_transfer(self, family: int, transfer: float) -> Self:
        """With another transfer in one tool family."""
        skills = dict(self.skills)
        for key, skill in self.skills.items():
            if skill.tool_family_id == family:
                skills[key] = copy(skill)
                skills[key].tool_family = copy(skill.tool_family)
                skills[key].tool_family.transfer = transfer
        return replace(self, skills=skills)

    def with_asks(self, role: int, skills: Iterable[int]) -> Self:
        """With other skills asked by one role."""
        return replace(self, asks={**self.asks, role: tuple(skills)})

    @cached_property
    def matchable(self) -> list[Skill]:
        return [skill for skill in self.skills.values() if skill.is_matchable]

    @cached_property
    def analyzer(self) -> Analyzer:
        return Analyzer(finder_of(self.matchable).find)

    @cached_property
    def labels(self) -> set[tuple[str, str]]:
        """What is found in texts, with the slug that it stands for."""
        return {(label, skill.slug) for skill in self.matchable for label in skill.labels}

    def job(self, role: Role) -> Job:
        """A role as `matching.adapters.site_jobs` has it."""
        asked = (self.skills[key] for key in self.asks.get(role.pk, ()))
        return Job(
            key=f"role:{role.slug}",
            title=role.title,
            other_titles=role.alt_titles.splitlines(),
            asks=[f"skill:{skill.slug}" for skill in asked if skill.is_matchable],
        )

    def reader(self, index: MatchIndex) -> ProfileReader:
        """Reads profiles by this taxonomy rather than by the database's. No query."""
        reader = ProfileReader(index)
        reader.analyzer = self.analyzer
        reader.rivals = {}
        for skill in self.matchable:
            if skill.tool_family_id:
                reader.rivals.setdefault(skill.tool_family_id, []).append(skill)
        return reader

    def stand_in(self, role: Role, asked: Collection[int]) -> ProfileSnapshot:
        """Somebody in `role` who can do alone what `asked` names, and no real person."""
        skills = [self.skills[key] for key in asked]
        return ProfileSnapshot(
            current_role=role,
            skills=tuple((s, Level.ALONE) for s in skills if s.kind != SkillKind.LANGUAGE),
            languages=tuple((s, Cefr.B2) for s in skills if s.kind == SkillKind.LANGUAGE),
        )


class Spotter:
    """Tells which texts a set of labels may read otherwise: those that hold one of them.

    Most texts are ruled out by a search for letters, in a hundredth of the time of reading them.
    """

    def __init__(self, labels: Collection[tuple[str, str]]):
        finder: PhraseFinder = finder_over(sorted(labels))
        self._phrases = Analyzer(finder.find).phrases
        self._needles = {_needle(label) for label, _slug in labels}

    def holds(self, *texts: str) -> bool:
        if not self._needles or not self._may_hold("\n".join(texts)):
            return False
        return any(self._phrases(text) for text in texts)

    def _may_hold(self, text: str) -> bool:
        letters = _folded(text)
        return any(needle in letters for needle in self._needles)


def _needle(label: str) -> str:
    """The longest run of letters of a label: no text without it holds the label."""
    return max(_LETTERS.findall(_folded(label, keep_hyphens=True)), key=len, default="")


def _folded(text: str, *, keep_hyphens: bool = False) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _INSIDE.sub("-" if keep_hyphens else "", text)
    return text.casefold()


def changed_jobs(before: Taxonomy, after: Taxonomy, spotter: Spotter) -> dict[str, Job]:
    """The kinds of job, by key, that read otherwise after the change."""
    changed = {}
    for key, role in after.roles.items():
        job = after.job(role)
        if job != before.job(before.roles[key]) or spotter.holds(job.title, *job.other_titles):
            changed[job.key] = job
    for job in adapters.occupation_jobs():
        if spotter.holds(job.title, *job.other_titles, *job.mentions):
            changed[job.key] = job
    return changed
