"""The schooling and experience that a posting asks for at least. Conservative: rather None."""

import re
from dataclasses import dataclass

# Lowest first: "Bachelor's or Master's" asks for the lower of the two.
_LEVELS = (
    (
        "high_school",
        r"high[- ]school(?! (?:schedul|student|teach|sport|age))|\bGED\b|secondary (?:school|education)|leaving certificate",
    ),
    ("associate", r"associate(?:['\u2019]?s)? degree|associate['\u2019]s\b"),
    (
        "bachelor",
        r"bachelor(?:['\u2019]?s)?\b|\bundergraduate degree|\b(?:university|college|4-year|"
        r"four-year) degree|\bB\.?[AS]\.?(?:/B\.?[AS]\.?)? (?:degree|in)\b|\bdegree in [A-Z]",
    ),
    (
        "postgraduate",
        r"master(?:['\u2019]s)(?: degree)?\b|\bmasters? degree|\bMBA\b|\bPh\.?D\b|doctorate|"
        r"\b(?:post)?graduate degree|\badvanced degree",
    ),
)
_EDUCATION = [(level, re.compile(pattern, re.IGNORECASE)) for level, pattern in _LEVELS]
_NO_DEGREE = re.compile(
    r"\bno (?:college |university )?degree (?:is )?(?:required|needed|necessary)|"
    r"\bdegree (?:is )?not (?:required|needed|necessary)",
    re.IGNORECASE,
)
# A wish, an alternative, or a school that is not over yet: nothing of it is a minimum.
_NOT_A_MINIMUM = re.compile(
    r"\bprefer|\bplus\b|\bbonus\b|\bnice to have|\bideal|\bdesir|\bpreferabl|\badvantage|"
    r"\bor (?:an? )?(?:\w+ ){0,4}(?:experience|qualification|training|certification)|"
    r"\bor (?:an? )?(?:equivalent|similar)\b(?! (?:field|discipline|subject))|"
    r"(?<!school )\bdiploma\b|\bequivalent (?:practical |work |professional )?experience|\bin lieu\b|"
    r"\bpursuing\b|\benrol+ed\b|\bcurrent(?:ly)? (?:an? )?student|\btypically\b|\bwelcome\b|"
    r"\bpartners?\b|\bfounded\b|\bcofounder",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:nice[- ]to[- ]haves?|bonus(?: points| skills)?|prefer\w*|good to have|even better|plus(?:es)?|"
    r"great to have|extra credit|desirable|ideal(?:ly)?|what sets you apart|stand out)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:require|must|need|minimum|qualif|look(?:ing)? for|you have|you bring|you['\u2019]ll bring|"
    r"who you are|about you|your profile|background|experience|education)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*\u2022\u00b7]|\d{1,2}[.)])\s")
_HEADING_LENGTH = 60

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip
_EXPERIENCE = re.compile(
    r"(?<![\w.,$])(?P<count>\d{1,2}|" + "|".join(_WORDS) + r")\s*(?P<open>\+|plus|or more)?"
    r"(?:\s*(?:[-\u2010-\u2015]|to)\s*\d{1,2})?(?:\s*\(\d{1,2}\))?(?P<open_after>\+?)\s*"
    r"(?P<unit>years?|yrs?|months?)\b(?P<after>[^.\n]{0,80})",
    re.IGNORECASE,
)
_OF_WORK = re.compile(
    r"^['\u2019]?s?\s*(?:of\b|in\b|as\b|with\b|working|managing|leading|supporting|doing|building|"
    r"selling|running|work\b|experience|professional|relevant|related|full[- ]time|customer|hands)",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"(?:at least|minimum(?: of)?|min\.?|over|more than)\s*:?\s*(?:a )?$", re.IGNORECASE
)
# Years that belong to the firm, to its benefits or to a calendar.
_OF_THE_FIRM = re.compile(
    r"\bour (?:team|founders?|company)|\bwe(?:['\u2019]ve| have| spent)\b|\bfounders?\b|\bago\b|"
    r"\bold\b|\bcontract\b|\bvest|\b(?:past|last|next|first|after|every|each)\s*$|"
    r"\bcombined\b|\bcollective|\bof service\b|\bin business\b|\brunway\b",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:preferred|a plus|desirable|desired|a bonus|an advantage|nice to have)\W*$", re.IGNORECASE
)
_LONGEST = 20 * 12
_TEXT_READ = 50_000


@dataclass(frozen=True)
class Requirements:
    """`education` is a value of `cms.vocabulary.Education`; `experience_months` may be 0."""

    education: str | None
    experience_months: int | None


def read_requirements(text: str) -> Requirements:
    """What the text states as a minimum; wishes ("a plus", "preferred") are left out.

    Of several lengths of experience the longest counts, for the others are part of it.
    """
    levels: list[int] = []
    months: list[int] = []
    free = False
    wishing = False
    for line in text[:_TEXT_READ].splitlines():
        if _is_heading(line):
            wishing = _WISHES.search(line) is not None
            continue
        if _NO_DEGREE.search(line):
            free = True
        if not wishing:
            levels += _levels(line)
            months += _months(line)
    education = "none" if free else _EDUCATION[min(levels)][0] if levels else None
    return Requirements(education, max(months, default=None))


def _is_heading(line: str) -> bool:
    line = line.strip(" #*:")
    return (
        0 < len(line) <= _HEADING_LENGTH
        and not _BULLET.match(line)
        and line[-1] not in ".,;"
        and not _EXPERIENCE.search(line)
    )


def _levels(line: str) -> list[int]:
    """The lowest level that each clause of a line demands."""
    if not (_BULLET.match(line) or _ASKS.search(line)):
        return []
    lowest = []
    for clause in re.split(r";|\.\s", line):
        if not _NOT_A_MINIMUM.search(clause):
            found = [rank for rank, (_, sign) in enumerate(_EDUCATION) if sign.search(clause)]
            lowest += found[:1]
    return lowest


def _months(line: str) -> list[int]:
    return [
        length
        for match in _EXPERIENCE.finditer(line)
        if _is_asked(match, line) and (length := _length(match)) <= _LONGEST
    ]


def _is_asked(match: re.Match, line: str) -> bool:
    """Whether a length of time is experience that the reader must have."""
    before = line[: match.start()]
    near = before[-40:]
    after = re.split(r";", match["after"])[0]
    if _WISHES.search(before[-80:]) or _WISHED.search(after):
        return False
    if _OF_THE_FIRM.search(near) or _OF_THE_FIRM.search(after[:40]):
        return False
    named = "experience" in f"{near}{after}".casefold()
    signed = _AT_LEAST.search(near) or match["open"] or match["open_after"]
    return named or bool(signed and _OF_WORK.match(after))


def _length(match: re.Match) -> int:
    count = match["count"].casefold()
    number = _WORDS.get(count) or int(count)
    return number if match["unit"].casefold().startswith("month") else number * 12
