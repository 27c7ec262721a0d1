import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.text import MAX_LENGTH, tidy_text


@pytest.mark.parametrize("bullet", ["-", "*", "\u2022", "\u00b7", "\u25cf", "\u2713", "\u2192"])
def test_bullet_characters_become_hyphens(bullet):
    assert tidy_text(f"{bullet} Answer calls\n{bullet} Write mails") == (
        "- Answer calls\n- Write mails"
    )


def test_items_apart_become_one_list():
    assert tidy_text(" - Answer calls\n\n - Write mails\n\n - Smile") == (
        "- Answer calls\n- Write mails\n- Smile"
    )


def test_numbers_stay_numbers_and_inner_lists_are_indented():
    text = " 1. Listen well\n\n    - even to the end\n\n 2) Answer"

    assert tidy_text(text) == "1. Listen well\n   - even to the end\n2. Answer"


def test_a_dash_within_a_sentence_is_no_bullet():
    assert tidy_text("We help people \u2014 all day long, and gladly so.") == (
        "We help people \u2014 all day long, and gladly so."
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ABOUT THE TEAM", "### ABOUT THE TEAM"),
        ("What You Will Do", "### What You Will Do"),
        ("## What we do", "### What we do"),
        ("In this role you will:", "**In this role you will:**"),
        ("**Perks**", "**Perks**"),
        ("Time off", "**Time off**"),
        ("We are a team of twelve.", "We are a team of twelve."),
        ("Pay: $18 an hour", "Pay: $18 an hour"),
        ("write to us at https://example.com", "write to us at https://example.com"),
    ],
)
def test_short_heading_lines_are_kept_as_headings(line, expected):
    assert tidy_text(f"{line}\n\n - One thing\n - Another") == (
        f"{expected}\n\n- One thing\n- Another"
    )


def test_a_heading_that_heads_nothing_is_dropped():
    assert tidy_text("We answer every call.\n\nPERKS\n") == "We answer every call."


def test_lines_that_a_machine_wrapped_are_whole_again():
    wrapped = "We answer every letter that reaches us within one single working\nday, always."

    assert tidy_text(wrapped) == wrapped.replace("\n", " ")


def test_short_lines_stay_lines():
    assert tidy_text("Pay: $18\nPlace: Tulsa, Oklahoma, US") == (
        "Pay: $18\n\nPlace: Tulsa, Oklahoma, US"
    )


def test_a_line_under_its_bullet_joins_it():
    assert tidy_text(" - Answer\n   the calls.") == "- Answer the calls."


def test_odd_blanks_controls_and_noise_go():
    text = "We\u00a0help\u202fyou\x00.\x07\ufeff\r\n\r\n#LI-Remote\n\n-----\n\n```\nNow\tcall us."

    assert tidy_text(text) == "We help you.\n\nNow call us."


def test_an_image_address_is_dropped_and_an_emoji_kept():
    text = "Hello \U0001f9d1\u200d\U0001f4bb there [https://example.com/a.png] friend."

    assert tidy_text(text) == "Hello \U0001f9d1\u200d\U0001f4bb there friend."


def test_a_line_cannot_open_a_quote_or_a_heading_by_accident():
    assert tidy_text("#1 in service, says everybody who has ever called us here.") == (
        "\\#1 in service, says everybody who has ever called us here."
    )


def test_a_long_text_ends_with_a_whole_paragraph():
    text = "\n\n".join(f"Paragraph {n} says a little about the work." for n in range(2_000))

    tidy = tidy_text(text)

    assert MAX_LENGTH * 0.9 < len(tidy) <= MAX_LENGTH
    assert tidy.endswith("about the work.")


@pytest.mark.parametrize("text", ["", "  \n\n ", "-", "---", "\x00"])
def test_nothing_gives_nothing(text):
    assert tidy_text(text) == ""


LINES = st.lists(
    st.sampled_from(["", " - item", "TITLE", "a:", "   - deep", "1. one", "x" * 70, "word", "## h"])
).map("\n".join)


@given(text=st.text() | LINES)
def test_any_text_is_tidied_once_and_for_all(text):
    tidy = tidy_text(text)

    assert len(tidy) <= MAX_LENGTH
    assert "\x00" not in tidy and "\n\n\n" not in tidy
    assert not any(unicodedata.category(mark) in {"Cc", "Cs"} for mark in tidy if mark != "\n")
    assert tidy_text(tidy) == tidy
