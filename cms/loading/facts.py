"""Loading places and published wages, which no editor changes. New releases are added to the old ones."""

import csv
import gzip
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.db import models, transaction

from cms.loading.metro_areas import TitleCityFinder
from cms.loading.seeding import Tally
from cms.models import Place, SeedRecord, Wage, WageArea
from cms.models.places import STATES

WAGE_SOURCE = (
    "US Bureau of Labor Statistics, Occupational Employment and Wage Statistics, {month} {year}"
)
WAGE_FILE = re.compile(r"wages_oews_(\d{4})_(\d{2})\.csv\.gz")
WAGE_NUMBERS = [
    f"{period}_{point}"
    for period in ("hourly", "annual")
    for point in ("p10", "p25", "median", "p75", "p90")
]
MONTHS = {5: "May"}  # the month of every release so far


def read_gzip(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_once(path: Path, queryset: models.QuerySet, load: Callable[[], Tally]) -> Tally:
    """Call `load` unless file and row count are those of the last time. Two queries if they are."""
    contents = hashlib.sha256(path.read_bytes()).hexdigest()

    def seal(count: int) -> str:
        return hashlib.sha256(f"{contents} {count}".encode()).hexdigest()

    count = queryset.count()
    record = SeedRecord.objects.filter(kind="file", key=path.name).first()
    if record and record.digest == seal(count):
        return Tally(unchanged=count)
    tally = load()
    SeedRecord.objects.update_or_create(
        kind="file", key=path.name, defaults={"digest": seal(queryset.count())}
    )
    return tally


def upsert(model: type[models.Model], rows: Iterable[models.Model], key: list[str]) -> Tally:
    """Insert the rows whose `key` is new and correct those that differ. One query to read, the rest in batches."""
    names = [field.attname for field in model._meta.concrete_fields if field.name != "id"]
    key_names = [model._meta.get_field(name).attname for name in key]
    known = {
        tuple(getattr(row, name) for name in key_names): tuple(getattr(row, name) for name in names)
        for row in model.objects.only(*names).iterator(chunk_size=5000)
    }
    tally, written = Tally(), []
    for row in rows:
        stands = known.get(tuple(getattr(row, name) for name in key_names))
        if stands is None:
            tally.created += 1
        elif stands == tuple(getattr(row, name) for name in names):
            tally.unchanged += 1
            continue
        else:
            tally.updated += 1
        written.append(row)
    model.objects.bulk_create(
        written,
        batch_size=2000,  # PostgreSQL would take all in one statement, and time it
        update_conflicts=True,
        unique_fields=key,
        update_fields=[name for name in names if name not in key_names],
    )
    return tally


@transaction.atomic
def load_places(path: Path) -> Tally:
    rows = (
        Place(
            geoname_id=int(row["geoname_id"]),
            name=row["name"],
            alt_names=f"|{row['alt_names']}|" if row["alt_names"] else "",
            country_code=row["country_code"],
            admin1_code=row["admin1_code"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=int(row["population"]),
            time_zone=row["time_zone"],
        )
        for row in read_gzip(path)
    )

    def load() -> Tally:
        tally = upsert(Place, rows, ["geoname_id"])
        _set_title_cities()
        return tally

    return load_once(path, Place.objects, load)


@transaction.atomic
def load_wages(path: Path) -> Tally:
    """One release. Its name says which: wages_oews_2025_05.csv.gz is that of May 2025."""
    year, month = map(int, WAGE_FILE.fullmatch(path.name).groups())
    release = Wage.objects.filter(year=year, month=month)
    return load_once(path, release, partial(_load_release, path, year, month))


def _load_release(path: Path, year: int, month: int) -> Tally:
    rows = list(read_gzip(path))
    areas = _load_areas(rows)
    source = WAGE_SOURCE.format(month=MONTHS.get(month, f"{month:02}"), year=year)
    wages = (
        Wage(
            soc_code=row["soc_code"],
            occupation=row["occupation"],
            area_id=areas[row["area_type"], row["area_code"]],
            naics_sector=row["industry_code"],
            industry=row["industry"],
            year=year,
            month=month,
            source=source,
            employment=int(row["employment"]) if row["employment"] else None,
            **{name: Decimal(row[name]) if row[name] else None for name in WAGE_NUMBERS},
        )
        for row in rows
    )
    return upsert(Wage, wages, ["soc_code", "area", "naics_sector", "year", "month"])


def _load_areas(rows: list[dict[str, str]]) -> dict[tuple[str, str], int]:
    """The primary key of every area by kind and code, after bringing areas and title cities in line."""
    found = {(row["area_type"], row["area_code"]): row["area"] for row in rows}
    upsert(
        WageArea,
        (
            WageArea(
                kind=kind,
                code=code,
                title="United States" if kind == WageArea.Kind.NATION else title,
                state=STATES[title] if kind == WageArea.Kind.STATE else "",
            )
            for (kind, code), title in found.items()
        ),
        ["kind", "code"],
    )
    _set_title_cities()
    return {(area.kind, area.code): area.pk for area in WageArea.objects.all()}


def _set_title_cities() -> None:
    metros = list(WageArea.objects.filter(kind=WageArea.Kind.METRO))
    if not metros:
        return
    cities = TitleCityFinder(Place.objects.filter(country_code="US"))
    link = WageArea.title_cities.through
    wanted = {(metro.pk, city.pk) for metro in metros for city in cities.of(metro.title)}
    standing = defaultdict(list)
    for pk, area, city in link.objects.values_list("pk", "wagearea_id", "place_id"):
        standing[area, city].append(pk)
    link.objects.filter(
        pk__in=[pk for pair, pks in standing.items() if pair not in wanted for pk in pks]
    ).delete()
    link.objects.bulk_create(
        link(wagearea_id=area, place_id=city) for area, city in wanted - standing.keys()
    )


def fact_loads(folder: Path) -> dict[str, partial]:
    """Places first: the title cities of wage areas are places."""
    loads = {"places.csv.gz": partial(load_places, folder / "places.csv.gz")}
    for path in sorted(folder.glob("wages_oews_*.csv.gz")):
        loads[path.name] = partial(load_wages, path)
    return loads
