"""A résumé's text laid out for the readers: lines with their sections, and sentences over broken lines."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from .sections import Line, Section, sections

# A line that goes on in the next one: it ends in a word or comma, and the next begins small.
_WRAPPED = re.compile(r"(?<=[\w,&/'\u2019)–-])[ \t]*\n[ \t]*(?=[a-z(&\d])")
_SENTENCE_END = re.compile(r"\n|(?<=[.!?])\s+(?=[A-Z\d\"“(])|;|•|●(?!●|○)|·(?=\s)|▪")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Za-z]|Dr|Mr|Mrs|Ms|St|Jr|Sr|Inc|Ltd|Co|Corp|No|approx|avg|e\.g|i\.e|vs|etc|[Yy]rs?|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}\.\w|(?<!\w)(?:https?://|www\.|linkedin\.com|github\.com)"
    r"|(?<!\d)(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{3,4}(?!\d)"
    r"|\b\d{1,5}[a-z]?\s+(?:[NSEW]\.?\s+)?[A-Z][\w'\u2019.]*(?:\s+[A-Z][\w'\u2019.]*){0,3},?\s+"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Way|Blvd|Boulevard|Place|Pl|"
    r"Terrace|Square|Crescent|Close|Parkway|Pkwy|Hwy|Highway)\b\.?(?!\s+[a-z])"
)
# A full stop that ends a sentence, where a line may be cut short: "Dr. Novak" goes on.
STOP = re.compile(
    r"(?<=[a-z\d)])(?<!\bDr)(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bMt)(?<!\bCo)(?<!\bInc)(?<!\bLtd)\.\s+"
)
SILENT = frozenset(
    {Section.INTERESTS, Section.REFERENCES, Section.AIMS, Section.CONTACT}
)  # they speak of other things than what the person can do


@dataclass(frozen=True)
class Document:
    """The text and its parts; every place in it is an offset into `text`."""

    text: str

    @cached_property
    def flowing(self) -> str:
        """The text with broken lines joined; of the same length."""
        return _WRAPPED.sub(lambda match: " " * len(match[0]), self.text)

    @cached_property
    def lines(self) -> list[Line]:
        return sections(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _sentence_ends(self) -> list[tuple[int, int]]:
        return [
            match.span()
            for match in _SENTENCE_END.finditer(self.flowing)
            if not _ABBREVIATED.search(self.flowing, max(0, match.start() - 8), match.start())
        ]

    @cached_property
    def _sentence_end_starts(self) -> list[int]:
        return [start for start, _end in self._sentence_ends]

    def line_at(self, at: int) -> Line | None:
        index = bisect_right(self._line_starts, at) - 1
        return self.lines[index] if index >= 0 else None

    def section_at(self, at: int) -> Section:
        line = self.line_at(at)
        return line.section if line else Section.TOP

    def sentence_at(self, at: int) -> tuple[int, int]:
        """Where the sentence, bullet or list item's line around a place begins and ends."""
        index = bisect_right(self._sentence_end_starts, at) - 1
        start = self._sentence_ends[index][1] if index >= 0 else 0
        following = index + 1
        end = (
            self._sentence_ends[following][0]
            if following < len(self._sentence_ends)
            else len(self.flowing)
        )
        return min(start, at), max(end, at)

    @cached_property
    def contact_spans(self) -> list[tuple[int, int]]:
        """Lines above the first heading or under "Contact" that hold an address, a mail or a number."""
        return [
            (line.start, line.end)
            for line in self.lines
            if line.section in {Section.TOP, Section.CONTACT}
            and (_CONTACT.search(line.text) or line.section == Section.CONTACT)
        ] + [match.span() for match in _CONTACT.finditer(self.text)]


def within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)
