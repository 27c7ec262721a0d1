"""A read-only list of the published wages of the Bureau of Labor Statistics."""

import django_filters
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.models import Wage, WageArea


class LookOnlyPolicy(ModelPermissionPolicy):
    """View only: figures come from the release's file."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user, actions):
        return "view" in actions and self.user_has_permission(user, "view")

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions)


register_permission_policy(Wage, LookOnlyPolicy(Wage), exact_class=True)


class WageFilterSet(WagtailFilterSet):
    soc_code = django_filters.ChoiceFilter(label=_("Occupation"), choices=lambda: occupations())
    area__kind = django_filters.ChoiceFilter(label=_("Kind of area"), choices=WageArea.Kind.choices)
    area__state = django_filters.CharFilter(label=_("State"), lookup_expr="iexact", max_length=2)
    naics_sector = django_filters.ChoiceFilter(label=_("Sector"), choices=lambda: sectors())
    year = django_filters.ChoiceFilter(label=_("Year of the release"), choices=lambda: releases())

    class Meta:
        model = Wage
        fields = []


def occupations() -> list[tuple[str, str]]:
    rows = Wage.objects.order_by("soc_code").values_list("soc_code", "occupation").distinct()
    return [(code, f"{name} ({code})") for code, name in dict(rows).items()]


def sectors() -> list[tuple[str, str]]:
    rows = Wage.objects.order_by("industry").values_list("naics_sector", "industry").distinct()
    return list(dict(rows).items())


def releases() -> list[tuple[int, int]]:
    years = Wage.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, year) for year in years]


class WageIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("area")


class WageViewSet(ModelViewSet):
    """For a page of the list one query for the rows with their areas, one to count, three for the choices."""

    model = Wage
    icon = "table"
    menu_label = _("Wages")
    url_prefix = "wages"
    name = "taxonomy_wages"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    index_view_class = WageIndexView
    form_fields = []
    filterset_class = WageFilterSet
    search_fields = ["occupation", "soc_code", "area__title", "industry"]
    ordering = ["soc_code", "area__title", "naics_sector", "-year", "pk"]
    list_display = [
        "occupation",
        Column("area", label=_("Area"), sort_key="area__title"),
        Column("industry", label=_("Sector"), sort_key="industry"),
        Column("release", label=_("Release"), sort_key="year"),
        Column("hourly_p10", label=_("Lowest tenth"), sort_key="hourly_p10"),
        Column("hourly_median", label=_("Middle, an hour"), sort_key="hourly_median"),
        Column("hourly_p90", label=_("Highest tenth"), sort_key="hourly_p90"),
    ]
    list_export = [
        "soc_code", "occupation", "area__kind", "area__code", "area__title", "naics_sector",
        "industry", "year", "month", "employment", "hourly_p10", "hourly_p25", "hourly_median",
        "hourly_p75", "hourly_p90", "annual_p10", "annual_p25", "annual_median", "annual_p75",
        "annual_p90", "source",
    ]  # fmt: skip

    def get_urlpatterns(self):
        """The list and one figure: there is no address at which one could be made or changed."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]
