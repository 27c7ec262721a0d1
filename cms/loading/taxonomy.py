"""The vocabulary of the site from cms/data: industries, tools, skills, roles, steps between them, and the glossary."""

import csv
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.db import models, transaction

from cms.loading.seeding import SeedRow, SeedTable, Tally, load_rows
from cms.models import (
    CannedAnswer,
    CareerStep,
    FormerSlug,
    GlossaryTerm,
    Industry,
    PostAdvice,
    Role,
    RoleSkill,
    Skill,
    ToolFamily,
)
from cms.models.keeping import keys_by_slug
from cms.vocabulary import SkillKind

ANY_ROLE = "*"  # stands for the empty from_role of an exit in a record's key


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def one_a_line(cell: str) -> str:
    """A cell's values stand between bars; a field's stand one a line."""
    return cell.replace("|", "\n")


def values(cell: str) -> list[str]:
    return [value for value in cell.split("|") if value]


def slugs_by_key(model: type[models.Model]) -> dict[int, str]:
    return dict(model.objects.values_list("pk", "slug"))


def one_each(rows: Iterator[SeedRow]) -> list[SeedRow]:
    """Links of rows that were merged since may say the same twice: the first in the file counts."""
    first: dict[str, SeedRow] = {}
    for row in rows:
        first.setdefault(row.key, row)
    return list(first.values())


def by_slug(instance: models.Model) -> str:
    return instance.slug


@transaction.atomic
def load_industries(path: Path) -> Tally:
    return load_rows(
        SeedTable("industry", Industry.objects, by_slug, former_kind=FormerSlug.Kind.INDUSTRY),
        (
            SeedRow(
                row["slug"],
                {"slug": row["slug"]},
                {"title": row["title"], "naics_sector": row["naics_sector"]},
            )
            for row in read_csv(path)
        ),
    )


@transaction.atomic
def load_tool_families(path: Path) -> Tally:
    return load_rows(
        SeedTable(
            "tool_family", ToolFamily.objects, by_slug, former_kind=FormerSlug.Kind.TOOL_FAMILY
        ),
        (
            SeedRow(
                row["slug"],
                {"slug": row["slug"]},
                {"title": row["title"], "transfer": float(row["transfer"])},
            )
            for row in read_csv(path)
        ),
    )


@transaction.atomic
def load_skills(path: Path) -> Tally:
    return load_rows(
        SeedTable("skill", Skill.objects, by_slug, former_kind=FormerSlug.Kind.SKILL),
        (
            SeedRow(
                row["slug"],
                {"slug": row["slug"]},
                {
                    "preferred_label": row["preferred_label"],
                    "kind": row["kind"],
                    "alt_labels": one_a_line(row["alt_labels"]),
                    "is_matchable": row["is_matchable"] == "true",
                    "description": row["description"],
                    "basis": row["basis"],
                },
            )
            for row in read_csv(path)
        ),
    )


@transaction.atomic
def load_tools(path: Path) -> Tally:
    families = keys_by_slug(ToolFamily)
    return load_rows(
        SeedTable("tool", Skill.objects, by_slug, former_kind=FormerSlug.Kind.SKILL),
        (
            SeedRow(
                row["slug"],
                {"slug": row["slug"], "kind": SkillKind.TOOL},
                {
                    "preferred_label": row["preferred_label"],
                    "alt_labels": one_a_line(row["alt_labels"]),
                    # A family that an editor deleted stays deleted: its tools have none.
                    "tool_family_id": families.get(row["family"]),
                },
            )
            for row in read_csv(path)
        ),
    )


@transaction.atomic
def load_roles(path: Path) -> Tally:
    industries = keys_by_slug(Industry)

    def rows():
        for row in read_csv(path):
            named = {industries.get(slug) for slug in values(row["industries"])}
            yield SeedRow(
                row["slug"],
                {"slug": row["slug"]},
                {
                    "title": row["title"],
                    "alt_titles": one_a_line(row["alt_titles"]),
                    "description": row["description"],
                    "family": row["family"],
                    "ladder_level": int(row["ladder_level"]) if row["ladder_level"] else None,
                    "channels": values(row["channels"]),
                    "work_modes": values(row["work_modes"]),
                    "soc_code": row["soc_code"],
                    "soc_is_proxy": row["soc_is_proxy"] == "true",
                    "onet_soc_code": row["onet_soc_code"],
                    "basis": row["basis"],
                },
                {"industries": frozenset(named - {None})},
            )

    table = SeedTable(
        "role",
        Role.objects.prefetch_related("industries"),
        by_slug,
        former_kind=FormerSlug.Kind.ROLE,
    )
    return load_rows(table, rows())


@transaction.atomic
def load_role_skills(path: Path) -> Tally:
    roles, skills = keys_by_slug(Role), keys_by_slug(Skill)
    role_slugs, skill_slugs = slugs_by_key(Role), slugs_by_key(Skill)

    def rows():
        for row in read_csv(path):
            role, skill = roles.get(row["role"]), skills.get(row["skill"])
            if role and skill:  # else an editor deleted one of them, and the link with it
                yield SeedRow(
                    f"{role_slugs[role]}/{skill_slugs[skill]}",
                    {"role_id": role, "skill_id": skill},
                    {
                        "importance": int(row["importance"]),
                        "is_essential": row["is_essential"] == "true",
                        "basis": row["basis"],
                    },
                )

    def key(link: RoleSkill) -> str:
        return f"{link.role.slug}/{link.skill.slug}"

    queryset = RoleSkill.objects.select_related("role", "skill")
    return load_rows(SeedTable("role_skill", queryset, key, removes=True), one_each(rows()))


@transaction.atomic
def load_career_steps(path: Path) -> Tally:
    """An empty from_role is a rule: from any service role on `from_level` or above."""
    roles, slugs = keys_by_slug(Role), slugs_by_key(Role)

    def rows():
        for row in read_csv(path):
            leaving, reached = roles.get(row["from_role"]), roles.get(row["to_role"])
            if reached and reached != leaving and (leaving or not row["from_role"]):
                yield SeedRow(
                    f"{slugs[leaving] if leaving else ANY_ROLE}/{slugs[reached]}",
                    {"from_role_id": leaving, "to_role_id": reached},
                    {
                        "kind": row["kind"],
                        "condition": row["condition"],
                        "from_level": int(row["from_level"]) if row["from_level"] else None,
                        "basis": row["basis"],
                    },
                )

    def key(step: CareerStep) -> str:
        return f"{step.from_role.slug if step.from_role else ANY_ROLE}/{step.to_role.slug}"

    queryset = CareerStep.objects.select_related("from_role", "to_role")
    return load_rows(SeedTable("career_step", queryset, key, removes=True), one_each(rows()))


@transaction.atomic
def load_glossary(path: Path) -> Tally:
    """Its texts are too long for cells: the file has a table for each term, under the term's slug."""
    terms = tomllib.loads(path.read_text(encoding="utf-8"))
    return load_rows(
        SeedTable("glossary_term", GlossaryTerm.objects, by_slug, former_kind=FormerSlug.Kind.TERM),
        (
            SeedRow(
                slug,
                {"slug": slug},
                {
                    "title": term["title"],
                    "abbreviation": term.get("abbreviation", ""),
                    "is_metric": term.get("is_metric", False),
                    "definition": term["definition"],
                    "caution": term.get("caution", ""),
                    "source_name": term.get("source_name", ""),
                    "source_url": term.get("source_url", ""),
                    "source_year": term.get("source_year"),
                },
            )
            for slug, term in terms.items()
        ),
    )


@transaction.atomic
def load_post_advice(path: Path) -> Tally:
    """A wording has phrases, something left open a condition."""
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    return load_rows(
        SeedTable("post_advice", PostAdvice.objects, by_slug),
        (
            SeedRow(
                slug,
                {"slug": slug},
                {
                    "title": rule["title"],
                    "kind": PostAdvice.Kind.GAP if "condition" in rule else PostAdvice.Kind.WORDING,
                    "phrases": "\n".join(rule.get("phrases", [])),
                    "condition": rule.get("condition", ""),
                    "reason": rule["reason"],
                    "suggestion": rule.get("suggestion", ""),
                },
            )
            for slug, rule in rules.items()
        ),
    )


@transaction.atomic
def load_canned_answers(path: Path) -> Tally:
    answers = tomllib.loads(path.read_text(encoding="utf-8"))
    return load_rows(
        SeedTable("canned_answer", CannedAnswer.objects, by_slug),
        (
            SeedRow(
                slug,
                {"slug": slug},
                {"title": answer["title"], "use": answer["use"], "body": answer["body"].strip()},
            )
            for slug, answer in answers.items()
        ),
    )


FILES = {
    "industries.csv": load_industries,
    "tool_families.csv": load_tool_families,
    "skills.csv": load_skills,
    "tools.csv": load_tools,
    "roles.csv": load_roles,
    "role_skills.csv": load_role_skills,
    "career_steps.csv": load_career_steps,
    "glossary.toml": load_glossary,
    "post_advice.toml": load_post_advice,
    "canned_answers.toml": load_canned_answers,
}


def taxonomy_loads(folder: Path) -> dict[str, partial]:
    """What there is to load, in an order in which each file finds the rows that it names."""
    return {name: partial(load, folder / name) for name, load in FILES.items()}
