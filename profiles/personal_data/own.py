"""Personal data of this app's models."""

import json

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from profiles.digests import digest
from profiles.models import (
    AvailableTime,
    Candidate,
    CandidateLanguage,
    CandidateMetric,
    CandidateSkill,
    Certificate,
    Consent,
    Education,
    EmployerInvite,
    EmployerMember,
    EmployerReview,
    Experience,
    Outbox,
    RateLimit,
    Resume,
    User,
)
from profiles.resumes import delete_resume

from .registry import impersonal, personal
from .subject import Subject

LINK = "The link to its owner"
SECRET = "A secret: it helps nobody but whoever steals it"
WORK_OF_OURS = "How our worker goes about it; tells nothing of the person"
SOURCED = ("source", "source_phrase")


def of_user(model) -> QuerySet:
    return lambda subject: model.objects.filter(user=subject.user)


def of_candidate(model) -> QuerySet:
    # Through the user: a row without a candidate is nobody's, and never this person's.
    return lambda subject: model.objects.filter(candidate__user=subject.user)


personal(
    "profiles.User",
    _("Account"),
    lambda subject: User.objects.filter(pk=subject.user.pk),
    exported=(
        "email",
        "first_name",
        "last_name",
        "date_joined",
        "last_login",
        "last_seen_on",
        "deletion_warned_at",
        "is_active",
        "is_staff",
        "is_superuser",
    ),
    left_out={"password": SECRET},
)
personal(
    "profiles.User_groups",
    _("Groups of the account"),
    of_user(User.groups.through),
    exported=("group",),
    left_out={"user": LINK},
)
personal(
    "profiles.User_user_permissions",
    _("Rights of the account"),
    of_user(User.user_permissions.through),
    exported=("permission",),
    left_out={"user": LINK},
)
personal(
    "profiles.Candidate",
    _("Profile"),
    of_user(Candidate),
    exported=(
        "headline",
        "current_role",
        "target_role",
        "visibility",
        "visibility_warned_at",
        "closing_reminders",
        "place",
        "commute_miles",
        "time_zone",
        "work_modes",
        "channels_avoided",
        "employment_types",
        "pay_floor",
        "pay_currency",
        "created_at",
        "updated_at",
    ),
    left_out={"user": LINK},
)
personal(
    "profiles.Candidate_excluded_employers",
    _("Employers that do not see the profile"),
    of_candidate(Candidate.excluded_employers.through),
    exported=("employer",),
    left_out={"candidate": LINK},
)
personal(
    "profiles.CandidateSkill",
    _("Skills"),
    of_candidate(CandidateSkill),
    exported=("skill", "level", "evidence", "years", *SOURCED),
    left_out={"candidate": LINK},
)
personal(
    "profiles.CandidateLanguage",
    _("Languages"),
    of_candidate(CandidateLanguage),
    exported=("language", "spoken", "written", *SOURCED),
    left_out={"candidate": LINK},
)
personal(
    "profiles.Experience",
    _("Jobs held"),
    of_candidate(Experience),
    exported=("title", "employer_name", "role", "start", "end", "summary", *SOURCED),
    left_out={"candidate": LINK},
)
personal(
    "profiles.CandidateMetric",
    _("Service figures"),
    of_candidate(CandidateMetric),
    exported=("metric", "value", "period", "evidence", *SOURCED),
    left_out={"candidate": LINK},
)
personal(
    "profiles.Education",
    _("Education"),
    of_candidate(Education),
    exported=("level", "subject", "school", "start_year", "end_year", *SOURCED),
    left_out={"candidate": LINK},
)
personal(
    "profiles.Certificate",
    _("Certificates"),
    of_candidate(Certificate),
    exported=("name", "skill", "issuer", "year", "expires_year", *SOURCED),
    left_out={"candidate": LINK},
)
personal(
    "profiles.AvailableTime",
    _("When you can work"),
    of_candidate(AvailableTime),
    exported=("weekday", "starts", "ends"),
    left_out={"candidate": LINK},
)


def erase_resumes(subject: Subject) -> int:
    """Rows now, bytes once that is certain."""
    resumes = list(Resume.objects.for_user(subject.user))
    for resume in resumes:
        delete_resume(resume)
    return len(resumes)


personal(
    "profiles.Resume",
    _("Résumé files"),
    of_candidate(Resume),
    exported=(
        "original_name",
        "content_type",
        "size",
        "uploaded_at",
        "expires_at",
        "scan",
        "reading",
        "text",
    ),
    left_out={
        "candidate": LINK,
        "slot": WORK_OF_OURS,
        "lease_until": WORK_OF_OURS,
        "attempts": WORK_OF_OURS,
        "not_before": WORK_OF_OURS,
    },
    files=("file",),
    erase=erase_resumes,
)
personal(
    "profiles.Consent",
    _("What you agreed to"),
    of_user(Consent),
    exported=("purpose", "version", "given_at", "withdrawn_at"),
    left_out={"user": LINK},
)
personal(
    "profiles.EmployerMember",
    _("Employers that you act for"),
    of_user(EmployerMember),
    exported=("employer", "role", "created_at"),
    left_out={"user": LINK},
)


personal(
    "profiles.EmployerReview",
    _("Employers that you checked as a moderator"),
    lambda subject: EmployerReview.objects.filter(moderator=subject.user),
    exported=("employer", "decision", "checks", "reason", "at"),
    left_out={"moderator": LINK},
    kept="Why an employer was checked or suspended belongs to the employer; your name goes",
)
impersonal(
    "A key of an organization's program; what it does is done in the organization's name",
    "profiles.EmployerApiKey",
    created_by="Who made it, emptied with the account: the program goes on",
)


# --- What is found by an address or a key, not by a link ---------------------------------------


def mails(subject: Subject) -> QuerySet[Outbox]:
    """Mails to this person, and mails to others that speak of them."""
    rows = Outbox.objects.alias(to_text=Cast("to", TextField()))
    return rows.filter(_names_one(subject, "to_text") | Q(about=subject.user))


def _names_one(subject: Subject, column: str) -> Q:
    """A list as JSON holds an address in quotes, with other letters than ASCII escaped or not."""
    found = Q()
    for email in subject.emails:
        for text in {json.dumps(email), json.dumps(email, ensure_ascii=False)}:
            found |= Q(**{f"{column}__icontains": text})
    return found


def erase_mails(subject: Subject) -> int:
    """Delete them; a mail of somebody else that is answered to this person loses the address."""
    rows = Outbox.objects.alias(answers_to=Cast("reply_to", TextField()))
    rows.filter(_names_one(subject, "answers_to")).update(reply_to=[])
    return mails(subject).delete()[0]


def mails_to(subject: Subject) -> QuerySet[Outbox]:
    rows = Outbox.objects.alias(to_text=Cast("to", TextField()))
    return rows.filter(_names_one(subject, "to_text"))


# What an employer is told of an applicant is in the export as the application itself.
personal(
    "profiles.Outbox",
    _("Mails to you that are still kept"),
    mails_to,
    exported=("to", "from_email", "reply_to", "subject", "body", "created_at", "sent_at"),
    left_out={
        "message_id": WORK_OF_OURS,
        "html_body": "The same words as `body`",
        "headers": "Addresses of links with a secret in them",
        "about": LINK,
        "not_before": WORK_OF_OURS,
        "lease_until": WORK_OF_OURS,
        "attempts": WORK_OF_OURS,
        "last_error": "What a mail server answered us",
        "given_up_at": WORK_OF_OURS,
    },
    erase=erase_mails,
)


def invites_to(subject: Subject) -> QuerySet[EmployerInvite]:
    """Sent to an address of theirs, accepted or not. Addresses are kept in small letters."""
    return EmployerInvite.objects.filter(email__in=subject.emails)


# Whom somebody invited is the data of the invited. An inviter who goes leaves the invite without a name.
personal(
    "profiles.EmployerInvite",
    _("Invites to act for an employer"),
    invites_to,
    exported=("employer", "email", "role", "created_at", "expires_at", "accepted_at", "revoked_at"),
    left_out={
        "token_hash": SECRET,
        "invited_by": "Somebody else: their name stands in the mail",
    },
    erase=lambda subject: invites_to(subject).delete()[0],
)


# Acts that are counted by the bare number; all others say `user:` before it, or hash an address.
COUNTED_BY_USER = ("employer-made-by", "message")
COUNTED_BY_PROFILE = ("apply", "apply-day")


def counters(subject: Subject) -> QuerySet[RateLimit]:
    """What was counted of this account. A network address is not known to be theirs."""
    pk, profile = subject.user.pk, subject.candidate_pk
    named = Q(key__endswith=f":user:{pk}") | Q(key__contains=f":user:{pk}:")
    named |= Q(key__in=[f"{act}:{pk}" for act in COUNTED_BY_USER])
    if profile:
        named |= Q(key__in=[f"{act}:{profile}" for act in COUNTED_BY_PROFILE])
    for email in subject.emails:
        named |= Q(key__endswith=f":{digest(email)}")
    return RateLimit.objects.filter(named)


personal(
    "profiles.RateLimit",
    _("How often you did things lately"),
    counters,
    exported=("key", "window", "count", "ends_at"),
    erase=lambda subject: counters(subject).delete()[0],
)
impersonal(
    "Employers are organizations; who acts for them stands in EmployerMember", "profiles.Employer"
)
impersonal(
    "The number of an account that is gone, to erase it again from a backup", "profiles.Erasure"
)
