"""Personal data of this app's models, and what becomes of an employer whose last member goes."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from listings.models import (
    AlertDelivery,
    Application,
    ApplicationAnswer,
    ApplicationDraft,
    ApplicationEvent,
    HeldApplication,
    JobAlert,
    Listing,
    Message,
    Review,
    SavedJob,
)
from listings.retention import empty_applications
from profiles.employers import sole_ownerships
from profiles.personal_data import Subject, impersonal, on_erasure, personal
from profiles.resumes import delete_resume

LINK = "The link to its owner"
State = Application.State


def applications(subject: Subject) -> QuerySet[Application]:
    return Application.objects.for_candidate(subject.user).select_related("listing__employer")


def of_applications(model) -> QuerySet:
    return lambda subject: model.objects.filter(
        application__candidate__user=subject.user
    ).select_related("application__listing")


def of_candidate(model) -> QuerySet:
    return lambda subject: model.objects.filter(candidate__user=subject.user)


def employer(row) -> str:
    return row.listing.employer.name


def post(row) -> str:
    return row.application.listing.title


def erase_applications(subject: Subject) -> int:
    """Rows stay for the employers' counts, without a person and without a word of theirs."""
    keys = list(applications(subject).values_list("pk", flat=True))
    empty_applications(keys)
    Application.objects.filter(pk__in=keys).update(
        state=State.ERASED, candidate=None, updated_at=timezone.now()
    )
    now = timezone.now()
    ApplicationEvent.objects.bulk_create(
        ApplicationEvent(application_id=key, state=State.ERASED, at=now) for key in keys
    )
    return len(keys)


personal(
    "listings.Application",
    _("Applications"),
    applications,
    exported=(
        "listing",
        "state",
        "name",
        "note",
        "resume",
        "consent_version",
        "submitted_at",
        "read_at",
        "updated_at",
    ),
    left_out={"candidate": LINK},
    more={"employer": employer},
    erase=erase_applications,
    kept="That somebody applied, and when and how it ended: without a person, for the employer's counts",
)
personal(
    "listings.ApplicationEvent",
    _("What happened to your applications"),
    of_applications(ApplicationEvent),
    exported=("state", "message", "at"),
    left_out={"application": "Told as `listing`"},
    more={"listing": post},
    kept="The dates and states, without the messages",
)
personal(
    "listings.ApplicationAnswer",
    _("Answers to employers' questions"),
    of_applications(ApplicationAnswer),
    exported=("position", "question", "answer"),
    left_out={"application": "Told as `listing`"},
    more={"listing": post},
)


def messages(subject: Subject) -> QuerySet[Message]:
    """The threads of this person's applications, and what they wrote for an employer."""
    return Message.objects.filter(
        Q(application__candidate__user=subject.user) | Q(sender=subject.user)
    ).select_related("application__listing")


personal(
    "listings.Message",
    _("Messages"),
    messages,
    exported=("is_from_employer", "body", "sent_at", "read_at"),
    more={"listing": post},
    left_out={
        "application": "Told as `listing`",
        "sender": "Whoever of the employer wrote, told by its name; your own are yours",
    },
    kept="What you wrote for an employer to an applicant belongs to that application; your name goes",
)
personal(
    "listings.ApplicationDraft",
    _("Applications that you began"),
    of_candidate(ApplicationDraft),
    exported=("listing", "name", "note", "answers", "resume", "updated_at"),
    left_out={"candidate": LINK},
)


def held(subject: Subject) -> QuerySet[HeldApplication]:
    return HeldApplication.objects.filter(_with_address(subject))


def _with_address(subject: Subject) -> Q:
    found = Q()
    for email in subject.emails:
        found |= Q(email__iexact=email)
    return found


def erase_held(subject: Subject) -> int:
    rows = list(held(subject).select_related("resume"))
    for row in rows:
        row.delete()
        if row.resume:
            delete_resume(row.resume)
    return len(rows)


personal(
    "listings.HeldApplication",
    _("Applications that wait for your confirmation"),
    held,
    exported=(
        "listing",
        "email",
        "name",
        "note",
        "answers",
        "consent_version",
        "created_at",
        "expires_at",
    ),
    left_out={"token_hash": "A secret", "resume": "The file below"},
    files=("resume.file",),
    erase=erase_held,
)
personal(
    "listings.SavedJob",
    _("Saved jobs"),
    of_candidate(SavedJob),
    exported=("listing", "saved_at", "reminded_at"),
    left_out={"candidate": LINK},
)


def job_alerts(subject: Subject) -> QuerySet[JobAlert]:
    return JobAlert.objects.filter(Q(user=subject.user) | _with_address(subject))


personal(
    "listings.JobAlert",
    _("Job alerts"),
    job_alerts,
    exported=(
        "email",
        "query",
        "frequency",
        "hour",
        "time_zone",
        "created_at",
        "confirmed_at",
        "paused_at",
        "next_run_at",
        "touched_at",
        "warned_at",
    ),
    left_out={"user": LINK},
    erase=lambda subject: job_alerts(subject).delete()[0],
)
personal(
    "listings.AlertDelivery",
    _("Jobs that alerts told you of"),
    lambda subject: AlertDelivery.objects.filter(alert__in=job_alerts(subject)),
    exported=("alert", "listing", "created_at"),
)
personal(
    "listings.Review",
    _("Posts that you reviewed as a moderator"),
    lambda subject: Review.objects.filter(moderator=subject.user),
    exported=("listing", "decision", "reason", "version", "at"),
    left_out={"moderator": LINK},
    kept="Why a post was approved or not belongs to the post; your name goes",
)
impersonal(
    "Advertised by an organization",
    "listings.Listing",
    "listings.ListingSkill",
    "listings.ListingLanguage",
    "listings.ListingChannel",
    "listings.ListingShift",
    "listings.ListingTarget",
    "listings.ScreeningQuestion",
)


# --- An employer without anybody ---------------------------------------------------------------


@on_erasure
def leave_employers(subject: Subject) -> None:
    """Close what nobody looks after any more.

    An employer whose only member goes has its public posts closed and the others withdrawn; one that
    never had a public post is deleted. Others stay, as a name without members.
    """
    for own in sole_ownerships(subject.user).filter(other_members=0):
        now, posts = timezone.now(), Listing.objects.filter(employer=own)
        was_public = Q(state=Listing.State.CLOSED) | Q(
            state=Listing.State.APPROVED, date_posted__lte=now
        )
        if not posts.filter(was_public).exists():
            own.delete()
            continue
        posts.filter(state=Listing.State.APPROVED, date_posted__lte=now).update(
            state=Listing.State.CLOSED,
            outcome=Listing.Outcome.NOT_FILLED,
            closed_at=now,
            updated_at=now,
        )
        posts.exclude(state__in=[Listing.State.CLOSED, Listing.State.WITHDRAWN]).update(
            state=Listing.State.WITHDRAWN, updated_at=now
        )
