"""The skills, tools and languages that a posting asks for, and which of them it cannot do without."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from cms.phrases import PhraseFinder, PhraseHit

MOST_SKILLS = 15
DEFAULT_LEVEL = "B2"
LANGUAGE, TOOL = "language", "tool"  # values of cms.vocabulary.SkillKind
# Says that languages are wanted, and not which: no level can stand beside it.
_NO_LANGUAGE = "multilingual"
_TOOL_MENTIONS = 2

_HEADING = re.compile(r"### (?P<title>.+)|\*\*(?P<lead_in>[^*]+)\*\*")
_ASIDE_TITLE = re.compile(
    r"\bnot (?:be )?(?:a |the |your )?(?:great |good |right )?(?:fit|for you|apply|want)|\bout of scope|"
    r"\bbenefits?\b|\bperks?\b|\bwhy (?:join|work|us)\b|\bwe offer\b|\bin it for you\b|\bequal\b|"
    r"\bcompensation|\bsalary|\bstipend|\binsurance|\bhow (?:to apply|we hire)|\bapplying\b|"
    r"\byour application\b|\b(?:application|interview|hiring) process|\bwho we are\b|\blife at\b|"
    r"\bour (?:story|values|culture|mission|philosophy|company)\b|\bcompany (?:description|overview)|"
    r"\bthe company\b|^\W*about (?!you\b|the (?:role|job|position|team|opportunity)|this|your)",
    re.IGNORECASE,
)
_WISHES_TITLE = re.compile(
    r"\bnice[- ]to[- ]ha|\bbonus\b|\bpreferred\b|\bdesir|\bplus(?:es)?\b|\b(?:great|good|better) if\b|"
    r"\bstand out\b|\bextra credit|\boptional\b",
    re.IGNORECASE,
)
_ASKS_TITLE = re.compile(
    r"\brequire|\bqualif|\bmust[- ]have|\bwho you are\b|\byou(?:['\u2019]ll)? (?:bring|have|are)\b|"
    r"\byou should (?:have|apply)|\babout you\b|\byour (?:profile|background|experience|skills)|"
    r"\bwe(?:['\u2019]re)? look(?:ing)? for|\bfit (?:if|has)\b|\bperfect for\b|\bsuccessful if\b|"
    r"\bideal (?:profile|background|candidate)|\bskills\b|(?<!customer )(?<!user )\bexperience\b|"
    r"\bexpertise\b|\btraits\b|\battributes\b|\bcompetenc|\bessential|\byou might (?:be|love)|\byou will excel|\byou['\u2019]ll excel|"
    r"\bprofile\b",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\bplus\b|\bprefer|\bnice to have|\bbonus\b|\bideally\b|\bdesir|\badvantage|\bbeneficial",
    re.IGNORECASE,
)

_LEVELS = (
    ("C2", r"C2|(?<!near[- ])native(?![- ]like)|mother[- ]tongue"),
    ("C1", r"C1|fluent(?:ly)?|fluency|near[- ]native|native[- ]like|full professional|excellent|advanced|superb"),
    ("B2", r"B2|business|(?<!full )professional|proficien\w+|good|strong|upper[- ]intermediate"),
    ("B1", r"B1|conversational|(?<!upper[- ])intermediate"),
    ("A2", r"A2|basic"),
    ("A1", r"A1"),
)  # fmt: skip
_LEVEL_SIGNS = [
    (level, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for level, pattern in _LEVELS
]
_ANY_LEVEL = "|".join(pattern for _, pattern in _LEVELS)
# "German (C1)", "English - fluent", "French at C1": right behind the language.
_BEHIND = re.compile(
    r"(?:\s?[(:\u2010-\u2015-]\s?|\s(?:at )?(?=[ABC][12]\b))(?:at least |min(?:imum|\.)? |level )*"
    rf"(?P<level>{_ANY_LEVEL})\b\)?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^[\s,/&+)]*(?:and|or)?[\s(]*$", re.IGNORECASE)
_ASKED_IN_WORDS = re.compile(
    r"\b(?:fluen\w*|natives?|bilingual|trilingual|multilingual|speak(?:s|ers?|ing)?|spoken|written|"
    r"verbal(?:ly)?|oral|languages?|proficien\w*|command of|mother[- ]tongue|conversational|[ABC][12]|"
    r"(?:English|business|professional)[- ]level|skills)\b",
    re.IGNORECASE,
)
_OF_A_REGION = re.compile(r"^[- ]?(?:speaking )?(?:markets?|countr\w+|regions?|world)\b", re.I)
_NEAR = 60  # characters between a language and the word that asks for it
_SENTENCE_END = re.compile(r"[.;!?](?=\s)|\n")


class Part(Enum):
    """What a part of a posting is about, told by its heading."""

    ASKS = "asks"
    WISHES = "wishes"
    ASIDE = "aside"  # the firm, its benefits, the way of applying
    OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """By slug: whether a skill is essential; a language's level, and whether it is essential."""

    skills: Mapping[str, bool]
    languages: Mapping[str, tuple[str, bool]]


def read_asked(
    title: str, text: str, finder: PhraseFinder, kinds: Mapping[str, str], most: int = MOST_SKILLS
) -> Asked:
    """What a posting asks for. `text` is tidied Markdown; `kinds` gives the kind of each slug that `finder` knows.

    The rule for skills: every known phrase outside the parts about the firm, its benefits and the
    way of applying counts; the `most` most often named are kept, the earlier before the later. One
    is essential if a heading that asks ("Requirements", "Who you are") stands above it, and neither
    that line nor the heading speaks of a wish. Without such a heading, tools named twice are.

    A language counts where a word of speaking or of a level stands near it, or, English apart, where
    the title names it. Its level is the one beside it, else B2.
    """
    lines = _Lines(text)
    mentions: Counter[str] = Counter()
    demanded: set[str] = set()
    languages: dict[str, tuple[str, bool]] = {}
    hits = [hit for hit in finder.find(text) if lines.part(hit) is not Part.ASIDE]
    for hit in hits:
        if kinds[hit.key] != LANGUAGE:
            mentions[hit.key] += 1
            if lines.demands(hit):
                demanded.add(hit.key)
    spoken = [hit for hit in hits if kinds[hit.key] == LANGUAGE and hit.key != _NO_LANGUAGE]
    for hit, level in _levels(text, spoken):
        known_level, known_essential = languages.get(hit.key, ("", False))
        languages[hit.key] = max(level, known_level), known_essential or not lines.wishes(hit)
    for hit in finder.find(title):
        if kinds[hit.key] == LANGUAGE and hit.key not in {_NO_LANGUAGE, "english"}:
            languages.setdefault(hit.key, (DEFAULT_LEVEL, True))

    def is_essential(slug: str) -> bool:
        if lines.has_demands:
            return slug in demanded
        return kinds[slug] == TOOL and mentions[slug] >= _TOOL_MENTIONS

    # most_common keeps those named equally often in the order of their first mention
    skills = {slug: is_essential(slug) for slug, _ in mentions.most_common(most)}
    return Asked(skills, languages)


class _Lines:
    """The lines of a text, each with the part it stands in."""

    def __init__(self, text: str) -> None:
        self._starts, self._parts, self._wishes = [], [], []
        at, part = 0, Part.OTHER
        for line in text.split("\n"):
            heading = _HEADING.fullmatch(line.strip())
            if heading:
                part = _part(heading, part)
            self._starts.append(at)
            self._parts.append(part)
            self._wishes.append(part is Part.WISHES or _WISHED.search(line) is not None)
            at += len(line) + 1
        self.has_demands = Part.ASKS in self._parts

    def part(self, hit: PhraseHit) -> Part:
        return self._parts[self._line(hit)]

    def wishes(self, hit: PhraseHit) -> bool:
        return self._wishes[self._line(hit)]

    def demands(self, hit: PhraseHit) -> bool:
        return self.part(hit) is Part.ASKS and not self.wishes(hit)

    def _line(self, hit: PhraseHit) -> int:
        return bisect_right(self._starts, hit.start) - 1


def _part(heading: re.Match, before: Part) -> Part:
    """What a heading opens. A lead-in that says nothing of it stays within the part before."""
    words = heading["title"] or heading["lead_in"]
    for part, sign in (
        (Part.ASIDE, _ASIDE_TITLE),
        (Part.WISHES, _WISHES_TITLE),
        (Part.ASKS, _ASKS_TITLE),
    ):
        if sign.search(words):
            return part
    return before if heading["lead_in"] else Part.OTHER


def _levels(text: str, hits: list[PhraseHit]) -> Iterator[tuple[PhraseHit, str]]:
    """Languages that are asked for in words, each with the level beside it."""
    previous_end, inherited = 0, None
    for hit, following in zip_longest(hits, hits[1:]):
        before = _SENTENCE_END.split(text[max(previous_end, hit.start - _NEAR) : hit.start])[-1]
        limit = min(following.start if following else len(text), hit.end + _NEAR)
        after = _SENTENCE_END.split(text[hit.end : limit])[0]
        is_joined = inherited is not None and _JOINED.match(text[previous_end : hit.start])
        behind = _BEHIND.match(after)
        stated = _level(behind["level"]) if behind else _level(hit.text) or _level(before)
        asked = is_joined or _ASKED_IN_WORDS.search(f"{before} {hit.text} {after}")
        level = stated or (inherited if is_joined else DEFAULT_LEVEL)
        previous_end, inherited = hit.end + (behind.end() if behind else 0), None
        if asked and not _OF_A_REGION.match(after):
            inherited = level
            yield hit, level


def _level(words: str) -> str | None:
    """The level of the last word that names one."""
    found = [
        (match.start(), level) for level, sign in _LEVEL_SIGNS for match in sign.finditer(words)
    ]
    return max(found)[1] if found else None
