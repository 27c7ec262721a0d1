"""Pages about one thing of the taxonomy: an industry, a skill. What they list comes from the data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import IndustryStreamBlock, SkillStreamBlock
from cms.models.skills import Skill
from cms.models.taxonomy import Industry

from .base import CheckedPage, SitePage, text_search_fields


class IndustryIndexPage(SitePage):
    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.IndustryPage"]
    max_count = 1


class IndustryPage(CheckedPage):
    """Service work in one trade. Who hires, roles and wages come from the data."""

    industry = models.OneToOneField(Industry, on_delete=models.PROTECT, related_name="page")
    introduction = models.TextField(max_length=300)
    body = StreamField(IndustryStreamBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("industry"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        *CheckedPage.checked_panels,
    ]
    search_fields = text_search_fields("introduction", "body")
    parent_page_types = ["cms.IndustryIndexPage"]
    subpage_types = []


class SkillIndexPage(SitePage):
    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.SkillPage"]
    max_count = 1


class SkillPage(CheckedPage):
    """A skill: what it is, which roles ask it, how to show it. Roles, guides and jobs come from the data."""

    skill = models.OneToOneField(Skill, on_delete=models.PROTECT, related_name="page")
    introduction = models.TextField(
        max_length=300, blank=True, help_text=_("Empty: the skill's own description is shown")
    )
    body = StreamField(SkillStreamBlock(), blank=True)

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
