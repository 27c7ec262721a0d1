from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import RoleStreamBlock
from cms.forms import RoleFilterForm
from cms.models.places import Place
from cms.models.taxonomy import Role, RoleSkill
from cms.pay import PublishedPay
from cms.structured_data import occupation

from .base import CheckedPage, SitePage, text_search_fields
from .guides import CareerPathPage, GuidePage
from .home import FIRST_RUNG

MAX_PLACE_LENGTH = 100
GUIDES_SHOWN = 6
FIRST_LOOKS = 6


class RoleIndexPage(SitePage):
    """All roles of the ladder by line, and the ways out of it."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.RolePage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Roles that have a live page, narrowed by the address.

        Two queries, one for an industry asked for, and one for where to begin if nothing is asked.
        """
        form = RoleFilterForm(request.GET)
        roles = Role.objects.filter(page__live=True)
        return super().get_context(request, *args, **kwargs) | {
            "form": form,
            "roles": roles.narrowed(**form.chosen).by_line(),
            "first_looks": [] if form.chosen else roles.most_read()[:FIRST_LOOKS],
        }


class RolePage(CheckedPage):
    """What a role is like, what it pays and where it leads. The open jobs are not its business."""

    role = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="page")
    introduction = models.TextField(
        max_length=300, blank=True, help_text=_("Empty: the role's own description is shown")
    )
    body = StreamField(RoleStreamBlock(), blank=True)

    page_description = _("What one role is like; pay, skills, steps and jobs come by themselves")
    content_panels = [
        *Page.content_panels,
        FieldPanel("role"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = [
        *text_search_fields("introduction", "body"),
        index.RelatedFields("role", [index.SearchField("title"), index.SearchField("alt_titles")]),
    ]
    parent_page_types = ["cms.RoleIndexPage"]
    subpage_types = []

    def get_context(self, request, *args, **kwargs):
        """Pay around the place typed into `?near=`, or in the nation. At most fourteen queries.

        Besides the page's sources: places by that name, its wages, skills asked with their pages, those of
        a representative, industries with their pages, the steps that lead here, guides, and career paths
        with their rungs.
        """
        near = request.GET.get("near", "").strip()[:MAX_PLACE_LENGTH]
        places = list(Place.objects.named(near)[:4]) if near else []
        place = places[0] if places else None
        pay = PublishedPay(self.role, place)
        return super().get_context(request, *args, **kwargs) | {
            "markup": occupation(self, pay.nation),
            "role": self.role,
            "near": near,
            "place": place,
            "other_places": places[1:],
            "pay": pay,
            "role_skills": self.skills_by_novelty(),
            "steps_in": self.role.steps_in.select_related("from_role"),
            "industries": self.role.industries.prefetch_related("page"),
            "guides": GuidePage.objects.live().for_role(self.role)[:GUIDES_SHOWN],
            "paths": CareerPathPage.objects.live().through(self.role).for_cards(),
        }

    @property
    def shelf(self) -> tuple[str, str]:
        return self.role.line.label, f"?line={self.role.family}"

    def skills_by_novelty(self) -> dict[str, list[RoleSkill]]:
        """What the role asks: `shared` with a representative's job, and `new`. Three queries.

        For that job itself, and where it is no more, all are `shared`.
        """
        asked = list(self.role.role_skills.select_related("skill").prefetch_related("skill__page"))
        known = set(
            RoleSkill.objects.filter(role__slug=FIRST_RUNG).values_list("skill_id", flat=True)
        )
        if not known:
            return {"shared": asked, "new": []}
        return {
            "shared": [each for each in asked if each.skill_id in known],
            "new": [each for each in asked if each.skill_id not in known],
        }
