"""From a text to its terms: canonical skills, words and pairs of words.

A term is `skill:<key>`, `word` or `word_word`. Skills are found by a callable from
outside, so that the engine knows no taxonomy. What a person is, rather than can do
(name, age, gender, which school), never becomes a term.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# No English word of an advert is longer; what is, is an address or a key. The cap also bounds the
# width of the index's array of terms.
MAX_WORD = 30

# scikit-learn stops these, yet here they carry meaning: back office, Bill.com, call routing,
# attention to detail, first contact resolution, front desk, Six Sigma, CRM system, third-party.
_SKILL_HALVES = "back bill call detail first front six system third"

# Function words that scikit-learn's list lacks; "isn" and the like are what "isn't" leaves.
_FUNCTION_WORDS = """
    ain aren couldn did didn does doesn doing don hadn hasn haven having include included includes
    including isn just let lets mightn mustn needn ok okay ought plus shall shan shouldn theirs
    unto versus vs wasn weren whatsoever won wouldn yes
"""

# Praise that says nothing about the work.
_MARKETING_WORDS = """
    cornerstone crucial dedicated dynamic essential evolving excellent exceptional fulcrum
    landscape lifeblood outstanding passion passionate pivotal rewarding seamless ultimately vital
"""
_MARKETING_COMPOUND = r"\b(?:world[ -]class|customer[ -]centric|future[ -]proof)\b"

STOP_WORDS = (
    ENGLISH_STOP_WORDS.difference(_SKILL_HALVES.split())
    .union(_FUNCTION_WORDS.split())
    .union(_MARKETING_WORDS.split())
)

# Empty alone, telling in company: customer_experience, customer_journey, journey_mapping.
PAIRED_ONLY = frozenset({"experience", "journey"})

# A letter before a hyphen belongs to its word: e-mail and e-commerce are one word, not two.
_LONE_LETTER = r"(?<![-\w])[a-z][-\u2010\u2011](?=[a-z]{2})"
_WORD = re.compile(
    rf"(?P<praise>{_MARKETING_COMPOUND})|(?:{_LONE_LETTER})?[^\W_]+(?:['\u2019][^\W_]+)*",
    re.IGNORECASE,
)
# Spaces, but not a line's end, or one hyphen: a pair in "team-lead", none in "lead - team".
_SIDE_BY_SIDE = re.compile(r"[ \t\u00a0\u2009\u202f]+|[-\u2010\u2011]")
_CLITICS = frozenset({"d", "ll", "m", "re", "s", "t", "ve"})

# In the patterns below ␣ stands for spaces within a line.
_GENDER = (
    "(?:(?:fe)?males?|wom[ae]n|m[ae]n|lad(?:y|ies)|gentlem[ae]n|gents?|girls?|boys?|genders?|sex"
    "|transgender|masculine|feminine)"
)
_YEARS = r"\d{1,2}(?:␣*(?:[-\u2013]|to\b|and\b)␣*\d{1,2})?\+?"
_OLD = r"(?:years?|yrs?)(?:␣+|-)(?:old|of␣+age)\b"
_NAME_FIELD = r"(?im:^␣*(?:(?:full|first|last|middle|family|given)␣+)?name␣*:[^\n,;|]*)"
_PERSONAL_PATTERNS = (
    # The other fields of a form, with what is filled in.
    r"(?i:(?:date␣+of␣+birth|birth␣*date|dob|age|gender|sex|marital␣+status)␣*:[^\n,;|]*)",
    # Names that announce themselves.
    r"(?i:my␣+name␣+is␣+[\w'\u2019-]+)(?:␣+[A-Z][\w'\u2019-]+){0,2}",
    r"(?:Mr|Mrs|Ms|Miss|Mx)\b\.?(?:␣+[A-Z][\w'\u2019-]+){1,2}",
    # "(m/f/d)"; "females only"; "male or female candidates preferred".
    r"(?i:\(␣*[mfwdxh](?:␣*[/|]␣*[mfwdxh]){1,3}␣*\))",
    rf"(?i:{_GENDER}\b(?:␣*(?:[/,&]|\bor\b|\band\b)␣*{_GENDER}\b)*"
    r"(?:␣+(?:candidates?|applicants?)\b)?(?:␣+(?:only|preferred|required)\b)?)",
    # "minimum age 21"; "aged between 25 and 35 years".
    r"(?i:(?:(?:minimum|maximum)␣+)?(?:aged?|ages)\b(?:␣+(?:between|from|limit|over|under)\b)*"
    rf"(?:␣*{_YEARS}(?:(?:␣+|-)(?:{_OLD}|years?\b))?)?)",
    # "between 18 and 30 years old"; "34-year-old"; "18 years of age".
    rf"(?i:(?:(?:between|over|under)␣+)?(?:{_YEARS}(?:␣*|-))?{_OLD})",
    r"(?i:born␣+(?:in|on)␣+[\w ,./]{0,20}?\b(?:19|20)\d\d\b)",
    r"(?i:(?:(?:un)?married|young)\b)",
)
# Only where a word, a number or a bracket begins, and only before the letters that begin a pattern:
# trying every pattern at every character took longer than all the rest.
_PERSONAL = re.compile(
    rf"{_NAME_FIELD}|(?<!\w)(?=[abdfglmostuwyABDFGLMOSTUWY\d(])(?:{'|'.join(_PERSONAL_PATTERNS)})".replace(
        "␣", r"[ \t\u00a0]"
    )
)
# Schools by name, in capitals as names are: "University of Ohio", "Ohio State University", "LINCOLN HIGH
# SCHOOL". A pattern of their own, tried only on texts that hold one of the words: any capital may begin
# one, and trying that everywhere would cost as much as all the rest.
_SCHOOL_WORDS = ("University", "College", "School", "Institute", "Academy", "Polytechnic")
_SCHOOL_WORDS += tuple(map(str.upper, _SCHOOL_WORDS))
_PROPER = r"[A-Z][\w'\u2019&.-]*"
_AFTER_ITS_NAME = "University|Polytechnic|(?:(?:Community|Junior|Technical)␣+)?College|High␣+School"
_BEFORE_ITS_NAME = "University|College|Institute|Academy|School"
_SCHOOL = re.compile(
    (
        rf"(?<!\w)(?:(?:{_PROPER}␣+(?:(?:of|and|at|the)␣+)*){{1,4}}"
        rf"(?:{_AFTER_ITS_NAME}|{_AFTER_ITS_NAME.upper()}|Institute␣+of␣+Technology)\b"
        rf"|(?:{_BEFORE_ITS_NAME}|{_BEFORE_ITS_NAME.upper()})(?=␣+(?i:of)␣+(?:(?i:the)␣+)?[A-Z]))"
        rf"(?:␣+(?i:of|at)␣+(?:(?i:the)␣+)?{_PROPER}(?:␣+{_PROPER}){{0,2}})*"
    ).replace("␣", r"[ \t\u00a0]")
)


class PhraseHit(Protocol):
    """A phrase found in a text: `text[start:end]` names the skill `key`."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Phrase:
    """A found skill with the exact words that name it."""

    key: str
    start: int
    end: int
    text: str


class Analyzer:
    """Turn texts into terms.

    Parameters
    ----------
    find_phrases : callable, str -> iterable of PhraseHit
        Finds the skills that a text names. Several hits may share one span: "written
        and verbal communication" names two skills. It is given the text with names,
        ages and genders blanked out by as many spaces, so that offsets hold.

    Notes
    -----
    No stemming: on real résumés and postings it lost more than it gained.
    """

    def __init__(self, find_phrases: Callable[[str], Iterable[PhraseHit]]):
        self.find_phrases = find_phrases

    def tokens(self, text: str, *, dropped: Collection[str] = ()) -> list[str]:
        """Return the terms of `text`, in its order and as often as they occur.

        Parameters
        ----------
        text : str
        dropped : collection of str, default=()
            Keys of skills that a person struck out. Their phrases give no term but
            stay in the text as a gap: the words beside one do not become a pair, so
            that striking out only ever takes terms away.

        Returns
        -------
        terms : list of str
            `skill:<key>` for every hit; for what lies between the hits, words in lower
            case and, after the second word, the pair `word_word` of neighbours. A hit, a
            stop word, a number and any punctuation but a hyphen part neighbours.
        """
        text = _blank_personal(text)
        terms: list[str] = []
        position = 0
        # Hits of one span keep the order in which they were found: the sort is stable.
        for hit in sorted(self.find_phrases(text), key=attrgetter("start", "end")):
            terms.extend(_words_and_pairs(text[position : hit.start]))
            position = max(position, hit.end)
            if hit.key not in dropped:
                terms.append(f"skill:{hit.key}")
        terms.extend(_words_and_pairs(text[position:]))
        return terms

    def phrases(self, text: str) -> list[Phrase]:
        """Return the skills found in `text`, in its order, with the words that name them."""
        hits = sorted(self.find_phrases(_blank_personal(text)), key=attrgetter("start", "end"))
        return [Phrase(hit.key, hit.start, hit.end, text[hit.start : hit.end]) for hit in hits]


def _blank_personal(text: str) -> str:
    """Put spaces in the place of names, ages, genders and schools; the length stays the same.

    Spaces rather than a gap: "female support agent" and "support female agent" have the
    terms of "support agent", pairs included.
    """
    if any(word in text for word in _SCHOOL_WORDS):
        text = _SCHOOL.sub(_as_spaces, text)
    return _PERSONAL.sub(_as_spaces, text)


def _as_spaces(found: re.Match) -> str:
    return " " * len(found[0])


def _words_and_pairs(text: str) -> Iterator[str]:
    previous, previous_end = None, 0
    for found in _WORD.finditer(text):
        word = None if found["praise"] else _normalized(found[0])
        if word is None:
            continue  # and stands in the gap between its neighbours
        if word not in PAIRED_ONLY:
            yield word
        if previous and _SIDE_BY_SIDE.fullmatch(text, previous_end, found.start()):
            yield f"{previous}_{word}"
        previous, previous_end = word, found.end()


def _normalized(word: str) -> str | None:
    """Return the word as a term, or None if it is none: too short, a number, a stop word."""
    if not word.isascii():
        # PDFs hold ligatures and full-width letters; the apostrophe and hyphens have other shapes.
        word = unicodedata.normalize("NFKC", word).replace("\u2019", "'").replace("\u2010", "-")
    word = word.lower().replace("-", "")
    stem, apostrophe, clitic = word.rpartition("'")
    if apostrophe and clitic in _CLITICS:
        word = stem
    if not 2 <= len(word) <= MAX_WORD or word in STOP_WORDS:
        return None
    return word if any(map(str.isalpha, word)) else None
