"""Changes of listings that wait are JSON with primary keys: they follow when two rows of the taxonomy become one."""

from collections.abc import Callable

from django.db import models

from cms.models import GlossaryTerm, Role, Skill
from listings.models import ListingRevision


def rewrite_snapshots(model: type[models.Model], old: int, new: int) -> None:
    """Write `new` for `old` into every kept text. Reads all of them, and one statement for each that names it."""
    if model not in REWRITE:
        return
    for revision in ListingRevision.objects.only("pk", "snapshot").iterator(chunk_size=200):
        snapshot = REWRITE[model](revision.snapshot, old, new)
        if snapshot != revision.snapshot:
            ListingRevision.objects.filter(pk=revision.pk).update(snapshot=snapshot)


def _role(snapshot: dict, old: int, new: int) -> dict:
    columns = snapshot["columns"]
    if columns.get("role") != old:
        return snapshot
    return snapshot | {"columns": columns | {"role": new}}


def _skill(snapshot: dict, old: int, new: int) -> dict:
    return snapshot | {
        "skills": _rows(snapshot["skills"], old, new),
        "languages": _rows(snapshot["languages"], old, new),
    }


def _term(snapshot: dict, old: int, new: int) -> dict:
    return snapshot | {"targets": _rows(snapshot["targets"], old, new, _first)}


def _stronger(one, other):
    """Essential rather than not, and of two levels the higher."""
    return max(one, other)


def _first(one: str, other: str) -> str:
    return one or other


def _rows(rows: list[list], old: int, new: int, join: Callable = _stronger) -> list[list]:
    """Rows that begin with a key, in their order. Where two meet, `join` takes what stays of each part."""
    if old not in {row[0] for row in rows}:
        return rows
    kept: dict[int, list] = {}
    for key, *rest in rows:
        key = new if key == old else key
        kept[key] = [key, *map(join, kept[key][1:], rest)] if key in kept else [key, *rest]
    return sorted(kept.values())


REWRITE = {Role: _role, Skill: _skill, GlossaryTerm: _term}
