"""What the guides leave out: roles and skills that none of them speaks of."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.models import CareerPathPage, GuidePage, Role, Skill


@dataclass(frozen=True)
class Gap:
    """A role or skill without a guide. `asked_by`: how many roles ask the skill; a role has none."""

    kind: str
    title: str
    asked_by: int | None
    edit_url: str


def roles_without_guide() -> QuerySet[Role]:
    """Roles on the ladder that neither a live guide nor a live career path names."""
    return (
        Role.objects.service()
        .exclude(pk__in=GuidePage.roles.through.objects.filter(guidepage__live=True).values("role"))
        .exclude(path_rungs__page__in=CareerPathPage.objects.live().order_by())
        .by_line()
    )


def skills_without_guide() -> QuerySet[Skill]:
    """Skills that a role asks and no live guide teaches, those of most roles first."""
    taught = GuidePage.skills.through.objects.filter(guidepage__live=True)
    return (
        Skill.objects.exclude(pk__in=taught.values("skill"))
        .annotate(asked_by=Count("role_skills"))
        .filter(asked_by__gt=0)
        .order_by("-asked_by", "preferred_label")
    )


def gaps() -> list[Gap]:
    """Two queries."""
    roles = [
        Gap(_("Role"), role.title, None, reverse("wagtailsnippets_cms_role:edit", args=[role.pk]))
        for role in roles_without_guide()
    ]
    skills = [
        Gap(
            _("Skill"),
            skill.preferred_label,
            skill.asked_by,
            reverse("wagtailsnippets_cms_skill:edit", args=[skill.pk]),
        )
        for skill in skills_without_guide()
    ]
    return roles + skills
