"""Delivery against a real SMTP server in this process, which says what a test tells it to."""

import asyncio
import socket
from datetime import timedelta
from email import message_from_bytes, policy
from unittest import mock

import time_machine
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import TestCase, override_settings
from django.utils import timezone

from profiles.mail import deliver_due
from profiles.models import Outbox
from profiles.models.outbox import LEASE
from tests.outbox import with_outbox


class Server:
    """Takes mail. `rcpt` and `data` are what it answers instead, one for each try."""

    def __init__(self, rcpt=(), data=()):
        self.rcpt, self.data = list(rcpt), list(data)
        self.received = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.data.pop(0) if self.data else "250 taken"
        if answer in ("hang", "reset") or answer.startswith("250"):
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        if answer == "hang":
            await asyncio.sleep(3)
        if answer == "reset":
            server.transport.abort()
        return answer


@with_outbox
@override_settings(
    OUTBOX_DELIVERY_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_USE_TLS=False,
    EMAIL_TIMEOUT=0.5,
)
class SmtpTests(TestCase):
    def serve(self, **answers) -> Server:
        server = Server(**answers)
        controller = Controller(server, hostname="127.0.0.1", port=free_port())
        controller.start()
        self.addCleanup(controller.stop)
        changed = override_settings(EMAIL_PORT=controller.port)
        changed.enable()
        self.addCleanup(changed.disable)
        return server

    def write(self, **parts):
        EmailMessage(
            **{
                "subject": "Grüße",
                "body": f"Read it:\n{settings.SITE_URL}/x/",
                "to": ["a@example.org"],
            }
            | parts
        ).send()
        return Outbox.objects.get()

    def test_text_and_html_arrive_with_their_headers(self):
        server = self.serve()
        row = self.write(
            reply_to=["b@example.org"], headers={"List-Unsubscribe": "<https://x.example/end>"}
        )

        self.assertEqual(deliver_due(), 1)
        [mail] = server.received
        self.assertEqual(mail["Subject"], "Grüße")
        self.assertEqual(mail["Message-ID"], row.message_id)
        self.assertEqual(mail["Reply-To"], "b@example.org")
        self.assertEqual(mail["List-Unsubscribe"], "<https://x.example/end>")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertIn("/x/", mail.get_body(["plain"]).get_content())
        self.assertIn('class="act"', mail.get_body(["html"]).get_content())

    def test_what_passes_is_tried_again_until_it_is_taken(self):
        for answers in [
            {"rcpt": ["450 come back later"]},
            {"rcpt": ["451 local error"]},
            {"data": ["421 going down"]},
            {"data": ["452 disk full"]},
        ]:
            with self.subTest(answers), time_machine.travel(timezone.now(), tick=False) as clock:
                Outbox.objects.all().delete()
                server = self.serve(**answers)
                self.write()
                self.assertEqual(deliver_due(), 0)
                self.assertEqual(server.received, [])
                clock.shift(timedelta(minutes=1))
                self.assertEqual(deliver_due(), 1)
                self.assertEqual(len(server.received), 1)

    def test_what_is_refused_for_good_is_given_up_at_once_and_shown_to_staff(self):
        for answers in [{"rcpt": ["550 no such person"]}, {"data": ["554 this is spam"]}]:
            with self.subTest(answers):
                Outbox.objects.all().delete()
                server = self.serve(**answers)
                row = self.write()
                self.assertEqual(deliver_due(), 0)
                self.assertEqual(list(Outbox.objects.dead()), [row])
                self.assertFalse(Outbox.objects.due(timezone.now() + timedelta(days=9)).exists())
                self.assertEqual(server.received, [])

    def test_staff_can_have_it_tried_again(self):
        server = self.serve(rcpt=["550 mailbox closed by mistake"])
        self.write()
        deliver_due()
        self.assertEqual(Outbox.objects.all().try_again(), 1)
        self.assertEqual(deliver_due(), 1)
        self.assertEqual(len(server.received), 1)

    def test_nobody_there_is_noted_and_tried_again(self):
        row = self.write()
        with override_settings(EMAIL_PORT=free_port()):
            self.assertEqual(deliver_due(), 0)
        row.refresh_from_db()
        self.assertIn("ConnectionRefusedError", row.last_error)
        self.assertIsNone(row.given_up_at)

    def test_a_wire_that_breaks_after_the_mail_repeats_it_once_with_the_same_id(self):
        for answer in ["reset", "hang"]:
            with self.subTest(answer), time_machine.travel(timezone.now(), tick=False) as clock:
                Outbox.objects.all().delete()
                server = self.serve(data=[answer])
                row = self.write()
                self.assertEqual(deliver_due(), 0)
                clock.shift(timedelta(minutes=1))
                self.assertEqual(deliver_due(), 1)
                self.assertEqual(deliver_due(), 0)
                self.assertEqual([m["Message-ID"] for m in server.received], [row.message_id] * 2)

    def test_a_worker_killed_between_the_servers_yes_and_its_note_repeats_it_once(self):
        server = self.serve()
        row = self.write()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            # As a kill: what would note the sending never runs.
            with (
                mock.patch("django.db.models.query.QuerySet.update", noting_nothing),
                self.assertRaises(Killed),
            ):
                deliver_due()
            self.assertEqual(deliver_due(), 0)  # leased
            clock.shift(LEASE + timedelta(seconds=1))
            self.assertEqual(deliver_due(), 1)
        self.assertEqual([m["Message-ID"] for m in server.received], [row.message_id] * 2)


class Killed(BaseException):
    pass


_update = Outbox.objects.all().update.__func__


def noting_nothing(queryset, **values):
    if "sent_at" in values:
        raise Killed
    return _update(queryset, **values)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
