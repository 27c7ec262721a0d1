from collections import Counter

import pytest
from hypothesis import strategies as st

from matching.engine import Analyzer
from matching.engine.analyzer import MAX_WORD, STOP_WORDS

from .corpus import ANALYZER, PHRASES, WORDS, for_all, pieces, texts

NO_PHRASES = Analyzer(lambda text: [])


def tokens(text):
    return ANALYZER.tokens(text)


def test_phrases_become_skills_and_the_rest_words_and_pairs():
    assert tokens("Zendesk for billing refunds") == [
        "skill:zendesk",
        "billing",
        "refunds",
        "billing_refunds",
    ]


def test_one_span_may_name_several_skills():
    text = "written and verbal communication"

    assert tokens(text) == ["skill:written-communication", "skill:verbal-communication"]
    assert [p.text for p in ANALYZER.phrases(text)] == [text, text]


def test_a_phrase_gives_the_exact_words_of_the_text():
    text = "Aged 30. We use LIVE  Chat daily."

    (phrase,) = ANALYZER.phrases(text)

    assert (phrase.key, phrase.text) == ("live-chat", "LIVE  Chat")
    assert text[phrase.start : phrase.end] == "LIVE  Chat"


def test_hits_out_of_order_give_terms_in_the_order_of_the_text():
    backwards = Analyzer(lambda text: list(reversed(ANALYZER.find_phrases(text))))

    assert backwards.tokens("live chat, zendesk") == ["skill:live-chat", "skill:zendesk"]


def test_overlapping_hits_give_no_word_twice():
    hits = [("a", 0, 9), ("b", 5, 17)]
    hit = type("Hit", (), {"__init__": lambda s, k, a, b: s.__dict__.update(key=k, start=a, end=b)})
    analyzer = Analyzer(lambda text: [hit(*h) for h in hits])

    assert analyzer.tokens("live chat support team") == ["skill:a", "skill:b", "team"]


@pytest.mark.parametrize(
    "gap", [". ", "; ", ": ", "! ", "? ", "\n", ", ", " (", "/", " - ", "\u2013"]
)
def test_punctuation_parts_a_pair(gap):
    assert tokens(f"billing{gap}refunds") == ["billing", "refunds"]


@pytest.mark.parametrize("gap", [" the ", " 5 ", " dynamic ", " zendesk ", " x ", " world-class "])
def test_what_gives_no_word_parts_a_pair(gap):
    assert "billing_refunds" not in tokens(f"billing{gap}refunds")


@pytest.mark.parametrize("gap", [" ", "  ", "\t", "\u00a0", "-", "\u2011"])
def test_spaces_and_a_hyphen_make_a_pair(gap):
    assert tokens(f"billing{gap}refunds") == ["billing", "refunds", "billing_refunds"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E-mail and e-commerce", ["email", "ecommerce"]),
        ("the customer's agents\u2019", ["customer", "agents", "customer_agents"]),
        ("don't we'll isn\u2019t", []),
        ("B2B 24/7 401k 2024 c", ["b2b", "401k"]),
        ("of\ufb01ce", ["office"]),
        ("a" * MAX_WORD + " " + "a" * (MAX_WORD + 1), ["a" * MAX_WORD]),
        ("customer-centric, world class and future-proof", []),
        ("experience; customer experience", ["customer", "customer_experience"]),
        ("journey mapping", ["mapping", "journey_mapping"]),
        ("___ -- '' 's", []),
        ("", []),
    ],
)
def test_words(text, expected):
    assert NO_PHRASES.tokens(text) == expected


def test_halves_of_skills_are_no_stop_words():
    assert not STOP_WORDS & {"call", "system", "front", "detail", "customer", "experience"}
    assert {"the", "and", "shall", "outstanding"} <= STOP_WORDS


@for_all(texts, st.sampled_from(["zendesk", "live-chat", "call-routing", "verbal-communication"]))
def test_a_struck_out_phrase_takes_terms_away_and_forms_none(text, key):
    expected = [term for term in tokens(text) if term != f"skill:{key}"]

    assert ANALYZER.tokens(text, dropped={key}) == expected


@for_all(pieces, st.data())
def test_a_piece_replaced_by_a_new_line_forms_no_new_term(parts, data):
    if not parts:
        return
    gone = data.draw(st.integers(0, len(parts) - 1))

    after = " ".join(parts[:gone]) + "\n" + " ".join(parts[gone + 1 :])

    assert Counter(tokens(after)) <= Counter(tokens(" ".join(parts)))


# Each stands anywhere in a line; upper case too where it is no name.
PERSONAL = [
    "male",
    "Females Only",
    "male or female candidates preferred",
    "men/women",
    "(m/f/d)",
    "(M/W/D)",
    "lady",
    "gender",
    "aged 25-35",
    "age 21+",
    "minimum age 18",
    "34 years old",
    "34-year-old",
    "between 18 and 30 years old",
    "18 years of age",
    "born on 12 May 1990",
    "unmarried",
    "young",
    "my name is Maria Lopez",
    "Ms. Maria Lopez",
]


@for_all(
    st.lists(st.sampled_from([*WORDS, *PHRASES, "refunds.", "Orders,"]), max_size=6),
    st.lists(st.sampled_from([*WORDS, *PHRASES, "refunds.", "orders,"]), max_size=6),
    st.sampled_from(PERSONAL),
)
def test_name_age_and_gender_change_nothing_wherever_they_stand(before, after, personal):
    plain = " ".join([*before, *after])

    assert tokens(" ".join([*before, personal, *after])) == tokens(plain)


@for_all(texts, st.sampled_from(["Name: Maria Lopez", "  Full name : José", "Age: 34", "Sex: F"]))
def test_a_form_line_with_name_age_or_sex_changes_nothing(text, line):
    assert tokens(f"{line}\n{text}") == tokens(text)


def test_words_that_only_look_personal_stay():
    kept = "manage management agent average manual stage women's-wear MS Excel product name: Acme"

    found = tokens(kept)

    assert {"manage", "management", "agent", "average", "manual", "stage", "acme"} <= set(found)
    assert "ms_excel" in found
    assert "women" not in found


@for_all(st.text())
def test_any_text_gives_lower_case_terms(text):
    for term in NO_PHRASES.tokens(text):
        first, _, second = term.partition("_")
        assert 2 <= len(first) <= MAX_WORD
        assert first not in STOP_WORDS
        assert any(map(str.isalpha, first))
        assert second not in STOP_WORDS
