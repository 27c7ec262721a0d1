"""Which guides speak of the same things as a page."""

from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from cms.models import (
    CareerPathPage,
    GuidePage,
    IndustryPage,
    Role,
    RolePage,
    Skill,
    SkillPage,
)

SHOWN = 3


def related_guides(page, limit: int = SHOWN) -> list[GuidePage]:
    """The guides with the most roles and skills in common; beside a guide then those of its kind. Newest first.

    Two queries: guides, and the roles that their cards show. A page of another type than those below
    has none.
    """
    roles, skills = topics(page)
    kind = page.kind if isinstance(page, GuidePage) else ""
    guides = GuidePage.objects.live().for_cards().exclude(pk=page.pk)
    guides = guides.annotate(
        shared=_shared(GuidePage.roles.through, role__in=roles)
        + _shared(GuidePage.skills.through, skill__in=skills),
        is_alike=Case(When(kind=kind, then=1), default=0),
    )
    guides = guides.filter(Q(shared__gt=0) | Q(is_alike=1))
    return list(guides.order_by("-shared", "-is_alike", "-first_published_at", "-pk")[:limit])


def _shared(through, **chosen) -> Coalesce:
    """How many of the chosen rows a guide is tied to."""
    ties = through.objects.filter(guidepage=OuterRef("pk"), **chosen).order_by()
    return Coalesce(Subquery(ties.values("guidepage").values(n=Count("pk"))), 0)


def topics(page) -> tuple:
    """The roles and skills that a page is about, as parts of another statement. No query."""
    roles, skills = Role.objects.none(), Skill.objects.none()
    match page:
        case GuidePage():
            roles, skills = (
                Role.objects.filter(guides=page.pk),
                Skill.objects.filter(guides=page.pk),
            )
        case CareerPathPage():
            roles = Role.objects.filter(path_rungs__page=page.pk)
        case RolePage():
            roles = Role.objects.filter(pk=page.role_id)
        case IndustryPage():
            roles = Role.objects.filter(industries=page.industry_id)
        case SkillPage():
            skills = Skill.objects.filter(pk=page.skill_id)
    return roles.values("pk"), skills.values("pk")
