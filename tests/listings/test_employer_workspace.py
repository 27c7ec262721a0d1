from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from listings.models import Application
from tests.factories import (
    ApplicationFactory,
    ListingFactory,
    RoleFactory,
    SkillFactory,
    UserFactory,
)
from tests.pages import said

from .member_case import MemberTestCase


class HomeTests(MemberTestCase):
    def test_signed_out_it_tells_what_posting_takes(self):
        self.client.logout()

        response = self.client.get(self.url("employer_home"))

        self.assertContains(response, "A person reads it")
        self.assertContains(response, "/what-a-post-must-state/")

    def test_somebody_without_an_employer_says_first_who_hires(self):
        self.client.force_login(UserFactory())

        for name in ("employer_home", "employer_listing_create"):
            self.assertRedirects(
                self.client.get(self.url(name)), reverse("profiles:employer_create")
            )

    def test_each_listing_stands_on_one_tab_with_its_count(self):
        kinds = {
            "live": [{}],
            "in_review": [{"in_review": True}],
            "draft": [{"draft": True}],
            "scheduled": [{"scheduled": True}],
            "ended": [
                {"expired": True},
                {"closed": True},
                {"state": "withdrawn"},
                {"state": "rejected"},
            ],
        }
        for kind in (kind for kinds_of_tab in kinds.values() for kind in kinds_of_tab):
            self.listing(**kind)
        ListingFactory(employer=self.other)

        for tab, kinds_of_tab in kinds.items():
            response = self.client.get(self.url("employer_home"), {"tab": tab})
            self.assertEqual(len(response.context["page_obj"]), len(kinds_of_tab), tab)
        self.assertEqual(
            [(tab.value, count) for tab, count in response.context["tabs"]],
            [(tab, len(kinds_of_tab)) for tab, kinds_of_tab in kinds.items()],
        )

    def test_without_a_post_it_says_how_the_first_one_goes(self):
        empty = self.client.get(self.url("employer_home"))
        self.assertContains(empty, "Your first post")
        self.assertNotContains(empty, "?tab=")
        self.assertNotContains(empty, self.url("employer_figures"))

        live, draft = (
            ListingFactory(employer=self.employer),
            ListingFactory(employer=self.employer, draft=True),
        )
        home = self.client.get(self.url("employer_home"))
        self.assertNotContains(home, "Your first post")
        self.assertContains(home, self.url("employer_figures"))
        self.assertContains(home, self.url("employer_listing_figures", live))
        drafts = self.client.get(self.url("employer_home"), {"tab": "draft"})
        self.assertContains(drafts, draft.title)
        self.assertNotContains(drafts, self.url("employer_listing_figures", draft))

    def test_without_a_choice_it_opens_where_something_stands(self):
        self.listing(draft=True)

        for query in ({}, {"tab": "nonsense"}):
            response = self.client.get(self.url("employer_home"), query)
            self.assertEqual(response.context["tab"], "draft")

    def test_applications_are_counted_and_those_that_wait(self):
        listing = self.listing()
        ApplicationFactory(listing=listing)
        ApplicationFactory(listing=listing, state="declined")

        response = self.client.get(self.url("employer_home"))

        self.assertContains(response, "2 applications")
        self.assertContains(response, "1 without an answer")

    def test_each_count_of_a_post_leads_to_just_those_that_it_counts(self):
        listing = self.listing()
        for application in ApplicationFactory.create_batch(3, listing=listing)[:2]:
            Application.objects.filter(pk=application.pk).update(read_at=timezone.now())
            for _message in range(2):
                application.messages.create(
                    is_from_employer=False, body="?", sent_at=timezone.now()
                )
        gone = ApplicationFactory(listing=listing, state="withdrawn")
        gone.messages.create(is_from_employer=False, body="?", sent_at=timezone.now())
        ApplicationFactory(listing=self.listing(title="Another"))

        page = self.client.get(self.url("employer_home"))

        row = next(one for one in page.context["page_obj"] if one.pk == listing.pk)
        self.assertEqual(
            (row.application_count, row.waiting_count, row.unopened_count, row.new_message_count),
            (4, 3, 1, 4),
        )
        applicants = self.url("employer_application_list", listing)
        for query, number in (("unopened=on", 1), ("messages=on", 2), ("state=waiting", 3)):
            self.assertContains(page, f'"{applicants}?{query}"')
            found = self.client.get(f"{applicants}?{query}").context["page_obj"].paginator.count
            self.assertEqual(found, number, query)

    def test_query_count_does_not_grow_with_the_page(self):
        for n in (3, 17):
            for _row in range(n):
                application = ApplicationFactory(listing=self.listing(role=RoleFactory()))
                application.messages.create(
                    is_from_employer=False, body="?", sent_at=timezone.now()
                )
            # session, user, employers, counts of the tabs, count of the page, two for applications
            # that wait, rows; the user's and the group's permissions, for the footer
            with self.subTest(n), self.assertNumQueries(10):
                self.client.get(self.url("employer_home"), {"tab": "live"})


class SubmitAndCloseTests(MemberTestCase):
    def test_sending_from_outside_the_form_says_what_is_missing(self):
        listing = self.listing(draft=True)

        response = self.client.post(self.url("employer_listing_submit", listing), {"version": "1"})

        check = reverse("listings:employer_listing_step", args=[listing.pk, "check"])
        self.assertRedirects(response, check)
        self.assertIn("Say until when people can apply.", said(response))
        listing.refresh_from_db()
        self.assertEqual(listing.state, "draft")

    def test_a_complete_one_is_sent_in_the_version_that_was_seen(self):
        listing = self.listing(
            draft=True,
            education_min="none",
            valid_through=timezone.now() + timedelta(days=9),
        )
        listing.listing_skills.create(skill=SkillFactory())
        listing.channels.create(channel="chat")
        url = self.url("employer_listing_submit", listing)

        for version in ("2", "", "x", "9" * 5000):
            self.assertIn("Not sent", said(self.client.post(url, {"version": version})))
        self.client.post(url, {"version": "1"})

        listing.refresh_from_db()
        self.assertEqual(listing.state, "in_review")

    def test_closing_asks_for_the_outcome_and_names_who_still_waits(self):
        listing = self.listing()
        ApplicationFactory(listing=listing)
        url = self.url("employer_listing_close", listing)

        page = self.client.get(url)
        without = self.client.post(url)
        listing.refresh_from_db()
        before = listing.state
        self.client.post(url, {"outcome": "hired"})

        self.assertContains(page, "1 application has no answer yet.")
        self.assertContains(without, "Choose what came of it.")
        self.assertEqual(before, "approved")
        listing.refresh_from_db()
        self.assertEqual((listing.state, listing.outcome), ("closed", "hired"))

    def test_a_draft_is_given_up(self):
        listing = self.listing(draft=True)

        self.client.post(self.url("employer_listing_close", listing))

        listing.refresh_from_db()
        self.assertEqual(listing.state, "withdrawn")
