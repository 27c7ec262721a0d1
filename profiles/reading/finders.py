"""Finders of a résumé's words: the site's own labels, and how people say the same of themselves."""

import re
import tomllib
from functools import cache
from pathlib import Path

from django.db.models import Count, Max

from cms.models import Role, Skill
from cms.phrases import PhraseFinder, needs_exact_case
from cms.vocabulary import SkillKind

WORDINGS = Path(__file__).with_name("wordings.toml")


@cache
def wordings() -> dict[str, dict[str, list[str]]]:
    """The tables of wordings.toml, each from a skill's slug to words."""
    return tomllib.loads(WORDINGS.read_text(encoding="utf-8"))


def resume_finders() -> tuple[PhraseFinder, PhraseFinder, PhraseFinder]:
    """Finders over the labels of all matchable skills and the wordings of résumés, over tools alone, and over
    labels of one word, which say something in a list of skills and little in a sentence.

    A hit's key is the slug. Tools are looked for once more because "Excel and Google Sheets" is one label and two tools.
    Kept by each process until a skill is added, saved or deleted. One query, and one more to build.
    """
    global _skills_built
    state = Skill.objects.aggregate(skills=Count("pk"), latest=Max("updated_at"))
    if _skills_built is None or _skills_built[0] != state:
        _skills_built = state, _build()
    return _skills_built[1]


@cache
def ordinary_names() -> frozenset[str]:
    """Names of tools that are ordinary words too."""
    return frozenset(name for words in wordings()["exact"].values() for name in words)


@cache
def item_names() -> re.Pattern:
    """Tools that are ordinary words too, where they open an item of a list: "Slack every day"."""
    names = sorted(ordinary_names())
    return re.compile(
        rf"(?:^|[,;|•/\t])\s*(?:[-–*•]\s*)?(?P<name>{'|'.join(map(re.escape, names))})"
        r"(?=\s*(?:\d|[(:–—-]|(?:every|daily|weekly|for|in|basics?|advanced|expert|beginner|intermediate|"
        r"proficient|since|user|power|good|very|strong)\b))"
    )


def role_finder() -> PhraseFinder:
    """A finder over all role titles; the key is the slug. One query; rebuilt when a title changed."""
    global _titles, _by_title
    titles = tuple(Role.objects.order_by("pk").values_list("slug", "title", "alt_titles"))
    if titles != _titles:
        labels = [
            (label.strip(), slug)
            for slug, title, alternatives in titles
            for label in [title, *alternatives.splitlines()]
            if label.strip()
        ]
        # The finder first: another thread that sees the new titles must see it too.
        _by_title, _titles = PhraseFinder(labels), titles
    return _by_title


_skills_built: tuple[dict, tuple[PhraseFinder, PhraseFinder, PhraseFinder]] | None = None
_titles: tuple = ()
_by_title = PhraseFinder([])


def _build() -> tuple[PhraseFinder, PhraseFinder, PhraseFinder]:
    said, exact, not_said = (wordings()[name] for name in ("said", "exact", "not_said"))
    labels, cased, tools, names, lone = [], [], [], [], []
    for skill in Skill.objects.matchable().only("slug", "preferred_label", "alt_labels", "kind"):
        dropped = {label.casefold() for label in not_said.get(skill.slug, [])}
        is_tool = skill.kind == SkillKind.TOOL
        is_name = skill.kind in {SkillKind.TOOL, SkillKind.LANGUAGE, SkillKind.CERTIFICATION}
        for label in skill.labels:
            if label.casefold() in dropped:
                continue
            if needs_exact_case(label):
                cased.append((label, skill.slug))
            else:
                (labels if is_name or " " in label else lone).append((label, skill.slug))
        labels += [(label, skill.slug) for label in said.get(skill.slug, [])]
        names += [(label, skill.slug) for label in exact.get(skill.slug, [])]
        if is_tool and not needs_exact_case(skill.preferred_label):
            tools.append((skill.preferred_label, skill.slug))
    return PhraseFinder(labels, cased + names), PhraseFinder(tools, names), PhraseFinder(lone)
