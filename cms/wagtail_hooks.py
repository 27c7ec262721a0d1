"""What the admin gets from here: the desks of the vocabulary, the reports and their panel."""

from django.db.models import ManyToManyField
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.snippets.models import register_snippet

from cms.desk.choices import SearchedChoices
from cms.desk.groups import TaxonomyGroup
from cms.desk.posts import PostsGroup
from cms.editorial.desk import tell_findings
from cms.editorial.returned import tell_of_return
from cms.editorial.second_reader import tell_who_publishes
from cms.reports.base import register_report
from cms.reports.pages import REPORTS
from cms.reports.panel import add_facts_panel

register_form_field_override(ManyToManyField, override={"widget": SearchedChoices})
register_snippet(TaxonomyGroup)
register_snippet(PostsGroup)
for report in REPORTS:
    register_report(report)
hooks.register("construct_homepage_panels", add_facts_panel)
hooks.register("before_edit_page", tell_of_return)
for saved in ("after_create_page", "after_edit_page"):
    hooks.register(saved, tell_findings)
    hooks.register(saved, tell_who_publishes)


@hooks.register("construct_help_menu")
def leave_out_release_notes(request, items):
    """What is new in Wagtail concerns whoever upgrades it."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("insert_editor_js")
def keep_nothing_that_is_sent():
    return format_html('<script src="{}"></script>', static("js/desk-sending.js"))
