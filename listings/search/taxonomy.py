"""Roles and skills by the words they are called: what makes "CSR" and "customer care worker" one role."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import CharField, Count, Max, Value

from cms.models import Role, Skill
from cms.models.skills import lines
from cms.phrases import PhraseFinder

from .words import plain_words, root


@dataclass(frozen=True)
class Meant:
    """What words stand for: primary keys of roles, and of skills."""

    roles: frozenset[int] = frozenset()
    skills: frozenset[int] = frozenset()

    def __bool__(self):
        return bool(self.roles or self.skills)


NOTHING = Meant()


class Taxonomy:
    """All labels of roles and skills, to be found in what a person types. Two queries to build.

    Phrases are found in any case: nobody writes capitals into a search, and a tool that is an ordinary
    word too ("Front") only widens what the word itself finds.
    """

    def __init__(self):
        self.titles: dict[int, str] = {}
        self.frequency = Counter()  # words of labels, for the spelling
        self._roles_by_word = defaultdict(set)
        self._skills_by_word = defaultdict(set)
        role_labels, labels = [], []
        roles = Role.objects.service().values_list("pk", "title", "alt_titles")
        for pk, title, others in roles:
            self.titles[pk] = title
            for label in [title, *lines(others)]:
                role_labels.append((label, f"role:{pk}"))
                self._note(label, pk, self._roles_by_word)
        rows = Skill.objects.matchable().values_list("pk", "preferred_label", "alt_labels")
        skills = [(pk, [title, *lines(others)]) for pk, title, others in rows]
        held = Counter(label.casefold() for _pk, own in skills for label in own)
        for pk, own in skills:
            for label in own:
                # "English and Spanish" names two: who types it wants both, so each by its own word.
                if held[label.casefold()] == 1 or len(plain_words(label)) == 1:
                    labels.append((label, f"skill:{pk}"))
                    self._note(label, pk, self._skills_by_word)
        self.role_labels = [label for label, _key in role_labels]
        self._finder = PhraseFinder(role_labels + labels)

    def _note(self, label: str, pk: int, by_word: dict):
        words = plain_words(label)
        self.frequency.update(words)
        for word in words:
            by_word[root(word)].add(pk)

    def phrases(self, text: str) -> list[tuple[int, int, Meant]]:
        """Whole labels in the text, longest first, none overlapping: (start, end, what they mean)."""
        found = defaultdict(list)
        for hit in self._finder.find(text):
            found[hit.start, hit.end].append(hit.key.split(":"))
        return [
            (
                *span,
                Meant(
                    frozenset(int(pk) for kind, pk in keys if kind == "role"),
                    frozenset(int(pk) for kind, pk in keys if kind == "skill"),
                ),
            )
            for span, keys in found.items()
        ]

    def word(self, word: str) -> Meant:
        """What has the word somewhere in one of its labels."""
        key = root(word)
        return Meant(
            frozenset(self._roles_by_word.get(key, ())),
            frozenset(self._skills_by_word.get(key, ())),
        )

    def knows(self, word: str) -> bool:
        key = root(word)
        return key in self._roles_by_word or key in self._skills_by_word


# The state of the tables that the taxonomy was built from, and the taxonomy.
_built: tuple[list, Taxonomy] | None = None


def taxonomy() -> Taxonomy:
    """Kept by each process until a role or a skill is added, saved or deleted.

    One query, and two more to build. A bulk `update()` of labels has to set `updated_at`.
    """
    global _built
    state = _state()
    if _built is None or _built[0] != state:
        _built = state, Taxonomy()
    return _built[1]


def _state() -> list:
    parts = [
        model.objects.order_by()
        .annotate(table=Value(model.__name__, output_field=CharField()))
        .values("table")
        .annotate(rows=Count("pk"), latest=Max("updated_at"))
        for model in (Role, Skill)
    ]
    return sorted(parts[0].union(parts[1], all=True), key=lambda row: row["table"])
