"""The editorial rules: what stops publishing, what is only told, and that a draft is never refused."""

from types import SimpleNamespace

from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from cms.blocks import GuideStreamBlock
from cms.blocks.text import TEXT_FEATURES
from cms.editorial import PublishedWords, errors, findings
from cms.models import GuidePage, PageSource
from tests.cms.desk_case import DeskTests, guide_form
from tests.cms.factories import PageTree

COUNTED = "<p>About 62% of callers hang up.</p>"
LONG = "A long line that nobody would write twice by chance, not in this house of words."


def text(html="<p>Facts first.</p>", block_id=None):
    return {"type": "text", "value": html, "id": block_id}


def heading(words="Write it down", block_id=None):
    return {"type": "heading", "value": words, "id": block_id}


def quote(words="Listen first.", by="Ann Lee, team lead", **kwargs):
    value = {"quote": words, "attribution": by, "source": "Talks, House of Lee", "year": 2020}
    return {"type": "quote", "value": value | kwargs}


def page(*blocks, sources=(), **kwargs):
    """What the rules read of a guide, without a database."""
    body = StreamValue(GuideStreamBlock(), list(blocks), is_lazy=True)
    named = SimpleNamespace(all=lambda: list(sources))
    plain = {"pk": 1, "title": "A guide", "introduction": "", "kind": "guide"}
    return SimpleNamespace(
        **(plain | kwargs), body=body, sources=named, reviewed_on=timezone.localdate()
    )


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


class ScriptTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()

    def test_a_page_that_breaks_a_rule_cannot_go_live_from_a_script(self):
        with self.assertRaises(ValidationError) as caught:
            self.tree.guide(body=[text(COUNTED)])

        self.assertIn("62%", str(caught.exception.message_dict["body"]))

    def test_nor_when_its_hour_comes(self):
        guide = self.tree.guide(body=[text()])
        guide.body.append(("text", "<p>Half of all workers leave.</p>"))
        revision = guide.save_revision(clean=False)

        with self.assertRaises(ValidationError):
            revision.publish()

        self.assertNotIn("Half", str(GuidePage.objects.get(pk=guide.pk).body))

    def test_a_source_lets_it_go_live(self):
        guide = self.tree.guide(body=[text()])
        guide.body.append(("text", COUNTED))
        guide.sources = [PageSource(title="A survey", publisher="An office", year=2025)]

        guide.save_revision().publish()

        self.assertIn("62%", str(GuidePage.objects.get(pk=guide.pk).body))

    def test_quotations_are_compared_with_published_pages_only(self):
        other = self.tree.guide("other", body=[quote(by="Bo Ray")])
        guide = self.tree.guide("mine", body=[text()], live=False)
        guide.body.append(("quote", quote()["value"]))

        self.assertEqual([each.code for each in errors(guide)], ["two-names"])
        other.unpublish()
        self.assertEqual(errors(guide), [])

    def test_what_the_rules_cost(self):
        guide = self.tree.guide(body=[text(f"<p>{LONG}</p>")])
        for number in range(3):
            self.tree.guide(f"other-{number}", body=[text()])
        with self.assertNumQueries(0):
            errors(guide)
        # Every kind of page that has a body.
        with self.assertNumQueries(7):
            findings(guide)


class FormTests(DeskTests):
    """What an editor meets who saves, submits or publishes."""

    def send(self, **changes):
        address = reverse("wagtailadmin_pages:add", args=["cms", "guidepage", self.tree.guides.pk])
        return self.client.post(address, guide_form(self.role, **changes))

    def body(self, *blocks):
        return streamfield(
            [(kind, self.rich(value) if kind == "text" else value) for kind, value in blocks]
        )

    def rich(self, html):
        return rich_text(html, features=TEXT_FEATURES)

    def counted(self, **changes):
        return self.send(body=self.body(("heading", "One"), ("text", COUNTED)), **changes)

    def body_error(self, response):
        return response.context["form"].errors["body"].as_data()[0].as_json_data()

    def test_a_draft_that_breaks_rules_is_saved_and_says_what_is_missing(self):
        response = self.counted()

        self.assertFalse(GuidePage.objects.get(slug="hand-over").live)
        said = " ".join(str(message) for message in get_messages(response.wsgi_request))
        self.assertIn("Before the page can be published", said)
        self.assertIn("62%", said)

    def test_publishing_and_submitting_are_refused_with_the_reason(self):
        for action in ("action-submit", "action-publish"):
            self.person.is_superuser = True
            self.person.save()
            response = self.counted(**{action: "1"})

            self.assertEqual(response.status_code, 200)
            self.assertIn("62%", self.body_error(response)["messages"][0])
            self.assertFalse(GuidePage.objects.filter(slug="hand-over").exists())

    def test_the_reason_of_a_trend_stands_beside_its_text(self):
        response = self.counted(kind="trend", **{"action-submit": "1"})

        self.assertIn("62%", self.body_error(response)["blockErrors"][1]["messages"][0])

    def test_a_source_on_the_same_form_counts(self):
        source = {"title": "A survey", "publisher": "An office", "year": "2025", "url": ""}

        self.counted(sources=inline_formset([source]), **{"action-submit": "1"})

        self.assertTrue(GuidePage.objects.filter(slug="hand-over").exists())

    def test_a_source_that_the_form_takes_away_counts_no_longer(self):
        guide = self.tree.guide(body=[text(COUNTED)], live=False)
        guide.sources = [PageSource(title="A survey", publisher="An office", year=2025)]
        guide.save_revision()
        address = reverse("wagtailadmin_pages:edit", args=[guide.pk])
        source = {"title": "A", "publisher": "B", "year": "2025", "url": "", "DELETE": "on"}
        form = guide_form(
            self.role,
            body=self.body(("heading", "One"), ("text", COUNTED)),
            sources=inline_formset([source]),
            **{"action-submit": "1"},
        )

        self.assertIn("62%", self.body_error(self.client.post(address, form))["messages"][0])

    def test_a_warning_is_shown_and_stops_nothing(self):
        self.tree.guide("other", body=[text(f"<p>{LONG}</p>")])

        response = self.send(
            body=self.body(("heading", "One"), ("text", f"<p>{LONG}</p>")),
            **{"action-submit": "1"},
        )

        self.assertTrue(GuidePage.objects.filter(slug="hand-over").exists())
        said = " ".join(str(message) for message in get_messages(response.wsgi_request))
        self.assertIn("Worth a second look", said)

    def test_a_page_that_is_refused_in_a_list_leads_to_its_form_with_the_reason(self):
        self.person.is_superuser = True
        self.person.save()
        guide = self.tree.guide(body=[text()], live=False)
        guide.body.append(("text", COUNTED))
        guide.save_revision(clean=False)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

        response = self.client.post(f"{address}?id={guide.pk}", {"next": "/admin/"})

        self.assertEqual(response.status_code, 302)
        said = " ".join(str(message) for message in get_messages(response.wsgi_request))
        self.assertIn("62%", said)
        self.assertFalse(GuidePage.objects.get(pk=guide.pk).live)
