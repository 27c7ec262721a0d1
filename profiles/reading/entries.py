"""Lines that tell of a school or a certificate, and the words that both readers look for."""

import re

from cms.vocabulary import Education

from .document import SILENT, STOP, Document
from .periods import years_in
from .sections import Section

NAME_LENGTH = 120
NARROW = 34  # characters of a line in a side column
LEVELS = [
    (Education.POSTGRADUATE, r"\b(?:master(?:'s|\u2019s)?(?:\s+of|\s+in|\s+degree)?|M\.?B\.?A|M\.?Sc|M\.?A\.|M\.A\b|MA\b|M\.?S\.|MS\b|M\.?Ed|M\.?Phil|Ph\.?\s?D|doctorate|postgraduate|LL\.?M)(?!\w)\.?"),
    (Education.BACHELOR, r"\b(?:bachelor(?:'s|\u2019s)?(?:\s+of|\s+in|\s+degree)?|B\.?\s?A\.|BA\b|B\.?\s?S\.|BS\b|B\.?Sc|B\.?Com|B\.?B\.?A|B\.?Ed|B\.?Tech|B\.E\b|BEng|B\.?F\.?A|LL\.?B|honours degree|undergraduate degree|licen[ck]\w{4,8})(?!\w)\.?"),
    (Education.ASSOCIATE, r"\b(?:associate(?:'s|\u2019s)?(?:\s+of|\s+in|\s+degree)|associate(?:'s|\u2019s)\b|A\.?A\.?S|A\.\s?A\.|AA\b|A\.\s?S\.|AS\b|A\.?Sc|foundation degree|HND|HNC|DEC\b|BTS\b)(?!\w)\.?"),
    (Education.HIGH_SCHOOL, r"\b(?:high school|secondary(?: school)?|senior certificate|G\.?E\.?D\b|A[- ]levels?|GCSEs?|leaving cert(?:ificate)?|baccalaureate|abitur|matura|12th grade|sixth form|HSC\b|highers)\b"),
    (Education.CERTIFICATE, r"\b(?:certificate|diploma in|vocational|NVQ|apprenticeship)\b"),
]  # fmt: skip
LEVELS = [(level, re.compile(pattern, re.IGNORECASE)) for level, pattern in LEVELS]
SHORT_DEGREE = re.compile(r"\b(?:as|aa|ma|ms|ba|bs|dec|bts)\b")  # in small letters they are words
SCHOOL = re.compile(
    r"\b(?:universit\w+|college|school|institute|institut|academy|polytechnic|seminary|lyc[ée]e|liceo|"
    r"c[ée]gep|gymnasium|conservatory|unive?r?s\w+|uniwers\w+|escuela|escola|colegio|instituto|secondary(?!\s+education)|ISD|\w*schule|collège|"
    r"coll[èe]ge|campus|SUNY|CUNY|UCLA|MIT|Tech)\b", re.IGNORECASE,
)  # fmt: skip
CERTIFICATE = re.compile(
    r"\b(?:certificat(?:e|ion)s?|certified|licen[cs]ed?|licen[cs]es|NVQ|accredit\w+|credential|CompTIA|ITIL|PMP|"
    r"CPR|first aid|(?:green|black|yellow) belt(?! in)|diploma in|notary public|(?:handler|safety|operator) card)\b", re.IGNORECASE,
)  # fmt: skip
PARTS = re.compile(r"\s*(?:\||\t|\s{2,}|\s[-–—]+\s|—|•|·|;|,\s+|:\s+)\s*|\s+from\s+(?=[A-Z])")
_SENTENCE_END = re.compile(rf"{STOP.pattern}(?=[A-Z])|;\s+")
YEARS = re.compile(r"\(?(?:19|20)\d\d(?:\s*(?:-|–|to|until)\s*(?:(?:19|20)?\d\d|present|now))?\)?")


def entries_of(document: Document, where: set[Section]) -> list[tuple[str, int]]:
    """Lines of these sections, with those joined that tell of one thing; and where each begins.

    A narrow column breaks lines, and a degree, its school and its year may stand below each other.
    """
    entries: list[tuple[str, int]] = []
    open_entry = False
    lines = document.lines
    for at, line in enumerate(lines):
        if line.is_heading or line.section not in where or line.section in SILENT:
            open_entry = False
            continue
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        if (
            open_entry
            and not line.is_bullet
            and (sign := _joined_by(entries[-1][0], line.text, following))
        ):
            before, start = entries[-1]
            gap = line.start - start - len(before)
            entries[-1] = (before + sign.ljust(gap) + line.text, start)
        else:
            entries.append((line.text, line.start))
        open_entry = True
    return entries


def _joined_by(entry: str, text: str, following: str) -> str:
    """What stands for the end of the line before: a blank in a broken line, "|" between parts; "" for a new entry."""
    if entry.rstrip().endswith((",", "&", "-", "–", " of", " in")) or text.strip()[:1].islower():
        return " "
    return "|" if _goes_on(entry, text, following) else ""


def _goes_on(entry: str, text: str, following: str) -> bool:
    if years_in(entry):
        # "Ohio State University, 2015" and below it "BA History", unless that is the next school's.
        return (
            has_degree(text)
            and not has_degree(entry)
            and not SCHOOL.search(text)
            and bool(SCHOOL.search(entry))
            and not SCHOOL.search(following)
        )
    if not YEARS.sub("", text).strip(" .,()–-"):
        return True
    if SCHOOL.search(text) and not SCHOOL.search(entry):
        return has_degree(entry)
    if has_degree(text) and not has_degree(entry) and SCHOOL.search(entry):
        return not SCHOOL.search(text) and not SCHOOL.search(following)
    return (
        len(entry) < NARROW
        and not has_degree(text)
        and not CERTIFICATE.search(text)
        and bool(years_in(text))
    )


def has_level(text: str, but: str = "") -> bool:
    return any(
        (match := pattern.search(text)) and not SHORT_DEGREE.fullmatch(match[0])
        for level, pattern in LEVELS
        if level != but
    )


def has_degree(text: str) -> bool:
    return has_level(text, but=Education.CERTIFICATE)


def parts_of_entry(text: str) -> list[str]:
    """Between commas and the like, and "BA at Ohio State"; but "University of Texas at Dallas" is one name."""
    parts = []
    for part in PARTS.split(YEARS.sub(" , ", text)):
        before, at, after = part.partition(" at ")
        whole = not at or not after[:1].isupper() or SCHOOL.search(before)
        parts += [part] if whole else [before, after]
    return [part for part in (part.strip(" .,()") for part in parts) if part]


def sentences_of(text: str) -> list[tuple[str, int]]:
    sentences, at = [], 0
    for match in _SENTENCE_END.finditer(text):
        sentences.append((text[at : match.start()], at))
        at = match.end()
    return [*sentences, (text[at:], at)]
