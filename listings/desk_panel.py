"""What waits for moderators, on the dashboard of the CMS: their own desk stands on the site itself."""

from wagtail.admin.ui.components import Component

from listings.models import Report
from listings.review_queue import waiting


class ModerationPanel(Component):
    """Two queries."""

    name = "moderation"
    template_name = "listings/admin/moderation_panel.html"
    order = 210

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {
            "waiting": waiting().count(),
            "reports": Report.objects.filter(handled_at__isnull=True).count(),
        }


def add_moderation_panel(request, panels) -> None:
    if request.user.has_perm("listings.review_listing"):
        panels.append(ModerationPanel())
