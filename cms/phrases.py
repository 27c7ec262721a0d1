"""Known phrases (skills, tools, titles) found in running text: longest first, never overlapping.

Pure Python: the importer, the résumé reader and the matcher all ask here, so that a phrase
means the same wherever it stands. Words are compared, not letters: a trie over word tokens.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Marks that sit inside a word without being part of it: combining accents are kept until NFKC
# joins them, soft hyphens and zero-width joiners are dropped.
_INSIDE = "\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'\u2018\u2019\u02bc\uff07"
# A trailing + or # belongs to the word (C++, C#, CompTIA A+), unless another word is glued to it.
_TOKEN = re.compile(
    rf"[^\W_](?:[^\W_{_APOSTROPHES}]|[{_INSIDE}]|[{_APOSTROPHES}](?=[^\W_]))*"
    r"(?:(?:\+{1,2}|#)(?![^\W_]))?|&"
)
_DROPPED = dict.fromkeys([0xAD, 0x200C, 0x200D, 0x2060, 0xFEFF])
_STRAIGHT = dict.fromkeys(map(ord, _APOSTROPHES), "'")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
# Between the words of one phrase: blanks with at most one line break, or one joining mark.
_SOFT_GAP = re.compile(r"[^\S\n]*\u200b*(?:\n[^\S\n]*)?|[-\u2010\u2011\u2012\u2013/_\u00ad]")
_SENTENCE_END = re.compile(r"[.!?:;\n\u2022\u00b7]")
_LONE_E = re.compile(r"[-\u2010\u2011]")
_BREAK = ","  # stands for any other gap; no word token can be a comma
_END = None  # key under which a trie node keeps the labels that end there

# Product names that are ordinary words too. Matched in any case, "the notion that", "zoom in" or
# "senior-level AI engineer" would claim a tool that the text does not name. Not here: names that
# a dot or a second word makes unmistakable (Monday.com), and words that nobody writes otherwise.
_ORDINARY_WORDS = frozenset({
    "Ada", "Amplitude", "Aspect", "Assembled", "Asterisk", "Catalyst", "Chorus", "Confluence",
    "Copper", "Cornerstone", "Crisp", "Delighted", "Deputy", "Discord", "Discourse", "Drift",
    "Epic", "Forethought", "Front", "Gladly", "Guru", "Hex", "Intercom", "Klaus", "Level AI",
    "Linear", "Loom", "Make", "Mews", "Miro", "Monday", "Notion", "Opera", "Plain", "Podium",
    "Postman", "Pylon", "Recharge", "SAP", "Sabre", "Sage", "Scribe", "Sentry", "Sigma", "Slack",
    "Snowflake", "Square", "Toast", "Zoom",
})  # fmt: skip


@dataclass(frozen=True)
class PhraseHit:
    """A label found: `text` is `source[start:end]`, `key` what the label stands for."""

    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    cased: str
    start: int
    end: int
    gap: str  # what stands between the word before and this one
    after_break: bool


class PhraseFinder:
    """Finds labels in text by their words.

    Case, curly quotes, kinds of blank, a possessive 's, and hyphens, slashes or underscores
    between words make no difference; any other punctuation parts phrases, so that a comma or a
    full stop never joins the words of two sentences (a label may hold such a mark itself:
    "Manager, Customer Operations" also meets "Manager - Customer Operations").

    Parameters
    ----------
    labels : (label, key) pairs, met in any case. A label under several keys gives a hit for each.
    exact : (label, key) pairs met in the case given only; see `needs_exact_case`. A capital says
        nothing where every word has one, so a single-word label does not count where it opens a
        sentence ("Make sure") or a longer name ("Front Desk"); alone or in a list it does.
    """

    def __init__(
        self, labels: Iterable[tuple[str, str]], exact: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._folded = _trie((_steps(label, cased=False), key) for label, key in labels)
        self._cased = _trie((_steps(label, cased=True), key) for label, key in exact)

    def find(self, text: str) -> list[PhraseHit]:
        """Hits in text order. Time is linear in the text for a given set of labels."""
        words = _words(text)
        found: dict[tuple[int, int], list[str]] = {}
        for first in range(len(words)):
            for trie, cased in ((self._folded, False), (self._cased, True)):
                for last, keys in _walk(trie, words, first, cased=cased):
                    if cased and first == last and not _capital_tells(words, first):
                        continue
                    known = found.setdefault((first, last), [])
                    known.extend(key for key in keys if key not in known)

        taken = bytearray(len(words))
        hits = []
        for first, last in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
            if any(taken[first : last + 1]):
                continue
            taken[first : last + 1] = b"\x01" * (last + 1 - first)
            start, end = words[first].start, words[last].end
            hits += [PhraseHit(key, start, end, text[start:end]) for key in found[first, last]]
        return sorted(hits, key=lambda hit: hit.start)  # stable: keys of a span keep their order


def needs_exact_case(label: str) -> bool:
    """Whether a tool's label is an ordinary word too, and means the tool only when capitalized."""
    return label in _ORDINARY_WORDS


def _trie(phrases: Iterable[tuple[list[str], str]]) -> dict:
    root: dict = {}
    for steps, key in phrases:
        if not steps:
            continue
        node = root
        for step in steps:
            node = node.setdefault(step, {})
        keys = node.setdefault(_END, [])
        if key not in keys:
            keys.append(key)
    return root


def _walk(
    trie: dict, words: list[_Word], first: int, *, cased: bool
) -> Iterator[tuple[int, list[str]]]:
    node = trie
    for last in range(first, len(words)):
        word = words[last]
        if last > first and word.after_break:
            node = node.get(_BREAK)
            if node is None:
                return
        node = node.get(word.cased if cased else word.folded)
        if node is None:
            return
        if _END in node:
            yield last, node[_END]


def _capital_tells(words: list[_Word], at: int) -> bool:
    """Whether the capital of a word marks a name, neither a sentence nor a longer name."""
    follower = words[at + 1] if at + 1 < len(words) else None
    stands_apart = follower is None or follower.after_break or "/" in follower.gap
    if not stands_apart and (follower.cased[:1].isupper() or _opens_sentence(words, at)):
        return False
    leader = words[at - 1] if at and not words[at].after_break else None
    return (
        leader is None
        or "/" in words[at].gap
        or not leader.cased[:1].isupper()
        or _opens_sentence(words, at - 1)
    )


def _opens_sentence(words: list[_Word], at: int) -> bool:
    gap = words[at].gap
    if at and len(words[at - 1].cased) == 1 and gap.strip() == ".":
        return False  # the dots of "e.g."
    return at == 0 or _SENTENCE_END.search(gap) is not None


def _steps(label: str, *, cased: bool) -> list[str]:
    steps = []
    for word in _words(label):
        if steps and word.after_break:
            steps.append(_BREAK)
        steps.append(word.cased if cased else word.folded)
    return steps


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    previous_end = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match[0]
        possessive = _POSSESSIVE.search(raw)
        if possessive and possessive.start():
            raw = raw[: possessive.start()]
        cased = "and" if raw == "&" else _plain(raw)
        gap = text[previous_end:start]
        stem_end = start + len(raw)
        if words and words[-1].folded == "e" and _LONE_E.fullmatch(gap):
            joined = words.pop()  # "e-mail" is "email", "e-commerce" is "ecommerce"
            word = _Word(
                "e" + cased.casefold(),
                joined.cased + cased,
                joined.start,
                stem_end,
                joined.gap,
                joined.after_break,
            )
        else:
            is_break = _SOFT_GAP.fullmatch(gap) is None
            word = _Word(cased.casefold(), cased, start, stem_end, gap, is_break)
        words.append(word)
        previous_end = end
    return words


def _plain(raw: str) -> str:
    if raw.isascii():
        return raw
    return unicodedata.normalize("NFKC", raw.translate(_STRAIGHT)).translate(_DROPPED)
