"""The CSV files of the desks, in the columns of the data files that the taxonomy is first loaded from."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import models

from cms.models import (
    CareerStep,
    GlossaryTerm,
    Industry,
    Language,
    Role,
    Skill,
    Tool,
    ToolFamily,
)
from cms.spreadsheet import safe
from cms.vocabulary import Channel, RoleFamily, SkillKind, WorkMode

from .csv_cells import (
    Cell,
    ChoiceCell,
    ChoicesCell,
    FlagCell,
    LinesCell,
    LinkCell,
    LinksCell,
    NumberCell,
)

# Columns of the data files that say nothing which a keeper could set.
PASSED_OVER = frozenset({"basis", "level"})
MADE_AT_THE_SKILL_DESK = tuple(
    kind for kind in SkillKind.values if kind not in {SkillKind.TOOL, SkillKind.LANGUAGE}
)


@dataclass(frozen=True)
class Sheet:
    """One table as a file. `key` names the columns that tell which row a line is about.

    `fixed` is what every row of the desk has, `rows` are those that the desk shows.
    """

    model: type[models.Model]
    cells: tuple[Cell, ...]
    key: tuple[str, ...] = ("slug",)
    fixed: dict = field(default_factory=dict)
    rows: models.Q = field(default_factory=models.Q)
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    @cached_property
    def names(self) -> list[str]:
        return [cell.name for cell in self.cells]

    def prepared(self, queryset: models.QuerySet) -> models.QuerySet:
        """With all that a file needs, in one query and one for each relation to many."""
        if self.related:
            queryset = queryset.select_related(*self.related)
        return queryset.prefetch_related(*self.prefetched)

    def all(self) -> models.QuerySet:
        return self.prepared(self.model._default_manager.filter(self.rows))

    def written(self, row: models.Model) -> dict[str, str]:
        return {cell.name: safe(cell.write(row)) for cell in self.cells}

    def key_of(self, cells: dict[str, str]) -> str:
        return "/".join(cells.get(name, "").strip() for name in self.key)


ROLES = Sheet(
    Role,
    (
        Cell("slug"),
        Cell("title"),
        LinesCell("alt_titles"),
        ChoiceCell("family", choices=tuple(RoleFamily.values)),
        NumberCell("ladder_level", may_be_empty=True),
        ChoicesCell("channels", choices=tuple(Channel.values)),
        ChoicesCell("work_modes", choices=tuple(WorkMode.values)),
        LinksCell("industries", model=Industry),
        Cell("soc_code"),
        FlagCell("soc_is_proxy"),
        Cell("onet_soc_code"),
        Cell("description"),
    ),
    prefetched=("industries",),
)
STEPS = Sheet(
    CareerStep,
    (
        LinkCell("from_role", "from_role_id", model=Role),
        LinkCell("to_role", "to_role_id", model=Role, may_be_empty=False),
        ChoiceCell("kind", choices=tuple(CareerStep.Kind.values)),
        Cell("condition"),
        NumberCell("from_level", may_be_empty=True),
        NumberCell("frequency"),
    ),
    key=("from_role", "to_role"),
    related=("from_role", "to_role"),
)
SKILLS = Sheet(
    Skill,
    (
        Cell("slug"),
        Cell("preferred_label"),
        ChoiceCell("kind", choices=MADE_AT_THE_SKILL_DESK),
        LinesCell("alt_labels"),
        FlagCell("is_matchable"),
        Cell("description"),
    ),
    rows=models.Q(kind__in=MADE_AT_THE_SKILL_DESK),
)
TOOLS = Sheet(
    Tool,
    (
        Cell("slug"),
        Cell("preferred_label"),
        LinkCell("family", "tool_family_id", model=ToolFamily),
        LinesCell("alt_labels"),
        FlagCell("is_matchable"),
        Cell("description"),
    ),
    fixed={"kind": SkillKind.TOOL},
    related=("tool_family",),
)
LANGUAGES = Sheet(
    Language,
    (Cell("slug"), Cell("preferred_label"), LinesCell("alt_labels"), FlagCell("is_matchable")),
    fixed={"kind": SkillKind.LANGUAGE},
)
FAMILIES = Sheet(ToolFamily, (Cell("slug"), Cell("title"), NumberCell("transfer", is_whole=False)))
INDUSTRIES = Sheet(Industry, (Cell("slug"), Cell("title"), Cell("naics_sector")))
TERMS = Sheet(
    GlossaryTerm,
    (
        Cell("slug"),
        Cell("title"),
        Cell("abbreviation"),
        FlagCell("is_metric"),
        Cell("definition"),
        Cell("caution"),
        Cell("source_name"),
        Cell("source_url"),
        NumberCell("source_year", may_be_empty=True),
    ),
)
