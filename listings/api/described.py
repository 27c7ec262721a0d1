"""Parameters and fields of an OpenAPI description, for people."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Item:
    """A parameter, or a field of an answer. `values` are those of a closed list."""

    name: str
    kind: str
    note: str = ""
    values: list[str] = field(default_factory=list)


def resolved(schema: dict, parts: dict) -> dict:
    """A schema without references and without its "or null"."""
    options = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    if options:
        number = next((each for each in options if each.get("type") == "number"), options[0])
        return resolved({**schema, "anyOf": [], **number}, parts)
    if "$ref" in schema:
        inner = parts[schema["$ref"].rpartition("/")[2]]
        return {**inner, "description": schema.get("description", "")}
    return schema


def fields(schema: dict, parts: dict, prefix: str = ""):
    """Every field by its path: "results[].employer.name"."""
    for name, described in schema["properties"].items():
        inner, path = resolved(described, parts), f"{prefix}{name}"
        if inner.get("type") == "array":
            row = resolved(inner["items"], parts)
            if "properties" in row:
                if inner.get("description"):
                    yield Item(path, kind_of(inner), inner["description"])
                yield from fields(row, parts, f"{path}[].")
                continue
        if "properties" in inner:
            if inner.get("description"):
                yield Item(path, _("object"), inner["description"])
            yield from fields(inner, parts, f"{path}.")
            continue
        yield item(path, described, parts)


def item(name: str, schema: dict, parts: dict | None = None) -> Item:
    inner = resolved(schema, parts or {})
    values = inner.get("enum") or inner.get("items", {}).get("enum") or []
    return Item(
        name,
        kind_of(inner),
        schema.get("description", ""),
        [str(value) for value in values if value not in ("", None)],
    )


def kind_of(schema: dict) -> str:
    kind = schema.get("type")
    if kind == "array":
        return _("several")
    if schema.get("format") == "date-time":
        return _("time, ISO 8601")
    if re.search(r"\\d|0-9", schema.get("pattern", "")):
        return _("decimal as text")
    return {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("true or false"),
    }.get(kind, _("object"))
