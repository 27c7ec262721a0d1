from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from listings.duplicates import duplicates_of
from listings.fingerprints import fingerprint
from listings.models import Listing
from tests.factories import EmployerFactory, ListingFactory, PlaceFactory


class DuplicateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer = EmployerFactory()
        cls.draft = ListingFactory(
            employer=cls.employer, draft=True, title="Chat agent, evenings", description="Mine"
        )

    def other(self, **columns):
        columns = {"title": "Something else", "employer": self.employer} | columns
        return ListingFactory(**columns)

    def found(self):
        return set(duplicates_of(Listing.objects.get(pk=self.draft.pk)))

    def test_the_same_title_in_the_same_place_is_the_same_job_however_it_is_written(self):
        same = self.other(title="EVENINGS – chat agent!")
        self.other(title="Chat agent, mornings")
        self.other(title="Chat agent, evenings", place=PlaceFactory(cleveland=True))
        self.other(title="Chat agent, evenings", remote=True)

        self.assertEqual(self.found(), {same})

    def test_the_same_text_is_the_same_job(self):
        same = self.other(title="Chat agent, evenings", description="Mine", shift_pattern="night")
        same.fingerprint = fingerprint(same)
        same.save()

        self.assertEqual(self.found(), {same})

    def test_only_what_stands_counts_and_nobody_elses(self):
        title = self.draft.title
        standing = {self.other(title=title, **{kind: True}) for kind in ("in_review", "scheduled")}
        for kind in ({"draft": True}, {"expired": True}, {"closed": True}, {"state": "rejected"}):
            self.other(title=title, **kind)
        self.other(title=title, employer=EmployerFactory())

        self.assertEqual(self.found(), standing)

    def test_one_query_however_many_there_are(self):
        for n in (3, 20):
            for _row in range(n):
                self.other(
                    title=self.draft.title,
                    valid_through=timezone.now() + timedelta(days=5),
                )
            draft = Listing.objects.get(pk=self.draft.pk)
            with self.subTest(n), self.assertNumQueries(1):
                [(one.employer.name, one.place.name) for one in duplicates_of(draft)]
