"""Job pages of work that wears people out point to guides about keeping well."""

from django.test import TestCase

from listings.models import ListingTarget
from listings.strain import strains
from tests.cms.factories import PageTree
from tests.factories import ListingFactory, MetricFactory


class StrainTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.guide = cls.tree.guide("after-a-hard-call", kind="wellbeing")
        cls.tree.guide("a-trend", kind="trend")
        cls.tree.guide("not-out-yet", kind="wellbeing", live=False)

    def calm(self, **stated):
        plain = {"shift_pattern": "day", "works_weekends": False, "concurrent_contacts": None}
        return ListingFactory(**plain | stated)

    def page(self, listing):
        return self.client.get(listing.get_absolute_url())

    def test_only_what_the_post_names_counts(self):
        for stated, expected in (
            ({}, []),
            ({"works_weekends": None, "shift_pattern": ""}, []),
            ({"concurrent_contacts": 2}, []),
            ({"concurrent_contacts": 3}, ["several contacts at once"]),
            ({"shift_pattern": "night"}, ["shifts outside the day"]),
            ({"works_weekends": True}, ["work on weekends"]),
        ):
            with self.subTest(stated):
                self.assertEqual(strains(self.calm(**stated)), expected)

    def test_a_target_for_pace_is_named_and_one_for_quality_is_not(self):
        listing = self.calm()
        ListingTarget.objects.create(listing=listing, metric=MetricFactory(slug="csat"))
        self.assertEqual(strains(listing), [])
        ListingTarget.objects.create(
            listing=listing, metric=MetricFactory(slug="contacts-per-hour")
        )
        self.assertEqual(strains(listing), ["a target for pace or volume"])

    def test_such_a_post_points_to_live_guides_about_keeping_well_and_no_other_does(self):
        response = self.page(self.calm(shift_pattern="night", works_weekends=True))
        self.assertContains(
            response, "This post names shifts outside the day and work on weekends."
        )
        self.assertContains(response, f'<a href="{self.guide.url}">{self.guide.title}</a>', count=1)
        self.assertNotContains(response, "A trend")
        self.assertNotContains(response, "Not out yet")
        self.assertNotContains(self.page(self.calm()), "Guides for this kind of work")

    def test_without_such_a_guide_nothing_is_promised(self):
        self.guide.unpublish()
        response = self.page(self.calm(works_weekends=True))
        self.assertNotContains(response, "Guides for this kind of work")
