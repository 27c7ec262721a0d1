from django.core import mail
from django.test import TestCase
from django.urls import reverse

from cms.models import CannedAnswer
from listings import services
from listings.models import Application, Listing
from matching.adapters import indexed_listings
from profiles.employers import checked_facts
from profiles.models import Employer, EmployerReview
from tests.factories import (
    ApplicationFactory,
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
)


class StandingTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory(first_name="Ada", last_name="Boyle")
        cls.employer = EmployerFactory(name="Marlow")
        cls.member = EmployerMemberFactory(employer=cls.employer).user

    def setUp(self):
        self.client.force_login(self.moderator)

    def act(self, name, employer=None, **data):
        url = reverse(f"listings:{name}", args=[(employer or self.employer).pk])
        return self.client.post(url, data)

    def suspend(self):
        return self.act("employer_suspend", **{"standing-reason": "Members reported a fee."})


class SuspensionTests(StandingTestCase):
    def test_all_posts_disappear_at_once_and_applications_cannot_be_read(self):
        listing = ListingFactory(employer=self.employer)
        application = ApplicationFactory(listing=listing)
        page = listing.get_absolute_url()

        response = self.suspend()

        self.assertRedirects(response, f"/moderation/employers/{self.employer.pk}/")
        self.client.logout()
        self.assertEqual(self.client.get(page).status_code, 404)
        self.assertNotContains(self.client.get(reverse("listings:listing_list")), page)
        self.assertEqual(self.client.get(self.employer.get_absolute_url()).status_code, 404)
        self.assertFalse(Application.objects.for_employer_member(self.member).exists())
        self.assertEqual(mail.outbox[-1].to, [self.member.email])
        self.assertIn("Members reported a fee.", mail.outbox[-1].body)
        review = EmployerReview.objects.get()
        self.assertEqual((review.decision, review.moderator), ("suspended", self.moderator))
        self.assertTrue(Application.objects.filter(pk=application.pk).exists())

    def test_the_index_hears_of_it_as_of_a_changed_post(self):
        listing = ListingFactory(employer=self.employer)
        Listing.objects.update(updated_at="2020-01-01T00:00Z")

        self.suspend()

        listing.refresh_from_db()
        self.assertGreater(listing.updated_at.year, 2020)
        self.assertNotIn(listing, Listing.objects.open())
        # What stays in the index is asked for its standing when it is shown.
        self.assertIn(listing.pk, indexed_listings().values_list("pk", flat=True))

    def test_the_second_of_two_moderators_is_told_who_was_first(self):
        self.suspend()
        self.client.force_login(ModeratorFactory())

        response = self.suspend()

        self.assertContains(response, "Ada Boyle was faster: “Suspended”", status_code=409)
        self.assertContains(response, "Members reported a fee.", status_code=409)
        self.assertEqual(EmployerReview.objects.count(), 1)

    def test_reinstating_brings_the_posts_back(self):
        listing = ListingFactory(employer=self.employer)
        self.suspend()

        self.act("employer_reinstate", **{"standing-reason": "It was a copy of their post."})

        self.assertIn(listing, Listing.objects.open())
        self.assertIn("It was a copy", mail.outbox[-1].body)

    def test_a_reason_is_needed_and_typed_words_stay(self):
        response = self.act("employer_suspend", **{"standing-reason": " "})
        self.assertContains(response, "Say why. The members get these words.")
        self.assertIsNone(Employer.objects.get(pk=self.employer.pk).suspended_at)

    def test_an_approval_at_the_same_moment_publishes_nothing(self):
        """The employer is suspended after the approval has read its standing."""
        listing = ListingFactory(in_review=True, employer=self.employer)
        stale = Employer.objects.get(pk=self.employer.pk)
        services.suspend_employer(employer=stale, moderator=self.moderator, reason="x")
        Listing.objects.filter(pk=listing.pk).update(
            state="approved", date_posted="2026-01-01T00:00Z", approved_version=1
        )

        self.assertNotIn(listing, Listing.objects.open())
        with self.assertRaises(services.EmployerSuspended):
            services.approve_listing(
                listing=ListingFactory(in_review=True, employer=self.employer),
                moderator=self.moderator,
                version=1,
            )

    def test_nobody_decides_about_their_own_employer(self):
        EmployerMemberFactory(employer=self.employer, user=self.moderator)
        answers = [
            self.suspend(),
            self.act("employer_verify"),
            self.act("employer_not_verified", reason="x"),
            self.act("employer_reinstate", **{"standing-reason": "x"}),
        ]
        self.assertEqual([answer.status_code for answer in answers], [403] * 4)
        self.assertFalse(EmployerReview.objects.exists())


class VerificationTests(StandingTestCase):
    def test_what_was_looked_at_is_kept_and_the_members_hear_of_it(self):
        employer = EmployerFactory(unverified=True)
        EmployerMemberFactory(employer=employer)

        facts = checked_facts(employer)
        self.act("employer_verify", employer, checks=["website", "call"], facts=facts)

        employer.refresh_from_db()
        self.assertTrue(employer.is_verified)
        self.assertEqual(employer.reviews.get().checks, "website call")
        self.assertEqual(len(mail.outbox), 1)

    def test_not_verified_says_what_is_missing(self):
        employer = EmployerFactory(unverified=True)
        EmployerMemberFactory(employer=employer)

        without = self.act("employer_not_verified", employer, reason="")
        self.act("employer_not_verified", employer, reason="No register names you.")

        self.assertContains(without, "Say what is missing")
        self.assertIn("No register names you.", mail.outbox[0].body)
        self.assertEqual(employer.reviews.get().decision, "not_verified")

    def test_a_check_is_taken_back_only_as_it_was_seen(self):
        unseen = self.act("employer_not_verified", reason="x")
        self.act("employer_not_verified", reason="x", was_verified="True")

        self.assertEqual(unseen.status_code, 409)
        self.employer.refresh_from_db()
        self.assertFalse(self.employer.is_verified)

    def test_a_suspended_one_is_not_verified_by_the_way(self):
        employer = EmployerFactory(unverified=True, suspended=True)
        self.assertContains(
            self.act("employer_verify", employer, facts=checked_facts(employer)),
            "the employer is suspended",
            status_code=409,
        )

    def test_nobody_is_verified_under_a_name_that_no_moderator_saw(self):
        employer = EmployerFactory(unverified=True, name="Marlow Mutual")
        seen = checked_facts(employer)
        Employer.objects.filter(pk=employer.pk).update(name="A famous bank")

        page = self.act("employer_verify", employer, facts=seen)

        self.assertContains(page, "changed since you opened the page", status_code=409)
        employer.refresh_from_db()
        self.assertFalse(employer.is_verified)
        # The page shows the facts of now, and goes on with them.
        self.assertContains(page, checked_facts(employer), status_code=409)

    def test_a_name_changed_in_the_same_moment_is_not_verified_either(self):
        employer = EmployerFactory(unverified=True)
        Employer.objects.filter(pk=employer.pk).update(name="A famous bank")
        with self.assertRaises(services.Conflict):
            services.verify_employer(
                employer=employer, moderator=self.moderator, facts=checked_facts(employer)
            )

    def test_a_ready_answer_fills_the_reason_without_a_script(self):
        CannedAnswer.objects.create(slug="a", title="A", use="employer", body="Send the number.")
        employer = EmployerFactory(unverified=True)
        url = reverse("listings:moderation_employer", args=[employer.pk])
        self.assertContains(self.client.get(url, {"answer": "a"}), "Send the number.</textarea>")
        self.assertEqual(self.client.get(url, {"answer": "9" * 5000}).status_code, 200)


class EmployerListTests(StandingTestCase):
    url = "/moderation/employers/"

    def test_those_nobody_checked_first_then_those_with_posts_that_wait(self):
        idle, busy = EmployerFactory(unverified=True), EmployerFactory(unverified=True)
        ListingFactory(in_review=True, employer=busy)
        rows = list(self.client.get(self.url).context["page_obj"])
        self.assertEqual(rows, [busy, idle, self.employer])

    def test_filters_and_bad_values(self):
        banned = EmployerFactory(suspended=True, website="https://bad.example")

        def rows(**query):
            return list(self.client.get(self.url, query).context["page_obj"])

        self.assertEqual(rows(which="suspended"), [banned])
        self.assertEqual(rows(q="bad.ex"), [banned])
        self.assertEqual(len(rows(which="x", page="9" * 5000)), 2)

    def test_query_count_does_not_grow(self):
        self.client.get(self.url)
        for n in (3, 16):
            for _row in range(n):
                ListingFactory(in_review=True)
            # session, user, permissions of the user and the group, count, rows
            with self.subTest(n), self.assertNumQueries(6):
                self.client.get(self.url)

    def test_the_page_costs_the_same_with_many_parts(self):
        url = reverse("listings:moderation_employer", args=[self.employer.pk])
        self.client.get(url)
        for n in (3, 12):
            for _row in range(n):
                ListingFactory(employer=self.employer)
                EmployerMemberFactory(employer=self.employer)
                self.employer.reviews.create(decision="verified", moderator=self.moderator)
            # session, user, permissions twice, employer, addresses, reviews, posts counted, ready
            # answers, posts
            with self.subTest(n), self.assertNumQueries(10):
                self.client.get(url)
