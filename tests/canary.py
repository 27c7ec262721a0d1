"""A person who left a word in every column that can hold one, and where to look for it afterwards."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection, models
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from profiles.models import Outbox, RateLimit, Resume, User
from profiles.personal_data import Subject, registry
from tests import factories as make

WORD = "canary7f3"
EMAIL = f"{WORD}@example.org"
SECOND_EMAIL = f"{WORD}.two@example.org"
ADDRESS = "203.0.113.73"

# Not filled: rights keep an account from being removed, and what a moderator, an editor or a member of an
# employer did to a text that others read is kept without the name.
NOT_FILLED = {
    "profiles.User_groups",
    "profiles.User_user_permissions",
    "listings.ListingEvent",
    "listings.ListingRevision",
    "listings.PostingImport",
    "listings.Review",
    "listings.ReviewComment",
    "profiles.EmployerReview",
    "wagtailcore.PageLogEntry",
}
# Columns whose value has a meaning, so that no other word can stand in them.
MEANT = {
    "sessions.Session.session_data",
    "usersessions.UserSession.session_key",
    "profiles.Outbox.to",
    "profiles.Outbox.reply_to",
    "profiles.RateLimit.key",
    "admin.LogEntry.object_id",
    "wagtailcore.ModelLogEntry.object_id",
    "wagtailcore.ModelLogEntry.action",
    "account.EmailAddress.email",
    "profiles.User.email",
}


def signed_in_session(user) -> str:
    """The key of a session of this user, which says a word of theirs too."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["picks"] = WORD
    store.save()
    return store.session_key


def make_canary() -> User:
    """One row at least of every personal model, and the word in every column of them that holds text."""
    now = timezone.now()
    user = make.UserFactory(email=EMAIL)
    user.emailaddress_set.create(email=SECOND_EMAIL, verified=True)
    candidate = make.CandidateFactory(user=user, visibility="employers")
    candidate.excluded_employers.add(make.EmployerFactory())
    listing = make.ListingFactory()
    member = make.EmployerMemberFactory(employer=listing.employer)
    skill, metric = make.SkillFactory(), make.MetricFactory()
    candidate.candidate_skills.create(skill=skill)
    candidate.languages.create(language=make.SkillFactory(language=True), spoken="B2")
    candidate.experiences.create(title="x")
    candidate.metrics.create(metric=metric, value="x")
    candidate.education.create(school="x")
    candidate.certificates.create(name="x")
    candidate.available_times.create(weekday=1, starts="09:00", ends="17:00")
    resume = add_file(candidate=candidate)
    application = make.ApplicationFactory(candidate=candidate, listing=listing, resume=resume)
    application.events.create(state="submitted", message="x", at=now)
    application.answers.create(position=1, question="q", answer="x")
    application.messages.create(sender=user, is_from_employer=False, body="x", sent_at=now)
    application.messages.create(sender=member.user, is_from_employer=True, body="x", sent_at=now)
    application.notes.create(author=member.user, body="x", at=now)
    application.tags.create(name="x")
    other = make.ListingFactory()
    other.reports.create(reporter=user, reason="filled", words="x", at=now)
    other.reports.create(email=EMAIL, reason="filled", words="x", at=now)
    candidate.application_drafts.create(listing=other, resume=resume)
    other.held_applications.create(
        email=EMAIL,
        name="x",
        consent_version=1,
        token_hash="x",
        created_at=now,
        expires_at=now + timedelta(days=1),
        resume=add_file(expires_at=now + timedelta(days=1)),
    )
    candidate.saved_jobs.create(listing=other)
    for email, of in [(EMAIL, user), (SECOND_EMAIL, None)]:
        alert = make.JobAlertFactory(email=email, user=of)
        alert.deliveries.create(listing=listing)
    candidate.invitations.create(listing=listing, invited_by=member.user)
    apps.get_model("matching.MatchAlert").objects.create(candidate=candidate, next_run_at=now)
    candidate.match_alert.deliveries.create(listing=listing)
    make.EmployerMemberFactory(user=user)
    make.EmployerInviteFactory(email=SECOND_EMAIL)
    _mails(user, member.user)
    RateLimit.objects.take(f"export:user:{user.pk}", limit=9, window=timedelta(days=1))
    _installed(user, now)
    _fill(Subject.of(user))
    user.refresh_from_db()
    return user


def add_file(**owner) -> Resume:
    resume = Resume(original_name=f"{WORD}.txt", content_type=Resume.Kind.TEXT, size=9, **owner)
    resume.file.save("x.txt", ContentFile(f"{WORD} bytes".encode()))
    return resume


def _mails(user, member):
    Outbox.objects.create(to=[EMAIL], from_email="a@example.org", subject="x", body="x")
    Outbox.objects.create(
        to=[member.email], from_email="a@example.org", subject=WORD, body=WORD, about=user
    )
    Outbox.objects.create(
        to=["b@example.org"], from_email="a@example.org", reply_to=[EMAIL], subject="s", body="s"
    )


def _installed(user, now):
    """Rows of the apps that we did not write."""
    key = signed_in_session(user)
    # Of a visit that is on no list, and of a guest who typed the address.
    signed_in_session(user)
    guest = import_module(settings.SESSION_ENGINE).SessionStore()
    guest["guest_profile_aside"] = {"email": SECOND_EMAIL}
    guest.save()
    user.usersession_set.create(ip=ADDRESS, session_key=key, user_agent="x")
    address = user.emailaddress_set.get(email=SECOND_EMAIL)
    address.emailconfirmation_set.create(key="x")
    user.authenticator_set.create(type="totp", data={})
    kind, page = ContentType.objects.get_for_model(User), Page.objects.first()
    staff = make.UserFactory()
    LogEntry.objects.create(
        user=staff, content_type=kind, object_id=str(user.pk), action_flag=CHANGE
    )
    ModelLogEntry.objects.create(
        user=user,
        content_type=kind,
        object_id=str(user.pk),
        label="x",
        timestamp=now,
        action="wagtail.edit",
    )
    model = apps.get_model
    model("wagtailusers.UserProfile").objects.create(
        user=user, avatar=ContentFile(WORD.encode(), name="x.png")
    )
    model("wagtailadmin.EditingSession").objects.create(
        user=user, content_type=kind, object_id="1", last_seen_at=now
    )
    model("wagtailadmin.FormState").objects.create(
        user=user, content_type=kind, object_id="1", data={}, last_updated_at=now
    )
    model("wagtailcore.APIToken").objects.create(user=user, name="x")
    comment = model("wagtailcore.Comment").objects.create(user=user, page=page, text="x")
    model("wagtailcore.CommentReply").objects.create(comment=comment, user=user, text="x")
    model("wagtailcore.PageSubscription").objects.create(
        user=user, page=page, comment_notifications=True
    )
    model("wagtailcore.UploadedFile").objects.create(
        uploaded_by_user=user,
        for_content_type=kind,
        file=ContentFile(WORD.encode(), name="x.txt"),
    )


def words_of(model) -> list:
    """Columns of a model that can hold any word."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, models.FileField)
        and not field.choices
        and not field.primary_key
        and (field.max_length is None or field.max_length >= len(EMAIL))
        and f"{model._meta.label}.{field.name}" not in MEANT
    ]


def _fill(subject: Subject) -> None:
    for declared in registry.personal.values():
        label = declared.model._meta.label
        for row in declared.rows(subject):
            for field in words_of(declared.model):
                text = f"{WORD} {label}.{field.name} {row.pk}"
                if isinstance(field, models.EmailField):
                    continue  # made with an address that says the word
                value = [text] if isinstance(field, models.JSONField) else text
                value = value if field.max_length is None else text[: field.max_length]
                declared.model.objects.filter(pk=row.pk).update(**{field.name: value})


def found_in_tables(*needles: str) -> list[str]:
    """Tables of the database, of any app and of none, with rows that hold one of these."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                text = str(row).lower()
                found += [f"{table}: {text}" for needle in needles if needle in text]
    return found


def found_in_sessions(*needles: str) -> list[str]:
    """Their data is packed, so that a look at the table sees nothing."""
    data = [str(session.get_decoded()).lower() for session in Session.objects.all()]
    return [text for text in data for needle in needles if needle in text]


def found_in_files(needle: str) -> list[str]:
    return [
        str(path)
        for path in Path(settings.VAR_DIR).rglob("*")
        if path.is_file() and needle.encode() in path.read_bytes()
    ]


def found_in_caches(needle: str) -> list[str]:
    stored = [getattr(caches[name], "_cache", {}) for name in settings.CACHES]
    return [
        str(key) for cache in stored for key, value in cache.items() if needle in f"{key}{value}"
    ]
