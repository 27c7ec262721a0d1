"""What somebody told us about themself, frozen: the one thing that matching reads of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from cms.models import Place, Role, Skill

COMMUTE_MILES = 25
FEW_SKILLS = 3


@dataclass(frozen=True, slots=True)
class Preferences:
    """Limits that leave listings out. They are never points."""

    work_modes: tuple[str, ...] = ()
    channels_avoided: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    pay_floor: Decimal | None = None  # an hour
    pay_currency: str = "USD"
    place: Place | None = None
    commute_miles: int = COMMUTE_MILES

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Preferences":
        """From values as JSON holds them: a list there is a tuple here."""
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in stored.items()
            }
        )


PREFERENCE_NAMES = frozenset(spec.name for spec in fields(Preferences))


@dataclass(frozen=True, slots=True)
class ProfileSnapshot:
    """Skills with their level (1 learning, 2 with help, 3 alone, 4 teaches), roles, languages, jobs held."""

    skills: tuple[tuple[Skill, int], ...] = ()
    current_role: Role | None = None
    target_role: Role | None = None
    languages: tuple[tuple[Skill, str], ...] = ()  # with the spoken level, CEFR
    experience_texts: tuple[tuple[str, str], ...] = ()  # (title, summary)
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said that could count. Preferences only leave out."""
        return not (
            self.skills
            or self.languages
            or self.current_role
            or self.target_role
            or self.experience_texts
        )

    @property
    def is_thin(self) -> bool:
        """Whether too little was said for a number: fewer than three skills and no role."""
        return len(self.skills) < FEW_SKILLS and self.current_role is None
