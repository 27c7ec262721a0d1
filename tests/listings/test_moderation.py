from datetime import timedelta

from django.contrib.auth.models import Permission
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing, Review
from listings.services.events import record_event
from profiles.employers import checked_facts
from tests.factories import (
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    RoleFactory,
    UserFactory,
)
from tests.pages import said


class ModeratorTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory(first_name="Ada", last_name="Boyle")

    def setUp(self):
        self.client.force_login(self.moderator)

    def url(self, name, row=None):
        return reverse(f"listings:{name}", args=[row.pk] if row else [])

    def waiting(self, days=1, **kind):
        return ListingFactory(
            **{"in_review": True, "submitted_at": timezone.now() - timedelta(days=days)} | kind
        )


class QueueTests(ModeratorTestCase):
    def rows(self, **query):
        lines = self.client.get(self.url("moderation_queue"), query).context["lines"]
        return [line.change or line.listing for line in lines]

    def test_longest_waiting_comes_first_imports_included(self):
        new, old = self.waiting(1), self.waiting(9)
        imported = self.waiting(5, source="feed", source_id="1")
        unknown = self.waiting(submitted_at=None)
        ListingFactory(draft=True)
        ListingFactory()

        self.assertEqual(self.rows(), [unknown, old, imported, new])

    def test_the_dashboard_of_the_cms_leads_here_with_what_waits(self):
        self.waiting(1)
        for user, is_told in [(self.moderator, True), (UserFactory(), False)]:
            user.user_permissions.add(Permission.objects.get(codename="access_admin"))
            self.client.force_login(user)
            dashboard = self.client.get(reverse("wagtailadmin_home")).text
            with self.subTest(told=is_told):
                link = f'href="{self.url("moderation_queue")}">1 post waits'
                self.assertEqual(link in dashboard, is_told)

    def test_is_filtered_by_origin_and_title(self):
        own = self.waiting(title="Chat agent")
        imported = self.waiting(title="Help desk agent", source="feed", source_id="1")

        self.assertEqual(self.rows(origin="own"), [own])
        self.assertEqual(self.rows(origin="imported"), [imported])
        self.assertEqual(self.rows(q="CHAT"), [own])
        self.assertEqual(len(self.rows(origin="nonsense", q="x" * 500)), 2)

    def test_says_what_to_look_at(self):
        self.waiting(
            employer=EmployerFactory(name="Import Co", unverified=True),
            review_reasons=["Pay <not> stated"],
        )

        response = self.client.get(self.url("moderation_queue"))

        self.assertContains(response, "Pay &lt;not&gt; stated")
        self.assertContains(response, "not checked")

    def test_query_count_does_not_grow_with_the_page(self):
        self.client.get(self.url("moderation_queue"))  # notes that a visit of staff began
        for n in (3, 17):
            for row in range(n):
                self.waiting(role=RoleFactory(), submitted_at=timezone.now())
                if row > 5:
                    continue
                change = ListingFactory(role=RoleFactory()).revisions.create(
                    base_version=1,
                    snapshot={},
                    state="in_review",
                    submitted_at=timezone.now(),
                )
                change.listing.review_comments.create(
                    is_from_moderator=False, body="Yes", at=timezone.now()
                )
            # session, user, the user's and the group's permissions; count, keys in their order, posts
            # and changes with employer, role, place and whether there is an answer; open reports
            with self.subTest(n), self.assertNumQueries(9):
                self.client.get(self.url("moderation_queue"))

    def test_twenty_a_page_and_the_way_back_past_the_last(self):
        for _row in range(21):
            self.waiting()

        self.assertEqual(len(self.rows()), 20)
        self.assertEqual(len(self.rows(page="2")), 1)
        response = self.client.get(self.url("moderation_queue"), {"page": "3"})
        self.assertEqual(response.status_code, 404)


class DecideTests(ModeratorTestCase):
    def decide(self, listing, decision, version=1, **data):
        return self.client.post(
            self.url("moderation_decide", listing),
            {"decision": decision, "version": version} | data,
        )

    def test_page_shows_the_whole_post_and_who_stands_behind_it(self):
        listing = self.waiting(description="All **of** it <script>", training="Four weeks")
        member = EmployerMemberFactory(employer=listing.employer)
        listing.reviews.create(decision="rejected", reason="No hours", version=1)

        page = self.client.get(self.url("moderation_detail", listing))

        for words in ("<strong>of</strong>", "Four weeks", member.user.email, "No hours", "$21.50"):
            self.assertContains(page, words)
        self.assertNotContains(page, "<script>")

    def test_page_costs_the_same_with_many_parts(self):
        self.client.get(self.url("moderation_queue"))  # notes that a visit of staff began
        for n in (3, 20):
            listing = self.waiting()
            for _row in range(n):
                EmployerMemberFactory(employer=listing.employer)
                listing.reviews.create(
                    decision="rejected", reason="x", version=1, moderator=UserFactory()
                )
                listing.review_comments.create(
                    is_from_moderator=True, author=UserFactory(), body="x", at=timezone.now()
                )
                record_event(listing, "confirmed", by="employer", user=UserFactory())
                listing.employer.reviews.create(decision="verified", moderator=UserFactory())
            # session, user, the user's and the group's permissions; listing, channels, shifts,
            # targets, languages, skills, questions twice; what happened, earlier reviews, ready
            # answers; members' addresses, the employer's reviews and posts; posts like it, advice;
            # lines of both sides
            with self.subTest(n), self.assertNumQueries(21):
                self.client.get(self.url("moderation_detail", listing))

    def test_approving_opens_it(self):
        listing = self.waiting()

        response = self.decide(listing, "approved")

        self.assertRedirects(response, self.url("moderation_queue"))
        listing.refresh_from_db()
        self.assertTrue(listing.is_open)

    def test_a_missing_role_is_chosen_while_approving(self):
        listing, role = self.waiting(role=None), RoleFactory()

        without = self.decide(listing, "approved")
        self.decide(listing, "approved", role=role.pk)

        self.assertContains(without, "Choose a role first")
        listing.refresh_from_db()
        self.assertEqual((listing.role, listing.state), (role, "approved"))

    def test_a_role_that_is_set_cannot_be_changed_by_the_way(self):
        listing = self.waiting()
        role = listing.role

        self.decide(listing, "approved", role=RoleFactory().pk)

        listing.refresh_from_db()
        self.assertEqual(listing.role, role)

    def test_sending_back_needs_a_reason(self):
        listing = self.waiting()

        response = self.decide(listing, "rejected", reason="  ")

        self.assertContains(response, "Say why, so that the employer can put it right.")
        listing.refresh_from_db()
        self.assertEqual(listing.state, "in_review")

    def test_the_second_moderator_is_told_who_was_faster_and_keeps_the_reason(self):
        listing = self.waiting()
        self.decide(listing, "approved")
        self.client.force_login(ModeratorFactory())

        response = self.decide(listing, "rejected", reason="My <long> reason")

        review = Review.objects.get()
        self.assertContains(response, "Ada Boyle was faster: “Approved”", status_code=409)
        self.assertContains(response, f"{timezone.localtime(review.at):%H:%M} UTC", status_code=409)
        self.assertContains(response, "My &lt;long&gt; reason", status_code=409)
        listing.refresh_from_db()
        self.assertEqual(listing.state, "approved")

    def test_a_text_that_changed_meanwhile_is_read_again_first(self):
        listing = self.waiting()
        Listing.objects.filter(pk=listing.pk).update(version=2, title="New words")

        response = self.decide(listing, "approved", reason="Typed")

        self.assertContains(response, "the employer changed the text", status_code=409)
        self.assertContains(response, "New words", status_code=409)
        self.assertContains(response, 'name="version" value="2"', status_code=409)
        listing.refresh_from_db()
        self.assertEqual(listing.state, "in_review")

    def test_one_that_was_taken_back_is_not_decided(self):
        listing = self.waiting()
        Listing.objects.filter(pk=listing.pk).update(state="withdrawn")

        response = self.decide(listing, "approved")

        self.assertContains(response, "the employer took it back", status_code=409)

    def test_refusals_are_said_in_words(self):
        cases = {
            "nobody has checked yet": self.waiting(employer=EmployerFactory(unverified=True)),
            "the employer is suspended": self.waiting(employer=EmployerFactory(suspended=True)),
            "its closing time has passed": self.waiting(
                valid_through=timezone.now() - timedelta(hours=1)
            ),
        }
        for words, listing in cases.items():
            with self.subTest(words):
                self.assertContains(self.decide(listing, "approved"), words, status_code=409)
                listing.refresh_from_db()
                self.assertEqual(listing.state, "in_review")

    def test_an_imported_one_is_approved_after_its_employer_was_checked(self):
        listing = self.waiting(
            employer=EmployerFactory(unverified=True),
            apply_route="external",
            apply_url="https://jobs.example.org/1",
            source="feed",
            source_id="1",
            valid_through=None,
        )

        page = self.client.get(self.url("moderation_detail", listing))
        self.client.post(
            self.url("employer_verify", listing.employer),
            {"listing": listing.pk, "facts": checked_facts(listing.employer)},
        )
        self.decide(listing, "approved")

        self.assertContains(page, "I have verified it")
        self.assertContains(page, "once the employer is checked")
        listing.refresh_from_db()
        self.assertTrue(listing.is_open)

    def test_nobody_decides_on_their_own_employers_posts(self):
        listing = self.waiting(employer=EmployerFactory(unverified=True))
        EmployerMemberFactory(employer=listing.employer, user=self.moderator)

        page = self.client.get(self.url("moderation_detail", listing))
        answers = [
            self.decide(listing, "approved"),
            self.decide(listing, "rejected", reason="x"),
            self.client.post(self.url("employer_verify", listing.employer)),
        ]

        self.assertContains(page, "another moderator decides")
        self.assertEqual([answer.status_code for answer in answers], [403, 403, 403])
        listing.refresh_from_db()
        self.assertEqual(listing.state, "in_review")
        self.assertFalse(Review.objects.exists())
        self.assertFalse(listing.employer.is_verified)

    def test_broken_requests_change_nothing(self):
        listing = self.waiting()

        for data in (
            {},
            {"decision": "approved"},
            {"decision": "approved", "version": "x"},
            {"decision": "approved", "version": "9" * 40},
            {"decision": "closed", "version": "1"},
        ):
            response = self.client.post(self.url("moderation_decide", listing), data)
            self.assertEqual(response.status_code, 200)
        listing.refresh_from_db()
        self.assertEqual(listing.state, "in_review")


class WhoMayTests(ModeratorTestCase):
    def test_the_permission_is_asked_everywhere(self):
        listing = self.waiting(employer=EmployerFactory(unverified=True))
        member = EmployerMemberFactory(employer=listing.employer).user
        pages = [self.url("moderation_queue"), self.url("moderation_detail", listing)]
        acts = [
            (
                self.url("moderation_decide", listing),
                {"decision": "rejected", "reason": "x", "version": "1"},
            ),
            (self.url("employer_verify", listing.employer), {}),
        ]

        for user in (UserFactory(), member):
            self.client.force_login(user)
            for url in pages:
                self.assertEqual(self.client.get(url).status_code, 403)
            for url, data in acts:
                self.assertEqual(self.client.post(url, data).status_code, 403)
        self.client.logout()
        for url in pages:
            self.assertIn(reverse("account_login"), self.client.get(url)["Location"])
        for url, data in acts:
            self.assertIn(reverse("account_login"), self.client.post(url, data)["Location"])
        listing.refresh_from_db()
        self.assertEqual(listing.state, "in_review")

    def test_acts_are_done_by_post_alone(self):
        listing = self.waiting()

        for url in (
            self.url("moderation_decide", listing),
            self.url("employer_verify", listing.employer),
        ):
            self.assertEqual(self.client.get(url).status_code, 405)

    def test_checking_an_employer_leads_back_to_the_listing_and_nowhere_else(self):
        employer = EmployerFactory(unverified=True)
        listing = self.waiting(employer=employer)
        url = self.url("employer_verify", employer)

        facts = {"facts": checked_facts(employer)}
        back = self.client.post(url, facts | {"listing": listing.pk})
        again = self.client.post(url, facts | {"listing": "https://evil.example"})

        self.assertRedirects(back, self.url("moderation_detail", listing))
        self.assertRedirects(again, self.url("moderation_employer", employer))
        self.assertIn("was checked before", said(again))
