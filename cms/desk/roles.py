"""Desks of roles and of the steps between them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.views.snippets import CreateView

from cms.models import CareerStep, Role

from .base import SLUG_HELP, TaxonomyViewSet, choice
from .csv_sheets import ROLES, STEPS
from .forms import RoleForm


class RoleViewSet(TaxonomyViewSet):
    model = Role
    sheet = ROLES
    has_merge = True
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


class PrefilledStepView(CreateView):
    """An empty form; `?from_role=…&to_role=…&kind=…` fill it in by the roles' slugs, from the ladder's page."""

    def get_initial(self):
        given = self.request.GET
        slugs = {name: given.get(name, "")[:60] for name in ("from_role", "to_role")}
        found = {
            name: Role.objects.filter(slug=slug).first() for name, slug in slugs.items() if slug
        }
        initial = {name: role for name, role in found.items() if role}
        if given.get("kind") in CareerStep.Kind.values:
            initial["kind"] = given["kind"]
        return initial


class CareerStepViewSet(TaxonomyViewSet):
    model = CareerStep
    add_view_class = PrefilledStepView
    sheet = STEPS
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
    search_fields = [
        f"{end}__{name}"
        for end in ("from_role", "to_role")
        for name in ("title", "alt_titles", "slug")
    ] + ["condition"]
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
