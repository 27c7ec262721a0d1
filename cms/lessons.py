"""What there is to read about a skill: its own page where that has words, else a guide that teaches it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, Subquery

from cms.addresses import path_below_home
from cms.models import GuidePage, Skill, SkillPage


@dataclass(frozen=True)
class Lesson:
    """Something to read. `about` names the skills that a guide is read for; a skill's own page needs none."""

    title: str
    address: str
    about: tuple[str, ...] = ()


class Lessons:
    """Lessons by the names of skills. One query for all of them, when the first is asked for."""

    def about(self, names: Iterable[str], limit: int) -> list[Lesson]:
        """In the order of `names`. A guide stands once, for all of them that it teaches."""
        found: dict[tuple[str, str], list[str]] = {}
        for name in names:
            if place := self._places.get(name):
                found.setdefault(place, []).append(name)
        return [
            Lesson(title, address, () if skills == [title] else tuple(skills))
            for (title, address), skills in list(found.items())[:limit]
        ]

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        """Title and address by a skill's name. A page without words lists roles and jobs, and teaches nothing."""
        told = SkillPage.objects.live().filter(skill=OuterRef("pk")).exclude(introduction="")
        # The newest first, as on the skill's page.
        taught = GuidePage.objects.live().filter(skills=OuterRef("pk"))
        taught = taught.order_by("-first_published_at", "-pk")
        skills = Skill.objects.annotate(
            is_told=Exists(told),
            guide_path=Subquery(taught.values("url_path")[:1]),
            guide_title=Subquery(taught.values("title")[:1]),
        ).filter(Q(is_told=True) | Q(guide_path__isnull=False))
        return {
            skill.preferred_label: (skill.preferred_label, skill.get_absolute_url())
            if skill.is_told
            else (skill.guide_title, path_below_home(skill.guide_path))
            for skill in skills.only("slug", "preferred_label")
        }
