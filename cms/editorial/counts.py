"""Numbers that a heading promises: "Five tips", "The 8 skills of a team lead"."""

import re

from django.utils.translation import ngettext

NUMBER_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
COUNTED_THINGS = [
    "duties",
    "habits",
    "ideas",
    "lessons",
    "mistakes",
    "points",
    "questions",
    "reasons",
    "rules",
    "signs",
    "skills",
    "steps",
    "things",
    "tips",
    "ways",
]
STATED = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s+(?:[a-z-]+\s+){{0,2}}?(?:{'|'.join(COUNTED_THINGS)})\b",
    re.IGNORECASE,
)


def stated_count(heading: str) -> int | None:
    """How many things a heading promises; None where it names no number of them."""
    match = STATED.search(heading)
    if match is None:
        return None
    word = match[1].casefold()
    return int(word) if word.isdigit() else NUMBER_WORDS.index(word) + 2


def wrong_count(heading: str, count: int) -> str:
    """What to say where a heading promises another number than stands below it; empty if it does not."""
    stated = stated_count(heading)
    if stated is None or stated == count:
        return ""
    return ngettext(
        "The heading says %(stated)d, but there is %(count)d below it. Change the number or leave it out.",
        "The heading says %(stated)d, but there are %(count)d below it. Change the number or leave it out.",
        count,
    ) % {"stated": stated, "count": count}
