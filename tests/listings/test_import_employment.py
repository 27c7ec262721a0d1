import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.employment import employment_type


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FullTime", "FULL_TIME"),
        ("Full-time", "FULL_TIME"),
        ("FULL_TIME", "FULL_TIME"),
        ("full time, permanent", "FULL_TIME"),
        ("PartTime", "PART_TIME"),
        ("Part-time", "PART_TIME"),
        ("Full-time or part-time", "PART_TIME"),
        ("Contract", "CONTRACTOR"),
        ("Full-time contract", "CONTRACTOR"),
        ("Freelance", "CONTRACTOR"),
        ("1099", "CONTRACTOR"),
        ("Temporary", "TEMPORARY"),
        ("Seasonal", "TEMPORARY"),
        ("Fixed-term contract", "TEMPORARY"),
        ("Intern", "INTERN"),
        ("Part-time internship", "INTERN"),
        ("Per diem", "PER_DIEM"),
        ("PRN", "PER_DIEM"),
        ("Volunteer", "OTHER"),
        ("", None),
        ("  ", None),
        ("N/A", None),
        ("Permanent", None),
    ],
)
def test_spellings_map_to_schema_org_values(text, expected):
    assert employment_type(text) == expected


@given(text=st.text())
def test_any_text_gives_a_known_value_or_none(text):
    assert employment_type(text) in {
        "FULL_TIME",
        "PART_TIME",
        "CONTRACTOR",
        "TEMPORARY",
        "INTERN",
        "PER_DIEM",
        "OTHER",
        None,
    }
