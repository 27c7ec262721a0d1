"""A file of postings, one JSON object a line, as records that hold what they promise.

A line that is no such object is reported with its number and passed over; nothing here fails on
what a line says. Plain or gzip: the first bytes decide, not the name.
"""

import gzip
import hashlib
import json
import os
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

LONGEST_LINE = 5 * 1024 * 1024  # bytes
LONGEST_COMPANY = 120
LONGEST_TITLE = 120
LONGEST_SOURCE = 40
LONGEST_ID = 120

_GZIP = b"\x1f\x8b"
_OPTIONAL_TEXTS = (
    "department", "team", "location", "country", "employment_type", "published", "salary", "lang",
    "url",
)  # fmt: skip
_FIELDS = ("id", "source", "company", "title", "description", "is_remote", *_OPTIONAL_TEXTS)
_LONGEST_OPTIONAL = 2_000
# Neither database nor page can take these: controls but tab and line ends, and half characters.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Marks without a width, and those that turn the direction of what follows: no part of a name.
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # an earlier day of posting is a slip


class PostingsUnreadable(Exception):
    """The file breaks off, or is not what its first bytes say."""


@dataclass(frozen=True)
class Record:
    """One posting. Texts are free of control characters; all but `text` are one line."""

    line: int
    source: str
    source_id: str
    company: str
    title: str
    department: str
    location: str
    country: str
    employment_type: str
    is_remote: bool | None
    published: datetime | None
    salary: str
    language: str
    url: str
    text: str
    digest: str

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.source_id


@dataclass(frozen=True)
class Unusable:
    """A line that is no record: `reason` is one of a few, `detail` what is wrong with this one."""

    line: int
    reason: str
    detail: str = ""


class _Refused(Exception):
    pass


class PostingsFile:
    """Iterates over what the lines of a file say. A context manager; raises OSError on opening."""

    def __init__(self, path: Path) -> None:
        self.lines_read = 0
        self._raw = path.open("rb")
        self._lines = self._raw
        if self._raw.peek(len(_GZIP)).startswith(_GZIP):
            self._lines = gzip.GzipFile(fileobj=self._raw)

    def __enter__(self) -> "PostingsFile":
        return self

    def __exit__(self, *error) -> None:
        self._raw.close()

    @property
    def size(self) -> int:
        """Bytes on disk; 0 where it cannot be known, as for a pipe."""
        return os.fstat(self._raw.fileno()).st_size

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._raw.tell() if self._raw.seekable() else 0

    def __iter__(self) -> Iterator[Record | Unusable]:
        while line := self._next_line():
            self.lines_read += 1
            yield read_record(self.lines_read, line)

    def _next_line(self) -> bytes:
        """The next line with its end; of one that is too long, the part that shows it is."""
        try:
            line = rest = self._lines.readline(LONGEST_LINE + 1)
            while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
                rest = self._lines.readline(LONGEST_LINE + 1)
        except (EOFError, OSError, zlib.error) as error:
            raise PostingsUnreadable(str(error)) from error
        return line


def read_record(
    number: int, line: bytes, defaults: Mapping[str, str] = MappingProxyType({})
) -> Record | Unusable:
    """What line `number` of a file says. `defaults` stand in for fields that it does not have."""
    if len(line) > LONGEST_LINE:
        return Unusable(number, "The line is too long.")
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
    except UnicodeDecodeError as error:
        return Unusable(number, "The line is not UTF-8.", f"at byte {error.start + 1}")
    if not text:
        return Unusable(number, "The line is blank.")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        return Unusable(number, "The line is not JSON.", f"column {error.colno}: {error.msg}")
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        return Unusable(number, "The line is not JSON.", "more than can be read")
    if not isinstance(data, dict):
        return Unusable(number, "The line is not a JSON object.")
    said = {name: value for name, value in data.items() if value is not None}
    return record_of(number, {**defaults, **said})


def record_of(number: int, data: dict) -> Record | Unusable:
    """The posting that these fields describe; `number` is the line where they stand."""
    try:
        return _record(number, data)
    except _Refused as refusal:
        return Unusable(number, str(refusal))


def _record(number: int, data: dict) -> Record:
    company = one_line(unquote(_required(data, "company", LONGEST_COMPANY * 4)))
    if not any(map(str.isalnum, company)):
        raise _Refused("No company is given.")
    if len(company) > LONGEST_COMPANY:
        raise _Refused("The company is too long.")
    text = data.get("description")
    if text is not None and not isinstance(text, str):
        raise _Refused("The description is not text.")
    text = UNPRINTABLE.sub("", text or "").strip()
    if not text:
        raise _Refused("No description is given.")
    optional = {name: _text(data, name)[:_LONGEST_OPTIONAL] for name in _OPTIONAL_TEXTS}
    teams = dict.fromkeys(filter(None, (optional["department"], optional["team"])))
    return Record(
        line=number,
        source=_required(data, "source", LONGEST_SOURCE),
        source_id=_required(data, "id", LONGEST_ID),
        company=company,
        title=_required(data, "title", _LONGEST_OPTIONAL),
        department=" / ".join(teams),
        location=optional["location"],
        country=optional["country"],
        employment_type=optional["employment_type"],
        is_remote=_flag(data.get("is_remote")),
        published=_instant(optional["published"]),
        salary=optional["salary"],
        language=optional["lang"].casefold(),
        url=optional["url"],
        text=text,
        digest=_digest(data),
    )


def _required(data: dict, name: str, longest: int) -> str:
    text = _text(data, name)
    if not text:
        raise _Refused(f"No {name} is given.")
    if len(text) > longest:
        raise _Refused(f"The {name} is too long.")
    return text


def _text(data: dict, name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise _Refused(f"The {name} is not text.")
    return one_line(value)


def one_line(text: str) -> str:
    """The text as a database and a page can take it, without line ends and invisible marks."""
    plain = _INVISIBLE.sub("", UNPRINTABLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _flag(value) -> bool | None:
    """Boards leave it blank where nobody said, and some write it as a word."""
    if value is None or isinstance(value, bool):
        return value
    known = {"": None, "true": True, "false": False}
    if isinstance(value, str) and value.strip().casefold() in known:
        return known[value.strip().casefold()]
    raise _Refused("The is_remote is neither true nor false.")


def _instant(text: str) -> datetime | None:
    """An ISO 8601 date or instant; one without a zone is UTC. None for what is no likely date."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= _EARLIEST else None


def _digest(data: dict) -> str:
    """Differs as soon as one of the fields read here does; others, like a crawl's time, are left out."""
    words = json.dumps({name: data.get(name) for name in _FIELDS}, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()
