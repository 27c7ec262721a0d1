from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from .base import SitePage


class PayPage(SitePage):
    """The pay explorer: published wages by occupation, area and sector, up to four side by side."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count = 1
