"""What a person types into the search, as terms that every job found has to meet."""

from dataclasses import dataclass, field
from functools import cached_property

from .spelling import better_words
from .taxonomy import NOTHING, Meant, Taxonomy, taxonomy
from .words import MAX_TERMS, SAYING_NOTHING, SPELLINGS, Token, plain_words, tokens


@dataclass(frozen=True)
class Term:
    """One demand: `words` stand side by side in the text, or one of `meant` belongs to the listing."""

    words: tuple[str, ...]
    meant: Meant = NOTHING
    is_prefix: bool = False

    @property
    def spellings(self) -> list[tuple[str, ...]]:
        other = SPELLINGS.get(" ".join(self.words))
        return [self.words, tuple(other.split())] if other else [self.words]


@dataclass(frozen=True)
class Group:
    """Terms that stand for one thing together: all of them are met, or `meant` is."""

    terms: tuple[Term, ...]
    meant: Meant = NOTHING


@dataclass(frozen=True)
class SearchQuery:
    """A search in words: every group is wanted, none of `unwanted` is.

    `corrections` says which typed word was taken for which other.
    """

    wanted: tuple[Group, ...] = ()
    unwanted: tuple[Group, ...] = ()
    corrections: dict[str, str] = field(default_factory=dict)

    def __bool__(self):
        return bool(self.wanted or self.unwanted)

    @classmethod
    def read(cls, text: str, known: Taxonomy | None = None) -> "SearchQuery":
        """Read `text`. One query for the state of the taxonomy, unless it is given as `known`.

        Words that are unknown to it cost one more, and at most two more if no listing holds one of them
        either: that one is taken for the nearest known word (`spelling`).
        """
        return _Reading(text, known or taxonomy()).query if plain_words(text) else cls()


class _Reading:
    def __init__(self, text: str, known: Taxonomy):
        self.taxonomy = known
        self.corrections: dict[str, str] = {}
        self.text = self._correct(text)

    @cached_property
    def query(self) -> SearchQuery:
        wanted, unwanted, left = [], [], MAX_TERMS
        found = tokens(self.text)
        labels = self._labels(found)
        while found and left > 0:
            token = found.pop(0)
            if token.start in labels:
                end, meant = labels[token.start]
                inside = [token]
                while found and found[0].start < end:
                    inside.append(found.pop(0))
                group = Group(tuple(map(self._term, inside)), meant)
            elif token.is_plain and token.text.casefold() in SAYING_NOTHING:
                continue
            else:
                group = Group((self._term(token),), self._whole(token))
            left -= len(group.terms)
            (unwanted if token.is_unwanted else wanted).append(group)
        return SearchQuery(tuple(wanted), tuple(unwanted), self.corrections)

    def _labels(self, found: list[Token]) -> dict[int, tuple[int, Meant]]:
        """Labels of the taxonomy by where they start, in what stands outside of quotes."""
        # What is quoted, cut short or not wanted becomes a mark that no label holds.
        text = list(self.text)
        for token in found:
            if not token.is_plain:
                text[token.start : token.end] = "." * (token.end - token.start)
        spans = self.taxonomy.phrases("".join(text))
        starts = {token.start for token in found}
        return {start: (end, meant) for start, end, meant in spans if start in starts}

    def _whole(self, token: Token) -> Meant:
        """What a quoted or unwanted piece means, if it is a whole label: -sales is not "sales support"."""
        spans = self.taxonomy.phrases(token.text)
        return spans[0][2] if [span[:2] for span in spans] == [(0, len(token.text))] else NOTHING

    def _term(self, token: Token) -> Term:
        words = tuple(plain_words(token.text))
        is_one = len(words) == 1 and token.is_plain
        return Term(words, self.taxonomy.word(words[0]) if is_one else NOTHING, token.is_prefix)

    def _correct(self, text: str) -> str:
        unknown = {}
        for token in tokens(text)[:MAX_TERMS]:
            words = plain_words(token.text)
            if token.is_plain and len(words) == 1 and not self.taxonomy.knows(words[0]):
                unknown[token] = words[0]
        better = better_words(list(unknown.values()), self.taxonomy)
        pieces, last = [], 0
        for token, word in unknown.items():
            if word in better:
                self.corrections[token.text] = better[word]
                pieces += [text[last : token.start], better[word]]
                last = token.end
        return "".join([*pieces, text[last:]])
