"""One act on many applications: each is a transaction of its own, on the state that its row showed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from listings.models import Application
from profiles.models import User

from .applications import decide_application
from .messages import TO_MANY, send_message
from .notes import add_tag
from .refusals import (
    Conflict,
    NotAMember,
    Refused,
    StepNotAllowed,
    ThreadClosed,
    ThreadFull,
    TooManyMessages,
    TooManyNotes,
)

AT_ONCE = 100


class Why(StrEnum):
    """Why an application was left out."""

    CHANGED = "changed"
    NOT_ALLOWED = "not allowed"
    GONE = "gone"
    FULL = "full"
    LIMIT = "limit"


REASONS = {
    Conflict: Why.CHANGED,
    StepNotAllowed: Why.NOT_ALLOWED,
    ThreadClosed: Why.GONE,
    ThreadFull: Why.FULL,
    TooManyNotes: Why.FULL,
    TooManyMessages: Why.LIMIT,
}


@dataclass
class Outcome:
    """What was done, and what was left out and why."""

    done: list[Application] = field(default_factory=list)
    left: list[tuple[Application, Why]] = field(default_factory=list)


Chosen = Iterable[tuple[Application, str]]  # with the state that its row showed


def can_be_decided(application: Application, seen: str, decision: str) -> Why | None:
    """Why a decision would be left out, as things stand; None if it would be made."""
    if application.is_gone:
        return Why.GONE
    if application.state != seen:
        return Why.CHANGED
    is_allowed = decision in Application.EMPLOYER_TRANSITIONS.get(seen, ())
    return None if is_allowed else Why.NOT_ALLOWED


def can_be_reached(application: Application, seen: str) -> Why | None:
    """The same of a message or a tag, for which every state will do in which there is somebody."""
    if application.is_gone:
        return Why.GONE
    return None if application.state == seen else Why.CHANGED


def decide_many(
    chosen: Chosen, *, by: User, decision: str, message: str = "", reason: str = ""
) -> Outcome:
    """The same decision on each. Raises NotAMember; what was done before it stays done."""

    def decide(application: Application, seen: str) -> None:
        decide_application(
            application=application,
            seen=seen,
            decision=decision,
            by=by,
            message=message,
            reason=reason,
        )

    return _each(chosen, decide)


def message_many(chosen: Chosen, *, by: User, body: str) -> Outcome:
    """The same words to each, with the places filled in for each."""

    def write(application: Application, seen: str) -> None:
        if can_be_reached(application, seen):
            raise Conflict
        send_message(
            application=application, sender=by, is_from_employer=True, body=body, limit=TO_MANY
        )

    return _each(chosen, write)


def tag_many(chosen: Chosen, *, by: User, name: str) -> Outcome:
    def tag(application: Application, seen: str) -> None:
        add_tag(application=application, by=by, name=name)

    return _each(chosen, tag)


def _each(chosen: Chosen, act: Callable[[Application, str], None]) -> Outcome:
    outcome = Outcome()
    for application, seen in chosen:
        try:
            act(application, seen)
        except NotAMember:
            raise
        except Refused as refusal:
            outcome.left.append((application, REASONS.get(type(refusal), Why.CHANGED)))
        else:
            outcome.done.append(application)
    return outcome
