"""What nobody confirmed stands below all others in lists, and the newest twenty still come from an index."""

from datetime import timedelta

from django.db import connection
from django.template import Context, Template
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from listings.filters import ListingFilterSet
from listings.models import Listing
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory, RoleFactory


class OrderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        now = timezone.now()
        shared = {"employer": EmployerFactory(), "role": RoleFactory(slug="csr")}
        cls.dropped = ListingFactory(
            is_unconfirmed=True, title="Agent agent agent", date_posted=now - timedelta(hours=1),
            valid_through=now + timedelta(days=1), **shared
        )  # fmt: skip
        cls.old, cls.new = (
            ListingFactory(
                title="Agent",
                date_posted=now - timedelta(days=days),
                place=PlaceFactory(dublin=True),
                **shared,
            )
            for days in (9, 2)
        )

    def found(self, query):
        return list(ListingFilterSet(None, Listing.objects.open()).with_query(query).qs)

    def test_by_date_by_relevance_and_by_distance_it_comes_last(self):
        for query in ("", "q=agent", "location=Columbus, OH"):
            with self.subTest(query):
                self.assertEqual(self.found(query)[-1], self.dropped)
                self.assertEqual(self.found(query)[:2], [self.new, self.old])

    def test_who_asks_for_another_order_gets_that(self):
        self.assertEqual(self.found("sort=closing")[0], self.dropped)

    def test_landing_pages_and_lists_on_other_pages_do_the_same(self):
        page = self.client.get(reverse("listings:landing_role", args=["csr"]))
        self.assertEqual(list(page.context["listings"])[-1], self.dropped)
        for tag in ("newest_listings limit=2", "open_listings role limit=2"):
            template = Template("{% load listing_tags %}{% " + tag + " %}")
            html = template.render(Context({"role": self.new.role}))
            self.assertNotIn(self.dropped.get_absolute_url(), html)

    def test_pages_of_the_list_hold_each_job_once(self):
        for n in range(45):
            ListingFactory(
                employer=self.new.employer, role=self.new.role, is_unconfirmed=n % 2 == 0
            )
        seen = []
        first = self.client.get(reverse("listings:listing_list"))
        as_of = first.context["view"].as_of.isoformat()
        for number in (1, 2, 3):
            page = self.client.get(
                reverse("listings:listing_list"), {"page": number, "as_of": as_of}
            )
            seen += list(page.context["page_obj"])

        self.assertEqual(len(seen), 48)
        self.assertEqual(len({one.pk for one in seen}), 48)
        flags = [one.is_unconfirmed for one in seen]
        self.assertEqual(flags, sorted(flags))

    def test_the_newest_twenty_are_read_from_the_index_in_order(self):
        if connection.vendor == "postgresql":
            # It plans by how many rows there are: with three it would read and sort them all.
            with connection.cursor() as cursor:
                for way in ("seqscan", "bitmapscan", "sort"):
                    cursor.execute(f"SET LOCAL enable_{way} = off")

        plan = Listing.objects.open().newest_first()[:20].explain()

        self.assertIn("listing_newest", plan)
        self.assertNotIn("USE TEMP B-TREE", plan)  # SQLite's word for sorting
        self.assertNotIn("Sort", plan)

    def test_programs_read_by_date_alone_and_from_the_index_too(self):
        newest = Listing.objects.open().newest_by_date(2)
        self.assertEqual(list(newest), [self.dropped, self.new])

        jobs = self.client.get("/api/v1/jobs?limit=2").json()
        self.assertEqual([job["id"] for job in jobs["results"]], [self.dropped.pk, self.new.pk])
        rest = self.client.get(jobs["next"]).json()
        self.assertEqual([job["id"] for job in rest["results"]], [self.old.pk])
        if connection.vendor == "sqlite":
            self.assertEqual(newest.explain().count("listing_newest"), 2)
