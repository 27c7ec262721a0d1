"""What an import did, in words and as a table: every line of the file is accounted for."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from listings.importing.pay import Pay, PayRefused
from listings.importing.run import Fate, Outcome
from listings.models import Listing

_FAULTS_TOLD = 20
_COLUMNS = [
    "line", "source", "id", "company", "title", "fate", "reason", "state", "role", "role_fit",
    "pay", "place", "to_look_at", "listing",
]  # fmt: skip


class Tally:
    """Counts outcomes. `lines` reads as a report."""

    def __init__(self) -> None:
        self.fates: Counter[Fate] = Counter()
        self.reasons: dict[Fate, Counter[str]] = {fate: Counter() for fate in Fate}
        self.states: Counter[str] = Counter()
        self.held: Counter[str] = Counter()
        self.held_listings = 0
        self.publishable = 0
        self.roles: Counter[str] = Counter()
        self.pay: Counter[str] = Counter()
        self.pay_refusals: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.faults: list[Outcome] = []  # lines that hold no posting, the first of them
        self.usable = 0

    def add(self, outcome: Outcome) -> None:
        self.fates[outcome.fate] += 1
        if outcome.reason:
            self.reasons[outcome.fate][outcome.reason] += 1
        if outcome.record is not None:
            self.usable += 1
        if outcome.fate is Fate.SKIPPED and (outcome.record is None or outcome.detail):
            self.faults.append(outcome)
        if outcome.listing is not None:
            self.states[Listing.State(outcome.listing.state).label] += 1
        if outcome.draft is not None:
            self._add_draft(outcome)

    def _add_draft(self, outcome: Outcome) -> None:
        draft, listing = outcome.draft, outcome.listing
        reasons = [reason for reason in listing.review_reasons if reason not in draft.notes]
        if reasons:
            self.held.update(reasons)
            self.held_listings += 1
        elif listing.state == Listing.State.IN_REVIEW:
            self.publishable += 1
        self.roles["mapped" if listing.role_id else "unmapped"] += 1
        self.pay[_pay_word(draft.pay)] += 1
        if isinstance(draft.pay, PayRefused):
            self.pay_refusals[draft.pay.reason] += 1
        self.places[_place_word(listing)] += 1

    @property
    def total(self) -> int:
        return self.fates.total()

    def lines(self) -> Iterator[str]:
        yield f"Lines read: {self.total:,}"
        for fate in Fate:
            yield f"  {fate.value}: {self.fates[fate]:,}"
            yield from _told(self.reasons[fate], indent=4)
        yield from self._faults_told()
        yield f"Listings of these lines now: {_in_words(self.states)}"
        written = self.roles.total()
        if written:
            yield f"Of the {written:,} written now:"
            yield f"  role: {_in_words(self.roles)}"
            yield f"  pay: {_in_words(self.pay)}"
            yield from _told(self.pay_refusals, indent=4)
            yield f"  place: {_in_words(self.places)}"
            yield f"  that --publish would publish: {self.publishable:,}"
            yield f"  held for a person: {self.held_listings:,}, for one reason or more"
            yield from _told(self.held, indent=4)

    def _faults_told(self) -> Iterator[str]:
        for outcome in self.faults[:_FAULTS_TOLD]:
            detail = f" ({outcome.detail})" if outcome.detail else ""
            yield f"  line {outcome.line}: {outcome.reason}{detail}"
        more = len(self.faults) - _FAULTS_TOLD
        if more > 0:
            yield f"  and {more:,} lines more; --report names them all"

    def sum_in_words(self) -> str:
        parts = " + ".join(f"{self.fates[fate]:,} {fate.value}" for fate in Fate)
        return f"{parts} = {self.total:,}"


class FateFile:
    """The fate of every line as CSV. A context manager; raises OSError on opening."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(_COLUMNS)

    def __enter__(self) -> "FateFile":
        return self

    def __exit__(self, *error) -> None:
        self._file.close()

    def add(self, outcome: Outcome) -> None:
        record, listing, draft = outcome.record, outcome.listing, outcome.draft
        told = {"line": outcome.line, "fate": outcome.fate.value}
        told["reason"] = f"{outcome.reason} {outcome.detail}".strip()
        if record is not None:
            told |= {"source": record.source, "id": record.source_id}
            told |= {"company": record.company, "title": record.title}
        if listing is not None:
            told |= {"state": listing.state, "listing": listing.pk}
            told["to_look_at"] = " ".join(listing.review_reasons)
        if draft is not None:
            told |= {"role": draft.role_match.slug or "", "role_fit": draft.role_match.confidence}
            told |= {"pay": _pay_word(draft.pay), "place": draft.place_match.reason}
        self._writer.writerow([_plain(told.get(column, "")) for column in _COLUMNS])


def _plain(value) -> str:
    """A spreadsheet would take a text that begins with one of these marks for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def _pay_word(pay: Pay | PayRefused | None) -> str:
    if pay is None:
        return "not stated"
    return "read" if isinstance(pay, Pay) else "refused"


def _place_word(listing: Listing) -> str:
    if listing.place_id:
        return "found"
    return "countries only" if listing.applicant_countries else "not found"


def _in_words(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {word.lower()}" for word, count in counts.most_common()) or "none"


def _told(counts: Counter[str], indent: int) -> Iterator[str]:
    for words, count in counts.most_common():
        yield f"{' ' * indent}{count:,}  {words}"
