"""What waits for taxonomists, on the dashboard beside Wagtail's own panels."""

from wagtail.admin.ui.components import Component

from matching.ladder.check import load_and_check


class TaxonomyPanel(Component):
    """What the ladder check finds, and the ways to what else waits. Three queries.

    The number of suggestions is left out: to find them takes about a second.
    """

    name = "taxonomy"
    template_name = "matching/admin/taxonomy_panel.html"
    order = 220

    def get_context_data(self, parent_context):
        checks = [check for check in load_and_check() if check.findings]
        return super().get_context_data(parent_context) | {"checks": checks}
