import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.workplace import (
    countries_named,
    country_code,
    place_candidates,
    read_workplace,
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("USA", "US"),
        ("US", "US"),
        ("U.S.", "US"),
        ("United States", "US"),
        ("united states of america", "US"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("The Philippines", "PH"),
        ("T\u00fcrkiye", "TR"),
        ("C\u00f4te d\u2019Ivoire", "CI"),
        ("Georgia", "GE"),
        ("DE", "DE"),
        ("European Union", None),
        ("Remote", None),
        ("Europe", None),
        ("", None),
        ("de", None),
    ],
)
def test_country_names_give_iso_codes(name, code):
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("US/Canada - Remote", ("US", "CA")),
        ("Remote (EU/UK)", ("GB",)),
        ("Galway, Ireland", ("IE",)),
        ("Savannah, Georgia", ()),
        ("New Mexico", ()),
        ("Trenton, New Jersey", ()),
        ("Ontario, CA", ()),
        ("North America", ()),
        ("Northern Ireland", ("GB",)),
        ("join us in Manila", ()),
    ],
)
def test_countries_named_in_a_line_are_told_from_states(text, codes):
    assert countries_named(text) == codes


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Austin, TX", ["Austin, TX"]),
        ("NYC or SF", ["NYC", "SF"]),
        ("Remote - Austin, TX", ["Austin, TX"]),
        ("Hybrid in Toronto", ["Toronto"]),
        ("Boston (Hybrid)", ["Boston"]),
        ("Leeds / York", ["Leeds", "York"]),
        ("Remote", []),
        ("Remote - US Only", []),
        ("", []),
    ],
)
def test_a_location_line_gives_its_places_without_words_on_the_way_of_working(text, candidates):
    assert place_candidates(text) == candidates


@pytest.mark.parametrize(
    ("flag", "location", "title", "text", "mode"),
    [
        (False, "Tulsa", "Agent", "Answer calls.", "on_site"),
        (None, "Tulsa", "Agent", "Answer calls.", "on_site"),
        (None, "", "Agent", "Answer calls.", None),
        (None, "United States", "Agent", "Answer calls.", None),
        (True, "Tulsa", "Agent", "Answer calls.", "remote"),
        (False, "Remote - US", "Agent", "", "remote"),
        (False, "Tulsa", "Agent (Remote)", "", "remote"),
        (True, "Tulsa (Hybrid)", "Agent", "Fully remote.", "hybrid"),
        (True, "Tulsa", "Agent", "You are in the office three days a week.", "hybrid"),
        (True, "Tulsa", "Agent", "We meet 5 days per week in our office.", "on_site"),
        (True, "Tulsa", "Agent", "At the office 4-5 days per week.", "hybrid"),
        (True, "Tulsa", "Agent", "This role is in-office. We are not open to remote.", "on_site"),
        (False, "Tulsa", "Agent", "This is a hybrid role.", "hybrid"),
        (None, "Tulsa", "Agent", "This is a fully remote role.", "remote"),
        (None, "", "Agent", "#LI-Remote", "remote"),
        (False, "Tulsa", "Agent", "Teams may be hybrid, office-based or remote.", "on_site"),
        (False, "Tulsa", "Agent", "A remote work stipend of $50.", "on_site"),
    ],
)
def test_the_line_and_the_text_go_before_the_flag(flag, location, title, text, mode):
    workplace = read_workplace(flag, location, "United States", title, text)

    assert workplace.mode == mode
    assert workplace.reason


@pytest.mark.parametrize(
    ("location", "country", "text", "countries", "region"),
    [
        ("Remote", "USA", "", ("US",), ""),
        ("Remote", "", "", (), ""),
        ("Remote", "", "You must be based in the United States or Canada.", ("US", "CA"), ""),
        ("Remote - Europe", "Germany", "", (), "Europe"),
        ("Remote", "European Union", "", (), "European Union"),
        ("Remote, UK", "United Kingdom", "", ("GB",), ""),
        ("Remote (EU/UK)", "", "", ("GB",), "EU"),
        ("Remote - Savannah, Georgia", "United States", "", ("US",), ""),
        ("Remote - Leeds", "United Kingdom", "We also live in the US.", ("GB",), ""),
    ],
)
def test_a_remote_job_keeps_the_countries_that_are_named(
    location, country, text, countries, region
):
    workplace = read_workplace(True, location, country, "Agent", text)

    assert (workplace.mode, workplace.countries, workplace.region) == ("remote", countries, region)


def test_a_job_on_site_has_no_remote_countries():
    workplace = read_workplace(False, "Leeds", "United Kingdom", "Agent", "")

    assert workplace.countries == ()


@given(location=st.text(), country=st.text(), title=st.text(), text=st.text(), flag=st.booleans())
def test_any_text_is_read(location, country, title, text, flag):
    workplace = read_workplace(flag, location, country, title, text)

    assert workplace.mode in {"on_site", "hybrid", "remote", None}
    assert all(len(code) == 2 and code.isupper() for code in workplace.countries)


@given(text=st.text())
def test_any_line_gives_candidates_without_blanks_around_them(text):
    assert all(candidate == candidate.strip() != "" for candidate in place_candidates(text))
