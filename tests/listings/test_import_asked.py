import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.phrases import PhraseFinder
from listings.importing.asked import read_asked, without_asides
from listings.importing.text import tidy_text

LABELS = {
    "zendesk": ("tool", ["Zendesk"]),
    "excel": ("tool", ["Microsoft Excel", "Excel"]),
    "empathy": ("interpersonal", ["Empathy"]),
    "coaching": ("service", ["Coaching"]),
    "english": ("language", ["English", "fluent in English"]),
    "german": ("language", ["German", "native German", "German speaking"]),
    "dutch": ("language", ["Dutch"]),
    "spanish": ("language", ["Spanish"]),
    "multilingual": ("language", ["bilingual", "other languages"]),
}
KINDS = {slug: kind for slug, (kind, _) in LABELS.items()}
FINDER = PhraseFinder((label, slug) for slug, (_, labels) in LABELS.items() for label in labels)


def asked(text, title="Customer Service Representative", **options):
    return read_asked(title, text, FINDER, KINDS, **options)


def skills(text, **options):
    return asked(text, **options).skills


def languages(text, title="Customer Service Representative"):
    return asked(text, title).languages


def test_a_heading_that_asks_makes_what_stands_under_it_essential():
    text = "You show empathy.\n\n### Requirements\n\n- Zendesk\n\n### The office\n\nCoaching."

    assert skills(text) == {"empathy": False, "zendesk": True, "coaching": False}


@pytest.mark.parametrize(
    "heading",
    [
        "Requirements",
        "Qualifications",
        "Who you are",
        "What you’ll bring",
        "You have",
        "About you",
        "What we’re looking for",
        "Must-haves",
        "You might be a fit if",
    ],
)
def test_many_headings_ask(heading):
    assert skills(f"### {heading}\n\n- Zendesk") == {"zendesk": True}


@pytest.mark.parametrize(
    "heading", ["Nice to have", "Preferred qualifications", "Bonus points", "Desired skills"]
)
def test_what_stands_under_a_wish_is_not_essential(heading):
    assert skills(f"### You have\n\n- Empathy\n\n### {heading}\n\n- Zendesk") == {
        "empathy": True,
        "zendesk": False,
    }


@pytest.mark.parametrize(
    "heading",
    [
        "About us",
        "Benefits",
        "Why join Acme?",
        "What we offer",
        "You might not be a fit if",
        "Equal opportunity",
        "Interview process",
        "👋 About Acme",
    ],
)
def test_what_the_firm_says_of_itself_is_not_asked(heading):
    assert skills(f"### {heading}\n\n- Coaching in Zendesk") == {}


def test_a_wish_in_a_clause_does_not_reach_the_next_one():
    text = "### Requirements\n\n- Zendesk (Excel is a plus); empathy\n- Ideally, coaching"

    assert skills(text) == {"zendesk": True, "excel": False, "empathy": True, "coaching": False}


def test_ideally_speaks_of_what_follows():
    assert skills("### Requirements\n\n- Zendesk, ideally beside Excel") == {
        "zendesk": True,
        "excel": False,
    }


def test_a_lead_in_stays_within_what_is_asked_and_ends_what_the_firm_says():
    text = (
        "### Requirements\n\n**Tools:**\n\n- Zendesk\n\n### About us\n\n**Your day**\n\n- Coaching"
    )

    assert skills(text) == {"zendesk": True, "coaching": False}


def test_without_a_heading_that_asks_only_tools_named_twice_are_essential():
    text = "Zendesk, empathy, Excel. Empathy in Zendesk."

    assert skills(text) == {"zendesk": True, "empathy": False, "excel": False}


def test_the_most_often_named_are_kept_the_earlier_before_the_later():
    text = "Coaching. Excel, Zendesk, Zendesk, empathy."

    assert list(skills(text, most=2)) == ["zendesk", "coaching"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fluent in English.", {"english": ("C1", True)}),
        (
            "English (C2) and German (B1) required.",
            {"english": ("C2", True), "german": ("B1", True)},
        ),
        (
            "Native German and good English skills.",
            {"german": ("C2", True), "english": ("B2", True)},
        ),
        ("You speak Dutch at a native level.", {"dutch": ("C2", True)}),
        ("German - near-native.", {"german": ("C1", True)}),
        ("English level: B1 (intermediate), spoken.", {"english": ("B1", True)}),
        ("Strong written and verbal English", {"english": ("B2", True)}),
        ("Languages: English and German", {"english": ("B2", True), "german": ("B2", True)}),
        ("Conversational Spanish is a plus.", {"spanish": ("B1", False)}),
        (
            "Fluent in English; Spanish is a plus.",
            {"english": ("C1", True), "spanish": ("B2", False)},
        ),
        (
            "Fluent German, Dutch or Spanish",
            dict.fromkeys(["german", "dutch", "spanish"], ("C1", False)),
        ),
        (
            "Fluent in English + German or Dutch",
            {"english": ("C1", True), "german": ("C1", False), "dutch": ("C1", False)},
        ),
    ],
)
def test_a_language_is_asked_for_in_words_at_the_level_beside_it(text, found):
    assert languages(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Our customers are German and Dutch companies.",
        "We grow in English-speaking markets.",
        "You help B2B customers of a Spanish bank.",
        "A bilingual team that knows other languages.",
        "### Benefits\n\n- Classes to get fluent in German",
    ],
)
def test_a_language_that_is_merely_named_is_not_asked_for(text):
    assert languages(text) == {}


def test_a_stated_level_goes_before_none():
    text = "German speaking customers call. You have German (B1)."

    assert languages(text) == {"german": ("B1", True)}


def test_a_title_asks_for_its_language_but_not_for_english():
    assert languages("You help.", "Agent - Dutch and English") == {"dutch": ("B2", True)}


def test_what_the_firm_says_of_itself_can_be_left_out():
    text = "### About us\n\nCalls by phone.\n\n### The role\n\nYou help by chat.\n\n**Benefits**\n\n- Tea"

    assert without_asides(text).split() == ["###", "The", "role", "You", "help", "by", "chat."]


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_read(text, title):
    read_asked(title, tidy_text(text), FINDER, KINDS)


@given(st.lists(st.sampled_from(
    ["German", "or", "and", "English", ",", "(", "C1", ")", "fluent", "\n", "### Requirements", "plus", "Zendesk", ";"]
)))  # fmt: skip
def test_any_order_of_telling_words_is_read(words):
    asked(" ".join(words), title=" ".join(words))
