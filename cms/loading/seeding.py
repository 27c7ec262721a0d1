"""Loading rows that an editor may change afterwards. `SeedRecord` tells whether one did."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models

from cms.models import FormerSlug, SeedRecord


@dataclass
class Tally:
    """What a load did with the rows of one file."""

    created: int = 0
    updated: int = 0
    kept: int = 0  # changed or deleted by an editor
    unchanged: int = 0
    removed: int = 0

    def __str__(self):
        told = (
            f"{self.created} created, {self.updated} updated, "
            f"{self.kept} kept (editor), {self.unchanged} unchanged"
        )
        return f"{told}, {self.removed} removed" if self.removed else told


@dataclass(frozen=True)
class SeedRow:
    """One row of a file: `identity` finds it, `values` and `related` (keys of many-to-many rows) are its words."""

    key: str
    identity: Mapping[str, object]
    values: Mapping[str, object]
    related: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return digest_of(self.values, self.related)


@dataclass(frozen=True)
class SeedTable:
    """Where the rows of a file go.

    A row whose slug was merged into another row, known by `former_kind`, is never made again.
    With `removes`, a row that nobody has touched and that the file no longer has is deleted:
    for links, never for what other rows point at.
    """

    kind: str
    queryset: models.QuerySet
    key: Callable[[models.Model], str]
    removes: bool = False
    former_kind: str = ""


def digest_of(values: Mapping, related: Mapping) -> str:
    """A hash of a row's words, the same whether they come from a file, a form or the database."""
    words = {name: _plain(value) for name, value in values.items()}
    words |= {name: sorted(keys) for name, keys in related.items()}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _plain(value):
    if isinstance(value, str):
        # A textarea sends \r\n and may end in blanks: that alone is no editor's change.
        return "\n".join(line.rstrip() for line in value.splitlines()).strip()
    return value


def load_rows(table: SeedTable, rows: Iterable[SeedRow]) -> Tally:
    """Bring the table in line with the file, except where an editor has been.

    A row is created once, updated while it still reads as the file last left it, and left alone
    ever after. Two queries to read, three for a table whose rows are merged; then one statement a batch of new rows and two a changed one.
    """
    rows = list(rows)
    records = {record.key: record for record in SeedRecord.objects.filter(kind=table.kind)}
    existing = {table.key(instance): instance for instance in table.queryset.all()}
    merged = _merged_slugs(table)
    tally, new, adopted = Tally(), [], []
    for row in rows:
        record, instance = records.get(row.key), existing.get(row.key)
        if instance is not None:
            if record is None:
                record = SeedRecord(kind=table.kind, key=row.key)
                adopted.append(record)
            _compare(row, instance, record, tally)
        elif record is not None or row.key in merged:
            tally.kept += 1  # deleted by an editor, or one with another row now
        else:
            new.append(row)

    _create(table, new)
    tally.created = len(new)
    SeedRecord.objects.bulk_create(record for record in adopted if record.digest)
    if table.removes and rows:
        gone = records.keys() & existing.keys() - {row.key for row in rows}
        for key in sorted(gone):
            _remove(existing[key], records[key], rows[0], tally)
    return tally


def _merged_slugs(table: SeedTable) -> set[str]:
    if not table.former_kind:
        return set()
    former = FormerSlug.objects.filter(kind=table.former_kind)
    return set(former.values_list("slug", flat=True))


def _words(instance: models.Model, like: SeedRow) -> str:
    """The digest of a row as it stands in the database."""
    return digest_of(
        {name: getattr(instance, name) for name in like.values},
        {name: [each.pk for each in getattr(instance, name).all()] for name in like.related},
    )


def _compare(row: SeedRow, instance: models.Model, record: SeedRecord, tally: Tally) -> None:
    stands = _words(instance, like=row)
    if stands == row.digest:
        tally.unchanged += 1
    elif stands == record.digest:
        for name, value in row.values.items():
            setattr(instance, name, value)
        instance.save()
        for name, keys in row.related.items():
            getattr(instance, name).set(keys)
        tally.updated += 1
    else:
        tally.kept += 1
        return
    if record.digest != row.digest:
        record.digest = row.digest
        if record.pk:
            record.save(update_fields=["digest"])


def _create(table: SeedTable, rows: list[SeedRow]) -> None:
    model = table.queryset.model
    created = model.objects.bulk_create(model(**row.identity, **row.values) for row in rows)
    SeedRecord.objects.bulk_create(
        SeedRecord(kind=table.kind, key=row.key, digest=row.digest) for row in rows
    )
    for instance, row in zip(created, rows, strict=True):
        for name, keys in row.related.items():
            if keys:
                getattr(instance, name).set(keys)


def _remove(instance: models.Model, record: SeedRecord, like: SeedRow, tally: Tally) -> None:
    if _words(instance, like) == record.digest:
        instance.delete()
        record.delete()
        tally.removed += 1
    else:
        tally.kept += 1
