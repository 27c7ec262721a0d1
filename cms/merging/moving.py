"""Moving references from one row to another. Where both are referenced, the stronger value stays."""

from django.db import models
from django.utils import timezone

from cms.models import CareerStep, Role

from .references import Reference, references_to

# What happens to two rows that would say the same of one thing (a profile that has both skills, a post
# that asks both). The row of the one that stays is kept, the other one goes, and of these columns, in
# whatever table, the greater value stays: nobody loses a level, nothing essential becomes optional.
STRONGER = (
    "is_essential",
    "importance",
    "level",  # of a skill in a profile, of a language in a post
    "spoken",
    "written",
    "years",
    "frequency",
)
# Of these the words of the row that goes are taken where the other one has none.
FILLED = ("evidence", "condition", "target", "benchmark")


def steps_between(loser: Role, winner: Role) -> models.QuerySet:
    """Steps from one of the two to the other: as one role they lead nowhere."""
    return CareerStep.objects.filter(
        from_role__in=[loser.pk, winner.pk], to_role__in=[loser.pk, winner.pk]
    )


def move_rows(loser: models.Model, winner: models.Model) -> int:
    """Point everything at `winner` that points at `loser`; how many rows that were.

    For each column that points at the table one statement to move, one to look for collisions, two to
    note on what they belong to that it changed, and four for each collision.
    """
    moved = 0
    if isinstance(loser, Role):
        steps_between(loser, winner).delete()
    for reference in references_to(type(loser)):
        moved += _move(reference, loser.pk, winner.pk)
    return moved


def _move(reference: Reference, loser: int, winner: int) -> int:
    _touch_owners(reference, loser)
    collisions = list(reference.colliding(loser, winner))
    for row in collisions:
        _give_way(reference, row, winner)
    changes = {reference.field.attname: winner} | _now(reference.model)
    return reference.rows(loser).update(**changes) + len(collisions)


def _give_way(reference: Reference, row: models.Model, winner: int) -> None:
    for others, where in reference.unique_sets:
        twin = reference.twins(winner, row, others, where).first()
        if twin is None:
            continue
        stronger = _stronger(twin, row)
        if stronger:
            type(twin)._base_manager.filter(pk=twin.pk).update(**stronger)
        break
    type(row)._base_manager.filter(pk=row.pk).delete()


def _stronger(stays: models.Model, goes: models.Model) -> dict:
    """What the row that stays takes over from the one that goes."""
    names = {field.name for field in stays._meta.concrete_fields}
    taken = {}
    for name in names.intersection(STRONGER):
        here, there = getattr(stays, name), getattr(goes, name)
        if there not in (None, "") and (here in (None, "") or there > here):
            taken[name] = there
    for name in names.intersection(FILLED):
        if not getattr(stays, name) and getattr(goes, name):
            taken[name] = getattr(goes, name)
    return taken


def _touch_owners(reference: Reference, loser: int) -> None:
    """Note the time on what the rows are parts of: indexes and caches tell by it that something changed."""
    for field in reference.model._meta.concrete_fields:
        is_owner = field.is_relation and field.remote_field.on_delete is models.CASCADE
        if field is reference.field or not is_owner:
            continue
        if now := _now(field.related_model):
            owners = reference.rows(loser).order_by().values(field.attname)
            field.related_model._base_manager.filter(pk__in=owners).update(**now)


def _now(model: type[models.Model]) -> dict:
    now = timezone.now()
    return {
        field.name: now
        for field in model._meta.local_concrete_fields
        if getattr(field, "auto_now", False)
    }
