"""`python -m tests.listings.importing_labels.measure [tune|held_out] --postings FILE`: how well postings are read.

Roles against the labels of one half; pay lines against the labels of the same half, and against
checks that need no label over all postings that have one. Needs no database. Single misses are
shown for the half that the rules are tuned on; of the half held out with --show only.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from listings.importing.pay import Pay, PayRefused, read_pay
from listings.importing.records import PostingsFile, Record
from listings.importing.roles import RoleMapper
from listings.importing.service import judge
from tests.profiles.resumes.scores import wilson

from .draw import HALVES, read_objects
from .stated import doubts

HERE = Path(__file__).parent
ROLES = HERE.parents[2] / "cms" / "data" / "roles.csv"


@dataclass
class RoleScore:
    """Counts over one half. `mapped` are postings that the import would give a role."""

    mapped: int = 0
    correct: int = 0
    with_role: int = 0
    published: int = 0  # of the mapped: those for which no person has to decide on the role
    published_correct: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, posting: Record, accepted: list[str], slug: str | None, sure: bool) -> None:
        right = slug in accepted
        self.with_role += bool(accepted)
        if slug:
            self.mapped += 1
            self.correct += right
            self.published += sure
            self.published_correct += sure and right
        if (slug or accepted) and not right:
            wanted = " or ".join(accepted) or "none"
            self.misses.append(f"{posting.title} [{posting.department}]: {slug}, not {wanted}")

    def lines(self) -> list[str]:
        return [
            f"precision           {share(self.correct, self.mapped)}",
            f"recall              {share(self.correct, self.with_role)}",
            f"precision, if sure  {share(self.published_correct, self.published)}",
        ]


@dataclass
class PayScore:
    """Pay lines: against labels, and against what the line itself shows."""

    labelled: int = 0
    as_labelled: int = 0
    lines_read: int = 0
    refused: int = 0
    sound: int = 0  # refused with a reason, or nothing in the line speaks against what was read
    misses: list[str] = field(default_factory=list)

    def add_label(self, line: str, label: dict) -> None:
        self.labelled += 1
        found = _as_label(read_pay(line))
        wanted = {key: label.get(key) for key in ("currency", "minimum", "maximum", "period")}
        if found == wanted:
            self.as_labelled += 1
        else:
            self.misses.append(f"{line}: {found}")

    def add_line(self, line: str) -> None:
        self.lines_read += 1
        pay = read_pay(line)
        against = doubts(line, pay)
        self.refused += isinstance(pay, PayRefused)
        self.sound += not against
        if against:
            self.misses.append(f"{line}: {'; '.join(against)}")

    def lines(self) -> list[str]:
        return [
            f"pay as labelled     {share(self.as_labelled, self.labelled)}",
            f"pay sound, all      {share(self.sound, self.lines_read)}, {self.refused} refused",
        ]


def share(right: int, total: int) -> str:
    low, high = wilson(right, total)
    figure = right / total if total else 0
    return f"{right}/{total} = {figure:.3f} [{low:.3f}, {high:.3f}]"


def committed_roles(path: Path = ROLES) -> list[tuple[str, str, list[str], str]]:
    """The roles of the data that a new site is filled with, in the order the import reads them."""
    with path.open(newline="", encoding="utf-8") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["title"])
    return [(r["slug"], r["title"], r["alt_titles"].split("|"), r["family"]) for r in rows]


def role_of(mapper: RoleMapper, posting: Record) -> tuple[str | None, bool]:
    """The role that the import would give, and whether it asks nobody about it."""
    match = mapper.map(posting.title, posting.department, posting.text)
    verdict = judge(posting.title, posting.department, match, posting.text)
    return (match.slug if verdict.keep else None), not verdict.borderline


def measure_roles(postings: dict[str, Record], labels: Iterable[dict]) -> RoleScore:
    mapper = RoleMapper(committed_roles())
    score = RoleScore()
    for label in labels:
        posting = postings[label["id"]]
        score.add(posting, label["roles"], *role_of(mapper, posting))
    return score


def measure_pay(postings: dict[str, Record], labels: Iterable[dict]) -> PayScore:
    score = PayScore()
    for label in labels:
        score.add_label(postings[label["id"]].salary, label)
    for posting in postings.values():
        if posting.salary:
            score.add_line(posting.salary)
    return score


def _as_label(pay: Pay | PayRefused | None) -> dict:
    if not isinstance(pay, Pay):
        return dict.fromkeys(("currency", "minimum", "maximum", "period"))
    plain: Callable = lambda amount: None if amount is None else f"{amount.normalize():f}"  # noqa: E731
    return {
        "currency": pay.currency,
        "minimum": plain(pay.minimum),
        "maximum": plain(pay.maximum),
        "period": pay.period,
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("half", nargs="?", choices=HALVES, default=HALVES[0])
    parser.add_argument("--postings", type=Path, required=True, help="what import_listings reads")
    parser.add_argument("--show", action="store_true", help="show misses of the held-out half too")
    options = parser.parse_args(arguments)

    with PostingsFile(options.postings) as lines:
        postings = {each.source_id: each for each in lines if isinstance(each, Record)}

    def labels(name: str) -> list[dict]:
        return [each for each in read_objects(HERE / name) if each["half"] == options.half]

    roles = measure_roles(postings, labels("labels.jsonl"))
    pay = measure_pay(postings, labels("pay_labels.jsonl"))
    out = sys.stdout
    if options.half == HALVES[0] or options.show:
        out.writelines(f"{miss}\n" for miss in roles.misses + pay.misses)
    out.write(f"{options.half}; intervals are Wilson's, 95 %\n")
    out.writelines(f"{line}\n" for line in roles.lines() + pay.lines())


if __name__ == "__main__":
    main()
