"""What the reports have in common: a list of rows, one filter, a file to download."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.spreadsheet import safe

EDIT_PAGE = "wagtailadmin_pages:edit"


def title_column(label, **kwargs) -> TitleColumn:
    """The first column of a report: what the row is about, with a link to where it is put right."""
    return TitleColumn("title", label=label, get_url=lambda row: row.edit_url, **kwargs)


def works_on_pages(user) -> bool:
    return policy_registry.get_by_type(Page).user_has_any_permission(
        user, ["add", "change", "publish"]
    )


class DeskReport(ReportView):
    """A report whose rows Python puts together; each has an attribute for each column.

    For whoever works on pages, and for those with one of `rights`.
    """

    slug = ""
    lead = ""
    nothing_found = _("Nothing to do here.")
    menu_order = 200
    rights = ()
    columns: list[Column] = []
    # Attribute and label of what the rows can be narrowed by.
    narrowed_by = ("kind", _("Kind"))

    template_name = "cms/admin/report.html"
    results_template_name = "cms/admin/report_results.html"

    def get_rows(self) -> list:
        raise NotImplementedError

    @classmethod
    def url_name(cls) -> str:
        return f"desk_report_{cls.slug}"

    @classmethod
    def is_open_to(cls, user) -> bool:
        return works_on_pages(user) or any(map(user.has_perm, cls.rights))

    def dispatch(self, request, *args, **kwargs):
        if not self.is_open_to(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return self.rows

    @cached_property
    def rows(self) -> list:
        return self.get_rows()

    @cached_property
    def filterset_class(self):
        if self.narrowed_by is None:
            return None
        name, label = self.narrowed_by
        values = sorted({str(getattr(row, name)) for row in self.rows})
        field = ChoiceFilter(label=label, choices=[(value, value) for value in values])
        meta = type("Meta", (), {"model": Page, "fields": []})
        return type("RowFilterSet", (WagtailFilterSet,), {name: field, "Meta": meta})

    def filter_queryset(self, queryset):
        if not (self.filters and self.filters.is_valid()):
            return queryset
        wanted = {name: value for name, value in self.filters.form.cleaned_data.items() if value}
        return [
            row
            for row in queryset
            if all(str(getattr(row, name)) == value for name, value in wanted.items())
        ]

    def get_index_url(self):
        return reverse(self.url_name())

    def get_index_results_url(self):
        return reverse(f"{self.url_name()}_results")

    @cached_property
    def list_export(self):
        return [column.name for column in self.columns]

    @cached_property
    def export_headings(self):
        return {column.name: column.label for column in self.columns}

    def get_filename(self):
        return self.slug

    def preprocess_field_value(self, field, value, export_format):
        """Words of readers and editors end up in a spreadsheet, where they must not be computed."""
        told = super().preprocess_field_value(field, value, export_format)
        return safe(told) if isinstance(told, str) else told


class ReportMenuItem(MenuItem):
    def __init__(self, report: type[DeskReport]):
        super().__init__(
            report.page_title,
            reverse(report.url_name()),
            name=report.slug,
            icon_name=report.header_icon,
            order=report.menu_order,
        )
        self.report = report

    def is_shown(self, request):
        return self.report.is_open_to(request.user)


def register_report(report: type[DeskReport]) -> None:
    """Give a report its addresses below /admin/reports/ and its place in the menu."""
    address = f"reports/{report.slug}/"

    @hooks.register("register_admin_urls")
    def urls():
        return [
            path(address, report.as_view(), name=report.url_name()),
            path(
                f"{address}results/",
                report.as_view(results_only=True),
                name=f"{report.url_name()}_results",
            ),
        ]

    @hooks.register("register_reports_menu_item")
    def menu_item():
        return ReportMenuItem(report)
