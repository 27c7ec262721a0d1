from decimal import Decimal

from django.test import SimpleTestCase, TestCase

from listings.money import money, pay_text
from listings.pay import Pay
from tests.factories import ListingFactory

# low, high, period, weekly hours (None: not stated) -> low and high an hour, low and high a year
CASES = [
    ("21.50", "24.00", "hour", "40", "21.50", "24.00", "44720.00", "49920.00"),
    ("21.50", "24.00", "hour", None, "21.50", "24.00", "44720.00", "49920.00"),
    ("18.00", "18.00", "hour", "20", "18.00", "18.00", "18720.00", "18720.00"),
    ("160.00", "200.00", "day", "40", "20.00", "25.00", "41600.00", "52000.00"),
    ("173.63", None, "day", "38.8", "22.38", None, "45143.80", None),
    ("860.00", "900.00", "week", "37.5", "22.93", "24.00", "44720.00", "46800.00"),
    ("25000.00", "30000.00", "month", "48", "120.19", "144.23", "300000.00", "360000.00"),
    ("3000.00", None, "month", None, "17.31", None, "36000.00", None),
    ("58000.00", "68000.00", "year", "40", "27.88", "32.69", "58000.00", "68000.00"),
    ("45000.00", "45000.00", "year", "37.5", "23.08", "23.08", "45000.00", "45000.00"),
    ("44980.00", None, "year", None, "21.63", None, "44980.00", None),  # exactly half a cent
    (None, "50000.00", "year", "40", None, "24.04", None, "50000.00"),
    ("0.01", "99999999.99", "year", "80", "0.00", "24038.46", "0.01", "99999999.99"),
]


def decimal(text):
    return None if text is None else Decimal(text)


class PaySumTests(TestCase):
    def test_the_database_and_the_page_come_to_the_same_sum(self):
        for low, high, period, hours, hour_low, hour_high, year_low, year_high in CASES:
            with self.subTest(f"{low} to {high} a {period} at {hours}"):
                listing = ListingFactory(
                    salary_min=decimal(low),
                    salary_max=decimal(high),
                    salary_period=period,
                    weekly_hours=decimal(hours),
                )
                hourly, yearly = listing.pay.hourly, listing.pay.yearly

                self.assertEqual(listing.hourly_guaranteed, decimal(hour_low))
                self.assertEqual(
                    (hourly.minimum, hourly.maximum), (decimal(hour_low), decimal(hour_high))
                )
                self.assertEqual(
                    (yearly.minimum, yearly.maximum), (decimal(year_low), decimal(year_high))
                )
                self.assertEqual(listing.pay.assumes_hours, hours is None)

    def test_pay_not_stated_is_no_pay_and_no_sum(self):
        listing = ListingFactory(pay_not_stated=True)

        self.assertIsNone(listing.pay)
        self.assertIsNone(listing.hourly_guaranteed)


class MoneyTests(SimpleTestCase):
    def test_amounts_have_the_sign_or_the_code_of_their_currency(self):
        cases = [
            ("21.5", "USD", "hour", "$21.50"),
            ("44720", "USD", "year", "$44,720"),
            ("44720.49", "USD", "year", "$44,720"),
            ("172.50", "USD", "day", "$172.50"),
            ("172.00", "USD", "day", "$172"),
            ("11.44", "GBP", "hour", "£11.44"),
            ("13.5", "EUR", "hour", "€13.50"),
            ("20", "CAD", "hour", "CA$20.00"),
            ("25000", "INR", "month", "₹25,000"),
            ("120", "PHP", "hour", "₱120.00"),
            ("1500", "JPY", "hour", "¥1,500"),
            ("31", "CHF", "hour", "CHF\N{NO-BREAK SPACE}31.00"),
            ("999.995", "USD", "hour", "$1,000.00"),
        ]
        for amount, currency, period, text in cases:
            with self.subTest(text):
                self.assertEqual(money(Decimal(amount), currency, period), text)

    def test_a_pay_says_both_ends_or_the_one_that_is_stated(self):
        cases = [
            (Decimal("21.5"), Decimal(24), "$21.50–$24.00"),
            (Decimal("21.5"), Decimal("21.5"), "$21.50"),
            (Decimal("21.5"), None, "from $21.50"),
            (None, Decimal(24), "up to $24.00"),
        ]
        for low, high, text in cases:
            with self.subTest(text):
                self.assertEqual(pay_text(Pay("USD", low, high, "hour")), text)
