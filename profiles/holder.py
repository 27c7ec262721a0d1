"""The interface of a profile, whether it is stored in rows or in a guest's session."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from cms.models import Role, Skill

from .contents import UNCHANGED, HeldLanguage, HeldSkill, ProfileContents, Unchanged
from .snapshot import PREFERENCE_NAMES, Preferences, ProfileSnapshot


class Profile(ABC):
    """Subclasses store it. What was read is cached until the next write."""

    is_guest: bool
    _contents: ProfileContents | None = None

    @abstractmethod
    def _read(self) -> ProfileContents: ...

    @abstractmethod
    def set_skills(self, skills: Iterable[HeldSkill]) -> None:
        """Add these skills, or change those that are there.

        Evidence None and years UNCHANGED keep the stored values. The source of a stored skill stays:
        it says who named the skill first.
        """

    @abstractmethod
    def remove_skill(self, skill: Skill) -> None: ...

    @abstractmethod
    def set_languages(self, languages: Iterable[HeldLanguage]) -> None: ...

    @abstractmethod
    def remove_language(self, language: Skill) -> None: ...

    @abstractmethod
    def set_roles(self, current: Role | None, target: Role | None) -> None: ...

    @abstractmethod
    def _write_preferences(self, changes: dict[str, Any]) -> None: ...

    @property
    def contents(self) -> ProfileContents:
        if self._contents is None:
            self._contents = self._read()
        return self._contents

    def snapshot(self) -> ProfileSnapshot:
        """For matching. A guest's costs at most 3 queries, a candidate's 4, whatever they hold."""
        return self.contents.snapshot

    def set_skill(
        self,
        skill: Skill,
        level: int,
        evidence: str | None = None,
        years: int | Unchanged | None = UNCHANGED,
    ) -> None:
        self.set_skills([HeldSkill(skill, level, evidence, years)])

    def set_language(self, language: Skill, spoken: str, written: str = "") -> None:
        self.set_languages([HeldLanguage(language, spoken, written)])

    def set_preferences(self, **changes) -> None:
        """Change some of the fields of `Preferences`; raises TypeError for any other name."""
        if unknown := changes.keys() - PREFERENCE_NAMES:
            raise TypeError(f"no such preference: {', '.join(sorted(unknown))}")
        self._write_preferences(changes)

    def add(self, contents: ProfileContents) -> None:
        """Add what `contents` holds. Roles that it does not name stay. Experience is not copied: guests have none."""
        if contents.skills:
            self.set_skills(contents.skills)
        if contents.languages:
            self.set_languages(contents.languages)
        if contents.current_role or contents.target_role:
            mine = self.contents
            self.set_roles(
                contents.current_role or mine.current_role,
                contents.target_role or mine.target_role,
            )
        stated = {
            spec.name: getattr(contents.preferences, spec.name)
            for spec in fields(Preferences)
            if getattr(contents.preferences, spec.name) != spec.default
        }
        if stated:
            self.set_preferences(**stated)
