"""Options beside the job list, each with the number of jobs it would give."""

from dataclasses import dataclass

from django.db.models import Count, F, Value
from django.db.models.fields import CharField
from django.utils.translation import gettext as _

from cms.vocabulary import RoleFamily, WorkMode
from listings.filter_words import TICKS
from listings.filters import ListingFilterSet
from listings.wording import countries_in_words

# Names of the filters whose options are counted, and the column that holds their values.
COUNTED = {
    "line": "role__family",
    "role": "role__slug",
    "mode": "work_mode",
    "type": "employment_type",
    "shift": "shift_pattern",
    "channel": "channels__channel",
}


@dataclass(frozen=True)
class Option:
    """`count` is how many jobs the search would find with this option alone in its group."""

    value: str
    label: str
    count: int
    is_on: bool
    family: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]

    @property
    def on(self) -> int:
        return sum(option.is_on for option in self.options)


def facets(search: ListingFilterSet) -> dict[str, Facet]:
    """The groups of options by name. One statement counts them all.

    An option that would find nothing is left out, unless it is on: it has to be there to be taken off.
    """
    counts = option_counts(search)
    groups = {}
    for name in COUNTED:
        chosen = search.values[name]
        options = [
            Option(
                value=value,
                label=option_label(search, value, str(label)),
                count=counts.get((name, value), 0),
                is_on=value in chosen,
                family=value if name == "line" and value != RoleFamily.EXIT else "",
            )
            for value, label in search.form.fields[name].choices
            if value in chosen or (name, value) in counts
        ]
        groups[name] = Facet(name, str(search.filters[name].label), options)
    for name in TICKS:
        is_on, count = bool(search.values.get(name)), counts.get((name, "1"), 0)
        label = str(search.filters[name].label)
        options = [Option("1", label, count, is_on)] if is_on or count else []
        groups[name] = Facet(name, label, options)
    return groups


def option_label(search: ListingFilterSet, value: str, label: str) -> str:
    """Around a place, "remote" means what its country is open to, wherever the employer is."""
    if value == WorkMode.REMOTE and search.place:
        countries = countries_in_words([search.place.country_code])
        return _("Remote, open to %(country)s") % {"country": countries}
    return label


def option_counts(search: ListingFilterSet) -> dict[tuple[str, str], int]:
    """Number of jobs by (filter, value), the other filters being as they are. One UNION ALL."""
    # All modes together let `near` bring in what each of them would; elsewhere no value means any.
    anything = {"mode": WorkMode.values}
    parts = [
        _grouped(search.variant(**{name: anything.get(name, [])}), name, F(column))
        for name, column in COUNTED.items()
    ]
    parts += [_grouped(search.variant(**{name: ["1"]}), name, Value("1")) for name in TICKS]
    rows = parts[0].union(*parts[1:], all=True)
    return {(row["facet"], row["option"]): row["found"] for row in rows if row["option"]}


def _grouped(search: ListingFilterSet, name: str, option):
    return (
        search.qs.order_by()
        .values(facet=Value(name, output_field=CharField()), option=option)
        .annotate(found=Count("pk"))
    )
