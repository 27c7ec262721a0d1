"""The editors' report that needs the listings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.reports.base import DeskReport, title_column
from cms.reports.pages import page_row

from .idle_pages import pages_without_jobs


class IdlePagesReport(DeskReport):
    slug = "pages-without-jobs"
    page_title = _("Pages without jobs")
    header_icon = "list-ul"
    menu_order = 260
    lead = _(
        "Live pages of roles, industries and skills for which no job is open now, and guides none of"
        " whose roles has an open job. They stay useful; a word on where to look next helps."
    )
    nothing_found = _("Every page has at least one open job.")
    columns = [title_column(_("Page")), Column("kind", label=_("Kind"))]

    def get_rows(self):
        """Four queries."""
        return [page_row(page) for page in pages_without_jobs()]
