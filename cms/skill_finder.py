"""Skills found in running text by every label that the site knows them under."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Max

from cms.models import Skill
from cms.phrases import PhraseFinder, needs_exact_case

# The state of the table that the finder was built from, and the finder.
_built: tuple[dict, PhraseFinder] | None = None


def skill_finder() -> PhraseFinder:
    """A finder over the labels of all matchable skills; a hit's key is the skill's slug.

    Kept by each process until a skill is added, saved or deleted. One query, and one more to build.
    A bulk `update()` of labels has to set `updated_at`, or it goes unseen.
    """
    global _built
    state = Skill.objects.aggregate(skills=Count("pk"), latest=Max("updated_at"))
    if _built is None or _built[0] != state:
        _built = state, _build()
    return _built[1]


def _build() -> PhraseFinder:
    return finder_of(Skill.objects.matchable().only("slug", "preferred_label", "alt_labels"))


def finder_of(skills: Iterable[Skill]) -> PhraseFinder:
    """A finder over the labels of just these skills."""
    return finder_over([(label, skill.slug) for skill in skills for label in skill.labels])


def finder_over(pairs: Sequence[tuple[str, str]]) -> PhraseFinder:
    """A finder over (label, key) pairs, in exact case where a label needs it."""
    return PhraseFinder(
        labels=[pair for pair in pairs if not needs_exact_case(pair[0])],
        exact=[pair for pair in pairs if needs_exact_case(pair[0])],
    )
