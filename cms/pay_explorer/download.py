"""The figures as a file for a spreadsheet, each row with its unit, release, source and note."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms import spreadsheet
from cms.models.wages import Wage
from cms.pay_explorer.asking import Unit
from cms.pay_explorer.figures import POINTS, Figures, amounts, is_cut_off
from cms.pay_explorer.view import Explorer

COLUMNS = [
    "job",
    "occupation",
    "soc_code",
    "area_kind",
    "area",
    "sector_code",
    "sector",
    "release",
    "jobs_counted",
    "unit",
    *POINTS,
    "source",
    "note",
]


@dataclass(frozen=True)
class File:
    name: str
    lines: Iterator[str]


def file_of(explorer: Explorer, which: str) -> File | None:
    """What is `shown` in the comparison, what the job is set `beside`, or the whole `occupation`.

    None for anything else, and where nothing is published. The occupation costs one query more.
    """
    if explorer.current is None:
        return None
    code = explorer.current.line.job.soc_code
    rows = {
        "shown": lambda: rows_of(explorer.found.lines, explorer.unit),
        "beside": lambda: rows_of([row.figures for row in explorer.table], explorer.unit),
        "occupation": lambda: rows_of_occupation(code, explorer.unit),
    }.get(which)
    if rows is None or (which != "shown" and not code):
        return None
    name = f"pay-{code}-{which}.csv" if code else "pay.csv"
    return File(name, spreadsheet.csv_lines(COLUMNS, rows()))


def rows_of(lines: Iterable[Figures], unit: Unit) -> Iterator[list[str]]:
    """Each line with all its releases; one that is not published stands there with its reason."""
    for each in lines:
        job, spot = each.line.job, each.line.spot
        for wage in each.releases:
            note = _proxy_note(job.occupation) if job.is_proxy else ""
            area = str(spot.title) if not spot.is_sector else "United States"
            yield _row(wage, unit, job=job.title, kind=str(spot.kind), area=area, note=note)
        if not each.releases:
            yield [
                job.title, job.occupation, job.soc_code, str(spot.kind), spot.title, "", "", "", "",
                unit.value, *[""] * len(POINTS), "", _("No published figure."),
            ]  # fmt: skip


def rows_of_occupation(soc_code: str, unit: Unit) -> Iterator[list[str]]:
    """All that is published about an occupation: areas and sectors, newest release first. One query."""
    wages = (
        Wage.objects.filter(soc_code=soc_code)
        .select_related("area")
        .order_by("-year", "-month", "area__kind", "area__code", "naics_sector")
    )
    for wage in wages.iterator(chunk_size=1000):
        yield _row(wage, unit, job=wage.occupation, kind=wage.area.kind, area=wage.area.title)


def _row(wage: Wage, unit: Unit, *, job: str, kind: str, area: str, note: str = "") -> list[str]:
    points = amounts(wage, unit)
    notes = [note, _missing_note(points)]
    return [
        job,
        wage.occupation,
        wage.soc_code,
        kind,
        area,
        wage.naics_sector,
        wage.industry,
        wage.release,
        "" if wage.employment is None else str(wage.employment),
        unit.value,
        *("" if amount is None else str(amount) for amount in points.values()),
        wage.source,
        " ".join(filter(None, notes)),
    ]


def _proxy_note(occupation: str) -> str:
    return _("A proxy: the figures of the nearest occupation, %(occupation)s.") % {
        "occupation": occupation
    }


def _missing_note(points) -> str:
    if all(amount is None for amount in points.values()):
        return _("No published figure.")
    if any(is_cut_off(points, point) for point in points):
        return _("An empty amount is too high for the survey to print.")
    return ""
