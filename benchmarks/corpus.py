"""A seeded, synthetic corpus of listings, kinds of job and profiles, as counts and as the engine's own objects.

60,000 words by Zipf's law and 300 skills; each of 80 occupations has a mix of its own of both. A listing has 80
to 400 words, 5 to 20 of which name skills; the most frequent words are stop words and make no term. A candidate
makes 8 to 40 mentions. Of the 80 occupations 72 are roles of the site, 8 are not, as on the site; beside them
stand 915 occupations that no listing was drawn from, so that the engine reads through 995 kinds of job, as it
does where it serves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from matching.engine import Job, ListingDocument, MatchIndex, ProfileItem, Query, text_claims
from matching.engine.document import (
    DESIRABLE_REPEATS,
    ESSENTIAL_REPEATS,
    ROLE_REPEATS,
    TITLE_REPEATS,
)
from matching.engine.terms import TermTable
from matching.weights import TEXT_WEIGHT

WORDS, SKILLS, OCCUPATIONS, ROLES = 60_000, 300, 80, 72
OTHER_OCCUPATIONS = 915
STOP_WORDS = 120
ZIPF = 1.05
OWN_WORDS, OWN_SKILLS, TITLE_WORDS = 400, 25, 8  # of one occupation; the title's are of its words
OWN = 0.22  # of a listing's and a person's words, those from the occupation's own mix
OWN_SKILL = 0.6  # and of their skills
SKILL_HEAD = (
    9  # the skill in place n is named as often as 1 / (n + 9): the first by a third of the listings
)
CHUNK = 20_000  # listings whose words are drawn at once, 40 MB

TERMS = (
    *(f"role:r{i:02}" for i in range(ROLES)),
    *(f"skill:s{i:03}" for i in range(SKILLS)),
    *(f"w{i:05}" for i in range(WORDS)),
)  # ascending
FIRST_SKILL, FIRST_WORD = ROLES, ROLES + SKILLS
SKILL_LEVELS = (0.25, 0.5, 0.75, 1.0)


class SplitAnalyzer:
    """Reads the corpus' texts, whose terms stand between spaces."""

    def tokens(self, text: str) -> list[str]:
        return text.split()


@dataclass(frozen=True)
class Mix:
    """The columns of an occupation's own skills, words and words of titles."""

    skills: np.ndarray
    words: np.ndarray
    titles: np.ndarray


class Corpus:
    """`n` listings and what is needed to rank them.

    Attributes
    ----------
    counts : csr_array of shape (n, n_terms), dtype float64
        How often each term counts in a listing, title and what it asks for included: what
        `document_terms` gives for `document(row)`.
    """

    def __init__(self, n: int, seed: int):
        self.n, self._seed = n, seed
        rng = np.random.default_rng(seed)
        self._cumulated = np.cumsum(1 / np.arange(1, WORDS + 1) ** ZIPF)
        self._cumulated /= self._cumulated[-1]
        popularity = 1 / np.arange(SKILL_HEAD, SKILL_HEAD + SKILLS)
        self._popularity = popularity / popularity.sum()
        self.mixes = [self._mix(rng) for _ in range(OCCUPATIONS)]
        self._skills = np.array([mix.skills for mix in self.mixes])
        self._words = np.array([mix.words for mix in self.mixes])
        self._titles = np.array([mix.titles for mix in self.mixes])
        self.jobs = tuple(self._jobs(rng))
        self.occupation = rng.integers(OCCUPATIONS, size=n)
        self._drawn = [self._listings(rng, start) for start in range(0, n, CHUNK)]

    @cached_property
    def counts(self) -> sparse.csr_array:
        repeats = np.array([1, TITLE_REPEATS, DESIRABLE_REPEATS, ESSENTIAL_REPEATS, ROLE_REPEATS])
        parts = []
        for rows, columns, kinds in self._drawn:
            counts = (repeats[kinds].astype(float), (rows - rows[0], columns))
            size = min(CHUNK, self.n - rows[0])
            parts.append(sparse.csr_array(sparse.coo_array(counts, shape=(size, len(TERMS)))))
        return sparse.vstack(parts, format="csr")

    def documents(self, *, with_text: bool) -> Iterator[ListingDocument]:
        """The listings by key; without text, only what they ask for."""
        for rows, columns, kinds in self._drawn:
            ends = np.searchsorted(rows, np.arange(rows[0], rows[-1] + 2))
            for row, start, end in zip(range(rows[0], rows[-1] + 1), ends, ends[1:], strict=False):
                of = [columns[start:end][kinds[start:end] == kind] for kind in range(5)]
                role = self.occupation[row]
                yield ListingDocument(
                    key=row + 1,
                    title=_text(of[1]) if with_text else "",
                    body=_text(of[0]) if with_text else "",
                    asked={TERMS[c]: False for c in of[2].tolist()}
                    | {TERMS[c]: True for c in of[3].tolist()},
                    role=f"r{role:02}" if role < ROLES else None,
                )

    def index(self) -> MatchIndex:
        """What `MatchIndex(...).fit(documents)` makes, from the counts: a quarter of the time."""
        analyzer = SplitAnalyzer()
        index = MatchIndex(analyzer, self.jobs)
        in_jobs = np.bincount(self.job_counts.indices, minlength=len(TERMS))
        used = np.flatnonzero(self.df + in_jobs)
        index.table_ = TermTable.of([TERMS[column] for column in used.tolist()])
        index.idf_ = np.log((1 + self.n) / (1 + self.df[used])) + 1
        index.n_roles_ = ROLES
        index.job_keys_ = tuple(job.key for job in self.jobs)
        index.jobs_ = index._weighted(self.job_counts[:, used]).tocsc().astype(np.float32)
        return index._take_in(list(self.documents(with_text=False)), self.counts[:, used])

    @cached_property
    def df(self) -> np.ndarray:
        """In how many listings each term stands: shape (n_terms,)."""
        return np.bincount(self.counts.indices, minlength=len(TERMS))

    @cached_property
    def job_counts(self) -> sparse.csr_array:
        """How often each term counts in a job: shape (n_jobs, n_terms)."""
        return _counted([list(job.terms(SplitAnalyzer())) for job in self.jobs])

    # --- Profiles ------------------------------------------------------------------------------

    def profile(self, number: int) -> list[str]:
        """A candidate's 8 to 40 mentions, half of them skills."""
        rng = np.random.default_rng([self._seed, 1, number])
        size = rng.integers(8, 41)
        return self._mentions(rng, size, rng.random(size) < 0.5)

    def resume(self, number: int) -> list[str]:
        """A long text of some 400 distinct terms."""
        rng = np.random.default_rng([self._seed, 2, number])
        return self._mentions(rng, 800, np.arange(800) < 100)

    def _mentions(self, rng, size: int, is_skill: np.ndarray) -> list[str]:
        columns = self._draw(rng, np.full(size, rng.integers(OCCUPATIONS)), is_skill)
        return [TERMS[column] for column in columns[columns >= 0].tolist()]

    # --- Drawing -------------------------------------------------------------------------------

    def _mix(self, rng) -> Mix:
        words = np.unique(self._any_word(rng, 6 * OWN_WORDS))
        words = rng.permutation(words[words >= STOP_WORDS])[:OWN_WORDS] + FIRST_WORD
        skills = FIRST_SKILL + rng.choice(SKILLS, OWN_SKILLS, replace=False, p=self._popularity)
        return Mix(skills, words, words[:TITLE_WORDS])

    def _any_word(self, rng, size: int) -> np.ndarray:
        return np.minimum(np.searchsorted(self._cumulated, rng.random(size)), WORDS - 1)

    def _draw(self, rng, occupation: np.ndarray, is_skill: np.ndarray) -> np.ndarray:
        """A column for each mention of a person or listing of an occupation, -1 for a stop word."""
        size = occupation.size
        own = rng.random(size) < np.where(is_skill, OWN_SKILL, OWN)
        word = self._any_word(rng, size)
        any_word = np.where(word < STOP_WORDS, -1, FIRST_WORD + word)
        a_word = np.where(
            own, self._words[occupation, rng.integers(OWN_WORDS, size=size)], any_word
        )
        own_skill = self._skills[occupation, rng.integers(OWN_SKILLS, size=size)]
        any_skill = FIRST_SKILL + rng.choice(SKILLS, size=size, p=self._popularity)
        return np.where(is_skill, np.where(own, own_skill, any_skill), a_word)

    def _listings(self, rng, start: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows, columns and kinds of a chunk: 0 words of the body, 1 of the title, 2 wishes, 3 demands, 4 the role."""
        size = min(CHUNK, self.n - start)
        numbers = np.arange(start, start + size)
        words, skills = rng.integers(80, 401, size=size), rng.integers(5, 21, size=size)
        rows = np.repeat(numbers, words)
        place = np.arange(rows.size) - np.repeat(np.cumsum(words) - words, words)
        columns = self._draw(rng, self.occupation[rows], place < np.repeat(skills, words))
        # The first five mentions are skills; three to five of them stand in the list of what is asked.
        asked = place < np.repeat(rng.integers(3, 6, size=size), words)
        pairs = np.unique(rows[asked] * len(TERMS) + columns[asked])
        asked_rows, asked_columns = np.divmod(pairs, len(TERMS))
        title_rows = np.repeat(numbers, 3)
        title = self._titles[self.occupation[title_rows], rng.integers(TITLE_WORDS, size=3 * size)]
        with_role = numbers[self.occupation[numbers] < ROLES]
        parts = [
            (rows[columns >= 0], columns[columns >= 0], 0),
            (title_rows, title, 1),
            (asked_rows, asked_columns, 2 + (rng.random(asked_rows.size) < 0.5)),
            (with_role, self.occupation[with_role], 4),
        ]
        rows, columns = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
        kinds = np.concatenate([np.full(part[0].size, part[2], dtype=np.int8) for part in parts])
        order = np.argsort(rows, kind="stable")
        return rows[order], columns[order].astype(np.int32), kinds[order]

    def _jobs(self, rng) -> Iterator[Job]:
        """Titles of two or three words from the occupation's own mix; roles also name skills, as the site's do."""
        for number in range(OCCUPATIONS + OTHER_OCCUPATIONS):
            mix = self.mixes[number] if number < OCCUPATIONS else self._mix(rng)
            is_role = number < ROLES
            words = rng.choice(mix.words[:60], size=(10 if is_role else 40, 2))
            yield Job(
                key=TERMS[number] if is_role else f"99-{number:04}.00",
                title=_text(mix.titles[:3]),
                other_titles=[_text(title) for title in words],
                asks=[TERMS[column] for column in rng.permutation(mix.skills)[:16]]
                if is_role
                else (),
                mentions=() if is_role else [TERMS[column] for column in mix.skills[:5]],
                is_role=is_role,
            )


def profile_query(mentions: list[str], index: MatchIndex) -> Query:
    """A person's skills at their levels, and their words as the site weighs a text's."""
    skills = sorted({term for term in mentions if term.startswith("skill:")})
    items = [
        ProfileItem(term, "skill", {term: SKILL_LEVELS[number % len(SKILL_LEVELS)]})
        for number, term in enumerate(skills)
    ]
    words = (term for term in mentions if not term.startswith("skill:"))
    claims = text_claims(words, TEXT_WEIGHT, index.telling)
    if claims:
        items.append(ProfileItem("text", "text", claims))
    return Query.from_items(items)


def text_query(mentions: list[str], index: MatchIndex) -> Query:
    """A pasted text: all its terms faintly."""
    claims = text_claims(mentions, TEXT_WEIGHT, index.telling)
    return Query.from_items([ProfileItem("text", "text", claims)])


def _text(columns: np.ndarray) -> str:
    return " ".join(TERMS[column] for column in columns.tolist())


def _counted(bags: list[list[str]]) -> sparse.csr_array:
    place = {term: column for column, term in enumerate(TERMS)}
    rows = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    columns = [place[term] for bag in bags for term in bag]
    shape = (len(bags), len(TERMS))
    return sparse.coo_array((np.ones(rows.size), (rows, columns)), shape=shape).tocsr()
