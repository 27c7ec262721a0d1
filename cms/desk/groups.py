"""The menu of the taxonomy."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .roles import CareerStepViewSet, RoleViewSet
from .skills import LanguageViewSet, SkillViewSet, ToolFamilyViewSet, ToolViewSet
from .wages import WageViewSet
from .words import GlossaryTermViewSet, IndustryViewSet


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
        WageViewSet,
    ]
    menu_label = _("Taxonomy")
    menu_icon = "list-ul"
    menu_order = 250
