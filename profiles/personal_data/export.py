"""A person's data for themselves: one readable file, and the files that they gave us."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from profiles.models import User

from .registry import Personal, registry
from .subject import Subject

IN_MEMORY = 2 * 1024 * 1024  # bytes; more lies in a file without a name until it is sent
COPIED_AT_ONCE = 64 * 1024
# The only part of a stored file name that gets into a path of the archive.
_SAFE_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


def build_export(user: User) -> IO[bytes]:
    """A ZIP of everything that is declared, read from its start by the caller, who closes it.

    One query for each declared model and two more, however many rows there are.
    """
    subject = Subject.of(user)
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115, the caller closes it
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        kinds = {}
        for declared in registry.personal.values():
            rows = [_row(declared, row, archive) for row in _rows(declared, subject)]
            if rows:
                kinds[declared.model._meta.label] = {"title": str(declared.title), "rows": rows}
        told = {
            "site": settings.SITE_URL,
            "made_at": timezone.now(),
            "kinds": kinds,
        }
        text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("data.json", text)
        archive.writestr("read-me.txt", _explanation(kinds))
    target.seek(0)
    return target


def _rows(declared: Personal, subject: Subject):
    names = {field.name: field for field in declared.model._meta.concrete_fields}
    links = [name for name in declared.exported if names[name].is_relation]
    rows = declared.rows(subject).order_by("pk")
    return rows.select_related(*links) if links else rows


def _row(declared: Personal, row: Model, archive: zipfile.ZipFile) -> dict[str, Any]:
    told = {name: _value(row, name) for name in declared.exported}
    told |= {name: get(row) for name, get in declared.more.items()}
    for path in declared.files:
        if name := _add_file(row, path, archive):
            told["file"] = name
    return told


def _value(row: Model, name: str) -> Any:
    """As JSON says it; of a choice the words, of a link what it leads to."""
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if field.is_relation:
        return None if value is None else str(value)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    return value


def _add_file(row: Model, path: str, archive: zipfile.ZipFile) -> str:
    """Copy it into the archive under a name of ours; empty if there is none, or its bytes are gone."""
    holder, file = row, row
    for part in path.split("."):
        holder, file = file, getattr(file, part)
        if not file:
            return ""
    suffix = PurePath(getattr(holder, "original_name", "") or file.name).suffix.lower()
    suffix = suffix if _SAFE_SUFFIX.fullmatch(suffix) else ""
    name = f"files/{holder._meta.model_name}-{holder.pk}{suffix}"
    try:
        source = file.storage.open(file.name, "rb")
    except FileNotFoundError:
        return ""
    with source, archive.open(name, "w") as target:
        for chunk in source.chunks(COPIED_AT_ONCE):
            target.write(chunk)
    return name


def _explanation(kinds: dict) -> str:
    context = {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "kinds": [(kind["title"], len(kind["rows"])) for kind in kinds.values()],
        "made_at": timezone.now(),
    }
    return render_to_string("profiles/data_export.txt", context).strip() + "\n"


def contents() -> Iterator[str]:
    """What an export may hold, in words, for the page that offers it."""
    for declared in registry.personal.values():
        yield str(declared.title)
