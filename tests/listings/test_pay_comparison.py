from decimal import Decimal

from django.test import TestCase

from cms.models import Wage, WageArea
from tests.factories import ListingFactory, PlaceFactory, RoleFactory

SOC = "43-4051"
SOURCE = "US Bureau of Labor Statistics, Occupational Employment and Wage Statistics, May 2025"


def wage(area, median="22.28", **values):
    figures = {
        "hourly_p10": "15.96",
        "hourly_p25": "18.37",
        "hourly_p75": "25.00",
        "hourly_p90": "29.97",
    }
    return Wage.objects.create(
        soc_code=SOC,
        occupation="Customer Service Representatives",
        area=area,
        industry="All industries",
        year=2025,
        source=SOURCE,
        hourly_median=median,
        **figures | values,
    )


class PayComparisonTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = PlaceFactory()
        cls.role = RoleFactory(slug="csr", soc_code=SOC)
        cls.nation = WageArea.objects.create(kind="national", code="0000000", title="National")
        cls.ohio = WageArea.objects.create(kind="state", code="39", title="Ohio", state="OH")
        cls.metro = WageArea.objects.create(kind="metro", code="18140", title="Columbus, OH")
        cls.metro.title_cities.add(cls.columbus)
        wage(cls.nation, "21.53")

    def get(self, **values):
        listing = ListingFactory(**{"role": self.role, "place": self.columbus} | values)
        return self.client.get(listing.get_absolute_url())

    def test_the_nearest_area_with_a_figure_speaks(self):
        self.assertContains(
            self.get(), "$21.53 an hour, for Customer Service Representatives in the United States"
        )

        wage(self.ohio, "21.90")
        self.assertContains(
            self.get(), "$21.90 an hour, for Customer Service Representatives in Ohio"
        )

        wage(self.metro, None, hourly_p10=None)
        self.assertContains(self.get(), "$21.90 an hour")

        Wage.objects.filter(area=self.metro).update(hourly_median="22.28")
        response = self.get()
        self.assertContains(
            response, "$22.28 an hour, for Customer Service Representatives in Columbus, OH"
        )
        self.assertContains(response, SOURCE)

    def test_a_whole_range_lies_below_above_or_across_the_middle(self):
        cases = [
            ("21.54", "24.00", "above the middle"),
            ("18.00", "21.52", "below the middle"),
            ("18.00", "24.00", "spans the middle"),
            ("21.53", "24.00", "spans the middle"),
            ("22.00", None, "above the middle"),
            (None, "20.00", "below the middle"),
        ]
        for low, high, words in cases:
            with self.subTest(f"{low} to {high}"):
                response = self.get(
                    salary_min=low and Decimal(low), salary_max=high and Decimal(high)
                )

                self.assertContains(response, f"<strong>{words}</strong>")

    def test_an_open_end_that_decides_leaves_the_middle_alone(self):
        for values in (
            {"salary_min": Decimal(20), "salary_max": None},
            {"salary_min": None, "salary_max": Decimal(30)},
            {"pay_not_stated": True},
        ):
            with self.subTest(values):
                self.assertContains(self.get(**values), "is <strong>$21.53</strong> an hour.")

    def test_remote_work_in_the_us_is_compared_with_the_nation(self):
        wage(self.metro)

        response = self.get(work_mode="remote", applicant_countries="US CA")

        self.assertContains(
            response, "$21.53 an hour, for Customer Service Representatives in the United States"
        )

    def test_elsewhere_there_is_no_published_figure(self):
        leeds = PlaceFactory(leeds=True)
        for values in (
            {"place": leeds, "salary_currency": "GBP"},
            {"work_mode": "remote", "place": None, "applicant_countries": "GB"},
            {"role": RoleFactory(soc_code="")},
            {"place": None, "location_note": "All over the state"},
        ):
            with self.subTest(values):
                self.assertContains(self.get(**values), "No published figure")

    def test_dollars_are_not_compared_with_other_money(self):
        response = self.get(salary_currency="CAD")

        self.assertContains(response, "is <strong>$21.53</strong> an hour.")
        self.assertNotContains(response, "This job</text>")

    def test_a_proxy_is_called_one(self):
        self.assertNotContains(self.get(), "A proxy")

        proxy = RoleFactory(slug="lead", soc_code=SOC, soc_is_proxy=True)
        self.assertContains(self.get(role=proxy), "A proxy")

    def test_an_offer_outside_the_published_range_stays_in_the_picture(self):
        for low, high in (("10", "11"), ("60", "80"), ("15.96", "29.97")):
            with self.subTest(low):
                plot = self.get(
                    salary_min=Decimal(low), salary_max=Decimal(high)
                ).context["comparison"].plot  # fmt: skip

                for x, width in (plot.offer, plot.whole, plot.middle):
                    self.assertGreaterEqual(x, 0)
                    self.assertLessEqual(x + width, 101.5)

    def test_figures_that_are_not_published_are_said_to_be_so(self):
        wage(self.metro, hourly_p90=None, hourly_p75=None)

        response = self.get()

        self.assertContains(response, "<td>not published</td>", count=2)
