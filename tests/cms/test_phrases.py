import string
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.phrases import PhraseFinder, PhraseHit, needs_exact_case


def found(labels, text, exact=()):
    return [(hit.key, hit.text) for hit in PhraseFinder(labels, exact).find(text)]


def test_a_hit_says_where_the_phrase_stands_in_the_original_text():
    finder = PhraseFinder([("customer service", "service")])

    hits = finder.find("We love Customer\u00a0Service.")

    assert hits == [PhraseHit("service", 8, 24, "Customer\u00a0Service")]


@pytest.mark.parametrize(
    ("label", "text", "shown"),
    [
        ("help desk", "Our Help Desk is open", "Help Desk"),
        ("help desk", "the help-desk team", "help-desk"),
        ("help-desk", "the help desk team", "help desk"),
        ("help desk", "help\u2011desk", "help\u2011desk"),
        ("help desk", "help/desk", "help/desk"),
        ("help desk", "help_desk", "help_desk"),
        ("help desk", "help\nme, or the help\n  desk", "help\n  desk"),
        ("layman's terms", "in layman\u2019s terms", "layman\u2019s terms"),
        ("customer needs", "the customer's needs", "customer's needs"),
        ("customer", "the CUSTOMER\u2019S needs", "CUSTOMER"),
        ("email", "by e-mail", "e-mail"),
        ("e-commerce", "in eCommerce", "eCommerce"),
        ("html and css", "HTML & CSS", "HTML & CSS"),
        ("comptia a+", "CompTIA A+ certified", "CompTIA A+"),
        ("caf\u00e9", "the Cafe\u0301 nearby", "Cafe\u0301"),
        ("onboarding", "on\u00adboarding", "on\u00adboarding"),
        ("manager, customer operations", "Manager - Customer Operations", None),
        ("monday.com", "boards in Monday.com.", "Monday.com"),
    ],
)
def test_spelling_of_blanks_hyphens_quotes_and_case_makes_no_difference(label, text, shown):
    hits = PhraseFinder([(label, "key")]).find(text)

    assert [hit.text for hit in hits] == [shown or text]


@pytest.mark.parametrize(
    "text",
    [
        "We put the customer first. Service follows.",
        "for every customer, service counts",
        "- customer\n- service",
        "customer\n\nservice",
        "customer (service)",
        "customerservice",
        "customers service",
    ],
)
def test_other_punctuation_and_other_words_part_a_phrase(text):
    assert found([("customer service", "key")], text) == []


def test_the_longest_phrase_wins_and_hits_never_overlap():
    labels = [
        ("customer support", "a"),
        ("support engineer", "b"),
        ("senior customer support", "c"),
        ("engineer", "d"),
    ]

    assert found(labels, "Senior customer support engineer") == [
        ("c", "Senior customer support"),
        ("d", "engineer"),
    ]


def test_a_longer_phrase_further_right_beats_a_shorter_one_on_its_left():
    labels = [("phone support", "short"), ("support desk lead", "long")]

    assert found(labels, "phone support desk lead") == [("long", "support desk lead")]


def test_a_label_with_several_keys_gives_a_hit_for_each_on_one_span():
    labels = [
        ("written and verbal communication", "written"),
        ("Written and verbal communication", "verbal"),
        ("written and verbal communication", "written"),
    ]

    hits = PhraseFinder(labels).find("Good written & verbal communication.")

    assert [hit.key for hit in hits] == ["written", "verbal"]
    assert len({(hit.start, hit.end) for hit in hits}) == 1


def test_hits_come_in_text_order():
    labels = [("chat", "chat"), ("phone", "phone"), ("email queue", "email")]

    assert [key for key, _ in found(labels, "chat, the email queue, phone, chat")] == [
        "chat",
        "email",
        "phone",
        "chat",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tools: Notion, Slack, Zendesk", ["Notion"]),
        ("we plan in Notion daily", ["Notion"]),
        ("Use Notion daily", ["Notion"]),
        ("with docs (e.g. Notion or a wiki)", ["Notion"]),
        ("Notion/Confluence", ["Notion"]),
        ("- Notion\n- Slack", ["Notion"]),
        ("I have no notion of it", []),
        ("NOTION", []),
        ("Notion of fairness matters. Notion that", []),
        ("the Notion Capital fund", []),
        ("our Great Notion brewery", []),
    ],
)
def test_an_exact_label_needs_its_capital_and_a_place_where_the_capital_tells(text, expected):
    assert [text for _, text in found([], text, exact=[("Notion", "notion")])] == expected


def test_an_exact_label_of_two_words_needs_only_its_case():
    exact = [("Level AI", "level-ai")]

    assert found([], "Level AI scores calls", exact) == [("level-ai", "Level AI")]
    assert found([], "a senior-level AI engineer", exact) == []


@pytest.mark.parametrize("label", ["Front", "Make", "Notion", "Slack", "Zoom", "Level AI", "SAP"])
def test_names_that_are_ordinary_words_need_their_case(label):
    assert needs_exact_case(label)


@pytest.mark.parametrize("label", ["Zendesk", "Monday.com", "Front (shared inbox)", "front app"])
def test_unmistakable_names_do_not(label):
    assert not needs_exact_case(label)


def test_empty_labels_and_empty_text_find_nothing():
    assert found([("", "a"), (" - ", "b")], "anything - at all") == []
    assert found([("word", "a")], "") == []


WORDS = st.text(alphabet=string.ascii_letters + " '-/.,\n\u2019\u00a0\u0301", max_size=80)


@given(text=st.text() | WORDS, label=WORDS)
def test_any_text_is_read_and_every_span_is_true(text, label):
    finder = PhraseFinder([(label, "label"), ("a", "a"), ("a b", "ab")], exact=[("A", "exact")])

    hits = finder.find(text)

    assert all(text[hit.start : hit.end] == hit.text and hit.text for hit in hits)
    spans = sorted({(hit.start, hit.end) for hit in hits})
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)


@given(label=st.text(min_size=1, max_size=40))
def test_a_label_finds_itself(label):
    hits = PhraseFinder([(label, "key")]).find(label)

    assert len(hits) == (1 if any(mark.isalnum() or mark == "&" for mark in label) else 0)


def test_a_hundred_kilobytes_take_well_under_a_second():
    labels = [(f"{first} {second}", first) for first in string.ascii_letters for second in "abcde"]
    finder = PhraseFinder(labels, exact=[("Make", "make")])
    text = ("we answer a b calls, c d chats and e-mails all day long; Make it so. " * 1500)[
        :100_000
    ]

    begun = time.process_time()
    finder.find(text)

    assert time.process_time() - begun < 1
