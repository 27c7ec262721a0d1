"""Mail leaves through the Outbox: a row beside its cause first, the wire later."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from profiles.models import Outbox
from profiles.models.outbox import BACKOFF_MINUTES

KEPT_HEADERS = {"List-Unsubscribe", "List-Unsubscribe-Post"}


class OutboxBackend(BaseEmailBackend):
    """Turn every EmailMessage, allauth's and Wagtail's too, into an Outbox row of the present transaction."""

    def send_messages(self, email_messages):
        for message in email_messages:
            message.message()  # raises BadHeaderError here, not in the worker
            Outbox.objects.create(
                to=message.recipients(),
                from_email=message.from_email,
                reply_to=list(message.reply_to),
                subject=message.subject[:200],
                body=message.body,
                html_body=next(
                    (
                        alternative.content
                        for alternative in getattr(message, "alternatives", [])
                        if alternative.mimetype == "text/html"
                    ),
                    "",
                ),
                headers={k: v for k, v in message.extra_headers.items() if k in KEPT_HEADERS},
            )
        return len(email_messages)


def deliver(row: Outbox) -> bool:
    """Send one claimed row. A failure is noted and tried again later, with the same Message-ID."""
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.body,
        from_email=row.from_email,
        to=row.to,
        reply_to=row.reply_to,
        headers=row.headers | {"Message-ID": row.message_id},
        connection=get_connection(settings.OUTBOX_DELIVERY_BACKEND),
    )
    if row.html_body:
        message.attach_alternative(row.html_body, "text/html")
    mine = Outbox.objects.filter(pk=row.pk, lease_until=row.lease_until)
    try:
        message.send()
    except Exception as error:  # whatever the server or the wire did, the row must live on
        wait = BACKOFF_MINUTES[min(row.attempts, len(BACKOFF_MINUTES)) - 1]
        mine.update(
            lease_until=None,
            not_before=timezone.now() + timedelta(minutes=wait),
            last_error=f"{type(error).__name__}: {error}"[:300],
        )
        return False
    mine.update(sent_at=timezone.now(), lease_until=None, last_error="")
    return True


def deliver_due(limit: int = 100) -> int:
    """Send what is due, one row and one transaction at a time. Returns how many were sent."""
    sent = 0
    for _attempt in range(limit):
        row = Outbox.objects.claim()
        if row is None:
            break
        sent += deliver(row)
    return sent
