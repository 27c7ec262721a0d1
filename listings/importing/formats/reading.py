"""One file of postings, whatever its form: what could be read, and what could not and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.importing.records import Record, Unusable, read_record
from listings.models import PostingImport

from .indeed_xml import read_xml
from .json_ld import read_json_ld, read_page
from .posting import MOST_POSTINGS

MOST_BYTES = 5 * 1024 * 1024
HEAD = 2_048
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHERS = (
    (b"%PDF", gettext_lazy("a PDF")),
    (b"PK\x03\x04", gettext_lazy("a ZIP archive or an Office file")),
    (b"\x1f\x8b", gettext_lazy("a packed file (gzip)")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Office file")),
)
_XML_START = re.compile(r"(?:<\?xml\b[^>]*>\s*|<!--.*?-->\s*)*", re.IGNORECASE | re.DOTALL)
_PAGE_START = re.compile(r"<!doctype\s+html\b|<html\b|<(?:head|body|script|meta)\b", re.IGNORECASE)
_LINKED = re.compile(r'"@(?:context|type|graph|id)"\s*:')
_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_LATIN = {"windows-1252", "cp1252", "iso-8859-1", "latin1", "iso-8859-15"}

Format = PostingImport.Format


class FileUnreadable(ValueError):
    """Not a file of postings, or one that breaks a limit. The message says it to a person."""


@dataclass
class Reading:
    """Postings in the order of the file, each number once, and what could not be read."""

    format: str
    records: list[Record] = field(default_factory=list)
    unread: list[Unusable] = field(default_factory=list)


def read_file(content: bytes, *, company: str) -> Reading:
    """What the content of a file says; `company` stands in where a posting names none.

    Reads at most 5 MB and 500 postings, with time in proportion to the bytes. Raises FileUnreadable.
    """
    if len(content) > MOST_BYTES:
        raise FileUnreadable(_("The file is larger than 5 MB. Split it in several."))
    if not content.strip():
        raise FileUnreadable(_("The file is empty."))
    for sign, what in _OTHERS:
        if content.startswith(sign):
            raise FileUnreadable(
                _("This is %(what)s. What we read is JSON lines, a web page or XML.")
                % {"what": what}
            )
    kind = format_of(content)
    reading = Reading(kind)
    seen: dict[str, int] = {}
    for item in _items(kind, content, company):
        if isinstance(item, Record) and item.source_id in seen:
            first = seen[item.source_id]
            reason = "A posting before it has the same number."
            item = Unusable(item.line, reason, f"line {first}")
        if isinstance(item, Unusable):
            if len(reading.unread) < MOST_POSTINGS:
                reading.unread.append(item)
            continue
        if len(reading.records) == MOST_POSTINGS:
            raise FileUnreadable(
                _("The file holds more than %(most)d postings. Split it in several.")
                % {"most": MOST_POSTINGS}
            )
        seen[item.source_id] = item.line
        reading.records.append(item)
    if not (reading.records or reading.unread):
        raise FileUnreadable(_nothing(kind))
    return reading


def format_of(content: bytes) -> str:
    """Which form a file has, by its first letters. Never fails: what is none of the others is lines."""
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8")
    text = content[:HEAD].decode(encoding, errors="replace").lstrip()
    if text.startswith("<"):
        rest = text[_XML_START.match(text).end() :]
        return Format.JSON_LD if _PAGE_START.match(rest) else Format.INDEED_XML
    is_linked = text[:1] in {"[", "{"} and _LINKED.search(text)
    return Format.JSON_LD if is_linked else Format.JSON_LINES  # JSON-LD saved without its page


def _items(kind: str, content: bytes, company: str) -> Iterator[Record | Unusable]:
    if kind == Format.INDEED_XML:
        return read_xml(content, company=company)
    if kind == Format.JSON_LINES:
        return _json_lines(content, company)
    text = _decoded(content)
    if text.lstrip().startswith("<"):
        return read_page(text, company=company)
    return read_json_ld(text, company=company)


def _json_lines(content: bytes, company: str) -> Iterator[Record | Unusable]:
    """As `import_listings` reads them, but for two fields that an employer need not give."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = _decoded(content).encode()
    defaults = {"source": "file", "company": company}
    found = False
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        item = read_record(number, line, defaults)
        if not found and isinstance(item, Unusable) and number > MOST_POSTINGS:
            raise FileUnreadable(_nothing(Format.JSON_LINES))
        found = found or isinstance(item, Record)
        yield item


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16, or what a page says it is. Raises FileUnreadable with the line."""
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "")
    if not encoding:
        said = _CHARSET.search(content[:HEAD])
        named = said[1].decode("ascii", "replace").casefold() if said else ""
        encoding = "cp1252" if named in _LATIN else "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileUnreadable(
            _("Line %(line)d holds letters that are not UTF-8. Save the file as UTF-8.")
            % {"line": line}
        ) from error


def _nothing(kind: str) -> str:
    if kind == Format.INDEED_XML:
        return _("No posting is in it: Indeed-style XML has each between <job> and </job>.")
    if kind == Format.JSON_LD:
        return _(
            "No posting is in it: the page holds no JobPosting data. Save the page of the job itself,"
            " as “Web page, HTML only”."
        )
    return _("No posting is in it: each line has to be one JSON object.")
