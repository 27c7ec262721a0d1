from datetime import UTC, datetime, time, timedelta
from unittest import mock

from django.urls import reverse
from django.utils import timezone

from listings.models import Listing
from listings.screening import Question
from listings.services import save_listing
from profiles.models import RateLimit
from tests.factories import (
    EmployerMemberFactory,
    ListingFactory,
    MetricFactory,
    PlaceFactory,
    SkillFactory,
    UserFactory,
)
from tests.pages import said

from .member_case import MemberTestCase


class StartTests(MemberTestCase):
    def begin(self, **data):
        return self.client.post(self.url("employer_listing_create"), data)

    def step(self, listing, step):
        return reverse("listings:employer_listing_step", args=[listing.pk, step])

    def test_a_title_is_enough_and_what_nobody_said_stays_open(self):
        response = self.begin(title="  Chat   agent ")

        listing = Listing.objects.get()
        self.assertRedirects(response, self.step(listing, "job"))
        self.assertEqual(
            (listing.title, listing.slug, listing.employer, listing.state, listing.version),
            ("Chat agent", "chat-agent", self.employer, "draft", 1),
        )
        self.assertEqual((listing.work_mode, listing.place, listing.salary_min), ("", None, None))
        event = listing.events.get()
        self.assertEqual((event.kind, event.user), ("created", self.member.user))
        card = self.client.get(self.step(listing, "job"))
        self.assertContains(card, "Place not stated")
        pay = self.client.get(self.step(listing, "pay"))
        self.assertEqual(pay.context["form"]["location_note"].value(), "")
        self.assertNotContains(pay, "checked")

    def test_the_employers_own_place_is_proposed(self):
        self.employer.place = PlaceFactory()
        self.employer.save()

        self.begin(title="Chat agent")

        listing = Listing.objects.get()
        self.assertEqual(
            (listing.place, listing.time_zone), (self.employer.place, "America/New_York")
        )

    def test_without_a_title_nothing_begins(self):
        for title in ("", "   ", "x" * 121, "a\x00b"):
            response = self.begin(title=title)
            self.assertIn("title", response.context["form"].errors)
        self.assertFalse(Listing.objects.exists())

    def test_looking_makes_nothing(self):
        self.client.get(self.url("employer_listing_create"), {"copy": self.listing().pk})

        self.assertEqual(Listing.objects.count(), 1)

    def test_two_presses_make_one_post_and_lead_to_it(self):
        token = self.client.get(self.url("employer_listing_create")).context["form"].token

        first = self.begin(title="Chat agent", token=token)
        second = self.begin(title="Chat agent", token=token)

        listing = Listing.objects.get()
        self.assertRedirects(first, self.step(listing, "job"))
        self.assertRedirects(
            second, self.url("employer_listing_update", listing), target_status_code=302
        )

    def test_the_second_press_waits_for_nothing_while_the_first_is_still_at_work(self):
        RateLimit.objects.take(
            f"posting-start-abc:user:{self.member.user.pk}", limit=1, window=timedelta(days=1)
        )

        response = self.begin(title="Chat agent", token="abc")

        self.assertRedirects(response, self.url("employer_home"))
        self.assertFalse(Listing.objects.exists())

    def test_strange_tokens_count_for_nothing(self):
        for token in ("x" * 33, "a b", "é", "\x00"):
            self.begin(title="Chat agent", token=token)
        self.assertLessEqual(Listing.objects.count(), 4)
        self.assertFalse(RateLimit.objects.filter(key__contains="posting-start-").exists())

    def test_many_posts_within_an_hour_are_refused_and_the_title_stays(self):
        with mock.patch("listings.views.posting.start.may", return_value=False):
            page = self.begin(title="Chat agent")
            copy = self.begin(copy=self.listing().pk)

        self.assertContains(page, "You have begun many posts within the hour.")
        self.assertContains(page, 'value="Chat agent"')
        self.assertIn("many posts", said(copy))
        self.assertEqual(Listing.objects.count(), 1)

    def test_somebody_of_two_employers_chooses_among_these(self):
        second = EmployerMemberFactory(user=self.member.user).employer

        refused = self.begin(title="Chat agent", employer=self.other.pk)
        missing = self.begin(title="Chat agent")
        self.begin(title="Chat agent", employer=second.pk)

        self.assertIn("employer", refused.context["form"].errors)
        self.assertIn("employer", missing.context["form"].errors)
        self.assertEqual(Listing.objects.get().employer, second)

    def test_an_employer_in_the_request_of_somebody_with_one_is_ignored(self):
        self.begin(title="Chat agent", employer=self.other.pk)

        self.assertEqual(Listing.objects.get().employer, self.employer)

    def test_somebody_without_an_employer_says_first_who_hires(self):
        self.client.force_login(UserFactory())

        self.assertRedirects(self.begin(title="x"), reverse("profiles:employer_create"))


class CopyTests(MemberTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.source = ListingFactory(
            employer=cls.employer,
            title="Live words",
            remote=True,
            applicant_states="OH MI",
            contact_style="free",
            reference="R-1",
            reply_within_days=5,
            closed=True,
            date_posted=datetime(2026, 3, 1, 12, tzinfo=UTC),
            valid_through=datetime(2026, 3, 22, 21, tzinfo=UTC),
        )
        skill, spanish = SkillFactory(), SkillFactory(language=True)
        cls.csat = MetricFactory()
        save = {
            "skills": {skill: False},
            "languages": {spanish: ("B2", True)},
            "channels": {"chat": 100},
            "targets": {cls.csat: "88%"},
            "questions": [Question("Why chat?", "text")],
        }
        Listing.objects.filter(pk=cls.source.pk).update(state="draft")
        save_listing(listing=cls.source, seen_version=1, **save)
        cls.source.shifts.create(weekday=0, starts=time(9), ends=time(17))
        Listing.objects.filter(pk=cls.source.pk).update(state="closed")

    def copy(self, **data):
        response = self.client.post(
            self.url("employer_listing_create"), {"copy": self.source.pk} | data
        )
        return response, Listing.objects.exclude(pk=self.source.pk).first()

    def test_a_copy_is_a_new_draft_with_all_of_the_text_and_no_dates(self):
        response, listing = self.copy()

        self.assertRedirects(
            response, self.url("employer_listing_update", listing), target_status_code=302
        )
        self.assertEqual(
            (listing.title, listing.state, listing.version, listing.contact_style),
            ("Live words", "draft", 1, "free"),
        )
        self.assertEqual((listing.applicant_states, listing.reference), ("OH MI", None))
        self.assertEqual((listing.date_posted, listing.valid_through), (None, None))
        self.assertIsNone(listing.approved_version)
        self.assertFalse(listing.listing_skills.get().is_essential)
        self.assertEqual(listing.languages.get().level, "B2")
        self.assertEqual(listing.channels.get().share, 100)
        self.assertEqual(listing.shifts.get().starts, time(9))
        self.assertEqual(listing.targets.get().target, "88%")
        self.assertEqual(listing.screening_questions.get().text, "Why chat?")
        event = listing.events.get()
        self.assertEqual((event.kind, event.user), ("copied", self.member.user))

    def test_posted_again_it_is_open_as_long_as_it_was_until_the_same_hour(self):
        _response, listing = self.copy(relist="1")

        clock = listing.valid_through.astimezone(timezone.get_fixed_timezone(0))
        self.assertEqual(listing.date_posted, None)
        days = listing.valid_through - timezone.now()
        self.assertTrue(timedelta(days=20) < days < timedelta(days=22), days)
        self.assertIn(clock.hour, {21, 22})  # 5 p.m. in New York, in summer or winter

    def test_only_ones_own_can_be_copied(self):
        theirs = ListingFactory(employer=self.other)

        for asked in (theirs.pk, "x", "9" * 40):
            with self.subTest(asked):
                page = self.client.get(self.url("employer_listing_create"), {"copy": asked})
                made, _listing = self.copy(copy=asked)
                self.assertEqual((page.status_code, made.status_code), (404, 404))
        self.assertEqual(Listing.objects.filter(employer=self.employer).count(), 1)

    def test_the_choice_can_be_searched_and_offers_again_what_ended(self):
        ListingFactory(employer=self.employer, title="Night agent")
        ListingFactory(employer=self.other, title="Night lead")

        page = self.client.get(self.url("employer_listing_create"), {"q": "night"})
        nothing = self.client.get(self.url("employer_listing_create"), {"q": "zzz"})
        all_of_them = self.client.get(self.url("employer_listing_create"))

        self.assertEqual([one.title for one in page.context["listings"]], ["Night agent"])
        self.assertContains(nothing, "No post of yours has these words in its title.")
        self.assertContains(all_of_them, "Post again, with new dates", count=1)

    def test_query_count_does_not_grow_with_the_posts(self):
        EmployerMemberFactory(user=self.member.user)
        for n in (3, 20):
            for _row in range(n):
                ListingFactory(employer=self.employer)
            # session, user, employers, their choice, posts; the user's and the group's permissions
            with self.subTest(n), self.assertNumQueries(7):
                self.client.get(self.url("employer_listing_create"))
