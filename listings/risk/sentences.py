"""Sentences of a folded text, and whether one tells of a danger instead of asking for something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from listings.folding import Folded

# After an abbreviation before a name a full stop ends nothing.
_END = re.compile(
    r"(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bst)(?<!\bmrs)(?<!\be\.g)(?<!\bno)[.!?;](?=\s|$)"
    r"|\n\s*\n|\n(?=\s*(?:[-+\u2022\u00b7]|\d{1,2}[.)])\s)"
)
_PARAGRAPH = re.compile(r"\n\s*\n")

_REFUSES = re.compile(
    r"\b(?:never|nobody|no one|none of|neither|nor)\b"
    r"|\b(?:do|does|did|will|would|shall|should|must|can|could|is|are)(?: not|n't)\b|\b(?:cannot|wont|dont|doesnt)\b"
    r"|\b(?:without|free of|instead of|rather than)\b"
    r"|\bno (?:\w+ ){0,3}(?:fees?|costs?|charges?|payments?|deposit|purchase|money)\b"
    r"|\b(?:zero|free|nothing)\b"
)
_DENIES_FRAUD = re.compile(
    r"\b(?:not|no|isn't|never) (?:a |an |any )?(?:scams?|frauds?|fake|joke)\b"
)
_WARNS = re.compile(
    r"\b(?:scams?|scammers?|fraud|frauds|fraudsters?|fraudulent|phishing|impersonat\w+|impostors?|imposters?|fake"
    r"|beware|cautious|caution|wary|vigilant|be aware|be careful|alert|suspicious|red flags?|pretend\w*|illegitimate|unsolicited)\b"
)
_ABOUT_THEM = re.compile(
    r"\b(?:they|them|scammers?|fraudsters?|impostors?|criminals|these|such|someone|somebody|anyone|anybody|individuals"
    r"|messages|offers|persons?|those|if you (?:are|were|get|receive))\b"
)
_WANTS_IT = re.compile(
    r"\b(?:you (?:must|need to|have to|pay|send)|just pay|simply pay|pay us|send us|to apply|with us)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start` is where its text begins in the folded one; `is_warning` if it tells of other people's fraud."""

    text: str
    start: int
    is_warning: bool


def sentences(folded: Folded) -> Iterator[Sentence]:
    """In order. A warning colours the sentences of its paragraph that go on about the same people."""
    for begin, end in _spans(folded.text, _PARAGRAPH, 0):
        was_warned = False
        for start, stop in _spans(folded.text[begin:end], _END, begin):
            text = folded.text[start:stop]
            warns = bool(_WARNS.search(_DENIES_FRAUD.sub(" ", text)))
            goes_on = was_warned and bool(_ABOUT_THEM.search(text))
            wants = bool(_WANTS_IT.search(text)) and not _REFUSES.search(text)
            was_warned = was_warned or warns
            yield Sentence(text, start, (warns or goes_on) and not wants)


def paragraphs(folded: Folded) -> Iterator[Sentence]:
    """Whole paragraphs without their warnings, for what takes more than a sentence to ask."""
    for begin, end in _spans(folded.text, _PARAGRAPH, 0):
        part = folded.text[begin:end]
        yield Sentence(part, begin, bool(_WARNS.search(_DENIES_FRAUD.sub(" ", part))))


def is_refused(sentence: str, start: int, end: int) -> bool:
    """Whether the words at `start` to `end` stand under a no: "we never ask for a fee".

    A no reaches to the end of its clause: "no experience, just pay the fee" asks for it.
    """
    begin = max(sentence.rfind(mark, 0, start) for mark in _CLAUSE) + 1
    last = list(_REFUSES.finditer(sentence, max(begin, start - 140), end))
    return bool(last) or bool(_lists_refused(sentence, start))


_CLAUSE = (":", " but ", " just ", " simply ", ", you ")
_LIST_OF_NO = re.compile(
    r"\b(?:never|not|n't|nobody|no one|nor|cannot)\b (?:\w+ ){0,3}"
    r"(?:ask|charge|require|request|conduct|contact|collect|interview|hire|offer|demand|take|solicit|send|make|need|expect)\w*\b[^:]{0,200}$"
)


def _lists_refused(sentence: str, start: int) -> bool:
    """ "We never ask for a fee, a gift card or bank details": one no for all of them."""
    return bool(_LIST_OF_NO.search(sentence, 0, start))


def _spans(text: str, end: re.Pattern, offset: int) -> Iterator[tuple[int, int]]:
    at = 0
    for found in end.finditer(text):
        if text[at : found.start()].strip():
            yield offset + at, offset + found.start()
        at = found.end()
    if text[at:].strip():
        yield offset + at, offset + len(text)
