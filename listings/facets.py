"""Options beside the job list, each with the number of jobs it would give."""

from dataclasses import dataclass, field
from hashlib import sha256

from django.core.cache import caches
from django.utils.translation import gettext as _

from cms.models.places import country_name
from cms.vocabulary import RoleFamily, WorkMode
from listings.facet_counts import count_options
from listings.filter_kinds import AtMostFilter, Counted, TickFilter
from listings.filters import ListingFilterSet
from listings.wording import countries_in_words

SHOWN_OF_MANY = 12
# Counting reads every job found. Of so many a minute's difference is not seen, and it is felt.
MANY, KEPT_SECONDS = 2_000, 60


@dataclass(frozen=True, slots=True)
class Option:
    """`count` is how many jobs the search would find with this option alone in its group.

    Where several days off are ticked, with this one too.
    """

    value: str
    label: str
    count: int
    is_on: bool
    family: str = ""


@dataclass(frozen=True)
class Facet:
    """A group of options. `more` holds those of a long group that few jobs have."""

    name: str
    label: str
    options: list[Option]
    more: list[Option] = field(default_factory=list)
    is_single: bool = False

    @property
    def on(self) -> int:
        return sum(option.is_on for option in self.options)


@dataclass(frozen=True)
class Facets:
    """`count` is the number of jobs found."""

    count: int
    groups: dict[str, Facet]


def facets(search: ListingFilterSet) -> Facets:
    """The groups of options by the name of their filter, and the number of jobs. One statement, or none.

    An option that would find nothing is left out, unless it is on: it has to be there to be taken off.
    """
    total, counts = _counts(search)
    groups = {
        name: _facet(search, name, each, counts[name])
        for name, each in search.filters.items()
        if isinstance(each, Counted)
    }
    return Facets(total, groups)


def _counts(search: ListingFilterSet) -> tuple[int, dict]:
    """The counts, as they are now; where they run into thousands, as they were within the last minute."""
    key = "counts:" + sha256(search.query().encode()).hexdigest()
    found = caches["pages"].get(key)
    if found is None:
        found = count_options(search)
        if found[0] >= MANY:
            caches["pages"].set(key, found, KEPT_SECONDS)
    return found


def _facet(search: ListingFilterSet, name: str, each: Counted, counts: dict) -> Facet:
    label = str(each.label)
    if isinstance(each, TickFilter):
        is_on, count = bool(search.values.get(name)), counts.get("1", 0)
        return Facet(name, label, [Option("1", label, count, is_on)] if is_on or count else [])
    chosen = search.values.get(name) or []
    is_single = isinstance(each, AtMostFilter)
    options = [
        Option(
            value=value,
            label=option_label(search, value, str(text)),
            count=counts.get(value, 0),
            is_on=value == chosen if is_single else value in chosen,
            family=value if name == "line" and value != RoleFamily.EXIT else "",
        )
        for value, text in choices(search, name, counts)
        if counts.get(value) or value in chosen
    ]
    if not each.is_long:
        return Facet(name, label, options, is_single=is_single)
    options.sort(key=lambda option: -option.count)
    first = [option for n, option in enumerate(options) if option.is_on or n < SHOWN_OF_MANY]
    return Facet(name, label, first, [option for option in options if option not in first])


def choices(search: ListingFilterSet, name: str, counts: dict) -> list[tuple[str, str]]:
    labels = search.form.fields[name].labels
    if name != "live":
        return list(labels.items())
    # Countries without a name of ours come in as they occur.
    others = sorted({*counts, *search.values["live"]} - set(labels))
    return [*labels.items(), *((code, country_name(code)) for code in others)]


def option_label(search: ListingFilterSet, value: str, label: str) -> str:
    """Around a place, "remote" means what its country is open to, wherever the employer is."""
    if value == WorkMode.REMOTE and search.place:
        countries = countries_in_words([search.place.country_code])
        return _("Remote, open to %(country)s") % {"country": countries}
    return label
