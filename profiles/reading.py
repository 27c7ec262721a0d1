"""Skills, languages and roles read from somebody's own words. Nothing here is stored."""

import difflib
import re
from dataclasses import dataclass, replace

from cms.models import Role, RoleSkill, Skill
from cms.phrases import PhraseFinder, PhraseHit
from cms.skill_finder import skill_finder
from cms.vocabulary import Cefr, SkillKind
from profiles.models.candidates import Level

from .contents import KIND_ORDER, ProfileContents

TEXT_LIMIT = 60_000  # characters; a long résumé has about 10,000
CONTEXT = 45  # characters shown on each side of what was found
_EDGE = re.compile(r"[\n\r\t•·;|]|[.!?](?=\s)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be a person's, with the words it was read from and the level offered first."""

    item: Skill | Role
    phrase: str = ""
    level: int | str = Level.ALONE  # a language's is its spoken level, CEFR


@dataclass(frozen=True, slots=True)
class Suggestions:
    skills: tuple[Suggestion, ...] = ()
    languages: tuple[Suggestion, ...] = ()
    roles: tuple[Suggestion, ...] = ()
    held_count: int = 0  # found, and in the profile already

    @classmethod
    def of(cls, contents: ProfileContents) -> "Suggestions":
        """What somebody ticked, to offer again on a form that came back."""
        return cls(
            skills=tuple(Suggestion(held.skill, level=held.level) for held in contents.skills),
            languages=tuple(
                Suggestion(held.language, level=held.spoken) for held in contents.languages
            ),
            roles=(Suggestion(contents.current_role),) if contents.current_role else (),
        )

    def __bool__(self) -> bool:
        return bool(self.skills or self.languages or self.roles)

    @property
    def by_kind(self) -> list[tuple[SkillKind, list[Suggestion]]]:
        groups: dict[SkillKind, list[Suggestion]] = {}
        for suggestion in sorted(self.skills, key=lambda s: KIND_ORDER[s.item.kind]):
            groups.setdefault(SkillKind(suggestion.item.kind), []).append(suggestion)
        return list(groups.items())

    def without(self, profile: ProfileContents) -> "Suggestions":
        """Leave out what the profile holds: its level there is the person's own word."""
        held = {held.skill.pk for held in profile.skills}
        held |= {held.language.pk for held in profile.languages}
        skills = tuple(s for s in self.skills if s.item.pk not in held)
        languages = tuple(s for s in self.languages if s.item.pk not in held)
        left_out = len(self.skills) + len(self.languages) - len(skills) - len(languages)
        return replace(self, skills=skills, languages=languages, held_count=left_out)


def role_finder() -> PhraseFinder:
    """A finder over all role titles; the key is the slug. One query; rebuilt when a title changed."""
    global _built_from, _built
    titles = tuple(Role.objects.order_by("pk").values_list("slug", "title", "alt_titles"))
    if titles != _built_from:
        labels = [
            (label.strip(), slug)
            for slug, title, alternatives in titles
            for label in [title, *alternatives.splitlines()]
            if label.strip()
        ]
        # The finder first: another thread that sees the new titles must see it too.
        _built, _built_from = PhraseFinder(labels), titles
    return _built


_built_from: tuple = ()
_built = PhraseFinder([])


def read_text(text: str) -> Suggestions:
    """What a résumé speaks of, each thing once, in the order of the text. Four queries."""
    found = _first_hits(skill_finder().find(text))
    skills = Skill.objects.filter(slug__in=found).in_bulk(field_name="slug")
    titles = _first_hits(role_finder().find(text))
    roles = Role.objects.filter(slug__in=titles).in_bulk(field_name="slug")
    suggested = {skills[slug]: around(text, hit) for slug, hit in found.items() if slug in skills}
    return Suggestions(
        **_parted(suggested),
        roles=tuple(
            Suggestion(roles[slug], around(text, hit))
            for slug, hit in titles.items()
            if slug in roles
        ),
    )


def skills_of_role(role: Role) -> Suggestions:
    """What a role asks, the essential first. One query."""
    asked = {row.skill: "" for row in RoleSkill.objects.filter(role=role).select_related("skill")}
    return Suggestions(**_parted(asked), roles=(Suggestion(role),))


def _parted(phrases: dict[Skill, str]) -> dict[str, tuple[Suggestion, ...]]:
    parts: dict[str, list[Suggestion]] = {"skills": [], "languages": []}
    for skill, phrase in phrases.items():
        if skill.kind == SkillKind.LANGUAGE:
            # Whoever writes a résumé in English is at ease in it; the person may say otherwise.
            level = Cefr.C1 if skill.slug == "english" else Cefr.B2
            parts["languages"].append(Suggestion(skill, phrase, level))
        else:
            parts["skills"].append(Suggestion(skill, phrase))
    return {name: tuple(part) for name, part in parts.items()}


def around(text: str, hit: PhraseHit) -> str:
    """The hit with the words beside it, not beyond its line or sentence."""
    before = _EDGE.split(text[max(0, hit.start - CONTEXT) : hit.start])[-1]
    after = _EDGE.split(text[hit.end : hit.end + CONTEXT])[0]
    if len(before) == CONTEXT:
        before = "…" + before.partition(" ")[2]
    if len(after) == CONTEXT:
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{hit.text}{after}".split()).lstrip("-–—*, ")


@dataclass(frozen=True, slots=True)
class NamedSkills:
    skills: tuple[Skill, ...]
    unknown: tuple[tuple[str, str], ...]  # what was typed, and the name that it may have meant


def split_names(text: str) -> list[str]:
    return [name for part in re.split(r"[,;\n]", text) if (name := part.strip())]


def skills_named(text: str) -> NamedSkills:
    """Skills by any of their labels, from names parted by commas or lines. One query."""
    pickable = list(Skill.objects.pickable())
    by_label = {_folded(label): skill for skill in pickable for label in skill.labels[1:]}
    by_label |= {_folded(skill.preferred_label): skill for skill in pickable}
    skills, unknown = {}, {}
    for name in split_names(text):
        if skill := by_label.get(_folded(name)):
            skills[skill.pk] = skill
        else:
            near = difflib.get_close_matches(_folded(name), by_label, n=1, cutoff=0.8)
            unknown[name[:80]] = by_label[near[0]].preferred_label if near else ""
    return NamedSkills(tuple(skills.values()), tuple(unknown.items()))


def _first_hits(hits: list[PhraseHit]) -> dict[str, PhraseHit]:
    first: dict[str, PhraseHit] = {}
    for hit in hits:
        first.setdefault(hit.key, hit)
    return first


def _folded(name: str) -> str:
    return re.sub(r"[\s\-_/]+", " ", name).strip(" .").casefold()
