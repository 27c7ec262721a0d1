"""Places in a text that are filled in for each applicant: `{name}`, `{job}` and a few more.

Filling in is a look-up of whole names, done once over the text: nothing inside the braces is ever
evaluated, and what is put in is not read again.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import Application
from listings.moments import short_date, zone
from profiles.models import User

PLACE = re.compile(r"\{([^{}\n]{0,60})\}")
# How long a name can be in what is filled in, to tell beforehand whether a text becomes too long.
LONGEST = "x" * 120

MEANINGS = {
    "name": gettext_lazy("who applied"),
    "job": gettext_lazy("the title of the post"),
    "employer": gettext_lazy("your company"),
    "applied_on": gettext_lazy("the day the application came"),
    "closing_date": gettext_lazy("the day the post closes"),
    "my_name": gettext_lazy("your own name"),
}
EXAMPLE = {
    "name": "Dana Whitfield",
    "job": gettext_lazy("Customer service representative"),
    "employer": "Corvane Mutual",
    "applied_on": "Nov 12",
    "closing_date": "Dec 4",
    "my_name": "Ruth Alvarez",
}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every known place filled in. Unknown ones stay as they are written."""

    def value(found: re.Match) -> str:
        return str(values.get(found[1].strip(), found[0]))

    return PLACE.sub(value, text)


def unknown_places(text: str) -> list[str]:
    """Places that nothing can be put into, as written, each once."""
    found = [match[0] for match in PLACE.finditer(text) if match[1].strip() not in MEANINGS]
    return list(dict.fromkeys(found))


def known_in_words() -> str:
    return ", ".join(f"{{{name}}}" for name in MEANINGS)


def values_for(application: Application, member: User) -> dict[str, str]:
    """What the places stand for in a text to one applicant. Reads listing and employer."""
    listing = application.listing
    clock = zone(listing.time_zone)
    now = application.submitted_at.astimezone(clock)
    closing = listing.valid_through and short_date(listing.valid_through.astimezone(clock), now)
    return {
        "name": application.name,
        "job": listing.title,
        "employer": listing.employer.name,
        "applied_on": short_date(now, now),
        "closing_date": closing or _("the closing date"),
        "my_name": member.get_full_name() or listing.employer.name,
    }


def fill_to_edit(text: str, application: Application, member: User) -> str:
    """The text as somebody goes on writing it.

    A name that is hidden stays a place until the text is sent, and so does a value with a brace in
    it: what is sent is filled in, and would be filled in twice.
    """
    values = {
        name: value
        for name, value in values_for(application, member).items()
        if "{" not in value and not (name == "name" and application.is_hidden)
    }
    return fill(text, values)
