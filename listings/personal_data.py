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
    ApplicationNote,
    ApplicationTag,
    HeldApplication,
    JobAlert,
    Listing,
    ListingEvent,
    ListingRevision,
    Message,
    PostingImport,
    Report,
    Review,
    ReviewComment,
    SavedJob,
)
from listings.retention import empty_applications
from listings.services import OPEN_STATES
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
        "answered_at",
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
    exported=("state", "message", "reason", "at"),
    left_out={"application": "Told as `listing`"},
    more={"listing": post},
    kept="The dates and states, without messages and reasons",
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


def notes(subject: Subject) -> QuerySet[ApplicationNote]:
    """What employers noted about this person, and what they noted for an employer."""
    return ApplicationNote.objects.filter(
        Q(application__candidate__user=subject.user) | Q(author=subject.user)
    ).select_related("application__listing")


personal(
    "listings.ApplicationNote",
    _("Notes that employers made"),
    notes,
    exported=("body", "at"),
    more={"listing": post},
    left_out={
        "application": "Told as `listing`",
        "author": "Whoever of the employer wrote, told by its name; your own are yours",
    },
    kept="What you noted for an employer about an applicant belongs to that application; your name goes",
)
personal(
    "listings.ApplicationTag",
    _("Words by which employers sorted your applications"),
    of_applications(ApplicationTag),
    exported=("name",),
    more={"listing": post},
    left_out={"application": "Told as `listing`"},
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
    left_out={"moderator": LINK, "revision": "The change of the post that it was about"},
    kept="Why a post was approved or not belongs to the post; your name goes",
)
personal(
    "listings.PostingImport",
    _("Files of postings that you brought for an employer"),
    lambda subject: PostingImport.objects.filter(created_by=subject.user),
    exported=("employer", "file_name", "format", "created_at", "taken_at"),
    left_out={"created_by": LINK, "records": "Postings, advertised by an organization"},
    kept="The file is the employer's, for 30 days; your name goes",
)
personal(
    "listings.ReviewComment",
    _("What you wrote about posts that were reviewed"),
    lambda subject: ReviewComment.objects.filter(author=subject.user).select_related("listing"),
    exported=("listing", "body", "is_from_moderator", "at", "read_at"),
    left_out={"author": LINK},
    kept="What an employer and the moderators agreed on belongs to the post; your name goes",
)


def reports(subject: Subject) -> QuerySet[Report]:
    return Report.objects.filter(
        Q(reporter=subject.user) | Q(reporter=None) & _with_address(subject)
    ).select_related("listing")


def empty_reports(subject: Subject) -> int:
    """That something was reported stays, for what is known of the post; not who said it, nor their words."""
    own = list(reports(subject).values_list("pk", flat=True))
    return Report.objects.filter(pk__in=own).update(reporter=None, email="", words="")


personal(
    "listings.Report",
    _("Posts that you reported"),
    reports,
    exported=("listing", "reason", "words", "at", "handled_at", "outcome"),
    left_out={"reporter": LINK, "handled_by": "The moderator who handled it", "email": LINK},
    erase=empty_reports,
    kept="That a post was reported, and what came of it, belongs to the post; name, address and words go",
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
    "listings.MessageTemplate",
)
personal(
    "listings.ListingEvent",
    _("What you did with posts of employers"),
    lambda subject: ListingEvent.objects.filter(user=subject.user).select_related("listing"),
    exported=("listing", "kind", "by", "version", "note", "at"),
    left_out={"user": LINK, "changes": "The words of the post, advertised by an organization"},
    kept="What was done with a post belongs to its history; your name goes",
)
personal(
    "listings.ListingRevision",
    _("Changes of posts that you wrote for an employer"),
    lambda subject: ListingRevision.objects.filter(author=subject.user).select_related("listing"),
    exported=("listing", "state", "created_at", "updated_at", "submitted_at", "decided_at"),
    left_out={
        "author": LINK,
        "base_version": "A number of the post",
        "version": "A number of the post",
        "snapshot": "The words of the post, advertised by an organization",
        "returned_reason": "Told to the employer by a moderator",
        "findings": "Of the post",
        "risk": "Of the post",
    },
    kept="The change belongs to the employer's post; your name goes",
)
impersonal("How often a page was opened on a day, by nobody in particular", "listings.ListingDay")
impersonal(
    "Posts as a program of an organization wrote them, kept for a day under a number of its own",
    "listings.ApiWrite",
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
        ListingRevision.objects.filter(
            listing__in=posts.values("pk"), state__in=OPEN_STATES
        ).update(state=ListingRevision.State.WITHDRAWN, updated_at=now, decided_at=now)
        posts.filter(state=Listing.State.APPROVED, date_posted__lte=now).update(
            state=Listing.State.CLOSED,
            outcome=Listing.Outcome.NOT_FILLED,
            closed_at=now,
            updated_at=now,
        )
        posts.exclude(state__in=[Listing.State.CLOSED, Listing.State.WITHDRAWN]).update(
            state=Listing.State.WITHDRAWN, updated_at=now
        )
