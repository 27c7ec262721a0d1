"""The mail before a saved job closes."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.core import signing
from django.test import Client, TestCase
from django.utils import timezone

from listings import reminders
from listings.models import Listing, SavedJob
from listings.reminders import remind_of_closing
from matching import duties
from profiles.models import Candidate, Outbox, User
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerFactory,
    ListingFactory,
    PlaceFactory,
    UserFactory,
)
from tests.outbox import mails, with_outbox
from tests.pages import said
from tests.racing import RaceTestCase

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def closing_in(hours, **columns):
    return ListingFactory(valid_through=timezone.now() + timedelta(hours=hours), **columns)


def save(candidate, *listings):
    for listing in listings:
        candidate.saved_jobs.create(listing=listing)


@with_outbox
class ReminderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = CandidateFactory()
        cls.address = cls.candidate.user.email

    def test_one_mail_to_a_person_has_all_jobs_that_close_within_two_days_soonest_first(self):
        save(
            self.candidate,
            closing_in(47, title="Later"),
            closing_in(2, title="Sooner"),
            closing_in(49, title="Not yet"),
        )

        self.assertEqual(remind_of_closing(), 1)

        self.assertEqual(mails(), [(self.address, "2 saved jobs close soon, first: Sooner")])
        body = Outbox.objects.get().body
        self.assertLess(body.index("1. Sooner"), body.index("2. Later"))
        self.assertNotIn("Not yet", body)

    def test_it_is_told_once(self):
        save(self.candidate, closing_in(2))
        remind_of_closing()

        self.assertEqual((remind_of_closing(), len(mails())), (0, 1))

    def test_a_moved_closing_date_is_told_once_more_before_the_new_one(self):
        listing = closing_in(40)
        save(self.candidate, listing)
        remind_of_closing()
        Listing.objects.filter(pk=listing.pk).update(
            valid_through=timezone.now() + timedelta(days=10)
        )

        self.assertEqual(remind_of_closing(), 0)
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            self.assertEqual((remind_of_closing(), remind_of_closing()), (1, 0))

    def test_only_who_wants_it_has_not_applied_and_can_be_written_to_is_told(self):
        listing = closing_in(2)
        refuses = CandidateFactory(closing_reminders=False)
        locked_out = CandidateFactory()
        User.objects.filter(pk=locked_out.user_id).update(is_active=False)
        unverified = CandidateFactory()
        unverified.user.emailaddress_set.update(verified=False)
        applied, took_back = CandidateFactory.create_batch(2)
        ApplicationFactory(candidate=applied, listing=listing)
        ApplicationFactory(candidate=took_back, listing=listing, state="withdrawn")
        people = [self.candidate, refuses, locked_out, unverified, applied, took_back]
        for candidate in people:
            save(candidate, listing)

        remind_of_closing()

        self.assertEqual([address for address, _subject in mails()], [self.address])

    def test_what_is_not_open_is_not_told(self):
        save(
            self.candidate,
            closing_in(2, closed=True),
            closing_in(-1),
            closing_in(2, employer=EmployerFactory(suspended=True)),
        )

        self.assertEqual(remind_of_closing(), 0)

    def test_the_time_is_on_the_clock_of_the_person_else_on_the_job_s(self):
        with time_machine.travel("2026-11-20T12:00Z", tick=False):
            closes = timezone.now() + timedelta(hours=10)
            listing = ListingFactory(
                valid_through=closes, date_posted=timezone.now() - timedelta(days=1)
            )
            save(self.candidate, listing)
            leeds = CandidateFactory(place=PlaceFactory(leeds=True), time_zone="Europe/London")
            save(leeds, listing)
            remind_of_closing()

        bodies = {mail.to[0]: mail.body for mail in Outbox.objects.all()}
        self.assertIn("Closes Friday, November 20, 2026, 5 p.m. Eastern time", bodies[self.address])
        self.assertIn(
            "Closes Friday, November 20, 2026, 10 p.m. London time", bodies[leeds.user.email]
        )

    def test_a_long_list_is_cut_and_counted_but_told_in_one_mail(self):
        save(self.candidate, *[closing_in(2) for _job in range(3)])
        with mock.patch.object(reminders, "JOBS_A_MAIL", 2):
            remind_of_closing()

        self.assertIn("And 1 more.", Outbox.objects.get().body)
        self.assertFalse(SavedJob.objects.filter(reminded_at__isnull=True).exists())

    def test_a_mail_that_cannot_be_written_is_written_the_next_time_and_holds_up_nobody(self):
        broken = CandidateFactory()
        listing = closing_in(2)
        save(self.candidate, listing)
        save(broken, listing)
        real = reminders._send

        def send(candidate, listings):
            if candidate.pk == self.candidate.pk:
                raise OSError
            real(candidate, listings)

        with mock.patch.object(reminders, "_send", send), self.assertLogs("listings.reminders"):
            self.assertEqual(remind_of_closing(), 1)

        self.assertEqual(remind_of_closing(), 1)
        self.assertEqual({to for to, _subject in mails()}, {self.address, broken.user.email})

    def test_looking_costs_one_query_and_each_person_a_few(self):
        # who is due
        with self.assertNumQueries(1):
            remind_of_closing()

        save(self.candidate, closing_in(2), closing_in(3))
        # who is due; for the person a savepoint's two ends, the jobs, a claim of each, the mail
        with self.assertNumQueries(7):
            remind_of_closing()

    def test_it_is_a_duty_of_the_worker(self):
        save(self.candidate, closing_in(2))
        duty = next(duty for duty in duties.DUTIES if duty.name == "closing reminders")

        self.assertEqual([duty.do(), duty.do()], ["1 mails", ""])


@with_outbox
class ReminderRaces(RaceTestCase):
    def several_workers(self):
        candidate = CandidateFactory()
        save(candidate, *[closing_in(2, employer=EmployerFactory()) for _job in range(2)])

        self.at_once(*[remind_of_closing] * 4)

        self.assertEqual(Outbox.objects.filter(to=[candidate.user.email]).count(), 1)

    def test_of_several_workers_one_writes(self):
        self.several_workers()


class ClaimTests(TestCase):
    def test_of_two_who_saw_the_same_row_one_has_it(self):
        save(CandidateFactory(), closing_in(2))
        one, other = (SavedJob.objects.get() for _copy in range(2))

        self.assertEqual(
            [reminders._claim(row, timezone.now()) for row in (one, other)], [True, False]
        )


@with_outbox
class EndTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = CandidateFactory()
        cls.url = f"/saved/reminders/{reminders.sign(cls.candidate.pk)}/end/"

    def is_on(self):
        return Candidate.objects.get(pk=self.candidate.pk).closing_reminders

    def test_the_mail_has_the_link_for_people_and_for_programs(self):
        save(self.candidate, closing_in(2))
        remind_of_closing()

        mail = Outbox.objects.get()
        self.assertIn(self.url, mail.body)
        self.assertIn(self.url, mail.headers["List-Unsubscribe"])
        self.assertEqual(mail.headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")

    def test_reading_the_link_ends_nothing_and_names_nobody(self):
        self.client.head(self.url)
        page = self.client.get(self.url)

        self.assertContains(page, "End these reminders?")
        self.assertNotContains(page, self.candidate.user.email)
        self.assertTrue(self.is_on())

    def test_the_button_ends_them_without_signing_in(self):
        self.assertRedirects(self.client.post(self.url), self.url)

        self.assertFalse(self.is_on())
        self.assertContains(self.client.get(self.url), "These reminders have ended")

    def test_a_mail_program_ends_them_by_one_click_and_a_forged_form_does_not(self):
        strict = Client(enforce_csrf_checks=True)

        self.assertEqual(strict.post(self.url).status_code, 403)
        self.assertTrue(self.is_on())
        self.assertEqual(strict.post(self.url, ONE_CLICK).status_code, 200)
        self.assertFalse(self.is_on())

    def test_a_link_that_was_signed_for_something_else_opens_nothing(self):
        for token in (signing.Signer(salt="x").sign(self.candidate.pk), "1", "x:y"):
            self.assertEqual(self.client.get(f"/saved/reminders/{token}/end/").status_code, 404)

    def test_the_switch_stands_on_the_saved_page_and_works_both_ways(self):
        self.client.force_login(self.candidate.user)
        for action, is_on in (("off", False), ("on", True)):
            response = self.client.post("/me/saved/reminders/", {"action": action})
            self.assertRedirects(response, "/me/saved/", fetch_redirect_response=False)
            self.assertIn("before a saved job closes", said(response))
            self.assertEqual(self.is_on(), is_on)
            other = "on" if action == "off" else "off"
            self.assertContains(self.client.get("/me/saved/"), f'name="action" value="{other}"')

        self.assertEqual(self.client.post("/me/saved/reminders/").status_code, 400)

    def test_it_is_one_s_own_switch_and_somebody_new_can_use_it(self):
        new = UserFactory()
        self.client.force_login(new)

        self.client.post("/me/saved/reminders/", {"action": "off"})

        self.assertTrue(self.is_on())
        self.assertFalse(new.candidate.closing_reminders)
