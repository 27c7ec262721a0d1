import csv
import gzip

import pytest

from cms.loading.metro_areas import TitleCityFinder
from cms.management.commands.load_taxonomy import DATA
from cms.models import Place


@pytest.fixture(scope="module")
def finder():
    with gzip.open(DATA / "places.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return TitleCityFinder(
            Place(
                geoname_id=int(row["geoname_id"]),
                name=row["name"],
                alt_names=f"|{row['alt_names']}|",
                country_code="US",
                admin1_code=row["admin1_code"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                population=int(row["population"]),
            )
            for row in csv.DictReader(file)
            if row["country_code"] == "US"
        )


@pytest.mark.parametrize(
    ("title", "cities"),
    [
        (
            "New York-Newark-Jersey City, NY-NJ",
            ["New York City, NY", "Newark, NJ", "Jersey City, NJ"],
        ),
        ("Winston-Salem, NC", ["Winston-Salem, NC"]),
        ("Scranton--Wilkes-Barre, PA", ["Scranton, PA", "Wilkes-Barre, PA"]),
        ("Kansas City, MO-KS", ["Kansas City, MO", "Kansas City, KS"]),
        ("Minneapolis-St. Paul-Bloomington, MN-WI",
         ["Minneapolis, MN", "Saint Paul, MN", "Bloomington, MN"]),
        ("Barnstable Town, MA", ["Barnstable, MA"]),
        ("Louisville/Jefferson County, KY-IN", ["Louisville, KY"]),
        ("Urban Honolulu, HI", ["Honolulu, HI"]),
        # Ashland, OH shares a name and a state of the title, and lies 169 miles away.
        ("Huntington-Ashland, WV-KY-OH", ["Huntington, WV", "Ashland, KY"]),
        ("Gettysburg, PA", []),
    ],
)  # fmt: skip
def test_a_title_names_its_cities(finder, title, cities):
    assert [city.label for city in finder.of(title)] == cities


def test_nearly_every_metropolitan_area_of_the_shipped_release_has_a_city(finder):
    with gzip.open(DATA / "wages_oews_2025_05.csv.gz", "rt", encoding="utf-8") as file:
        titles = {row["area"] for row in csv.DictReader(file) if row["area_type"] == "metro"}
    titles = {title for title in titles if not title.endswith(", PR")}

    without = {title for title in titles if not finder.of(title)}

    # Towns of fewer than 15,000 people: there the state speaks.
    assert without == {
        "Gettysburg, PA",
        "Glens Falls, NY",
        "Homosassa Springs, FL",
        "Lexington Park, MD",
        "Niles, MI",
        "Sebring, FL",
    }
