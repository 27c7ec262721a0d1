"""The words of a job search: its heading, what is on, and what could not be read."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import Place
from cms.vocabulary import WorkMode
from listings.filter_fields import MAX_QUERY_LENGTH, RADII, KnownValuesFilter, Sort
from listings.money import CURRENCY_NAMES
from listings.wording import countries_in_words

CHOICES = ["line", "role", "mode", "type", "shift", "channel"]
TICKS = ["no_weekends", "no_phone"]


@dataclass(frozen=True)
class Chip:
    """One thing that is on: its words, and the query string of the same search without it."""

    label: str
    query: str


class SearchWords:
    """The part of ListingFilterSet that speaks. Costs no query of its own."""

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips())

    @property
    def currency_choices(self) -> list[tuple[str, str]]:
        return list(CURRENCY_NAMES.items())

    @property
    def sort_choices(self) -> list[tuple[str, str]]:
        """Orders on offer; by distance only around a place."""
        return [choice for choice in Sort.CHOICES if self.place or choice[0] != Sort.DISTANCE]

    @property
    def other_places(self) -> list[Place]:
        """What the typed location may have meant instead."""
        return [place for place in self.places[1:] if place.label != self.place.label]

    @property
    def radius_choices(self) -> list[tuple[int, str]]:
        """The distances on offer, in the unit of the place; in miles where no place is known."""
        return [(miles, self.distance_label(miles)) for miles in RADII]

    def chips(self) -> list[Chip]:
        """What is on, one chip each."""
        return self._chips

    @cached_property
    def _chips(self) -> list[Chip]:
        values, chips = self.values, []
        if values.get("q"):
            words = {"words": Truncator(values["q"]).chars(40)}
            chips.append(self._chip(_("“%(words)s”") % words, "q"))
        if self.place:
            words = {
                "distance": self.distance_label(self.radius_miles),
                "place": self.place.label,
            }
            label = _("Within %(distance)s of %(place)s") % words
            chips.append(self._chip(label, "location"))
        for name in CHOICES:
            labels = dict(self.form.fields[name].choices)
            for value in values[name]:
                rest = [other for other in values[name] if other != value]
                chips.append(Chip(str(labels[value]), self._query_with(**{name: rest})))
        ticks = [name for name in TICKS if values.get(name)]
        chips.extend(self._chip(str(self.filters[name].label), name) for name in ticks)
        if self.pay_floor:
            chips.append(self._chip(self.pay_floor.label, "pay"))
        return chips

    def _chip(self, label: str, name: str) -> Chip:
        return Chip(label, self._query_with(**{name: []}))

    def _query_with(self, **changes) -> str:
        return self.variant(**changes).query()

    @property
    def notes(self) -> list[str]:
        """One sentence for each thing that was asked and could not be read."""
        notes = []
        if self.is_cut:
            notes.append(
                _("Your search was longer than %(n)d characters: the rest was left out.")
                % {"n": MAX_QUERY_LENGTH}
            )
        if self.data.get("location", "").strip() and self.place is None:
            notes.append(
                _(
                    "We do not know a place called “%(value)s”, so jobs everywhere are shown. Try a town "
                    "with its state or country, such as Columbus, OH or Leeds, United Kingdom."
                )
                % {"value": self._shown(self.data["location"])}
            )
        for name, filter_ in self.filters.items():
            unread = self._unread(name, filter_)
            notes.extend(self._note(name, str(filter_.label), value) for value in unread)
        if self.values.get("sort") == Sort.DISTANCE and self.place is None:
            notes.append(_("To sort by distance, say where. The newest jobs come first."))
        return notes

    def _unread(self, name: str, filter_) -> list[str]:
        """Values of one name that are not among those understood."""
        if isinstance(filter_, KnownValuesFilter):
            given = dict.fromkeys(self.data.getlist(name))
            return [value for value in given if value and value not in self.values[name]]
        if name in self.form.errors and name != "location":
            return [self.data.get(name)]
        return []

    def _note(self, name: str, label: str, value: str) -> str:
        words = {"value": self._shown(value), "name": label}
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
    def _shown(value: str) -> str:
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
