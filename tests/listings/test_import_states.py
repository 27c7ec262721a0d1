import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.places import us_state
from listings.importing.states import states_to_live_in
from listings.importing.workplace import read_workplace

from .import_case import ImportTestCase


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("You must live in Ohio, Texas.", "OH TX"),
        ("You must currently reside in Ohio, Texas or Indiana to be considered.", "IN OH TX"),
        ("Must be located within the state of Georgia.", "GA"),
        ("You need to be physically located in NC, SC, or GA.", "GA NC SC"),
        ("MUST LIVE IN OH OR TX OR OR.", "OH OR TX"),
        ("Applicants must be residents of Utah.", "UT"),
        ("We only consider people who live in New Mexico or West Virginia.", "NM WV"),
        ("You must live in Washington, D.C. or Virginia.", "DC VA"),
        ("You must reside in one of the following states: AZ, CT; FL & OR.", "AZ CT FL OR"),
        ("We hire in the following states only:\n- Ohio\n- New York\n- Texas\n\nHours", "NY OH TX"),
    ],
)
def test_states_where_one_has_to_live_are_read_from_the_text(text, codes):
    assert states_to_live_in("Remote", f"Answer calls. {text} Headset included.") == tuple(
        codes.split()
    )


@pytest.mark.parametrize(
    "text",
    [
        "If you live in Colorado, the pay is $20 an hour.",
        "For people located in California the range is higher.",
        "Our headquarters are located in Columbus, Ohio.",
        "You must live in Austin, Texas.",
        "You must be located in Kansas City, Missouri.",
        "You must live in New York City.",
        "You must live in the US.",
        "You must be based IN THE OFFICE.",
        "You must live near our office, OK?",
        "You ideally live in Texas.",
        "We cannot hire in the following states: California, New York.",
        "We hire everywhere except people who must live in Ohio.",
        "Applicants must not live in Ohio.",
        "",
    ],
)
def test_a_town_a_pay_rule_and_a_state_left_out_are_no_condition(text):
    assert states_to_live_in("Remote", text) == ()


@pytest.mark.parametrize(
    ("location", "codes"),
    [
        ("Remote - Texas", "TX"),
        ("Remote (Ohio, Michigan)", "MI OH"),
        ("Remote in Florida or Georgia", "FL GA"),
        ("Remote - Ohio, USA", "OH"),
        ("Remote - New York", ""),  # the town as well as the state
        ("Remote - New York, New York", ""),
        ("Remote - Austin, TX", ""),
        ("Remote - Ontario", ""),
        ("Remote - US", ""),
        ("Remote", ""),
    ],
)
def test_a_location_line_of_states_alone_limits_to_them(location, codes):
    assert states_to_live_in(location, "Answer calls.") == tuple(codes.split())


def test_the_state_of_georgia_is_no_country_for_a_job_in_the_us():
    text = "You must be based in Georgia."

    assert read_workplace(True, "Remote", "US", "Agent", text).countries == ("US",)
    assert read_workplace(True, "Remote", "", "Agent", text).countries == ("GE",)


@given(location=st.text(), text=st.text() | st.text("must live inOHTX,orand .\n-", max_size=60))
def test_any_posting_gives_states_in_order_or_none(location, text):
    states = states_to_live_in(location, text)

    assert list(states) == sorted({us_state(code) for code in states})


class ImportedStatesTest(ImportTestCase):
    def imported(self, **changes):
        self.run_import(self.file_of(self.record(1, is_remote=True, location="Remote", **changes)))
        return self.listing(1)

    def test_a_remote_listing_is_limited_to_the_states_of_its_text(self):
        listing = self.imported(
            country="United States", description="Answer calls. You must live in Ohio or Texas."
        )

        self.assertEqual((listing.applicant_countries, listing.applicant_states), ("US", "OH TX"))

    def test_states_say_that_it_is_in_the_us_where_no_country_is_named(self):
        listing = self.imported(country="", description="Answer calls. You must live in Ohio.")

        self.assertEqual((listing.applicant_countries, listing.applicant_states), ("US", "OH"))

    def test_a_remote_listing_of_another_country_has_no_states(self):
        listing = self.imported(country="Georgia", description="You must live in Georgia.")

        self.assertEqual((listing.applicant_countries, listing.applicant_states), ("GE", ""))

    def test_a_listing_on_site_has_no_states(self):
        record = self.record(
            1, is_remote=False, location="Tulsa, OK", description="You must live in Oklahoma."
        )
        self.run_import(self.file_of(record))

        self.assertEqual(self.listing(1).applicant_states, "")
