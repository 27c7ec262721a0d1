"""The documentation of the API as a page of the site, made from the description that programs read."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.addresses import absolute_address

from .limits import TIMES
from .operations import api
from .parameters import MAX_LIMIT


@dataclass(frozen=True)
class Item:
    """A parameter, or a field of an answer. `values` are those of a closed list."""

    name: str
    kind: str
    note: str = ""
    values: list[str] = field(default_factory=list)


@dataclass
class Operation:
    """`takes_filters` and `extends_rows`: as the first one does, which is not told twice."""

    slug: str
    path: str
    summary: str
    text: str
    parameters: list[Item]
    fields: list[Item]
    refusals: list[tuple[str, str]]
    takes_filters: bool = False
    extends_rows: bool = False


class ApiDocsView(TemplateView):
    """No query: the description is code."""

    template_name = "listings/api_docs.html"

    def get_context_data(self, **kwargs):
        schema = api.get_openapi_schema()
        return super().get_context_data(
            operations=without_repeats(operations(schema)),
            requests_a_minute=TIMES,
            most_rows=MAX_LIMIT,
            canonical=absolute_address(self.request.path),
            **kwargs,
        )


def operations(schema: dict) -> list[Operation]:
    parts = schema["components"]["schemas"]
    return [
        Operation(
            slug=each["operationId"],
            path=path,
            summary=each["summary"],
            text=" ".join(each["description"].split()),
            parameters=[
                item(parameter["name"], parameter["schema"]) for parameter in each["parameters"]
            ],
            fields=list(fields(answered(each, parts), parts)),
            refusals=[
                (str(status), said_of(int(status))) for status in each["responses"] if status != 200
            ],
        )
        for path, methods in schema["paths"].items()
        for each in methods.values()
    ]


def without_repeats(told: list[Operation]) -> list[Operation]:
    """What the first operation takes and gives is told once."""
    first, *others = told
    names = {each.name for each in first.parameters}
    rows = {each.name.removeprefix("results[].") for each in first.fields} - {"next"}
    for each in others:
        its_names = {parameter.name for parameter in each.parameters}
        each.takes_filters = its_names <= names and len(its_names) > len(names) / 2
        its_rows = {row.name for row in each.fields}
        each.extends_rows = rows <= its_rows
        if each.extends_rows:
            each.fields = [row for row in each.fields if row.name not in rows]
    return told


def said_of(status: int) -> str:
    return {
        400: _("The request cannot be read. The answer names what is wrong."),
        404: _("There is no such open job."),
        429: _("Too many requests. Retry-After says in how many seconds to try again."),
    }[status]


def answered(operation: dict, parts: dict) -> dict:
    return resolved(operation["responses"][200]["content"]["application/json"]["schema"], parts)


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
    if "pattern" in schema:
        return _("decimal as text")
    return {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("true or false"),
    }.get(kind, _("object"))
