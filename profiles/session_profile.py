from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.models import Place, Role, Skill
from cms.models.keeping import rows_by_slug
from profiles.models.candidates import EVIDENCE_LENGTH, Source

from .contents import UNCHANGED, HeldLanguage, HeldSkill, ProfileContents
from .holder import Profile
from .snapshot import Preferences

GUEST_KEY = "guest_profile"


class SessionProfile(Profile):
    """A guest's picks: slugs and numbers under one key of the session, with a stamp.

    Left alone for GUEST_PROFILE_DAYS they are dropped at the next look. That a pick was read from
    a résumé is kept; the words that it was read from never come here.
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
        known = rows_by_slug(Skill.objects.all(), [*skills, *languages])
        roles = rows_by_slug(
            Role.objects.all(), [data.get("current_role"), data.get("target_role")]
        )
        if any(row.slug != slug for slug, row in (known | roles).items()):
            data = self._renamed(data, known, roles)
            skills, languages = data.get("skills", {}), data.get("languages", {})
            known, roles = _by_own_slug(known), _by_own_slug(roles)
        held = [_held(known[slug], *rest) for slug, rest in skills.items() if slug in known]
        return ProfileContents(
            skills=tuple(sorted(held, key=lambda held: held.order)),
            languages=tuple(
                HeldLanguage(known[slug], *rest)
                for slug, rest in sorted(languages.items())
                if slug in known
            ),
            current_role=roles.get(data.get("current_role")),
            target_role=roles.get(data.get("target_role")),
            preferences=load_preferences(data.get("preferences", {})),
            saved_at=parse_datetime(data["saved_at"]),
        )

    def _renamed(self, data: dict, known: dict, roles: dict) -> dict:
        """The picks under the slugs that answer today. Of two that became one the higher level stays."""

        def now(held: dict) -> dict:
            renamed = {}
            for slug, (level, *rest) in held.items():
                slug = known[slug].slug if slug in known else slug
                if slug not in renamed or level > renamed[slug][0]:
                    renamed[slug] = [level, *rest]
            return renamed

        parts = {name: now(data[name]) for name in ("skills", "languages") if name in data}
        for name in ("current_role", "target_role"):
            if data.get(name) in roles:
                parts[name] = roles[data[name]].slug
        # The stamp stays: nobody picked anything.
        self.session[self.key] = data | parts
        return self.session[self.key]

    def set_skills(self, skills):
        stored = dict(self.data.get("skills", {}))
        for held in skills:
            old = stored.get(held.skill.slug)
            before = (
                _held(held.skill, *old) if old else HeldSkill(held.skill, evidence="", years=None)
            )
            evidence = before.evidence if held.evidence is None else held.evidence
            stored[held.skill.slug] = [
                int(held.level),
                evidence[:EVIDENCE_LENGTH],
                before.years if held.years is UNCHANGED else held.years,
                str(before.source if old else held.source),
            ]
        self._save(skills=stored)

    def remove_skill(self, skill):
        self._save(skills=_less(self.data.get("skills", {}), skill.slug))

    def set_languages(self, languages):
        stored = dict(self.data.get("languages", {}))
        for held in languages:
            _spoken, _written, *source = stored.get(held.language.slug, ["", "", str(held.source)])
            stored[held.language.slug] = [held.spoken, held.written, *source]
        self._save(languages=stored)

    def remove_language(self, language):
        self._save(languages=_less(self.data.get("languages", {}), language.slug))

    def set_roles(self, current, target):
        self._save(
            current_role=current.slug if current else None,
            target_role=target.slug if target else None,
        )

    def _write_preferences(self, changes):
        self._save(preferences=self.data.get("preferences", {}) | plain_preferences(changes))


def _held(skill: Skill, level, evidence="", years=None, source=Source.OWN) -> HeldSkill:
    """From the parts as they lie in the session; one that lies there for days may have fewer."""
    return HeldSkill(skill, level, evidence, years, source)


def _by_own_slug(rows: dict[str, Any]) -> dict[str, Any]:
    return {row.slug: row for row in rows.values()}


def _less(stored: dict, slug: str) -> dict:
    return {key: value for key, value in stored.items() if key != slug}


def plain_preferences(changes: dict[str, Any]) -> dict:
    """Fields of `Preferences` as they lie in a session."""
    stored = {}
    for name, value in changes.items():
        if name == "place":
            value = value.pk if value else None
        elif name == "pay_floor":
            value = str(value) if value is not None else None
        elif isinstance(value, tuple):
            value = list(value)
        stored[name] = value
    return stored


def load_preferences(stored: dict) -> Preferences:
    """At most one query: the place."""
    values = asdict(Preferences()) | stored
    if values["pay_floor"] is not None:
        values["pay_floor"] = Decimal(values["pay_floor"])
    if values["place"]:
        values["place"] = Place.objects.filter(pk=values["place"]).first()
    return Preferences.of(values)
