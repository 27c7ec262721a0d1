"""Published facts of occupations, read from committed files: no database, each file read once a process.

O*NET 29.3 Database (USDOL/ETA, CC BY 4.0): titles, job zones, alternate titles, related occupations and
technologies, the last two for customer-facing occupations and their neighbours only. US Bureau of Labor Statistics, Occupational
Employment and Wage Statistics, May 2025 (public domain): how many people work in an occupation, nationwide.
"""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cms
from matching.engine import Job

DATA = Path(cms.__file__).parent / "data"
OCCUPATIONS = DATA / "occupations_onet_29_3.csv.gz"
EMPLOYMENT = DATA / "employment_oews_2025_05.csv"
SOC_LETTERS = 7  # 43-4051 of O*NET's finer 43-4051.00


@dataclass(frozen=True, slots=True)
class Occupation:
    """`zone` is O*NET's job zone, how much preparation is usual: 1 little or none, 5 extensive."""

    title: str
    zone: int
    related: frozenset[str]


def _rows() -> Iterator[dict[str, str]]:
    with gzip.open(OCCUPATIONS, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def occupations() -> Mapping[str, Occupation]:
    """The 923 occupations that O*NET rates, by O*NET-SOC code."""
    return {
        row["onet_soc_code"]: Occupation(
            row["title"], int(row["job_zone"]), frozenset(filter(None, row["related"].split("|")))
        )
        for row in _rows()
    }


def alternate_titles() -> dict[str, list[str]]:
    """Other titles of each occupation: some 57,000, so they are not kept in memory."""
    return {row["onet_soc_code"]: row["alt_titles"].split("|") for row in _rows()}


@cache
def occupation_jobs() -> tuple[Job, ...]:
    """The occupations as the engine reads listings through them: beyond service, most of them."""
    return tuple(
        Job(
            key=row["onet_soc_code"],
            title=row["title"],
            other_titles=row["alt_titles"].split("|"),
            mentions=row["technologies"].split("|"),
            is_role=False,
        )
        for row in _rows()
    )


@cache
def employment() -> Mapping[str, float]:
    """People employed in an O*NET occupation. Where O*NET is finer than the survey, an equal share."""
    with EMPLOYMENT.open(encoding="utf-8", newline="") as file:
        published = {row["soc_code"]: int(row["employment"]) for row in csv.DictReader(file)}
    parts = Counter(code[:SOC_LETTERS] for code in occupations())
    return {
        code: published[soc] / parts[soc]
        for code in occupations()
        if (soc := code[:SOC_LETTERS]) in published
    }


def are_related(one: str, other: str) -> bool:
    """Whether O*NET lists either among the other's related occupations. Unknown codes are not."""
    known = occupations()
    return (one in known and other in known[one].related) or (
        other in known and one in known[other].related
    )
