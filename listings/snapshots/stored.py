"""Columns and parts of a listing as JSON, in one form for one text: equal texts are equal values."""

from datetime import time
from decimal import Decimal

from django.db import models

from cms.models import GlossaryTerm, Skill
from listings.models import Listing
from listings.screening import Question
from listings.weeks import Shift

from .parts import Parts

# Everything that is advertised and reviewed. Not the dates, which move without a review; not the
# employer's own number of the post, which nobody reads on it.
COLUMNS = [
    "role",
    "title",
    "slug",
    "description",
    "qualifications",
    "training",
    "benefits",
    "client_name",
    "is_client_hidden",
    "work_mode",
    "place",
    "applicant_countries",
    "applicant_states",
    "location_note",
    "time_zone",
    "employment_type",
    "weekly_hours",
    "shift_pattern",
    "works_weekends",
    "schedule_note",
    "contact_style",
    "concurrent_contacts",
    "salary_currency",
    "salary_min",
    "salary_max",
    "salary_period",
    "variable_pay",
    "education_min",
    "experience_months",
    "apply_route",
    "apply_url",
    "apply_email",
    "reply_within_days",
    "is_sift_anonymous",
]
MINUTE = "%H:%M"


def snapshot(listing: Listing, parts: Parts) -> dict:
    """The text as JSON: `columns` by name, and each of the parts as a list. No query."""
    return {
        "columns": {name: _written(listing, name) for name in COLUMNS},
        "skills": sorted([skill.pk, essential] for skill, essential in parts.skills.items()),
        "languages": sorted(
            [language.pk, str(level), essential]
            for language, (level, essential) in parts.languages.items()
        ),
        "channels": sorted([str(channel), share] for channel, share in parts.channels.items()),
        "shifts": sorted(
            [int(shift.weekday), f"{shift.starts:{MINUTE}}", f"{shift.ends:{MINUTE}}"]
            for shift in parts.shifts
        ),
        "targets": sorted([metric.pk, target] for metric, target in parts.targets.items()),
        "questions": [
            [question.text, str(question.kind), list(question.choices), question.is_required]
            for question in parts.questions
        ],
    }


def restore(listing: Listing, data: dict) -> Parts:
    """Put the columns of a snapshot onto a listing in hand, and give its parts. At most two queries.

    Nothing is stored. A skill or a metric that is gone since is left out: compare a new snapshot with
    the old one where that counts.
    """
    for name, value in data["columns"].items():
        field = Listing._meta.get_field(name)
        if isinstance(field, models.DecimalField) and value is not None:
            value = Decimal(value)
        setattr(listing, field.attname, value)
    keys = [row[0] for row in data["skills"] + data["languages"]]
    skills = Skill.objects.in_bulk(keys) if keys else {}
    metrics = [row[0] for row in data["targets"]]
    terms = GlossaryTerm.objects.in_bulk(metrics) if metrics else {}
    return Parts(
        skills={skills[key]: essential for key, essential in data["skills"] if key in skills},
        languages={
            skills[key]: (level, essential)
            for key, level, essential in data["languages"]
            if key in skills
        },
        channels=dict(data["channels"]),
        shifts=[
            Shift(weekday, time.fromisoformat(starts), time.fromisoformat(ends))
            for weekday, starts, ends in data["shifts"]
        ],
        targets={terms[key]: target for key, target in data["targets"] if key in terms},
        questions=[
            Question(text, kind, tuple(choices), is_required)
            for text, kind, choices, is_required in data["questions"]
        ],
    )


def _written(listing: Listing, name: str):
    field = Listing._meta.get_field(name)
    value = getattr(listing, field.attname)
    if isinstance(field, models.DecimalField) and value is not None:
        # 40 from a form and 40.0 from the database are one number.
        return str(Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places)))
    return str(value) if isinstance(value, str) else value
