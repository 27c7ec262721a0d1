"""The résumés of the corpus as they lie in their files: sections of text, and what a careful reader takes from them."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
TUNED_ON = ("tune", "second", "third")
# Nobody who changes the reader sees a miss of the last two.
SETS = (*TUNED_ON, "held_out", "fourth")


@dataclass(frozen=True)
class Section:
    text: str = ""
    heading: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    column: str = "main"  # or "side"
    header: bool = False  # stands in the page's header, in a Word file

    @property
    def lines(self) -> list[str]:
        return self.text.strip("\n").splitlines()


@dataclass(frozen=True)
class Job:
    """`start` and `end` are as exact as the text: "2019-03", "2019"; `end` is "present" for the job of today."""

    title: str
    role: str
    start: str
    end: str
    employer: str = ""


@dataclass(frozen=True)
class School:
    school: str
    level: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Labels:
    skills: frozenset[str]
    tools: frozenset[str]
    tool_years: dict[str, int]
    languages: dict[str, dict[str, str]]  # slug: spoken and written, where told
    certificates: tuple[str, ...]  # a slug of the vocabulary, or a name
    jobs: tuple[Job, ...]
    education: tuple[School, ...]
    metrics: tuple[tuple[str, str], ...]
    optional: frozenset[str] = frozenset()
    optional_roles: frozenset[str] = frozenset()
    optional_certificates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    name: str
    kind: str
    layout: str
    format: str
    font: str
    sections: tuple[Section, ...]
    labels: Labels = field(repr=False)

    @property
    def person(self) -> str:
        return self.name.replace("-", " ").title()


def names_of(set_name: str) -> list[str]:
    return (FOLDER / f"{set_name}.txt").read_text(encoding="utf-8").split()


def samples_of(set_name: str) -> list[Sample]:
    return [read_sample(FOLDER / set_name / f"{name}.toml") for name in names_of(set_name)]


def read_sample(path: Path) -> Sample:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = tuple(
        Section(**{**row, "rows": tuple(tuple(cells) for cells in row.get("rows", ()))})
        for row in told["sections"]
    )
    return Sample(
        name=path.stem,
        kind=told["kind"],
        layout=told["layout"],
        format=told["format"],
        font=told.get("font", ""),
        sections=sections,
        labels=_labels(told["labels"]),
    )


def _labels(told: dict) -> Labels:
    return Labels(
        skills=frozenset(told["skills"]),
        tools=frozenset(told["tools"]),
        tool_years=told.get("tool_years", {}),
        languages={row["slug"]: row for row in told.get("languages", ())},
        certificates=tuple(told.get("certificates", ())),
        jobs=tuple(Job(**row) for row in told["roles"]),
        education=tuple(School(**row) for row in told.get("education", ())),
        metrics=tuple((row["metric"], row["value"]) for row in told.get("metrics", ())),
        optional=frozenset(told.get("optional", ())),
        optional_roles=frozenset(told.get("optional_roles", ())),
        optional_certificates=tuple(told.get("optional_certificates", ())),
    )
