"""What a profile holds, read once: its pages show all of it, matching gets the snapshot."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from cms.models import Role, Skill
from cms.vocabulary import Cefr, SkillKind
from profiles.models.candidates import Level, Source

from .snapshot import Preferences, ProfileSnapshot

KIND_ORDER = {kind: position for position, kind in enumerate(SkillKind)}


class Unchanged(Enum):
    """A marker for "keep the stored value", where None already means "not stated"."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """A skill with what its holder says of it. Source and phrase are those of the first write."""

    skill: Skill
    level: int = Level.ALONE
    evidence: str | None = None  # None in what is to be written: leave what is there
    years: int | Unchanged | None = UNCHANGED  # of use; read from a profile, a number or None
    source: str = Source.OWN
    source_phrase: str = ""

    @property
    def level_label(self) -> str:
        return Level(self.level).label

    @property
    def order(self) -> tuple[int, str]:
        return KIND_ORDER[self.skill.kind], self.skill.preferred_label.casefold()


@dataclass(frozen=True, slots=True)
class HeldLanguage:
    language: Skill
    spoken: str = Cefr.B2
    written: str = ""
    source: str = Source.OWN
    source_phrase: str = ""

    @property
    def spoken_label(self) -> str:
        return Cefr(self.spoken).label


@dataclass(frozen=True, slots=True)
class ProfileContents:
    skills: tuple[HeldSkill, ...] = ()
    languages: tuple[HeldLanguage, ...] = ()
    current_role: Role | None = None
    target_role: Role | None = None
    preferences: Preferences = field(default_factory=Preferences)
    experience_texts: tuple[tuple[str, str], ...] = ()
    saved_at: datetime | None = None

    @property
    def snapshot(self) -> ProfileSnapshot:
        return ProfileSnapshot(
            skills=tuple((held.skill, held.level) for held in self.skills),
            current_role=self.current_role,
            target_role=self.target_role,
            languages=tuple((held.language, held.spoken) for held in self.languages),
            experience_texts=self.experience_texts,
            preferences=self.preferences,
        )

    @property
    def skills_by_kind(self) -> list[tuple[SkillKind, list[HeldSkill]]]:
        groups: dict[SkillKind, list[HeldSkill]] = {}
        for held in self.skills:
            groups.setdefault(SkillKind(held.skill.kind), []).append(held)
        return list(groups.items())

    def without_skills(self, keys: set[int | None]) -> "ProfileContents":
        return replace(
            self, skills=tuple(held for held in self.skills if held.skill.pk not in keys)
        )

    @property
    def item_count(self) -> int:
        """Number of skills, languages and roles. Preferences are not counted."""
        roles = [role for role in (self.current_role, self.target_role) if role]
        return len(self.skills) + len(self.languages) + len(roles)

    @property
    def has_preferences(self) -> bool:
        return self.preferences != Preferences()

    def without(self, stored: "ProfileContents") -> "ProfileContents":
        """What `stored` does not say yet. Where both speak, `stored` stands."""
        has = {held.skill.pk for held in stored.skills}
        speaks = {held.language.pk for held in stored.languages}
        default = Preferences()
        kept = {
            name: getattr(default, name)
            for name in ("work_modes", "channels_avoided", "employment_types", "place")
            if getattr(stored.preferences, name)
        }
        if stored.preferences.pay_floor is not None:
            kept |= {"pay_floor": None, "pay_currency": default.pay_currency}
        if stored.preferences.place:
            kept["commute_miles"] = default.commute_miles
        return replace(
            self,
            skills=tuple(held for held in self.skills if held.skill.pk not in has),
            languages=tuple(held for held in self.languages if held.language.pk not in speaks),
            current_role=None if stored.current_role else self.current_role,
            target_role=None if stored.target_role else self.target_role,
            preferences=replace(self.preferences, **kept),
        )

    def __bool__(self) -> bool:
        return bool(self.item_count or self.has_preferences)
