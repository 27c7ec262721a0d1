"""Words of the listings that no skill stands for, and the skills that they may be other names of.

Only suggestions: what a word means is for editors to say.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from operator import itemgetter

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from cms.models import Role, Skill
from cms.vocabulary import SkillKind
from listings.models import Listing
from matching.engine import MatchIndex

# Fewer listings than these say nothing of a word; nor does what one employer alone writes.
MIN_LISTINGS = 3
MIN_LISTINGS_OF_A_SYNONYM = 2
MIN_EMPLOYERS = 2
MOST_TRIED = 5_000  # terms whose roles are looked at, the most frequent ones
PAIRS_SHOWN, WORDS_SHOWN, SYNONYMS_SHOWN, EXAMPLES = 25, 25, 30, 3

# Cosine of the letters. At .7 the demo's listings give a dozen pairs, of which two in three are good.
MIN_LIKENESS = 0.7
MIN_COMMON_BEGINNING = 0.55  # of the longer of two words

# They say when, how long and what one learned: pairs with them are no skill.
_ORDINARY_WORDS = """
    associate bachelor day days degree diploma eighteen evening evenings half high hour hours make
    makes minute minutes month months morning night normal paid people quiet school seven shift six
    sixteen thirty today week weekend weekends weeks working year years
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())


@dataclass(frozen=True)
class UnknownTerm:
    """`text` as it is written, and some of the `listings` that hold it, by key."""

    text: str
    listings: int
    examples: tuple[int, ...]


@dataclass(frozen=True)
class Synonym:
    """A term that looks like `label` of a skill."""

    term: UnknownTerm
    skill: Skill
    label: str
    likeness: float  # of the letters, 0 to 1


@dataclass(frozen=True)
class UnknownWords:
    pairs: tuple[UnknownTerm, ...]
    words: tuple[UnknownTerm, ...]
    synonyms: tuple[Synonym, ...]

    @property
    def examples(self) -> set[int]:
        """Keys of all listings that are named."""
        terms = [*self.pairs, *self.words, *(synonym.term for synonym in self.synonyms)]
        return {key for term in terms for key in term.examples}


def unknown_words(index: MatchIndex) -> UnknownWords:
    """Look through the index once. Three queries: skills, roles, the listings' employers."""
    skills = list(
        Skill.objects.only("slug", "preferred_label", "alt_labels", "kind", "is_matchable")
    )
    roles = list(Role.objects.only("slug", "title", "alt_titles"))
    known = {_as_term(label) for skill in skills for label in skill.labels}
    known |= {term for role in roles for title in role.titles for term in _terms_of(title)}
    terms = _Terms(index, known, [role.slug for role in roles])
    synonyms = _synonyms(terms, [skill for skill in skills if skill.is_matchable])
    pairs, words = terms.most_telling()
    return UnknownWords(tuple(pairs), tuple(words), tuple(synonyms))


class _Terms:
    """The columns of an index that are words, or pairs of words, that nothing stands for."""

    def __init__(self, index: MatchIndex, known: Collection[str], roles: Iterable[str]):
        self.index, self.roles = index, roles
        counts = np.diff(index.weights_.indptr)
        often = np.flatnonzero(counts >= MIN_LISTINGS_OF_A_SYNONYM)
        self.columns = np.array(
            [
                column
                for column, term in zip(often.tolist(), index.table_.names(often), strict=True)
                if ":" not in term and term not in known and _ORDINARY.isdisjoint(term.split("_"))
            ],
            dtype=np.intp,
        )
        if self.columns.size > MOST_TRIED:
            most = np.argsort(-counts[self.columns], kind="stable")[:MOST_TRIED]
            self.columns = np.sort(self.columns[most])
        self.counts = counts[self.columns]
        self.texts = [term.replace("_", " ") for term in index.table_.names(self.columns)]
        self.held = _ones(index.weights_[:, self.columns])

    def term(self, place: int) -> UnknownTerm:
        rows = self.held.indices[self.held.indptr[place] : self.held.indptr[place + 1]]
        examples = tuple(self.index.keys_[rows[:EXAMPLES]].tolist())
        return UnknownTerm(self.texts[place], int(self.counts[place]), examples)

    def most_telling(self) -> tuple[list[UnknownTerm], list[UnknownTerm]]:
        """Pairs and words, those first that keep to few roles. One query.

        A word is left out where a pair that holds it is named.
        """
        telling = self._telling()
        order = [
            place for place in np.argsort(-telling, kind="stable").tolist() if telling[place] > 0
        ]
        pairs = [place for place in order if " " in self.texts[place]][:PAIRS_SHOWN]
        paired = {word for place in pairs for word in self.texts[place].split()}
        words = [
            place
            for place in order
            if " " not in self.texts[place] and self.texts[place] not in paired
        ][:WORDS_SHOWN]
        return [self.term(place) for place in pairs], [self.term(place) for place in words]

    def _telling(self) -> np.ndarray:
        """What each term tells of the role, in nats for all its listings, over the root of their number.

        The log-likelihood ratio of the roles of its listings against those of all: 0 for a word that
        is at home everywhere, however often it stands. The root keeps the rare from going under.
        """
        _known, columns = self.index.table_.find([f"role:{slug}" for slug in self.roles])
        of_role = _ones(self.index.weights_[:, columns])
        together = np.asarray((self.held.T @ of_role).todense())
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = of_role.sum(axis=0) / of_role.sum()
            ratio = together / together.sum(axis=1, keepdims=True) / expected
            nats = np.where(together > 0, together * np.log(ratio), 0.0).sum(axis=1)
        enough = (self.counts >= MIN_LISTINGS) & (self._employers() >= MIN_EMPLOYERS)
        return np.where(enough, nats / np.sqrt(self.counts), 0.0)

    def _employers(self) -> np.ndarray:
        """How many employers write each term. One query."""
        keys = self.index.keys_.tolist()
        # All of the table rather than a list of keys: a database takes only so many.
        employer = dict(Listing.objects.order_by().values_list("pk", "employer_id"))
        _each, codes = np.unique([employer.get(key, 0) for key in keys], return_inverse=True)
        shape = (codes.max(initial=-1) + 1, len(keys))
        group = sparse.csr_array((np.ones(len(keys)), (codes, np.arange(len(keys)))), shape=shape)
        return np.diff(_ones((group @ self.held).tocsc()).indptr)


def _ones(matrix) -> sparse.csc_array:
    """1 where `matrix` holds anything."""
    columns = sparse.csc_array(matrix)
    return sparse.csc_array(
        (np.ones(columns.nnz), columns.indices, columns.indptr), shape=columns.shape
    )


# --- Synonyms ----------------------------------------------------------------------------------


def _synonyms(terms: _Terms, skills: Iterable[Skill]) -> list[Synonym]:
    """The most alike first: each term with the one label that is most like it."""
    # A single word that is the name of a tool is a name: what looks like it is another word.
    labels = [
        (label, skill)
        for skill in skills
        for label in map(_plain, skill.labels)
        if " " in label or skill.kind != SkillKind.TOOL
    ]
    found = []
    for words in (1, 2):
        places = [n for n, text in enumerate(terms.texts) if text.count(" ") == words - 1]
        rivals = [pair for pair in labels if pair[0].count(" ") == words - 1]
        likeness = _likeness([terms.texts[n] for n in places], [label for label, _skill in rivals])
        for row, column in zip(*likeness.nonzero(), strict=True):
            label, skill = rivals[column]
            if are_alike(terms.texts[places[row]].split(), label.split()):
                found.append((-float(likeness[row, column]), places[row], label, skill))
    best: dict[int, tuple] = {}
    for each in sorted(found, key=itemgetter(0, 1, 2)):
        best.setdefault(each[1], each)
    return [
        Synonym(terms.term(place), skill, label, -negative)
        for negative, place, label, skill in list(best.values())[:SYNONYMS_SHOWN]
    ]


def _likeness(texts: Sequence[str], labels: Sequence[str]) -> sparse.csr_array:
    """Cosines of the letters within words, whatever the order of the words; 0 below MIN_LIKENESS."""
    if not (texts and labels):
        return sparse.csr_array((len(texts), len(labels)))
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
    rivals = letters.fit_transform(labels)
    cosines = sparse.csr_array(letters.transform(texts) @ rivals.T)
    cosines.data[cosines.data < MIN_LIKENESS] = 0
    cosines.eliminate_zeros()
    return cosines


def are_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each word begins as another does, in whatever order they stand."""
    return any(
        all(_begin_alike(word, other) for word, other in zip(words, order, strict=True))
        for order in permutations(others)
    )


def _begin_alike(word: str, other: str) -> bool:
    common = 0
    for letter, rival in zip(word, other, strict=False):
        if letter != rival:
            break
        common += 1
    return common >= MIN_COMMON_BEGINNING * max(len(word), len(other))


def _plain(label: str) -> str:
    return " ".join(re.findall(r"\w+", label.lower()))


def _as_term(label: str) -> str:
    """A label as the analyzer would write it, could it not find it: "E-mail support" is email_support."""
    return "_".join(re.findall(r"\w+", re.sub(r"\b(\w)-(?=\w)", r"\1", label.lower())))


def _terms_of(title: str) -> set[str]:
    """The words and pairs of words of a title."""
    words = _as_term(title).split("_")
    return {*words, *("_".join(pair) for pair in pairwise(words))}
