"""Mail is first written to the Outbox, in the transaction of its cause; a worker sends it later."""

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from profiles.letters import html_of
from profiles.models import Outbox
from profiles.models.outbox import BACKOFF_MINUTES, MAX_ATTEMPTS

KEPT_HEADERS = {"List-Unsubscribe", "List-Unsubscribe-Post"}


class OutboxBackend(BaseEmailBackend):
    """Writes every EmailMessage, allauth's and Wagtail's too, to the Outbox in the current transaction.

    A mail without HTML gets it from its text. An attribute `about` names the user whose data the mail
    holds besides its reader's: the row is deleted with that account.
    """

    def send_messages(self, email_messages):
        for message in email_messages:
            message.message()  # raises BadHeaderError here, not in the worker
            Outbox.objects.create(
                to=message.recipients(),
                from_email=message.from_email,
                reply_to=list(message.reply_to),
                subject=message.subject[:200],
                body=message.body,
                html_body=_html(message) or html_of(message.subject, message.body),
                about=getattr(message, "about", None),
                headers={k: v for k, v in message.extra_headers.items() if k in KEPT_HEADERS},
            )
        return len(email_messages)


def _html(message) -> str:
    alternatives = getattr(message, "alternatives", [])
    return next((part.content for part in alternatives if part.mimetype == "text/html"), "")


def deliver(row: Outbox) -> bool:
    """Send one claimed row. After a failure it is tried again later, with the same Message-ID.

    A mail that the server refuses for good, or that failed MAX_ATTEMPTS times, is given up and shown
    to staff.
    """
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.body,
        from_email=row.from_email,
        to=row.to,
        reply_to=row.reply_to,
        # No out-of-office answers, please.
        headers=row.headers | {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        connection=get_connection(settings.OUTBOX_DELIVERY_BACKEND),
    )
    if row.html_body:
        message.attach_alternative(row.html_body, "text/html")
    mine = Outbox.objects.filter(pk=row.pk, lease_until=row.lease_until)
    now = timezone.now()
    try:
        message.send()
    except Exception as error:  # whatever the server or the wire did, the row must live on
        wait = BACKOFF_MINUTES[min(row.attempts, len(BACKOFF_MINUTES)) - 1]
        is_over = row.attempts >= MAX_ATTEMPTS or _is_final(error)
        mine.update(
            lease_until=None,
            not_before=now + timedelta(minutes=wait),
            given_up_at=now if is_over else None,
            last_error=f"{type(error).__name__}: {error}"[:300],
        )
        return False
    mine.update(sent_at=timezone.now(), lease_until=None, last_error="")
    return True


def _is_final(error: Exception) -> bool:
    """Whether the server refused the address or the mail for good (5xx).

    A 5xx for our sign-in or our sender address is a fault on our side that somebody will fix, so that
    is tried again.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def deliver_due(limit: int = 100) -> int:
    """Send what is due, one row and one transaction at a time. Returns how many were sent."""
    sent = 0
    for _attempt in range(limit):
        row = Outbox.objects.claim()
        if row is None:
            break
        sent += deliver(row)
    return sent
