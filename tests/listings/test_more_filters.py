from datetime import time, timedelta

from django.http import QueryDict
from django.test import TestCase
from django.utils import timezone

from cms.models import Industry
from listings.filters import ListingFilterSet
from listings.models import Listing, ListingLanguage, ListingShift, ListingSkill
from tests.factories import EmployerFactory, ListingFactory, SkillFactory


def found(query: str) -> set[Listing]:
    return set(ListingFilterSet(QueryDict(query)).qs)


def works(listing, days, starts="09:00", ends="17:00"):
    for day in days:
        ListingShift.objects.create(
            listing=listing,
            weekday=day,
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
        )


class FilterCase(TestCase):
    def assert_found(self, cases: dict[str, set]):
        for query, listings in cases.items():
            with self.subTest(query):
                search = ListingFilterSet(QueryDict(query))

                self.assertEqual(set(search.qs), listings)
                self.assertEqual(search.notes, [])


class AskedTests(FilterCase):
    @classmethod
    def setUpTestData(cls):
        cls.open_to_all = ListingFactory(education_min="none", experience_months=0)
        cls.diploma = ListingFactory(education_min="high_school", experience_months=12)
        cls.degree = ListingFactory(education_min="bachelor", experience_months=36)
        cls.silent = ListingFactory()

    def test_education_and_experience_that_are_not_stated_promise_nothing(self):
        self.assert_found(
            {
                "education=bachelor": {self.degree},
                "education=bachelor&education=none": {self.degree, self.open_to_all},
                "no_degree=1": {self.open_to_all, self.diploma},
                "experience=0": {self.open_to_all},
                "experience=12": {self.open_to_all, self.diploma},
                "experience=24": {self.open_to_all, self.diploma},
                "experience=36": {self.open_to_all, self.diploma, self.degree},
            }
        )


class WeekTests(FilterCase):
    @classmethod
    def setUpTestData(cls):
        cls.office = ListingFactory(weekly_hours=40)
        works(cls.office, range(5))
        cls.nights = ListingFactory(weekly_hours=34.5)
        works(cls.nights, range(5), "22:00", "06:00")
        cls.evenings = ListingFactory(weekly_hours=20)
        works(cls.evenings, [4, 5], "16:00", "00:00")
        cls.silent = ListingFactory(weekly_hours=None)

    def test_ticked_days_are_all_free_in_a_week_that_is_stated(self):
        self.assert_found(
            {
                "day_off=monday": {self.evenings},
                "day_off=sunday": {self.office, self.nights, self.evenings},
                "day_off=saturday&day_off=sunday": {self.office},
                "day_off=monday&day_off=saturday": set(),
            }
        )

    def test_a_shift_past_midnight_takes_the_next_day_and_one_until_midnight_does_not(self):
        self.assertNotIn(self.nights, found("day_off=saturday"))
        self.assertIn(self.evenings, found("day_off=sunday"))

    def test_a_shift_past_midnight_on_sunday_takes_the_monday(self):
        works(self.evenings, [6], "20:00", "04:00")

        self.assertNotIn(self.evenings, found("day_off=monday"))

    def test_hours_a_week_come_in_bands_without_gaps(self):
        self.assert_found(
            {
                "hours=20-34": {self.evenings, self.nights},
                "hours=35-up": {self.office},
                "hours=under-20": set(),
                "hours=under-20&hours=35-up": {self.office},
            }
        )


class SkillsTests(FilterCase):
    @classmethod
    def setUpTestData(cls):
        zendesk, excel = (SkillFactory(slug=slug, tool=True) for slug in ("zendesk", "excel"))
        spanish, french = (SkillFactory(slug=slug, language=True) for slug in ("spanish", "french"))
        cls.first, cls.second, cls.third = ListingFactory.create_batch(3)
        ListingSkill.objects.create(listing=cls.first, skill=zendesk)
        ListingSkill.objects.create(listing=cls.first, skill=excel, is_essential=False)
        ListingSkill.objects.create(listing=cls.second, skill=excel)
        ListingSkill.objects.create(listing=cls.third, skill=SkillFactory(slug="empathy"))
        for listing, language, level in [
            (cls.first, spanish, "B2"),
            (cls.second, spanish, "A2"),
            (cls.second, french, "C1"),
        ]:
            ListingLanguage.objects.create(listing=listing, language=language, level=level)

    def test_any_of_the_tools_is_enough(self):
        self.assert_found(
            {
                "tool=zendesk": {self.first},
                "tool=zendesk&tool=excel": {self.first, self.second},
            }
        )
        self.assertEqual(len(found("tool=empathy")), 3)  # no tool: ignored with a note

    def test_a_language_is_asked_at_most_at_my_level(self):
        self.assert_found(
            {
                "language=spanish": {self.first, self.second},
                "language=spanish&language_level=B1": {self.second},
                "language=spanish&language=french&language_level=B1": {self.second},
                "language=french&language_level=B2": set(),
                "language_level=A1": {self.first, self.second, self.third},
            }
        )

    def test_a_level_without_a_language_is_left_out_of_the_address(self):
        self.assertEqual(ListingFilterSet(QueryDict("language_level=A1")).query(), "")


class EmployerAndApplyingTests(FilterCase):
    @classmethod
    def setUpTestData(cls):
        retail = Industry.objects.create(slug="retail", title="Retail")
        Industry.objects.create(slug="banking", title="Banking")
        now = timezone.now()
        cls.shop = ListingFactory(
            employer=EmployerFactory(industry=retail), date_posted=now - timedelta(hours=3)
        )
        cls.agency = ListingFactory(
            employer=EmployerFactory(kind="agency"),
            apply_route="external",
            apply_url="https://x.example/1",
            date_posted=now - timedelta(days=5),
        )
        cls.remote = ListingFactory(
            remote=True, applicant_countries="CA US", date_posted=now - timedelta(days=2)
        )
        cls.british = ListingFactory(
            remote=True, applicant_countries="GB", date_posted=now - timedelta(days=30)
        )

    def test_employer_route_and_day_of_posting(self):
        self.assert_found(
            {
                "industry=retail": {self.shop},
                "industry=retail&industry=banking": {self.shop},
                "employer_kind=agency": {self.agency},
                "on_site=1": {self.shop, self.remote, self.british},
                "posted=1": {self.shop},
                "posted=3": {self.shop, self.remote},
                "posted=7": {self.shop, self.remote, self.agency},
            }
        )

    def test_where_a_remote_worker_may_live(self):
        self.assert_found(
            {
                "live=US": {self.remote},
                "live=CA&live=GB": {self.remote, self.british},
                "live=ZZ": set(),
            }
        )
