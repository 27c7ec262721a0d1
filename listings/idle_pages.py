"""Editors' pages that have no open job to show."""

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from cms.models import GuidePage, IndustryPage, RolePage, SkillPage

from .models import Listing, ListingSkill


def pages_without_jobs() -> list[Page]:
    """Live pages of roles, industries and skills without an open job, and guides none of whose roles has one.

    A guide without roles shows jobs of all. Four queries.
    """
    roles = RolePage.objects.live().filter(~_open(role=OuterRef("role")))
    industries = IndustryPage.objects.live().filter(~_open(employer__industry=OuterRef("industry")))
    asked = ListingSkill.objects.filter(
        skill=OuterRef("skill"), listing__in=Listing.objects.open().values("pk")
    )
    skills = SkillPage.objects.live().filter(~Exists(asked))
    guide_roles = GuidePage.roles.through.objects.filter(guidepage=OuterRef("pk"))
    guides = GuidePage.objects.live().filter(
        Exists(guide_roles),
        ~Exists(guide_roles.filter(role__in=Listing.objects.open().values("role"))),
    )
    return [
        page for pages in (roles, industries, skills, guides) for page in pages.order_by("title")
    ]


def _open(**condition) -> Exists:
    return Exists(Listing.objects.open().filter(**condition))
