"""What the desks of the taxonomy have in common."""

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from .choices import NamedChooserViewSet
from .csv_sheets import Sheet
from .csv_views import CsvImportView
from .history import LoggingEditView
from .merge_views import MergeView
from .usage import RowUsageView, UsageColumn, count_usage, usage_kinds

SLUG_HELP = gettext_lazy(
    "Small letters, digits and hyphens, for addresses and data files. After a change the old one "
    "still leads here"
)


def choice(field: str, label) -> Column:
    """A column of a field with choices, in words. Without a label Wagtail would head it "method"."""
    return Column(f"get_{field}_display", label=label, sort_key=field)


class DeskIndexView(IndexView):
    """A list with the uses of each row (one query more), its merge, and CSV in both directions."""

    sheet: Sheet | None = None
    usage_url_name = None
    merge_url_name = ""
    csv_url_name = ""

    def setup(self, request, *args, **kwargs):
        self.list_export = self.sheet.names if self.sheet else []
        super().setup(request, *args, **kwargs)

    def get_table(self, object_list):
        rows = list(object_list)
        counts = count_usage(self.model, rows)
        for row in rows:
            row.usage = counts[row.pk]
        return super().get_table(rows)

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if usage_kinds(self.model):
            buttons.append(
                MenuItem(
                    _("Usage"),
                    reverse(self.usage_url_name, args=[instance.pk]),
                    icon_name="list-ul",
                    priority=22,
                )
            )
        if self.merge_url_name and may_merge(self):
            buttons.append(
                MenuItem(
                    _("Merge into another…"),
                    reverse(self.merge_url_name, args=[instance.pk]),
                    icon_name="resubmit",
                    priority=25,
                )
            )
        return buttons

    @property
    def header_more_buttons(self):
        buttons = [*super().header_more_buttons]
        if self.csv_url_name and self.user_has_permission("add"):
            url = reverse(self.csv_url_name)
            buttons.append(Button(_("Bring in a CSV"), url=url, icon_name="upload", priority=80))
        return buttons

    def get_queryset(self):
        queryset = super().get_queryset()
        return self.sheet.prepared(queryset) if self.sheet and self.is_export else queryset

    def get_heading(self, queryset, field):
        return field  # as the data files and the import name it

    def to_row_dict(self, item):
        return self.sheet.written(item)


def may_merge(view) -> bool:
    return view.user_has_permission("change") and view.user_has_permission("delete")


class TaxonomyViewSet(SnippetViewSet):
    """A copy of a row would only repeat its slug, so there is none."""

    copy_view_enabled = False
    list_per_page = 50
    chooser_per_page = 20
    chooser_viewset_class = NamedChooserViewSet
    index_view_class = DeskIndexView
    edit_view_class = LoggingEditView
    usage_view_class = RowUsageView
    sheet: Sheet | None = None
    has_merge = False

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            sheet=self.sheet,
            merge_url_name=self.get_url_name("merge") if self.has_merge else "",
            csv_url_name=self.get_url_name("csv") if self.sheet else "",
            usage_url_name=self.get_url_name("usage"),
            export_filename=f"{self.model._meta.verbose_name_plural}".replace(" ", "_"),
            list_display=[*self.list_display, *map(UsageColumn, usage_kinds(self.model))],
            **kwargs,
        )

    def get_usage_view_kwargs(self, **kwargs):
        return super().get_usage_view_kwargs(template_name=RowUsageView.template_name, **kwargs)

    def get_urlpatterns(self):
        patterns = super().get_urlpatterns()
        if self.has_merge:
            view = self.construct_view(MergeView)
            patterns.append(path("merge/<int:pk>/", view, name="merge"))
        if self.sheet:
            view = self.construct_view(CsvImportView, sheet=self.sheet)
            patterns.append(path("csv/", view, name="csv"))
        return patterns
