"""The documentation of the API as a page of the site, made from the description that programs read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.addresses import absolute_address

from .described import Item, fields, item, resolved
from .limits import TIMES
from .operations import api
from .parameters import MAX_LIMIT
from .writing.docs import told_of_writing


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
            writing=told_of_writing(),
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
