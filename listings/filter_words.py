"""The words of a job search: its heading, what is on, and what could not be read."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import Place
from cms.models.places import country_name
from cms.vocabulary import Cefr, WorkMode
from listings.filter_choices import RADII, Sort
from listings.filter_fields import MAX_QUERY_LENGTH
from listings.filter_kinds import ColumnFilter, Counted, TickFilter
from listings.money import CURRENCY_NAMES
from listings.wording import countries_in_words

# What a choice says away from the name of its group.
CHIP_WORDS = {
    "day_off": gettext_lazy("%(choice)s off"),
    "education": gettext_lazy("Asked: %(choice)s"),
    "experience": gettext_lazy("Experience asked: %(choice)s"),
    "live": gettext_lazy("Remote, living in %(choice)s"),
    "posted": gettext_lazy("Posted %(choice)s"),
}


@dataclass(frozen=True)
class Chip:
    """One thing that is on: its words, and the query string of the same search without it."""

    label: str
    query: str
    name: str


class SearchWords:
    """The part of ListingFilterSet that speaks. Costs no query of its own."""

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips())

    @property
    def currency_choices(self) -> list[tuple[str, str]]:
        return list(CURRENCY_NAMES.items())

    @property
    def level_choices(self) -> list[tuple[str, str]]:
        return Cefr.choices

    @property
    def sort_choices(self) -> list[tuple[str, str]]:
        """Orders on offer: by words only with words, by distance only around a place."""
        hidden = set() if self.words else {Sort.BEST}
        hidden |= set() if self.place else {Sort.DISTANCE}
        return [choice for choice in Sort.CHOICES if choice[0] not in hidden]

    @property
    def other_places(self) -> list[Place]:
        """What the typed location may have meant instead."""
        return [place for place in self.places[1:] if place.label != self.place.label]

    @property
    def radius_choices(self) -> list[tuple[int, str]]:
        """The distances on offer, in the unit of the place; in miles where no place is known."""
        return [(miles, self.distance_label(miles)) for miles in RADII]

    def chips(self) -> list[Chip]:
        """What is on, one chip each, in the order of the filters."""
        return self._chips

    @cached_property
    def _chips(self) -> list[Chip]:
        chips = []
        if self.words:
            words = {"words": Truncator(self.values["q"]).chars(40)}
            chips.append(self._chip(_("“%(words)s”") % words, "q"))
        if self.place:
            words = {
                "distance": self.distance_label(self.radius_miles),
                "place": self.place.label,
            }
            label = _("Within %(distance)s of %(place)s") % words
            chips.append(self._chip(label, "location"))
        for name, filter_ in self.filters.items():
            value = self.values.get(name)
            if name == "pay" and self.pay_floor:
                chips.append(self._chip(self.pay_floor.label, "pay"))
            elif value and isinstance(filter_, ColumnFilter):
                chips.extend(self._chip(self.label_of(name, each), name, each) for each in value)
            elif value and isinstance(filter_, Counted):
                chips.append(self._chip(self.label_of(name, value), name))
        return chips

    def label_of(self, name: str, value) -> str:
        """A choice in words that stand alone: "Saturday off", "Spanish, B1 at most"."""
        if name == "location":
            return _("Where: %(place)s") % {"place": self.shown(value)}
        if isinstance(self.filters[name], TickFilter):
            return str(self.filters[name].label)
        choice = str(self.form.fields[name].labels.get(value) or country_name(value))
        if name == "posted":
            choice = choice[:1].lower() + choice[1:]
        if name == "language" and self.values.get("language_level"):
            words = {"language": choice, "level": self.values["language_level"]}
            return _("%(language)s, %(level)s at most") % words
        return str(CHIP_WORDS.get(name, "%(choice)s")) % {"choice": choice}

    def _chip(self, label: str, name: str, value: str | None = None) -> Chip:
        return Chip(label, self.query_without(name, value), name)

    def query_without(self, name: str, value: str | None = None) -> str:
        """The query of this search without a filter, or without one of its values."""
        data = self.query_dict()
        rest = [other for other in data.getlist(name) if value and other != value]
        data.setlist(name, rest)
        has_words, has_place = (data.get(each) for each in ("q", "location"))
        gone = {"q": ["literal"], "location": ["radius"], "language": ["language_level"]}
        if not rest:
            for dependent in gone.get(name, []):
                data.pop(dependent, None)
        if name == "pay" and self.order_name != Sort.PAY:
            data.pop("currency", None)
        default = Sort.BEST if has_words else Sort.DISTANCE if has_place else Sort.NEWEST
        is_void = data.get("sort") == Sort.DISTANCE and not has_place
        if data.get("sort") == default or is_void:
            del data["sort"]
        return data.urlencode()

    @property
    def notes(self) -> list[str]:
        """One sentence for each thing that was asked and could not be read."""
        notes = []
        if self.is_cut:
            notes.append(
                _("Your search was longer than %(n)d characters: the rest was left out.")
                % {"n": MAX_QUERY_LENGTH}
            )
        if self.values.get("q") and not self.words:
            notes.append(
                _("“%(words)s” alone says nothing about a job, so it was left out.")
                % {"words": self.shown(self.values["q"])}
            )
        if self.data.get("location", "").strip() and self.place is None:
            notes.append(
                _(
                    "We do not know a place called “%(value)s”, so jobs everywhere are shown. Try a town "
                    "with its state or country, such as Columbus, OH or Leeds, United Kingdom."
                )
                % {"value": self.shown(self.data["location"])}
            )
        for name, filter_ in self.filters.items():
            unread = self._unread(name, filter_)
            notes.extend(self._note(name, str(filter_.label), value) for value in unread)
        wanted = self.values.get("sort")
        if wanted == Sort.DISTANCE and self.place is None:
            notes.append(_("To sort by distance, say where."))
        elif wanted == Sort.BEST and not self.words:
            notes.append(_("To sort by best match, say what you look for."))
        return notes

    def _unread(self, name: str, filter_) -> list[str]:
        """Values of one name that are not among those understood."""
        if isinstance(filter_, ColumnFilter):
            given = dict.fromkeys(self.data.getlist(name))
            return [value for value in given if value and value not in self.values[name]]
        if name in self.form.errors and name not in {"literal", "location"}:
            return [self.data.get(name)]
        return []

    def _note(self, name: str, label: str, value: str) -> str:
        words = {"value": self.shown(value), "name": label}
        if name == "pay":
            return (
                _(
                    "“%(value)s” could not be read as pay, so jobs of any pay are shown. Write 21.50 for "
                    "an hour or 45,000 for a year."
                )
                % words
            )
        return _("“%(value)s” is no choice under “%(name)s” and was left out.") % words

    @staticmethod
    def shown(value: str) -> str:
        return Truncator(value.strip()).chars(40)

    def distance_label(self, miles: int) -> str:
        if self.place:
            return self.place.distance_label(miles)
        return _("%(n)d miles") % {"n": miles}

    def heading(self, count: int, shown: str) -> str:
        """What the list holds, with its number: "128 customer-service jobs within 25 miles of Columbus, OH"."""
        words = {"n": shown}
        modes = set(self.values["mode"])
        if self.place is None:
            if modes == {WorkMode.REMOTE}:
                text = ngettext(
                    "%(n)s remote customer-service job", "%(n)s remote customer-service jobs", count
                )
            else:
                text = ngettext("%(n)s customer-service job", "%(n)s customer-service jobs", count)
            return text % words
        words["distance"] = self.place.distance_label(self.radius_miles)
        words["place"] = self.place.label
        words["country"] = countries_in_words([self.place.country_code])
        if modes == {WorkMode.REMOTE}:
            text = ngettext(
                "%(n)s remote customer-service job open to %(country)s",
                "%(n)s remote customer-service jobs open to %(country)s",
                count,
            )
        elif WorkMode.REMOTE in modes:
            text = ngettext(
                "%(n)s customer-service job within %(distance)s of %(place)s, or remote",
                "%(n)s customer-service jobs within %(distance)s of %(place)s, or remote",
                count,
            )
        else:
            text = ngettext(
                "%(n)s customer-service job within %(distance)s of %(place)s",
                "%(n)s customer-service jobs within %(distance)s of %(place)s",
                count,
            )
        return text % words
