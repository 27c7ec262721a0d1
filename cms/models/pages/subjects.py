"""Pages about one thing of the taxonomy: an industry, a skill. What they list comes from the data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import IndustryStreamBlock, SkillStreamBlock
from cms.forms import SkillFilterForm
from cms.models.skills import Skill
from cms.models.taxonomy import CareerStep, Industry, Role
from cms.sector_pay import SectorPay
from cms.vocabulary import SkillKind

from .base import CheckedPage, SitePage, introduction_panel, text_search_fields
from .guides import GuidePage
from .home import FIRST_RUNG

# Roles that ask for a skill, before the rest folds away.
ROLES_SHOWN = 12


class IndustryQuerySet(PageQuerySet):
    def for_list(self):
        """By name, each with the number of its roles that have a page. One query."""
        return self.annotate(
            role_count=models.Count(
                "industry__roles", filter=models.Q(industry__roles__page__live=True)
            )
        ).order_by("title")


class IndustryIndexPage(SitePage):
    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.IndustryPage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Industries that have a live page. One query; who hires in them is for other apps to say."""
        industries = IndustryPage.objects.live().for_list()
        return super().get_context(request, *args, **kwargs) | {"industries": industries}


class IndustryPage(CheckedPage):
    """Service work in one trade. Who hires, roles and wages come from the data."""

    industry = models.OneToOneField(Industry, on_delete=models.PROTECT, related_name="page")
    introduction = models.TextField(max_length=300)
    body = StreamField(IndustryStreamBlock(), blank=True)

    page_description = _("Service work in one trade; who hires, roles and pay come by themselves")
    content_panels = [
        *Page.content_panels,
        FieldPanel("industry"),
        introduction_panel,
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.IndustryIndexPage"]
    subpage_types = []

    objects = PageManager.from_queryset(IndustryQuerySet)()

    def get_context(self, request, *args, **kwargs):
        """Roles of this trade, and those that every trade has, each with what the sector pays. Five queries.

        Every trade has a representative's job and the steps up from it, unless they belong to some.
        """
        live = Role.objects.filter(page__live=True).by_line()
        steps_up = models.Q(
            steps_in__from_role__slug=FIRST_RUNG, steps_in__kind=CareerStep.Kind.PROMOTION
        )
        everywhere = live.filter(models.Q(slug=FIRST_RUNG) | steps_up, industries__isnull=True)
        return super().get_context(request, *args, **kwargs) | {
            "industry": self.industry,
            "pay": SectorPay(
                self.industry, live.filter(industries=self.industry), everywhere.distinct()
            ),
        }


class SkillIndexPage(SitePage):
    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.SkillPage"]
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """Skills that have a live page by kind, narrowed by the address. One query."""
        form = SkillFilterForm(request.GET)
        skills = Skill.objects.filter(page__live=True).with_pages()
        skills = skills.annotate(role_count=models.Count("role_skills"))
        found = sorted(form.narrowed(skills), key=lambda skill: skill.preferred_label.casefold())
        kinds = [(kind, [skill for skill in found if skill.kind == kind]) for kind in SkillKind]
        return super().get_context(request, *args, **kwargs) | {
            "form": form,
            "number": len(found),
            "kinds": [(kind, skills) for kind, skills in kinds if skills],
        }


class SkillPage(CheckedPage):
    """A skill: what it is, which roles ask it, how to show it. Roles, guides and jobs come from the data."""

    skill = models.OneToOneField(Skill, on_delete=models.PROTECT, related_name="page")
    introduction = models.TextField(
        max_length=300, blank=True, help_text=_("Empty: the skill's own description is shown")
    )
    body = StreamField(SkillStreamBlock(), blank=True)

    page_description = _("One skill and how to show it; roles, guides and jobs come by themselves")
    content_panels = [
        *Page.content_panels,
        FieldPanel("skill"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = [
        *text_search_fields("introduction", "body"),
        index.RelatedFields(
            "skill", [index.SearchField("preferred_label"), index.SearchField("alt_labels")]
        ),
    ]
    parent_page_types = ["cms.SkillIndexPage"]
    subpage_types = []

    @property
    def shelf(self) -> tuple[str, str]:
        """The kind of skill, and the query that shows it in the index."""
        return self.skill.get_kind_display(), f"?kind={self.skill.kind}"

    def get_context(self, request, *args, **kwargs):
        """Roles that ask for it, guides that teach it, and for a tool its like. At most five queries.

        Without words of its own it is no article for machines to read.
        """
        context = super().get_context(request, *args, **kwargs)
        asking = self.skill.role_skills.filter(role__page__live=True).select_related("role")
        asking = list(asking.order_by("-is_essential", "-importance", "role__title"))
        family = self.skill.tool_family
        like_it = family.tools.exclude(pk=self.skill_id).with_pages() if family else []
        return context | {
            "markup": context["markup"] if self.body else None,
            "skill": self.skill,
            "number": len(asking),
            "asking": asking[:ROLES_SHOWN],
            "also_asking": asking[ROLES_SHOWN:],
            "essential_count": sum(each.is_essential for each in asking),
            "family": family,
            "like_it": like_it,
            "guides": GuidePage.objects.live()
            .filter(skills=self.skill)
            .order_by("-first_published_at", "-pk"),
        }
