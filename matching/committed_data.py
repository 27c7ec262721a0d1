"""The analyzer and the kinds of job of a new site, from its committed data files. No database."""

import csv
from collections.abc import Iterator
from functools import cache

from cms.phrases import PhraseFinder, needs_exact_case
from matching.engine import Analyzer, Job
from matching.occupations import DATA, occupation_jobs


@cache
def analyzer() -> Analyzer:
    """An analyzer over the committed labels of skills and tools."""
    pairs = [(label, slug) for slug, labels in _matchable_labels() for label in labels]
    finder = PhraseFinder(
        labels=[pair for pair in pairs if not needs_exact_case(pair[0])],
        exact=[pair for pair in pairs if needs_exact_case(pair[0])],
    )
    return Analyzer(finder.find)


@cache
def jobs() -> tuple[Job, ...]:
    """The committed roles, and the occupations beyond them."""
    asked: dict[str, list[str]] = {}
    for row in _rows("role_skills"):
        asked.setdefault(row["role"], []).append(f"skill:{row['skill']}")
    roles = (
        Job(
            key=f"role:{row['slug']}",
            title=row["title"],
            other_titles=_values(row["alt_titles"]),
            asks=asked.get(row["slug"], ()),
        )
        for row in _rows("roles")
    )
    return (*roles, *occupation_jobs())


def _matchable_labels() -> Iterator[tuple[str, list[str]]]:
    for row in [*_rows("skills"), *_rows("tools")]:
        if row.get("is_matchable", "true") == "true":
            yield row["slug"], [row["preferred_label"], *_values(row["alt_labels"])]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _values(cell: str) -> list[str]:
    return [value for value in cell.split("|") if value]
