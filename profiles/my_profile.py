"""A person's profile, wherever it lies: rows for whoever signed in, the session for a guest."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.models import Place, Role, Skill
from profiles.models import Candidate, CandidateLanguage, CandidateSkill

from .contents import HeldLanguage, HeldSkill, ProfileContents
from .snapshot import Preferences, ProfileSnapshot

GUEST_KEY = "guest_profile"
EVIDENCE_LENGTH = 200
PREFERENCE_NAMES = frozenset(spec.name for spec in fields(Preferences))


def my_profile(request) -> "Profile":
    """The profile of whoever asks; the same object all through one request. No query by itself."""
    profile = getattr(request, "_my_profile", None)
    if profile is None or profile.is_guest == request.user.is_authenticated:
        if request.user.is_authenticated:
            profile = CandidateProfile(request.user)
        else:
            profile = SessionProfile(request.session)
        request._my_profile = profile
    return profile


class Profile(ABC):
    """What both holders can do. Reading is remembered until the next write."""

    is_guest: bool
    _contents: ProfileContents | None = None

    @abstractmethod
    def _read(self) -> ProfileContents: ...

    @abstractmethod
    def set_skills(self, skills: Iterable[HeldSkill]) -> None:
        """Add these, or change the level of those that are there. Empty evidence leaves the old."""

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

    def set_skill(self, skill: Skill, level: int, evidence: str = "") -> None:
        self.set_skills([HeldSkill(skill, level, evidence)])

    def set_language(self, language: Skill, spoken: str, written: str = "") -> None:
        self.set_languages([HeldLanguage(language, spoken, written)])

    def set_preferences(self, **changes) -> None:
        """Change some of the fields of `Preferences`; raises TypeError for any other name."""
        if unknown := changes.keys() - PREFERENCE_NAMES:
            raise TypeError(f"no such preference: {', '.join(sorted(unknown))}")
        self._write_preferences(changes)

    def add(self, contents: ProfileContents) -> None:
        """Take over what `contents` holds. Roles that it does not name stay; experience has no guest."""
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


class SessionProfile(Profile):
    """A guest's picks: slugs and numbers under one key of the session, with a stamp.

    Left alone for GUEST_PROFILE_DAYS they are dropped at the next look. The text that they were
    read from never comes here.
    """

    is_guest = True

    def __init__(self, session, key: str = GUEST_KEY):
        self.session = session
        self.key = key

    @property
    def data(self) -> dict:
        data = self.session.get(self.key)
        if data is None:
            return {}
        saved_at = parse_datetime(data["saved_at"])
        if timezone.now() - saved_at > timedelta(days=settings.GUEST_PROFILE_DAYS):
            self.clear()
            return {}
        return data

    def clear(self) -> None:
        self.session.pop(self.key, None)
        self._contents = None

    def _save(self, **parts) -> None:
        self.session[self.key] = self.data | parts | {"saved_at": timezone.now().isoformat()}
        self._contents = None

    def _read(self) -> ProfileContents:
        data = self.data
        if not data:
            return ProfileContents()
        skills, languages = data.get("skills", {}), data.get("languages", {})
        known = _by_slug(Skill, [*skills, *languages])
        roles = _by_slug(Role, [data.get("current_role"), data.get("target_role")])
        held = [HeldSkill(known[slug], *rest) for slug, rest in skills.items() if slug in known]
        return ProfileContents(
            skills=tuple(sorted(held, key=lambda held: held.order)),
            languages=tuple(
                HeldLanguage(known[slug], *rest)
                for slug, rest in sorted(languages.items())
                if slug in known
            ),
            current_role=roles.get(data.get("current_role")),
            target_role=roles.get(data.get("target_role")),
            preferences=_load_preferences(data.get("preferences", {})),
            saved_at=parse_datetime(data["saved_at"]),
        )

    def set_skills(self, skills):
        stored = dict(self.data.get("skills", {}))
        for held in skills:
            _level, evidence = stored.get(held.skill.slug, (None, ""))
            evidence = held.evidence[:EVIDENCE_LENGTH] or evidence
            stored[held.skill.slug] = [int(held.level), evidence]
        self._save(skills=stored)

    def remove_skill(self, skill):
        self._save(skills=_less(self.data.get("skills", {}), skill.slug))

    def set_languages(self, languages):
        stored = dict(self.data.get("languages", {}))
        stored |= {held.language.slug: [held.spoken, held.written] for held in languages}
        self._save(languages=stored)

    def remove_language(self, language):
        self._save(languages=_less(self.data.get("languages", {}), language.slug))

    def set_roles(self, current, target):
        self._save(
            current_role=current.slug if current else None,
            target_role=target.slug if target else None,
        )

    def _write_preferences(self, changes):
        stored = dict(self.data.get("preferences", {}))
        for name, value in changes.items():
            if name == "place":
                value = value.pk if value else None
            elif name == "pay_floor":
                value = str(value) if value is not None else None
            elif isinstance(value, tuple):
                value = list(value)
            stored[name] = value
        self._save(preferences=stored)


class CandidateProfile(Profile):
    """The rows of a signed-in person. The Candidate is made by the first write, not by a look."""

    is_guest = False

    def __init__(self, user):
        self.user = user
        self.candidate: Candidate | None = None

    def _read(self) -> ProfileContents:
        self.candidate = (
            Candidate.objects.for_user(self.user)
            .select_related("current_role", "target_role", "place")
            .first()
        )
        if self.candidate is None:
            return ProfileContents()
        rows = self.candidate.candidate_skills.select_related("skill")
        held = [HeldSkill(row.skill, row.level, row.evidence) for row in rows]
        return ProfileContents(
            skills=tuple(sorted(held, key=lambda held: held.order)),
            languages=tuple(
                HeldLanguage(row.language, row.spoken, row.written)
                for row in self.candidate.languages.select_related("language")
            ),
            current_role=self.candidate.current_role,
            target_role=self.candidate.target_role,
            preferences=Preferences(
                **{
                    name: tuple(value) if isinstance(value, list) else value
                    for name in PREFERENCE_NAMES
                    for value in [getattr(self.candidate, name)]
                }
            ),
            experience_texts=tuple(self.candidate.experiences.values_list("title", "summary")),
            saved_at=self.candidate.updated_at,
        )

    def row(self) -> Candidate:
        """The Candidate, made if there is none yet: only for writing."""
        candidate, _created = Candidate.objects.get_or_create(user=self.user)
        return candidate

    def _touch(self, candidate: Candidate, **columns) -> None:
        Candidate.objects.filter(pk=candidate.pk).update(updated_at=timezone.now(), **columns)
        self._contents = None

    @transaction.atomic
    def add(self, contents):
        super().add(contents)

    @transaction.atomic
    def set_skills(self, skills):
        candidate = self.row()
        # The same skill twice in one statement is an error on PostgreSQL: the last one counts.
        skills = {held.skill.pk: held for held in skills}.values()
        for with_evidence in (True, False):
            rows = [
                CandidateSkill(
                    candidate=candidate,
                    skill=held.skill,
                    level=held.level,
                    evidence=held.evidence[:EVIDENCE_LENGTH],
                )
                for held in skills
                if bool(held.evidence) is with_evidence
            ]
            # One statement that inserts or changes: two tabs cannot collide.
            CandidateSkill.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["candidate", "skill"],
                update_fields=["level", "evidence"] if with_evidence else ["level"],
            )
        self._touch(candidate)

    @transaction.atomic
    def remove_skill(self, skill):
        candidate = self.row()
        candidate.candidate_skills.filter(skill=skill).delete()
        self._touch(candidate)

    @transaction.atomic
    def set_languages(self, languages):
        candidate = self.row()
        languages = {held.language.pk: held for held in languages}.values()
        CandidateLanguage.objects.bulk_create(
            [
                CandidateLanguage(
                    candidate=candidate,
                    language=held.language,
                    spoken=held.spoken,
                    written=held.written,
                )
                for held in languages
            ],
            update_conflicts=True,
            unique_fields=["candidate", "language"],
            update_fields=["spoken", "written"],
        )
        self._touch(candidate)

    @transaction.atomic
    def remove_language(self, language):
        candidate = self.row()
        candidate.languages.filter(language=language).delete()
        self._touch(candidate)

    @transaction.atomic
    def set_roles(self, current, target):
        self._touch(self.row(), current_role=current, target_role=target)

    @transaction.atomic
    def _write_preferences(self, changes):
        columns = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in changes.items()
        }
        if "place" in changes:
            place = changes["place"]
            columns["time_zone"] = place.time_zone if place else "UTC"
        self._touch(self.row(), **columns)

    @transaction.atomic
    def set_visibility(self, visibility: str) -> None:
        """Who may see it: a guest's profile has nobody to hide from."""
        self._touch(self.row(), visibility=visibility)


def _by_slug(model, slugs: Iterable[str | None]) -> dict[str, Any]:
    """One query, or none where nothing is asked."""
    slugs = [slug for slug in slugs if slug]
    return {row.slug: row for row in model.objects.filter(slug__in=slugs)} if slugs else {}


def _less(stored: dict, slug: str) -> dict:
    return {key: value for key, value in stored.items() if key != slug}


def _load_preferences(stored: dict) -> Preferences:
    """At most one query: the place."""
    values = asdict(Preferences()) | {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    if values["pay_floor"] is not None:
        values["pay_floor"] = Decimal(values["pay_floor"])
    if values["place"]:
        values["place"] = Place.objects.filter(pk=values["place"]).first()
    return Preferences(**values)
