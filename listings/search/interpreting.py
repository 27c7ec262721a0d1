"""Words of a search that are filters: "part time chat support remote" asks for support, and three ticks."""

from collections import defaultdict
from typing import NamedTuple

from cms.models import Place
from cms.phrases import PhraseFinder
from cms.vocabulary import Channel, EmploymentType, ShiftPattern, WorkMode

from .taxonomy import Taxonomy, taxonomy
from .words import plain_runs, tokens

# What people write, by the filter and its value. An address holds the same names and values.
FILTER_WORDS = {
    ("type", EmploymentType.FULL_TIME): ["full time", "fulltime"],
    ("type", EmploymentType.PART_TIME): ["part time", "parttime"],
    ("type", EmploymentType.TEMPORARY): ["temporary", "temp"],
    ("type", EmploymentType.CONTRACTOR): ["contract", "contractor", "freelance"],
    ("type", EmploymentType.INTERN): ["internship", "internships", "intern"],
    ("type", EmploymentType.PER_DIEM): ["per diem", "by the day"],
    ("mode", WorkMode.REMOTE): [
        "remote", "remotely", "work from home", "working from home", "from home", "at home", "wfh",
        "home based", "telecommute", "telework",
    ],
    ("mode", WorkMode.HYBRID): ["hybrid"],
    ("mode", WorkMode.ON_SITE): ["on site", "onsite", "in office", "in the office"],
    ("shift", ShiftPattern.DAY): ["day shift", "day shifts", "days only"],
    ("shift", ShiftPattern.EVENING): ["evening", "evenings", "evening shift", "evening shifts"],
    ("shift", ShiftPattern.NIGHT): [
        "night", "nights", "night shift", "night shifts", "overnight", "overnights",
    ],
    ("shift", ShiftPattern.ROTATING): ["rotating shift", "rotating shifts"],
    ("shift", ShiftPattern.SPLIT): ["split shift", "split shifts"],
    ("shift", ShiftPattern.FLEXIBLE): ["flexible", "flexible hours", "flexible schedule"],
    ("channel", Channel.PHONE): ["phone", "phones", "telephone", "by phone"],
    ("channel", Channel.EMAIL): ["email", "emails", "by email"],
    ("channel", Channel.CHAT): ["chat", "live chat", "by chat"],
    ("channel", Channel.SOCIAL): ["social media"],
    ("channel", Channel.VIDEO): ["video", "by video"],
    ("channel", Channel.IN_PERSON): ["in person", "face to face"],
    ("no_phone", "1"): [
        "no phone", "no phones", "no calls", "no phone calls", "no calling", "non phone", "non voice",
        "without phone", "without phones", "without calls", "off the phone", "off the phones",
    ],
    ("no_weekends", "1"): [
        "no weekends", "no weekend", "weekdays only", "monday to friday", "mon to fri",
        "weekends off",
    ],
    ("no_degree", "1"): ["no degree", "without degree", "without a degree", "no degree needed"],
    ("experience", "0"): ["no experience", "without experience", "no experience needed"],
    ("on_site", "1"): ["easy apply", "quick apply"],
}  # fmt: skip
PLACE_WORDS = frozenset({"around", "in", "near"})
# What joins the words around a filter, and says nothing once one of them is gone.
JOINING = frozenset({"and", "at", "by", "for", "from", "in", "near", "on", "only", "or", "with"})

_finder = PhraseFinder(
    (words, f"{name}={value}") for (name, value), ways in FILTER_WORDS.items() for words in ways
)


class ReadWords(NamedTuple):
    """Words as typed, and the filter and value that they were read as."""

    phrase: str
    name: str
    value: str


Span = tuple[int, int, ReadWords]


class Interpretation(NamedTuple):
    """`rest` is what stays to be searched for as words."""

    rest: str
    read: list[ReadWords]

    @property
    def values(self) -> dict[str, list[str]]:
        """What was read, by filter."""
        values = defaultdict(list)
        for words in self.read:
            values[words.name].append(words.value)
        return dict(values)


def interpret(text: str, known: Taxonomy | None = None) -> Interpretation:
    """Take the words that are filters out of `text`. One query where a place seems named.

    And one for the state of the taxonomy, unless it is given as `known`.

    A longer name of a role keeps its words: "chat support agent" is a role, "chat support" a job with
    chat. What stands in quotes, or behind a minus, stays as it is.
    """
    if not tokens(text):
        return Interpretation(text, [])
    filters = _filters(text, known or taxonomy())
    spans = sorted([*filters, *_place(text, filters)])
    if not spans:
        return Interpretation(text, [])
    pieces, last = [], 0
    for start, end, _words in spans:
        pieces.append(text[last:start])
        last = end
    pieces.append(text[last:])
    return Interpretation(_joined(pieces), [words for _start, _end, words in spans])


def _filters(text: str, known: Taxonomy) -> list[Span]:
    roles = [(start, end) for start, end, meant in known.phrases(text) if meant.roles]
    found = []
    for first, last in plain_runs(text):
        for hit in _finder.find(text[first:last]):
            start, end = first + hit.start, first + hit.end
            # A role's own words, unless the filter holds them all ("contractor").
            if any(a <= start and end <= b and (a, b) != (start, end) for a, b in roles):
                continue
            name, _equals, value = hit.key.partition("=")
            found.append((start, end, ReadWords(hit.text, name, value)))
    return found


def _place(text: str, filters: list[Span]) -> list[Span]:
    """ "in Columbus, OH": at the end of the words, or where the next filter begins."""
    plain = [token for token in tokens(text) if token.is_plain]
    at = next((n for n, token in enumerate(plain) if token.text.casefold() in PLACE_WORDS), None)
    if at is None or at + 1 == len(plain):
        return []
    start, named_from = plain[at].start, plain[at + 1].start
    end = min([plain[-1].end, *(a for a, b, _words in filters if b > start)])
    named = text[named_from:end].strip()
    if not named or not Place.objects.named(named).exists():
        return []
    return [(start, named_from + len(named), ReadWords(named, "location", named))]


def _joined(pieces: list[str]) -> str:
    """The pieces side by side, without the small words that joined them to what was taken out."""
    kept = []
    for piece in pieces:
        words = piece.split()
        while words and words[-1].casefold() in JOINING:
            words.pop()
        while words and words[0].casefold() in JOINING:
            words.pop(0)
        kept += words
    return " ".join(kept)
