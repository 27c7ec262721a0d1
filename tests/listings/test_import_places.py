import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.places import PlaceResolver

# pk, name, alternative names, country, admin1 code, inhabitants (rounded)
ROWS = [
    (1, "San Francisco", ["SF", "SFO"], "US", "CA", 830_000),
    (2, "New York City", ["NY", "New York", "NYC"], "US", "NY", 8_800_000),
    (3, "London", ["LON"], "GB", "ENG", 8_900_000),
    (4, "London", [], "CA", "08", 420_000),
    (5, "Springfield", [], "US", "MO", 169_000),
    (6, "Springfield", [], "US", "MA", 155_000),
    (7, "Springfield", [], "US", "IL", 114_000),
    (8, "Ontario", [], "US", "CA", 175_000),
    (9, "Austin", [], "US", "TX", 960_000),
    (10, "Toronto", [], "CA", "08", 2_700_000),
    (11, "Berlin", [], "DE", "16", 3_400_000),
    (12, "Bengaluru", ["BLR"], "IN", "19", 8_400_000),
    (13, "Singapore", ["Singapore City"], "SG", "", 5_600_000),
    (14, "Portland", [], "US", "OR", 650_000),
    (15, "Portland", [], "US", "ME", 68_000),
    (16, "Saint Louis", [], "US", "MO", 300_000),
    (17, "Erfurt", [], "DE", "15", 210_000),
    (18, "Washington", ["Washington D.C."], "US", "DC", 690_000),
    (19, "M\u00fcnchen", ["Munich"], "DE", "02", 1_500_000),
    (20, "Burlington", [], "US", "VT", 45_000),
    (21, "Oldtown", [], "US", "OH", 20_000),
    (22, "Bigcity", ["Oldtown"], "US", "NV", 400_000),
]


@pytest.fixture(scope="module")
def places():
    return PlaceResolver(ROWS)


@pytest.mark.parametrize(
    ("text", "country", "pk"),
    [
        ("San Francisco, CA", "US", 1),
        ("San Francisco, California, United States", None, 1),
        ("SF office - 12 Main St, 3rd floor", "US", 1),
        ("HQ: San Francisco", "US", 1),
        ("San Francisco Bay Area", "US", 1),
        ("Bay Area", "US", 1),
        ("New York City", "US", 2),
        ("New York", "US", 2),
        ("New York, New York", "US", 2),
        ("NYC or SF", "US", 2),
        ("NYC Office (or Remote)", "US", 2),
        ("London", None, 3),
        ("London", "GB", 3),
        ("London", "CA", 4),
        ("London, ON", "CA", 4),
        ("London, Ontario", None, 4),
        ("London, UK", "CA", 3),
        ("Springfield", "US", 5),
        ("Springfield, MA", "US", 6),
        ("Springfield Illinois", "US", 7),
        ("Ontario, CA", "US", 8),
        ("Remote - Austin, TX", "US", 9),
        ("Austin TX", None, 9),
        ("Greater Austin area", "US", 9),
        ("Hybrid in Toronto", "CA", 10),
        ("Berlin, DE", None, 11),
        ("Bangalore - Support", "IN", 12),
        ("Singapore", "SG", 13),
        ("Portland, Oregon", None, 14),
        ("Portland, ME", None, 15),
        ("St. Louis, MO", "US", 16),
        ("Germany, Erfurt", None, 17),
        ("Washington, D.C.", "US", 18),
        ("Munich Office ", "DE", 19),
        ("Munchen", "DE", 19),
        ("Acme Austin", "US", 9),
        ("Austin or Toronto", "CA", 10),
    ],
)
def test_a_location_line_gives_its_place(places, text, country, pk):
    assert places.resolve(text, country).pk == pk


@pytest.mark.parametrize(
    ("text", "country", "part_of_reason"),
    [
        ("Remote", "US", "names no place"),
        ("", "US", "names no place"),
        ("Remote - US", "US", "names a country"),
        ("United Kingdom", "GB", "names a country"),
        ("Remote - Ontario, Canada", "CA", "state or province"),
        ("Remote - Texas", "US", "state or province"),
        ("Gotham", "US", "Gotham"),
        ("Berlin", "US", "Berlin"),
        ("Acme Burlington", "US", "Acme Burlington"),  # too small to count inside other words
    ],
)
def test_a_line_without_a_known_place_says_why(places, text, country, part_of_reason):
    match = places.resolve(text, country)

    assert match.pk is None
    assert part_of_reason in match.reason


def test_a_choice_by_size_is_said(places):
    assert "largest of 3" in places.resolve("Springfield", "US").reason
    assert "largest" not in places.resolve("Springfield, MA", "US").reason


def test_a_by_name_wins_only_if_its_bearer_is_far_larger(places):
    assert places.resolve("Oldtown", "US").pk == 22
    assert (
        PlaceResolver([*ROWS[:-1], (22, "Bigcity", ["Oldtown"], "US", "NV", 90_000)])
        .resolve("Oldtown", "US")
        .pk
        == 21
    )


@given(text=st.text(), country=st.sampled_from([None, "", "US", "CA", "DE", "ZZ"]))
def test_any_line_gives_a_known_place_or_a_reason(text, country):
    match = PlaceResolver(ROWS).resolve(text, country)

    assert match.pk is None or match.pk in {row[0] for row in ROWS}
    assert match.reason
