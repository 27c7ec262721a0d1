"""What of a role's skills is held, how far, and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from cms.models import RoleSkill
from matching.profile_queries import LEVEL_WEIGHTS
from profiles.models.candidates import Level

# How far a skill is held, from 0 to 1, by its key. What is not in it is not held.
Held = Mapping[int, float]

ESSENTIAL_FACTOR = 2  # what a role cannot do without weighs twice its importance

# A role asks for what one does alone: that and teaching it count in full, help two thirds, learning one.
HELD_BY_LEVEL = {
    level: min(1.0, claimed / LEVEL_WEIGHTS[Level.ALONE])
    for level, claimed in LEVEL_WEIGHTS.items()
}


def weight(asked: RoleSkill) -> int:
    return asked.importance * (ESSENTIAL_FACTOR if asked.is_essential else 1)


def missing_weight(asks: Iterable[RoleSkill], held: Held) -> float:
    """The weight of what is missing; of a skill that is held in part, the rest of it."""
    return sum(weight(asked) * (1 - held.get(asked.skill_id, 0)) for asked in asks)


@dataclass(frozen=True)
class Gap:
    """What of a role's skills is held, held in part and missing, heaviest first."""

    held: tuple[RoleSkill, ...]
    in_part: tuple[RoleSkill, ...]
    missing: tuple[RoleSkill, ...]
    share: float  # how much is held, from 0 to 1 by weight; 0 for a role that states no skills

    @classmethod
    def between(cls, asks: Iterable[RoleSkill], held: Held) -> Self:
        by_weight = sorted(asks, key=lambda asked: -weight(asked))
        shares = [held.get(asked.skill_id, 0) for asked in by_weight]
        all_weight = sum(map(weight, by_weight))
        return cls(
            tuple(asked for asked, share in zip(by_weight, shares, strict=True) if share >= 1),
            tuple(asked for asked, share in zip(by_weight, shares, strict=True) if 0 < share < 1),
            tuple(asked for asked, share in zip(by_weight, shares, strict=True) if share <= 0),
            sum(weight(a) * s for a, s in zip(by_weight, shares, strict=True)) / (all_weight or 1),
        )

    @property
    def size(self) -> int:
        return len(self.held) + len(self.in_part) + len(self.missing)

    @property
    def missing_names(self) -> list[str]:
        return [asked.skill.preferred_label for asked in self.missing]

    @property
    def in_part_names(self) -> list[str]:
        return [asked.skill.preferred_label for asked in self.in_part]
