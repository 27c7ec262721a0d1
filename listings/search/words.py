"""The words of a text as the index of listings sees them: plain letters and digits, no accents, no case."""

import re
import unicodedata

MAX_TERMS = 12
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Kept in the index, so that a phrase may hold them; alone they say nothing about a job.
SAYING_NOTHING = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "hiring", "i", "in", "is", "it",
    "job", "jobs", "me", "my", "near", "of", "on", "opening", "openings", "or", "position",
    "positions", "that", "the", "to", "vacancies", "vacancy", "with", "work",
})  # fmt: skip
# One word written two ways, of which the index knows no root in common.
SPELLINGS = {
    "center": "centre",
    "centers": "centres",
    "email": "e mail",
    "emails": "e mails",
    "program": "programme",
    "onsite": "on site",
    "callcenter": "call center",
    "helpdesk": "help desk",
    "wifi": "wi fi",
}
SPELLINGS |= {second: first for first, second in SPELLINGS.items()}


def plain_words(text: str) -> list[str]:
    """ "Crème-brûlée" as ["creme", "brulee"]. The triggers cut their texts the same way."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _WORD.findall(bare)


def root(word: str) -> str:
    """A word without its plural, to compare words of the taxonomy with."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class Token:
    """A piece of what was typed: a word or a quoted phrase, perhaps not wanted, perhaps cut short.

    `text` is as typed, without minus, star and quotes; `start` and `end` are its place in the whole.
    """

    __slots__ = ("end", "is_phrase", "is_prefix", "is_unwanted", "start", "text")

    def __init__(self, match: re.Match):
        self.start, self.end = match.span()
        self.is_phrase = match["word"] is None
        text = match["phrase"] if self.is_phrase else match["word"]
        self.is_unwanted = bool(match["minus"])
        self.is_prefix = not self.is_phrase and text.endswith("*")
        self.text = text.rstrip("*")

    @property
    def is_plain(self) -> bool:
        return not (self.is_phrase or self.is_prefix or self.is_unwanted)


def tokens(text: str) -> list[Token]:
    found = map(Token, _TOKEN.finditer(text))
    return [token for token in found if plain_words(token.text)]


def plain_runs(text: str) -> list[tuple[int, int]]:
    """Where words stand side by side without quotes, minus or star: spans of `text`."""
    runs: list[tuple[int, int]] = []
    was_plain = False
    for token in tokens(text):
        if token.is_plain and was_plain:
            runs[-1] = (runs[-1][0], token.end)
        elif token.is_plain:
            runs.append((token.start, token.end))
        was_plain = token.is_plain
    return runs
