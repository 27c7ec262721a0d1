"""What a post is told about itself: wordings that keep people away, and gaps. It never blocks anything."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from cms.models import PostAdvice, Role
from cms.vocabulary import Education
from listings.models import Listing
from listings.posting.steps import APPLY, ASKED, CUSTOMERS, JOB, PAY, STEPS
from listings.snapshots import Parts

Condition = PostAdvice.Condition

TWO_YEARS = 24  # months
MOST_ESSENTIALS = 8
SHORTEST, LONGEST = 80, 900  # words of a description
WIDEST = 1.5  # the highest pay over the lowest
DEGREES = {Education.ASSOCIATE, Education.BACHELOR, Education.POSTGRADUATE}

# One quotation: what stands in it beside other words is somebody else's, not how the post speaks.
_QUOTATION = re.compile(r"“[^“”\n]{1,200}”|\"[^\"\n]{1,200}\"|«[^«»\n]{1,200}»")
_LETTER = r"[^\W_]"


@dataclass(frozen=True)
class _Wording:
    """What a rule looks for. A text in which `pattern` is met has all words of one of `phrases`."""

    phrases: tuple[tuple[str, ...], ...]
    pattern: re.Pattern


@dataclass(frozen=True)
class Advice:
    """`quote` is the wording as the post has it, empty for a gap; `step` is where it can be put right."""

    title: str
    reason: str
    suggestion: str
    quote: str
    step: str


def advice_rules() -> list[PostAdvice]:
    """The editors' rules that are in use. One query."""
    return list(PostAdvice.objects.filter(is_active=True))


def advise(
    listing: Listing, parts: Parts, role: Role | None, rules: Iterable[PostAdvice] | None = None
) -> list[Advice]:
    """What a post could say better, in the order of the steps. One query, for the rules, unless given.

    A wording is met as whole words in any case: "ninja" is neither in "Ninjacart" nor in "ninjas", unless
    the editors write "ninja*". It is not met inside a quotation that has other words too.
    """
    texts = _texts(listing, parts)
    found = []
    for rule in advice_rules() if rules is None else rules:
        if rule.kind == PostAdvice.Kind.GAP:
            gap = GAPS.get(rule.condition)
            if gap and gap.holds(listing, parts, role):
                found.append(_advice(rule, "", gap.step))
            continue
        wording = _wording(tuple(rule.phrase_list))
        for step, text in texts.items():
            if quote := _first(wording, text):
                found.append(_advice(rule, quote, step))
    order = [step.slug for step in STEPS]
    return sorted(found, key=lambda advice: (order.index(advice.step), not advice.quote))


def _advice(rule: PostAdvice, quote: str, step: str) -> Advice:
    return Advice(rule.title, rule.reason, rule.suggestion, quote, step)


def _texts(listing: Listing, parts: Parts) -> dict[str, str]:
    """The employer's own words, by the step that they are written on."""
    questions = [f"{question.text}\n" + "\n".join(question.choices) for question in parts.questions]
    return {
        JOB.slug: "\n\n".join(
            [listing.title, listing.description, listing.training, listing.benefits]
        ),
        PAY.slug: "\n\n".join([listing.schedule_note, listing.variable_pay, listing.location_note]),
        ASKED.slug: listing.qualifications,
        APPLY.slug: "\n\n".join(questions),
    }


def _first(wording: _Wording, text: str) -> str:
    """The first wording met outside quotations of other words; empty where there is none."""
    # As many characters as before: the quote is cut from the text as it was written.
    plain = text.replace("’", "'")
    lowered = plain.lower()
    # Most texts have not even the words of a rule, and looking for these is many times as fast.
    if not any(all(word in lowered for word in phrase) for phrase in wording.phrases):
        return ""
    quotations = None
    for match in wording.pattern.finditer(plain):
        if quotations is None:
            quotations = [one.span() for one in _QUOTATION.finditer(plain)]
        around = next(
            ((a, b) for a, b in quotations if a < match.start() and match.end() < b), None
        )
        if around:
            rest = plain[around[0] : match.start()] + plain[match.end() : around[1]]
            if re.search(_LETTER, rest):
                continue
        return " ".join(text[match.start() : match.end()].split())
    return ""


@lru_cache(maxsize=256)
def _wording(phrases: tuple[str, ...]) -> _Wording:
    """All wordings of a rule as one expression, the longest first."""
    split = [_split(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    split = [words for words in split if words]
    alternatives = "|".join(map(_expression, split))
    return _Wording(
        phrases=tuple(tuple(word.rstrip("*").lower() for word in words) for words in split),
        pattern=re.compile(rf"(?<!{_LETTER})(?:{alternatives})(?!{_LETTER})", re.IGNORECASE),
    )


def _split(phrase: str) -> list[str]:
    """The words of a phrase, each as far as it says something."""
    words = re.split(r"[\s\-]+", phrase.replace("’", "'").strip())
    return [word for word in words if word.rstrip("*")]


def _expression(words: list[str]) -> str:
    written = [
        re.escape(word.rstrip("*")) + (f"{_LETTER}*" if word.endswith("*") else "")
        for word in words
    ]
    # Words of one phrase may stand on two lines, or be joined by a hyphen; never two paragraphs.
    return r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*|[-‐‑])".join(written)


@dataclass(frozen=True)
class Gap:
    step: str
    holds: Callable[[Listing, Parts, Role | None], bool]


def _words(text: str) -> int:
    return len(text.split())


def _rung(role: Role | None) -> int:
    """The rung of a role; above all where there is none, so that nothing is said of it."""
    return role.ladder_level or 99 if role else 99


GAPS = {
    Condition.NO_TRAINING: Gap(JOB.slug, lambda listing, parts, role: not listing.training),
    Condition.NO_TARGETS: Gap(JOB.slug, lambda listing, parts, role: not parts.targets),
    Condition.SHORT_TEXT: Gap(
        JOB.slug,
        lambda listing, parts, role: 0 < _words(listing.description) < SHORTEST,
    ),
    Condition.LONG_TEXT: Gap(
        JOB.slug, lambda listing, parts, role: _words(listing.description) > LONGEST
    ),
    Condition.NO_WEEK: Gap(PAY.slug, lambda listing, parts, role: not parts.shifts),
    Condition.WIDE_PAY: Gap(
        PAY.slug,
        lambda listing, parts, role: bool(
            listing.salary_min
            and listing.salary_max
            and float(listing.salary_max) > WIDEST * float(listing.salary_min)
        ),
    ),
    Condition.NO_SHARES: Gap(
        CUSTOMERS.slug,
        # One channel alone has all of it.
        lambda listing, parts, role: len(parts.channels) > 1 and not any(parts.channels.values()),
    ),
    Condition.DEGREE_AT_ENTRY: Gap(
        ASKED.slug,
        lambda listing, parts, role: _rung(role) <= 2 and listing.education_min in DEGREES,
    ),
    Condition.YEARS_AT_ENTRY: Gap(
        ASKED.slug,
        lambda listing, parts, role: (
            _rung(role) == 1 and (listing.experience_months or 0) >= TWO_YEARS
        ),
    ),
    Condition.MANY_ESSENTIALS: Gap(
        ASKED.slug,
        lambda listing, parts, role: sum(parts.skills.values()) > MOST_ESSENTIALS,
    ),
    Condition.NO_REPLY_PROMISE: Gap(
        APPLY.slug, lambda listing, parts, role: not listing.reply_within_days
    ),
}
