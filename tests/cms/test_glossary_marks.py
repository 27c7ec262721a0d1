"""Words of the glossary in an article: the first mention of each opens in place."""

import re

from django.test import TestCase
from wagtail.rich_text import RichText

from cms.glossary_marks import GlossaryMarks
from tests.cms.factories import PageTree
from tests.factories import MetricFactory, RoleFactory


def text(html):
    return {"type": "text", "value": html}


class MarkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.aht = MetricFactory(slug="aht", title="Average handle time", abbreviation="AHT")
        cls.level = MetricFactory(slug="service-level", title="Service level")
        cls.sla = MetricFactory(slug="sla", title="Service level agreement", abbreviation="SLA")
        cls.it = MetricFactory(slug="it", title="Information technology", abbreviation="IT")
        cls.zoom = MetricFactory(slug="zoom", title="Zoom")

    def marked(self, *texts) -> list[tuple[str, str]]:
        """Ids and words of the buttons, in the order of the page."""
        marks = GlossaryMarks()
        html = "".join(marks.mark(each) for each in texts)
        return re.findall(r'<button[^>]*popovertarget="word-([^"]+)"[^>]*>([^<]+)</button>', html)

    def test_the_first_mention_is_marked_and_no_other(self):
        self.assertEqual(
            self.marked("<p>Mind the AHT. AHT is not all.</p>", "<p>Average handle time, AHT.</p>"),
            [("aht", "AHT")],
        )

    def test_titles_are_met_in_any_case_and_as_plurals_and_abbreviations_as_written(self):
        self.assertEqual(
            self.marked("<p>Does it say so? SERVICE LEVELS, aht and its SLAs.</p>"),
            [("service-level", "SERVICE LEVELS"), ("sla", "SLAs")],
        )

    def test_a_term_that_is_an_ordinary_word_too_is_met_as_a_name_only(self):
        self.assertEqual(self.marked("<p>Please zoom in.</p>"), [])
        self.assertEqual(self.marked("<p>We use Zoom for calls.</p>"), [("zoom", "Zoom")])

    def test_the_longer_term_wins(self):
        self.assertEqual(
            self.marked("<p>A service level agreement names it.</p>"),
            [("sla", "service level agreement")],
        )

    def test_headings_links_and_code_are_left_alone(self):
        for html in (
            "<h3>AHT</h3>",
            '<p><a href="/x/">What <b>AHT</b> says</a></p>',
            "<code>AHT</code>",
            "<!-- AHT --><p>Nothing</p>",
            '<p title="AHT">Nothing</p>',
            "<script>AHT</script>",
        ):
            with self.subTest(html):
                self.assertEqual(GlossaryMarks().mark(html), html)

    def test_a_mention_in_a_link_does_not_use_up_the_term(self):
        self.assertEqual(self.marked('<p><a href="/x/">AHT</a> and AHT</p>'), [("aht", "AHT")])

    def test_words_of_two_list_items_are_not_one_term(self):
        self.assertEqual(
            self.marked("<ul><li>AHT</li><li>Service</li><li>level</li></ul>"), [("aht", "AHT")]
        )

    def test_what_was_text_stays_text(self):
        html = GlossaryMarks().mark("<p>AHT &lt;script&gt;alert(1)&lt;/script&gt; R&amp;D é</p>")

        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt; R&amp;D é", html)
        self.assertNotIn("<script", html)

    def test_html_that_is_broken_is_shown_as_far_as_it_goes(self):
        for html in (
            "<p>AHT",
            "AHT</p></div>",
            "<p>AHT < 5 & more",
            "AHT<",
            "<p>AHT\x00</p>",
            "<b><i>AHT</b>",
        ):
            with self.subTest(html):
                self.assertIn("AHT</button>", GlossaryMarks().mark(html))

    def test_a_page_without_a_term_is_given_back_as_it_is(self):
        html = "<p>Nothing<br>to &nbsp; explain</p>"
        self.assertEqual(GlossaryMarks().mark(html), html)

    def test_all_terms_cost_one_query(self):
        with self.assertNumQueries(1):
            marks = GlossaryMarks()
            marks.mark("<p>AHT</p>")
            marks.mark("<p>SLA</p>")


class ArticleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        MetricFactory(
            slug="aht",
            title="Average handle time",
            abbreviation="AHT",
            definition="How long one contact takes.",
            caution="Short is not solved.",
        )

    def test_each_word_marked_has_its_meaning_below_once(self):
        body = [text("<p>AHT first.</p>"), text("<p>AHT again.</p>")]
        for page in (
            self.tree.guide(body=body),
            self.tree.role_page(
                RoleFactory(), body=[("text", RichText(each["value"])) for each in body]
            ),
        ):
            with self.subTest(page.url):
                response = self.client.get(page.url)
                self.assertContains(
                    response, 'popovertarget="word-aht" type="button">AHT</button>', count=1
                )
                self.assertContains(response, 'id="word-aht"', count=1)
                self.assertContains(response, "How long one contact takes.", count=1)
                self.assertContains(response, 'href="/glossary/#aht"')

    def test_a_page_that_does_not_list_meanings_marks_no_word(self):
        page = self.tree.standard_page(body=[text("<p>AHT</p>")])
        self.assertNotContains(self.client.get(page.url), "popovertarget")

    def test_an_article_without_a_term_has_no_list(self):
        page = self.tree.guide(body=[text("<p>Nothing to explain.</p>")])
        self.assertNotContains(self.client.get(page.url), "Words in this text")
