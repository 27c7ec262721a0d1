"""What waits for editors, on the dashboard beside Wagtail's own panels."""

from wagtail.admin.ui.components import Component

from cms.reports.review_dates import pages_past_check

from .base import DeskReport, works_on_pages
from .pages import REPORTS


class FactsPanel(Component):
    """How many pages are past their check, and the ways to the reports. One query."""

    name = "facts_to_check"
    template_name = "cms/admin/facts_panel.html"
    order = 230

    def __init__(self, reports: list[type[DeskReport]]):
        self.reports = reports

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {
            "past_check": pages_past_check().count(),
            "reports": [
                {"title": report.page_title, "url_name": report.url_name()}
                for report in self.reports
            ],
        }


class NoPageSearch(Component):
    """Takes the search for pages off the dashboard of whoever may see no page: it would end in a refusal."""

    order = 0

    class Media:
        css = {"all": ["css/desk/no-page-search.css"]}

    def render_html(self, parent_context=None):
        return ""


def add_facts_panel(request, panels) -> None:
    """For whoever works on pages: nobody else could put anything right."""
    panels.append(FactsPanel(REPORTS) if works_on_pages(request.user) else NoPageSearch())
