from django.db import transaction
from django.utils import timezone

from profiles.models import Candidate, CandidateLanguage, CandidateSkill

from .contents import HeldLanguage, HeldSkill, ProfileContents
from .holder import EVIDENCE_LENGTH, PREFERENCE_NAMES, Profile
from .snapshot import Preferences


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

    def touch(self) -> None:
        """Note that something beside these columns changed: a job held, say."""
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
        for states_evidence in (True, False):
            rows = [
                CandidateSkill(
                    candidate=candidate,
                    skill=held.skill,
                    level=held.level,
                    evidence=(held.evidence or "")[:EVIDENCE_LENGTH],
                )
                for held in skills
                if (held.evidence is not None) is states_evidence
            ]
            # One statement that inserts or changes: two tabs cannot collide.
            CandidateSkill.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["candidate", "skill"],
                update_fields=["level", "evidence"] if states_evidence else ["level"],
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
