"""What the terms of the engine are called on a page."""

from collections.abc import Iterable

from cms.models import Role, Skill
from cms.vocabulary import SkillKind
from matching.occupations import occupations


class TermNames:
    """Names for all that `terms` hold. One query for skills, one for roles; none where none is among them."""

    def __init__(self, terms: Iterable[str]):
        slugs: dict[str, set[str]] = {}
        for term in terms:
            kind, _colon, slug = term.partition(":")
            if slug:
                slugs.setdefault("role" if kind == "role" else "skill", set()).add(slug)
        self.skills: dict[str, Skill] = {}
        self.roles: dict[str, str] = {}
        if "skill" in slugs:
            rows = Skill.objects.filter(slug__in=slugs["skill"]).only(
                "slug", "preferred_label", "kind", "tool_family_id", "is_matchable"
            )
            self.skills = {skill.slug: skill for skill in rows}
        if "role" in slugs:
            roles = Role.objects.filter(slug__in=slugs["role"])
            self.roles = dict(roles.values_list("slug", "title"))

    def name(self, term: str) -> str:
        kind, _colon, slug = term.partition(":")
        if not slug:
            return term.replace("_", " ")
        if kind == "role":
            return self.roles.get(slug, slug.replace("-", " "))
        return self.skills[slug].preferred_label if slug in self.skills else slug

    def job(self, key: str) -> str:
        """The kind of job that the engine names by `key`: a role's term, or the code of an occupation."""
        return self.name(key) if key.startswith("role:") else occupations()[key].title

    def kind(self, term: str) -> str:
        """The kind under which a page counts it: tools and languages are skills of their own kind."""
        kind, _colon, slug = term.partition(":")
        if kind != "skill" or slug not in self.skills:
            return kind
        return {SkillKind.TOOL: "tool", SkillKind.LANGUAGE: "language"}.get(
            self.skills[slug].kind, "skill"
        )
