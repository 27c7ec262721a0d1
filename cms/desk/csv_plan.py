"""What a CSV file would change in a table, line by line, and applying exactly that."""

import csv
import hashlib
import io
import json
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cms.models import FormerSlug
from cms.models.keeping import KINDS, kind_of
from cms.spreadsheet import is_formula

from .csv_cells import BadCell, Cell, LinksCell, Lookups
from .csv_sheets import PASSED_OVER, Sheet
from .history import change, log_changes

MAX_BYTES = 500_000
MAX_ROWS = 1_000

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


class UnreadableFile(ValueError):
    """Nothing can be done with the file as a whole. The message says why, in a keeper's words."""


class ChangedMeanwhile(Exception):
    """The table is no longer what the preview was made from. `plan` is what the file would do now."""

    def __init__(self, plan: "CsvPlan"):
        super().__init__()
        self.plan = plan


@dataclass
class Line:
    """One line of the file: `number` as a spreadsheet counts them, the header being 1."""

    number: int
    key: str
    state: str = SAME
    reasons: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # column, before, after
    row: models.Model | None = None
    links: dict[str, list[int]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for the same effect: eight letters, so that a page can carry a thousand of them."""
        effect = json.dumps([self.key, self.state, self.changes, self.reasons])
        return hashlib.sha256(effect.encode()).hexdigest()[:8]


@dataclass
class CsvPlan:
    sheet: Sheet
    lines: list[Line]

    @property
    def counts(self) -> Counter:
        return Counter(line.state for line in self.lines)

    @property
    def writes(self) -> list[Line]:
        return [line for line in self.lines if line.state in {NEW, CHANGED}]

    @property
    def digests(self) -> str:
        return " ".join(line.digest for line in self.lines)

    def other_than(self, digests: str) -> list[Line]:
        """The lines whose effect is another than when `digests` were taken."""
        seen = digests.split()
        return [line for line, old in zip(self.lines, seen, strict=False) if line.digest != old]


def decode(data: bytes) -> str:
    """The file's text. Raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("The file is larger than 500 KB. Split it into several."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            _("The file is not in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.")
        ) from None
    if "\x00" in text:
        raise UnreadableFile(_("The file is not a text file."))
    return text


def read_plan(sheet: Sheet, text: str) -> CsvPlan:
    """Compare the file with the table. Nothing is written.

    One query for the rows, two for each table that it names, one for former slugs, and for each new or
    changed line those of the model's own rules (uniqueness, constraints). Raises UnreadableFile.
    """
    rows = _read_rows(sheet, text)
    keys = Counter(sheet.key_of(cells) for _number, cells in rows)
    reader = _LineReader(sheet, [key for key in keys if key])
    return CsvPlan(sheet, [reader.read(*row, times=keys[sheet.key_of(row[1])]) for row in rows])


def apply(sheet: Sheet, text: str, digests: str, user) -> CsvPlan:
    """Do what the file's preview said: all of it in one transaction, or nothing.

    Raises ChangedMeanwhile if the preview would now read otherwise. The table is written to before it is
    read, so that nobody changes it between the comparison and the end.
    """
    try:
        with transaction.atomic():
            name = sheet.key[0]
            sheet.model._default_manager.filter(sheet.rows).update(**{name: F(name)})
            plan = read_plan(sheet, text)
            if plan.digests != digests:
                raise ChangedMeanwhile(plan)
            for line in plan.writes:
                _write(line, user)
            return plan
    except IntegrityError:  # a row of the same slug was made in this very moment
        raise ChangedMeanwhile(read_plan(sheet, text)) from None


def _read_rows(sheet: Sheet, text: str) -> list[tuple[int, dict[str, str]]]:
    if len(text) > MAX_BYTES or "\x00" in text:
        raise UnreadableFile(_("The file is larger than 500 KB. Split it into several."))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cells)]
    except csv.Error:
        raise UnreadableFile(
            _("Line %(number)d cannot be read as CSV. Is a quotation mark left open?")
            % {"number": reader.line_num}
        ) from None
    if not lines:
        raise UnreadableFile(_("The file is empty."))
    header = [name.strip().lower() for name in lines[0][1]]
    _check_header(sheet, header)
    if len(lines) - 1 > MAX_ROWS:
        raise UnreadableFile(
            ngettext(
                "The file has more than %(n)d row. Split it into several.",
                "The file has more than %(n)d rows. Split it into several.",
                MAX_ROWS,
            )
            % {"n": MAX_ROWS}
        )
    rows = []
    for number, cells in lines[1:]:
        cells = ["\n".join(cell.splitlines()).strip() for cell in cells]
        row = dict(zip(header, cells, strict=False))
        row[EXTRA] = "" if len(cells) == len(header) else "x"
        rows.append((number, row))
    return rows


EXTRA = " extra"  # no header can be called so: they are stripped


def _check_header(sheet: Sheet, header: list[str]) -> None:
    if len(header) == 1 and ";" in header[0]:
        raise UnreadableFile(_("The columns stand between semicolons. Save the file with commas."))
    missing = [name for name in sheet.key if name not in header]
    if missing:
        raise UnreadableFile(
            _("The first line has to name the columns. Missing: %(names)s")
            % {"names": ", ".join(missing)}
        )
    unknown = [name[:40] or "-" for name in header if name not in {*sheet.names, *PASSED_OVER}]
    if unknown:
        raise UnreadableFile(
            _("These columns are not known here: %(names)s") % {"names": ", ".join(unknown)}
        )
    if len(set(header)) < len(header):
        raise UnreadableFile(_("A column stands in the file twice."))


class _LineReader:
    def __init__(self, sheet: Sheet, keys: list[str]):
        self.sheet, self.lookups = sheet, Lookups()
        self.rows = {self._key(row): row for row in sheet.all()}
        self.former, self.elsewhere = {}, set()
        if sheet.model._meta.concrete_model._meta.model_name in KINDS:
            self.former = FormerSlug.objects.now_of(kind_of(sheet.model), keys)
            table = sheet.model._meta.concrete_model._base_manager
            slugs = table.filter(slug__in=keys).values_list("slug", flat=True)
            self.elsewhere = set(slugs) - self.rows.keys()

    def _key(self, row: models.Model) -> str:
        return self.sheet.key_of({cell.name: cell.write(row) for cell in self._key_cells})

    @property
    def _key_cells(self) -> list[Cell]:
        return [cell for cell in self.sheet.cells if cell.name in self.sheet.key]

    def read(self, number: int, cells: dict[str, str], times: int) -> Line:
        key = self.sheet.key_of(cells)
        line = Line(number, key[:130])
        if times > 1:
            line.reasons.append(_("The file has this row more than once."))
        if cells[EXTRA]:
            line.reasons.append(_("The line has more or fewer cells than the first line."))
        if key in self.former and key not in self.rows:
            line.reasons.append(_("This is “%(slug)s” now.") % {"slug": self.former[key]})
        if key in self.elsewhere:
            line.reasons.append(_("A row of another desk has this slug."))
        line.row = self.rows.get(key)
        is_new = line.row is None
        if is_new:
            line.row = self.sheet.model(**self.sheet.fixed)
        for cell in self.sheet.cells:
            if cell.name in cells:
                self._read_cell(line, cell, cells[cell.name], is_new)
        if line.changes and not line.reasons:
            self._validate(line)
        if line.reasons:
            line.state = REFUSED
        elif is_new:
            line.state = NEW
        elif line.changes:
            line.state = CHANGED
        return line

    def _read_cell(self, line: Line, cell: Cell, text: str, is_new: bool) -> None:
        if is_formula(text):
            line.reasons.append(
                _("%(column)s: begins like a formula of a spreadsheet.") % {"column": cell.name}
            )
            return
        try:
            value = cell.read(text, self.lookups)
        except BadCell as error:
            line.reasons.append(f"{cell.name}: {error}")
            return
        is_link = isinstance(cell, LinksCell)
        if is_new or value != cell.value(line.row):
            before = "" if is_new else cell.write(line.row)
            if text or before:
                line.changes.append((cell.name, before, text))
            if is_link:
                line.links[cell.field] = value
            else:
                setattr(line.row, cell.field, value)

    def _validate(self, line: Line) -> None:
        try:
            line.row.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                is_field = name != NON_FIELD_ERRORS
                line.reasons += [f"{name}: {text}" if is_field else text for text in messages]


def _write(line: Line, user) -> None:
    line.row.save()
    for name, keys in line.links.items():
        getattr(line.row, name).set(keys)
    if line.state == NEW:
        log(instance=line.row, action="wagtail.create", user=user, content_changed=True)
    else:
        log_changes(line.row, user, [change(*each) for each in line.changes])
