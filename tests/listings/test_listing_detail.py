from datetime import UTC, datetime
from decimal import Decimal

import time_machine
from django.test import TestCase
from django.urls import reverse

from listings.models import ListingChannel, ListingLanguage, ListingSkill
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    RoleFactory,
    SkillFactory,
)


class VisibilityTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.employer = EmployerFactory()
        cls.member = EmployerMemberFactory(employer=cls.employer).user
        cls.stranger = EmployerMemberFactory().user
        cls.moderator = ModeratorFactory()

    def status(self, listing, user=None):
        self.client.logout()
        if user:
            self.client.force_login(user)
        return self.client.get(listing.get_absolute_url()).status_code

    def test_what_is_not_public_is_seen_by_its_people_and_moderators_alone(self):
        hidden = [
            ListingFactory(draft=True, employer=self.employer),
            ListingFactory(in_review=True, employer=self.employer),
            ListingFactory(scheduled=True, employer=self.employer),
            ListingFactory(state="rejected", employer=self.employer),
            ListingFactory(state="withdrawn", employer=self.employer),
        ]
        for listing in hidden:
            with self.subTest(listing.phase):
                self.assertEqual(self.status(listing), 404)
                self.assertEqual(self.status(listing, self.stranger), 404)
                self.assertEqual(self.status(listing, self.member), 200)
                self.assertEqual(self.status(listing, self.moderator), 200)

    def test_the_page_of_a_hidden_listing_says_that_it_is_hidden(self):
        self.client.force_login(self.member)

        response = self.client.get(
            ListingFactory(draft=True, employer=self.employer).get_absolute_url()
        )

        self.assertContains(response, "Only you see this")
        self.assertContains(response, '<meta name="robots" content="noindex">')

    def test_jobs_of_a_suspended_employer_are_hidden_at_once(self):
        listing = ListingFactory(employer=EmployerFactory(suspended=True))

        self.assertEqual(self.status(listing), 404)
        self.assertEqual(self.status(listing, self.moderator), 200)

    def test_a_wrong_slug_leads_to_the_right_one_for_good(self):
        listing = ListingFactory()

        response = self.client.get(reverse("listings:listing_detail", args=[listing.pk, "old"]))

        self.assertRedirects(response, listing.get_absolute_url(), status_code=301)

    def test_a_wrong_slug_does_not_tell_that_a_draft_exists(self):
        draft = ListingFactory(draft=True)

        response = self.client.get(reverse("listings:listing_detail", args=[draft.pk, "x"]))

        self.assertEqual(response.status_code, 404)

    def test_a_number_beyond_any_row_is_not_found(self):
        self.assertEqual(self.client.get(f"/jobs/{'9' * 40}-x/").status_code, 404)


@time_machine.travel(datetime(2026, 11, 21, 15, tzinfo=UTC), tick=False)
class ListingPageTests(TestCase):
    def get(self, listing):
        return self.client.get(listing.get_absolute_url())

    def listing(self, **values):
        dates = {
            "date_posted": datetime(2026, 11, 19, 14, 0, tzinfo=UTC),
            "valid_through": datetime(2026, 12, 11, 22, 0, tzinfo=UTC),
        }
        return ListingFactory(**dates | values)

    def test_tells_the_key_facts(self):
        listing = self.listing(
            education_min="high_school",
            experience_months=18,
            variable_pay="Up to $120 a month",
            schedule_note="9:30 a.m. to 6 p.m.",
            location_note="Downtown, on bus line 2",
        )
        zendesk = SkillFactory(slug="zendesk", tool=True)
        empathy, spanish = SkillFactory(slug="empathy"), SkillFactory(slug="spanish", language=True)
        ListingSkill.objects.create(listing=listing, skill=zendesk, is_essential=False)
        ListingSkill.objects.create(listing=listing, skill=empathy)
        ListingLanguage.objects.create(listing=listing, language=spanish, level="B2")

        response = self.get(listing)

        for words in (
            "$21.50–$24.00",
            "an hour, guaranteed",
            "$44,720–$49,920",
            "a year at 40 hours a week",
            "Up to $120 a month",
            "On site, Columbus, OH",
            "Downtown, on bus line 2",
            "40 a week, full time",
            "9:30 a.m. to 6 p.m.",
            "Zendesk (an advantage)",
            "B2, at ease at work",
            "18 months of experience",
            "High school diploma or equivalent",
            "Friday, December 11, 2026",
            "5 p.m. Eastern time, in 20 days",
        ):
            with self.subTest(words):
                self.assertContains(response, words)
        self.assertInHTML('<li class="chip">Empathy</li>', response.content.decode())
        self.assertInHTML('<li class="chip chip-miss">Zendesk</li>', response.content.decode())

    def test_markdown_is_shown_and_markup_is_not(self):
        listing = self.listing(
            description="**Bold** <script>x</script>",
            qualifications="- one year",
            training="Week *one*",
            benefits="# Leave",
        )

        response = self.get(listing)

        for html in (
            "<strong>Bold</strong>",
            "<li>one year</li>",
            "<em>one</em>",
            "<h3>Leave</h3>",
        ):
            self.assertContains(response, html)
        self.assertNotContains(response, "<script>x")

    def test_every_work_mode_says_where_one_may_live_or_has_to_be(self):
        cases = [
            ({"work_mode": "hybrid"}, "Hybrid, Columbus, OH"),
            ({"work_mode": "field"}, "In the field, Columbus, OH"),
            ({"remote": True, "applicant_countries": "US CA"}, "You may live in the US and Canada"),
            ({"remote": True, "applicant_countries": ""}, "does not say where you may live"),
        ]
        for values, words in cases:
            with self.subTest(words):
                self.assertContains(self.get(self.listing(**values)), words)

    def test_every_kind_of_pay_is_told_both_ways(self):
        month = {
            "salary_currency": "INR",
            "salary_min": Decimal(26_000),
            "salary_max": Decimal(31_200),
            "salary_period": "month",
        }
        cases = [
            ({"salary_max": None}, ["from $21.50", "from $44,720"]),
            ({"salary_min": None}, ["up to $24.00", "up to $49,920"]),
            ({"weekly_hours": None}, ["40 hours assumed: the employer states pay for an hour"]),
            ({"weekly_hours": Decimal("37.5")}, ["a year at 37.5 hours a week", "$41,925–$46,800"]),
            (month, ["₹150.00–₹180.00", "₹26,000–₹31,200", "₹312,000–₹374,400"]),
            (month, ["The employer states pay for a month; the rest is worked out."]),
            ({"pay_not_stated": True}, ["Pay not stated"]),
        ]
        for values, texts in cases:
            for words in texts:
                with self.subTest(words):
                    self.assertContains(self.get(self.listing(**values)), words)

    def test_channels_are_drawn_where_shares_are_stated_and_listed_in_any_case(self):
        stated, silent = self.listing(), self.listing()
        ListingChannel.objects.create(listing=stated, channel="phone", share=70)
        ListingChannel.objects.create(listing=stated, channel="chat", share=30)
        ListingChannel.objects.create(listing=silent, channel="video")

        self.assertContains(self.get(stated), "<strong>70%</strong> phone")
        self.assertContains(self.get(stated), '<rect class="mix-2" x="70.0%" width="29.4%"')
        self.assertContains(self.get(silent), '<li class="chip">Video</li>')
        self.assertContains(self.get(silent), "does not say how much of each")

    def test_applying_leads_to_our_form_or_to_the_page_that_names_the_other_site(self):
        ours = self.listing()
        theirs = self.listing(apply_route="external", apply_url="https://jobs.example.com/1")

        self.assertContains(self.get(ours), reverse("listings:application_create", args=[ours.pk]))
        page = self.get(theirs)
        self.assertContains(page, reverse("listings:listing_leave", args=[theirs.pk]))
        self.assertNotContains(page, "https://jobs.example.com/1")

    def test_an_imported_one_says_that_the_employer_did_not_confirm_it(self):
        imported = self.listing(source="feed", source_id="1")

        self.assertContains(self.get(imported), "not confirmed by the employer")
        self.assertNotContains(self.get(self.listing()), "not confirmed")

    def test_a_closed_job_keeps_its_page_without_a_way_to_apply(self):
        role = RoleFactory(slug="csr")
        other = self.listing(role=role, title="Open job of the same role")
        closed = [
            (self.listing(role=role, valid_through=datetime(2026, 11, 20, 22, tzinfo=UTC)),
             "This job closed on Nov 20"),
            (self.listing(role=role, state="closed", outcome="hired"), "This job is closed"),
        ]  # fmt: skip
        for listing, words in closed:
            with self.subTest(words):
                response = self.get(listing)

                self.assertContains(response, words)
                self.assertContains(response, other.title)
                self.assertContains(response, '<meta name="robots" content="noindex">')
                self.assertNotContains(response, "/apply/")
                self.assertNotContains(response, "/leave/")
                self.assertNotContains(response, 'id="apply"')
                self.assertNotContains(response, f"/jobs/{listing.pk}/saved/")

    def test_one_s_own_application_and_saved_job_are_shown(self):
        listing, candidate = self.listing(), CandidateFactory()
        candidate.saved_jobs.create(listing=listing)
        application = ApplicationFactory(listing=listing, candidate=candidate)
        self.client.force_login(candidate.user)

        response = self.get(listing)

        self.assertContains(response, application.get_absolute_url())
        self.assertContains(response, "You applied on Nov 21: Sent")
        self.assertContains(response, "Saved. Take it off")
        self.assertNotContains(response, "/apply/")

    def test_who_withdrew_may_apply_again(self):
        application = ApplicationFactory(listing=self.listing(), state="withdrawn")
        self.client.force_login(application.candidate.user)

        self.assertContains(self.get(application.listing), "/apply/")

    def test_nobody_is_asked_to_apply_to_their_own_employer(self):
        listing = self.listing()
        self.client.force_login(EmployerMemberFactory(employer=listing.employer).user)

        self.assertNotContains(self.get(listing), "/apply/")

    def test_the_page_of_a_listing_without_a_role_still_opens(self):
        listing = self.listing(role=None, state="closed")

        self.assertEqual(self.get(listing).status_code, 200)
