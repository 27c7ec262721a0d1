"""The queue of words that postings and profiles use and that no skill knows, and what becomes of them.

Of profiles nothing is shown but a word and how many people used it, and that only from so many on
that it is nobody's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db import transaction
from django.utils import timezone
from scipy import sparse
from wagtail.log_actions import log

from cms.desk.history import change, log_changes
from cms.models import Language, SetAsideTerm, Skill, Tool
from cms.vocabulary import SkillKind
from matching.adapters import analyzer
from matching.engine import MatchIndex
from matching.staff.unknown_words import Synonym, Vocabulary, nats_of_role, ones, unknown_words
from profiles.models import Experience

# A word is shown only if so many different people wrote it: then it is no one person's.
MIN_PEOPLE = 3
# Of the jobs that people told, the newest: the page takes no longer as the site grows.
MOST_EXPERIENCES = 2_000
MOST_OF_PROFILES = 100


@dataclass(frozen=True)
class Suggestion:
    """`people` is 0 where fewer than `MIN_PEOPLE` wrote it. `examples` are keys of listings.

    `looks_like` is the skill with a label of nearly the same letters, if there is one.
    """

    text: str
    listings: int = 0
    people: int = 0
    telling: float = 0.0
    examples: tuple[int, ...] = ()
    looks_like: Synonym | None = None


def suggestions(index: MatchIndex, vocabulary: Vocabulary) -> list[Suggestion]:
    """Words that look like a label first, the most alike before all; then those that tell most of the work.

    Three queries: employers of listings, jobs that people told, and the labels' state.
    """
    found = unknown_words(index, vocabulary)
    queue: dict[str, Suggestion] = {}
    for term in [*found.pairs, *found.words, *(synonym.term for synonym in found.synonyms)]:
        queue[term.text] = Suggestion(
            term.text, term.listings, telling=term.telling, examples=term.examples
        )
    for synonym in found.synonyms:
        queue[synonym.term.text] = replace(queue[synonym.term.text], looks_like=synonym)
    for text, people, telling in words_of_profiles(vocabulary):
        known = queue.get(text, Suggestion(text))
        queue[text] = replace(known, people=people, telling=known.telling + telling)
    return sorted(
        queue.values(),
        key=lambda s: (-(s.looks_like.likeness if s.looks_like else 0.0), -s.telling, s.text),
    )


def words_of_profiles(vocabulary: Vocabulary) -> list[tuple[str, int, float]]:
    """Text, number of people and what it tells of the role, the most telling first. Two queries.

    A word that tells nothing of the role, as those that everybody writes, is left out.
    """
    people, rows, terms = {}, [], []
    read = analyzer()
    for candidate, role, text in _texts():
        place = people.setdefault(candidate, (len(people), role))[0]
        for term in set(filter(vocabulary.lacks, read.tokens(text))):
            rows.append(place)
            terms.append(term)
    if not terms:
        return []
    names, columns = np.unique(np.array(terms, dtype=object).astype(str), return_inverse=True)
    shape = (len(people), names.size)
    held = ones(sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsc())
    slugs = [role.pk for role in vocabulary.roles]
    of_role = np.array([[role == pk for pk in slugs] for _place, role in people.values()])
    with_role = sparse.csc_array(of_role.reshape(len(people), len(slugs)), dtype=float)
    telling = nats_of_role(held, with_role) if with_role.nnz else np.zeros(names.size)
    counts = np.diff(held.indptr)
    enough = np.flatnonzero((counts >= MIN_PEOPLE) & (telling > 0))
    order = sorted(enough.tolist(), key=lambda n: (-telling[n], names[n]))[:MOST_OF_PROFILES]
    return [(names[n].replace("_", " "), int(counts[n]), float(telling[n])) for n in order]


def _texts() -> Iterator[tuple[int, int | None, str]]:
    """Candidate, the role that they have, and what they wrote of a job. One query."""
    newest = Experience.objects.order_by("-pk").values_list(
        "candidate", "candidate__current_role", "title", "summary"
    )
    for candidate, role, title, summary in newest[:MOST_EXPERIENCES]:
        yield candidate, role, f"{title}\n{summary}"


# --- What becomes of a word --------------------------------------------------------------------


class ChangedMeanwhile(Exception):
    """Somebody else saved the skill between reading and writing it."""


@transaction.atomic
def add_label(key: int, term: str, user, now: datetime | None = None) -> Skill:
    """Make `term` an alternative label of a skill, as its desk would, with an entry in its history.

    Three statements.

    Raises
    ------
    Skill.DoesNotExist
    ValidationError
        If the skill would not be valid.
    ChangedMeanwhile
        Then nothing was written.
    """
    skill = Skill.objects.get(pk=key)
    seen = skill.alt_labels
    skill.alt_labels = f"{seen.rstrip()}\n{term}".lstrip()
    skill.clean_fields()
    changed = Skill.objects.filter(pk=key, alt_labels=seen).update(
        # The finder of skills looks at updated_at.
        alt_labels=skill.alt_labels,
        updated_at=now or timezone.now(),
    )
    if not changed:
        raise ChangedMeanwhile
    # Each desk keeps the history of its own class.
    desk = {SkillKind.TOOL: Tool, SkillKind.LANGUAGE: Language}.get(skill.kind, Skill)
    row = desk(pk=key, preferred_label=skill.preferred_label)
    label = Skill._meta.get_field("alt_labels").verbose_name
    log_changes(row, user, [change(label, seen, skill.alt_labels)])
    return skill


@transaction.atomic
def set_aside(term: str, user) -> bool:
    """Remember that a word is no skill; False if it was remembered before."""
    row, is_new = SetAsideTerm.objects.get_or_create(term=term)
    if is_new:
        log(instance=row, action="wagtail.create", user=user)
    return is_new


@transaction.atomic
def take_back(key: int, user) -> str:
    """Let a word that was set aside be suggested again; return it, empty if it was back already."""
    row = SetAsideTerm.objects.filter(pk=key).first()
    if row is None or not SetAsideTerm.objects.filter(pk=key).delete()[0]:
        return ""
    log(instance=row, action="wagtail.delete", user=user, deleted=True)
    return row.term
