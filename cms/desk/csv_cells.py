"""Columns of the desks' CSV files: how a value stands in a cell, and how a cell is read."""

from dataclasses import dataclass, field
from math import isfinite

from django.db import models
from django.utils.translation import gettext as _

from cms.models.keeping import keys_by_slug

BAR = "|"


class BadCell(ValueError):
    """A cell that cannot be read. The message says why, in a keeper's words."""


@dataclass(frozen=True)
class Cell:
    """A text. `attribute` is the model's name of the column where it is another."""

    name: str
    attribute: str = ""

    @property
    def field(self) -> str:
        return self.attribute or self.name

    def write(self, row: models.Model) -> str:
        value = getattr(row, self.field)
        return "" if value is None else str(value)

    def read(self, text: str, lookups: "Lookups"):
        return text

    def value(self, row: models.Model):
        """What `read` would give for the row as it stands."""
        value = getattr(row, self.field)
        return "\n".join(value.split("\r\n")).strip() if isinstance(value, str) else value


class LinesCell(Cell):
    """Values one a line, in the file between bars."""

    def write(self, row):
        return BAR.join(line.strip() for line in getattr(row, self.field).splitlines() if line)

    def read(self, text, lookups):
        return "\n".join(part.strip() for part in text.split(BAR) if part.strip())


class FlagCell(Cell):
    def write(self, row):
        return "true" if getattr(row, self.field) else "false"

    def read(self, text, lookups):
        if text.lower() not in {"true", "false"}:
            raise BadCell(_("Write true or false."))
        return text.lower() == "true"


@dataclass(frozen=True)
class NumberCell(Cell):
    is_whole: bool = True
    may_be_empty: bool = False

    def read(self, text, lookups):
        if not text and self.may_be_empty:
            return None
        try:
            number = int(text[:12]) if self.is_whole else float(text[:12])
        except ValueError:
            raise BadCell(_("Write a number.")) from None
        if not isfinite(number):  # no rule of a model finds "nan" too large
            raise BadCell(_("Write a number."))
        return number


@dataclass(frozen=True)
class ChoiceCell(Cell):
    choices: tuple[str, ...] = ()

    def read(self, text, lookups):
        if text not in self.choices:
            raise BadCell(_("Write one of these: %(values)s") % {"values": ", ".join(self.choices)})
        return text


@dataclass(frozen=True)
class ChoicesCell(Cell):
    """Several values of a closed list, between bars."""

    choices: tuple[str, ...] = ()

    def write(self, row):
        return BAR.join(getattr(row, self.field))

    def read(self, text, lookups):
        values = [part.strip() for part in text.split(BAR) if part.strip()]
        if not set(values) <= set(self.choices):
            raise BadCell(
                _("Write some of these, with bars between: %(values)s")
                % {"values": ", ".join(self.choices)}
            )
        return values


@dataclass(frozen=True)
class LinkCell(Cell):
    """Another row by its slug; a slug that was merged away leads to the one that answers now."""

    model: type[models.Model] = None
    may_be_empty: bool = True

    def write(self, row):
        other = getattr(row, self.field.removesuffix("_id"))
        return other.slug if other else ""

    def read(self, text, lookups):
        if not text and self.may_be_empty:
            return None
        return lookups.key(self.model, text)

    def value(self, row):
        return getattr(row, self.field)


@dataclass(frozen=True)
class LinksCell(Cell):
    """Rows of a many-to-many relation by their slugs, between bars."""

    model: type[models.Model] = None

    def write(self, row):
        return BAR.join(sorted(other.slug for other in getattr(row, self.field).all()))

    def read(self, text, lookups):
        slugs = [part.strip() for part in text.split(BAR) if part.strip()]
        return sorted({lookups.key(self.model, slug) for slug in slugs})

    def value(self, row):
        return sorted(other.pk for other in getattr(row, self.field).all())


@dataclass
class Lookups:
    """Slugs of the tables that a file names. Two queries for each of them."""

    _keys: dict[type[models.Model], dict[str, int]] = field(default_factory=dict)

    def key(self, model: type[models.Model], slug: str) -> int:
        if model not in self._keys:
            self._keys[model] = keys_by_slug(model)
        if slug not in self._keys[model]:
            raise BadCell(_("Nothing has the slug “%(slug)s”.") % {"slug": slug[:60]})
        return self._keys[model][slug]
