"""What applicant and employer write to each other: one thread for each application."""

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from listings import notices
from listings.models import Application, Message
from listings.sifting.placeholders import fill, values_for
from profiles.models import Employer, RateLimit, User

from .applications import check_member, first_answer
from .refusals import EmployerSuspended, ThreadClosed, ThreadFull, TooManyMessages


class Limit(NamedTuple):
    name: str
    an_hour: int


MESSAGES_AN_HOUR = 30
ONE_BY_ONE = Limit("message", MESSAGES_AN_HOUR)
# The same words to many at once.
TO_MANY = Limit("message-to-many", 200)
# A page shows the whole thread.
MESSAGES_A_THREAD = 300
# The same words of the same person within this time are a second click, not a second message.
CLICKED_TWICE = timedelta(minutes=1)


@transaction.atomic
def send_message(
    *,
    application: Application,
    sender: User,
    is_from_employer: bool,
    body: str,
    limit: Limit = ONE_BY_ONE,
) -> Message:
    """Write into the thread and tell the other side, each in a mail of their own. Eight statements.

    Of an employer's message the places are filled in, and the first is its answer. A second click gives
    the message of the first. Raises ThreadClosed, EmployerSuspended, ThreadFull, TooManyMessages, or
    NotAMember if the sender does not act for the employer (any more).
    """
    now = timezone.now()
    if is_from_employer:
        body = fill(body, values_for(application, sender))
    # A write that asks the state: an application that is withdrawn at this moment is either seen here,
    # or waits until the message is there. It also makes two clicks come one after the other.
    answer = first_answer(now) if is_from_employer else {}
    if not still_open(application).update(updated_at=now, **answer):
        raise ThreadClosed
    if not Employer.objects.public().filter(pk=application.listing.employer_id).exists():
        raise EmployerSuspended
    if is_from_employer:
        check_member(application, sender)
    earlier = application.messages.filter(
        sender=sender, is_from_employer=is_from_employer, body=body, sent_at__gt=now - CLICKED_TWICE
    ).first()
    if earlier:
        return earlier
    if application.messages.count() >= MESSAGES_A_THREAD:
        raise ThreadFull
    if not RateLimit.objects.take(
        f"{limit.name}:{sender.pk}", limit=limit.an_hour, window=timedelta(hours=1)
    ):
        raise TooManyMessages
    message = application.messages.create(
        sender=sender, is_from_employer=is_from_employer, body=body, sent_at=now
    )
    notices.message_sent(message)
    return message


def mark_read(application: Application, *, by_employer: bool) -> None:
    """What was loaded with the application and is new to this side is read now. At most one statement.

    A message that came after the page was read from the database stays new.
    """
    seen = [
        message.pk
        for message in application.messages.all()
        if message.read_at is None and message.is_from_employer != by_employer
    ]
    if seen:
        Message.objects.filter(pk__in=seen, read_at__isnull=True).update(read_at=timezone.now())


def mark_opened(application: Application) -> None:
    """Somebody of the employer has it on the screen for the first time. At most one statement."""
    if application.read_at is None:
        still_open(application).filter(read_at__isnull=True).update(read_at=timezone.now())


def still_open(application: Application):
    """The application's row, as long as its two sides may write to each other."""
    mine = Application.objects.filter(pk=application.pk)
    return mine.exclude(state__in=Application.GONE).exclude(name="")
