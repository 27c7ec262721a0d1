"""What happened to an application and what its two sides wrote, as one list in order of time.

The words of a decision stand at its step, those of a message in the message: each is kept once.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.application_states import EMPLOYER_WORDS
from listings.models import Application, Message
from listings.sifting.anonymity import shown_name, shown_text
from listings.sifting.reasons import in_kind_words
from profiles.models import User

State = Application.State


class Kind(TextChoices):
    STEP = "step"
    OPENED = "opened"
    MESSAGE = "message"


@dataclass(frozen=True)
class Entry:
    """`title` says what happened or who wrote. `is_new`: the reader has not seen it before.

    `is_current`: the step that says how things stand. `reason`: why somebody was declined, in the words
    of the reader's side.
    """

    kind: Kind
    at: datetime
    title: str
    text: str = ""
    reason: str = ""
    key: int | None = None
    is_current: bool = False
    is_new: bool = False


AGAIN = {False: gettext_lazy("Sent again"), True: gettext_lazy("Applied again")}
FOR_EMPLOYER = EMPLOYER_WORDS | {State.SUBMITTED: gettext_lazy("Applied")}


def history(application: Application, *, reader: User, is_employer: bool) -> list[Entry]:
    """Oldest first. Reads events, messages, listing and employer, which the caller has loaded.

    For the employer an application that is gone keeps its steps, without anybody's words, and one whose
    name is hidden shows none.
    """
    entries = _steps(application, is_employer)
    if application.read_at:
        entries.append(_opened(application, is_employer))
    if not (is_employer and application.is_gone):
        entries += [
            _message(message, application, reader, is_employer)
            for message in application.messages.all()
        ]
    return sorted(entries, key=lambda entry: entry.at)


def _steps(application: Application, is_employer: bool) -> list[Entry]:
    words = FOR_EMPLOYER if is_employer else dict(State.choices)
    hides_words = is_employer and application.is_gone
    events, entries, was_sent = application.events.all(), [], False
    for number, event in enumerate(events, start=1):
        is_sent = event.state == State.SUBMITTED
        title = AGAIN[is_employer] if is_sent and was_sent else words[event.state]
        text = "" if hides_words else event.message
        if is_employer:
            reason, text = event.get_reason_display(), shown_text(application, text)
        else:
            reason = in_kind_words(event.reason)
        is_last = number == len(events)
        entries.append(Entry(Kind.STEP, event.at, str(title), text, reason, is_current=is_last))
        was_sent = was_sent or is_sent
    return entries


def _opened(application: Application, is_employer: bool) -> Entry:
    words = {"employer": application.listing.employer.name}
    title = _("First opened") if is_employer else _("Opened by %(employer)s") % words
    return Entry(Kind.OPENED, application.read_at, title)


def _message(message: Message, application: Application, reader: User, is_employer: bool) -> Entry:
    is_mine = message.sender_id == reader.pk and message.is_from_employer == is_employer
    if is_mine:
        title = _("You")
    elif message.is_from_employer:
        title = application.listing.employer.name
    else:
        title = shown_name(application) if is_employer else application.name
    body = shown_text(application, message.body) if is_employer else message.body
    is_new = message.read_at is None and message.is_from_employer != is_employer
    return Entry(Kind.MESSAGE, message.sent_at, title, body, key=message.pk, is_new=is_new)
