"""The skills, tools and languages that a posting asks for, and which of them it cannot do without."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise, zip_longest

from cms.phrases import PhraseFinder, PhraseHit

MOST_SKILLS = 15
DEFAULT_LEVEL = "B2"
LANGUAGE, TOOL = "language", "tool"  # values of cms.vocabulary.SkillKind
# Says that languages are wanted, and not which: no level can stand beside it.
_NO_LANGUAGE = "multilingual"
_NOT_BY_TITLE = "english"  # the board's own language
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
# "X or Y is a plus" speaks of its whole clause, "ideally with X" of what follows.
_WISHED = re.compile(
    r"\bplus\b|\bpreferred\b|\bnice to have|\bbonus\b|\bdesir|\badvantage|\bbeneficial|\bhelpful\b",
    re.IGNORECASE,
)
_WISHED_FROM_HERE = re.compile(r"\bpreferabl[ey]\b|\bideally\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;()\n]|[.!?](?=\s)")

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
    r"(?:(?:\slevel)?\s?[(:\u2010-\u2015-]\s?|\s(?=[ABC][12]\b)|\sat (?:an? )?)"
    r"(?:at least |min(?:imum|\.)? |level )*"
    rf"(?P<level>{_ANY_LEVEL})\b\)?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^[\s,/&+)]*(?:and|or)?[\s(]*$", re.IGNORECASE)
_AND = re.compile(r"[&+]|\band\b", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_ASKED_IN_WORDS = re.compile(
    r"\b(?:fluen\w*|natives?|bilingual|trilingual|multilingual|speak(?:s|ers?|ing)?|spoken|written|"
    r"verbal(?:ly)?|oral|languages?|proficien\w*|command of|knowledge of|mother[- ]tongue|"
    r"conversational|[ABC][12]|(?:business|professional)[- ]level|skills|"
    r"(?:is|are) (?:an? |highly |strongly )?(?:plus|bonus|must|advantage|preferred|required|desir\w+))\b",
    re.IGNORECASE,
)
_OF_A_REGION = re.compile(r"^[- ]?(?:speaking )?(?:markets?|countr\w+|regions?|world)\b", re.I)
_LONGEST_CLAUSE = 300
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
    """What a posting asks for. `text` is tidied Markdown; `kinds` gives the kind of each slug.

    The rule for skills: every known phrase outside the parts about the firm, its benefits and the
    way of applying counts; the `most` most often named are kept, the earlier before the later. One
    is essential if a heading that asks ("Requirements", "Who you are") stands above it, and neither
    its clause nor the heading speaks of a wish. Without such a heading, tools named twice are.

    A language counts where a word of speaking or of a level stands near it, or, English apart, where
    the title names it. Its level is the one beside it, else B2; alternatives ("German or Dutch") are
    not essential, each by itself.
    """
    lines = _Lines(text)
    found = [hit for hit in finder.find(text) if hit.key in kinds]
    hits = [hit for hit in found if lines.part(hit) is not Part.ASIDE]
    spoken = [hit for hit in hits if kinds[hit.key] == LANGUAGE and hit.key != _NO_LANGUAGE]
    named = [hit for hit in hits if kinds[hit.key] != LANGUAGE]
    mentions = Counter(hit.key for hit in named)
    demanded = {hit.key for hit in named if lines.demands(hit)}

    def is_essential(slug: str) -> bool:
        if lines.has_demands:
            return slug in demanded
        return kinds[slug] == TOOL and mentions[slug] >= _TOOL_MENTIONS

    # most_common keeps those named equally often in the order of their first mention
    skills = {slug: is_essential(slug) for slug, _ in mentions.most_common(most)}
    languages = _languages(text, spoken, lines)
    for hit in finder.find(title):
        if kinds.get(hit.key) == LANGUAGE and hit.key not in {_NO_LANGUAGE, _NOT_BY_TITLE}:
            languages.setdefault(hit.key, (DEFAULT_LEVEL, True))
    return Asked(skills, languages)


def without_asides(text: str) -> str:
    """Tidied Markdown less the parts about the firm, its benefits and the way of applying."""
    lines = _Lines(text)
    return "\n".join(lines.of_the_job())


class _Lines:
    """The lines of a text, each with the part it stands in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts, self._parts = [], []
        at, part = 0, Part.OTHER
        for line in text.split("\n"):
            heading = _HEADING.fullmatch(line.strip())
            if heading:
                part = _part(heading, part)
            self._starts.append(at)
            self._parts.append(part)
            at += len(line) + 1
        self.has_demands = Part.ASKS in self._parts

    def of_the_job(self) -> list[str]:
        lines = zip(self._text.split("\n"), self._parts, strict=True)
        return [line for line, part in lines if part is not Part.ASIDE]

    def part(self, hit: PhraseHit) -> Part:
        return self._parts[bisect_right(self._starts, hit.start) - 1]

    def wishes(self, hit: PhraseHit) -> bool:
        """Whether the heading above or the clause itself makes it a wish."""
        if self.part(hit) is Part.WISHES:
            return True
        line = self._starts[bisect_right(self._starts, hit.start) - 1]
        before = _CLAUSE_END.split(self._text[line : hit.start])[-1]
        after = _CLAUSE_END.split(self._text[hit.end : hit.end + _LONGEST_CLAUSE])[0]
        clause = f"{before} {hit.text} {after}"
        return bool(_WISHED.search(clause) or _WISHED_FROM_HERE.search(before))

    def demands(self, hit: PhraseHit) -> bool:
        return self.part(hit) is Part.ASKS and not self.wishes(hit)


def _part(heading: re.Match, before: Part) -> Part:
    """What a heading opens. A lead-in that does not tell stays within what is asked or wished."""
    words = heading["title"] or heading["lead_in"]
    for part, sign in (
        (Part.ASIDE, _ASIDE_TITLE),
        (Part.WISHES, _WISHES_TITLE),
        (Part.ASKS, _ASKS_TITLE),
    ):
        if sign.search(words):
            return part
    stays = heading["lead_in"] and before is not Part.ASIDE
    return before if stays else Part.OTHER


def _languages(text: str, hits: list[PhraseHit], lines: _Lines) -> dict[str, tuple[str, bool]]:
    """The highest level stated of each language, and whether any mention is no wish."""
    levels: dict[str, set[str]] = {}
    essential = set()
    for hit, level, is_alternative in _asked_in_words(text, hits):
        levels.setdefault(hit.key, set()).update({level} - {None})
        if not (is_alternative or lines.wishes(hit)):
            essential.add(hit.key)
    return {
        slug: (max(stated, default=DEFAULT_LEVEL), slug in essential)
        for slug, stated in levels.items()
    }


def _asked_in_words(
    text: str, hits: list[PhraseHit]
) -> Iterator[tuple[PhraseHit, str | None, bool]]:
    """Languages that are asked for, with the level beside each, and whether it is one of several."""
    previous_end, inherited, was_asked = 0, None, False
    gaps = [text[left.end : right.start] for left, right in pairwise(hits)]
    for at, (hit, following) in enumerate(zip_longest(hits, hits[1:])):
        before = _SENTENCE_END.split(text[max(previous_end, hit.start - _NEAR) : hit.start])[-1]
        limit = min(following.start if following else len(text), hit.end + _NEAR)
        after = _SENTENCE_END.split(text[hit.end : limit])[0]
        is_joined = was_asked and _JOINED.match(text[previous_end : hit.start])
        behind = _BEHIND.match(after)
        stated = _level(behind["level"]) if behind else _level(hit.text) or _level(before)
        level = stated or (inherited if is_joined else None)
        is_asked = is_joined or _ASKED_IN_WORDS.search(f"{before} {hit.text} {after}")
        was_asked = bool(is_asked) and not _OF_A_REGION.match(after)
        previous_end, inherited = hit.end + (behind.end() if behind else 0), level
        if was_asked:
            yield hit, level, _is_alternative(gaps, at)


def _is_alternative(gaps: list[str], at: int) -> bool:
    """Whether language `at` stands in a list with an "or": "German, Dutch or French"."""
    for step in (-1, 1):
        gap_at = at - 1 if step < 0 else at
        while 0 <= gap_at < len(gaps) and _JOINED.match(gaps[gap_at]):
            if _AND.search(gaps[gap_at]):
                break
            if _OR.search(gaps[gap_at]):
                return True
            gap_at += step
    return False


def _level(words: str) -> str | None:
    """The level of the last word that names one."""
    found = [
        (match.start(), level) for level, sign in _LEVEL_SIGNS for match in sign.finditer(words)
    ]
    return max(found)[1] if found else None
