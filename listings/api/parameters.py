"""What the list of jobs can be asked: the filters of the job list, by the same names."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, create_model

from listings.filter_fields import MAX_QUERY_LENGTH, KnownValuesField, TickField
from listings.filters import ListingFilterSet

from .errors import Refused, fault

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
# The answer has one order, on which its cursor stands.
LEFT_OUT = {"sort"}
# The plain ones of all that is understood. JSON Schema's patterns need their own ends.
PAY_PATTERN = r"^([0-9]{1,7}([.][0-9]{1,2})?)?$"
NAMES = [name for name in ListingFilterSet.base_filters if name not in LEFT_OUT]
# What an empty label cannot say.
NOTES = {
    "q": "Words in title, employer, role, skills or text. At most 200 characters",
    "literal": "The same words as in q, if none of them may be taken for a filter",
    "role": "Slugs of roles: see /api/v1/roles",
    "tool": "Slugs of tools: see /api/v1/facets",
    "language": "Slugs of languages: see /api/v1/facets",
    "industry": "Slugs of industries: see /api/v1/facets",
    "live": "Remote jobs that may be done from one of these countries",
    "experience": "Months of experience asked, at most",
    "posted": "Days since it was posted, at most",
    "location": "A town: “Columbus, OH” or “Leeds, United Kingdom”",
    "radius": "How far from the location, in miles",
    "pay": "“21.50” for an hour, “45000” for a year",
    "currency": "Pay is compared within one currency; US dollars if none is given",
}


class Paging(Schema):
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="Rows in a page")
    cursor: str = Field("", description="Where the page starts: from “next” of the page before")


def is_multiple(name: str) -> bool:
    return issubclass(ListingFilterSet.base_filters[name].field_class, KnownValuesField)


def described(name: str) -> tuple[type, object]:
    """A filter as a field of the API's description. Its values are read by the filter itself."""
    filter_ = ListingFilterSet.base_filters[name]
    choices = filter_.extra.get("choices")
    values = [str(value) for value, _label in choices] if isinstance(choices, list | tuple) else []
    note = NOTES.get(name) or str(filter_.label)
    if is_multiple(name):
        extra = {"items": {"type": "string", "enum": values}} if values else {}
        return list[str], Field([], description=note, json_schema_extra=extra)
    if issubclass(filter_.field_class, TickField):
        values = ["1"]
    extra = {"enum": ["", *values]} if values else {}
    if name in {"q", "literal"}:
        extra["maxLength"] = MAX_QUERY_LENGTH
    if name == "pay":
        extra["pattern"] = PAY_PATTERN
    return str, Field("", description=note, json_schema_extra=extra)


FIELDS = {name: described(name) for name in NAMES}
Filters = create_model("Filters", __base__=Schema, **FIELDS)
JobQuery = create_model("JobQuery", __base__=Paging, **FIELDS)


def asked(parameters: QueryDict) -> QueryDict:
    """What of the address is for the filters. Other names are left alone, as everywhere on the site."""
    kept = QueryDict(mutable=True)
    for name in NAMES:
        if name in parameters:
            kept.setlist(name, parameters.getlist(name))
    return kept


def check(search: ListingFilterSet, given: QueryDict) -> None:
    """Raises Refused where a value cannot be read: a program has to learn of it, a person gets a note."""
    faults = []
    for name in given:
        faults += [
            fault(name, value[:100], complaint(name)) for value in unread(search, name, given)
        ]
    if faults:
        raise Refused(faults)


def unread(search: ListingFilterSet, name: str, given: QueryDict) -> list[str]:
    """Values of one name that the search left out."""
    if is_multiple(name):
        known = search.values[name]
        return [value for value in given.getlist(name) if value and value not in known]
    value = given[name]
    is_wrong = (
        name in search.form.errors
        or (name == "q" and len(value.strip()) > MAX_QUERY_LENGTH)
        or (name == "location" and value.strip() and search.place is None)
    )
    return [value] if is_wrong else []


def complaint(name: str) -> str:
    if name == "q":
        return _("Longer than %(n)d characters.") % {"n": MAX_QUERY_LENGTH}
    if name == "location":
        return _("No such town is known. Write its name, or its name and its state or country.")
    return _("No value of this parameter. The description of the API lists them.")
