"""The XML that Indeed and most job boards read: <source> with a <job> for each posting.

Read as a stream with entities refused: whoever sends a job feed needs no DOCTYPE, and what one may
declare is not to be found out.
"""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from xml.parsers import expat

from cms.vocabulary import Education, WorkMode
from listings.feeds.indeed import JOB_TYPES, REMOTE_TYPES
from listings.importing.records import Record, Unusable

from .posting import MOST_POSTINGS, Fields, posting_of

CHUNK = 64 * 1024
DEPTH = 12
MOST_ELEMENTS = 100 * MOST_POSTINGS
LONGEST_VALUE = 200_000  # characters of one field
_FIELDS = {
    "title", "date", "referencenumber", "requisitionid", "url", "company", "city", "state",
    "country", "description", "salary", "education", "jobtype", "category", "experience",
    "expirationdate", "remotetype", "location",
}  # fmt: skip
_KINDS = {word: kind for kind, word in JOB_TYPES.items()}
_EDUCATION = {str(label).casefold(): value for value, label in Education.choices}
_MONTHS = re.compile(r"(\d{1,2})\+?\s*(years?|months?)", re.IGNORECASE)
_NO_EXPERIENCE = re.compile(r"no(?:ne|t)?\b", re.IGNORECASE)


class _TooMuch(Exception):
    """A limit is broken; the message says which."""


def read_xml(content: bytes, *, company: str) -> Iterator[Record | Unusable]:
    """The postings in order. Where the XML breaks, the last item says so; those before are good."""
    source = _Source()
    for start in range(0, len(content), CHUNK):
        chunk = content[start : start + CHUNK]
        trouble = source.feed(chunk, is_last=start + CHUNK >= len(content))
        for line, values in source.taken():
            yield _posting(line, values, company)
        if trouble:
            yield trouble
            return


class _Source:
    """Collects the fields of each job, and nothing else of the file."""

    def __init__(self) -> None:
        self._jobs: list[tuple[int, dict[str, str]]] = []
        self._depth = self._elements = 0
        self._job: dict[str, str] | None = None
        self._line = self._job_depth = 0
        self._name, self._parts, self._length = "", [], 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def feed(self, chunk: bytes, *, is_last: bool) -> Unusable | None:
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            what = f"column {error.offset + 1}: {expat.ErrorString(error.code)}"
            return Unusable(error.lineno, "The XML breaks off here.", what)
        except (_TooMuch, ValueError, LookupError) as error:  # the last two: an unknown encoding
            return Unusable(self.parser.CurrentLineNumber, "The XML cannot be read.", str(error))
        return None

    def taken(self) -> list[tuple[int, dict[str, str]]]:
        jobs, self._jobs = self._jobs, []
        return jobs

    def _refuse(self, *_declaration):
        raise _TooMuch("it declares a DOCTYPE, which no job feed needs")

    def _start(self, name, _attributes):
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS:
            raise _TooMuch(f"it has more than {MOST_ELEMENTS:,} elements")
        if self._depth > DEPTH:
            raise _TooMuch(f"its elements are nested more than {DEPTH} deep")
        name = name.rpartition(":")[2].casefold()
        if self._job is None:
            if name == "job":
                self._job, self._job_depth = {}, self._depth
                self._line = self.parser.CurrentLineNumber
        elif self._depth == self._job_depth + 1:
            self._name = name if name in _FIELDS else ""
            self._parts, self._length = [], 0

    def _characters(self, text):
        if self._name and self._length <= LONGEST_VALUE:
            self._parts.append(text)
            self._length += len(text)

    def _end(self, _name):
        if self._job is not None and self._depth == self._job_depth:
            self._jobs.append((self._line, self._job))
            self._job = None
        elif self._job is not None and self._depth == self._job_depth + 1 and self._name:
            self._job.setdefault(self._name, "".join(self._parts).strip())
            self._name = ""
        self._depth -= 1


def _posting(line: int, said: dict[str, str], company: str) -> Record | Unusable:
    get = said.get
    mode = _work_mode(get("remotetype", ""))
    place = ", ".join(filter(None, (get("city", ""), get("state", "")))) or get("location", "")
    kind = get("jobtype", "").partition(",")[0].strip().casefold()
    facts = {
        "closes": _instant(get("expirationdate", "")),
        "work_mode": mode,
        "education": _EDUCATION.get(get("education", "").casefold(), ""),
        "experience_months": _months(get("experience", "")),
    }
    fields = Fields(
        number=line,
        id=get("referencenumber") or get("requisitionid") or "",
        title=get("title", ""),
        company=get("company", ""),
        html=get("description", ""),
        department=get("category", ""),
        location="" if mode == WorkMode.REMOTE else place,
        country=get("country", ""),
        employment_type=_KINDS.get(kind, kind),
        published=_instant(get("date", "")),
        salary=get("salary", ""),
        url=get("url", ""),
        facts={name: value for name, value in facts.items() if value not in ("", None, ())},
    )
    return posting_of(fields, "indeed-xml", company)


def _work_mode(text: str) -> str:
    """ "Fully remote", "Hybrid remote", and the spellings of others; empty where nothing is said."""
    known = {label.casefold(): mode for mode, label in REMOTE_TYPES.items()}
    words = text.casefold()
    if words in known:
        return known[words]
    if "hybrid" in words:
        return WorkMode.HYBRID
    return WorkMode.REMOTE if "remote" in words or "wfh" in words else ""


def _instant(text: str) -> str:
    """A date of the file in ISO 8601: feeds write "Mon, 16 Nov 2026 10:00:00 GMT", or ISO itself."""
    try:
        return parsedate_to_datetime(text[:80]).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return text[:80]


def _months(text: str) -> int | None:
    """ "6 months", "2+ years", "No experience needed"; None where no time is named."""
    match = _MONTHS.search(text[:100])
    if match is None:
        return 0 if _NO_EXPERIENCE.match(text) else None
    return int(match[1]) * (12 if match[2].casefold().startswith("year") else 1)
