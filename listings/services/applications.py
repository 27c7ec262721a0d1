"""What happens to applications, each with the mails that it causes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from listings import notices
from listings.consents import APPLICATION_VERSION
from listings.models import Application, ApplicationAnswer, ApplicationEvent, Listing
from listings.sifting.placeholders import fill, values_for
from profiles.models import Candidate, Employer, EmployerMember, RateLimit, Resume, User

from .drafts import drop_draft
from .refusals import (
    AlreadyApplied,
    Conflict,
    ListingClosed,
    NotAMember,
    OwnListing,
    StepNotAllowed,
    TooManyApplications,
)

APPLICATIONS_AN_HOUR = 20
APPLICATIONS_A_DAY = 60


@transaction.atomic
def submit_application(
    *,
    candidate: Candidate,
    listing: Listing,
    name: str,
    note: str,
    resume: Resume | None,
    answers: Iterable[tuple[str, str]] = (),
    consent_version: int = APPLICATION_VERSION,
) -> Application:
    """Record an application together with its mails. One that the candidate withdrew is opened again.

    `answers` are questions with their answers, in words. The draft goes. Raises OwnListing,
    ListingClosed, AlreadyApplied or TooManyApplications.
    """
    if resume is not None and resume.candidate_id != candidate.pk:
        raise ValueError("the résumé is somebody else's")
    if EmployerMember.objects.filter(employer=listing.employer_id, user=candidate.user_id).exists():
        raise OwnListing
    now = timezone.now()
    # One conditional write decides the race with a closing employer; select_for_update does nothing
    # on SQLite. Only the row's own columns stand in it: with a join, two transactions can both win.
    open_row = Listing.objects.open_rows(now).filter(
        pk=listing.pk, apply_route=Listing.ApplyRoute.ON_SITE
    )
    if not open_row.update(last_applied_at=now):
        raise ListingClosed
    if not Employer.objects.public().filter(pk=listing.employer_id).exists():
        raise ListingClosed
    sent = {
        "name": name,
        "note": note,
        "resume": resume,
        "consent_version": consent_version,
        "submitted_at": now,
    }
    application, created = Application.objects.get_or_create(
        candidate=candidate, listing=listing, defaults=sent
    )
    if not created and not _reopen(application, sent, now):
        raise AlreadyApplied(application)
    if not _may_send_another(candidate):
        raise TooManyApplications
    if not created:
        application.answers.all().delete()
    ApplicationAnswer.objects.bulk_create(
        ApplicationAnswer(
            application=application, position=position, question=question, answer=answer
        )
        for position, (question, answer) in enumerate(answers, start=1)
    )
    drop_draft(candidate=candidate, listing=listing)
    _record(application, Application.State.SUBMITTED, now)
    notices.application_sent(application)
    return application


def _may_send_another(candidate: Candidate) -> bool:
    """Count one more. At most four statements; a refusal later takes the count back."""
    take = RateLimit.objects.take
    return take(
        f"apply:{candidate.pk}", limit=APPLICATIONS_AN_HOUR, window=timedelta(hours=1)
    ) and take(f"apply-day:{candidate.pk}", limit=APPLICATIONS_A_DAY, window=timedelta(days=1))


def _reopen(application: Application, sent: dict, now) -> bool:
    withdrawn = Application.objects.filter(pk=application.pk, state=Application.State.WITHDRAWN)
    # What is sent now has been neither opened nor answered yet, whenever the earlier one was.
    sent = sent | {"read_at": None, "answered_at": None}
    reopened = withdrawn.update(state=Application.State.SUBMITTED, updated_at=now, **sent)
    application.refresh_from_db(fields=["state", "updated_at", *sent])
    return bool(reopened)


@transaction.atomic
def withdraw_application(*, application: Application) -> None:
    """Take an application back, and tell the employer. What its people noted about it goes.

    Raises StepNotAllowed from a state that has nothing to withdraw, Conflict if it changed meanwhile.
    """
    _step(
        application,
        seen=application.state,
        to=Application.State.WITHDRAWN,
        table=Application.CANDIDATE_TRANSITIONS,
    )
    application.notes.all().delete()
    application.tags.all().delete()
    notices.application_withdrawn(application)


@transaction.atomic
def decide_application(
    *,
    application: Application,
    seen: str,
    decision: str,
    by: User,
    message: str = "",
    reason: str = "",
) -> None:
    """Shortlist, invite, choose or decline somebody, and tell them. Ten statements at most.

    `seen` is the state that the page showed. The places in `message` are filled in. `reason` stands
    with a decline alone. Raises StepNotAllowed if the decision does not follow from the state, Conflict
    if the application is not in it any more, NotAMember if `by` may not decide (any more).
    """
    check_member(application, by)
    message = fill(message, values_for(application, by))
    if decision != Application.State.DECLINED:
        reason = ""
    _step(
        application,
        seen=seen,
        to=decision,
        table=Application.EMPLOYER_TRANSITIONS,
        message=message,
        reason=reason,
        is_answer=True,
    )
    notices.application_decided(application, message=message, reason=reason)


def check_member(application: Application, user: User) -> None:
    """Raise NotAMember unless this person acts for the employer now, and it is in good standing. One query."""
    mine = Application.objects.for_employer_member(user).filter(pk=application.pk)
    if not mine.exists():
        raise NotAMember


def _step(
    application: Application,
    *,
    seen: str,
    to: str,
    table: dict,
    message: str = "",
    reason: str = "",
    is_answer: bool = False,
) -> None:
    if to not in table.get(seen, ()):
        raise StepNotAllowed
    now = timezone.now()
    changes = {"state": to, "updated_at": now}
    if is_answer:
        changes |= first_answer(now)
    if not as_seen(application, seen).update(**changes):
        raise Conflict
    application.state, application.updated_at = to, now
    if is_answer and application.answered_at is None:
        application.answered_at = now
    _record(application, to, now, message, reason)


def first_answer(now: datetime) -> dict:
    """For an update: the employer answers at this moment, if it has not answered before."""
    return {"answered_at": Coalesce("answered_at", Value(now), output_field=DateTimeField())}


def as_seen(application: Application, state: str):
    """The application's row, as long as it is in the state that somebody saw, and not emptied by time."""
    return Application.objects.filter(pk=application.pk, state=state).exclude(name="")


def _record(
    application: Application, state: str, at: datetime, message: str = "", reason: str = ""
) -> None:
    ApplicationEvent.objects.create(
        application=application, state=state, at=at, message=message, reason=reason
    )
