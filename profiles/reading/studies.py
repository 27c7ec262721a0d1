"""Schools and what was studied there."""

import re
from dataclasses import dataclass

from cms.vocabulary import Education

from .document import Document
from .entries import (
    LEVELS,
    NAME_LENGTH,
    SCHOOL,
    SHORT_DEGREE,
    entries_of,
    has_level,
    parts_of_entry,
    sentences_of,
)
from .periods import periods, years_in
from .sections import Section

_UNFINISHED = re.compile(
    r"\b(?:credits?|no degree|not (?:finished|completed)|toward|unfinished|incomplete|stopped|left|dropped)\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:[Ss]tarting|starts?|[Ii]n progress|[Ii]n course|[Ee]xpected|until|evenings?|[Pp]lanned|enrolled|class at)\b"
)
_WHERE = frozenset({Section.EDUCATION, Section.CERTIFICATES, Section.SKILLS})
_TABLE_HEAD = re.compile(
    r"^(?:degree|institute|institution|school|year|course|subject|board|university)\b(?:\s+\w+){1,4}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class SchoolFound:
    school: str
    subject: str
    level: str
    start_year: int | None
    end_year: int | None
    phrase: str
    name_at: tuple[int, int]


def schools(document: Document) -> list[SchoolFound]:
    """Lines that name a school, where résumés tell of studies. A name broken over two lines is joined."""
    found = []
    for entry, start in entries_of(document, _WHERE):
        for text, offset in _each_school(entry):
            if not SCHOOL.search(text) or (_TABLE_HEAD.match(text.strip()) and not years_in(text)):
                continue
            # "Qualifications" may be skills or studies: there a school has its year and a level.
            is_told = document.section_at(start) != Section.SKILLS or (
                years_in(text) and has_level(text)
            )
            if is_told and not _AHEAD.search(text) and (one := _school(text, start + offset)):
                found.append(one)
    return found


def _each_school(entry: str) -> list[tuple[str, int]]:
    """The sentences of a line that tells of several schools; else the line."""
    sentences = sentences_of(entry)
    several = sum(bool(SCHOOL.search(text) and years_in(text)) for text, _at in sentences) > 1
    return sentences if several else [(entry, 0)]


def _school(text: str, start: int) -> SchoolFound | None:
    clean = re.sub(r"^\s*[-–—*•▪◦●]\s+", "", text)
    parts = parts_of_entry(clean)
    named = [part for part in parts if SCHOOL.search(part)]
    if not named:
        return None
    # "High school diploma, Bowie High School": the second names it.
    school = next(
        (p for p in named if not re.search(r"\b(?:diploma|degree|certificate)\b", p, re.I)),
        named[0],
    )
    school = re.split(r",", school)[0]
    level = ""
    level_part = ""
    for candidate, pattern in LEVELS:
        for part in parts:
            match = pattern.search(part)
            if match and not SHORT_DEGREE.fullmatch(match[0]):
                level, level_part = candidate, part
                break
        if level:
            break
    if (
        not level
        and re.search(r"\bacademy\b|\bhigh\b", school, re.I)
        and re.search(r"\bdiploma\b|graduat", clean, re.I)
    ):
        level = Education.HIGH_SCHOOL
    if level_part == school:  # "B.Com. Savitribai Phule Pune University"
        match = next((p.search(school) for lev, p in LEVELS if lev == level), None)
        if (
            match
            and level not in {Education.HIGH_SCHOOL, Education.CERTIFICATE}
            and match.start() == 0
        ):
            level_part, school = school[: match.end()], school[match.end() :].strip(" .")
    if _UNFINISHED.search(clean):
        level = ""
    subject = _subject(level_part, parts, school)
    years = years_in(text)
    spans = periods(text)
    start_year = years[0] if len(years) > 1 and spans else None
    at = text.find(school)
    return SchoolFound(
        school=school[:NAME_LENGTH],
        subject=subject[:NAME_LENGTH],
        level=level,
        start_year=start_year,
        end_year=None
        if re.search(r"\b(?:present|now|current)\b", text, re.I)
        else (years[-1] if years else None),
        phrase=" ".join(clean.split())[:200],
        name_at=(start + at, start + at + len(school)) if at >= 0 else (start, start + len(text)),
    )


def _subject(level_part: str, parts: list[str], school: str) -> str:
    for candidate in (level_part, *[part for part in parts if part != school]):
        if candidate == school or not candidate:
            continue
        words = candidate
        for _level, pattern in LEVELS[:3]:
            words = pattern.sub(" ", words, count=1)
        words = re.sub(
            r"^\W*(?:degree|diploma)?\W*(?:of|in)?\b\s*", "", words.strip(), flags=re.I
        ).strip(" .,")
        if words and not re.fullmatch(
            r"(?:high school|diploma|high school diploma|graduated)", words, re.I
        ):
            return words
    return level_part if level_part != school else ""
