"""Desks of industries and of the glossary."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn

from cms.models import GlossaryTerm, Industry

from .base import SLUG_HELP, TaxonomyViewSet
from .csv_sheets import INDUSTRIES, TERMS

NAICS_HELP = _("Two digits, or a range such as 44-45: the sector whose wages are shown for it")


class IndustryViewSet(TaxonomyViewSet):
    model = Industry
    sheet = INDUSTRIES
    has_merge = True
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
    sheet = TERMS
    has_merge = True
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
