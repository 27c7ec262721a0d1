import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.education import read_requirements


@pytest.mark.parametrize(
    ("text", "education"),
    [
        ("- High school diploma or GED", "high_school"),
        ("You must have finished secondary school.", "high_school"),
        ("- Associate's degree", "associate"),
        ("- Bachelor\u2019s degree in any field", "bachelor"),
        ("- Bachelor's or Master's degree", "bachelor"),
        ("- BA/BS degree", "bachelor"),
        ("Requirements: a university degree.", "bachelor"),
        ("- Bachelor's degree in business or a related field; an MBA is a plus", "bachelor"),
        ("- Master's degree", "postgraduate"),
        ("No college degree required.", "none"),
        ("- A degree is not required", "none"),
        ("- Bachelor's degree preferred", None),
        ("- Bachelor's degree or equivalent experience", None),
        ("- Bachelor's degree or four years of relevant experience", None),
        ("- Diploma or degree in any field", None),
        ("- Currently pursuing a Bachelor's degree", None),
        ("Nice to have\n\n- Bachelor's degree", None),
        ("- A high degree of patience", None),
        ("- You master hard calls", None),
        ("Our founders hold a PhD.", None),
        ("", None),
    ],
)
def test_only_a_stated_minimum_of_schooling_counts(text, education):
    assert read_requirements(text).education == education


def test_a_wish_ends_with_the_next_heading():
    text = "Preferred\n\n- Bachelor's degree\n\nRequirements\n\n- High school diploma"

    assert read_requirements(text).education == "high_school"


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("- 2+ years of experience in a call center", 24),
        ("- 1-3 years of experience with customers", 12),
        ("- 3\u20135+ years in customer support", 36),
        ("- At least one year of customer service experience", 12),
        ("- Minimum of 6 months' experience", 6),
        ("- 0-1 years of experience", 0),
        ("- 5+ years of experience, ideally in banking", 60),
        ("- 5+ years of experience, 2+ years of them leading a team", 60),
        ("- Experience: 2 years", 24),
        ("- Preferably 3 years of experience", None),
        ("- 3 years of experience preferred", None),
        ("Bonus points\n- 4+ years of experience in banking", None),
        ("Our founders have 20 years of experience.", None),
        ("A team with over 50 years of combined experience", None),
        ("In the last 5 years we grew twentyfold.", None),
        ("- A sabbatical after 5 years of service", None),
        ("- You are 18 years old", None),
        ("- 12-month contract", None),
        ("- 90 years of experience", None),
        ("", None),
    ],
)
def test_only_experience_asked_of_the_reader_counts(text, months):
    assert read_requirements(text).experience_months == months


YEARS = st.text(alphabet="0123456789 +-yearsofxpinc\n\u2013,.", max_size=80)


@given(text=st.text() | YEARS)
def test_any_text_gives_sane_requirements(text):
    asked = read_requirements(text)

    assert asked.education in {
        "none",
        "high_school",
        "associate",
        "bachelor",
        "postgraduate",
        None,
    }
    assert asked.experience_months is None or 0 <= asked.experience_months <= 240
