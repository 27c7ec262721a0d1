"""The last acts on a profile, kept in the session so that each can be taken back during the visit.

What is kept is how things were before: plain data, and only of what the act touches. An act can be taken
back until the same things are changed again; so two open pages each have a way back of their own, and
neither undoes what it does not show.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.apps import apps
from django.contrib import messages
from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_time

from cms.clocks import UTC
from cms.models import Role, Skill
from cms.weeks import Span

from .contents import HeldLanguage, HeldSkill, ProfileContents
from .my_profile import CandidateProfile, my_profile
from .session_profile import load_preferences, plain_preferences
from .snapshot import PREFERENCE_NAMES, Preferences
from .told import delete_row

KEY = "last_acts"
MOST = 5
KEPT = timedelta(hours=1)
TAG = "undo-"


class TooLate(Exception):
    """The same things were changed since, or too much was done or too much time has passed."""


class _Changed(Exception):
    """A row that the act wrote has been changed since, say on another device."""


def remember(
    request,
    anchor: str,
    *,
    skills: Iterable[Skill] = (),
    languages: Iterable[Skill] = (),
    roles: bool = False,
    rows: Iterable[models.Model] = (),
    hours: bool = False,
    preferences: bool = False,
) -> str:
    """Keep the present state of these. Call it before the act; the token is for `take_back`.

    Reads the profile; with `hours` one query more.
    """
    profile = my_profile(request)
    contents = profile.contents
    rows = list(rows)
    held = {h.skill.slug: h for h in contents.skills}
    spoken = {h.language.slug: h for h in contents.languages}
    act = {
        "token": secrets.token_hex(6),
        "user": request.user.pk,
        "at": timezone.now().isoformat(),
        "anchor": anchor,
        "skills": {skill.slug: _plain(held.get(skill.slug)) for skill in skills},
        "languages": {language.slug: _plain(spoken.get(language.slug)) for language in languages},
        "rows": serializers.serialize("json", rows),
        "touched": [_name(row) for row in rows],
    }
    if roles:
        both = (contents.current_role, contents.target_role)
        act["roles"] = [role.slug if role else "" for role in both]
    if hours:
        act["hours"] = [
            [span.weekday, span.starts.isoformat(), span.ends.isoformat()]
            for span in profile.hours()
        ]
        act["time_zone"] = profile.candidate.time_zone if profile.candidate else UTC
    if preferences:
        before = contents.preferences
        act["preferences"] = plain_preferences(
            {name: getattr(before, name) for name in PREFERENCE_NAMES}
        )
    request.session[KEY] = [*request.session.get(KEY, []), act][-MOST:]
    return act["token"]


def remember_adding(request, contents: ProfileContents, skills: Iterable[Skill] = ()) -> str:
    """The same for what is about to be added at once: suggestions accepted, picks taken over.

    `skills` are those that come besides, with certificates.
    """
    return remember(
        request,
        "skills",
        skills=[*(held.skill for held in contents.skills), *skills],
        languages=[held.language for held in contents.languages],
        roles=bool(contents.current_role or contents.target_role),
        preferences=contents.preferences != Preferences(),
    )


def remember_rows(request, rows: Iterable[models.Model]) -> None:
    """Keep with the act just remembered that it wrote these rows, and how they are now.

    One query for each kind of row.
    """
    rows = list(rows)
    written: dict[str, list[int]] = {}
    for row in rows:
        written.setdefault(row._meta.label, []).append(row.pk)
    if written:
        *earlier, act = request.session[KEY]
        act["written"], act["written_as"] = written, _fingerprint(_rows(written))
        act["touched"] += [_name(row) for row in rows]
        request.session[KEY] = [*earlier, act]


def unless_idle(request, token: str, before: ProfileContents) -> str:
    """The token to offer: of the act before, if the one just remembered did the same once more.

    The second press of a double click changes nothing, and must not end the way back of the first. Reads
    the profile again where the act before touched the same.
    """
    *earlier, act = request.session[KEY]
    if not earlier or earlier[-1]["user"] != act["user"] or _touched(act) - _touched(earlier[-1]):
        return token
    if replace(my_profile(request).contents, saved_at=None) != replace(before, saved_at=None):
        return token
    request.session[KEY] = earlier
    return earlier[-1]["token"]


def forget(request) -> None:
    """Something was done to rows that is not taken back: what came before it is not either."""
    request.session.pop(KEY, None)


def say(request, text: str, token: str) -> None:
    """Add the success message of an act, with a button to undo it."""
    messages.success(request, text, extra_tags=f"{TAG}{token}")


def take_back(request, token: str) -> str:
    """Make what the act touched as it was before, in one transaction, and give the anchor of its place.

    Raises TooLate for an act that is not among the last of this person in this visit, and for one whose
    things a later act changed again.
    """
    acts = request.session.get(KEY, [])
    position = next((n for n, act in enumerate(acts) if act["token"] == token), None)
    if position is None or acts[position]["user"] != request.user.pk:
        raise TooLate
    act, later = acts[position], acts[position + 1 :]
    if timezone.now() - parse_datetime(act["at"]) > KEPT:
        raise TooLate
    if any(_touched(act) & _touched(since) for since in later):
        raise TooLate
    request.session[KEY] = [*acts[:position], *later]
    try:
        with transaction.atomic():
            _restore(request, act)
    except (IntegrityError, DeserializationError, _Changed) as error:
        raise TooLate from error
    return act["anchor"]


def _plain(held: HeldSkill | HeldLanguage | None) -> list | None:
    match held:
        case HeldSkill():
            return [held.level, held.evidence, held.years, held.source, held.source_phrase]
        case HeldLanguage():
            return [held.spoken, held.written, held.source, held.source_phrase]
    return None


def _name(row: models.Model) -> str:
    return f"{row._meta.label} {row.pk}"


def _touched(act: dict) -> set[str]:
    """What the act changed, each thing by a name of its own."""
    wholes = {"roles", "hours", "preferences"} & act.keys()
    skills = {f"skill {slug}" for slug in (*act["skills"], *act["languages"])}
    return wholes | skills | set(act["touched"])


def _rows(written: dict[str, list[int]]) -> list[models.Model]:
    return [
        row
        for label, pks in written.items()
        for row in apps.get_model(label).objects.filter(pk__in=pks).order_by("pk")
    ]


def _fingerprint(rows: list[models.Model]) -> str:
    return hashlib.sha256(serializers.serialize("json", rows).encode()).hexdigest()


def _restore(request, act: dict) -> None:
    profile = my_profile(request)
    # The rows first: with a certificate goes its skill, which may have been there before the act.
    if isinstance(profile, CandidateProfile) and "written" in act:
        rows = _rows(act["written"])
        if _fingerprint(rows) != act["written_as"]:
            raise _Changed
        for row in rows:
            delete_row(profile, row)
    known = Skill.objects.filter(slug__in=[*act["skills"], *act["languages"]])
    by_slug = {skill.slug: skill for skill in known}
    skills, languages = [], []
    for slug, was in act["skills"].items():
        if slug not in by_slug:
            continue
        if was is None:
            profile.remove_skill(by_slug[slug])
        else:
            skills.append(HeldSkill(by_slug[slug], *was))
    for slug, was in act["languages"].items():
        if slug not in by_slug:
            continue
        if was is None:
            profile.remove_language(by_slug[slug])
        else:
            languages.append(HeldLanguage(by_slug[slug], *was))
    if skills:
        profile.set_skills(skills)
    if languages:
        profile.set_languages(languages)
    if "roles" in act:
        roles = {role.slug: role for role in Role.objects.filter(slug__in=act["roles"])}
        profile.set_roles(*(roles.get(slug) for slug in act["roles"]))
    if "preferences" in act:
        before = load_preferences(act["preferences"])
        profile.set_preferences(**{name: getattr(before, name) for name in PREFERENCE_NAMES})
    if isinstance(profile, CandidateProfile):
        _restore_rows(profile, act)


def _restore_rows(profile: CandidateProfile, act: dict) -> None:
    rows = list(serializers.deserialize("json", act["rows"]))
    for row in rows:
        row.object.pk = None  # its number may be another row's by now
        row.object.candidate = profile.row()
        row.object.save()
    if rows:
        profile.touch()
    if "hours" in act:
        spans = [
            Span(day, parse_time(starts), parse_time(ends)) for day, starts, ends in act["hours"]
        ]
        profile.set_hours(spans, act["time_zone"])
