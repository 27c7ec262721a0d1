"""Twenty requests of one instant: as they are, and with the guard taken away, where they have to go wrong."""

from contextlib import contextmanager
from unittest import mock

from django.db import connection
from django.test import Client

from listings.api.writing import once
from listings.models import ApiWrite, Listing
from tests import factories as make
from tests.listings.employer_api_case import BASE, KEY, key_for
from tests.racing import RaceTestCase

AT_ONCE = 20
BODY = {"title": "Support agent", "location_note": "Two sites"}


@contextmanager
def without_uniqueness():
    """As if each request looked for the row and then wrote its own, with nothing to stop the second."""
    constraint = next(c for c in ApiWrite._meta.constraints if c.name == "api_write_once_per_key")

    def claim(api_key, key, digest):
        return ApiWrite.objects.create(
            api_key=api_key, key=key, digest=digest, status=0, body={}
        ), True

    # SQLite makes the table anew from the model: the model has to be without it as well.
    with (
        mock.patch.object(ApiWrite._meta, "constraints", []),
        connection.schema_editor() as editor,
    ):
        editor.remove_constraint(ApiWrite, constraint)
    try:
        with mock.patch.object(once, "claim", claim):
            yield
    finally:
        ApiWrite.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(ApiWrite, constraint)


class ParallelPosts(RaceTestCase):
    def setUp(self):
        super().setUp()
        key_for(make.EmployerFactory())

    def post(self, key, **changes):
        response = Client().post(
            BASE,
            BODY | changes,
            content_type="application/json",
            headers={"authorization": f"Bearer {KEY}", "idempotency-key": key},
        )
        return response.status_code, response.json().get("id")

    def test_one_idempotency_key_makes_one_post_and_all_are_told_of_it(self):
        answers = self.at_once(*[lambda: self.post("req-1")] * AT_ONCE)

        listing = Listing.objects.get()
        self.assertEqual(ApiWrite.objects.count(), 1)
        self.assertLessEqual({status for status, _pk in answers}, {201, 409})
        self.assertEqual({pk for status, pk in answers if status == 201}, {listing.pk})

    def test_one_reference_makes_one_post_whatever_the_idempotency_keys(self):
        acts = [
            lambda number=number: self.post(f"req-{number}", reference="REQ-1")
            for number in range(8)
        ]
        answers = self.at_once(*acts)

        listing = Listing.objects.get()
        self.assertEqual(sorted(status for status, _pk in answers), [201] + [409] * 7)
        self.assertEqual({pk for _status, pk in answers}, {listing.pk})

    def test_without_the_unique_row_there_would_be_twenty(self):
        with without_uniqueness():
            self.at_once(*[lambda: self.post("req-1")] * AT_ONCE)
            self.assertEqual(Listing.objects.count(), AT_ONCE)
