from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from unittest import mock

from django.utils import timezone

from listings.importing.drafts import Reader
from listings.models import Listing, Review
from listings.services import save_listing
from profiles.models import Employer
from tests.factories import ListingFactory, ModeratorFactory
from tests.listings.import_case import NOW, ImportTestCase

LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)


class SecondRunTests(ImportTestCase):
    def setUp(self):
        super().setUp()
        self.run_import()

    def changed(self, **changes) -> Path:
        return self.file_of(self.record(1, **changes))

    def test_the_same_file_changes_nothing(self):
        before = list(Listing.objects.order_by("pk").values())

        report = self.run_import()

        self.assertIn(
            "0 created + 0 updated + 14 unchanged + 0 left alone + 8 skipped = 22.", report
        )
        self.assertIn("Listings of these lines now: 14 in review", report)
        self.assertEqual(list(Listing.objects.order_by("pk").values()), before)
        self.assertEqual(Employer.objects.count(), 5)

    def test_a_changed_record_is_written_over_what_the_import_wrote(self):
        path = self.changed(salary="$22 an hour", description="You help by chat, in Zendesk.")

        report = self.run_import(path)

        listing = self.listing(1)
        self.assertIn("1 updated", report)
        self.assertEqual((listing.salary_min, listing.version), (Decimal(22), 2))
        self.assertEqual(listing.description, "You help by chat, in Zendesk.")
        self.assertFalse(listing.languages.exists())
        self.assertEqual(listing.date_posted, datetime(2026, 4, 20, 9, 30, tzinfo=UTC))
        self.assertIn("1 unchanged", self.run_import(path))

    def test_a_record_may_change_again_and_again(self):
        for n in (2, 3):
            self.run_import(self.changed(salary=f"${20 + n} an hour"))

            self.assertEqual(self.listing(1).version, n)
            self.assertEqual(self.listing(1).salary_min, Decimal(20 + n))

    def test_what_a_person_edited_here_is_left_alone(self):
        listing = self.listing(1)
        listing.description = "In our own words."
        save_listing(listing=listing, seen_version=1, skills={}, languages={}, channels={})

        report = self.run_import(self.changed(salary="$22 an hour"))

        self.assertIn("left alone: 1\n    1  It was edited here.", report)
        self.assertEqual(self.listing(1).description, "In our own words.")
        self.assertEqual(self.listing(1).salary_min, Decimal(19))

    def test_what_was_closed_or_rejected_here_stays_so(self):
        for state in ("closed", "rejected", "withdrawn"):
            Listing.objects.filter(source_id="bw-01").update(state=state)

            report = self.run_import(self.changed(salary="$22 an hour"), publish=True)

            self.assertIn("left alone: 1", report)
            self.assertEqual(self.listing(1).state, state)

    def test_what_a_moderator_approved_is_left_alone(self):
        listing = self.listing(1)
        Listing.objects.filter(pk=listing.pk).update(state="approved", approved_version=1)
        Review.objects.create(
            listing=listing, moderator=ModeratorFactory(), decision="approved", version=1
        )

        report = self.run_import(self.changed(salary="$22 an hour"), publish=True)

        self.assertIn("1  A moderator has decided on it.", report)
        self.assertEqual(self.listing(1).salary_min, Decimal(19))

    def test_what_a_moderator_sent_back_for_review_is_not_published_by_the_import(self):
        listing = self.listing(1)
        Review.objects.create(
            listing=listing, moderator=ModeratorFactory(), decision="rejected", version=1
        )

        self.run_import(publish=True)

        self.assertEqual(self.listing(1).state, "in_review")

    def test_a_record_without_a_date_keeps_the_day_of_its_first_import(self):
        Listing.objects.filter(source_id="bw-20").update(date_posted=LONG_AGO)

        self.run_import(self.file_of(self.record(20, published="", salary="$22 an hour")))

        self.assertEqual(self.listing(20).date_posted, LONG_AGO)

    def test_a_posting_that_turned_into_another_trade_waits_for_a_person(self):
        self.run_import(self.changed(title="Senior Platform Engineer"), publish=True)

        self.in_review(1, "It is an engineering role.")

    def test_listings_that_the_file_does_not_hold_are_not_touched(self):
        ListingFactory()
        others = Listing.objects.exclude(source_id="bw-01").order_by("pk")
        before = list(others.values())

        self.run_import(self.changed(salary="$22 an hour"), publish=True)

        self.assertEqual(list(others.values()), before)


class RaceTests(ImportTestCase):
    """Somebody saves the listing between the import's reading and its writing."""

    def setUp(self):
        super().setUp()
        self.run_import()

    def meanwhile(self, act):
        """Have `act` done with the first listing when the import has read its record."""
        read = Reader.draft

        def draft(reader, record, *args):
            if record.source_id == "bw-01":
                act(self.listing(1))
            return read(reader, record, *args)

        self.enterContext(mock.patch.object(Reader, "draft", draft))

    def edit(self, listing):
        listing.title = "In our own words"
        save_listing(listing=listing, seen_version=1, skills={}, languages={}, channels={})

    def test_a_change_made_during_an_update_wins(self):
        self.meanwhile(self.edit)
        path = self.file_of(self.record(1, title="Customer Service Advisor"))

        report = self.run_import(path, publish=True)

        self.assertIn("1  It was changed here during the import.", report)
        self.assertEqual(self.listing(1).title, "In our own words")
        self.assertEqual((self.listing(1).state, self.listing(1).version), ("in_review", 2))

    def test_a_decision_made_during_an_update_stands(self):
        self.meanwhile(
            lambda listing: Listing.objects.filter(pk=listing.pk).update(state="rejected")
        )

        self.run_import(self.file_of(self.record(1, salary="$22 an hour")), publish=True)

        self.assertEqual((self.listing(1).state, self.listing(1).version), ("rejected", 1))

    def test_a_listing_deleted_during_an_update_is_left_out(self):
        self.meanwhile(lambda listing: listing.delete())

        report = self.run_import(self.file_of(self.record(1, salary="$22 an hour")))

        self.assertIn("left alone: 1", report)

    def test_a_change_made_before_the_publishing_is_not_published_unread(self):
        self.meanwhile(self.edit)

        report = self.run_import(publish=True)

        self.assertIn("left alone: 1\n    1  It was changed here during the import.", report)
        self.assertEqual(self.listing(1).state, "in_review")


class PublishTests(ImportTestCase):
    clear = {"bw-01", "bw-02", "bw-03", "bw-04", "bw-05", "bw-06", "bw-14", "bw-20"}

    def published(self) -> set[str]:
        return set(Listing.objects.open().values_list("source_id", flat=True))

    def test_only_what_nobody_has_to_look_at_is_published(self):
        report = self.run_import(publish=True)

        self.assertEqual(self.published(), self.clear)
        self.assertIn("Listings of these lines now: 8 approved, 6 in review", report)
        self.assertEqual(self.listing(1).approved_version, 1)
        self.assertFalse(Listing.objects.filter(date_posted__gt=timezone.now()).exists())
        self.in_review(9, "The title speaks of customer service, but no role fits.")

    def test_what_waits_from_an_earlier_run_is_published_and_then_stays_as_it_is(self):
        self.run_import()

        self.assertIn("8 updated + 6 unchanged", self.run_import(publish=True))
        self.assertEqual(self.published(), self.clear)
        self.assertIn("14 unchanged", self.run_import(publish=True))
        self.assertIn("14 unchanged", self.run_import())
        self.assertEqual(self.published(), self.clear)

    def test_what_was_edited_here_is_not_published_unread(self):
        self.run_import()
        listing = self.listing(1)
        save_listing(listing=listing, seen_version=1, skills={}, languages={}, channels={})

        self.run_import(publish=True)

        self.assertEqual(self.listing(1).state, "in_review")

    def test_a_published_posting_that_changed_is_published_anew(self):
        self.run_import(publish=True)

        self.run_import(self.file_of(self.record(1, salary="$22 an hour")), publish=True)

        listing = self.listing(1)
        self.assertEqual((listing.state, listing.approved_version), ("approved", 2))
        self.assertEqual(listing.salary_min, Decimal(22))

    def test_without_publish_a_published_posting_that_changed_goes_back_to_review(self):
        self.run_import(publish=True)

        self.run_import(self.file_of(self.record(1, salary="$22 an hour")))

        self.in_review(1, "The posting changed after it was published.")
        self.assertNotIn("bw-01", self.published())

    def test_a_suspended_employer_stays_closed(self):
        Employer.objects.create(
            name="Marlow Mutual", slug="marlow", import_key="marlow mutual", suspended_at=NOW
        )

        self.run_import(publish=True)
        self.run_import(self.file_of(self.record(1, salary="$22 an hour")), publish=True)

        self.in_review(1, "The employer is suspended.")
        self.assertFalse({"bw-01", "bw-02"} & self.published())
