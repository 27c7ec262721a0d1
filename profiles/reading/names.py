"""Skills from names that somebody typed, parted by commas."""

import difflib
import re
from dataclasses import dataclass

from cms.models import Skill


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


def _folded(name: str) -> str:
    return re.sub(r"[\s\-_/]+", " ", name).strip(" .").casefold()
