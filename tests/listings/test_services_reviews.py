from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from listings import services
from listings.models import Listing, Review
from profiles.employers import checked_facts
from profiles.models import Outbox
from tests.factories import (
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    RoleFactory,
)
from tests.outbox import mails, with_outbox


@with_outbox
class ReviewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory()
        cls.member = EmployerMemberFactory()

    def in_review(self, **changes):
        return ListingFactory(**{"in_review": True, "employer": self.member.employer} | changes)

    def approve(self, listing, **changes):
        asked = {"listing": listing, "moderator": self.moderator, "version": listing.version}
        return services.approve_listing(**asked | changes)

    def assert_untouched(self, listing):
        self.assertEqual(Listing.objects.get(pk=listing.pk).state, "in_review")
        self.assertFalse(Review.objects.exists())
        self.assertFalse(Outbox.objects.exists())

    def test_approval_opens_it_records_the_version_and_tells_the_members(self):
        listing = self.in_review(version=3)

        review = self.approve(listing)

        listing.refresh_from_db()
        self.assertTrue(listing.is_open)
        self.assertEqual((listing.approved_version, review.version), (3, 3))
        self.assertEqual(review.moderator, self.moderator)
        self.assertEqual(
            mails(), [(self.member.user.email, "Approved: Customer service representative")]
        )
        self.assertIn(listing.get_absolute_url(), Outbox.objects.get().body)

    def test_an_empty_closing_time_becomes_thirty_days(self):
        listing = self.in_review(valid_through=None)

        self.approve(listing)

        listing.refresh_from_db()
        self.assertEqual(listing.valid_through - listing.date_posted, timedelta(days=30))

    def test_a_chosen_day_is_kept_and_a_past_one_becomes_now(self):
        tomorrow = timezone.now() + timedelta(days=1)
        scheduled = self.in_review(date_posted=tomorrow)
        late = self.in_review(date_posted=timezone.now() - timedelta(days=9))

        self.approve(scheduled)
        self.approve(late)

        scheduled.refresh_from_db()
        late.refresh_from_db()
        self.assertEqual((scheduled.phase, scheduled.date_posted), ("scheduled", tomorrow))
        self.assertLess(timezone.now() - late.date_posted, timedelta(minutes=1))

    def test_an_imported_one_keeps_the_day_of_its_feed(self):
        then = timezone.now() - timedelta(days=9)
        listing = self.in_review(
            date_posted=then,
            valid_through=None,
            source="feed",
            source_id="1",
            apply_route="external",
            apply_url="https://jobs.example.org/1",
        )

        self.approve(listing)

        listing.refresh_from_db()
        self.assertEqual(listing.date_posted, then)
        self.assertTrue(listing.is_open)

    def test_a_missing_role_is_given_by_the_moderator_and_a_given_one_stays(self):
        role, other = RoleFactory(), RoleFactory()
        without, having = self.in_review(role=None), self.in_review(role=other)

        with self.assertRaises(services.RoleMissing):
            self.approve(without)
        self.assert_untouched(without)
        self.approve(without, role=role)
        self.approve(having, role=role)

        without.refresh_from_db()
        having.refresh_from_db()
        self.assertEqual((without.role, having.role), (role, other))

    def test_refusals_leave_everything_as_it_was(self):
        own = self.in_review(employer=EmployerMemberFactory(user=self.moderator).employer)
        cases = {
            services.OwnListing: own,
            services.ApplyAddressMissing: self.in_review(source="feed", source_id="2"),
            services.EmployerSuspended: self.in_review(employer=EmployerFactory(suspended=True)),
            services.EmployerNotVerified: self.in_review(employer=EmployerFactory(unverified=True)),
            services.ClosingTimePassed: self.in_review(
                valid_through=timezone.now() - timedelta(hours=1)
            ),
        }
        for refusal, listing in cases.items():
            with self.subTest(refusal.__name__), self.assertRaises(refusal):
                self.approve(listing)
            self.assert_untouched(listing)

    def test_a_version_that_the_moderator_did_not_see_is_not_approved(self):
        listing = self.in_review(version=2)

        for decide in (
            lambda: self.approve(listing, version=1),
            lambda: services.reject_listing(
                listing=listing, moderator=self.moderator, version=1, reason="No pay"
            ),
        ):
            with self.assertRaises(services.Conflict):
                decide()
        self.assert_untouched(listing)

    def test_only_what_is_in_review_is_decided(self):
        for state in set(Listing.State.values) - {"in_review"}:
            listing = ListingFactory(state=state)
            with self.subTest(state), self.assertRaises(services.Conflict):
                self.approve(listing)

    def test_sending_back_needs_a_reason_which_the_members_get(self):
        listing = self.in_review()
        asked = {"listing": listing, "moderator": self.moderator, "version": 1}
        with self.assertRaises(ValueError):
            services.reject_listing(**asked, reason=" ")

        services.reject_listing(**asked, reason="State the <pay>.")

        listing.refresh_from_db()
        self.assertEqual(listing.state, "rejected")
        self.assertEqual(Review.objects.get().reason, "State the <pay>.")
        self.assertIn("State the <pay>.", Outbox.objects.get().body)

    def test_an_employer_is_checked_once_and_told(self):
        member = EmployerMemberFactory(employer__unverified=True)
        asked = {
            "employer": member.employer,
            "moderator": self.moderator,
            "facts": checked_facts(member.employer),
        }

        self.assertTrue(services.verify_employer(**asked))
        self.assertFalse(services.verify_employer(**asked))

        self.assertTrue(member.employer.is_verified)
        self.assertEqual(len(mails()), 1)

    def test_a_member_does_not_check_the_own_employer(self):
        member = EmployerMemberFactory(employer__unverified=True, user=self.moderator)

        with self.assertRaises(services.OwnListing):
            services.verify_employer(
                employer=member.employer,
                moderator=self.moderator,
                facts=checked_facts(member.employer),
            )
