from django.core import mail
from django.test import TestCase
from django.urls import reverse

from cms.models import CannedAnswer
from listings import services
from listings.models import Listing, ReviewComment
from listings.services.comments import COMMENTS_A_POST, COMMENTS_AN_HOUR
from tests.factories import EmployerMemberFactory, ListingFactory, ModeratorFactory

HELD = {
    "risk": 70,
    "findings": [{"rule": "fee", "quote": "Pay the $20 training fee first.", "weight": 70}],
}


class TalkTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory(first_name="Ada", last_name="Boyle")
        cls.listing = ListingFactory(
            in_review=True,
            title="Chat agent",
            description="Kind work. Pay the $20 training fee first.",
            **HELD,
        )
        cls.member = EmployerMemberFactory(employer=cls.listing.employer).user
        cls.detail = reverse("listings:moderation_detail", args=[cls.listing.pk])
        cls.comments = reverse("listings:moderation_comment", args=[cls.listing.pk])
        cls.review = reverse("listings:employer_listing_review", args=[cls.listing.pk])

    def decide(self, **data):
        url = reverse("listings:moderation_decide", args=[self.listing.pk])
        return self.client.post(url, {"version": 1} | data)


class CommentTests(TalkTestCase):
    def test_both_sides_write_and_the_other_gets_a_mail(self):
        self.client.force_login(self.moderator)
        self.client.post(self.comments, {"body": "Do you hire for Lark?"})
        self.client.force_login(self.member)
        page = self.client.get(self.review)
        self.client.post(self.review, {"body": "Yes, call their desk."})

        self.assertContains(page, "Do you hire for Lark?")
        self.assertNotContains(page, "Ada Boyle")
        self.assertEqual(
            [mail.to for mail in mail.outbox], [[self.member.email], [self.moderator.email]]
        )
        self.assertIn("Yes, call their desk.", mail.outbox[1].body)
        self.client.force_login(self.moderator)
        queue = self.client.get(reverse("listings:moderation_queue"))
        self.assertContains(queue, "Answered")
        self.assertContains(self.client.get(self.detail), "Yes, call their desk.")

    def test_without_a_moderator_in_charge_nobody_is_mailed_and_the_queue_says_so(self):
        self.client.force_login(self.member)
        self.client.post(self.review, {"body": "We changed the text."})
        self.assertEqual(mail.outbox, [])
        self.client.force_login(self.moderator)
        lines = self.client.get("/moderation/?show=answered").context["lines"]
        self.assertEqual([line.listing for line in lines], [self.listing])

    def test_an_answer_about_a_post_that_left_the_queue_is_found_until_it_was_read(self):
        services.reject_listing(
            listing=self.listing, moderator=self.moderator, version=1, reason="A fee."
        )
        self.client.force_login(self.member)
        page = self.client.get(self.review)
        self.client.post(self.review, {"body": "It is gone."})
        self.assertContains(page, "A fee.")
        self.client.force_login(self.moderator)
        self.assertContains(self.client.get("/moderation/?show=answered"), "Chat agent")
        self.client.post(self.comments, {"action": "read"})
        self.assertNotContains(self.client.get("/moderation/?show=answered"), "Chat agent")

    def test_a_second_click_is_one_line_and_there_is_an_end(self):
        self.client.force_login(self.moderator)
        for _n in range(2):
            self.client.post(self.comments, {"body": "Once"})
        self.assertEqual(ReviewComment.objects.count(), 1)
        for n in range(COMMENTS_AN_HOUR):
            response = self.client.post(self.comments, {"body": f"line {n}"})
        self.assertContains(response, f"line {n}</textarea>", status_code=429)
        self.assertEqual(ReviewComment.objects.count(), COMMENTS_AN_HOUR)
        ReviewComment.objects.bulk_create(
            ReviewComment(
                listing=self.listing, is_from_moderator=True, body="x", at="2026-01-01T00:00Z"
            )
            for _n in range(COMMENTS_A_POST - COMMENTS_AN_HOUR)
        )
        with self.assertRaises(services.ThreadFull):
            services.add_comment(
                listing=self.listing, author=self.member, is_from_moderator=False, body="More"
            )

    def test_nothing_and_too_much_are_not_sent(self):
        for person, url in ((self.moderator, self.comments), (self.member, self.review)):
            self.client.force_login(person)
            for body in ("", "  ", "x" * 2001, "\0"):
                self.assertEqual(self.client.post(url, {"body": body}).status_code, 200)
        self.assertFalse(ReviewComment.objects.exists())

    def test_findings_are_never_shown_to_the_employer(self):
        services.return_listing(
            listing=self.listing, moderator=self.moderator, version=1, reason="Take it out."
        )
        self.client.force_login(self.member)
        page = self.client.get(self.review)
        self.assertContains(page, "Take it out.")
        self.assertNotContains(page, "Money is asked of applicants")
        self.assertNotContains(page, "Held")

    def test_a_moderator_of_the_employer_only_reads(self):
        EmployerMemberFactory(employer=self.listing.employer, user=self.moderator)
        self.client.force_login(self.moderator)
        self.assertEqual(self.client.post(self.comments, {"body": "x"}).status_code, 403)


class HeldTests(TalkTestCase):
    def setUp(self):
        self.client.force_login(self.moderator)

    def test_the_page_shows_what_holds_it_in_its_words(self):
        page = self.client.get(self.detail)
        self.assertContains(page, "What holds it")
        self.assertContains(page, "Money is asked of applicants")
        self.assertContains(page, "<mark>Pay the $20 training fee first.</mark>")

    def test_it_is_approved_only_with_the_tick(self):
        without = self.decide(decision="approved", reason="kept")
        self.assertContains(without, "Look at each finding first")
        self.assertContains(without, "kept")
        self.decide(decision="approved", looked_at="on")
        self.assertEqual(Listing.objects.get().state, "approved")

    def test_a_tick_that_the_form_did_not_ask_for_approves_nothing_held_meanwhile(self):
        """The post was held after the page was shown: its form has no tick."""
        with self.assertRaises(services.FindingsNotLookedAt):
            services.approve_listing(listing=self.listing, moderator=self.moderator, version=1)

    def test_held_ones_come_first_then_the_longest_waiting(self):
        old = ListingFactory(in_review=True, submitted_at="2020-01-01T00:00Z")
        lines = self.client.get("/moderation/").context["lines"]
        self.assertEqual([line.listing for line in lines], [self.listing, old])
        held = self.client.get("/moderation/?show=held").context["lines"]
        self.assertEqual([line.listing for line in held], [self.listing])

    def test_a_ready_answer_fills_the_text_it_is_for(self):
        for use, slug in (("return", "a"), ("comment", "b"), ("employer", "c")):
            CannedAnswer.objects.create(slug=slug, title=slug, use=use, body=f"Words {slug}.")
        reason = self.client.get(self.detail, {"answer": "a"}).context
        comment = self.client.get(self.detail, {"answer": "b"}).context
        self.assertEqual(reason["form"]["reason"].value(), "Words a.")
        self.assertEqual(comment["comment_form"]["body"].value(), "Words b.")
        self.assertEqual([answer.slug for answer in reason["answers"].answers], ["b", "a"])
        self.assertEqual(self.client.get(self.detail, {"answer": "x"}).status_code, 200)

    def test_after_a_decision_the_next_one_that_is_not_ones_own(self):
        own = ListingFactory(in_review=True, submitted_at="2020-01-01T00:00Z")
        EmployerMemberFactory(employer=own.employer, user=self.moderator)
        next_one = ListingFactory(in_review=True)

        response = self.decide(decision="returned", reason="Put it right.")

        self.assertRedirects(response, reverse("listings:moderation_detail", args=[next_one.pk]))
        self.listing.refresh_from_db()
        self.assertEqual(self.listing.state, "draft")

    def test_a_change_of_a_live_post_is_decided_with_its_differences(self):
        live = ListingFactory(title="Live one", description="Old words here")
        change = services.open_change(live, None)
        change.snapshot["columns"]["description"] = "New words here"
        change.state = "in_review"
        change.save()
        url = reverse("listings:moderation_change_detail", args=[change.pk])

        page = self.client.get(url)
        decided = self.client.post(
            reverse("listings:moderation_change_decide", args=[change.pk]),
            {"decision": "returned", "version": 1, "reason": "Why?"},
        )
        again = self.client.post(
            reverse("listings:moderation_change_decide", args=[change.pk]),
            {"decision": "returned", "version": 1, "reason": "Why?"},
        )

        self.assertContains(page, "<ins>")
        self.assertContains(page, "New")
        self.assertNotContains(page, "Refuse for good")
        self.assertEqual(decided.status_code, 302)
        self.assertContains(again, "Ada Boyle was faster", status_code=409)
        change.refresh_from_db()
        self.assertEqual((change.state, change.returned_reason), ("draft", "Why?"))
