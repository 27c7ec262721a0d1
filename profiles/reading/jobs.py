"""Jobs held: a title and an employer beside a stretch of time, and what is told below it."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date

from cms.phrases import PhraseFinder

from .document import STOP, Document
from .periods import Period, periods, single_dates
from .sections import Line, Section
from .titles import (
    employer_among,
    first_title,
    is_place,
    parts_of,
    title_parts,
    title_role,
    without_terms,
)

TITLE_LENGTH = 120
SUMMARY_LENGTH = 2000
HEADER_WORDS = 16  # of a line that names a job; a longer one tells of it
_ELSEWHERE = frozenset({
    Section.EDUCATION, Section.CERTIFICATES, Section.INTERESTS, Section.REFERENCES, Section.LANGUAGES,
    Section.AIMS, Section.CONTACT, Section.SKILLS, Section.RESULTS,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class JobFound:
    title: str
    employer: str
    role: str  # slug, or ""
    start: date | None
    end: date | None
    years: int
    at: int  # where its heading begins
    phrase: str
    section: Section = Section.EXPERIENCE
    summary: str = ""
    told_from: int = 0
    told_to: int = 0


def jobs_held(document: Document, titles: PhraseFinder) -> list[JobFound]:
    """In the order of the text."""
    lines = document.lines
    anchors = [
        (index, times)
        for index, line in enumerate(lines)
        if not line.is_heading and line.section not in _ELSEWHERE and (times := _times(line))
    ]
    found: list[JobFound] = []
    employer = ""
    previous = -1
    for order, (index, times) in enumerate(anchors):
        following = anchors[order + 1][0] if order + 1 < len(anchors) else len(lines)
        jobs = _at_anchor(lines, index, times, titles, previous, following, employer)
        for job in jobs:
            found.append(job)
            employer = job.employer
        if jobs:
            previous = index
    # Below "Experience" stand the jobs; a year beside a title elsewhere is something else.
    within = [job for job in found if job.section == Section.EXPERIENCE]
    return _with_summaries(document, within or found)


def _times(line: Line) -> list[Period]:
    words = line.text
    if len(words.split()) > 40:
        words = words[:200]
    times = [period for period in periods(words) if period.start]
    if not times and not line.is_bullet and len(words.split()) <= HEADER_WORDS:
        times = [p for p in single_dates(words) if _ends_line(words, p)][-1:]
        # A lone year may be anything; beside a title, or as a month on a line of its own, it is a short job.
        times = [p for p in times if title_parts(words[: p.at]) or _is_all(words, p)]
    return times


def _is_all(words: str, period: Period) -> bool:
    return not words[: period.at].strip() and words[period.at].isalpha()


def _ends_line(words: str, period: Period) -> bool:
    return len(words[period.after :].strip(" .)|,")) <= 2


def _at_anchor(lines, index, times, titles, previous, following, employer) -> list[JobFound]:
    line = lines[index]
    segments, at = [], 0
    for period in times:
        segments.append((line.text[at : period.at], period))
        at = period.after
    tail = line.text[at:]
    above = _header_lines(lines, index, previous)
    found = []
    for order, (before, period) in enumerate(segments):
        own = parts_of(before, titles)
        if order == len(segments) - 1 and not _looks_told(tail):
            own += parts_of(_first_sentence(tail), titles)
        rows, here = [own], 0
        if order == 0 and not line.is_bullet:
            rows = [*(parts_of(other.text, titles) for other in above), own]
            here = len(above)
            if not any(first_title(row, titles) for row in rows):
                rows += [parts_of(text, titles) for text in _below(lines, index, following)]
        title, at_row = _title_of(rows, here, titles)
        if not title or (line.is_bullet and not _is_header_bullet(own, title)):
            continue
        title, name = _with_employer(rows, at_row, here, title)
        if not name and (found or employer):
            name = found[-1].employer if found else employer
        # The lines above belong to the heading if they named something.
        first = index - here if at_row < here or len(own) < 2 else index
        header = " ".join(other.text for other in lines[first : index + 1])
        found.append(
            JobFound(
                title=without_terms(title)[:TITLE_LENGTH],
                employer=name[:TITLE_LENGTH],
                role=title_role(title, titles),
                start=period.start,
                end=period.end,
                years=period.years,
                at=lines[first].start,
                phrase=" ".join(header.split())[:200],
                section=line.section,
                told_from=line.end if not _looks_told(tail) else line.start + at,
            )
        )
    return found


def _title_of(rows: list[list[str]], here: int, titles: PhraseFinder) -> tuple[str, int]:
    """The title and its row: that of the time first, then upwards from it, then below."""
    for row in [here, *reversed(range(here)), *range(here + 1, len(rows))]:
        if title := first_title(rows[row], titles):
            return title, row
    return "", here


def _with_employer(rows: list[list[str]], at_row: int, here: int, title: str) -> tuple[str, str]:
    """The employer, and the title with the words behind it, where another line names the employer."""
    row = rows[at_row]
    below = [name for other in rows[at_row + 1 : here + 1] if (name := employer_among(other, ""))]
    over = [
        name for other in rows[:at_row] if (name := employer_among(other, "")) and name.isupper()
    ]
    if title == row[0] and (apart := below or over[-1:]):
        # "Clerk, Returns" above "Harrow Lines"; "Clerk, Harrow Lines" may stand above its town.
        is_name = " " in apart[0] or apart[0].isupper()
        if len(row) == 2 and is_name and " " not in row[1] and not is_place(row[1]):
            return ", ".join(row), apart[0]
        if is_place(row[-1]) and over:
            return title, apart[0]
    for other in [row, *rows[:at_row][::-1], *rows[at_row + 1 :]]:
        if name := employer_among(other, title):
            return title, name
    return title, ""


def _first_sentence(text: str) -> str:
    return STOP.split(text)[0]


def _header_lines(lines: list[Line], index: int, previous: int) -> list[Line]:
    """Up to three lines above that belong to the same heading of a job, from the top down."""
    above: list[Line] = []
    for other in range(index - 1, max(previous, index - 4), -1):
        line = lines[other]
        if line.is_heading or line.is_bullet or not _is_header(line.text):
            break
        above.insert(0, line)
    return above


def _below(lines: list[Line], index: int, following: int) -> list[str]:
    """Up to two lines under a time that stands alone: the title, and for whom."""
    below: list[str] = []
    for line in lines[index + 1 : min(following, index + 3)]:
        text = _first_sentence(line.text)
        if line.is_heading or line.is_bullet or not _is_header(text):
            break
        below.append(text)
        if text != line.text:
            break
    return below


def _is_header(text: str) -> bool:
    words = text.split()
    if not words or len(words) > HEADER_WORDS or text.rstrip().endswith((".", "!", "?", ":", ",")):
        return False
    small = sum(word[:1].islower() for word in words)
    return small <= max(2, len(words) // 2)


def _looks_told(tail: str) -> bool:
    """Whether what follows the time on its line is a sentence about the job, not its heading."""
    words = tail.split()
    if len(words) > HEADER_WORDS or re.search(r"\w\.\s+[A-Z].*\.", tail):
        return not title_parts(re.split(r"[.]", tail)[0])
    return False


def _is_header_bullet(parts: list[str], title: str) -> bool:
    return len(parts) <= 5 and title in parts[:2] and all(len(part.split()) <= 8 for part in parts)


def _with_summaries(document: Document, found: list[JobFound]) -> list[JobFound]:
    """Each job with what is told below its heading, up to the next one's or the end of the section."""
    lines = document.lines
    starts = [line.start for line in lines]
    headings = sorted(job.at for job in found)
    ends = {line.block: line.end for line in lines}
    done = []
    for job in found:
        following = bisect_right(headings, job.told_from)
        end = headings[following] if following < len(headings) else len(document.text)
        block = document.line_at(job.at).block
        told = [
            line.text[max(0, job.told_from - line.start) :]
            for line in lines[
                max(0, bisect_right(starts, job.told_from) - 1) : bisect_left(starts, end)
            ]
            if line.end > job.told_from and not line.is_heading and line.block == block
        ]
        told_to = max(job.told_from, min(end, ends[block]))
        done.append(replace(job, summary=_joined(told)[:SUMMARY_LENGTH], told_to=told_to))
    return done


def _joined(told: list[str]) -> str:
    """Bullets as lines of their own, broken lines joined."""
    lines: list[str] = []
    for text in told:
        words = re.sub(r"^\s*[-–—*•▪◦●]\s+", "", text).strip(" .|\t") if text.strip() else ""
        if not words:
            continue
        is_new = bool(re.match(r"\s*[-–—*•▪◦●]\s+", text)) or words[:1].isupper() or not lines
        if is_new:
            lines.append(words)
        else:
            lines[-1] += f" {words}"
    return "\n".join(lines)
