"""Languages with their levels, from the words that résumés use for them."""

import re
from dataclasses import dataclass

from cms.phrases import PhraseHit
from cms.vocabulary import Cefr

from .document import SILENT, Document
from .guards import is_claimed
from .sections import Section

# The first that fits counts, so the more exact wording stands above the shorter one.
_WORDS = [
    (Cefr.C2, r"native|mother tongue|first language|bilingual proficien\w+|from birth|c2\b|mothertongue|home language|raised speaking|muttersprache|proficiency \(c2\)"),
    (Cefr.C1, r"c1\b|fluen\w+|full professional|advanced \(c1\)|near[- ]native|excellent|business fluent|very good|highly proficient|full proficiency|proficient"),
    (Cefr.A1, r"a1\b|beginner|a few words|first words|some words|just started|novice"),
    (Cefr.B2, r"b2\b|professional working|upper[- ]intermediate|advanced|professional proficiency|business level|business|very comfortable|working proficiency|good command|comfortable|professional"),
    (Cefr.B1, r"b1\b|limited working|conversational\w*|intermediate|working knowledge|good|can hold a conversation|everyday"),
    (Cefr.A2, r"a2\b|elementary|basic\w*|pre[- ]intermediate|school level|limited|a little|some|rudimentary|simple"),
]  # fmt: skip
_LEVELS = [(level, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for level, words in _WORDS]
_CEFR = re.compile(r"\b([ABC][12])\b")
_SPEAKING = re.compile(
    r"\b(?:speak|spoke|speaks|speech|speaking|spoken|oral|conversation|verbal)\w*", re.IGNORECASE
)
_WRITING = re.compile(r"\b(?:writ|wrote|written)\w*", re.IGNORECASE)
_WRITES_WELL = re.compile(r"\bwrites? it well|write well|good writ\w+|writes? well", re.IGNORECASE)
_HINT = re.compile(
    r"\b(?:speak|speaks|speaking|spoken|spoke|fluen\w+|native|bilingual|trilingual|multilingual|mother tongue|languages?|"
    r"conversational|proficien\w+|[abc][12]|translat\w+|interpret\w+|calls?|callers?|customers|emails?|in (?:both|two|three)|"
    r"answer\w*|support\w*|help\w*|serv\w+|clients|guests|patients|chat)\b",
    re.IGNORECASE,
)
_IN_LANGUAGES = re.compile(r"(?:\bin|\band|,|\bor|/|&|\bfrom|\bto|\binto)\s+$", re.IGNORECASE)
_OTHER_THING = re.compile(
    r"^\s*(?:restaurant|food|cuisine|literature|studies|history|department|shepherd|market|customers? in|national|"
    r"embassy|school|teacher|class(?:es)?|bakery|wine|press|toast|fries|lessons?|music|film|guitar|airlines|"
    r"(?:and|&)\s+(?:geography|history|communications?|drama|philosophy|journalism))\b",
    re.IGNORECASE,
)
_LANGUAGE_ROW = re.compile(r"\W*languages?\b", re.IGNORECASE)  # of a table
_FOREIGN_TITLE = re.compile(r"(?:\bin|\bof)\s+$")


@dataclass(frozen=True, slots=True)
class LanguageFound:
    slug: str
    hit: PhraseHit
    spoken: str  # "" where the text tells none
    written: str


def languages_spoken(document: Document, hits: list[PhraseHit]) -> list[LanguageFound]:
    """One entry for each language that the person claims to speak; `hits` are those of languages."""
    found: dict[str, LanguageFound] = {}
    for hit in hits:
        if not _is_spoken(document, hit):
            continue
        spoken, written = _levels(document, hit, hits)
        old = found.get(hit.key)
        if old is None or (spoken and not old.spoken):
            found[hit.key] = LanguageFound(hit.key, hit, spoken, written)
    return list(found.values())


def _is_spoken(document: Document, hit: PhraseHit) -> bool:
    section = document.section_at(hit.start)
    if section in SILENT:
        return False
    start, end = document.sentence_at(hit.start)
    before = document.flowing[max(start, hit.start - 120) : hit.start]
    after = document.flowing[hit.end : min(end, hit.end + 120)]
    if _OTHER_THING.match(after) or not is_claimed(document, hit):
        return False
    line = document.line_at(hit.start)
    if line and _LANGUAGE_ROW.match(line.text):
        return True
    if section == Section.EDUCATION:
        # "B.A. in English" is a subject; "two years of French (basic)" is too little to claim.
        return bool(_CEFR.search(after[:20])) or bool(
            re.search(r"\b(?:fluent|native)\b", f"{before[-25:]}{after[:25]}", re.I)
        )
    if section in {Section.LANGUAGES, Section.SKILLS}:
        return True
    return bool(_HINT.search(before) or _HINT.search(after) or _HINT.search(hit.text))


def _levels(document: Document, hit: PhraseHit, hits: list[PhraseHit]) -> tuple[str, str]:
    """Spoken and written, from the words that belong to this language and to no other."""
    start, end = document.sentence_at(hit.start)
    if document.section_at(hit.start) == Section.LANGUAGES:
        end = _with_next_line(document, hit, hits, end)
    others = [other for other in hits if other.key != hit.key and start <= other.start < end]
    following = min((other.start for other in others if other.start >= hit.end), default=end)
    preceding = max((other.end for other in others if other.end <= hit.start), default=start)
    after = document.flowing[hit.end : min(following, hit.end + 90)]
    before = document.flowing[max(preceding, hit.start - 40) : hit.start]
    # What stands before the next language may be that one's: "English, fluent Spanish".
    if following < end:
        own = (
            re.split(r"[,;|)]|\band\b", after.lstrip(" :,(–-|"))
            if not after.lstrip().startswith("(")
            else [after]
        )
        after = (
            own[0]
            if after.lstrip().startswith((":", ",", "(", "–", "-", "—", "|"))
            else re.split(r"[,;|]|\band\b", after)[0]
        )
    spoken, written = _of(after)
    if not spoken:
        own = re.split(r"[,;|.]", before)[-1]
        spoken, _written = _of(own)
    if not spoken and others:
        # "Fluent in Spanish and English", "Bilingual: English and Spanish"
        lead = document.flowing[max(start, hit.start - 60) : hit.start]
        if match := re.search(
            r"\b(fluent|native|bilingual|conversational|proficient|trilingual)\b[^.;()]*$",
            lead,
            re.I,
        ):
            spoken = _of(match[1])[0] or (
                Cefr.C1 if match[1].lower() in {"bilingual", "trilingual"} else ""
            )
    if not spoken and re.search(r"\b(fluent|native)\b", hit.text, re.I):
        spoken = _of(hit.text)[0]
    return spoken, written


def _with_next_line(document: Document, hit: PhraseHit, hits: list[PhraseHit], end: int) -> int:
    """A narrow column breaks "Swedish, upper intermediate (B2)" in two."""
    line_end = document.text.find("\n", end + 1)
    following = document.text[end : line_end if line_end >= 0 else len(document.text)]
    opens = re.match(r"\s*[(a-z]", following)
    return end + len(following) if opens and len(following) < 40 else end


def _of(words: str) -> tuple[str, str]:
    levels = _CEFR.findall(words)
    spoken = written = ""
    if levels:
        spoken = levels[0]
        if _WRITING.search(words):
            pieces = re.split(r"[,;/]|\band\b", words)
            for piece in pieces:
                inside = _CEFR.findall(piece)
                if inside and _WRITING.search(piece):
                    written = inside[-1]
                if inside and _SPEAKING.search(piece):
                    spoken = inside[0]
            if not written:
                written = levels[-1]
        return spoken, written
    for level, pattern in _LEVELS:
        if pattern.search(words):
            spoken = level
            break
    if re.search(r"\bnative\b", words, re.I) and re.search(r"\bnear|non[- ]native", words, re.I):
        spoken = Cefr.C1
    if spoken and _WRITES_WELL.search(words):
        written = Cefr.C1
    elif spoken and re.search(
        r"\b(?:spoken|speaking|oral) and writ\w+|writ\w+ and (?:spoken|oral)|in speech and writing",
        words,
        re.I,
    ):
        written = spoken
    return spoken, written
