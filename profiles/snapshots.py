"""Snapshots of many candidates at once: what `CandidateProfile.snapshot` reads of one."""

from collections.abc import Iterator

from django.db.models import QuerySet

from profiles.models import Candidate

from .candidate_profile import preferences_of
from .contents import HeldLanguage, HeldSkill, ProfileContents
from .snapshot import ProfileSnapshot

CHUNK = 500  # candidates in memory at once


def read_snapshots(candidates: QuerySet[Candidate]) -> Iterator[tuple[Candidate, ProfileSnapshot]]:
    """Candidates with what they told, in the order of their keys. Six queries for each `CHUNK`."""
    rows = (
        candidates.order_by("pk")
        .select_related("current_role", "target_role", "place")
        # Through the rows to the skills: people of a chunk share one object for a skill.
        .prefetch_related("candidate_skills__skill", "languages__language", "experiences")
    )
    for candidate in rows.iterator(chunk_size=CHUNK):
        yield candidate, _snapshot(candidate)


def _snapshot(candidate: Candidate) -> ProfileSnapshot:
    held = [HeldSkill(row.skill, row.level) for row in candidate.candidate_skills.all()]
    return ProfileContents(
        skills=tuple(sorted(held, key=lambda held: held.order)),
        languages=tuple(
            HeldLanguage(row.language, row.spoken) for row in candidate.languages.all()
        ),
        current_role=candidate.current_role,
        target_role=candidate.target_role,
        preferences=preferences_of(candidate),
        experience_texts=tuple((job.title, job.summary) for job in candidate.experiences.all()),
    ).snapshot
