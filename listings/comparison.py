"""A few jobs side by side: each fact a row, with whether it is the same for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.richtext import render_markdown
from cms.vocabulary import SkillKind, WorkMode
from listings import moments, wording
from listings.models import Listing
from listings.money import pay_text
from listings.weeks import week_of

WORDS_OF_TRAINING = 30
WORDS_OF_NAME = 4


@dataclass(frozen=True)
class Fact:
    """One row: for each job the lines of its cell, none where the employer does not say.

    `names` are those of the jobs, for a screen that has no room for them to stand above.
    """

    label: str
    cells: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]

    @property
    def named_cells(self) -> list[tuple[str, tuple[str, ...]]]:
        return list(zip(self.names, self.cells, strict=True))

    @property
    def is_same(self) -> bool:
        return len(set(self.cells)) == 1

    @property
    def is_stated(self) -> bool:
        return any(self.cells)


@dataclass(frozen=True)
class Group:
    label: str
    facts: tuple[Fact, ...]


def compare(listings: Sequence[Listing]) -> list[Group]:
    """What can be compared, without what no employer says. Reads what `for_page` loads; no query."""
    groups, names = [], names_of(listings)
    for label, rows in GROUPS.items():
        facts = (
            Fact(str(name), tuple(tuple(read(listing)) for listing in listings), names)
            for name, read in rows.items()
        )
        groups.append(Group(str(label), tuple(fact for fact in facts if fact.is_stated)))
    return [group for group in groups if group.facts]


def names_of(listings: Sequence[Listing]) -> tuple[str, ...]:
    """What tells these jobs apart in a few words: the employer, or the title where one has several."""
    employers = [listing.employer.name for listing in listings]
    return tuple(
        listing.employer.name
        if employers.count(listing.employer.name) == 1
        else Truncator(listing.title).words(WORDS_OF_NAME)
        for listing in listings
    )


Lines = list[str]


def _hourly(listing: Listing) -> Lines:
    if listing.pay is None:
        return []
    lines = [pay_text(listing.pay.hourly)]
    if listing.pay.minimum is None:
        lines.append(_("nothing guaranteed"))
    if listing.pay.assumes_hours and listing.pay.period != "hour":
        lines.append(_("40 hours assumed"))
    return lines


def _yearly(listing: Listing) -> Lines:
    if listing.pay is None:
        return []
    hours = wording.plain_number(listing.pay.hours_a_week)
    if listing.pay.assumes_hours:
        note = _("at 40 hours a week, assumed")
    else:
        note = _("at %(hours)s hours a week") % {"hours": hours}
    return [pay_text(listing.pay.yearly), note]


def _variable(listing: Listing) -> Lines:
    return [listing.variable_pay] if listing.variable_pay else []


def _hours(listing: Listing) -> Lines:
    return [wording.hours_in_words(listing)]


def _shifts(listing: Listing) -> Lines:
    return [str(listing.get_shift_pattern_display())] if listing.shift_pattern else []


def _week(listing: Listing) -> Lines:
    week = week_of(listing)
    if week is None:
        return [listing.schedule_note] if listing.schedule_note else []
    return [*week.in_words.split("; "), week.clock]


def _weekends(listing: Listing) -> Lines:
    if listing.works_weekends is None:
        return []
    return [_("Some weekends") if listing.works_weekends else _("No weekends")]


def _where(listing: Listing) -> Lines:
    lines = [str(listing.get_work_mode_display())]
    if listing.place:
        lines.append(listing.place.label)
    return lines + ([listing.location_note] if listing.location_note else [])


def _may_live(listing: Listing) -> Lines:
    if listing.work_mode != WorkMode.REMOTE:
        return [_("Near the place of work")] if listing.place else []
    if not listing.countries:
        return []
    words = wording.may_live_in(listing)
    return [words[:1].upper() + words[1:]]


def _channels(listing: Listing) -> Lines:
    return [
        str(row.get_channel_display())
        if row.share is None
        else _("%(channel)s, %(share)d%%")
        % {"channel": row.get_channel_display(), "share": row.share}
        for row in listing.channels.all()
    ]


def _at_once(listing: Listing) -> Lines:
    number = listing.concurrent_contacts
    return [wording.contacts_at_once_in_words(number)] if number else []


def _style(listing: Listing) -> Lines:
    return [str(listing.get_contact_style_display())] if listing.contact_style else []


def _targets(listing: Listing) -> Lines:
    return [
        _("%(metric)s: %(target)s") % {"metric": row.metric.short_title, "target": row.target}
        if row.target
        else row.metric.short_title
        for row in listing.targets.all()
    ]


def _skills(listing: Listing, *, tools: bool) -> Lines:
    return [
        _asked(row.skill.preferred_label, row.is_essential)
        for row in listing.listing_skills.all()
        if (row.skill.kind == SkillKind.TOOL) == tools
    ]


def _asked(name: str, is_essential: bool) -> str:
    return name if is_essential else _("%(name)s (an advantage)") % {"name": name}


def _languages(listing: Listing) -> Lines:
    return [
        _asked(
            _("%(language)s, %(level)s")
            % {"language": row.language.preferred_label, "level": row.level},
            row.is_essential,
        )
        for row in listing.languages.all()
    ]


def _experience(listing: Listing) -> Lines:
    months = listing.experience_months
    return [] if months is None else [wording.experience_in_words(months)]


def _education(listing: Listing) -> Lines:
    return [str(listing.get_education_min_display())] if listing.education_min else []


def _training(listing: Listing) -> Lines:
    text = " ".join(strip_tags(render_markdown(listing.training)).split())
    return [Truncator(text).words(WORDS_OF_TRAINING)] if text else []


def _kind(listing: Listing) -> Lines:
    return [str(listing.employer.get_kind_display())]


def _posted(listing: Listing) -> Lines:
    return [moments.posted(listing)]


def _closing(listing: Listing) -> Lines:
    if not listing.is_open:
        return [_("Closed")]
    words = moments.closing(listing).text
    return [words[:1].upper() + words[1:]]


def _apply(listing: Listing) -> Lines:
    return [str(listing.get_apply_route_display())] if listing.is_open else []


GROUPS: dict[str, dict[str, Callable[[Listing], Lines]]] = {
    gettext_lazy("Pay"): {
        gettext_lazy("Guaranteed an hour"): _hourly,
        gettext_lazy("A year"): _yearly,
        gettext_lazy("On top or included"): _variable,
    },
    gettext_lazy("Time"): {
        gettext_lazy("Hours a week"): _hours,
        gettext_lazy("Shifts"): _shifts,
        gettext_lazy("Usual week"): _week,
        gettext_lazy("Weekends"): _weekends,
    },
    gettext_lazy("Place"): {
        gettext_lazy("Where you work"): _where,
        gettext_lazy("Where you may live"): _may_live,
    },
    gettext_lazy("Customers"): {
        gettext_lazy("What reaches you"): _channels,
        gettext_lazy("At the same time"): _at_once,
        gettext_lazy("Whose words"): _style,
        gettext_lazy("Measured by"): _targets,
    },
    gettext_lazy("What is asked"): {
        gettext_lazy("Skills"): lambda listing: _skills(listing, tools=False),
        gettext_lazy("Tools"): lambda listing: _skills(listing, tools=True),
        gettext_lazy("Languages"): _languages,
        gettext_lazy("Experience"): _experience,
        gettext_lazy("Education"): _education,
        gettext_lazy("Training"): _training,
    },
    gettext_lazy("Employer and dates"): {
        gettext_lazy("Kind of employer"): _kind,
        gettext_lazy("Posted"): _posted,
        gettext_lazy("Closes"): _closing,
        gettext_lazy("How to apply"): _apply,
    },
}
