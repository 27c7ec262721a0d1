"""Which columns of which tables point at a row of the taxonomy, in all apps, without importing any of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

# Rows that no constraint keeps apart, though they say the same twice: columns that tell them apart.
SAID_ONCE = {"cms.PathRung": ("page", "role")}


@dataclass(frozen=True)
class Reference:
    """A foreign key that points at the table. A many-to-many relation is one of its table in between."""

    field: models.ForeignKey

    @property
    def model(self) -> type[models.Model]:
        return self.field.model

    def __str__(self):
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self, key: int) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.field.attname: key}).order_by("pk")

    @cached_property
    def unique_sets(self) -> list[tuple[tuple[str, ...], Q]]:
        """The other columns of each rule by which a row with this key stands once, and where the rule holds."""
        options = self.model._meta
        rules = [
            (constraint.fields, constraint.condition or Q())
            for constraint in options.constraints
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields
        ]
        rules += [(fields, Q()) for fields in options.unique_together]
        if options.label in SAID_ONCE:
            rules.append((SAID_ONCE[options.label], Q()))
        name = self.field.name
        return [
            (tuple(options.get_field(other).attname for other in fields if other != name), where)
            for fields, where in rules
            if name in fields
        ]

    def twins(self, key: int, row: models.Model, others: tuple[str, ...], where: Q):
        """Rows at `key` that stand where `row` would have to stand."""
        place = {other: getattr(row, other) for other in others}
        return self.rows(key).filter(where, **place).exclude(pk=row.pk)

    def colliding(self, loser: int, winner: int) -> models.QuerySet:
        """The rows of `loser` that cannot move because one at `winner` already says the same."""
        meets = Q(pk=None)
        for others, where in self.unique_sets:
            place = {other: OuterRef(other) for other in others}
            twin = self.rows(winner).order_by().filter(where, **place)
            meets |= where & Q(Exists(twin))
        return self.rows(loser).filter(meets)


def references_to(model: type[models.Model]) -> list[Reference]:
    """Every foreign key at the table, in the order of their names; those of pages about one row left out.

    A proxy (tools, languages) has those of its table.
    """
    found = [
        Reference(relation.field)
        for relation in _relations(model)
        if not (relation.one_to_one and issubclass(relation.related_model, Page))
    ]
    return sorted(found, key=str)


def page_field(model: type[models.Model]) -> models.OneToOneField | None:
    """The column of the page that is about one row of the table, if there are such pages."""
    for relation in _relations(model):
        if relation.one_to_one and issubclass(relation.related_model, Page):
            return relation.field
    return None


def _relations(model: type[models.Model]) -> Iterator:
    for relation in model._meta.concrete_model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            yield relation
