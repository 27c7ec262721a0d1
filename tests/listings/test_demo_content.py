"""Rules over the employer files of the demo. They read the files alone, so that a mistake shows in a second."""

import csv
import gzip
import re
import tomllib
from collections import Counter
from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils.text import slugify

from cms.models.places import STATES
from cms.vocabulary import (
    Channel,
    ContactStyle,
    Education,
    EmploymentType,
    PayPeriod,
    ShiftPattern,
    WorkMode,
)
from listings.demo_people import PEOPLE_FILE
from listings.demo_posts import EMPLOYER_FILES, weekdays
from listings.models import Listing, ListingTarget
from profiles.models import Employer

DATA = Path(__file__).parents[2] / "cms" / "data"
SATURDAY = 5
# A usual week may be half an hour shorter than the hours that are paid, or longer by an hour of unpaid
# break on each of five days and a half.
SHIFTS_OVER_HOURS = (-0.5, 5.5)
SENTENCE_MIN_WORDS = 9
SENTENCE_MAX_USES = 2
TEXTS = ["description", "qualifications", "training", "benefits"]


@cache
def employers() -> dict[str, dict]:
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(EMPLOYER_FILES.glob("*.toml"))
    }


def listings() -> list[tuple[str, dict]]:
    """Each with the name that a failure shows."""
    return [
        (f"{slug}: {entry['title']}", entry)
        for slug, employer in employers().items()
        for entry in employer["listings"]
    ]


def failures(check) -> list:
    """What `check` says of each listing where it says anything, so that one run names every mistake."""
    return [(name, said) for name, entry in listings() if (said := check(entry))]


@cache
def slugs(file: str) -> set[str]:
    with (DATA / file).open(encoding="utf-8", newline="") as rows:
        return {row["slug"] for row in csv.DictReader(rows)}


@cache
def skills() -> set[str]:
    return slugs("skills.csv") | slugs("tools.csv")


@cache
def languages() -> set[str]:
    with (DATA / "skills.csv").open(encoding="utf-8", newline="") as rows:
        return {row["slug"] for row in csv.DictReader(rows) if row["kind"] == "language"}


@cache
def places() -> dict[str, str]:
    """Time zones by "name, country" and, in the US, by "name, state, US"."""
    found = {}
    with gzip.open(DATA / "places.csv.gz", "rt", encoding="utf-8", newline="") as rows:
        for _id, name, _alts, country, area, *_where, zone in csv.reader(rows):
            found.setdefault(
                f"{name}, {area}, US" if country == "US" else f"{name}, {country}", zone
            )
    return found


@cache
def metrics() -> set[str]:
    terms = tomllib.loads((DATA / "glossary.toml").read_text(encoding="utf-8"))
    return {slug for slug, term in terms.items() if term.get("is_metric")}


def shifts(entry: dict) -> list[tuple[int, time, time]]:
    return [
        (weekday, time.fromisoformat(shift["from"]), time.fromisoformat(shift["to"]))
        for shift in entry.get("shifts", [])
        for weekday in weekdays(shift["days"])
    ]


def hours(starts: time, ends: time) -> float:
    """A shift that ends not after its start runs over midnight."""
    lasts = datetime.combine(datetime.min, ends) - datetime.combine(datetime.min, starts)
    return (lasts % timedelta(days=1) or timedelta(days=1)) / timedelta(hours=1)


def test_there_is_enough_to_search_in():
    roles = {entry["role"] for _name, entry in listings()}
    assert len(employers()) >= 60
    assert len(listings()) >= 300
    assert len(roles) >= 40


def test_names_and_titles_are_there_once():
    """An address is made of the employer and the title, and dates are moved on by both."""
    names = Counter(employer["name"] for employer in employers().values())
    assert {name for name, count in names.items() if count > 1} == set()
    titles = Counter(
        (slug, slugify(entry["title"])[:80])
        for slug, employer in employers().items()
        for entry in employer["listings"]
    )
    assert {title for title, count in titles.items() if count > 1} == set()


def test_employers_have_a_known_kind_industry_and_place():
    for slug, employer in employers().items():
        assert employer["kind"] in Employer.Kind, slug
        assert employer["industry"] in slugs("industries.csv"), slug
        assert employer["place"] in places(), slug
        assert employer["website"].startswith("https://"), slug
        assert employer["website"].rstrip("/").endswith(".example"), slug


def test_roles_and_skills_are_known():
    roles = slugs("roles.csv")
    assert failures(lambda entry: {entry["role"]} - roles) == []
    wanted = ["essential", "desirable"]
    assert (
        failures(lambda entry: {s for key in wanted for s in entry.get(key, [])} - skills()) == []
    )
    assert failures(lambda entry: set(entry.get("languages", {})) - languages()) == []


def test_no_skill_is_asked_for_twice():
    def twice(entry):
        asked = Counter(entry.get("essential", []) + entry.get("desirable", []))
        return {slug for slug, count in asked.items() if count > 1}

    assert failures(twice) == []


@pytest.mark.parametrize(
    ("key", "choices"),
    [
        ("work_mode", WorkMode),
        ("employment_type", EmploymentType),
        ("shift_pattern", ShiftPattern),
        ("contact_style", ContactStyle),
        ("education_min", Education),
        ("state", Listing.State),
    ],
)
def test_choices_are_known(key, choices):
    assert failures(lambda entry: {entry.get(key, "")} - {"", *choices.values}) == []


@pytest.mark.parametrize(
    ("key", "model"),
    [("title", Listing), ("location_note", Listing), ("schedule_note", Listing)],
)
def test_lines_fit_their_columns(key, model):
    limit = model._meta.get_field(key).max_length
    assert failures(lambda entry: entry.get(key, "")[limit:]) == []


def test_pay_has_a_period_and_its_ends_in_order():
    """One end alone is pay "from" or "up to"."""

    def wrong(entry):
        pay = entry.get("salary")
        ends = [pay[end] for end in ("min", "max") if end in pay] if pay else []
        return pay and not (
            pay["period"] in PayPeriod and ends and min(ends) > 0 and ends == sorted(ends)
        )

    assert failures(wrong) == []


def test_places_are_known_and_their_clocks_too():
    def wrong(entry):
        if entry["work_mode"] == WorkMode.REMOTE:
            return not entry.get("applicant_countries")
        return entry.get("place") not in places() and entry.get("place", "no place")

    assert failures(wrong) == []
    assert failures(lambda entry: ZoneInfo(entry["time_zone"]) and None) == []


def test_a_shift_is_worked_at_the_clock_of_its_place():
    """Two places of one zone may go by two names, so their offsets are compared, in winter and in summer."""
    days = [datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)]

    def wrong(entry):
        if "place" not in entry or entry["place"] not in places():
            return None
        zones = [ZoneInfo(entry["time_zone"]), ZoneInfo(places()[entry["place"]])]
        here, there = [[day.replace(tzinfo=zone).utcoffset() for day in days] for zone in zones]
        return here != there and entry["time_zone"]

    assert failures(wrong) == []


def test_channels_share_out_a_hundred():
    assert failures(lambda entry: set(entry["channels"]) - set(Channel.values)) == []
    assert failures(lambda entry: sum(entry["channels"].values()) - 100) == []


def test_several_contacts_at_a_time_are_written_ones():
    def wrong(entry):
        count = entry.get("concurrent_contacts")
        written = {Channel.CHAT, Channel.SOCIAL} & set(entry["channels"])
        return count is not None and not (written and 1 <= count <= 12)

    assert failures(wrong) == []


def test_a_weekend_shift_is_weekend_work():
    def wrong(entry):
        days = {weekday for weekday, _starts, _ends in shifts(entry) if weekday >= SATURDAY}
        return days and not entry.get("works_weekends")

    assert failures(wrong) == []


def test_no_two_shifts_of_a_day_overlap():
    def wrong(entry):
        week = sorted(shifts(entry))
        return [
            (one, two)
            for one, two in pairwise(week)
            if one[0] == two[0] and (one[2] <= one[1] or two[1] < one[2])
        ]

    assert failures(wrong) == []


def test_shifts_add_up_to_the_weekly_hours():
    least, most = SHIFTS_OVER_HOURS

    def wrong(entry):
        if not entry.get("shifts") or "weekly_hours" not in entry:
            return None
        total = sum(hours(starts, ends) for _weekday, starts, ends in shifts(entry))
        over = total - float(entry["weekly_hours"])
        return not least <= over <= most and f"{total} against {entry['weekly_hours']}"

    assert failures(wrong) == []


def test_a_night_job_has_night_shifts():
    """And none of the others has a shift that begins after ten in the evening."""

    def wrong(entry):
        starts = {start for _weekday, start, _ends in shifts(entry)}
        is_night = entry.get("shift_pattern") == ShiftPattern.NIGHT
        late = {start for start in starts if start >= time(18) or start < time(4)}
        if is_night:
            return starts - late
        return {start for start in starts if start >= time(22)}

    assert failures(wrong) == []


def test_targets_are_metrics_of_the_glossary():
    limit = ListingTarget._meta.get_field("target").max_length
    assert failures(lambda entry: set(entry.get("targets", {})) - metrics()) == []
    assert (
        failures(
            lambda entry: [text for text in entry.get("targets", {}).values() if len(text) > limit]
        )
        == []
    )
    assert (
        failures(
            lambda entry: [text for text in entry.get("targets", {}).values() if not text.strip()]
        )
        == []
    )


def test_states_narrow_down_remote_work_in_the_us():
    states = set(STATES.values())
    limit = Listing._meta.get_field("applicant_states").max_length

    def wrong(entry):
        codes = entry.get("applicant_states", [])
        if not codes:
            return None
        return (
            set(codes) - states
            or len(codes) != len(set(codes))
            or entry["work_mode"] != WorkMode.REMOTE
            or "US" not in entry.get("applicant_countries", [])
            or len(" ".join(codes)) > limit
        )

    assert failures(wrong) == []


def test_states_to_live_in_are_also_data():
    def wrong(entry):
        note = entry.get("location_note", "")
        told = set(re.findall(r"\b[A-Z]{2}\b", note)) & set(STATES.values())
        is_limit = entry["work_mode"] == WorkMode.REMOTE and "live" in note.lower().split()
        return is_limit and not entry.get("applicant_states") and told

    assert failures(wrong) == []


def test_dates_lie_in_order():
    def wrong(entry):
        confirmed = entry.get("confirmed_days_ago", 0)
        return not (0 <= confirmed <= entry["posted_days_ago"] and entry["closes_in_days"] > 0)

    assert failures(wrong) == []
    assert failures(lambda entry: time.fromisoformat(entry["closes_at"]) and None) == []


def test_sentences_are_not_copied_from_listing_to_listing():
    uses = Counter()
    for _name, entry in listings():
        text = "\n".join(entry.get(key, "") for key in TEXTS).lower()
        uses.update(
            {
                words
                for sentence in re.split(r"(?<=[.!?])\s+|\n", text)
                if len(words := tuple(re.findall(r"[\w’']+", sentence))) >= SENTENCE_MIN_WORDS
            }
        )
    copied = {" ".join(words): count for words, count in uses.items() if count > SENTENCE_MAX_USES}
    assert copied == {}


def test_people_name_employers_and_skills_that_exist():
    people = tomllib.loads(PEOPLE_FILE.read_text(encoding="utf-8"))
    posts = {
        (slug, entry["role"])
        for slug, employer in employers().items()
        for entry in employer["listings"]
    }
    assert set(people["employer_member_of"]) <= set(employers())
    for person in people["candidates"]:
        named = person.get("applications", []) + person.get("saved", [])
        assert {(entry["employer"], entry["role"]) for entry in named} <= posts, person["email"]
        assert set(person["skills"]) <= skills(), person["email"]
        assert set(person["languages"]) <= languages(), person["email"]
