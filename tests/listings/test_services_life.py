"""Sent, sent back, refused, extended, confirmed, closed: what each writes, and what it refuses."""

from datetime import timedelta
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from listings import services
from listings.models import Listing, ListingEvent, Review
from listings.risk import Assessment
from profiles.models import Outbox
from tests.factories import (
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
)
from tests.outbox import mails, with_outbox

from .test_services_listings import complete_draft

FEE = {"rule": "fee", "quote": "Send $50 first", "weight": 60}


def held(listing, *, questions=None):
    return Assessment([FEE], 60)


def events(listing) -> list[tuple]:
    return [(event.kind, event.by) for event in listing.events.order_by("pk")]


@with_outbox
class SubmitTests(TestCase):
    def test_what_the_rules_find_is_stored_with_it(self):
        listing, member = complete_draft(), EmployerMemberFactory()

        with mock.patch("listings.services.listings.assess", held):
            services.submit_listing(listing=listing, seen_version=1, user=member.user)

        stored = Listing.objects.get()
        self.assertEqual((stored.findings, stored.risk), ([FEE], 60))
        self.assertEqual(len(stored.fingerprint), 64)
        self.assertEqual(listing.risk, 60)
        event = stored.events.get()
        self.assertEqual(
            (event.kind, event.by, event.user, event.version),
            ("submitted", "employer", member.user, 1),
        )

    def test_a_text_that_is_not_the_one_in_hand_is_not_judged_by_it(self):
        listing = complete_draft()
        Listing.objects.update(version=2)

        with self.assertRaises(services.Conflict):
            services.submit_listing(listing=listing, seen_version=2)

    def test_what_changes_while_it_waits_is_judged_again_and_told(self):
        listing = complete_draft()
        services.submit_listing(listing=listing, seen_version=1)
        listing.description = "Send $50 first."

        with mock.patch("listings.services.listings.assess", held):
            services.save_listing(listing=listing, seen_version=1, channels={"chat": None})

        stored = Listing.objects.get()
        self.assertEqual((stored.version, stored.risk), (2, 60))
        changed = {one["field"]: one["after"] for one in stored.events.first().changes}
        self.assertEqual(changed, {"description": "Send $50 first.", "channels": "Chat"})

    def test_a_save_of_a_draft_is_no_news(self):
        listing = complete_draft()
        services.save_listing(listing=listing, seen_version=1)

        self.assertFalse(ListingEvent.objects.exists())


@with_outbox
class DecideTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory()
        cls.member = EmployerMemberFactory()

    def in_review(self, **columns):
        return ListingFactory(in_review=True, employer=self.member.employer, **columns)

    def asked(self, listing):
        return {"listing": listing, "moderator": self.moderator, "version": 1}

    def test_what_is_held_needs_the_moderators_word(self):
        listing = self.in_review(risk=60, findings=[FEE])

        with self.assertRaises(services.FindingsNotLookedAt):
            services.approve_listing(**self.asked(listing))
        self.assertEqual(Listing.objects.get().state, "in_review")
        services.approve_listing(**self.asked(listing), looked_at=True)

        self.assertEqual(Listing.objects.get().state, "approved")
        self.assertEqual(events(listing), [("approved", "moderator")])

    def test_what_is_not_held_needs_none(self):
        listing = self.in_review(risk=49)

        services.approve_listing(**self.asked(listing))

        self.assertEqual(Listing.objects.get().state, "approved")

    def test_what_is_sent_back_is_a_draft_again_that_can_be_sent_again(self):
        listing = complete_draft(employer=self.member.employer)
        services.submit_listing(listing=listing, seen_version=1)

        review = services.return_listing(**self.asked(listing), reason="Name the <team>.")

        listing = Listing.objects.get()
        self.assertEqual((listing.state, review.decision), ("draft", "returned"))
        self.assertEqual(
            mails(), [(self.member.user.email, "Came back to you: Customer service representative")]
        )
        body = Outbox.objects.get().body
        self.assertIn("Name the <team>.", body)
        self.assertIn(f"/employer/listings/{listing.pk}/", body)
        services.submit_listing(listing=listing, seen_version=1)
        self.assertEqual(
            events(listing),
            [("submitted", "employer"), ("returned", "moderator"), ("submitted", "employer")],
        )

    def test_what_is_refused_is_over_and_can_be_copied_only(self):
        listing = self.in_review()

        services.reject_listing(**self.asked(listing), reason="It asks applicants for money.")

        listing = Listing.objects.get()
        self.assertEqual(listing.events.get().note, "It asks applicants for money.")
        self.assertIn("copy it into a new draft", Outbox.objects.get().body)
        for act in (
            lambda: services.save_listing(listing=listing, seen_version=1),
            lambda: services.submit_listing(listing=listing, seen_version=1),
            lambda: services.withdraw_listing(listing=listing),
            lambda: services.return_listing(**self.asked(listing), reason="Once more"),
        ):
            with self.assertRaises((services.Conflict, services.ListingIncomplete)):
                act()
        self.assertEqual(Listing.objects.get().state, "rejected")

    def test_neither_goes_without_a_reason_or_for_an_employer_of_ones_own(self):
        own = ListingFactory(
            in_review=True, employer=EmployerMemberFactory(user=self.moderator).employer
        )
        for decide in (services.return_listing, services.reject_listing):
            with self.assertRaises(ValueError):
                decide(**self.asked(self.in_review()), reason=" ")
            with self.assertRaises(services.OwnListing):
                decide(**self.asked(own), reason="No pay")
        self.assertFalse(Review.objects.exists())


class ExtendTests(TestCase):
    def extend(self, listing, **changes):
        asked = {"until": timezone.now() + timedelta(days=60), "reason": "A third place is open."}
        services.extend_listing(listing=listing, **asked | changes)

    def test_it_closes_later_is_confirmed_and_its_history_has_both_times(self):
        member = EmployerMemberFactory()
        listing = ListingFactory(
            employer=member.employer, is_unconfirmed=True, confirm_asked_at=timezone.now()
        )
        until = timezone.now() + timedelta(days=60)

        self.extend(listing, until=until, user=member.user)

        stored = Listing.objects.get()
        self.assertEqual((stored.valid_through, stored.version), (until, 1))
        self.assertEqual((stored.is_unconfirmed, stored.confirm_asked_at), (False, None))
        self.assertLess(timezone.now() - stored.confirmed_at, timedelta(minutes=1))
        event = stored.events.get()
        self.assertEqual(
            (event.kind, event.user, event.note),
            ("extended", member.user, "A third place is open."),
        )
        [change] = event.changes
        self.assertEqual(change["label"], "Closing time")
        self.assertNotEqual(change["before"], change["after"])

    def test_one_that_ended_within_thirty_days_opens_again(self):
        lately = ListingFactory(
            date_posted=timezone.now() - timedelta(days=60),
            valid_through=timezone.now() - timedelta(days=29),
        )
        long_ago = ListingFactory(
            date_posted=timezone.now() - timedelta(days=60),
            valid_through=timezone.now() - timedelta(days=31),
        )

        self.extend(lately)
        with self.assertRaises(services.Conflict):
            self.extend(long_ago)

        self.assertEqual(list(Listing.objects.open()), [lately])

    def test_the_new_time_is_later_and_at_most_ninety_days_ahead(self):
        listing = ListingFactory()
        for days, refusal in {
            -1: services.ClosingTimePassed,
            19: services.ClosingTimePassed,  # it closes in twenty
            91: services.ClosingTimeTooFar,
        }.items():
            with self.assertRaises(refusal):
                self.extend(listing, until=timezone.now() + timedelta(days=days))
        self.extend(listing, until=timezone.now() + timedelta(days=89))

    def test_no_other_state_is_extended_nor_a_suspended_employers_nor_without_a_reason(self):
        for kind in ({"draft": True}, {"in_review": True}, {"scheduled": True}, {"closed": True}):
            with self.subTest(kind), self.assertRaises(services.Conflict):
                self.extend(ListingFactory(**kind))
        with self.assertRaises(services.EmployerSuspended):
            self.extend(ListingFactory(employer=EmployerFactory(suspended=True)))
        with self.assertRaises(ValueError):
            self.extend(ListingFactory(), reason=" ")

    def test_somebody_elses_extension_is_not_overwritten_unseen(self):
        mine = ListingFactory()
        self.extend(Listing.objects.get())

        with self.assertRaises(services.Conflict):
            self.extend(mine, until=timezone.now() + timedelta(days=30))


class ConfirmAndCloseTests(TestCase):
    def test_a_confirmation_lifts_what_silence_did(self):
        listing = ListingFactory(confirm_asked_at=timezone.now(), is_unconfirmed=True)

        services.confirm_listing(listing=listing)

        stored = Listing.objects.get()
        self.assertEqual((stored.is_unconfirmed, stored.confirm_asked_at), (False, None))
        self.assertEqual(events(listing), [("confirmed", "employer")])

    def test_a_second_press_within_the_hour_is_no_second_line(self):
        listing = ListingFactory()
        services.confirm_listing(listing=listing)
        first = Listing.objects.get().updated_at
        services.confirm_listing(listing=listing)

        self.assertEqual(len(events(listing)), 1)
        self.assertEqual(Listing.objects.get().updated_at, first)

    def test_closing_is_told_with_its_outcome_and_giving_up_too(self):
        closed, given_up = ListingFactory(), ListingFactory(draft=True)
        services.close_listing(listing=closed, outcome="hired")
        services.withdraw_listing(listing=given_up)

        self.assertEqual(closed.events.get().note, "Somebody was hired")
        self.assertEqual(events(given_up), [("withdrawn", "employer")])

    def test_what_is_refused_leaves_no_line(self):
        listing = ListingFactory(draft=True)
        for act in (
            lambda: services.close_listing(listing=listing, outcome="hired"),
            lambda: services.confirm_listing(listing=listing),
        ):
            with self.assertRaises(services.Conflict):
                act()
        self.assertFalse(ListingEvent.objects.exists())

    def test_a_new_listing_begins_its_history_and_an_imported_one_has_none(self):
        employer = EmployerMemberFactory().employer
        for source in ("", "feed"):
            services.save_listing(
                listing=ListingFactory.build(
                    employer=employer, role=None, place=None, location_note="Ohio", state="draft",
                    source=source, source_id=source or None,
                ),
                seen_version=None,
            )  # fmt: skip

        self.assertEqual(events(Listing.objects.get(source="")), [("created", "employer")])
        self.assertEqual(events(Listing.objects.get(source="feed")), [])
