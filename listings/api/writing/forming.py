"""What a program writes, handed to the form that reads what people write: the same rules, the same words."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from cms.clocks import zone
from cms.models import GlossaryTerm, Place, Role
from cms.models.keeping import rows_by_slug
from listings.api.errors import fault
from listings.forms import ListingForm
from listings.forms.life import ExtensionForm
from listings.forms.screening import QUESTIONS
from listings.forms.week_and_targets import TARGETS
from listings.models import Listing
from profiles.forms.week import PARTS_OF_A_DAY, week_field
from profiles.models import Employer

from .fields import DAYS
from .refusals import Unacceptable

# Columns that the form has by a name of their own.
FORM_NAMES = {
    "countries": "applicant_countries",
    "states": "applicant_states",
    "salary_currency": "pay.currency",
    "salary_min": "pay.minimum",
    "salary_max": "pay.maximum",
    "salary_period": "pay.period",
    "shift_pattern": "shift",
    "education_min": "education",
    "apply_route": "applies_on",
    "essential_skills": "skills",
    "desirable_skills": "skills",
    "essential_languages": "languages",
    "desirable_languages": "languages",
    "closes_on": "closes_at",
}
NUMBERED = [
    (re.compile(r"share_\w+"), "channels"),
    (re.compile(r"(?:starts|ends)_\d_\d"), "week"),
    (re.compile(r"(?:metric|target)_\d+"), "targets"),
    (re.compile(r"ask_(?:[a-z]+_)?\d+"), "questions"),
]
AS_THEY_ARE = [
    "title",
    "description",
    "qualifications",
    "training",
    "benefits",
    "work_mode",
    "location_note",
    "schedule_note",
    "variable_pay",
    "apply_url",
    "apply_email",
]
OR_EMPTY = {
    "place": "place",
    "time_zone": "time_zone",
    "employment_type": "employment_type",
    "weekly_hours": "weekly_hours",
    "shift": "shift_pattern",
    "contact_style": "contact_style",
    "concurrent_contacts": "concurrent_contacts",
    "education": "education_min",
    "experience_months": "experience_months",
    "reply_within_days": "reply_within_days",
}


def form_for(
    fields: dict,
    *,
    employer: Employer,
    instance: Listing | None,
    complete: bool,
    without: Iterable[str] = (),
) -> ListingForm:
    """The form, filled with `fields` and valid. Raises Unacceptable with what is wrong by JSON field.

    `without` names fields of the form that are not to be read or written.

    Up to five queries before the form's own: role, metrics, place and its clock.
    """
    faults: list[dict] = []
    data = form_data(fields, instance, faults)
    form = ListingForm(data, employers=[employer], instance=instance, complete=complete)
    for name in without:
        del form.fields[name]
    if not form.is_valid() or faults:
        # What could not even be handed to the form is said once: there, it counts as left empty.
        said = {each["parameter"] for each in faults}
        faults += [each for each in json_faults(form.errors) if each["parameter"] not in said]
        raise Unacceptable(faults)
    return form


def form_data(fields: dict, instance: Listing | None, faults: list[dict]) -> dict:
    """The values of a browser's form. Adds to `faults` what has no such value."""
    pay = fields["pay"] or {"currency": "USD", "minimum": None, "maximum": None, "period": "hour"}
    data = {name: fields[name] for name in AS_THEY_ARE}
    data |= {
        column: "" if fields[name] is None else str(fields[name])
        for name, column in OR_EMPTY.items()
    }
    data |= {
        "role": _role(fields["role"], faults),
        "countries": ", ".join(fields["applicant_countries"]),
        "states": ", ".join(fields["applicant_states"]),
        "works_weekends": "" if fields["works_weekends"] is None else str(fields["works_weekends"]),
        "salary_currency": pay["currency"],
        "salary_min": pay["minimum"] or "",
        "salary_max": pay["maximum"] or "",
        "salary_period": pay["period"],
        "apply_route": fields["applies_on"],
        "channels": _channels(fields["channels"], faults),
        **{f"share_{each['channel']}": _number(each["share"]) for each in fields["channels"]},
        "essential_skills": _skills(fields, True),
        "desirable_skills": _skills(fields, False),
        "essential_languages": _languages(fields, True),
        "desirable_languages": _languages(fields, False),
        "appears_on": _day(fields["appears_on"], faults),
    }
    data |= _week(fields["week"], faults)
    data |= _targets(fields["targets"], faults)
    data |= _questions(fields["questions"], faults)
    if closes := _instant("closes_at", fields["closes_at"], faults):
        at = closes.astimezone(zone(_zone_name(fields, instance)))
        data |= {"closes_on": at.date().isoformat(), "closes_at": f"{at:%H:%M:%S}"}
    return data


def until_of(listing: Listing, until: str, reason: str) -> tuple[datetime, str]:
    """A later closing time and its reason, by the form that extends. Raises Unacceptable."""
    faults: list[dict] = []
    at = _instant("until", until, faults)
    if at is None:
        raise Unacceptable(faults or [fault("until", None, _("Say until when people can apply."))])
    at = at.astimezone(zone(listing.time_zone))
    data = {"closes_on": at.date().isoformat(), "closes_at": f"{at:%H:%M:%S}", "reason": reason}
    form = ExtensionForm(data, listing=listing)
    if not form.is_valid():
        raise Unacceptable(json_faults(form.errors, {"closes_on": "until", "closes_at": "until"}))
    return form.cleaned_data["until"], form.cleaned_data["reason"]


def json_faults(errors, names: dict | None = None) -> list[dict]:
    """Errors of a form by the names of the JSON. One of the whole form has an empty name."""
    return [
        fault(json_name(name, names or FORM_NAMES), None, str(message))
        for name, messages in errors.items()
        for message in messages
    ]


def json_name(name: str, names: dict) -> str:
    if name == "__all__":
        return ""
    if name in names:
        return names[name]
    return next((told for pattern, told in NUMBERED if pattern.fullmatch(name)), name)


# --- Values that a form takes in another way ----------------------------------------------------


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _role(slug: str | None, faults: list[dict]) -> str:
    """The form takes the key of a row. One query, and two for a slug that was merged into another."""
    if not slug:
        return ""
    role = rows_by_slug(Role.objects.only("slug"), [slug]).get(slug)
    key = role and role.pk
    if key is None:
        message = _("We know no role “%(slug)s”. The roles of the reading API are known.")
        faults.append(fault("role", slug[:100], message % {"slug": slug[:100]}))
    return _number(key)


def _channels(channels: list[dict], faults: list[dict]) -> list[str]:
    names = [each["channel"] for each in channels]
    if len(names) != len(set(names)):
        faults.append(fault("channels", None, _("A channel stands here twice. Take one out.")))
    return names


def _skills(fields: dict, essential: bool) -> str:
    return "\n".join(
        " ".join(each["name"].split())
        for each in fields["skills"]
        if each["is_essential"] == essential
    )


def _languages(fields: dict, essential: bool) -> str:
    return "\n".join(
        f"{' '.join(each['name'].split())} {each['level']}"
        for each in fields["languages"]
        if each["is_essential"] == essential
    )


def _day(text: str | None, faults: list[dict]) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        faults.append(fault("appears_on", text[:100], _("Write a day like 2026-01-31.")))
        return ""


def _instant(name: str, text: str | None, faults: list[dict]) -> datetime | None:
    """A time with its offset. The far ends of the calendar have no time of day everywhere."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 1970 < at.year < 9000:
        message = _("Write a time with its offset, like 2026-01-31T17:00:00-05:00.")
        faults.append(fault(name, text[:100], message))
        return None
    return at


def _zone_name(fields: dict, instance: Listing | None) -> str:
    """The clock that the form will read the closing time on. At most one query."""
    if fields["time_zone"]:
        return fields["time_zone"]
    label = (fields["place"] or "").strip()
    held = instance and instance.place
    if held and held.label == label:
        return held.time_zone
    place = Place.objects.named(label).first() if label else None
    return place.time_zone if place else "UTC"


def _week(shifts: list[dict], faults: list[dict]) -> dict:
    data, parts = {}, dict.fromkeys(DAYS, 0)
    for number, shift in enumerate(shifts):
        day = shift["weekday"]
        if day not in parts:
            faults.append(fault(f"week[{number}].weekday", day[:100], _("No day of the week.")))
            continue
        parts[day] += 1
        if parts[day] > len(PARTS_OF_A_DAY):
            message = _("A day has two parts at most.")
            faults.append(fault(f"week[{number}].weekday", day, message))
            continue
        for end in ("starts", "ends"):
            data[week_field(end, DAYS[day], parts[day])] = shift[end]
    return data


def _targets(targets: list[dict], faults: list[dict]) -> dict:
    """The form takes the keys of rows. One query, if there are any."""
    if len(targets) > TARGETS:
        faults.append(fault("targets", None, _("State at most %(n)d.") % {"n": TARGETS}))
    targets = targets[:TARGETS]
    slugs = [each["metric"] for each in targets]
    known = GlossaryTerm.objects.filter(is_metric=True, slug__in=slugs) if slugs else ()
    keys = {term.slug: term.pk for term in known}
    data = {}
    for number, each in enumerate(targets, start=1):
        slug = each["metric"]
        if slug not in keys:
            message = _("The glossary has no figure “%(slug)s”.") % {"slug": slug[:100]}
            faults.append(fault(f"targets[{number - 1}].metric", slug[:100], message))
            continue
        data |= {f"metric_{number}": str(keys[slug]), f"target_{number}": each["target"]}
    return data


def _questions(questions: list[dict], faults: list[dict]) -> dict:
    if len(questions) > QUESTIONS:
        faults.append(fault("questions", None, _("Ask at most %(n)d.") % {"n": QUESTIONS}))
    data = {}
    for number, each in enumerate(questions[:QUESTIONS], start=1):
        data |= {
            f"ask_{number}": each["text"],
            f"ask_kind_{number}": each["kind"],
            f"ask_choices_{number}": "\n".join(" ".join(one.split()) for one in each["choices"]),
        }
        if each["is_required"]:
            data[f"ask_required_{number}"] = "on"
    return data
