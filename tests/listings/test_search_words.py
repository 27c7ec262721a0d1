from django.http import QueryDict
from django.test import TestCase

from cms.models import Industry
from listings.filters import ListingFilterSet
from tests.factories import ListingFactory, PlaceFactory, RoleFactory, SkillFactory


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
            "sort=distance",
            "live=us",
            "live=USA",
            "hours=40",
            "day_off=someday",
            "tool=hammer",
            "language=klingon",
            "language_level=b2",
            "education=phd",
            "no_degree=banana",
            "experience=7",
            "industry=mining",
            "employer_kind=me",
            "posted=365",
            "on_site=off",
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
        SkillFactory(slug="zendesk", tool=True)
        SkillFactory(slug="spanish", language=True)
        Industry.objects.create(slug="retail", title="Retail")

    def chips(self, query):
        return {chip.label: chip.query for chip in ListingFilterSet(QueryDict(query)).chips()}

    def test_each_chip_names_what_is_on_and_takes_only_that_off(self):
        chips = self.chips("line=technical&line=success&mode=hybrid&pay=19&page=3&as_of=x&foo=1")

        self.assertEqual(
            chips,
            {
                "Technical": "mode=hybrid&line=success&pay=19",
                "Success and accounts": "mode=hybrid&line=technical&pay=19",
                "Hybrid": "line=technical&line=success&pay=19",
                "$19.00 an hour or more": "mode=hybrid&line=technical&line=success",
            },
        )

    def test_what_a_chip_leads_to_is_the_shortest_form_of_that_search(self):
        queries = [
            "q=billing&location=Columbus&sort=distance&radius=50",
            "q=billing&sort=newest",
            "q=billing&location=Columbus&sort=newest&line=technical",
            "location=Columbus&sort=newest",
            "pay=20&currency=GBP&sort=pay",
            "pay=20&currency=GBP",
            "language=spanish&language_level=B1",
            "q=remote+billing&literal=remote+billing",
        ]
        for query in queries:
            for chip in ListingFilterSet(QueryDict(query)).chips():
                with self.subTest(query, chip=chip.label):
                    again = ListingFilterSet(QueryDict(chip.query))

                    self.assertEqual(again.query(), chip.query)
                    self.assertEqual(again.notes, [])

    def test_taking_the_place_off_takes_off_what_rests_on_it(self):
        chips = self.chips("location=Columbus&radius=50&sort=distance&q=billing")

        self.assertEqual(chips["Within 50 miles of Columbus, OH"], "q=billing")
        # Around a place without words, the nearest come first anyway.
        self.assertEqual(chips["“billing”"], "location=Columbus&radius=50")

    def test_every_kind_of_filter_has_a_chip(self):
        query = (
            "q=a1&role=csr&line=technical&location=Columbus&mode=hybrid&type=INTERN"
            "&pay=20&shift=day&no_weekends=1&channel=chat&no_phone=1&live=CA&live=ZZ&hours=20-34"
            "&day_off=saturday&tool=zendesk&language=spanish&language_level=B1&education=none"
            "&no_degree=1&experience=12&industry=retail&employer_kind=agency&posted=3&on_site=1"
        )

        self.assertEqual(
            list(self.chips(query)),
            [
                "“a1”",
                "Within 25 miles of Columbus, OH",
                "Hybrid",
                "$20.00 an hour or more",
                "Internship",
                "Days",
                "No weekends",
                "Saturday off",
                "20 to 34 hours a week",
                "No phone at all",
                "Chat",
                "Technical",
                "Customer service representative",
                "No degree needed",
                "Asked: No degree or diploma needed",
                "Experience asked: 1 year at most",
                "Posted in the last 3 days",
                "Remote, living in Canada",
                "Remote, living in ZZ",
                "Spanish, B1 at most",
                "Zendesk",
                "Retail",
                "Staffing agency",
                "Apply on Rungs",
            ],
        )

    def test_the_shortest_query_finds_the_same_again(self):
        search = ListingFilterSet(
            QueryDict("pay=%C2%A320&mode=&radius=25&sort=distance&location=Columbus&line=zz")
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
