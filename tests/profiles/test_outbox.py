from datetime import timedelta
from unittest import mock

import time_machine
from django.core import mail
from django.core.mail import (
    BadHeaderError,
    EmailMessage,
    EmailMultiAlternatives,
    get_connection,
)
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from profiles.mail import deliver, deliver_due
from profiles.models import Outbox
from profiles.models.outbox import BACKOFF_MINUTES, LEASE, MAX_ATTEMPTS

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@override_settings(EMAIL_BACKEND="profiles.mail.OutboxBackend", OUTBOX_DELIVERY_BACKEND=LOCMEM)
class OutboxTests(TestCase):
    def send(self, **parts):
        EmailMessage(
            **{"subject": "Hello", "body": "Text", "to": ["dana@example.org"]} | parts
        ).send()

    def failing(self):
        refused = OSError("connection refused")
        return mock.patch("profiles.mail.EmailMultiAlternatives.send", side_effect=refused)


class QueueTests(OutboxTests):
    def test_a_mail_becomes_a_row_and_nothing_leaves_yet(self):
        message = EmailMultiAlternatives(
            "Hello", "Text", to=["a@example.org"], cc=["b@example.org"]
        )
        message.attach_alternative("<p>Text</p>", "text/html")
        message.send()

        row = Outbox.objects.get()
        self.assertEqual(row.to, ["a@example.org", "b@example.org"])
        self.assertEqual((row.body, row.html_body), ("Text", "<p>Text</p>"))
        self.assertEqual(mail.outbox, [])

    def test_a_cause_that_is_rolled_back_leaves_no_mail(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            self.send()
            self.assertTrue(Outbox.objects.exists())
            raise ZeroDivisionError

        self.assertFalse(Outbox.objects.exists())

    def test_a_line_break_in_a_header_is_refused_before_queueing(self):
        for parts in [
            {"subject": "Hello\nBcc: evil@example.org"},
            {"to": ["dana@example.org\r\nBcc: evil@example.org"]},
            {"reply_to": ["dana@example.org\nX: y"]},
            {"from_email": "Rungs\r\nBcc: evil@example.org <a@example.org>"},
        ]:
            with self.subTest(parts), self.assertRaises((BadHeaderError, ValueError)):
                self.send(**parts)
        self.assertFalse(Outbox.objects.exists())

    def test_the_header_to_unsubscribe_is_kept_and_others_are_not(self):
        self.send(headers={"List-Unsubscribe": "<https://x.example>", "X-Other": "1"})

        self.assertEqual(Outbox.objects.get().headers, {"List-Unsubscribe": "<https://x.example>"})


class DeliveryTests(OutboxTests):
    def test_what_is_due_is_sent_once(self):
        self.send()
        self.send(to=["lee@example.org"])

        self.assertEqual(deliver_due(), 2)
        self.assertEqual(deliver_due(), 0)
        self.assertEqual([m.to for m in mail.outbox], [["dana@example.org"], ["lee@example.org"]])
        self.assertEqual(
            [m.extra_headers["Message-ID"] for m in mail.outbox],
            [row.message_id for row in Outbox.objects.order_by("pk")],
        )
        self.assertTrue(Outbox.objects.first().message_id.endswith("@127.0.0.1>"))  # of SITE_URL

    def test_of_two_workers_that_see_the_same_row_one_gets_it(self):
        self.send()
        seen = Outbox.objects.get()
        claimed = Outbox.objects.claim()
        self.assertEqual(claimed, seen)

        # The second worker read the row before the first one claimed it.
        stale = mock.MagicMock()
        stale.order_by.return_value.__getitem__.return_value = [seen]
        with mock.patch.object(type(Outbox.objects.all()), "due", return_value=stale):
            self.assertIsNone(Outbox.objects.all().claim())

    def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(self):
        self.send()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            self.assertIsNotNone(Outbox.objects.claim())
            self.assertIsNone(Outbox.objects.claim())
            clock.shift(LEASE + timedelta(seconds=1))
            self.assertIsNotNone(Outbox.objects.claim())

    def test_a_worker_that_outlived_its_lease_does_not_touch_the_others_row(self):
        self.send()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            slow = Outbox.objects.claim()
            clock.shift(LEASE + timedelta(seconds=1))
            quick = Outbox.objects.claim()
            with self.failing():
                deliver(slow)
        row = Outbox.objects.get()
        self.assertEqual((row.lease_until, row.last_error), (quick.lease_until, ""))

    def test_a_failure_waits_longer_each_time_and_keeps_its_message_id(self):
        self.send()
        message_id = Outbox.objects.get().message_id
        with time_machine.travel(timezone.now(), tick=False) as clock, self.failing():
            for minutes in BACKOFF_MINUTES:
                self.assertEqual(deliver_due(), 0)
                row = Outbox.objects.get()
                self.assertEqual(row.not_before, timezone.now() + timedelta(minutes=minutes))
                self.assertIn("connection refused", row.last_error)
                clock.shift(timedelta(minutes=minutes) - timedelta(seconds=1))
                self.assertIsNone(Outbox.objects.claim())
                clock.shift(timedelta(seconds=1))
            self.assertEqual(row.message_id, message_id)

    def test_a_server_that_says_nothing_is_waited_for_ten_seconds(self):
        backend = get_connection("django.core.mail.backends.smtp.EmailBackend")

        self.assertEqual(backend.timeout, 10)

    def test_it_is_sent_when_the_server_is_back(self):
        self.send()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            with self.failing():
                deliver_due()
            clock.shift(timedelta(minutes=1))
            self.assertEqual(deliver_due(), 1)
        row = Outbox.objects.get()
        self.assertIsNotNone(row.sent_at)
        self.assertEqual((row.last_error, row.attempts), ("", 2))
        self.assertEqual(mail.outbox[0].extra_headers["Message-ID"], row.message_id)

    def test_it_is_given_up_after_the_last_try_and_stays_to_be_seen(self):
        self.send()
        with time_machine.travel(timezone.now(), tick=False) as clock, self.failing():
            for _try in range(MAX_ATTEMPTS + 3):
                deliver_due()
                clock.shift(timedelta(days=2))

        row = Outbox.objects.get()
        self.assertEqual(row.attempts, MAX_ATTEMPTS)
        self.assertEqual(list(Outbox.objects.dead()), [row])
        self.assertIsNone(Outbox.objects.claim())

    def test_one_bad_mail_holds_up_no_other(self):
        self.send(to=["bad@example.org"])
        self.send(to=["good@example.org"])
        sending = EmailMultiAlternatives.send

        def send(message, *args, **kwargs):
            if message.to == ["bad@example.org"]:
                raise OSError("550 no such person")
            return sending(message, *args, **kwargs)

        with mock.patch("profiles.mail.EmailMultiAlternatives.send", send):
            self.assertEqual(deliver_due(), 1)
        self.assertEqual(mail.outbox[0].to, ["good@example.org"])
