"""Desks of the words for people who write posts and those who review them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.models import CannedAnswer, PostAdvice

from .base import TaxonomyViewSet, choice


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
