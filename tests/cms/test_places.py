from django.test import TestCase

from cms.models import Place, Wage, WageArea
from cms.models.wages import METRO_RADIUS_MILES
from cms.pay import PublishedPay, national_medians
from tests.cms.factories import WageAreaFactory, WageFactory
from tests.factories import PlaceFactory, RoleFactory

MILES_PER_DEGREE_OF_LATITUDE = 69.09


class NamedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = PlaceFactory(alt_names="|Cbus|")
        cls.georgia = PlaceFactory(geoname_id=2, admin1_code="GA", population=200_000)
        cls.leeds = PlaceFactory(leeds=True)
        cls.saint_paul = PlaceFactory(geoname_id=3, name="Saint Paul", admin1_code="MN")

    def assert_named(self, text, *places):
        self.assertEqual(list(Place.objects.named(text)), list(places))

    def test_a_name_alone_gives_the_largest_first(self):
        self.assert_named("columbus", self.columbus, self.georgia)

    def test_a_state_goes_by_code_or_name(self):
        self.assert_named("Columbus, GA", self.georgia)
        self.assert_named("Columbus, Georgia", self.georgia)
        self.assert_named("Columbus , oh", self.columbus)

    def test_a_country_goes_by_code_or_name(self):
        for text in ("Leeds, United Kingdom", "Leeds, GB", "Leeds, UK", "leeds"):
            self.assert_named(text, self.leeds)

    def test_other_names_and_saints_are_known(self):
        self.assert_named("Cbus", self.columbus)
        self.assert_named("St. Paul, MN", self.saint_paul)

    def test_part_of_a_name_is_no_name(self):
        for text in ("Colum", "", " , OH", "Columbus, Ohi", "%", "|"):
            self.assert_named(text)


class WithinTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = PlaceFactory()
        cls.dublin = PlaceFactory(dublin=True)
        cls.cleveland = PlaceFactory(cleveland=True)

    def test_distances_are_great_circle_miles(self):
        found = {place.name: place.distance for place in Place.objects.within(self.columbus, 200)}

        self.assertAlmostEqual(found["Columbus"], 0, delta=0.1)
        self.assertAlmostEqual(found["Dublin"], 11.3, delta=0.2)
        self.assertAlmostEqual(found["Cleveland"], 126.2, delta=0.5)

    def test_the_corner_of_the_box_is_not_within(self):
        corner = PlaceFactory(geoname_id=9, name="Corner", latitude=40.30, longitude=-82.56)

        self.assertNotIn(corner, Place.objects.within(self.columbus, 25))
        self.assertIn(corner, Place.objects.within(self.columbus, 40))

    def test_a_place_near_the_pole_or_the_date_line_does_no_harm(self):
        pole = PlaceFactory(geoname_id=8, name="Alert", latitude=89.9, longitude=179.9)

        self.assertEqual(list(Place.objects.within(pole, 25)), [pole])


class AroundTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = PlaceFactory()
        cls.nation = WageAreaFactory()
        cls.ohio = WageAreaFactory(ohio=True)
        cls.metro = WageAreaFactory(columbus=True, cities=[cls.columbus])

    def around(self, place):
        return WageArea.objects.around(place)

    def north_of_columbus(self, miles, **kwargs):
        latitude = self.columbus.latitude + miles / MILES_PER_DEGREE_OF_LATITUDE
        return PlaceFactory(geoname_id=77, name="North", latitude=latitude, **kwargs)

    def test_near_a_title_city_the_metropolitan_area_speaks_first(self):
        dublin = PlaceFactory(dublin=True)

        with self.assertNumQueries(1):  # the areas, the nearest title city inside
            areas = self.around(dublin)

        self.assertEqual(areas, [self.metro, self.ohio, self.nation])

    def test_the_boundary_lies_at_25_miles(self):
        inside = self.around(self.north_of_columbus(METRO_RADIUS_MILES - 0.1))
        Place.objects.filter(geoname_id=77).delete()
        outside = self.around(self.north_of_columbus(METRO_RADIUS_MILES + 0.1))

        self.assertEqual(inside[0], self.metro)
        self.assertEqual(outside, [self.ohio, self.nation])

    def test_a_title_city_in_another_state_does_not_count(self):
        across = self.north_of_columbus(5, admin1_code="KY")

        self.assertEqual(self.around(across), [self.nation])

    def test_the_nearest_of_two_title_cities_wins(self):
        dublin = PlaceFactory(dublin=True)
        other = WageAreaFactory(kind="metro", code="2", title="Dublin, OH", cities=[dublin])

        self.assertEqual(self.around(dublin)[0], other)
        self.assertEqual(self.around(self.columbus)[0], self.metro)

    def test_outside_the_us_there_is_none(self):
        self.assertEqual(self.around(PlaceFactory(leeds=True)), [])
        self.assertEqual(self.around(None), [])


class PublishedPayTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = PlaceFactory()
        cls.role = RoleFactory(soc_code="43-4051")
        cls.nation = WageFactory()
        cls.ohio = WageFactory(area__ohio=True, area__cities=None)
        cls.metro = WageFactory(area__columbus=True, area__cities=[cls.columbus])

    def test_the_nearest_figure_comes_first_and_the_nation_last(self):
        pay = PublishedPay(self.role, self.columbus)

        with self.assertNumQueries(1):  # the wages, with the areas inside
            self.assertEqual(pay.wages, [self.metro, self.ohio, self.nation])
        self.assertFalse(pay.is_wider_than_asked)

    def test_an_empty_figure_is_passed_over(self):
        Wage.objects.filter(pk=self.metro.pk).update(hourly_median=None)

        pay = PublishedPay(self.role, self.columbus)

        self.assertEqual(pay.wage, self.ohio)
        self.assertTrue(pay.is_wider_than_asked)

    def test_only_the_newest_release_of_all_industries_is_shown(self):
        newest = WageFactory(year=2026)
        WageFactory(year=2027, naics_sector="52")

        self.assertEqual(PublishedPay(self.role).wages, [newest])
        self.assertEqual(national_medians([self.role]), {self.role.pk: newest})

    def test_without_an_occupation_or_abroad_there_is_nothing(self):
        self.assertEqual(PublishedPay(RoleFactory(), self.columbus).wages, [])
        abroad = PublishedPay(self.role, PlaceFactory(leeds=True))
        self.assertEqual(abroad.wages, [])
        self.assertTrue(abroad.is_abroad)

    def test_the_plot_runs_from_the_lowest_to_the_highest_tenth(self):
        plot = PublishedPay(self.role).plot

        self.assertEqual((plot.lower_quarter, plot.middle_half, plot.median), (25.0, 50.0, 50.0))
        self.assertEqual(plot.median_anchor, "middle")

    def test_there_is_no_plot_where_a_point_is_not_published(self):
        Wage.objects.filter(pk=self.nation.pk).update(hourly_p90=None)

        self.assertIsNone(PublishedPay(self.role).plot)
