from datetime import UTC, datetime
from decimal import Decimal

import time_machine
from django.template.loader import render_to_string
from django.test import TestCase
from django.utils.html import strip_tags

from cms.vocabulary import RoleFamily
from listings.models import Listing, ListingChannel
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory, RoleFactory

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # 10 a.m. in Columbus


def card(listing, **context):
    return render_to_string(
        "listings/partials/listing_card.html", {"listing": listing, "heading": "h2"} | context
    )


def text(listing):
    return " ".join(strip_tags(card(listing).replace("</li>", "</li> ")).split())


@time_machine.travel(NOW, tick=False)
class ListingCardTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.dates = {
            "date_posted": datetime(2026, 11, 19, 14, 0, tzinfo=UTC),
            "valid_through": datetime(2026, 12, 11, 22, 0, tzinfo=UTC),
        }

    def listing(self, **values):
        return ListingFactory(**self.dates | values)

    def test_a_card_tells_what_one_decides_by(self):
        listing = self.listing(
            employer=EmployerFactory(name="Marlow Mutual"),
            role=RoleFactory(family=RoleFamily.FRONT_LINE, ladder_level=1),
            work_mode="hybrid",
            location_note="2 days in the office; free parking",
            works_weekends=False,
        )
        ListingChannel.objects.create(listing=listing, channel="chat", share=30)
        ListingChannel.objects.create(listing=listing, channel="phone", share=70)

        self.assertEqual(
            text(listing),
            "F Front line · rung 1 of 6 Customer service representative "
            "Marlow Mutual · Columbus, OH, hybrid · 2 days in the office "
            "$21.50–$24.00 an hour $44,720–$49,920 a year "
            "Full time, 40 h Days, no weekends Phone, chat "
            "Posted Nov 19 · closes Dec 11, 5 p.m. ET",
        )
        self.assertInHTML(
            f'<h2><a href="{listing.get_absolute_url()}">Customer service representative</a></h2>',
            card(listing),
        )

    def test_where_in_each_work_mode(self):
        cases = [
            ({"work_mode": "on_site"}, "Columbus, OH, on site"),
            ({"work_mode": "field"}, "Columbus, OH, in the field"),
            (
                {
                    "work_mode": "on_site",
                    "place": None,
                    "location_note": "Three shops in Ohio; bus",
                },
                "Three shops in Ohio, on site",
            ),
            ({"remote": True}, "Remote, open to the US"),
            (
                {"remote": True, "applicant_countries": "US CA GB"},
                "Remote, open to the US, Canada and the UK",
            ),
            (
                {"remote": True, "location_note": "You must live in OH or MI; two trips a year"},
                "Remote, open to the US · You must live in OH or MI",
            ),
            (
                {"remote": True, "applicant_countries": "", "place": PlaceFactory()},
                "Remote, based in Columbus, OH",
            ),
            ({"remote": True, "applicant_countries": ""}, "Remote"),
        ]
        for values, words in cases:
            with self.subTest(words):
                self.assertIn(f"· {words} $", text(self.listing(**values)))

    def test_pay_in_each_kind(self):
        stated = {"salary_min": Decimal(20), "salary_max": Decimal(25)}
        cases = [
            (stated, "$20.00–$25.00 an hour $41,600–$52,000 a year"),
            (stated | {"salary_max": None}, "from $20.00 an hour from $41,600 a year"),
            (stated | {"salary_min": None}, "up to $25.00 an hour up to $52,000 a year"),
            (stated | {"salary_max": Decimal(20)}, "$20.00 an hour $41,600 a year"),
            (
                stated | {"weekly_hours": None},
                "$20.00–$25.00 an hour $41,600–$52,000 a year (40 hours assumed)",
            ),
            (
                {
                    "salary_min": Decimal(58_000),
                    "salary_max": Decimal(68_000),
                    "salary_period": "year",
                },
                "$27.88–$32.69 an hour $58,000–$68,000 a year",
            ),
            (stated | {"salary_currency": "GBP"}, "£20.00–£25.00 an hour £41,600–£52,000 a year"),
            (
                {
                    "salary_currency": "INR",
                    "salary_min": Decimal(26_000),
                    "salary_max": Decimal(31_200),
                    "salary_period": "month",
                },
                "₹150.00–₹180.00 an hour ₹26,000–₹31,200 a month",
            ),
            ({"pay_not_stated": True}, "Pay not stated"),
        ]
        for values, words in cases:
            with self.subTest(words):
                self.assertIn(f"{words} Full time", text(self.listing(**values)))

    def test_closing_is_told_on_the_clock_of_the_job(self):
        def at(month, day, hour, minute=0):
            return datetime(2026, month, day, hour, minute, tzinfo=UTC)

        cases = [
            ("America/New_York", at(12, 11, 22), "closes Dec 11, 5 p.m. ET"),
            ("America/Kentucky/Louisville", at(12, 11, 22, 30), "closes Dec 11, 5:30 p.m. ET"),
            ("America/Boise", at(12, 11, 19), "closes Dec 11, noon MT"),
            ("America/Phoenix", at(12, 11, 19), "closes Dec 11, noon MST"),
            ("Europe/London", at(12, 12, 0), "closes Dec 11, 11:59 p.m. London time"),
            ("Asia/Manila", at(12, 11, 9), "closes Dec 11, 5 p.m. Manila time"),
            ("UTC", at(12, 11, 9), "closes Dec 11, 9 a.m. UTC"),
            ("Not/A_Zone", at(12, 11, 9), "closes Dec 11, 9 a.m. UTC"),
            ("../../etc", at(12, 11, 9), "closes Dec 11, 9 a.m. UTC"),
            (
                "America/New_York",
                datetime(2027, 8, 1, 21, tzinfo=UTC),
                "closes Aug 1, 2027, 5 p.m. ET",
            ),
        ]
        for zone, moment, words in cases:
            with self.subTest(f"{zone} {words}"):
                listing = self.listing(time_zone=zone, valid_through=moment)

                self.assertIn(f"· {words}", text(listing))

    def test_three_days_and_fewer_stand_out(self):
        cases = [
            (21, 22, "closes today, 5 p.m. ET"),
            (22, 22, "closes tomorrow, Nov 22, 5 p.m. ET"),
            (24, 17, "closes in 3 days, Nov 24, noon ET"),
        ]
        for day, hour, words in cases:
            listing = self.listing(valid_through=datetime(2026, 11, day, hour, tzinfo=UTC))

            with self.subTest(words):
                self.assertInHTML(f'<span class="soon">{words}</span>', card(listing))

        later = self.listing(valid_through=datetime(2026, 11, 25, 17, tzinfo=UTC))
        self.assertNotIn("soon", card(later))

    def test_closed_and_coming_ones_say_so(self):
        closed_on = {"valid_through": datetime(2026, 11, 20, 22, tzinfo=UTC)}

        self.assertIn("Posted Nov 19 · closed Nov 20", text(self.listing(**closed_on)))
        self.assertIn("Posted Nov 19 · closed", text(self.listing(state="closed")))
        self.assertIn(
            "Will be posted Nov 30",
            text(self.listing(date_posted=datetime(2026, 11, 30, 15, tzinfo=UTC))),
        )
        self.assertIn("Not posted yet", text(ListingFactory(draft=True)))

    def test_says_who_hires_for_others(self):
        listing = self.listing(employer=EmployerFactory(name="Redbud", kind="outsourcer"))

        self.assertIn("Redbud (outsourcer) ·", text(listing))

    def test_work_without_customers_is_named_only_where_there_is_no_other(self):
        both, alone = self.listing(), self.listing()
        ListingChannel.objects.create(listing=both, channel="back_office", share=60)
        ListingChannel.objects.create(listing=both, channel="email", share=40)
        ListingChannel.objects.create(listing=alone, channel="back_office", share=100)

        self.assertIn("Days Email Posted", text(both))
        self.assertIn("Days No customer contact Posted", text(alone))

    def test_markup_in_an_employer_s_words_is_shown_as_text(self):
        listing = self.listing(
            title="<script>x</script>", employer=EmployerFactory(name="<i>A</i>")
        )

        html = card(listing)

        self.assertNotIn("<script>", html)
        self.assertNotIn("<i>", html)

    def test_a_card_costs_no_query_beyond_those_of_for_cards(self):
        for _n in range(3):
            ListingChannel.objects.create(listing=self.listing(), channel="phone")

        # listings with employer, role and place; their channels
        with self.assertNumQueries(2):
            for listing in Listing.objects.open().for_cards():
                card(listing)
