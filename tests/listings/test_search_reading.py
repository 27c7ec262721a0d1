from django.http import QueryDict
from django.test import TestCase
from django.urls import reverse

from listings.filters import ListingFilterSet
from listings.models import ListingChannel
from tests.factories import ListingFactory, PlaceFactory, RoleFactory


def search(query):
    return ListingFilterSet(QueryDict(query))


class WordsThatAreFiltersTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.role = RoleFactory(slug="support-agent", title="Support agent")
        cls.wanted = ListingFactory(
            role=cls.role, title="Support agent", remote=True, employment_type="PART_TIME"
        )
        ListingChannel.objects.create(listing=cls.wanted, channel="chat")
        cls.literal = ListingFactory(
            role=cls.role, title="Support agent, part time chat and remote tools"
        )

    def test_become_filters_and_the_rest_stays_words(self):
        found = search("q=part+time+chat+support+remote")

        self.assertEqual(set(found.qs), {self.wanted})
        self.assertEqual(found.query(), "q=support&mode=remote&type=PART_TIME&channel=chat")
        self.assertEqual(
            [(read.phrase, read.label) for read in found.read_words],
            [("part time", "Part time"), ("chat", "Chat"), ("remote", "Remote")],
        )
        self.assertEqual(
            [chip.label for chip in found.chips()], ["“support”", "Remote", "Part time", "Chat"]
        )

    def test_are_words_again_on_request_and_what_was_ticked_stays(self):
        typed = search("q=part+time+chat+support+remote&shift=day")

        literal = search(typed.literal_query)

        self.assertEqual(set(literal.qs), {self.literal})
        self.assertEqual(literal.read_words, [])
        self.assertEqual(literal.values["shift"], ["day"])
        self.assertEqual(literal.values["mode"], [])
        self.assertEqual(search(literal.query()).query(), literal.query())

    def test_words_put_together_by_what_was_taken_out_are_read_too(self):
        found = search("q=part+remote+time")

        self.assertEqual(found.query(), "mode=remote&type=PART_TIME")
        self.assertEqual(search(found.query()).query(), found.query())

    def test_literal_counts_only_for_the_very_words(self):
        self.assertEqual(search("q=remote&literal=chat").query(), "mode=remote")
        self.assertEqual(search("q=support&literal=support").query(), "q=support")

    def test_a_place_in_the_words_counts_unless_one_is_given(self):
        PlaceFactory()
        PlaceFactory(leeds=True)

        self.assertEqual(search("q=support+in+Columbus").query(), "q=support&location=Columbus")
        given = search("q=support+in+Columbus&location=Leeds")
        self.assertEqual((given.values["q"], given.place.name), ("support Columbus", "Leeds"))
        self.assertEqual(given.read_words, [])

    def test_the_page_says_what_was_read_and_how_to_take_it_back(self):
        response = self.client.get(reverse("listings:listing_list"), {"q": "remote support"})

        self.assertContains(response, "“remote” was read as the filter Remote.")
        self.assertContains(
            response,
            '<a class="quiet" href="?q=remote+support&amp;literal=remote+support">'
            "Search for these words instead</a>",
            html=True,
        )
        self.assertContains(response, 'name="q" type="search" value="support"')

    def test_a_slip_of_the_finger_is_put_right_and_said(self):
        response = self.client.get(reverse("listings:listing_list"), {"q": "suport"})

        self.assertContains(response, "Nothing says “suport”, so this is “support”.")
        self.assertEqual(response.context["paginator"].count, 2)


class OrderOfWordsTests(TestCase):
    def test_with_words_the_best_match_comes_first_unless_told_otherwise(self):
        in_text = ListingFactory(title="Agent", description="You answer billing questions.")
        in_title = ListingFactory(title="Billing agent", date_posted=in_text.date_posted)

        self.assertEqual(list(search("q=billing").qs), [in_title, in_text])
        self.assertEqual(search("q=billing").order_name, "best")
        self.assertEqual(search("q=billing&sort=newest").order_name, "newest")
        self.assertEqual(search("sort=best").order_name, "newest")

    def test_around_a_place_the_nearest_come_first(self):
        PlaceFactory()

        self.assertEqual(search("location=Columbus").order_name, "distance")
        self.assertEqual(search("location=Columbus&q=billing").order_name, "best")
        self.assertEqual(
            [value for value, _label in search("location=Columbus").sort_choices],
            ["newest", "closing", "pay", "distance"],
        )
