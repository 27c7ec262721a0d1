"""Asked every two weeks, moved down a week later, closed a week after that; and the link of the mail."""

import re
from datetime import UTC, datetime, timedelta
from unittest import mock

import time_machine
from django.core import signing
from django.test import Client, TestCase
from django.urls import reverse

from listings import still_hiring
from listings.models import Listing
from listings.still_hiring import Tended, tend_unconfirmed
from matching import duties
from profiles.models import Outbox
from tests.factories import EmployerFactory, EmployerMemberFactory, ListingFactory
from tests.outbox import mails, with_outbox
from tests.pages import said

POSTED = datetime(2026, 10, 1, 12, tzinfo=UTC)


def on_day(days, hours=1):
    """So long after it was posted; an hour later than needed, as the duty runs every hour."""
    return time_machine.travel(POSTED + timedelta(days=days, hours=hours), tick=False)


def post(**columns):
    return ListingFactory(
        **{"date_posted": POSTED, "valid_through": POSTED + timedelta(days=80)} | columns
    )


@with_outbox
class RoundTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory()
        cls.listing = post(employer=cls.member.employer, title="Chat agent")

    def kinds(self):
        return list(self.listing.events.order_by("pk").values_list("kind", flat=True))

    def test_silence_runs_its_course_with_one_mail_a_step(self):
        with on_day(13):
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))
        with on_day(14):
            self.assertEqual(tend_unconfirmed(), Tended(1, 0, 0))
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))
        with on_day(20):
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))
        with on_day(21, hours=2):
            self.assertEqual(tend_unconfirmed(), Tended(0, 1, 0))
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))
            self.listing.refresh_from_db()
            self.assertTrue(self.listing.is_unconfirmed and self.listing.is_open)
        with on_day(27):
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))
        with on_day(28, hours=3):
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 1))
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))

        self.listing.refresh_from_db()
        self.assertEqual((self.listing.state, self.listing.outcome), ("closed", "unconfirmed"))
        self.assertEqual(self.kinds(), ["asked", "dropped", "closed"])
        address = self.member.user.email
        self.assertCountEqual(
            mails(),
            [
                (address, "Still hiring? Chat agent"),
                (address, "Closed, as nobody answered: Chat agent"),
            ],
        )

    def test_a_worker_that_stood_still_takes_no_week_away(self):
        with on_day(14):
            tend_unconfirmed()
        with on_day(40):
            self.assertEqual(tend_unconfirmed(), Tended(0, 1, 0))
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))
        with on_day(46):
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))
        with on_day(47, hours=2):
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 1))

    def test_a_confirmation_at_any_time_ends_the_round_and_the_next_begins_two_weeks_on(self):
        for asked, answered in ((14, 15), (29, 37), (51, 60)):
            with on_day(asked):
                self.assertEqual(tend_unconfirmed().asked, 1, asked)
            with on_day(answered):
                tend_unconfirmed()
                self.confirm_by_mail()
        self.listing.refresh_from_db()

        self.assertEqual(
            (self.listing.is_unconfirmed, self.listing.confirm_asked_at), (False, None)
        )
        self.assertEqual(
            self.kinds(),
            [
                "asked",
                "confirmed",
                "asked",
                "dropped",
                "confirmed",
                "asked",
                "dropped",
                "confirmed",
            ],
        )
        self.assertEqual(len(mails()), 3)

    def confirm_by_mail(self):
        """As an address in the newest mail."""
        [path] = re.findall(r"/employer/still-hiring/\S+", Outbox.objects.latest("pk").body)
        self.assertEqual(self.client.post(path).status_code, 303)

    def test_imported_suspended_and_ended_posts_are_not_asked(self):
        self.listing.delete()
        post(source="feed", source_id="1")
        post(employer=EmployerFactory(suspended=True))
        post(valid_through=POSTED + timedelta(days=14))
        post(state="closed", outcome="hired")
        post(date_posted=POSTED + timedelta(days=1))
        post(confirmed_at=POSTED + timedelta(days=1))

        with on_day(14):
            self.assertEqual(tend_unconfirmed(), Tended(0, 0, 0))

    def test_each_active_member_has_a_mail_with_a_link_of_their_own(self):
        other = EmployerMemberFactory(employer=self.member.employer)
        EmployerMemberFactory(employer=self.member.employer, user__is_active=False)

        with on_day(14):
            tend_unconfirmed()

        self.assertCountEqual(
            [to for to, _subject in mails()], [self.member.user.email, other.user.email]
        )
        links = {
            tuple(re.findall(r"/employer/still-hiring/\S+", mail.body))
            for mail in Outbox.objects.all()
        }
        self.assertEqual(len(links), 2)
        body = Outbox.objects.first().body
        self.assertIn("Thursday, October 22", body)  # moved down
        self.assertIn("Thursday, October 29", body)  # closed

    def test_what_goes_wrong_with_one_goes_wrong_with_it_alone(self):
        post(employer=self.member.employer)
        real = still_hiring._ask

        def ask(listing, now):
            if listing == self.listing:
                raise OSError
            return real(listing, now)

        with (
            on_day(14),
            mock.patch("listings.still_hiring._ask", ask),
            self.assertLogs("listings.still_hiring", "ERROR"),
        ):
            self.assertEqual(tend_unconfirmed().asked, 1)

    def test_three_queries_if_nothing_is_due(self):
        with on_day(3), self.assertNumQueries(3):
            tend_unconfirmed()

    def test_it_is_a_duty_of_every_hour(self):
        duty = next(duty for duty in duties.DUTIES if duty.name == "still hiring")

        self.assertEqual(duty.every, 3600)
        with on_day(14):
            self.assertEqual(duty.do(), "1 asked, 0 moved down, 0 closed")
            self.assertEqual(duty.do(), "")


@with_outbox
class LinkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory()
        cls.listing = ListingFactory(employer=cls.member.employer, title="Chat agent")

    def path(self, listing=None, member=None):
        return still_hiring.confirmation_path(listing or self.listing, member or self.member)

    def test_reading_shows_one_button_and_changes_nothing(self):
        page = self.client.get(self.path())

        self.assertContains(page, "Is this job still open?")
        self.assertContains(page, "<button", count=1)
        self.assertEqual(page["Referrer-Policy"], "same-origin")
        self.assertIsNone(Listing.objects.get().confirmed_at)

    def test_one_press_confirms_without_signing_in_and_a_second_changes_nothing(self):
        for _press in range(2):
            page = self.client.post(self.path(), follow=True)
            self.assertContains(page, "Noted: it is still open")

        event = self.listing.events.get()
        self.assertEqual((event.kind, event.user), ("confirmed", self.member.user))
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_a_form_of_another_site_cannot_press_it(self):
        client = Client(enforce_csrf_checks=True)

        self.assertEqual(client.post(self.path()).status_code, 403)

    def test_links_of_others_old_and_forged_ones_are_dead(self):
        gone = EmployerMemberFactory(employer=self.member.employer)
        paths = [
            self.path(member=gone),
            self.path(ListingFactory()),
            reverse("listings:employer_listing_confirm_by_mail", args=["forged"]),
            reverse(
                "listings:employer_listing_confirm_by_mail",
                args=[signing.dumps([self.listing.pk, self.member.pk], salt="another")],
            ),
        ]
        gone.delete()
        for path in paths:
            with self.subTest(path):
                page = self.client.get(path)
                self.assertContains(page, "This link does not work any more", status_code=410)
                self.assertEqual(self.client.post(path).status_code, 410)
        path = self.path()
        with time_machine.travel(datetime.now(UTC) + still_hiring.LINK_KEPT + timedelta(hours=1)):
            self.assertEqual(self.client.get(path).status_code, 410)
        self.assertIsNone(Listing.objects.get(pk=self.listing.pk).confirmed_at)

    def test_an_ended_post_says_so(self):
        path = self.path()
        Listing.objects.update(state="closed")

        self.assertContains(self.client.get(path), "not open any more", status_code=410)
        self.assertContains(self.client.post(path), "not open any more", status_code=409)


class ToldTests(TestCase):
    """What people see of a post that nobody confirmed."""

    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory()
        cls.listing = ListingFactory(
            employer=cls.member.employer,
            is_unconfirmed=True,
            confirmed_at=datetime(2026, 10, 3, 12, tzinfo=UTC),
            confirm_asked_at=datetime(2026, 10, 17, 12, tzinfo=UTC),
            date_posted=datetime(2026, 9, 20, 12, tzinfo=UTC),
            valid_through=datetime(2026, 12, 1, 12, tzinfo=UTC),
        )

    def setUp(self):
        self.enterContext(time_machine.travel(datetime(2026, 10, 25, 12, tzinfo=UTC), tick=False))

    def test_card_and_page_say_since_when(self):
        for url in (reverse("listings:listing_list"), self.listing.get_absolute_url()):
            self.assertContains(self.client.get(url), "Not confirmed since Oct 3")

    def test_the_workspace_says_when_it_is_closed_and_a_press_lifts_it(self):
        self.client.force_login(self.member.user)
        home = reverse("listings:employer_home")
        self.assertContains(self.client.get(home), "is closed on Oct 31 if nobody confirms it")

        response = self.client.post(
            reverse("listings:employer_listing_confirm", args=[self.listing.pk])
        )

        self.assertIn("says that you confirmed today", said(response))
        self.assertNotContains(self.client.get(home), "Not confirmed since")

    def test_one_closed_for_it_says_why_and_nobody_can_choose_that(self):
        Listing.objects.update(state="closed", outcome="unconfirmed", is_unconfirmed=True)
        page = self.client.get(self.listing.get_absolute_url())
        self.assertContains(page, "did not say that it was still open")
        self.assertNotContains(page, "Not confirmed since")
        Listing.objects.update(state="approved", outcome="")

        self.client.force_login(self.member.user)
        url = reverse("listings:employer_listing_close", args=[self.listing.pk])
        self.assertNotContains(self.client.get(url), "unconfirmed")
        self.assertEqual(self.client.post(url, {"outcome": "unconfirmed"}).status_code, 200)
        self.assertEqual(Listing.objects.get().state, "approved")
