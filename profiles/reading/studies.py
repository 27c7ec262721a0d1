"""Education and certificates."""

import re
from dataclasses import dataclass

from cms.phrases import PhraseHit
from cms.vocabulary import Education

from .document import SILENT, Document
from .guards import is_claimed
from .periods import periods, years_in
from .sections import Section

NAME_LENGTH = 120
_LEVELS = [
    (Education.POSTGRADUATE, r"\b(?:master(?:'s|\u2019s)?(?:\s+of|\s+in|\s+degree)?|M\.?B\.?A|M\.?Sc|M\.?A\.|M\.A\b|MA\b|M\.?S\.|MS\b|M\.?Ed|M\.?Phil|Ph\.?\s?D|doctorate|postgraduate|LL\.?M)(?!\w)\.?"),
    (Education.BACHELOR, r"\b(?:bachelor(?:'s|\u2019s)?(?:\s+of|\s+in|\s+degree)?|B\.?\s?A\.|BA\b|B\.?\s?S\.|BS\b|B\.?Sc|B\.?Com|B\.?B\.?A|B\.?Ed|B\.?Tech|BEng|B\.?F\.?A|LL\.?B|honours degree|undergraduate degree|licenciatura)(?!\w)\.?"),
    (Education.ASSOCIATE, r"\b(?:associate(?:'s|\u2019s)?(?:\s+of|\s+in|\s+degree)|associates?\b|A\.?A\.?S|A\.\s?A\.|AA\b|A\.\s?S\.|AS\b|A\.?Sc|foundation degree|HND|HNC|DEC\b|BTS\b)(?!\w)\.?"),
    (Education.HIGH_SCHOOL, r"\b(?:high school|secondary school|G\.?E\.?D\b|A[- ]levels?|GCSEs?|leaving cert(?:ificate)?|baccalaureate|abitur|matura|12th grade|sixth form|HSC\b|highers)\b"),
    (Education.CERTIFICATE, r"\b(?:certificate|diploma in|vocational|NVQ|apprenticeship)\b"),
]  # fmt: skip
_LEVELS = [
    (level, re.compile(pattern, re.IGNORECASE if level != "x" else 0)) for level, pattern in _LEVELS
]
_SHORT_DEGREE = re.compile(r"\b(?:as|aa|ma|ms|ba|bs|dec|bts)\b")  # in small letters they are words
_SCHOOL = re.compile(
    r"\b(?:universit\w+|college|school|institute|institut|academy|polytechnic|seminary|lyc[ée]e|liceo|"
    r"c[ée]gep|berufsschule|gymnasium|hochschule|fachhochschule|conservatory|universidad|escuela|collège|"
    r"coll[èe]ge|campus|SUNY|CUNY|UCLA|MIT|Tech)\b", re.IGNORECASE,
)  # fmt: skip
_UNFINISHED = re.compile(
    r"\b(?:credits?|no degree|not (?:finished|completed)|toward|unfinished|incomplete)\b", re.I
)
_CERTIFICATE = re.compile(
    r"\b(?:certificat(?:e|ion)s?|certified|licen[cs]ed?|licen[cs]es|NVQ|accredit\w+|credential|CompTIA|ITIL|PMP|"
    r"CPR|first aid|green belt|black belt|yellow belt|diploma in)\b", re.IGNORECASE,
)  # fmt: skip
_NOT_YET = re.compile(
    r"\b(?:in progress|planned|next (?:year|spring|summer|fall|autumn|month)|studying|enrolled|not (?:yet|certified|finished|completed)|"
    r"starts?\b|expected|pending|working towards?|preparing|course booked|exam booked|would like|hope|want|wish|plan(?:ning)? to|lapsed|expired|awareness|attended|do not list|so far|interested)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*(?:\||\t|\s{2,}|\s[-–—]+\s|—|•|·|;|,\s+|:\s+)\s*|\s+at\s+(?=[A-Z])|\s+from\s+(?=[A-Z])"
)
_YEARS = re.compile(r"\(?(?:19|20)\d\d(?:\s*(?:-|–|to|until)\s*(?:(?:19|20)?\d\d|present|now))?\)?")
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


@dataclass(frozen=True, slots=True)
class CertificateFound:
    name: str
    slug: str
    issuer: str
    year: int | None
    phrase: str


def schools(document: Document) -> list[SchoolFound]:
    """Lines that name a school, where résumés tell of studies. A name broken over two lines is joined."""
    found = []
    for text, start in _entries(document, {Section.EDUCATION, Section.CERTIFICATES}):
        if not _SCHOOL.search(text) or (_TABLE_HEAD.match(text.strip()) and not years_in(text)):
            continue
        entry = _school(text, start)
        if entry:
            found.append(entry)
    return found


def certificates(
    document: Document, hits: list[PhraseHit], known: set[str]
) -> list[CertificateFound]:
    """Certificates by a name that the vocabulary has (`known` slugs), and what a certificate's line says."""
    found: dict[str, CertificateFound] = {}
    of_known = [hit for hit in hits if hit.key in known]
    for text, start in _entries(document, {Section.CERTIFICATES, Section.EDUCATION}):
        section = document.section_at(start)
        for sentence, offset in _sentences(text):
            here = [
                h for h in of_known if start + offset <= h.start < start + offset + len(sentence)
            ]
            if _NOT_YET.search(sentence) or not sentence.strip():
                continue
            if not here and not (
                _CERTIFICATE.search(sentence)
                or (
                    section == Section.CERTIFICATES
                    and _is_name(sentence)
                    and not _has_degree(sentence)
                )
            ):
                continue
            if not here and (_has_degree(sentence) or len(sentence.split()) > 14):
                continue
            slug = here[0].key if here else ""
            entry = _certificate(sentence, slug)
            if entry and entry.name:
                found.setdefault(slug or entry.name.casefold(), entry)
    for hit in of_known:
        if hit.key in found or document.section_at(hit.start) in {
            Section.CERTIFICATES,
            Section.EDUCATION,
        }:
            continue
        begin, end = document.sentence_at(hit.start)
        sentence = document.flowing[max(begin, hit.start - 150) : min(end, hit.end + 150)]
        if _NOT_YET.search(sentence) or not is_claimed(document, hit):
            continue
        found[hit.key] = CertificateFound(
            hit.text, hit.key, "", None, " ".join(sentence.split())[:200]
        )
    return list(found.values())


def _entries(document: Document, where: set[Section]) -> list[tuple[str, int]]:
    """Lines of these sections, with those joined that a narrow column broke; and where each begins."""
    entries: list[tuple[str, int]] = []
    open_entry = False
    for line in document.lines:
        if line.is_heading or line.section not in where or line.section in SILENT:
            open_entry = False
            continue
        text = line.text
        goes_on = (
            open_entry
            and not line.is_bullet
            and (
                entries[-1][0].rstrip().endswith((",", "&", "-", "–", " of", " in"))
                or text.strip()[:1].islower()
                or (len(entries[-1][0]) < 32 and re.fullmatch(r"\W*(?:19|20)\d\d\W*", text))
                or (
                    len(entries[-1][0]) < 34
                    and not _has_degree(text)
                    and not years_in(entries[-1][0])
                    and not _CERTIFICATE.search(text)
                    and bool(years_in(text))
                )
            )
        )
        if goes_on:
            _before, start = entries[-1]
            entries[-1] = (document.text[start : line.end].replace("\n", " "), start)
        else:
            entries.append((text, line.start))
        open_entry = True
    return entries


def _school(text: str, start: int) -> SchoolFound | None:
    clean = re.sub(r"^\s*[-–—*•▪◦●]\s+", "", text)
    parts = [
        part.strip(" .()")
        for part in _PARTS.split(_YEARS.sub(" , ", clean))
        if part and part.strip(" .()")
    ]
    named = [part for part in parts if _SCHOOL.search(part)]
    if not named:
        return None
    # "High school diploma, Bowie High School": the second names it.
    school = next((p for p in named if not re.search(r"\b(?:diploma|degree)\b", p, re.I)), named[0])
    school = re.split(r",", school)[0]
    level = ""
    level_part = ""
    for candidate, pattern in _LEVELS:
        for part in parts:
            match = pattern.search(part)
            if match and not _SHORT_DEGREE.fullmatch(match[0]):
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
        match = next((p.search(school) for lev, p in _LEVELS if lev == level), None)
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
        for _level, pattern in _LEVELS[:3]:
            words = pattern.sub(" ", words, count=1)
        words = re.sub(
            r"^\W*(?:degree|diploma)?\W*(?:of|in)?\b\s*", "", words.strip(), flags=re.I
        ).strip(" .,")
        if words and not re.fullmatch(
            r"(?:high school|diploma|high school diploma|graduated)", words, re.I
        ):
            return words
    return level_part if level_part != school else ""


def _has_degree(text: str) -> bool:
    return any(
        (match := pattern.search(text)) and not _SHORT_DEGREE.fullmatch(match[0])
        for level, pattern in _LEVELS
        if level != Education.CERTIFICATE
    )


def _sentences(text: str) -> list[tuple[str, int]]:
    sentences, at = [], 0
    for match in re.finditer(r"(?<=[a-z\d)])\.\s+(?=[A-Z])|;\s+", text):
        sentences.append((text[at : match.start()], at))
        at = match.end()
    return [*sentences, (text[at:], at)]


def _is_name(text: str) -> bool:
    words = re.sub(r"^\s*[-–—*•▪◦●]\s+", "", text).split()
    if not 1 <= len(words) <= 12 or text.rstrip().endswith("."):
        return False
    long = [word for word in words if len(word) > 3 and word[:1].isalpha()]
    return bool(long) and sum(word[:1].isupper() for word in long) * 2 >= len(long)


def _certificate(text: str, slug: str) -> CertificateFound | None:
    clean = re.sub(r"^\s*(?:[-–—*•▪◦●]\s+)", "", text).strip()
    years = years_in(clean)
    parts = [
        part.strip(" .,()")
        for part in _PARTS.split(_YEARS.sub(" , ", clean))
        if part and part.strip(" .,()")
    ]
    parts = [
        part
        for part in parts
        if not re.fullmatch(
            r"(?:renewed|valid|issued|since|expires?|exp\.?|clean|passed|in|until)", part, re.I
        )
    ]
    if not parts:
        return None
    name = next((part for part in parts if _CERTIFICATE.search(part)), parts[0])
    at = parts.index(name)
    issuer = next(
        (part for part in parts[at + 1 :] if part[:1].isupper() and len(part.split()) <= 8), ""
    )
    issuer = re.sub(r"^(?:by|from|issued by|through|via)\s+", "", issuer, flags=re.I)
    return CertificateFound(
        name[:NAME_LENGTH],
        slug,
        issuer[:NAME_LENGTH],
        years[-1] if years else None,
        " ".join(clean.split())[:200],
    )
