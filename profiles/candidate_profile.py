from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cms.weeks import Span
from profiles import consents
from profiles.models import AvailableTime, Candidate, CandidateLanguage, CandidateSkill
from profiles.models.candidates import EVIDENCE_LENGTH, PHRASE_LENGTH, Visibility

from .contents import UNCHANGED, HeldLanguage, HeldSkill, ProfileContents
from .holder import Profile
from .snapshot import PREFERENCE_NAMES, Preferences


class CandidateProfile(Profile):
    """The profile of a signed-in user, in rows. The Candidate is made by the first write, not by reading."""

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
        held = [
            HeldSkill(row.skill, row.level, row.evidence, row.years, row.source, row.source_phrase)
            for row in rows
        ]
        return ProfileContents(
            skills=tuple(sorted(held, key=lambda held: held.order)),
            languages=tuple(
                HeldLanguage(row.language, row.spoken, row.written, row.source, row.source_phrase)
                for row in self.candidate.languages.select_related("language")
            ),
            current_role=self.candidate.current_role,
            target_role=self.candidate.target_role,
            preferences=preferences_of(self.candidate),
            experience_texts=tuple(self.candidate.experiences.values_list("title", "summary")),
            saved_at=self.candidate.updated_at,
        )

    def row(self) -> Candidate:
        """The Candidate, made if there is none yet: only for writing."""
        candidate, _created = Candidate.objects.get_or_create(user=self.user)
        return candidate

    def touch(self) -> None:
        """Set `updated_at` when a row of another table of the profile changed."""
        self._touch(self.row())

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
        rows: dict[tuple[str, ...], list[CandidateSkill]] = {}
        for held in skills:
            row = CandidateSkill(
                candidate=candidate,
                skill=held.skill,
                level=held.level,
                evidence=(held.evidence or "")[:EVIDENCE_LENGTH],
                years=None if held.years is UNCHANGED else held.years,
                source=held.source,
                source_phrase=held.source_phrase[:PHRASE_LENGTH],
            )
            rows.setdefault(_stated(held), []).append(row)
        for stated, alike in rows.items():
            # One statement that inserts or changes: two tabs cannot collide.
            CandidateSkill.objects.bulk_create(
                alike,
                update_conflicts=True,
                unique_fields=["candidate", "skill"],
                update_fields=stated,
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
                    source=held.source,
                    source_phrase=held.source_phrase[:PHRASE_LENGTH],
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
        candidate = self.row()
        place = changes.get("place")
        moves = "place" in changes and candidate.place_id != (place.pk if place else None)
        # The hours that are stored count in the time zone they were given in.
        if moves and not candidate.available_times.exists():
            columns["time_zone"] = place.time_zone if place else "UTC"
        self._touch(candidate, **columns)

    @transaction.atomic
    def set_visibility(self, visibility: str) -> None:
        """Change who may see the profile. Guests have no such choice.

        `EMPLOYERS` records a consent to the present words, which the caller has shown; any other
        choice withdraws it.
        """
        if visibility == Visibility.EMPLOYERS:
            consents.give(self.user, consents.Purpose.VISIBILITY)
        else:
            consents.withdraw(self.user, consents.Purpose.VISIBILITY)
        self._touch(self.row(), visibility=visibility, visibility_warned_at=None)

    def hours(self) -> list[Span]:
        """When the person can work, in the zone of the candidate. One query."""
        times = AvailableTime.objects.for_user(self.user)
        return [Span(time.weekday, time.starts, time.ends) for time in times]

    @transaction.atomic
    def set_hours(self, spans: Iterable[Span], time_zone: str) -> None:
        """Replace the hours. No two spans of a day may start at the same time."""
        candidate = self.row()
        candidate.available_times.all().delete()
        AvailableTime.objects.bulk_create(
            [
                AvailableTime(
                    candidate=candidate,
                    weekday=span.weekday,
                    starts=span.starts,
                    ends=span.ends,
                )
                for span in spans
            ],
            # The same form sent twice at once meets what the other one wrote.
            update_conflicts=True,
            unique_fields=["candidate", "weekday", "starts"],
            update_fields=["ends"],
        )
        self._touch(candidate, time_zone=time_zone)


def preferences_of(candidate: Candidate) -> Preferences:
    """Reads the place, which callers load with the candidate."""
    return Preferences.of({name: getattr(candidate, name) for name in PREFERENCE_NAMES})


def _stated(held: HeldSkill) -> tuple[str, ...]:
    """The columns that change where the skill is held already."""
    columns = {"level": True, "evidence": held.evidence is not None}
    columns["years"] = held.years is not UNCHANGED
    return tuple(name for name, states in columns.items() if states)
