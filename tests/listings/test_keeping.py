"""What is kept for seconds, for whom, and what is not."""

from unittest import mock

from django.core.cache import caches
from django.test import TestCase, override_settings
from django.utils import timezone

from listings.models import Listing
from tests import factories as make

KEEPING = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"},
}


@override_settings(CACHES=KEEPING)
class KeepingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.role = make.RoleFactory(slug="csr")
        make.ListingFactory(role=cls.role, title="Ferry steward")

    def setUp(self):
        caches["pages"].clear()
        self.addCleanup(caches["pages"].clear)

    def close_all(self):
        Listing.objects.update(valid_through=timezone.now())

    def test_a_guest_gets_the_page_of_seconds_ago_without_a_statement(self):
        for address in ["/jobs/", "/jobs/role/csr/"]:
            self.assertContains(self.client.get(address), "Ferry steward")
        self.close_all()
        for address in ["/jobs/", "/jobs/role/csr/"]:
            with self.subTest(address), self.assertNumQueries(0):
                self.assertContains(self.client.get(address), "Ferry steward")

    def test_another_search_is_another_page(self):
        self.client.get("/jobs/")
        self.close_all()
        self.assertNotContains(self.client.get("/jobs/?mode=remote"), "Ferry steward")

    def test_whoever_brings_a_cookie_gets_the_page_as_it_is_now(self):
        self.client.get("/jobs/")
        self.close_all()
        self.client.force_login(make.UserFactory())
        self.assertNotContains(self.client.get("/jobs/"), "Ferry steward")

    def test_a_page_for_somebody_signed_in_is_given_to_nobody_else(self):
        self.client.force_login(make.UserFactory())
        self.client.get("/jobs/")
        self.client.logout()
        self.close_all()
        self.assertNotContains(self.client.get("/jobs/"), "Ferry steward")

    def count(self):
        """As somebody with a cookie sees it: no page is kept for them, only counts are."""
        self.client.cookies["any"] = "thing"
        return self.client.get("/jobs/").context["paginator"].count

    def test_few_jobs_are_counted_each_time(self):
        self.assertEqual(self.count(), 1)
        self.close_all()
        self.assertEqual(self.count(), 0)

    def test_of_thousands_the_counts_of_a_minute_ago_will_do(self):
        with mock.patch("listings.facets.MANY", 1):
            self.assertEqual(self.count(), 1)
            make.ListingFactory(role=self.role)
            self.assertEqual(self.count(), 1)
