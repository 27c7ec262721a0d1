"""A post turned back into what a person types: the initial values of its forms. No query."""

from django.utils import timezone

from cms.clocks import zone
from cms.models.places import country_name
from listings.models import Listing
from listings.snapshots import Parts
from profiles.forms.week import week_values

from .screening import QUESTIONS
from .week_and_targets import TARGETS


def shown_place(listing: Listing) -> dict:
    place = listing.place
    return {
        "place": place.label if place else "",
        "countries": ", ".join(country_name(code) for code in listing.countries),
        "states": ", ".join(listing.states),
        "location_note": listing.location_note.strip(),
    }


def shown_clock(listing: Listing) -> dict:
    """The zone, where it is not that of the place."""
    place = listing.place
    own = not place or place.time_zone != listing.time_zone
    return {"time_zone": listing.time_zone if own else ""}


def shown_week(parts: Parts) -> dict:
    return week_values(parts.shifts)


def shown_targets(parts: Parts) -> dict:
    shown = {}
    for number, (metric, target) in enumerate(list(parts.targets.items())[:TARGETS], start=1):
        shown |= {f"metric_{number}": metric.pk, f"target_{number}": target}
    return shown


def shown_channels(parts: Parts) -> dict:
    shares = {f"share_{channel}": share for channel, share in parts.channels.items()}
    return {"channels": list(parts.channels)} | shares


def shown_asked(parts: Parts) -> dict:
    shown = {}
    for word, wanted in (("essential", True), ("desirable", False)):
        shown[f"{word}_skills"] = "\n".join(
            skill.preferred_label
            for skill, essential in parts.skills.items()
            if essential == wanted
        )
        shown[f"{word}_languages"] = "\n".join(
            f"{language.preferred_label} {level}"
            for language, (level, essential) in parts.languages.items()
            if essential == wanted
        )
    return shown


def shown_dates(listing: Listing) -> dict:
    """The last day and hour on the listing's own clock, and the day to appear while it is ahead."""
    clock = zone(listing.time_zone)
    dates = {}
    if listing.valid_through:
        closes = listing.valid_through.astimezone(clock)
        dates |= {"closes_on": closes.date(), "closes_at": closes.time()}
    if listing.date_posted and listing.date_posted > timezone.now():
        dates["appears_on"] = listing.date_posted.astimezone(clock).date()
    return dates


def shown_questions(parts: Parts) -> dict:
    shown = {}
    for row, question in enumerate(parts.questions[:QUESTIONS], start=1):
        shown |= {
            f"ask_{row}": question.text,
            f"ask_kind_{row}": question.kind,
            f"ask_choices_{row}": "\n".join(question.choices),
            f"ask_required_{row}": question.is_required,
        }
    return shown
