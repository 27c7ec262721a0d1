from datetime import UTC, datetime, time, timedelta

import time_machine
from django.test import TestCase
from django.utils import timezone

from listings.wording import may_live_in, may_live_in_short
from tests.factories import (
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    MetricFactory,
    ModeratorFactory,
)


class JobPageSectionTests(TestCase):
    def get(self, listing):
        return self.client.get(listing.get_absolute_url())

    def test_how_customers_reach_one_names_channels_conversations_and_words(self):
        listing = ListingFactory(contact_style="guided", concurrent_contacts=3)
        listing.channels.create(channel="chat", share=100)

        response = self.get(listing)

        self.assertContains(response, "How customers reach you")
        self.assertContains(response, "<strong>100%</strong> chat")
        self.assertContains(response, "Up to 3 conversations at a time")
        self.assertContains(response, "Guides and templates, said your way")

    def test_each_part_of_the_contacts_stands_alone_or_is_left_out(self):
        self.assertContains(self.get(ListingFactory(concurrent_contacts=1)), "One conversation")
        self.assertContains(self.get(ListingFactory(contact_style="free")), "Your own words")
        self.assertNotContains(self.get(ListingFactory()), "How customers reach you")

    def test_the_week_is_drawn_told_as_a_table_and_in_one_line(self):
        listing = ListingFactory(weekly_hours=40)
        for day in range(5):
            listing.shifts.create(weekday=day, starts=time(9), ends=time(17, 30))

        response = self.get(listing)

        self.assertContains(response, "The usual week")
        self.assertContains(response, '<rect class="part" x="37.5%" width="35.42%"', count=5)
        self.assertContains(response, "<td>9 a.m.–5:30 p.m.</td>", count=5)
        self.assertContains(response, "<span>Mon to Fri, 9 a.m.–5:30 p.m.</span>")
        self.assertContains(response, "Hours of work by day, Eastern time")
        self.assertContains(response, "<strong>Free:</strong> Saturday, Sunday.")
        self.assertContains(
            response, "add up to 42.5 hours, with any breaks; the employer states 40"
        )

    def test_hours_that_agree_with_the_week_are_said_once(self):
        listing = ListingFactory(weekly_hours=None)
        listing.shifts.create(weekday=5, starts=time(22), ends=time(6))

        response = self.get(listing)

        self.assertContains(response, "8 hours a week. All times are Eastern time.")
        self.assertContains(response, "<td>until 6 a.m.</td>")

    def test_targets_lead_to_the_glossary_and_say_what_the_figure_leaves_out(self):
        listing = ListingFactory()
        csat = MetricFactory(
            slug="csat",
            title="Customer satisfaction score",
            abbreviation="CSAT",
            caution="Only those who answer are counted.",
        )
        listing.targets.create(metric=csat, target="88% <or> more")
        listing.targets.create(metric=MetricFactory(title="Quality score"))

        response = self.get(listing)

        self.assertContains(response, "What you would be measured on")
        self.assertContains(response, '<a href="/glossary/#csat">CSAT</a>')
        self.assertContains(response, "Customer satisfaction score")
        self.assertContains(response, "88% &lt;or&gt; more")
        self.assertContains(response, "Only those who answer are counted.")
        self.assertContains(response, "the employer states no figure")
        self.assertNotContains(self.get(ListingFactory()), "measured on")

    def test_training_stands_under_its_heading(self):
        response = self.get(ListingFactory(training="Three paid weeks."))

        self.assertContains(response, "Training and the first 90 days")

    def test_a_moderator_reads_the_same_facts(self):
        listing = ListingFactory(in_review=True, contact_style="scripted")
        listing.channels.create(channel="chat")
        listing.shifts.create(weekday=0, starts=time(9), ends=time(17))
        listing.targets.create(metric=MetricFactory(title="Quality score"), target="90 of 100")
        self.client.force_login(ModeratorFactory())

        response = self.client.get(f"/moderation/{listing.pk}/")

        for words in ("Scripts to follow", "9 a.m.–5 p.m.", "Quality score", "90 of 100"):
            self.assertContains(response, words)


class WhereOneMayLiveTests(TestCase):
    def words(self, countries, states=""):
        listing = ListingFactory.build(
            remote=True, role=None, applicant_countries=countries, applicant_states=states
        )
        return may_live_in(listing), may_live_in_short(listing)

    def test_states_stand_in_the_place_of_the_country(self):
        for countries, states, words in [
            ("US CA", "", "the US and Canada"),
            ("US", "OH", "Ohio"),
            ("US", "OH MI DC", "Ohio, Michigan and the District of Columbia"),
            ("US CA", "OH MI", "Ohio and Michigan, or Canada"),
            ("CA", "OH", "Canada"),
            ("", "", ""),
        ]:
            with self.subTest(words):
                self.assertEqual(self.words(countries, states), (words, words))

    def test_a_card_counts_many(self):
        full, short = self.words("US CA", "OH MI TX WI")

        self.assertEqual(full, "Ohio, Michigan, Texas and Wisconsin, or Canada")
        self.assertEqual(short, "4 states of the US, or Canada")

    def test_the_page_names_them_all(self):
        listing = ListingFactory(remote=True, applicant_states="OH MI TX WI")

        response = self.client.get(listing.get_absolute_url())

        self.assertContains(response, "You may live in Ohio, Michigan, Texas and Wisconsin")
        self.assertContains(response, "open to 4 states of the US")


@time_machine.travel(datetime(2026, 11, 21, 15, tzinfo=UTC), tick=False)
class EmployerPanelTests(TestCase):
    def get(self, **values):
        now = timezone.now()
        dates = {"date_posted": now - timedelta(days=40), "valid_through": now + timedelta(days=20)}
        return self.client.get(ListingFactory(**dates | values).get_absolute_url())

    def test_says_how_lately_the_employer_confirmed(self):
        for ago, words in [
            (timedelta(hours=2), "Confirmed hiring today"),
            (timedelta(hours=20), "Confirmed hiring 1 day ago"),
            (timedelta(days=3), "Confirmed hiring 3 days ago"),
            (timedelta(days=35), "Confirmed hiring Oct 17"),
        ]:
            with self.subTest(words):
                self.assertContains(self.get(confirmed_at=timezone.now() - ago), words, count=2)

    def test_without_a_confirmation_the_day_of_posting_speaks(self):
        self.assertContains(self.get(), "<strong>Posted Oct 12</strong>")

    def test_counts_the_other_open_jobs(self):
        employer = EmployerFactory(kind="outsourcer")
        ListingFactory(employer=employer, closed=True)
        self.assertNotContains(self.get(employer=employer), "other open job")
        ListingFactory(employer=employer)

        response = self.get(employer=employer)

        self.assertContains(response, "and 2 other open jobs")
        self.assertContains(response, employer.get_absolute_url())
        self.assertContains(response, "Outsourcer")
        self.assertContains(response, "checked by us in November 2026")


class PageThatEndsTests(TestCase):
    def old(self, days=200, **values):
        ended = timezone.now() - timedelta(days=days)
        return ListingFactory(
            **{"valid_through": ended, "date_posted": ended - timedelta(9)} | values
        )

    def status(self, listing, user=None):
        self.client.logout()
        if user:
            self.client.force_login(user)
        return self.client.get(listing.get_absolute_url()).status_code

    def test_a_closed_one_says_since_when_and_leads_to_jobs_like_it(self):
        closed_at = timezone.now() - timedelta(days=2)
        listing = ListingFactory(closed=True, closed_at=closed_at)
        other = ListingFactory(role=listing.role, title="Open job of the same role")

        response = self.client.get(listing.get_absolute_url())

        self.assertContains(response, "This job closed on")
        self.assertContains(response, '<a href="#similar">')
        self.assertContains(response, other.title)
        self.assertContains(response, '<meta name="robots" content="noindex">')
        self.assertNotContains(response, "application/ld+json")
        self.assertNotContains(response, "Closing date")

    def test_of_closing_date_and_closing_hand_the_earlier_counts(self):
        listing = ListingFactory(
            closed=True,
            date_posted=datetime(2026, 3, 1, tzinfo=UTC),
            valid_through=datetime(2026, 4, 2, 20, tzinfo=UTC),
            closed_at=datetime(2026, 5, 5, tzinfo=UTC),
        )
        with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)):
            self.assertContains(
                self.client.get(listing.get_absolute_url()), "This job closed on Apr 2"
            )

    def test_half_a_year_later_its_page_is_gone_and_open_ones_of_the_role_are_named(self):
        for listing in (self.old(), self.old(closed=True)):
            other = ListingFactory(role=listing.role, title="Open job of the same role")

            response = self.client.get(listing.get_absolute_url())

            self.assertContains(response, "This job is gone", status_code=410)
            self.assertContains(response, other.title, status_code=410)
            self.assertContains(response, '<meta name="robots" content="noindex">', status_code=410)
            self.assertNotContains(response, listing.description, status_code=410)

    def test_until_then_it_stays(self):
        self.assertEqual(self.status(self.old(days=179)), 200)
        with self.settings(LISTING_PAGE_KEPT=timedelta(days=100)):
            self.assertEqual(self.status(self.old(days=179)), 410)

    def test_its_own_people_and_moderators_still_see_it(self):
        listing = self.old()

        self.assertEqual(
            self.status(listing, EmployerMemberFactory(employer=listing.employer).user), 200
        )
        self.assertEqual(self.status(listing, ModeratorFactory()), 200)
        self.assertEqual(self.status(listing, EmployerMemberFactory().user), 410)

    def test_one_without_a_role_leads_to_the_list(self):
        listing = self.old(role=None, state="closed")

        response = self.client.get(listing.get_absolute_url())

        self.assertContains(response, 'href="/jobs/"', status_code=410)

    def test_an_address_from_before_a_change_of_title_leads_on_without_its_query(self):
        listing = ListingFactory(title="Chat agent", slug="chat-agent")
        old = listing.get_absolute_url()
        listing.title, listing.slug = "Chat and email agent", "chat-and-email-agent"
        listing.save()

        response = self.client.get(f"{old}?utm_source=x&next=//evil.example")

        self.assertRedirects(response, listing.get_absolute_url(), status_code=301)
