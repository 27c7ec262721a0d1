"""Desks of skills, tools and languages: one table, three lists."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import CreateView

from cms.models import Language, Skill, Tool, ToolFamily
from cms.vocabulary import SkillKind

from .base import SLUG_HELP, TaxonomyViewSet, choice
from .csv_sheets import FAMILIES, LANGUAGES, SKILLS, TOOLS
from .forms import LanguageForm, SkillForm, ToolForm

MATCHED = BooleanColumn("is_matchable", label=_("Counts in matches"), sort_key="is_matchable")


class LabelledCreateView(CreateView):
    """An empty form; `?preferred_label=…` fills in the label, where another page proposes one."""

    def get_initial(self):
        label = self.request.GET.get("preferred_label", "").strip()[:80]
        return {"preferred_label": label, "slug": slugify(label)[:60]} if label else {}


class SkillViewSet(TaxonomyViewSet):
    model = Skill
    sheet = SKILLS
    has_merge = True
    add_view_class = LabelledCreateView
    icon = "check"
    menu_label = _("Skills")
    list_display = ["preferred_label", choice("kind", _("Kind")), MATCHED, "updated_at"]
    list_filter = ["kind", "is_matchable"]
    search_fields = ["preferred_label", "alt_labels", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("preferred_label"),
            FieldPanel("slug", help_text=SLUG_HELP),
            FieldPanel("kind"),
            FieldPanel("alt_labels"),
            FieldPanel("description"),
            FieldPanel("is_matchable"),
        ],
        base_form_class=SkillForm,
    )

    def get_queryset(self, request):
        return Skill.objects.exclude(kind__in=[SkillKind.TOOL, SkillKind.LANGUAGE])


class ToolViewSet(TaxonomyViewSet):
    model = Tool
    sheet = TOOLS
    has_merge = True
    add_view_class = LabelledCreateView
    icon = "desktop"
    menu_label = _("Tools")
    list_display = ["preferred_label", "tool_family", MATCHED, "updated_at"]
    list_filter = ["tool_family", "is_matchable"]
    search_fields = ["preferred_label", "alt_labels", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("preferred_label"),
            FieldPanel("slug", help_text=SLUG_HELP),
            FieldPanel("tool_family"),
            FieldPanel("alt_labels"),
            FieldPanel("description"),
            FieldPanel("is_matchable"),
        ],
        base_form_class=ToolForm,
    )

    def get_queryset(self, request):
        return Tool.objects.select_related("tool_family")


class LanguageViewSet(TaxonomyViewSet):
    model = Language
    sheet = LANGUAGES
    has_merge = True
    icon = "globe"
    menu_label = _("Languages")
    list_display = ["preferred_label", MATCHED, "updated_at"]
    list_filter = ["is_matchable"]
    search_fields = ["preferred_label", "alt_labels", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("preferred_label"),
            FieldPanel("slug", help_text=SLUG_HELP),
            FieldPanel("alt_labels"),
            FieldPanel("is_matchable"),
        ],
        base_form_class=LanguageForm,
    )


class ToolFamilyViewSet(TaxonomyViewSet):
    model = ToolFamily
    sheet = FAMILIES
    has_merge = True
    icon = "folder-inverse"
    menu_label = _("Tool families")
    list_display = ["title", "transfer"]
    search_fields = ["title", "slug"]
    panels = [FieldPanel("title"), FieldPanel("slug", help_text=SLUG_HELP), FieldPanel("transfer")]
