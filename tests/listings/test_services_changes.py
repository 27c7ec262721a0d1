"""Changes of live listings: the old text stays up, and what was approved is what is published."""

from datetime import timedelta
from decimal import Decimal
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from listings import services
from listings.models import Listing, ListingRevision, Review
from listings.risk import Assessment
from listings.screening import Question
from listings.snapshots import parts_of, snapshot
from profiles.models import Outbox
from tests.factories import (
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    PlaceFactory,
    SkillFactory,
)
from tests.outbox import mails, with_outbox

from .test_snapshots import full_listing


def text_of(listing) -> dict:
    stored = Listing.objects.get(pk=listing.pk)
    return snapshot(stored, parts_of(stored))


@with_outbox
class ChangeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory()
        cls.moderator = ModeratorFactory()

    def listing(self, **columns):
        return full_listing(employer=self.member.employer, **columns)

    def written(self, listing, parts=None, **columns) -> ListingRevision:
        """A change with these columns, as the steps save one."""
        revision = services.open_change(listing, self.member.user)
        text, old_parts = services.written_out(revision)
        for name, value in columns.items():
            setattr(text, name, value)
        services.save_change(
            revision=revision,
            listing=text,
            parts=parts or old_parts,
            seen_version=revision.version,
            user=self.member.user,
        )
        return ListingRevision.objects.get(pk=revision.pk)

    def sent(self, listing, parts=None, **columns) -> ListingRevision:
        revision = self.written(listing, parts, **columns or {"title": "New words"})
        services.submit_change(
            revision=revision, seen_version=revision.version, user=self.member.user
        )
        return ListingRevision.objects.get(pk=revision.pk)

    def approve(self, revision, **changes):
        asked = {"moderator": self.moderator, "version": revision.version}
        return services.approve_change(revision=revision, **asked | changes)

    # --- Begun and written -----------------------------------------------------------------------

    def test_it_begins_as_what_is_public_and_a_second_press_goes_on_with_it(self):
        listing = self.listing()

        first = services.open_change(listing, self.member.user)
        again = services.open_change(listing, None)

        self.assertEqual(first, again)
        self.assertEqual(first.snapshot, text_of(listing))
        self.assertEqual((first.base_version, first.state), (1, "draft"))

    def test_only_what_is_live_or_scheduled_is_changed(self):
        for kind in ({"scheduled": True}, {}):
            services.open_change(ListingFactory(**kind), None)
        for kind in ({"draft": True}, {"in_review": True}, {"expired": True}, {"closed": True}):
            with self.subTest(kind), self.assertRaises(services.Conflict):
                services.open_change(ListingFactory(**kind), None)

    def test_writing_it_leaves_the_public_text_alone(self):
        listing = self.listing()
        before = text_of(listing)

        revision = self.sent(listing, description="Other words", salary_min=Decimal(23))

        self.assertEqual(text_of(listing), before)
        stored = Listing.objects.get()
        self.assertEqual((stored.version, stored.is_open), (1, True))
        self.assertEqual(revision.state, "in_review")

    def test_a_version_that_is_not_the_latest_is_refused(self):
        revision = self.written(self.listing(), title="Second")
        text, parts = services.written_out(revision)

        with self.assertRaises(services.Conflict):
            services.save_change(revision=revision, listing=text, parts=parts, seen_version=1)
        with self.assertRaises(services.Conflict):
            services.submit_change(revision=revision, seen_version=1)

    def test_the_same_words_and_missing_essentials_are_not_sent(self):
        same = services.open_change(self.listing(), None)
        with self.assertRaises(services.NothingChanged):
            services.submit_change(revision=same, seen_version=1)
        gap = self.written(self.listing(), education_min="")
        with self.assertRaises(services.ListingIncomplete):
            services.submit_change(revision=gap, seen_version=2)

    def test_what_the_rules_find_in_it_is_stored_and_holds_it(self):
        finding = {"rule": "fee", "quote": "$50", "weight": 60}
        held = mock.Mock(return_value=Assessment([finding], 60))
        with mock.patch("listings.services.revisions.assess", held):
            revision = self.sent(self.listing(), description="Send $50 first")

        self.assertEqual((revision.findings, revision.risk), ([finding], 60))
        judged, asked = held.call_args.args[0], held.call_args.kwargs["questions"]
        self.assertEqual((judged.description, asked), ("Send $50 first", ["Which shift?"]))
        with self.assertRaises(services.FindingsNotLookedAt):
            self.approve(revision)
        self.approve(revision, looked_at=True)

    # --- Decided -----------------------------------------------------------------------------------

    def test_what_was_approved_is_published_field_by_field(self):
        listing = self.listing()
        parts = parts_of(listing)
        parts.skills = {SkillFactory(slug="patience"): True}
        parts.channels = {"email": None}
        parts.questions = [Question("Do you have a quiet room?", "yes_no")]
        parts.shifts, parts.targets, parts.languages = [], {}, {}
        revision = self.sent(
            listing,
            parts,
            title="Evening agent",
            slug="evening-agent",
            description="Other words",
            salary_min=Decimal("22.00"),
            salary_max=Decimal("26.50"),
            place=PlaceFactory(cleveland=True),
            apply_route="external",
            apply_url="https://jobs.example.org/1",
        )

        review = self.approve(revision)

        published = text_of(listing)
        for name, value in revision.snapshot["columns"].items():
            self.assertEqual(published["columns"][name], value, name)
        self.assertEqual(published, revision.snapshot)
        listing.refresh_from_db()
        self.assertEqual((listing.version, listing.approved_version), (2, 2))
        self.assertEqual((listing.state, listing.is_open), ("approved", True))
        self.assertEqual((review.revision, review.version), (revision, revision.version))
        revision.refresh_from_db()
        self.assertEqual(revision.state, "approved")
        self.assertIsNotNone(revision.decided_at)

    def test_dates_and_standing_stay_and_the_members_are_told(self):
        listing = self.listing(is_unconfirmed=True, confirm_asked_at=timezone.now())
        kept = ("date_posted", "valid_through", "confirm_asked_at", "is_unconfirmed")
        before = [getattr(listing, name) for name in kept]

        self.approve(self.sent(listing))

        listing.refresh_from_db()
        self.assertEqual([getattr(listing, name) for name in kept], before)
        self.assertEqual(mails(), [(self.member.user.email, "Changed: New words")])

    def test_rows_that_say_the_same_stay_what_an_applicant_began_to_answer(self):
        listing = self.listing()
        question = listing.screening_questions.get()

        self.approve(self.sent(listing))

        self.assertEqual(listing.screening_questions.get(), question)

    def test_of_a_listing_that_closed_or_ended_nothing_is_approved(self):
        closed, ended, other = self.listing(), self.listing(), self.listing()
        revisions = [self.sent(listing) for listing in (closed, ended, other)]
        services.close_listing(listing=closed, outcome="hired")
        Listing.objects.filter(pk=ended.pk).update(
            valid_through=timezone.now() - timedelta(minutes=1)
        )
        Listing.objects.filter(pk=other.pk).update(version=2)

        for revision in revisions:
            with self.assertRaises(services.Conflict):
                self.approve(revision)
        self.assertFalse(Listing.objects.filter(title="New words").exists())
        self.assertFalse(Review.objects.exists())
        states = [ListingRevision.objects.get(pk=one.pk).state for one in revisions]
        self.assertEqual(states, ["withdrawn", "in_review", "in_review"])

    def test_a_version_that_the_moderator_did_not_read_is_not_approved(self):
        revision = self.sent(self.listing())
        text, parts = services.written_out(revision)
        text.title = "Never read"
        services.save_change(revision=revision, listing=text, parts=parts, seen_version=2)

        for seen in (ListingRevision.objects.get(), revision):
            with self.assertRaises(services.Conflict):
                self.approve(seen, version=2)
        self.assertFalse(Listing.objects.filter(title="Never read").exists())

    def test_a_text_that_names_what_is_gone_is_not_published_in_part(self):
        listing = self.listing()
        parts = parts_of(listing)
        gone = SkillFactory(slug="gone")
        parts.skills[gone] = True
        revision = self.sent(listing, parts, title="New words")
        gone.delete()

        with self.assertRaises(services.Conflict):
            self.approve(revision)

    def test_one_sent_back_is_written_on_and_its_reason_is_kept(self):
        listing = self.listing()
        revision = self.sent(listing)

        review = services.return_change(
            revision=revision, moderator=self.moderator, version=2, reason="Say the pay."
        )

        revision.refresh_from_db()
        self.assertEqual((revision.state, revision.returned_reason), ("draft", "Say the pay."))
        self.assertEqual((review.decision, review.revision), ("returned", revision))
        self.assertEqual(
            mails(), [(self.member.user.email, f"Your change came back: {listing.title}")]
        )
        self.assertIn("Say the pay.", Outbox.objects.get().body)
        again = self.sent(listing, title="Newer words")
        self.assertEqual(again.pk, revision.pk)
        self.approve(again)

    def test_one_taken_back_is_not_decided_and_another_can_begin(self):
        listing = self.listing()
        revision = self.sent(listing)

        services.withdraw_change(revision=revision, user=self.member.user)

        with self.assertRaises(services.Conflict):
            self.approve(revision)
        with self.assertRaises(services.Conflict):
            services.withdraw_change(revision=revision)
        self.assertNotEqual(services.open_change(listing, None), revision)

    def test_a_moderator_decides_nothing_of_an_own_employers(self):
        EmployerMemberFactory(employer=self.member.employer, user=self.moderator)
        revision = self.sent(self.listing())

        with self.assertRaises(services.OwnListing):
            self.approve(revision)
        with self.assertRaises(services.OwnListing):
            services.return_change(
                revision=revision, moderator=self.moderator, version=2, reason="No"
            )

    def test_the_history_tells_each_step_with_what_changed(self):
        listing = self.listing()
        revision = self.sent(listing, title="New words")
        services.return_change(
            revision=revision, moderator=self.moderator, version=2, reason="Say more."
        )
        self.approve(self.sent(listing, title="Newer words"))
        services.withdraw_change(revision=self.sent(listing, title="Newest words"))

        told = [
            (event.kind, event.by, [one["after"] for one in event.changes])
            for event in listing.events.order_by("pk")
        ]
        self.assertEqual(
            told,
            [
                ("change_submitted", "employer", ["New words"]),
                ("change_returned", "moderator", []),
                ("change_submitted", "employer", ["Newer words"]),
                ("change_approved", "moderator", ["Newer words"]),
                ("change_submitted", "employer", ["Newest words"]),
                ("change_withdrawn", "employer", []),
            ],
        )
