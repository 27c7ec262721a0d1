"""Spellings of employment types, as schema.org's values for `employmentType`."""

import re
import unicodedata

# First match wins: a "full-time contract" is a contract, a "part-time internship" an internship.
_KINDS = (
    ("INTERN", re.compile(r"\bintern(?:s|ship)?\b|\bworking student\b|\bpraktikum\b")),
    ("PER_DIEM", re.compile(r"\bper diem\b|\bprn\b|\bby the day\b")),
    (
        "TEMPORARY",
        re.compile(r"\btemp(?:orary)?\b|\bseasonal\b|\bfixed term\b|\binterim\b|\bcasual\b"),
    ),
    (
        "CONTRACTOR",
        re.compile(
            r"\bcontract(?:or|ors|ing)?\b|\bfreelancer?\b|\bindependent\b|\b1099\b|\bconsultant\b"
        ),
    ),
    ("PART_TIME", re.compile(r"\bpart ?time\b|\bparttime\b|\bpt\b")),
    ("FULL_TIME", re.compile(r"\bfull ?time\b|\bfulltime\b|\bft\b|\bw2\b")),
)
# Words that say how long a job lasts, or nothing at all, but not how much of a week it fills.
_SAYS_NOTHING = re.compile(
    r"permanent|regular|employee|direct hire|standard|unspecified|not (?:specified|stated)|"
    r"unknown|n ?a|none|null|any"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_A_WORD = re.compile(r"[\W_]+")


def employment_type(text: str) -> str | None:
    """FULL_TIME, PART_TIME, CONTRACTOR, TEMPORARY, INTERN, PER_DIEM or OTHER.

    None where nothing is stated; OTHER where something is that is none of the rest.
    """
    words = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text[:200]))
    words = _NOT_A_WORD.sub(" ", words).casefold().strip()
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    if not words or _SAYS_NOTHING.fullmatch(words):
        return None
    return "OTHER"
