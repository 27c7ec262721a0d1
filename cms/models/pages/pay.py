from django.db import models
from django.http import StreamingHttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.pay_explorer.download import file_of
from cms.pay_explorer.markup import dataset
from cms.pay_explorer.view import Explorer

from .base import SitePage


class PayPage(SitePage):
    """The pay explorer: published wages by occupation, area and sector, up to four side by side."""

    introduction = models.TextField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count = 1

    def get_context(self, request, *args, **kwargs):
        """At most eight queries, however many lines are compared: see `Explorer`."""
        explorer = Explorer(request.GET)
        return super().get_context(request, *args, **kwargs) | {
            "explorer": explorer,
            "markup": dataset(self, explorer),
        }

    def serve(self, request, *args, **kwargs):
        """The page, or what it shows as a file where the address asks to `download` it."""
        which = request.GET.get("download")
        file = file_of(Explorer(request.GET), which) if which else None
        if file is None:
            return super().serve(request, *args, **kwargs)
        return StreamingHttpResponse(
            file.lines,
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{file.name}"',
                "X-Robots-Tag": "noindex",
            },
        )
