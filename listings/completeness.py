"""What every post must state before a person reviews it: the list of the page "What a post must state"."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.vocabulary import WorkMode

from .models import Listing

# The form's fields that a draft may leave open and a post may not. `countries` is for remote work,
# `place` for all other.
NEEDED_FIELDS = [
    "role",
    "description",
    "place",
    "countries",
    "employment_type",
    "weekly_hours",
    "shift_pattern",
    "salary_min",
    "salary_max",
    "channels",
    "essential_skills",
    "education_min",
    "closes_on",
]


def missing_essentials(listing: Listing, *, has_channels: bool, has_skills: bool) -> dict[str, str]:
    """What the listing does not state yet, in words, by the form field that takes it. No query."""
    missing = {}

    def need(field: str, stated, words: str):
        if not stated:
            missing[field] = words

    need("role", listing.role_id, _("Choose the role that comes closest."))
    need("description", listing.description, _("Describe the job."))
    need("work_mode", listing.work_mode, _("Say where the work is done."))
    if listing.work_mode == WorkMode.REMOTE:
        need(
            "countries",
            listing.applicant_countries,
            _("Name the countries where people may live while they work remotely."),
        )
    else:
        need("place", listing.place_id, _("Name the town or city."))
    need("employment_type", listing.employment_type, _("Choose the type of employment."))
    need("weekly_hours", listing.weekly_hours, _("State the hours a week."))
    need("shift_pattern", listing.shift_pattern, _("Say when people work."))
    need(
        "salary_min",
        listing.salary_min is not None,
        _("State the lowest pay, without bonus, tips or overtime."),
    )
    need(
        "salary_max",
        listing.salary_max is not None,
        _("State the highest pay. If there is one amount, write it here too."),
    )
    need("channels", has_channels, _("Tick the ways in which customers reach the person."))
    need("essential_skills", has_skills, _("Name the skills that you ask for."))
    need(
        "education_min",
        listing.education_min,
        _("Say which education is needed. That none is needed is an answer too."),
    )
    if listing.valid_through is None:
        missing["closes_on"] = _("Say until when people can apply.")
    elif listing.valid_through <= timezone.now():
        missing["closes_on"] = _("The closing time has passed. Choose a later one.")
    return missing
