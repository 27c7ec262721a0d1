"""Tables for a spreadsheet (CSV), of which no cell can be a formula."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator

BOM = "\ufeff"  # without it some spreadsheets read UTF-8 as something else
# A cell that begins with one of these may be computed. Full-width forms are read as the plain ones.
FORMULA_SIGNS = set("=+-@\t\r")


def safe(cell: str) -> str:
    """The text as it is, with a ' before it where a spreadsheet would take it for a formula."""
    text = cell.replace("\0", "")
    first = next((char for char in text if not _is_passed_over(char)), "")
    return f"'{text}" if unicodedata.normalize("NFKC", first)[:1] in FORMULA_SIGNS else text


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, also behind the ' of `safe`."""
    text = cell.removeprefix("'")
    return safe(text) != text


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The whole file, line by line. Every cell is quoted."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BOM + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def _is_passed_over(char: str) -> bool:
    """Blanks of any width, line ends and signs that nobody sees; a tab is a sign of its own."""
    return char == "\n" or unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cf"}


class _Line:
    """A file of which each write is the line."""

    def write(self, text: str) -> str:
        return text
