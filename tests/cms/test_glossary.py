from django.core.exceptions import ValidationError
from django.test import TestCase

from cms.models import GlossaryPage, GlossaryTerm
from tests.cms.factories import PageTree


class GlossaryPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        tree = PageTree()
        tree.home.add_child(
            instance=GlossaryPage(title="Glossary", slug="glossary", introduction="In plain words.")
        )
        GlossaryTerm.objects.create(slug="queue", title="Queue", definition="The line.")
        GlossaryTerm.objects.create(
            slug="csat",
            title="customer satisfaction score",
            abbreviation="CSAT",
            is_metric=True,
            definition="How pleased people are.",
            caution="Only few <answer>.",
            source_name="A handbook",
            source_url="https://example.org/handbook",
            source_year=2024,
        )
        GlossaryTerm.objects.create(slug="always-on", title="24/7", definition="Day and night.")

    def get(self):
        return self.client.get("/glossary/")

    def test_terms_stand_in_the_order_of_the_alphabet_whatever_their_case(self):
        response = self.get()

        self.assertEqual(
            [term.slug for term in response.context["terms"]], ["always-on", "csat", "queue"]
        )

    def test_each_letter_that_has_a_term_can_be_jumped_to(self):
        response = self.get()

        for number, letter in enumerate(("#", "C", "Q"), start=1):
            self.assertContains(response, f'<a href="#letter-{number}">{letter}</a>', html=True)
            self.assertContains(response, f'<h2 id="letter-{number}">{letter}</h2>', html=True)

    def test_a_term_stands_at_the_address_that_other_pages_link_to(self):
        term = GlossaryTerm.objects.get(slug="csat")

        self.assertEqual(term.get_absolute_url(), "/glossary/#csat")
        self.assertContains(self.get(), '<li id="csat"', count=1)

    def test_a_figure_is_marked_and_says_what_it_leaves_out_and_whose_words_it_repeats(self):
        response = self.get()

        self.assertContains(response, '<span class="chip">Measured</span>', count=1, html=True)
        self.assertContains(response, "Only few &lt;answer&gt;.")
        self.assertContains(response, '<a href="https://example.org/handbook">A handbook</a>, 2024')

    def test_the_page_stands_without_terms(self):
        GlossaryTerm.objects.all().delete()

        self.assertContains(self.get(), "No word is explained here yet.")

    def test_query_count_does_not_grow_with_the_terms(self):
        # Wagtail's six for the site, the page's place in the tree and who may see it; the crumbs, the terms.
        with self.assertNumQueries(8):
            self.get()
        GlossaryTerm.objects.bulk_create(
            GlossaryTerm(slug=f"term-{n}", title=f"Term {n}", definition="x") for n in range(20)
        )
        with self.assertNumQueries(8):
            self.get()

    def test_an_address_of_a_source_needs_its_name(self):
        term = GlossaryTerm(slug="x", title="X", definition="x", source_url="https://example.org/")

        with self.assertRaises(ValidationError):
            term.full_clean()
