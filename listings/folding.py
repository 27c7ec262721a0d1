"""A text as a reader hears it, whatever was done to hide its words, with the way back to the original.

What is undone: HTML and Markdown, entities, full-width and other compatibility forms (NFKC), accents,
characters of no width, soft hyphens, Cyrillic and Greek letters that look Latin, digits for letters in
words that rules look for, spaced letters ("W h a t s A p p") and repeated punctuation.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

# Letters of other alphabets beside the Latin ones that they look like. A capital may look like
# another letter than its small one does: the Greek Η is an H, its η an n.
CAPITALS = str.maketrans(
    "АВЕЗІЈКМНОРСТУХԌԚԜЅѴ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZIJKMHOPCTYXGQWSV" + "ABEZHIKMNOPTYX"
)
SMALL = str.maketrans(
    "авгдезіїјкӏмнопрстухһԁԛԝѕѵь" + "αβγεηικνορτυχωϲϳ" + "ıɑɡɩʟɴʀ",
    "abrdeziijklmhonpctyxhdqwsvb" + "abyenikvoptuxwcj" + "iagilnr",
)

# Words that are worth hiding. Only these are read through digits for letters and spaced letters.
HIDDEN_WORDS = frozenset(
    [
        "whatsapp",
        "telegram",
        "signal",
        "viber",
        "wechat",
        "snapchat",
        "imessage",
        "messenger",
        "hangouts",
        "discord",
        "line",
        "bitcoin",
        "crypto",
        "usdt",
        "tether",
        "ethereum",
        "gift",
        "card",
        "cards",
        "giftcard",
        "giftcards",
        "itunes",
        "steam",
        "voucher",
        "fee",
        "fees",
        "deposit",
        "payment",
        "pay",
        "paid",
        "refund",
        "refundable",
        "registration",
        "register",
        "training",
        "cheque",
        "cheques",
        "check",
        "checks",
        "transfer",
        "wire",
        "zelle",
        "venmo",
        "paypal",
        "cashapp",
        "cash",
        "app",
        "money",
        "bank",
        "account",
        "routing",
        "passport",
        "license",
        "licence",
        "social",
        "security",
        "number",
        "ssn",
        "password",
        "pin",
        "gmail",
        "yahoo",
        "outlook",
        "hotmail",
        "package",
        "packages",
        "parcel",
        "parcels",
        "reship",
    ]
)
_DIGITS = str.maketrans("0134578@$!|", "oieastbasii")
_DIGITS_L = str.maketrans("0134578@$!|", "oleastbasll")

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,2000}>|<!--.{0,2000}?-->", re.DOTALL)
_BREAKS = frozenset(
    [
        "p",
        "br",
        "li",
        "ul",
        "ol",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "td",
        "th",
        "section",
        "article",
    ]
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(([^()\s]{0,1000})[^()]{0,200}\)")
_EMPHASIS = frozenset("*_`~")
_LEET_WORD = re.compile(r"(?<![\w@$!|.])[a-z0134578@$!|]{3,14}(?![\w@$])")
_SPACED = re.compile(r"(?<![a-z0-9])[a-z0-9@$](?:([ .\-/,|+·•]{1,2})[a-z0-9@$]){3,60}(?![a-z0-9])")
_REPEATED = re.compile(r"([!?.,$*#=~-])\1+")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what rules read; `origins[i]` is where its i-th character stands in `original`."""

    original: str
    text: str
    origins: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The original words behind `text[start:end]`, as somebody wrote them."""
        if start >= end:
            return ""
        first, last = self.origins[start], self.origins[end - 1]
        return self.original[first : last + 1].strip()


def fold(original: str) -> Folded:
    """Pure; time grows with the length of the text alone."""
    pairs = _characters(original)
    for step in (_join_spaced_letters, _collapse, _read_digits):
        pairs = step(pairs)
    return Folded(
        original, "".join(letter for letter, _at in pairs), tuple(at for _letter, at in pairs)
    )


def _characters(original: str) -> list[tuple[str, int]]:
    pairs: list[tuple[str, int]] = []
    at = 0
    while at < len(original):
        letter = original[at]
        if letter == "<" and (tag := _TAG.match(original, at)):
            # An inline tag joins what it stands between: Whats<b>App</b> is one word.
            if (tag[2] or "").lower() in _BREAKS:
                pairs.append(("\n", at))
            at = tag.end()
        elif letter == "&" and (entity := _ENTITY.match(original, at)):
            _fold_into(pairs, html.unescape(entity[0]), at)
            at = entity.end()
        elif letter in "[!" and (link := _LINK.match(original, at)):
            for group in (1, 2):
                begins = link.start(group)
                for offset, inner in enumerate(link[group]):
                    _fold_into(pairs, inner, begins + offset)
                pairs.append((" ", link.end(group)))
            at = link.end()
        else:
            if letter not in _EMPHASIS:
                _fold_into(pairs, letter, at)
            elif pairs and letter == "*" and (at == 0 or original[at - 1] == "\n"):
                pairs.append(("-", at))  # an item of a list, not an emphasis
            at += 1
    return pairs


def _fold_into(pairs: list[tuple[str, int]], text: str, at: int) -> None:
    if text.isascii():
        pairs.extend((letter, at) for letter in text.lower())
        return
    for letter in unicodedata.normalize("NFKD", text).translate(CAPITALS).casefold():
        kind = unicodedata.category(letter)
        if letter in "\u2018\u2019\u02bc\u2032":
            pairs.append(("'", at))
        elif letter in "\u2010\u2011\u2012\u2013\u2014\u2212":
            pairs.append(("-", at))
        elif kind in {"Zs", "Zl", "Zp"}:
            pairs.append((" ", at))
        # Cf: no width, soft hyphen, direction marks. M*: accents, selectors, enclosing marks.
        elif kind not in {"Cf", "Mn", "Me", "Mc", "Cc"}:
            pairs.append((letter.translate(SMALL), at))


def _text(pairs) -> str:
    # Each pair is one character; a long table entry would break the way back.
    return "".join(letter[0] for letter, _at in pairs)


def _join_spaced_letters(pairs):
    """ "w h a t s a p p" becomes "whatsapp": a run of single letters, set apart by known words in it."""
    joined, before = [], 0
    for found in _SPACED.finditer(_text(pairs)):
        letters = _letters(pairs[found.start() : found.end()])
        run = "".join(letter for letter, _at in letters)
        word = _hidden_in(run)
        if word is None:
            continue
        start, end = word
        joined += pairs[before : found.start()]
        joined += letters[:start]
        if start:
            joined.append((" ", letters[start][1]))
        joined += letters[start:end]
        if end < len(letters):
            joined.append((" ", letters[end][1]))
        joined += letters[end:]
        before = found.end()
    return joined + pairs[before:] if before else pairs


def _letters(pairs):
    """The letters of a run without what sets them apart; a wider gap than the others ends a word."""
    kept, gap = [], 0
    for pair in pairs:
        if pair[0] not in _OF_WORDS:
            gap += 1
            continue
        if gap > 1:
            kept.append((" ", pair[1]))
        kept.append(pair)
        gap = 0
    # Evenly wide gaps set letters apart, not words.
    spaces = sum(letter == " " for letter, _at in kept)
    return [pair for pair in kept if pair[0] != " "] if spaces >= len(kept) // 2 else kept


_OF_WORDS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789@$")
_LONG_FIRST = sorted((word for word in HIDDEN_WORDS if len(word) > 3), key=len, reverse=True)


def _hidden_in(run: str) -> tuple[int, int] | None:
    for table in (_DIGITS, _DIGITS_L):
        read = run.translate(table)
        if read in HIDDEN_WORDS:
            return 0, len(run)
        for word in _LONG_FIRST:
            if (at := read.find(word)) >= 0:
                return at, at + len(word)
    return None


def _read_digits(pairs):
    """ "wh4tsapp" becomes "whatsapp"; a word that no rule looks for keeps its digits."""
    text, read = _text(pairs), None
    for found in _LEET_WORD.finditer(text):
        word = found[0].rstrip("!|")
        if word.isalpha() or not any(letter.isalpha() for letter in word):
            continue
        for table in (_DIGITS, _DIGITS_L):
            meant = word.translate(table)
            if meant in HIDDEN_WORDS:
                read = read or list(pairs)
                for offset, letter in enumerate(meant):
                    read[found.start() + offset] = (letter, pairs[found.start() + offset][1])
                break
    return read or pairs


def _collapse(pairs):
    text, kept, before = _text(pairs), [], 0
    for found in _REPEATED.finditer(text):
        kept += pairs[before : found.start() + 1]
        before = found.end()
    return kept + pairs[before:] if before else pairs
