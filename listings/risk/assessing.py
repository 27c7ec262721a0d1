"""All rules on one post."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from listings.folding import Folded, fold
from listings.models import Listing

from . import records
from .asking import clues_in, clues_in_question
from .routes import suspicious_routes
from .rules import RULES, Finding

HELD_FROM = 50  # of 100: a post with this risk waits until a moderator looked at each finding
HIGHEST_RISK = 100
QUOTES_A_RULE = 3

# What people read before they apply.
TEXTS = (
    "title",
    "description",
    "qualifications",
    "training",
    "benefits",
    "location_note",
    "schedule_note",
    "variable_pay",
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """`findings` heaviest first, as JSON keeps them."""

    findings: list[Finding]
    risk: int  # 0 to 100: each rule's weight once

    @property
    def is_held(self) -> bool:
        return self.risk >= HELD_FROM


def assess(listing: Listing, *, questions: Iterable[str] | None = None) -> Assessment:
    """Try every rule on a post as it stands on the instance, saved or not.

    `questions` are what it asks applicants, for a change that has no rows yet; without them they are
    read. At most eight queries, beside the employer and the role if those are not loaded: questions,
    verified employers' addresses, published pay, fingerprints, posts of the role, posts of the day,
    suspended employers' people and addresses. Writes nothing.
    """
    if questions is None:
        questions = listing.screening_questions.values_list("text", flat=True) if listing.pk else ()
    quotes: dict[str, list[str]] = {}
    for rule, quote in _found(listing, [fold(question) for question in questions]):
        said = quotes.setdefault(rule, [])
        if quote not in said and len(said) < QUOTES_A_RULE:
            said.append(quote)
    heaviest_first = sorted(quotes, key=lambda rule: (-RULES[rule].weight, rule))
    findings = [
        Finding(rule=rule, quote=quote, weight=RULES[rule].weight)
        for rule in heaviest_first
        for quote in quotes[rule]
    ]
    risk = min(HIGHEST_RISK, sum(RULES[rule].weight for rule in quotes))
    return Assessment(findings, risk)


def _found(listing: Listing, questions: list[Folded]) -> Iterator[tuple[str, str]]:
    texts = [fold(text) for name in TEXTS if (text := getattr(listing, name))]
    for folded in texts:
        yield from clues_in(folded)
    for folded in questions:
        yield from clues_in_question(folded)
    yield from suspicious_routes(listing, [*texts, *questions])
    yield from records.pay_far_above(listing)
    yield from records.copied(listing)
    yield from records.many_at_once(listing)
    yield from records.tied_to_suspended(listing)
