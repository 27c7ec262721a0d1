from decimal import Decimal

from django.http import QueryDict
from django.test import TestCase

from listings.filters import ListingFilterSet
from tests.factories import ListingFactory


def found(query):
    return set(ListingFilterSet(QueryDict(query)).qs)


class PayTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hourly = ListingFactory(salary_min=Decimal("19.00"), salary_max=Decimal("30.00"))
        cls.yearly = ListingFactory(
            salary_min=Decimal(45_000), salary_max=None, salary_period="year"
        )
        cls.pounds = ListingFactory(salary_currency="GBP", salary_max=Decimal("25.00"))
        cls.top_only = ListingFactory(salary_min=None, salary_max=Decimal("40.00"))
        cls.silent = ListingFactory(pay_not_stated=True)

    def test_asks_for_the_lowest_guaranteed_pay_in_one_currency(self):
        cases = {
            "pay=19": {self.hourly, self.yearly},
            "pay=19.01": {self.yearly},
            "pay=21.63": {self.yearly},
            "pay=21.64": set(),
            "pay=20&currency=GBP": {self.pounds},
            "pay=45000": {self.yearly},
            "pay=45,000": {self.yearly},
            "pay=45k": {self.yearly},
            "pay=$45K": {self.yearly},
            "pay=45001": {self.yearly},  # a year's dollar is less than an hour's cent
            "pay=45100": set(),
            "pay=$21.50": {self.yearly},
            "pay=%C2%A320": {self.pounds},  # a pound sign says the currency
            "pay=999.99": set(),
            "pay=0": {self.hourly, self.yearly, self.pounds, self.top_only, self.silent},
        }
        for query, listings in cases.items():
            with self.subTest(query):
                search = ListingFilterSet(QueryDict(query))

                self.assertEqual(set(search.qs), listings)
                self.assertEqual(search.notes, [])

    def test_every_whole_yearly_salary_finds_the_job_that_pays_it(self):
        for salary in range(30_000, 30_110):
            self.yearly.salary_min = salary
            self.yearly.save()

            with self.subTest(salary):
                self.assertIn(self.yearly, found(f"pay={salary}"))

    def test_says_the_other_way_what_was_understood(self):
        hour, year = (ListingFilterSet(QueryDict(f"pay={pay}")).pay_floor for pay in ("19", "45k"))

        self.assertEqual(hour.label, "$19.00 an hour or more")
        self.assertEqual(hour.other_way, "That is $39,520 a year at 40 hours a week.")
        self.assertEqual(year.label, "$45,000 a year or more")
        self.assertEqual(year.other_way, "That is $21.63 an hour at 40 hours a week.")

    def test_a_currency_alone_finds_everything(self):
        self.assertEqual(len(found("currency=GBP")), 5)

    def test_sorting_by_pay_compares_within_one_currency_and_puts_the_rest_last(self):
        dollars, pounds = (
            list(ListingFilterSet(QueryDict(query)).qs)
            for query in ("sort=pay", "sort=pay&currency=GBP")
        )

        self.assertEqual(dollars[:2], [self.yearly, self.hourly])
        self.assertEqual(set(dollars[2:]), {self.pounds, self.top_only, self.silent})
        self.assertEqual(pounds[0], self.pounds)
