from django.http import QueryDict
from django.test import TestCase

from listings.filters import ListingFilterSet
from tests.factories import ListingFactory, PlaceFactory, RoleFactory


class BadValuesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(role=RoleFactory(slug="csr"))

    def test_every_bad_value_is_ignored_with_a_note(self):
        bad = [
            "role=astronaut",
            "line=L",
            "mode=REMOTE",
            "type=full_time",
            "shift=noon",
            "channel=pigeon",
            "radius=7",
            "radius=25.0",
            "currency=usd",
            "sort=best",
            "no_phone=banana",
            "no_weekends=2",
            "pay=abc",
            "pay=-5",
            "pay=1e9",
            "pay=1,00",
            "pay=12.345.678",
            "pay=NaN",
            "pay=Infinity",
            "pay=9999999999",
            "pay=999999999k",
            "pay=$",
            "pay=%D9%A1%D9%A2",
            "q=a%00b",
            "location=a%00b",
            "location=" + "x" * 5000,
            "location=,,,,",
        ]
        for query in bad:
            with self.subTest(query):
                search = ListingFilterSet(QueryDict(query))

                self.assertEqual(set(search.qs), {self.listing})
                self.assertEqual(len(search.notes), 1)
                self.assertLess(len(search.notes[0]), 300)
                self.assertEqual(search.chips(), [])

    def test_a_good_value_beside_a_bad_one_counts(self):
        search = ListingFilterSet(QueryDict("line=technical&line=bad&line=front_line"))

        self.assertEqual(search.values["line"], ["technical", "front_line"])
        self.assertEqual(search.notes, ["“bad” is no choice under “Line” and was left out."])


class ChipTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        RoleFactory(slug="csr", title="Customer service representative")
        PlaceFactory()

    def chips(self, query):
        return {chip.label: chip.query for chip in ListingFilterSet(QueryDict(query)).chips()}

    def test_each_chip_names_what_is_on_and_takes_only_that_off(self):
        chips = self.chips("line=technical&line=success&mode=hybrid&pay=19&page=3&as_of=x&foo=1")

        self.assertEqual(
            chips,
            {
                "Technical": "line=success&mode=hybrid&pay=19",
                "Success and accounts": "line=technical&mode=hybrid&pay=19",
                "Hybrid": "line=technical&line=success&pay=19",
                "$19.00 an hour or more": "line=technical&line=success&mode=hybrid",
            },
        )

    def test_taking_the_place_off_takes_off_what_rests_on_it(self):
        chips = self.chips("location=Columbus&radius=50&sort=distance&q=billing")

        self.assertEqual(chips["Within 50 miles of Columbus, OH"], "q=billing")
        self.assertEqual(chips["“billing”"], "location=Columbus&radius=50&sort=distance")

    def test_every_kind_of_filter_has_a_chip(self):
        query = (
            "q=a&role=csr&line=technical&location=Columbus&mode=hybrid&type=INTERN"
            "&pay=20&shift=day&no_weekends=1&channel=chat&no_phone=1"
        )

        self.assertEqual(
            list(self.chips(query)),
            [
                "“a”",
                "Within 25 miles of Columbus, OH",
                "Technical",
                "Customer service representative",
                "Hybrid",
                "Internship",
                "Days",
                "Chat",
                "No weekends",
                "No phone at all",
                "$20.00 an hour or more",
            ],
        )

    def test_the_shortest_query_finds_the_same_again(self):
        search = ListingFilterSet(
            QueryDict("pay=%C2%A320&mode=&radius=25&sort=newest&location=Columbus&line=zz")
        )

        again = ListingFilterSet(QueryDict(search.query()))

        self.assertEqual(search.query(), "location=Columbus&pay=20&currency=GBP")
        self.assertEqual(again.query(), search.query())


class HeadingTests(TestCase):
    def heading(self, query, count=2):
        return ListingFilterSet(QueryDict(query)).heading(count, f"{count:,}")

    def test_the_heading_says_how_many_of_what_and_where(self):
        PlaceFactory()

        cases = {
            "": "2 customer-service jobs",
            "mode=remote": "2 remote customer-service jobs",
            "location=Columbus": "2 customer-service jobs within 25 miles of Columbus, OH",
            "location=Columbus&mode=remote": "2 remote customer-service jobs open to the US",
            "location=Columbus&mode=remote&mode=hybrid": (
                "2 customer-service jobs within 25 miles of Columbus, OH, or remote"
            ),
        }
        for query, heading in cases.items():
            with self.subTest(query):
                self.assertEqual(self.heading(query), heading)
        self.assertEqual(self.heading("", count=1), "1 customer-service job")
        self.assertEqual(self.heading("", count=1284), "1,284 customer-service jobs")
