"""The whole offer as one text, for machines that show nothing else of the page."""

from django.utils.dateformat import time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.models.places import STATES, country_name
from cms.richtext import render_markdown
from cms.vocabulary import WorkMode
from listings import wording
from listings.models import Listing
from listings.money import pay_text

STATE_NAMES = {code: name for name, code in STATES.items()}


def full_description(listing: Listing) -> SafeString:
    """Work, requirements, training, hours, pay and where one may be, as HTML that is safe to show.

    Says what the page says and nothing else. Reads what `for_markup` or `for_page` loads; no query.
    """
    parts = [
        render_markdown(listing.description),
        _section(_("What you need"), render_markdown(listing.qualifications), *needs(listing)),
        _section(_("Training and first weeks"), render_markdown(listing.training)),
        _section(_("Hours"), *hours(listing)),
        _section(_("Pay"), *pay(listing)),
        _section(_("What else you get"), render_markdown(listing.benefits)),
        _section(_("Where you work"), *where(listing)),
    ]
    return format_html_join("\n", "{}", ((part,) for part in parts if part))


def needs(listing: Listing) -> list[str]:
    """Experience, education, skills and languages, a sentence each."""
    skills = [row.skill.preferred_label for row in listing.listing_skills.all() if row.is_essential]
    wanted = [
        row.skill.preferred_label for row in listing.listing_skills.all() if not row.is_essential
    ]
    languages = [
        _("%(language)s (%(level)s)")
        % {"language": row.language.preferred_label, "level": row.level}
        for row in listing.languages.all()
    ]
    months = listing.experience_months
    lines = [
        months is not None and _("Experience: %(time)s") % {"time": _experience(months)},
        listing.education_min
        and _("Education: %(level)s") % {"level": listing.get_education_min_display()},
        skills and _("Skills: %(names)s") % {"names": ", ".join(skills)},
        wanted and _("An advantage: %(names)s") % {"names": ", ".join(wanted)},
        languages and _("Languages: %(names)s") % {"names": ", ".join(languages)},
    ]
    return [line for line in lines if line]


def _experience(months: int) -> str:
    return wording.experience_in_words(months) if months else _("none needed")


def hours(listing: Listing) -> list[str]:
    """Type of employment, hours a week, shifts and their week, a line each."""
    lines = [
        wording.hours_in_words(listing),
        wording.shift_in_words(listing),
        listing.schedule_note,
    ]
    lines += [
        _("%(day)s, %(start)s to %(end)s")
        % {
            "day": shift.get_weekday_display(),
            "start": time_format(shift.starts, "P"),
            "end": time_format(shift.ends, "P"),
        }
        for shift in listing.shifts.all()
    ]
    return [line for line in lines if line]


def pay(listing: Listing) -> list[str]:
    """The employer's own figure, and what comes on top."""
    stated = listing.pay
    lines = [
        stated
        and _("%(amount)s %(unit)s")
        % {"amount": pay_text(stated), "unit": listing.get_salary_period_display()},
        listing.variable_pay
        and _("On top or included: %(words)s") % {"words": listing.variable_pay},
    ]
    return [line for line in lines if line]


def where(listing: Listing) -> list[str]:
    """The way of working and the place; for remote work, where one may live."""
    if listing.work_mode == WorkMode.REMOTE:
        lines = [_("This job is fully remote.")]
        if listing.countries:
            lines.append(_("You may live in: %(places)s.") % {"places": residence(listing)})
    elif listing.place:
        lines = [
            _("%(mode)s in %(place)s.")
            % {"mode": listing.get_work_mode_display(), "place": listing.place.label}
        ]
    else:
        lines = [listing.get_work_mode_display()]
    return [*lines, *filter(None, [listing.location_note])]


def residence(listing: Listing) -> str:
    """Where a remote worker may live: "United States (Ohio, Michigan), Canada"."""
    names = []
    for code in listing.countries:
        states = ", ".join(STATE_NAMES.get(state, state) for state in listing.states)
        name = country_name(code)
        names.append(f"{name} ({states})" if code == "US" and states else name)
    return ", ".join(names)


def _section(heading: str, *content: str) -> SafeString | str:
    """A heading with paragraphs under it; nothing where there are none."""
    content = [part for part in content if part]
    if not content:
        return ""
    paragraphs = (
        part if isinstance(part, SafeString) else format_html("<p>{}</p>", part) for part in content
    )
    return format_html(
        "<h3>{}</h3>\n{}", heading, format_html_join("\n", "{}", ((each,) for each in paragraphs))
    )
