"""One run of an import: each line of a file meets its fate, and one alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import DataError, IntegrityError
from django.utils import timezone

from listings.importing import save
from listings.importing.drafts import Draft, Reader
from listings.importing.records import Record, Unusable
from listings.models import Listing


class Fate(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT = "left alone"  # its record changed, and somebody has been at the listing
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Outcome:
    """What became of a line. `draft` is there where the listing was written or published."""

    line: int
    fate: Fate
    reason: str = ""
    detail: str = ""
    record: Record | None = None
    draft: Draft | None = None
    listing: Listing | None = None


class Import:
    """Takes lines in turn, each in a transaction of its own.

    With `publish`, listings with nothing to look at become public; the others wait in review.
    """

    def __init__(self, *, publish: bool) -> None:
        self.publish = publish
        self.now: datetime = timezone.now()
        self.reader = Reader()
        self._known = save.imported_keys()
        self._lines_by_key: dict[tuple[str, str], int] = {}

    def outcomes(self, lines: Iterator[Record | Unusable]) -> Iterator[Outcome]:
        for line in lines:
            yield self.take(line)

    def take(self, line: Record | Unusable) -> Outcome:
        """No query for a line that is skipped, one for one that is unchanged; see `save` for the others."""
        if isinstance(line, Unusable):
            return Outcome(line.line, Fate.SKIPPED, line.reason, line.detail)
        first = self._lines_by_key.setdefault(line.key, line.line)
        if first != line.line:
            detail = f"line {first}"
            return self._outcome(line, Fate.SKIPPED, "An earlier line has this id.", detail)
        try:
            return self._take_record(line)
        except (DataError, IntegrityError) as error:
            detail = str(error).partition("\n")[0]
            return self._outcome(line, Fate.SKIPPED, "The database refused it.", detail)

    def _take_record(self, record: Record) -> Outcome:
        listing = save.imported_listing(record) if record.key in self._known else None
        if listing is None:
            return self._take_new(record)
        if not save.is_unchanged(listing, record):
            return self._take_changed(record, listing)
        if self.publish and save.is_waiting(listing):
            return self._take_waiting(record, listing)
        return self._outcome(record, Fate.UNCHANGED, listing=listing)

    def _take_new(self, record: Record) -> Outcome:
        match, verdict = self.reader.judge(record)
        if not verdict.keep:
            return self._outcome(record, Fate.SKIPPED, verdict.reason)
        draft = self.reader.draft(record, match, verdict, self.now)
        if not draft.columns["description"]:
            return self._outcome(record, Fate.SKIPPED, "No description is given.")
        listing = save.create_listing(draft, publish=self.publish, now=self.now)
        return self._outcome(record, Fate.CREATED, draft=draft, listing=listing)

    def _take_changed(self, record: Record, listing: Listing) -> Outcome:
        draft = self.reader.draft(record, *self.reader.judge(record), self.now)
        try:
            save.update_listing(listing, draft, publish=self.publish, now=self.now)
        except save.Left as left:
            now = save.imported_listing(record)  # as it stands, or gone
            return self._outcome(record, Fate.LEFT, str(left), listing=now)
        return self._outcome(record, Fate.UPDATED, draft=draft, listing=listing)

    def _take_waiting(self, record: Record, listing: Listing) -> Outcome:
        draft = self.reader.draft(record, *self.reader.judge(record), self.now)
        try:
            published = save.publish_listing(listing, draft, now=self.now)
        except save.Left as left:
            now = save.imported_listing(record)  # as it stands, or gone
            return self._outcome(record, Fate.LEFT, str(left), listing=now)
        if not published:
            return self._outcome(record, Fate.UNCHANGED, listing=listing)
        return self._outcome(record, Fate.UPDATED, draft=draft, listing=listing)

    def _outcome(self, record: Record, fate: Fate, reason="", detail="", **rows) -> Outcome:
        return Outcome(record.line, fate, reason, detail, record=record, **rows)
