"""The editorial rules: which stop publishing, and which only warn."""

from cms.editorial import PublishedWords, errors, findings
from cms.models import PageSource
from tests.cms.editorial_case import COUNTED, LONG, heading, page, quote, text


def codes(page, published=None, **kwargs):
    """Codes of the errors; without `published` no other page is."""
    found = errors(page, published=published or PublishedWords(), **kwargs)
    return [finding.code for finding in found]


def told(page):
    """Codes of the warnings, where no other page is published."""
    return [each.code for each in findings(page, PublishedWords()) if not each.is_error]


def published(*pages):
    return PublishedWords.of(pages)


def test_a_page_in_order_has_no_finding():
    assert findings(page(heading(), text(), quote()), PublishedWords()) == []


# --- Figures -------------------------------------------------------------------------------------


def test_a_figure_without_a_source_stops_the_page_and_says_which():
    found = errors(page(text(COUNTED, "t1")))

    assert [(each.code, each.block_id) for each in found] == [("unsourced-figure", None)]
    assert "62%" in found[0].text


def test_one_source_with_its_year_is_enough():
    assert codes(page(text(COUNTED), sources=[PageSource(year=2025)])) == []
    assert codes(page(text(COUNTED)), has_source=True) == []
    assert codes(page(text(COUNTED), sources=[PageSource(year=2025)]), has_source=False) == [
        "unsourced-figure"
    ]


def test_a_trend_is_told_beside_each_text_that_gives_a_figure():
    found = errors(
        page(text(COUNTED, "a"), text("<p>None here.</p>", "b"), text(COUNTED, "c"), kind="trend")
    )

    assert [each.block_id for each in found] == ["a", "c"]


def test_figures_are_looked_for_in_lists_tables_and_answers_too():
    for block in (
        {"type": "takeaways", "value": ["About 62% hang up.", "Call back."]},
        {
            "type": "steps",
            "value": [{"title": "A", "text": "62% do."}, {"title": "B", "text": "C"}],
        },
        {
            "type": "table",
            "value": {"caption": "C", "columns": ["", "Share"], "rows": [["Calls", "62%"]]},
        },
        {
            "type": "faq",
            "value": {"heading": "H", "questions": [{"question": "Q", "answer": COUNTED}]},
        },
    ):
        assert codes(page(block)) == ["unsourced-figure"], block["type"]


def test_a_figure_or_quotation_block_brings_its_own_source():
    figure = {"value": "62%", "meaning": "Callers", "source": "A survey", "year": 2024}

    assert codes(page({"type": "figure", "value": figure}, quote("62% of us agree."))) == []


def test_a_page_without_a_place_for_sources_is_left_in_peace():
    terms = page(text(COUNTED))
    del terms.reviewed_on

    assert codes(terms) == []


# --- Nothing empty -------------------------------------------------------------------------------


def test_what_the_desk_refuses_as_empty_is_refused_from_a_script_too():
    for block in (
        heading("  "),
        text("<p> </p>"),
        {"type": "takeaways", "value": ["One alone."]},
        {"type": "takeaways", "value": ["One.", " "]},
        {"type": "points", "value": {"heading": "What to ask", "points": []}},
        {"type": "steps", "value": [{"title": "A", "text": ""}, {"title": "B", "text": "C"}]},
        {"type": "pay_band", "value": {"role": None}},
        {"type": "quote", "value": {"quote": "W", "attribution": "", "source": "S", "year": 2020}},
        {"type": "quote", "value": {"quote": "W", "attribution": "A", "source": "", "year": 2020}},
        {"type": "figure", "value": {"value": "6%", "meaning": "M", "source": "S", "year": None}},
        {"type": "image", "value": {"image": 1, "alt_text": "", "decorative": False}},
    ):
        assert codes(page(block)) == ["empty"], block


def test_a_role_that_is_no_more_and_a_decoration_are_not_empty():
    assert codes(
        page(
            {"type": "pay_band", "value": {"role": 999_999}},
            {"type": "roles", "value": [999_999]},
            {"type": "image", "value": {"image": 1, "alt_text": "", "decorative": True}},
        )
    ) == []  # fmt: skip


# --- Headings, links, counts ---------------------------------------------------------------------


def test_two_headings_that_read_the_same_are_an_error_whatever_block_brings_them():
    tips = {"type": "tips", "value": {"heading": "Write it down!", "tips": [TIP]}}

    assert codes(page(heading(block_id="a"), heading("Write it down?"))) == ["repeated-heading"]
    assert codes(page(heading(), tips)) == ["repeated-heading"]


def test_more_than_600_words_need_a_heading_between_them():
    many = text("<p>" + "word " * 350 + "</p>")

    assert codes(page(heading(), many, many)) == ["missing-heading"]
    assert codes(page(heading(), many, heading("Two"), many)) == []


TIP = {"title": "Breathe", "text": "Once."}


def test_tips_without_a_heading_need_one_above_them():
    tips = {"type": "tips", "value": {"heading": "", "tips": [TIP]}}

    assert codes(page(tips)) == ["missing-heading"]
    assert codes(page(heading(), tips)) == []


def test_a_small_heading_before_the_first_is_told():
    small = text("<h3>Small</h3><p>Text.</p>")

    assert told(page(small, heading())) == ["skipped-heading"]
    assert told(page(heading(), small)) == []


def test_links_have_to_say_where_they_lead():
    for words in ("here", "Click here!", "read <b>more</b>", "this page"):
        assert codes(page(text(f'<p>See <a href="/x/">{words}</a>.</p>'))) == ["vague-link"], words

    assert codes(page(text('<p>See <a href="/pay/">the pay page</a>.</p>'))) == []


def test_a_heading_that_promises_another_number_of_items_is_refused():
    points = {"heading": "Three questions to ask", "points": ["Who?", "When?"]}

    assert codes(page({"type": "points", "value": points})) == ["wrong-count"]
    points["points"].append("Why?")
    assert codes(page({"type": "points", "value": points})) == []


# --- The same twice ------------------------------------------------------------------------------


def test_a_paragraph_that_stands_twice_is_told():
    assert told(page(text(f"<p>{LONG}</p>"), text(f"<p>{LONG.upper()}</p>"))) == [
        "repeated-paragraph"
    ]
    assert told(page(text("<p>See the role page.</p>"), text("<p>See the role page.</p>"))) == []


def test_a_paragraph_of_another_published_page_is_told_with_its_name():
    other = page(text(f"<p>{LONG}</p>"), pk=2, title="The other")

    found = findings(page(text(f"<ul><li>{LONG}</li></ul>", "t")), published(other))

    assert [(each.code, each.level, each.block_id) for each in found] == [
        ("repeated-paragraph", "warning", "t")
    ]
    assert "The other" in found[0].text


def test_a_page_does_not_repeat_itself():
    itself = page(text(f"<p>{LONG}</p>"), quote())

    assert findings(itself, published(itself)) == []


def test_the_same_quotation_with_two_names_is_an_error():
    twice = page(quote(by="Ann Lee"), quote("“Listen first”", by="Bo Ray"))
    assert codes(twice) == ["two-names"]

    other = page(quote(by="Bo Ray"), pk=2, title="The other")
    assert codes(page(quote()), published=published(other)) == ["two-names"]


def test_the_same_quotation_with_the_same_name_is_only_told():
    other = page(quote(by="Ann Lee"), pk=2)

    assert [(each.code, each.level) for each in findings(page(quote()), published(other))] == [
        ("repeated-quotation", "warning")
    ]


# --- Where the rules hold ------------------------------------------------------------------------
