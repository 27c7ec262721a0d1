"""The questions of an employer, and what they may not ask: what nobody needs before a contract."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Question(NamedTuple):
    """One as it is asked; `choices` are the answers of a question of the kind "choice"."""

    text: str
    kind: str
    choices: tuple[str, ...] = ()
    is_required: bool = True


# A question about one's work with such things is fine: "Have you helped callers with their bank account?"
_OTHERS = re.compile(r"\b(?:customer|caller|client|patient|guest|member|people|person)s?\b", re.I)
_YOURS = re.compile(r"\b(?:you|your|yours|you're)\b", re.I)
_SHORT = 6  # words; so few are the name of a thing that is asked for
_PRIVATE = [
    (
        _("bank details"),
        r"bank\s+(?:account|details|card|name)|account\s+(?:number|no\b)|routing\s+number|sort\s+code"
        r"|\biban\b|\bswift\b|\bbic\b|(?:credit|debit)\s+card|card\s+number|\bcvv\b|\bpin\b|paypal|venmo"
        r"|cash\s*app|bitcoin|crypto",
    ),
    (
        _("an identity number or document"),
        r"social\s+security|\bssn\b|\bsin\s+number|national\s+insurance|passport|aadhaar|\bpan\s+card"
        r"|(?:driver'?s?|driving)\s+licen[cs]e\s+(?:number|copy|photo|scan)|\bid\s+(?:number|card|copy|scan)"
        r"|tax\s+(?:id|number|file)|date\s+of\s+birth|birth\s*date",
    ),
    (
        _("health"),
        r"\bhealth\s+(?:condition|problem|issue|history|status|record)|your\s+health\b|medical"
        r"|disab(?:led|ilit)|pregnan|illness|disease|diagnos|medication|sick\s+(?:days|leave)|\bhiv\b"
        r"|mental\s+health|chronic",
    ),
]
_PRIVATE = [(name, re.compile(pattern, re.I)) for name, pattern in _PRIVATE]


def private_matter(question: str) -> str:
    """Which private thing a question asks an applicant for, in words; empty if none."""
    text = question.replace("’", "'")
    asks_the_applicant = len(text.split()) <= _SHORT or _YOURS.search(text)
    if not asks_the_applicant or _OTHERS.search(text):
        return ""
    return next((str(name) for name, pattern in _PRIVATE if pattern.search(text)), "")
