"""Words of the listings that no skill stands for, and the skills that they may be other names of.

Only suggestions: what a word means is for editors to say.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations
from operator import itemgetter
from typing import Self

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from cms.models import Role, SetAsideTerm, Skill
from cms.vocabulary import SkillKind
from listings.models import Listing
from matching.engine import MatchIndex

# Fewer listings than these say nothing of a word; nor does what one employer alone writes.
MIN_LISTINGS = 3
MIN_LISTINGS_OF_A_SYNONYM = 2
MIN_EMPLOYERS = 2
MOST_TRIED = 5_000  # terms whose roles are looked at, the most frequent ones
MOST_PAIRS, MOST_WORDS, MOST_SYNONYMS, EXAMPLES = 100, 100, 50, 3

# Cosine of the letters. At .7 the demo's listings give a dozen pairs, of which two in three are good.
MIN_LIKENESS = 0.7
MIN_LIKELY = 0.25  # to be named among the skills that a word may mean, for an editor to choose from
MIN_COMMON_BEGINNING = 0.55  # of the longer of two words

# They say when, how long and what one learned: pairs with them are no skill.
_ORDINARY_WORDS = """
    associate bachelor day days degree diploma eighteen evening evenings half high hour hours make
    makes minute minutes month months morning night normal paid people quiet school seven shift six
    sixteen thirty today week weekend weekends weeks working year years
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())


@dataclass(frozen=True)
class Vocabulary:
    """What the site has words for; `known` as the analyzer would write them, could it not find them."""

    skills: tuple[Skill, ...]
    roles: tuple[Role, ...]
    known: frozenset[str]

    @classmethod
    def load(cls) -> Self:
        """With the words that were set aside as no skill. Three queries."""
        columns = ("slug", "preferred_label", "alt_labels", "kind", "is_matchable")
        skills = tuple(Skill.objects.only(*columns))
        roles = tuple(Role.objects.only("slug", "title", "alt_titles"))
        known = {as_term(label) for skill in skills for label in skill.labels}
        known |= {term for role in roles for title in role.titles for term in _terms_of(title)}
        known |= {as_term(term) for term in SetAsideTerm.objects.values_list("term", flat=True)}
        return cls(skills, roles, frozenset(known))

    def lacks(self, term: str) -> bool:
        """Whether a word, or pair of words, of the analyzer may be a skill that nothing stands for."""
        return ":" not in term and term not in self.known and _ORDINARY.isdisjoint(term.split("_"))


@dataclass(frozen=True)
class UnknownTerm:
    """`text` as it is written, and some of the `listings` that hold it, by key.

    `telling` is how much it says of the role, see `nats_of_role`; a pair that is only like a label may
    have none.
    """

    text: str
    listings: int
    examples: tuple[int, ...]
    telling: float = 0.0


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


def unknown_words(index: MatchIndex, vocabulary: Vocabulary) -> UnknownWords:
    """Look through the index once. One query: the listings' employers."""
    terms = _Terms(index, vocabulary)
    synonyms = _synonyms(terms, [skill for skill in vocabulary.skills if skill.is_matchable])
    pairs, words = terms.most_telling()
    return UnknownWords(tuple(pairs), tuple(words), tuple(synonyms))


class _Terms:
    """The columns of an index that are words, or pairs of words, that nothing stands for."""

    def __init__(self, index: MatchIndex, vocabulary: Vocabulary):
        self.index, self.roles = index, [role.slug for role in vocabulary.roles]
        counts = np.diff(index.weights_.indptr)
        often = np.flatnonzero(counts >= MIN_LISTINGS_OF_A_SYNONYM)
        self.columns = np.array(
            [
                column
                for column, term in zip(often.tolist(), index.table_.names(often), strict=True)
                if vocabulary.lacks(term)
            ],
            dtype=np.intp,
        )
        if self.columns.size > MOST_TRIED:
            most = np.argsort(-counts[self.columns], kind="stable")[:MOST_TRIED]
            self.columns = np.sort(self.columns[most])
        self.counts = counts[self.columns]
        self.texts = [term.replace("_", " ") for term in index.table_.names(self.columns)]
        self.held = ones(index.weights_[:, self.columns])

    def term(self, place: int) -> UnknownTerm:
        rows = self.held.indices[self.held.indptr[place] : self.held.indptr[place + 1]]
        examples = tuple(self.index.keys_[rows[:EXAMPLES]].tolist())
        telling = float(self.telling[place])
        return UnknownTerm(self.texts[place], int(self.counts[place]), examples, telling)

    def most_telling(self) -> tuple[list[UnknownTerm], list[UnknownTerm]]:
        """Pairs and words, those first that keep to few roles.

        A word is left out where a pair that holds it is named.
        """
        telling = self.telling
        order = [
            place for place in np.argsort(-telling, kind="stable").tolist() if telling[place] > 0
        ]
        pairs = [place for place in order if " " in self.texts[place]][:MOST_PAIRS]
        paired = {word for place in pairs for word in self.texts[place].split()}
        words = [
            place
            for place in order
            if " " not in self.texts[place] and self.texts[place] not in paired
        ][:MOST_WORDS]
        return [self.term(place) for place in pairs], [self.term(place) for place in words]

    @cached_property
    def telling(self) -> np.ndarray:
        """0 for what too few say. One query."""
        _known, columns = self.index.table_.find([f"role:{slug}" for slug in self.roles])
        nats = nats_of_role(self.held, ones(self.index.weights_[:, columns]))
        enough = (self.counts >= MIN_LISTINGS) & (self.employers >= MIN_EMPLOYERS)
        return np.where(enough, nats, 0.0)

    @cached_property
    def employers(self) -> np.ndarray:
        """How many employers write each term. One query."""
        keys = self.index.keys_.tolist()
        # All of the table rather than a list of keys: a database takes only so many.
        employer = dict(Listing.objects.order_by().values_list("pk", "employer_id"))
        _each, codes = np.unique([employer.get(key, 0) for key in keys], return_inverse=True)
        shape = (codes.max(initial=-1) + 1, len(keys))
        group = sparse.csr_array((np.ones(len(keys)), (codes, np.arange(len(keys)))), shape=shape)
        return np.diff(ones((group @ self.held).tocsc()).indptr)


def nats_of_role(held: sparse.csc_array, of_role: sparse.csc_array) -> np.ndarray:
    """What each term tells of the role, in nats for all its texts, over the root of their number.

    Parameters
    ----------
    held : csc_array of shape (n_texts, n_terms)
        1 where a text holds the term.
    of_role : csc_array of shape (n_texts, n_roles)
        1 where it is of the role.

    Notes
    -----
    The log-likelihood ratio of the roles of its texts against those of all: 0 for a word that is at
    home everywhere, however often it stands. The root keeps the rare from going under.
    """
    together = np.asarray((held.T @ of_role).todense())
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = of_role.sum(axis=0) / of_role.sum()
        ratio = together / together.sum(axis=1, keepdims=True) / expected
        nats = np.where(together > 0, together * np.log(ratio), 0.0).sum(axis=1)
    return nats / np.sqrt(np.maximum(np.diff(held.indptr), 1))


def ones(matrix) -> sparse.csc_array:
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
        places = [
            n
            for n, text in enumerate(terms.texts)
            if text.count(" ") == words - 1 and terms.employers[n] >= MIN_EMPLOYERS
        ]
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
        for negative, place, label, skill in list(best.values())[:MOST_SYNONYMS]
    ]


def likely_skills(
    texts: Sequence[str], skills: Iterable[Skill], most: int
) -> list[list[tuple[Skill, float]]]:
    """For each text the skills of which a label is most like it in its letters, at most `most`."""
    labels = [(_plain(label), skill) for skill in skills for label in skill.labels]
    likeness = _likeness(texts, [label for label, _skill in labels], MIN_LIKELY)
    found = []
    for row in range(len(texts)):
        span = slice(likeness.indptr[row], likeness.indptr[row + 1])
        best: dict[Skill, float] = {}
        for column, cosine in zip(likeness.indices[span], likeness.data[span], strict=True):
            skill = labels[column][1]
            best[skill] = max(best.get(skill, 0.0), float(cosine))
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0].preferred_label))
        found.append(ranked[:most])
    return found


def _likeness(
    texts: Sequence[str], labels: Sequence[str], least: float = MIN_LIKENESS
) -> sparse.csr_array:
    """Cosines of the letters within words, whatever the order of the words; 0 below `least`."""
    if not (texts and labels):
        return sparse.csr_array((len(texts), len(labels)))
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
    rivals = letters.fit_transform(labels)
    cosines = sparse.csr_array(letters.transform(texts) @ rivals.T)
    cosines.data[cosines.data < least] = 0
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


def as_term(label: str) -> str:
    """A label as the analyzer would write it, could it not find it: "E-mail support" is email_support."""
    return "_".join(re.findall(r"\w+", re.sub(r"\b(\w)-(?=\w)", r"\1", label.lower())))


def _terms_of(title: str) -> set[str]:
    """The words and pairs of words of a title."""
    words = as_term(title).split("_")
    return {*words, *("_".join(pair) for pair in pairwise(words))}
