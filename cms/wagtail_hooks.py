"""The editors' desk for the vocabulary: one menu, with a list for each table."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from cms.desk_forms import LanguageForm, RoleForm, SkillForm, ToolForm
from cms.models import (
    CannedAnswer,
    CareerStep,
    GlossaryTerm,
    Industry,
    Language,
    PostAdvice,
    Role,
    Skill,
    Tool,
    ToolFamily,
)
from cms.vocabulary import SkillKind

SLUG_HELP = _("Stands in addresses and data files: changing it breaks links that people have kept")
NAICS_HELP = _("Two digits, or a range such as 44-45: the sector whose wages are shown for it")


def choice(field: str, label) -> Column:
    """A column of a field with choices, in words. Without a label Wagtail would head it "method"."""
    return Column(f"get_{field}_display", label=label, sort_key=field)


class TaxonomyViewSet(SnippetViewSet):
    """A copy of a row would only repeat its slug, so there is none."""

    copy_view_enabled = False
    list_per_page = 50


class RoleViewSet(TaxonomyViewSet):
    model = Role
    icon = "user"
    menu_label = _("Roles")
    list_display = [
        "title",
        choice("family", _("Line")),
        choice("ladder_level", _("Rung")),
        "soc_code",
    ]
    list_filter = ["family", "ladder_level", "industries", "soc_is_proxy"]
    search_fields = ["title", "alt_titles", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("slug", help_text=SLUG_HELP),
            FieldPanel("description"),
            FieldPanel("alt_titles"),
            FieldRowPanel([FieldPanel("family"), FieldPanel("ladder_level")], _("On the ladder")),
            MultiFieldPanel(
                [FieldPanel("channels"), FieldPanel("work_modes"), FieldPanel("industries")],
                _("The work"),
            ),
            MultiFieldPanel(
                [FieldPanel("soc_code"), FieldPanel("soc_is_proxy"), FieldPanel("onet_soc_code")],
                _("Occupation"),
                help_text=_("Decides whose published wages the role's page shows"),
            ),
            InlinePanel(
                "role_skills",
                panels=[
                    FieldPanel("skill"),
                    FieldPanel(
                        "importance", help_text=_("From 1 (helps) to 5 (the job is made of it)")
                    ),
                    FieldPanel("is_essential", help_text=_("Nobody can do the job without it")),
                ],
                heading=_("Skills that it asks"),
                label=_("Skill"),
            ),
        ],
        base_form_class=RoleForm,
    )


class CareerStepViewSet(TaxonomyViewSet):
    model = CareerStep
    icon = "order-up"
    menu_label = _("Steps between roles")
    list_display = [
        "to_role",
        "from_role",
        choice("from_level", _("From rung")),
        choice("kind", _("Kind")),
        choice("frequency", _("Frequency")),
        "condition",
    ]
    list_filter = ["kind", "frequency", "from_role", "to_role"]
    search_fields = ["from_role__title", "to_role__title", "condition"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("from_role"), FieldPanel("from_level")],
                _("From"),
                help_text=_("A role, or for a way out of service the lowest rung that may take it"),
            ),
            FieldPanel("to_role"),
            FieldPanel("kind"),
            FieldPanel("frequency"),
            FieldPanel("condition"),
        ]
    )

    def get_queryset(self, request):
        return CareerStep.objects.select_related("from_role", "to_role")


class LabelledCreateView(CreateView):
    """An empty form; `?preferred_label=…` fills in the label, where another page proposes one."""

    def get_initial(self):
        label = self.request.GET.get("preferred_label", "").strip()[:80]
        return {"preferred_label": label, "slug": slugify(label)[:60]} if label else {}


class SkillViewSet(TaxonomyViewSet):
    model = Skill
    add_view_class = LabelledCreateView
    icon = "check"
    menu_label = _("Skills")
    list_display = ["preferred_label", choice("kind", _("Kind")), "is_matchable", "updated_at"]
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
    add_view_class = LabelledCreateView
    icon = "desktop"
    menu_label = _("Tools")
    list_display = ["preferred_label", "tool_family", "is_matchable", "updated_at"]
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
    icon = "globe"
    menu_label = _("Languages")
    list_display = ["preferred_label", "is_matchable", "updated_at"]
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
    icon = "folder-inverse"
    menu_label = _("Tool families")
    list_display = ["title", "transfer"]
    search_fields = ["title", "slug"]
    panels = [FieldPanel("title"), FieldPanel("slug", help_text=SLUG_HELP), FieldPanel("transfer")]


class IndustryViewSet(TaxonomyViewSet):
    model = Industry
    icon = "site"
    menu_label = _("Industries")
    list_display = ["title", "naics_sector"]
    search_fields = ["title", "slug"]
    panels = [
        FieldPanel("title"),
        FieldPanel("slug", help_text=SLUG_HELP),
        FieldPanel("naics_sector", help_text=NAICS_HELP),
    ]


class GlossaryTermViewSet(TaxonomyViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["title", "abbreviation", BooleanColumn("is_metric", label=_("Measures"))]
    list_filter = ["is_metric"]
    search_fields = ["title", "abbreviation", "definition", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("slug", help_text=SLUG_HELP),
            FieldPanel("abbreviation", help_text=_("As posts write it, such as CSAT")),
            FieldPanel("is_metric"),
            FieldPanel("definition", help_text=_("In words that a person new to the work knows")),
            FieldPanel("caution"),
            MultiFieldPanel(
                [FieldPanel("source_name"), FieldPanel("source_url"), FieldPanel("source_year")],
                _("Source"),
                help_text=_("Whose words or figures it repeats; empty for our own words"),
            ),
        ]
    )


class TaxonomyGroup(SnippetViewSetGroup):
    items = [
        RoleViewSet,
        CareerStepViewSet,
        SkillViewSet,
        ToolViewSet,
        LanguageViewSet,
        ToolFamilyViewSet,
        IndustryViewSet,
        GlossaryTermViewSet,
    ]
    menu_label = _("Taxonomy")
    menu_icon = "list-ul"
    menu_order = 250


class PostAdviceViewSet(TaxonomyViewSet):
    model = PostAdvice
    icon = "comment"
    menu_label = _("Advice while writing")
    list_display = [
        "title",
        choice("kind", _("Kind")),
        choice("condition", _("When")),
        BooleanColumn("is_active", label=_("In use")),
    ]
    list_filter = ["kind", "is_active"]
    search_fields = ["title", "phrases", "reason", "suggestion", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("title", help_text=_("What the employer reads first")),
            FieldPanel("slug"),
            FieldPanel("kind"),
            FieldPanel("phrases"),
            FieldPanel("condition"),
            FieldPanel("reason"),
            FieldPanel("suggestion"),
            FieldPanel("is_active"),
        ]
    )


class CannedAnswerViewSet(TaxonomyViewSet):
    model = CannedAnswer
    icon = "mail"
    menu_label = _("Ready answers")
    list_display = [
        "title",
        choice("use", _("For")),
        BooleanColumn("is_active", label=_("In use")),
    ]
    list_filter = ["use", "is_active"]
    search_fields = ["title", "body", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("title", help_text=_("What the moderator chooses by")),
            FieldPanel("slug"),
            FieldPanel("use"),
            FieldPanel("body"),
            FieldPanel("is_active"),
        ]
    )


class PostsGroup(SnippetViewSetGroup):
    """What the people read who write posts, and who review them."""

    items = [PostAdviceViewSet, CannedAnswerViewSet]
    menu_label = _("Posts")
    menu_icon = "doc-full"
    menu_order = 260


register_snippet(TaxonomyGroup)
register_snippet(PostsGroup)
