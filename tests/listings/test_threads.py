"""The thread of an application: what its two sides write, who reads it, and who is told."""

from datetime import timedelta
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from listings import services
from listings.models import Application, Message
from listings.services.messages import MESSAGES_AN_HOUR
from profiles.models import Outbox
from tests.factories import ApplicationFactory, EmployerMemberFactory
from tests.outbox import mails, with_outbox
from tests.pages import said
from tests.racing import RaceTestCase


def write(application, body="When can you start?", by=None, **columns):
    return application.messages.create(
        **{
            "sender": by,
            "is_from_employer": True,
            "body": body,
            "sent_at": timezone.now(),
        }
        | columns
    )


@with_outbox
class ThreadTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory(employer__name="Marlow Mutual").user
        cls.employer = cls.member.employer_memberships.get().employer
        cls.application = ApplicationFactory(
            listing__employer=cls.employer, listing__title="Chat agent", name="Sam Rivera"
        )
        cls.applicant = cls.application.candidate.user
        cls.mine = f"/me/applications/{cls.application.pk}/"
        cls.theirs = f"/employer/applications/{cls.application.pk}/"

    def as_applicant(self):
        self.client.force_login(self.applicant)

    def as_member(self):
        self.client.force_login(self.member)

    def send(self, page, body="Hello"):
        return self.client.post(f"{page}messages/", {"body": body})

    def become(self, **columns):
        Application.objects.filter(pk=self.application.pk).update(**columns)


class WritingTests(ThreadTestCase):
    def test_what_the_applicant_writes_stands_on_both_pages_with_its_writer(self):
        self.as_applicant()
        response = self.send(self.mine, "May I <b>ask</b>?")

        message = Message.objects.get()
        self.assertRedirects(
            response, f"{self.mine}#message-{message.pk}", fetch_redirect_response=False
        )
        page = self.client.get(self.mine)
        self.assertContains(page, "<strong>You</strong> wrote")
        self.assertContains(page, "May I &lt;b&gt;ask&lt;/b&gt;?")
        self.as_member()
        self.assertContains(self.client.get(self.theirs), "<strong>Sam Rivera</strong> wrote")

    def test_what_a_member_writes_comes_from_the_employer(self):
        self.as_member()
        self.send(self.theirs, "Tuesday at ten?")

        self.assertContains(self.client.get(self.theirs), "<strong>You</strong> wrote")
        self.as_applicant()
        page = self.client.get(self.mine)
        self.assertContains(page, "<strong>Marlow Mutual</strong> wrote")
        self.assertNotContains(page, self.member.email)

    def test_the_other_side_gets_the_words_by_mail_and_no_address_of_a_person(self):
        self.as_applicant()
        self.send(self.mine, "May I ask & wait?")
        self.as_member()
        self.send(self.theirs, "Of course")

        self.assertEqual(
            mails(),
            [
                (self.member.email, "Sam Rivera wrote to you: Chat agent"),
                (self.applicant.email, "Marlow Mutual wrote to you: Chat agent"),
            ],
        )
        to_member, to_applicant = Outbox.objects.order_by("pk")
        self.assertIn("May I ask & wait?", to_member.body)
        self.assertIn(self.theirs, to_member.body)
        self.assertIn("Of course", to_applicant.body)
        self.assertIn(self.mine, to_applicant.body)
        for mail in (to_member, to_applicant):
            self.assertEqual(mail.reply_to, [])
        self.assertNotIn(self.applicant.email, to_member.body)
        self.assertNotIn(self.member.email, to_applicant.body)

    def test_each_mail_that_names_the_applicant_to_others_says_whom_it_is_about(self):
        self.as_applicant()
        self.send(self.mine)
        self.as_member()
        self.send(self.theirs)
        services.withdraw_application(application=self.application)

        about = {mail.subject: mail.about for mail in Outbox.objects.all()}
        self.assertEqual(
            about,
            {
                "Sam Rivera wrote to you: Chat agent": self.applicant,
                "Marlow Mutual wrote to you: Chat agent": None,
                "Application withdrawn: Chat agent": self.applicant,
            },
        )

    def test_blank_and_overlong_words_come_back_with_a_reason(self):
        self.as_applicant()

        blank = self.send(self.mine, " \r\n ")
        long = self.send(self.mine, "x" * 2_001)

        self.assertContains(blank, "Write the message first.")
        self.assertContains(long, "x" * 2_001)
        self.as_member()
        self.assertContains(self.send(self.theirs, "y" * 2_001), "y" * 2_001)
        self.assertFalse(Message.objects.exists())

    def test_a_second_click_is_no_second_message(self):
        self.as_applicant()
        for _click in range(2):
            response = self.send(self.mine)
            self.assertEqual(response.status_code, 302)

        self.assertEqual((Message.objects.count(), Outbox.objects.count()), (1, 1))

    def test_thirty_an_hour_are_enough(self):
        self.as_applicant()
        write(self.application)
        for number in range(MESSAGES_AN_HOUR):
            self.send_quietly(str(number))

        response = self.send(self.mine, "One too many")

        self.assertContains(response, "many messages within the hour", status_code=409)
        self.assertContains(response, "One too many", status_code=409)

    def send_quietly(self, body):
        services.send_message(
            application=self.application, sender=self.applicant, is_from_employer=False, body=body
        )

    def test_a_thread_has_an_end(self):
        write(self.application)
        with mock.patch("listings.services.messages.MESSAGES_A_THREAD", 1):
            self.as_applicant()
            response = self.send(self.mine, "Once more")

        self.assertContains(response, "as many messages as it can", status_code=409)

    def test_either_side_may_write_while_it_is_not_taken_back(self):
        for state in ("submitted", "shortlisted", "declined"):
            self.become(state=state)
            self.as_applicant()
            self.assertEqual(self.send(self.mine, f"Me, {state}").status_code, 302, state)
            self.as_member()
            self.assertEqual(self.send(self.theirs, f"Us, {state}").status_code, 302, state)

    def test_one_that_was_taken_back_takes_no_message_and_keeps_what_was_typed(self):
        self.become(state="withdrawn")
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "nobody can write here now")
        mine = self.send(self.mine, "Still there?")
        self.as_member()
        theirs = self.send(self.theirs, "Still interested?")

        self.assertContains(mine, "Still there?", status_code=409)
        self.assertContains(theirs, "Still interested?", status_code=409)
        self.assertFalse(Message.objects.exists())

    def test_a_suspended_employer_neither_writes_nor_is_written_to(self):
        self.employer.suspended_at = timezone.now()
        self.employer.save()

        self.as_member()
        self.assertEqual(self.send(self.theirs).status_code, 404)
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "cannot read messages")
        self.assertContains(self.send(self.mine, "Hello?"), "Hello?", status_code=409)
        self.assertFalse(Message.objects.exists())

    def test_whoever_has_to_sign_in_comes_back_to_the_page(self):
        for page in (self.mine, self.theirs):
            response = self.send(page)
            self.assertTrue(response["Location"].endswith(f"?next={page}"), response["Location"])


class ReadingTests(ThreadTestCase):
    def unread(self):
        return Message.objects.filter(read_at__isnull=True).count()

    def test_reading_marks_what_the_other_side_wrote_and_nothing_else(self):
        write(self.application, "From us")
        write(self.application, "From me", is_from_employer=False, by=self.applicant)

        self.as_applicant()
        first, second = self.client.get(self.mine), self.client.get(self.mine)

        self.assertContains(first, ">New</strong>", count=1)
        self.assertNotContains(second, ">New</strong>")
        self.assertEqual(Message.objects.get(read_at__isnull=True).body, "From me")
        self.as_member()
        self.client.get(self.theirs)
        self.assertEqual(self.unread(), 0)

    def test_a_message_that_comes_while_the_page_is_made_stays_new(self):
        write(self.application, "Early")
        application = Application.objects.prefetch_related("messages").get()
        list(application.messages.all())
        write(self.application, "Late")

        services.mark_read(application, by_employer=False)

        self.assertEqual(Message.objects.get(read_at__isnull=True).body, "Late")

    def test_asking_for_the_head_or_sending_a_bad_form_reads_nothing(self):
        write(self.application)
        self.as_applicant()

        self.client.head(self.mine)
        self.send(self.mine, "")

        self.assertEqual(self.unread(), 1)

    def test_the_thread_costs_the_same_with_many_messages(self):
        self.as_applicant()
        for count in (3, 20):
            for number in range(count):
                write(self.application, f"{count}: {number}", by=self.member)
            # session, user, application, events, messages, answers, reading; the user's and the
            # group's permissions, for the footer
            with self.subTest(count), self.assertNumQueries(9):
                self.client.get(self.mine)


class GoneTests(ThreadTestCase):
    """What leaves the employer with an application that is taken back or removed."""

    def setUp(self):
        write(self.application, "CANARY-mine", is_from_employer=False, by=self.applicant)
        self.application.events.create(
            state="shortlisted", at=timezone.now(), message="CANARY-decision"
        )

    def test_with_a_withdrawn_one_the_words_leave_the_employer_at_once(self):
        self.as_applicant()
        self.client.post(f"{self.mine}withdrawal/")
        self.as_member()

        page = self.client.get(self.theirs)

        self.assertNotContains(page, "CANARY")
        self.assertNotContains(page, self.applicant.email)
        self.assertContains(page, "The note, the résumé, the messages and the address")
        self.assertEqual(Message.objects.filter(read_at__isnull=True).count(), 1)
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "CANARY-mine")

    def test_a_removed_one_holds_no_person_no_button_and_no_file(self):
        self.become(state="erased", candidate=None, name="", note="")
        self.as_member()

        page = self.client.get(self.theirs)
        row = self.client.get(f"/employer/listings/{self.application.listing_id}/applications/")

        for response in (page, row):
            self.assertContains(response, "Removed by the applicant")
            self.assertNotContains(response, "CANARY")
            self.assertNotContains(response, "Sam Rivera")
            self.assertNotContains(response, self.applicant.email)
        self.assertNotContains(page, 'name="decision"')
        self.assertNotContains(page, 'name="body"')
        self.assertEqual(self.client.get(f"{self.theirs}resume/").status_code, 404)
        decided = self.client.post(
            f"{self.theirs}decision/", {"state": "submitted", "decision": "shortlisted"}
        )
        self.assertEqual(decided.status_code, 409)
        self.assertContains(self.send(self.theirs, "Anybody?"), "Anybody?", status_code=409)

    def test_applying_again_shows_the_thread_again_and_the_application_as_unopened(self):
        self.as_member()
        self.client.get(self.theirs)
        services.withdraw_application(application=Application.objects.get())

        again = services.submit_application(
            candidate=self.application.candidate,
            listing=self.application.listing,
            name="Sam",
            note="",
            resume=None,
        )

        self.assertIsNone(again.read_at)
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "Sent")
        self.as_member()
        self.assertContains(self.client.get(self.theirs), "CANARY-mine")


class OpenedTests(ThreadTestCase):
    def test_the_first_look_of_the_employer_is_told_to_the_applicant_once(self):
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "has not opened it yet")
        self.as_member()
        self.client.get(self.theirs)
        self.application.refresh_from_db()
        first = self.application.read_at
        self.client.get(self.theirs)

        self.application.refresh_from_db()
        self.assertEqual(self.application.read_at, first)
        self.as_applicant()
        page = self.client.get(self.mine)
        self.assertContains(page, "Opened by Marlow Mutual")
        self.assertContains(page, "Marlow Mutual has opened it.")

    def test_of_two_members_at_once_the_first_counts(self):
        one, other = (Application.objects.get() for _copy in range(2))
        services.mark_opened(one)
        first = Application.objects.get().read_at
        services.mark_opened(other)

        self.assertEqual(Application.objects.get().read_at, first)

    def test_one_that_was_taken_back_is_not_opened_any_more(self):
        self.become(state="withdrawn")
        self.as_member()
        self.client.get(self.theirs)

        self.application.refresh_from_db()
        self.assertIsNone(self.application.read_at)

    def test_the_list_and_nobody_else_opens_nothing(self):
        self.as_member()
        self.client.get(f"/employer/listings/{self.application.listing_id}/applications/")
        self.as_applicant()
        self.client.get(self.mine)

        self.application.refresh_from_db()
        self.assertIsNone(self.application.read_at)

    def test_steps_opening_and_words_stand_in_the_order_of_time(self):
        start = timezone.now() - timedelta(days=9)
        steps = ["submitted", "withdrawn", "submitted", "declined"]
        for day, state in enumerate(steps):
            self.application.events.create(state=state, at=start + timedelta(days=day))
        write(self.application, sent_at=start + timedelta(days=2, hours=2))
        self.become(state="declined", read_at=start + timedelta(days=2, hours=1))
        self.as_applicant()

        entries = self.client.get(self.mine).context["history"]

        self.assertEqual(
            [entry.title for entry in entries],
            [
                "Sent",
                "Withdrawn by you",
                "Sent again",
                "Opened by Marlow Mutual",
                "Marlow Mutual",
                "Not going further",
            ],
        )
        self.assertEqual([entry.is_current for entry in entries], [False] * 5 + [True])


class WithdrawingTests(ThreadTestCase):
    def test_twice_says_that_it_was_done_already(self):
        self.as_applicant()
        for _click in range(2):
            response = self.client.post(f"{self.mine}withdrawal/")

        self.assertRedirects(response, self.mine, fetch_redirect_response=False)
        self.assertIn("It was withdrawn already.", said(response))
        self.assertEqual(self.application.events.count(), 1)

    def test_one_that_was_shortlisted_at_that_moment_is_asked_again(self):
        self.as_applicant()
        stale = Application.objects.select_related("listing__employer").get()
        self.become(state="shortlisted")
        pages = [stale, Application.objects.select_related("listing__employer").get()]

        with mock.patch(
            "listings.views.applications.ApplicationWithdrawView.get_object", side_effect=pages
        ):
            response = self.client.post(f"{self.mine}withdrawal/")

        self.assertEqual(response["Location"], f"{self.mine}withdrawal/")
        self.assertIn("On the shortlist", said(response))
        self.application.refresh_from_db()
        self.assertEqual(self.application.state, "shortlisted")


@with_outbox
class ThreadRaces(RaceTestCase):
    def writing_while_withdrawing(self):
        application = ApplicationFactory()
        member = EmployerMemberFactory(employer=application.listing.employer).user
        mine, theirs = (Application.objects.get(pk=application.pk) for _copy in range(2))

        def send():
            return services.send_message(
                application=theirs, sender=member, is_from_employer=True, body="Hello"
            )

        withdrawn, sent = self.at_once(
            lambda: services.withdraw_application(application=mine), send
        )
        # Whose page was loaded before, and who presses the button now.
        late = self.at_once(send)

        self.assertIsNone(withdrawn)
        self.assertIsInstance(late[0], services.ThreadClosed)
        self.assertEqual(application.messages.exists(), isinstance(sent, Message))

    def test_nothing_is_written_after_it_was_taken_back(self):
        self.writing_while_withdrawing()

    def test_without_the_state_in_the_write_it_is(self):
        def any_row(application):
            return Application.objects.filter(pk=application.pk)

        with (
            mock.patch("listings.services.messages.still_open", any_row),
            self.assertRaises(AssertionError),
        ):
            self.writing_while_withdrawing()

    def test_ten_clicks_are_one_message_and_one_mail(self):
        application = ApplicationFactory()
        member = EmployerMemberFactory(employer=application.listing.employer).user

        def send():
            return services.send_message(
                application=Application.objects.get(pk=application.pk),
                sender=application.candidate.user,
                is_from_employer=False,
                body="Hello",
            )

        self.at_once(*[send] * 10)

        self.assertEqual(application.messages.count(), 1)
        self.assertEqual(Outbox.objects.filter(to=[member.email]).count(), 1)
