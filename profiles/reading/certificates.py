"""Certificates: by the names that the vocabulary has, and by what a certificate's line says."""

import re
from dataclasses import dataclass

from cms.phrases import PhraseHit

from .document import Document
from .entries import CERTIFICATE, NAME_LENGTH, entries_of, has_degree, parts_of_entry, sentences_of
from .finders import wordings
from .guards import is_claimed
from .periods import years_in
from .sections import Section

_NOT_YET = re.compile(
    r"\b(?:in progress|planned|next (?:year|spring|summer|fall|autumn|month)|studying|enrolled|not (?:yet|certified|finished|completed)|"
    r"starts?\b|expected|pending|working towards?|preparing|course booked|exam booked|would like|hope|want|wish|plan(?:ning)? to|lapsed|expired|awareness|attended|booked|dropped|exams? (?:passed|in)|do not list|so far|interested)\b",
    re.IGNORECASE,
)

_WHERE = frozenset({Section.CERTIFICATES, Section.EDUCATION, Section.TOP})
_COLLEGE = re.compile(
    r"\b(?:universi\w+|colleges?|(?:high )?school|polytechnic|\w*schule|coll[èe]ge|escol\w*|escuela|colegio|lyc[ée]e)\b",
    re.I,
)
_OF_COURSES = re.compile(r"certif|cours|licen[cs]|credential|training|papers", re.I)
_SAYS_SO = re.compile(r"certif|licen[cs]|\bvalid\b|\bC(?:PR|DL)\b", re.I)
NAME_WORDS = 14


@dataclass(frozen=True, slots=True)
class CertificateFound:
    name: str
    slug: str
    issuer: str
    year: int | None
    phrase: str


def certificates(
    document: Document, hits: list[PhraseHit], known: set[str]
) -> list[CertificateFound]:
    """Certificates by a name that the vocabulary has (`known` slugs), and what a certificate's line says."""
    found: dict[str, CertificateFound] = {}
    of_known = [hit for hit in hits if hit.key in known]
    headings = {line.block: line.text for line in document.lines if line.is_heading}
    for text, start in entries_of(document, _WHERE):
        line = document.line_at(start)
        if line.block == 0:
            continue
        for sentence, offset in sentences_of(text):
            if _NOT_YET.search(sentence):
                continue
            first, last = start + offset, start + offset + len(sentence)
            slug = next((hit.key for hit in of_known if first <= hit.start < last), "")
            if not slug and not _names_one(sentence, line.section, headings.get(line.block, "")):
                continue
            entry = _certificate(sentence, slug)
            if entry and entry.name:
                found.setdefault(slug or entry.name.casefold(), entry)
    short = {word for words in wordings()["said"].values() for word in words}
    for hit in of_known:
        if hit.key in found or document.section_at(hit.start) in _WHERE - {Section.TOP}:
            continue
        begin, end = document.sentence_at(hit.start)
        sentence = document.flowing[max(begin, hit.start - 150) : min(end, hit.end + 150)]
        if _NOT_YET.search(sentence) or not is_claimed(document, hit):
            continue
        if hit.text.casefold() in short and not _SAYS_SO.search(sentence):
            continue
        found[hit.key] = CertificateFound(
            hit.text, hit.key, "", None, " ".join(sentence.split())[:200]
        )
    return list(found.values())


def _names_one(sentence: str, section: Section, heading: str) -> bool:
    """Whether the line is a certificate's, whatever its name; a school's own paper stands under education."""
    is_named = bool(CERTIFICATE.search(sentence))
    of_school = _COLLEGE.search(sentence) and not (is_named and section == Section.CERTIFICATES)
    if len(sentence.split()) > NAME_WORDS or of_school:
        return False
    if section == Section.CERTIFICATES:
        return is_named or _is_name(sentence)
    if has_degree(sentence):
        return False
    if section == Section.TOP:
        return is_named and _is_name(sentence)
    return is_named or bool(
        _OF_COURSES.search(heading) and years_in(sentence) and _is_name(sentence)
    )


def _is_name(text: str) -> bool:
    words = re.sub(r"^\s*[-–—*•▪◦●]\s+", "", text).split()
    if not 1 <= len(words) <= 12 or text.rstrip().endswith("."):
        return False
    long = [word for word in words if len(word) > 3 and word[:1].isalpha()]
    return bool(long) and sum(word[:1].isupper() for word in long) * 2 >= len(long)


def _certificate(text: str, slug: str) -> CertificateFound | None:
    clean = re.sub(r"^\s*(?:[-–—*•▪◦●]\s+)", "", text).strip()
    years = years_in(clean)
    parts = parts_of_entry(clean)
    parts = [
        part
        for part in parts
        if not re.fullmatch(
            r"(?:renewed|valid|issued|since|expires?|exp\.?|clean|passed|in|until)", part, re.I
        )
    ]
    if not parts:
        return None
    name = next(
        (part for part in parts if part[:1].isupper() and CERTIFICATE.search(part)), parts[0]
    )
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
