"""How often the rows of a desk are used, and by what."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Count, IntegerField, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.models import Page, ReferenceIndex

from cms.merging.references import Reference, page_field, references_to

from .row_pages import RowPageView

PAGES = "pages"
TEXT = CharField()
NAMED_AT_MOST = 50  # rows of one kind on the page of a row


@dataclass(frozen=True)
class Kind:
    """What uses a row: rows of one table of the taxonomy, or all rows of an app above it, or pages."""

    key: str
    label: str
    references: tuple[Reference, ...] = ()


@cache
def usage_kinds(model: type[models.Model]) -> tuple[Kind, ...]:
    """The kinds of uses that are counted for rows of the table.

    Each referencing table of the taxonomy is a kind of its own. The tables of a higher app are one kind,
    under the app's name (posts that ask a skill, profiles that hold it). Pages are counted by Wagtail's
    reference index, which covers their blocks. A row's own relations (the industries of a role) do not
    count.
    """
    by_key: dict[str, list[Reference]] = {}
    own_app = model._meta.app_label
    for reference in references_to(model):
        options = reference.model._meta
        owner = options.auto_created or reference.model
        if _page_column(reference) or owner is model._meta.concrete_model:
            continue
        key = owner._meta.model_name if options.app_label == own_app else options.app_label
        by_key.setdefault(key, []).append(reference)
    kinds = [
        Kind(key, _label(key, references[0], own_app), tuple(references))
        for key, references in sorted(by_key.items())
    ]
    return (*kinds, Kind(PAGES, _("Pages"))) if kinds else ()


def _label(key: str, reference: Reference, own_app: str) -> str:
    if reference.model._meta.app_label != own_app:
        return apps.get_app_config(key).verbose_name
    owner = reference.model._meta.auto_created or reference.model
    return capfirst(owner._meta.verbose_name_plural)


def _page_column(reference: Reference) -> str:
    """The column that names the page of which a row is a part, empty where it is of none."""
    for field in reference.model._meta.concrete_fields:
        is_part = isinstance(field, ParentalKey) or reference.model._meta.auto_created
        if is_part and field.is_relation and issubclass(field.related_model, Page):
            return field.attname
    return ""


def count_usage(model: type[models.Model], rows: list[models.Model]) -> dict[int, dict[str, int]]:
    """Uses by row and kind: rows that point at it, and pages that do, each page once. One query for all rows."""
    counts = {row.pk: {} for row in rows}
    kinds = usage_kinds(model)
    if not rows or not kinds:
        return counts
    keys = list(counts)
    parts = [_counted(kind, reference, keys) for kind in kinds for reference in kind.references]
    parts += _pages_naming(model, keys)
    # Without `all`: a page that names a row in several ways is one line, and counts once.
    for usage, used, _owner, n in parts[0].union(*parts[1:]):
        of_row = counts[int(used)]
        of_row[usage] = of_row.get(usage, 0) + n
    return counts


def _counted(kind: Kind, reference: Reference, keys: list[int]) -> models.QuerySet:
    """Lines of kind, row, which reference, and how often."""
    column = reference.field.attname
    return (
        reference.model._base_manager.filter(**{f"{column}__in": keys})
        .order_by()
        .annotate(usage=Value(kind.key, TEXT), used=Cast(column, TEXT))
        .annotate(by=Value(str(reference), TEXT))
        .values("usage", "used", "by")
        .annotate(n=Count("pk"))
        .values_list("usage", "used", "by", "n")
    )


def _pages_naming(model: type[models.Model], keys: list[int]) -> list[models.QuerySet]:
    """Lines of "pages", row, key of the page, and 1: in a column, in a list, as a part, or in a block."""
    types = ContentType.objects.get_for_models(Page, model._meta.concrete_model)
    in_blocks = ReferenceIndex.objects.filter(
        base_content_type=types[Page],
        to_content_type=types[model._meta.concrete_model],
        to_object_id__in=[str(key) for key in keys],
    )
    found = [(in_blocks, "to_object_id", "object_id")]
    for reference in references_to(model):
        if page := _page_column(reference):
            column = reference.field.attname
            found.append(
                (reference.model._base_manager.filter(**{f"{column}__in": keys}), column, page)
            )
    if about := page_field(model):
        of_rows = about.model._base_manager.filter(**{f"{about.attname}__in": keys})
        found.append((of_rows, about.attname, "page_ptr_id"))
    return [
        rows.order_by()
        .annotate(usage=Value(PAGES, TEXT), used=Cast(column, TEXT), by=Cast(page, TEXT))
        .annotate(n=Value(1, IntegerField()))
        .values_list("usage", "used", "by", "n")
        for rows, column, page in found
    ]


class UsageColumn(Column):
    """A number of uses; the view counts them for all rows of the page before."""

    def __init__(self, kind: Kind):
        super().__init__(f"used_by_{kind.key}", label=kind.label)
        self.kind = kind

    def get_value(self, instance):
        return instance.usage.get(self.kind.key, 0)


class RowUsageView(RowPageView):
    """What uses one row. Names what the reader may edit; of the rest, people's profiles first of all, the number.

    Three queries for each kind, and those of the owners' names.
    """

    permission_required = "change"
    template_name = "cms/desk/usage.html"
    page_title = _("Usage")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs):
        finder = AdminURLFinder(self.request.user)
        counts = count_usage(self.model, [self.object])[self.object.pk]
        kinds = []
        for kind in usage_kinds(self.model):
            owners = self.owners(kind) if counts.get(kind.key) else []
            links = [
                (str(owner), finder.get_edit_url(owner) or _public_address(owner))
                for owner in owners
            ]
            kinds.append((kind.label, counts.get(kind.key, 0), [link for link in links if link[1]]))
        return super().get_context_data(**kwargs) | {
            "kinds": kinds,
            "total": sum(counts.values()),
            "named_at_most": NAMED_AT_MOST,
        }

    def owners(self, kind: Kind) -> list[models.Model]:
        if kind.key == PAGES:
            first, *others = _pages_naming(self.model, [self.object.pk])
            keys = {int(owner) for _usage, _used, owner, _n in first.union(*others)}
            return list(Page.objects.filter(pk__in=keys).order_by("title")[:NAMED_AT_MOST])
        owners = []
        for reference in kind.references:
            rows = reference.rows(self.object.pk)[:NAMED_AT_MOST]
            column = _owner_column(reference)
            # A step is named by its two roles.
            rows = rows.select_related(*[column] if column else _columns_to(self.model, reference))
            owners += [getattr(row, column) if column else row for row in rows]
        return owners


def _public_address(owner: models.Model) -> str | None:
    """Of a live page, for keepers who may not edit it; nothing else is named to them."""
    return owner.get_url() if isinstance(owner, Page) and owner.live else None


def _columns_to(model: type[models.Model], reference: Reference) -> list[str]:
    return [
        field.name
        for field in reference.model._meta.concrete_fields
        if field.is_relation and field.related_model is model
    ]


def _owner_column(reference: Reference) -> str:
    """The column of what a row is a part of: a role of a role's skill. Empty where it stands for itself."""
    for field in reference.model._meta.concrete_fields:
        if isinstance(field, ParentalKey) and field is not reference.field:
            return field.name
    if reference.model._meta.auto_created:
        return next(
            field.name
            for field in reference.model._meta.concrete_fields
            if field.is_relation and field is not reference.field
        )
    return ""
