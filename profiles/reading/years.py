"""Years of use of a tool, as the text tells them."""

import re

from cms.phrases import PhraseHit

from .document import Document

YEARS_MOST = 60
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "a": 1,
}  # fmt: skip
_NUMBER = rf"(?P<n>\d{{1,2}}(?:\.\d)?|{'|'.join(_NUMBER_WORDS)})"
_YEARS = rf"(?:over\s+|about\s+|almost\s+|nearly\s+|more than\s+)?{_NUMBER}\s*\+?\s*(?P<unit>years?|yrs?\.?|yr\b|months?)(?!\s+old)"
_AFTER = re.compile(rf"^(?:[^\w\n]|\([^)\n]{{0,20}}\))*?{_YEARS}", re.IGNORECASE)
_AFTER_WORDS = re.compile(rf"^\s+(?:for|since|used for|used)\s+{_YEARS}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"{_YEARS}(?:['\u2019])?\s+(?:of\s+|with\s+|on\s+|in\s+|using\s+|experience\s+(?:with|in|of|using)\s+|of\s+experience\s+(?:with|in|using)\s+|working\s+(?:with|in)\s+|of\s+daily\s+)?$",
    re.IGNORECASE,
)


def years_told(document: Document, hit: PhraseHit, following: int) -> int | None:
    """Whole years beside a tool's name; `following` is where the next tool begins. 0 is less than one."""
    line = document.line_at(hit.start)
    end = min(line.end if line else len(document.text), following, hit.end + 60)
    start = max(line.start if line else 0, hit.start - 60)
    after, before = document.text[hit.end : end], document.text[start : hit.start]
    match = _AFTER.match(after) or _AFTER_WORDS.match(after)
    if (
        match
        and re.search(r"[,;]", after[: match.start("n")])
        and following < (line.end if line else 0)
    ):
        match = None  # behind a comma, before another tool: it may be that one's
    match = match or _BEFORE.search(before)
    if match is None:
        return None
    number = match["n"].lower()
    years = float(_NUMBER_WORDS.get(number, 0) or number)
    if match["unit"].lower().startswith("month"):
        years /= 12
    return min(YEARS_MOST, int(years))
