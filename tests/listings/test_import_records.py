import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.records import LONGEST_LINE, PostingsFile, Record, Unusable, read_record

DATA = {
    "id": "a-1",
    "source": "a",
    "company": "Marlow%20Mutual",
    "title": "Agent",
    "description": "You help.",
}


def read(number=2, **changes) -> Record | Unusable:
    return read_record(number, json.dumps(DATA | changes).encode())


def test_the_least_that_a_posting_must_say():
    record = read()

    assert record.key == ("a", "a-1")
    assert (record.company, record.title, record.text) == ("Marlow Mutual", "Agent", "You help.")
    assert (record.is_remote, record.published, record.url, record.salary) == (None, None, "", "")


@pytest.mark.parametrize("name", ["id", "source", "company", "title", "description"])
@pytest.mark.parametrize("value", [None, "", " \u00a0", "\u0000"])
def test_what_is_missing_or_empty_is_named(name, value):
    assert read(**{name: value}).reason == f"No {name} is given."


@pytest.mark.parametrize("name", [*DATA, "salary", "location", "url", "published", "lang", "team"])
@pytest.mark.parametrize("value", [1.5, True, [], {"a": 1}])
def test_what_is_not_text_is_named(name, value):
    assert read(**{name: value}).reason == f"The {name} is not text."


def test_a_number_may_be_an_id():
    assert read(id=17).source_id == "17"


def test_a_company_of_marks_alone_is_none():
    assert read(company="%20--%00").reason == "No company is given."


@pytest.mark.parametrize(
    ("value", "flag"),
    [(True, True), (False, False), ("", None), (None, None), ("True", True), ("false", False)],
)
def test_remote_is_true_false_or_open(value, flag):
    assert read(is_remote=value).is_remote is flag


def test_remote_is_no_other_word():
    assert read(is_remote="maybe").reason == "The is_remote is neither true nor false."


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-09-25T15:30:07.999+00:00", datetime(2025, 9, 25, 15, 30, 7, 999000, tzinfo=UTC)),
        ("2025-09-25T23:30:00-04:00", datetime(2025, 9, 26, 3, 30, tzinfo=UTC)),
        ("2025-09-25", datetime(2025, 9, 25, tzinfo=UTC)),
        ("2025-09-25T10:00:00Z", datetime(2025, 9, 25, 10, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("1970-01-01", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_day_of_posting_is_an_instant_or_nothing(value, moment):
    assert read(published=value).published == moment


def test_names_are_one_line_without_marks_that_do_not_show():
    record = read(title="Agent\r\nBcc: a@b\u202e \u0000", company="A\u200bcme\u00a0 Ltd")

    assert (record.title, record.company) == ("Agent Bcc: a@b", "Acme Ltd")


def test_department_and_team_stand_side_by_side_once():
    assert read(department="Support", team="Support").department == "Support"
    assert read(department="GTM", team="Care").department == "GTM / Care"


def test_the_digest_tells_what_is_read_and_nothing_else():
    assert read().digest == read(crawled_at="now", number=9).digest
    assert read().digest != read(salary="$20 an hour").digest


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"\n", "The line is blank."),
        (b"{", "The line is not JSON."),
        (b"null", "The line is not a JSON object."),
        (b'{"id": "\xff"}', "The line is not UTF-8."),
        (b"[" * 100_000, "The line is not JSON."),
        (b'{"id": ' + b"9" * 10_000 + b"}", "The line is not JSON."),
        (b" " * (LONGEST_LINE + 1), "The line is too long."),
    ],
)
def test_a_line_that_is_no_posting_is_reported(line, reason):
    told = read_record(7, line)

    assert (told.line, told.reason) == (7, reason)


def test_a_byte_order_mark_begins_a_file_and_no_other_line():
    line = b"\xef\xbb\xbf" + json.dumps(DATA).encode()

    assert isinstance(read_record(1, line), Record)
    assert read_record(2, line).reason == "The line is not JSON."


def test_the_last_line_needs_no_end(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\r\n".join([json.dumps(DATA).encode()] * 2))

    with PostingsFile(path) as postings:
        assert [type(line) for line in postings] == [Record, Record]
        assert postings.position == postings.size


@given(st.binary(max_size=300))
def test_any_line_is_read_or_reported(line):
    assert isinstance(read_record(1, line), Record | Unusable)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3)
    ),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from([*DATA, "published", "is_remote", "url", "team"]), json_values)
)
def test_any_object_is_read_or_reported(data):
    told = read_record(1, json.dumps(DATA | data).encode())

    assert isinstance(told, Record | Unusable)
    if isinstance(told, Record):
        json.dumps([told.title, told.text, told.company]).encode()
        "".join([told.title, told.text, told.company, told.source_id]).encode()  # no half character
