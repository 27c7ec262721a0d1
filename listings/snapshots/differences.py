"""What two texts of a listing do not share, in words for people."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from .told import told

_WORDS = re.compile(r"\s*\S+|\s+$")
_SAID_AROUND = 12  # words that stay on each side of a change
# Pairs of words, of texts of about 2,000 each. Beyond it takes longer than a reader waits.
MOST_COMPARED = 4_000_000


@dataclass(frozen=True)
class Difference:
    """One thing that changed. Both texts are in words; empty where nothing was, or is, said."""

    field: str
    label: str
    before: str
    after: str

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """Both texts as one, in pieces: ("same" | "added" | "removed", text)."""
        old, new = _WORDS.findall(self.before), _WORDS.findall(self.after)
        if len(old) * len(new) > MOST_COMPARED:
            return [("removed", self.before), ("added", self.after)]
        # Words of white space before them would make the first word of a line another word.
        matcher = SequenceMatcher(None, [*map(str.strip, old)], [*map(str.strip, new)])
        pieces = []
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "equal":
                pieces.append(("same", "".join(new[c:d])))
                continue
            if a < b:
                pieces.append(("removed", "".join(old[a:b])))
            if c < d:
                pieces.append(("added", "".join(new[c:d])))
        return pieces

    @cached_property
    def excerpt(self) -> list[tuple[str, str]]:
        """As `words`, with long stretches that stayed the same left out but for their ends."""
        last = len(self.words) - 1
        return [
            (kind, _shortened(text, is_first=n == 0, is_last=n == last) if kind == "same" else text)
            for n, (kind, text) in enumerate(self.words)
        ]

    def as_json(self) -> dict:
        """As a `ListingEvent` keeps it."""
        return {
            "field": self.field,
            "label": self.label,
            "before": self.before,
            "after": self.after,
        }


def differences(before: dict, after: dict) -> list[Difference]:
    """What the two snapshots tell differently, in the order of the post. At most four queries."""
    old, new = told(before, after)
    return [
        Difference(name, label, old[name][1], words)
        for name, (label, words) in new.items()
        if old[name][1] != words
    ]


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    words = _WORDS.findall(text)
    head = 0 if is_first else _SAID_AROUND
    tail = 0 if is_last else _SAID_AROUND
    if len(words) <= head + tail + 3:
        return text
    return "".join(words[:head]) + " … " + "".join(words[len(words) - tail :])
