from datetime import time, timedelta

from django.urls import reverse
from django.utils import timezone

from listings.models import Listing
from tests.factories import (
    ApplicationFactory,
    EmployerMemberFactory,
    ListingFactory,
    MetricFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
    UserFactory,
)
from tests.pages import said

from .member_case import MemberTestCase
from .test_listing_form import complete


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
            "draft": [{"draft": True}, {"state": "rejected"}],
            "scheduled": [{"scheduled": True}],
            "ended": [{"expired": True}, {"closed": True}, {"state": "withdrawn"}],
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

    def test_query_count_does_not_grow_with_the_page(self):
        for n in (3, 17):
            for _row in range(n):
                ApplicationFactory(listing=self.listing(role=RoleFactory()))
            # session, user, employers, counts of the tabs, count of the page, rows; the user's and
            # the group's permissions, for the footer
            with self.subTest(n), self.assertNumQueries(8):
                self.client.get(self.url("employer_home"), {"tab": "live"})


class ListingFormViewTests(MemberTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.role = RoleFactory()
        PlaceFactory()
        SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)

    def data(self, action="save", **changes):
        return complete(self.role, action=action, **changes)

    def test_a_draft_is_saved_with_its_parts(self):
        response = self.client.post(
            self.url("employer_listing_create"), self.data(share_chat="60", share_email="40")
        )

        listing = Listing.objects.get()
        self.assertRedirects(response, self.url("employer_listing_update", listing))
        self.assertEqual(
            (listing.employer, listing.state, listing.version), (self.employer, "draft", 1)
        )
        self.assertEqual(listing.listing_skills.get().skill.slug, "zendesk")
        self.assertEqual(
            {row.channel: row.share for row in listing.channels.all()}, {"chat": 60, "email": 40}
        )

    def test_a_complete_one_is_saved_and_sent_in_one_go(self):
        self.client.post(self.url("employer_listing_create"), self.data("send"))

        self.assertEqual(Listing.objects.get().state, "in_review")

    def test_an_incomplete_one_is_not_sent_and_comes_back_as_typed(self):
        response = self.client.post(
            self.url("employer_listing_create"),
            self.data("send", salary_max="", description="My <b>text</b>"),
        )

        self.assertContains(response, "State the highest pay.")
        self.assertContains(response, "My &lt;b&gt;text&lt;/b&gt;")
        self.assertFalse(Listing.objects.exists())

    def test_two_amounts_in_the_wrong_order_are_swapped_by_a_button(self):
        data = self.data(salary_min="24", salary_max="21.50")

        page = self.client.post(self.url("employer_listing_create"), data)
        swapped = self.client.post(self.url("employer_listing_create"), data | {"action": "swap"})

        self.assertContains(page, "Enter $24.00 or more, or swap the two amounts.")
        self.assertContains(page, 'value="swap"')
        self.assertContains(swapped, 'name="salary_min" value="21.50"')
        self.assertNotContains(swapped, 'value="swap"')
        self.assertFalse(Listing.objects.exists())

    def test_state_and_employer_in_the_request_are_ignored(self):
        stolen = {
            "state": "approved",
            "employer": self.other.pk,
            "approved_version": "1",
            "date_posted": "2020-01-01",
            "source": "feed",
            "slug": "x",
        }
        self.client.post(self.url("employer_listing_create"), self.data(**stolen))
        listing = Listing.objects.get()
        self.client.post(
            self.url("employer_listing_update", listing), self.data(version="1", **stolen)
        )

        listing.refresh_from_db()
        self.assertEqual(
            (listing.state, listing.employer, listing.approved_version, listing.date_posted),
            ("draft", self.employer, None, None),
        )
        self.assertEqual((listing.source, listing.slug, listing.version), ("", "chat-agent", 2))

    def test_somebody_of_two_employers_chooses_among_these(self):
        second = EmployerMemberFactory(user=self.member.user).employer

        refused = self.client.post(
            self.url("employer_listing_create"), self.data(employer=self.other.pk)
        )
        self.client.post(self.url("employer_listing_create"), self.data(employer=second.pk))

        self.assertIn("employer", refused.context["form"].errors)
        self.assertEqual(Listing.objects.get().employer, second)

    def test_the_second_of_two_editors_is_told_and_keeps_the_text(self):
        listing = self.listing(draft=True)
        url = self.url("employer_listing_update", listing)
        self.client.post(url, self.data(version="1", title="First"))

        response = self.client.post(url, self.data(version="1", title="Second"))

        self.assertContains(response, "Somebody changed this post", status_code=409)
        self.assertContains(response, 'value="Second"', status_code=409)
        listing.refresh_from_db()
        self.assertEqual(listing.title, "First")

    def test_what_stands_in_review_can_change_and_stays_complete(self):
        self.client.post(self.url("employer_listing_create"), self.data("send"))
        listing = Listing.objects.get()
        url = self.url("employer_listing_update", listing)

        gap = self.client.post(url, self.data(version="1", weekly_hours=""))
        self.client.post(url, self.data(version="1", title="New words"))

        self.assertContains(gap, "State the hours a week.")
        listing.refresh_from_db()
        self.assertEqual(
            (listing.title, listing.state, listing.version), ("New words", "in_review", 2)
        )

    def test_a_live_one_cannot_be_changed_but_copied_and_closed(self):
        listing = self.listing(title="Live words")
        url = self.url("employer_listing_update", listing)

        page = self.client.get(url)
        response = self.client.post(url, self.data(version="1", title="Changed"))

        self.assertContains(page, "cannot be changed")
        self.assertContains(page, f"?copy={listing.pk}")
        self.assertEqual(response.status_code, 409)
        listing.refresh_from_db()
        self.assertEqual(listing.title, "Live words")

    def test_a_copy_is_a_new_draft_without_the_old_dates(self):
        listing = self.listing(
            title="Live words", contact_style="free", concurrent_contacts=2, remote=True,
            applicant_states="OH MI",
        )  # fmt: skip
        listing.channels.create(channel="chat")
        listing.shifts.create(weekday=0, starts=time(9), ends=time(17))
        listing.targets.create(metric=MetricFactory(), target="88% or more")

        page = self.client.get(self.url("employer_listing_create"), {"copy": listing.pk})

        self.assertContains(page, 'value="Live words"')
        self.assertContains(page, 'value="chat" id="id_channels_2" checked')
        self.assertContains(page, 'name="starts_0_1" value="09:00"')
        self.assertContains(page, 'name="target_1" value="88% or more"')
        self.assertContains(page, 'value="OH, MI"')
        self.assertContains(page, '<option value="free" selected>')
        self.assertContains(page, 'name="concurrent_contacts" value="2"')
        self.assertNotIn("closes_on", page.context["form"].initial)

    def test_only_ones_own_can_be_copied(self):
        theirs = ListingFactory(employer=self.other)

        for copy in (theirs.pk, "x", "9" * 40):
            response = self.client.get(self.url("employer_listing_create"), {"copy": copy})
            self.assertEqual(response.status_code, 404)

    def test_the_page_says_what_is_missing_and_what_a_reviewer_wrote(self):
        listing = self.listing(state="rejected", valid_through=None, date_posted=None)
        listing.reviews.create(decision="rejected", reason="State the <pay>.", version=1)

        page = self.client.get(self.url("employer_listing_update", listing))

        self.assertContains(page, "State the &lt;pay&gt;.")
        self.assertContains(page, "Say until when people can apply.")

    def test_the_page_costs_the_same_with_many_skills_and_channels(self):
        for n in (3, 20):
            listing = self.listing(draft=True)
            for number in range(n):
                listing.listing_skills.create(skill=SkillFactory(slug=f"skill-{n}-{number}"))
                listing.targets.create(metric=MetricFactory())
                listing.shifts.create(
                    weekday=number % 7, starts=time(number), ends=time(number, 30)
                )
            # session, user, listing, its channels, whether it has skills; skills, languages, shifts
            # targets and questions for the form; role choices, metrics, what the role usually asks, last review;
            # the user's and the group's permissions, for the footer
            with self.subTest(n), self.assertNumQueries(16):
                self.client.get(self.url("employer_listing_update", listing))


class SubmitAndCloseTests(MemberTestCase):
    def test_sending_from_outside_the_form_says_what_is_missing(self):
        listing = self.listing(draft=True)

        response = self.client.post(self.url("employer_listing_submit", listing), {"version": "1"})

        self.assertRedirects(response, self.url("employer_listing_update", listing))
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
