"""The US states where a remote worker has to live, where a posting limits that to some."""

import re

from listings.importing.places import US_STATE_NAMES, us_state
from listings.importing.workplace import countries_named, place_candidates

_READ = 50_000
_NAMES = "|".join(sorted(map(re.escape, US_STATE_NAMES), key=len, reverse=True))
_NAMES = rf"(?:Washington,?\s+D\.?C\b\.?|(?:{_NAMES})\b)"
# A name with one of these behind it is a town's or a county's, and a state is not meant.
_TOWN = r"(?!\s+(?:City|Beach|County|Springs|Falls|Heights|metro|area|office)\b)"
# Two capitals are a state only in a list or at its end: "OH, TX or IN", not "IN THE OFFICE".
_CODE = r"[A-Z]{2}(?=\s*(?:[,;/|&).\u2022\n]|$)|\s+(?i:and|or)\b)"
_STATE = re.compile(rf"(?:the\s+state\s+of\s+)?(?P<state>(?i:{_NAMES}){_TOWN}|{_CODE})")
_BETWEEN = re.compile(
    r"(?:[\s,;:/|&()\u2022\u00b7*-]|\b(?:and|or|either|the|states?\s+of)\b(?=\s+\w))*",
    re.IGNORECASE,
)
_SHALL = (
    r"\b(?:must|shall|ha(?:s|ve) to|needs? to|(?:is|are) required to|required to|only\b[^.\n]{0,60}?"
    r"(?:who|that)(?: currently)?(?: are)?)"
)
_LIVE = (
    r"(?:live|reside|be(?: \w+){0,2} (?:based|located|living|residing|residents?|a resident)|"
    r"based|located|living|residing|residents?)"
)
_MUST_LIVE = re.compile(
    rf"{_SHALL}(?: (?:currently|physically|permanently|legally|also|both))*[ ]{_LIVE}"
    r"(?: (?:with)?in| of)(?: any| one| either)?(?: of)?(?: the)?(?: following)?"
    r"(?: (?:US|U\.S\.|United States))?(?: states?(?: of)?)?(?: only)?(?=\W)",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"\b(?:reside|live|living|located|based|residents?|resident|hire|hiring|employ|candidates?|"
    r"applicants?|eligible|available|open)\b[^.\n]{0,60}\b(?:in|of|from|to) (?:any of |one of )?the "
    r"following (?:US |U\.S\. |United States )?states(?: only)?(?=\W)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|cannot|can't|unable|except\w*|exclud\w*|outside)\b", re.IGNORECASE)
_BEFORE = 90  # characters in which a "not" turns a sentence round


def states_to_live_in(location: str, text: str) -> tuple[str, ...]:
    """Codes of the states, in order; none where the posting names none, or not as a condition.

    "If you live in Colorado, the pay is ..." is no condition, and neither is a town's state.
    """
    return _of_location(location) or _of_text(text[:_READ])


def _of_location(location: str) -> tuple[str, ...]:
    """ "Remote - Ohio, Michigan": all that the line names is states, or the country as well."""
    parts = [part.strip() for each in place_candidates(location) for part in each.split(",")]
    parts = [part for part in parts if part and countries_named(part) != ("US",)]
    states = [us_state(part) for part in parts]
    # New York and Washington by themselves are the towns.
    is_town = {part.casefold() for part in parts} in ({"new york"}, {"washington"})
    return () if is_town or None in states else tuple(sorted(set(filter(None, states))))


def _of_text(text: str) -> tuple[str, ...]:
    for condition in (_MUST_LIVE, _FOLLOWING):
        for match in condition.finditer(text):
            sentence = re.split(r"[.!?\n]", text[max(0, match.start() - _BEFORE) : match.end()])
            states = () if _NOT.search(sentence[-1]) else _listed(text, match.end())
            if states:
                return states
    return ()


def _listed(text: str, at: int) -> tuple[str, ...]:
    """The states that stand one after the other from `at` on."""
    found = set()
    while match := _STATE.match(text, _BETWEEN.match(text, at).end()):
        code = us_state(re.sub(r"\s+", " ", match["state"]).replace(",", ""))
        if code is None:
            break
        found.add(code)
        at = match.end()
    return tuple(sorted(found))
