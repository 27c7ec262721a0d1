"""Saving and deleting a profile's jobs held, figures, education and certificates."""

from django.db import models, transaction

from cms.models import Skill
from cms.skill_finder import skill_finder
from cms.vocabulary import SkillKind

from .candidate_profile import CandidateProfile
from .contents import HeldSkill
from .models import Certificate


def certificate_named(name: str) -> Skill | None:
    """The vocabulary's certificate whose label occurs in `name`, or None. Two queries."""
    slugs = [hit.key for hit in skill_finder().find(name)]
    return Skill.objects.pickable().filter(kind=SkillKind.CERTIFICATION, slug__in=slugs).first()


@transaction.atomic
def save_row(profile: CandidateProfile, row: models.Model) -> Skill | None:
    """Write a row. A certificate that the vocabulary knows brings its skill onto the profile: it is returned.

    The level of a skill that is there already stays. Called again under another name, the skill of
    the old name goes, as it does in `delete_row`.
    """
    if not isinstance(row, Certificate):
        row.save()
        profile.touch()
        return None
    old = Skill.objects.filter(pk=row.skill_id).first() if row.pk else None
    row.skill = certificate_named(row.name)
    row.save()
    if old and old != row.skill:
        _drop_skill(profile, old, row)
    if row.skill and not row.candidate.candidate_skills.filter(skill=row.skill).exists():
        profile.set_skills(
            [HeldSkill(row.skill, source=row.source, source_phrase=row.source_phrase)]
        )
    profile.touch()
    return row.skill


@transaction.atomic
def delete_row(profile: CandidateProfile, row: models.Model) -> None:
    """Delete a row; with a certificate goes its skill, unless another certificate stands for it."""
    skill = row.skill if isinstance(row, Certificate) else None
    if skill:
        _drop_skill(profile, skill, row)
    row.delete()
    profile.touch()


def _drop_skill(profile: CandidateProfile, skill: Skill, row: Certificate) -> None:
    others = Certificate.objects.filter(candidate=row.candidate_id, skill=skill)
    if not others.exclude(pk=row.pk).exists():
        profile.remove_skill(skill)
