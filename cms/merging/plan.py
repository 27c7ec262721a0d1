"""What a merge would do, for whoever decides on it, and when there can be none."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models import GlossaryTerm, Role, Skill
from cms.models.skills import lines

from .moving import steps_between
from .pages import page_of
from .references import Reference, references_to

# The columns that hold a row's name and its other names.
NAMES = {
    Role: ("title", "alt_titles"),
    Skill: ("preferred_label", "alt_labels"),
}


class MergeRefused(Exception):
    """The two rows cannot become one. The message says why, in a keeper's words."""


@dataclass(frozen=True)
class Moving:
    """Rows of one kind: how many would move, and of how many the other row says the same already."""

    label: str
    rows: int
    collisions: int


@dataclass(frozen=True)
class MergePlan:
    loser: models.Model
    winner: models.Model
    moving: tuple[Moving, ...]
    new_labels: tuple[str, ...]
    steps_lost: int
    page: Page | None  # of the loser
    page_stays: Page | None  # of the winner

    @property
    def total(self) -> int:
        return sum(each.rows for each in self.moving)


def check(loser: models.Model, winner: models.Model) -> None:
    """Raise MergeRefused unless the two are of one kind. No query."""
    if type(loser)._meta.concrete_model is not type(winner)._meta.concrete_model:
        raise MergeRefused(_("These are two kinds of things."))
    if loser.pk == winner.pk:
        raise MergeRefused(_("A row cannot go into itself."))
    if isinstance(loser, Skill) and loser.kind != winner.kind:
        raise MergeRefused(_("The two are of different kinds. Give them the same kind first."))
    if isinstance(loser, Role) and loser.is_exit != winner.is_exit:
        raise MergeRefused(_("One of the two is on the ladder and the other leads out of it."))
    if isinstance(loser, GlossaryTerm) and loser.is_metric != winner.is_metric:
        raise MergeRefused(_("One of the two measures people and the other does not."))


def plan_merge(loser: models.Model, winner: models.Model) -> MergePlan:
    """Two queries for each column that points at the table, and three more."""
    check(loser, winner)
    between = steps_between(loser, winner).count() if isinstance(loser, Role) else 0
    moving: dict[str, Moving] = {}
    for reference in references_to(type(loser)):
        more = _moving(reference, loser.pk, winner.pk)
        # Two columns of one table, such as both ends of a step, are one line.
        sofar = moving.get(more.label, Moving(more.label, 0, 0))
        moving[more.label] = Moving(
            more.label, sofar.rows + more.rows, sofar.collisions + more.collisions
        )
    return MergePlan(
        loser=loser,
        winner=winner,
        moving=tuple(each for each in moving.values() if each.rows),
        new_labels=tuple(joining_labels(loser, winner)),
        steps_lost=between,
        page=page_of(loser),
        page_stays=page_of(winner),
    )


def _moving(reference: Reference, loser: int, winner: int) -> Moving:
    rows = reference.rows(loser).count()
    collisions = reference.colliding(loser, winner).count() if rows else 0
    options = reference.model._meta
    owner = options.auto_created or reference.model
    return Moving(capfirst(owner._meta.verbose_name_plural), rows, collisions)


def joining_labels(loser: models.Model, winner: models.Model) -> list[str]:
    """The loser's names that the winner does not go by yet. Tables without other names have none."""
    columns = names_of(winner)
    if columns is None:
        return []
    title, others = columns
    known = {
        label.casefold() for label in [getattr(winner, title), *lines(getattr(winner, others))]
    }
    new = []
    for label in [getattr(loser, title), *lines(getattr(loser, others))]:
        if label.casefold() not in known:
            known.add(label.casefold())
            new.append(label)
    return new


def names_of(row: models.Model) -> tuple[str, str] | None:
    return NAMES.get(row._meta.concrete_model)
