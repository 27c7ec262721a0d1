"""The thread of an application: what its two sides write, who reads it, and who is told."""

from unittest import mock

from django.utils import timezone

from listings import services
from listings.models import Application, Message
from listings.services.messages import MESSAGES_AN_HOUR
from profiles.models import Outbox
from tests.listings.thread_case import ThreadTestCase, write
from tests.outbox import mails


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
