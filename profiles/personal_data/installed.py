"""Personal data in tables of the installed apps: accounts, sessions, the two admins, the CMS."""

from collections.abc import Collection

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    PageLogEntry,
    PageSubscription,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from profiles.kept_typing import KEY as KEPT_TYPING
from profiles.models import User

from .own import LINK, SECRET, of_user
from .registry import personal
from .subject import Subject

# --- Accounts and sessions ---------------------------------------------------------------------

personal(
    "account.EmailAddress",
    _("Email addresses"),
    of_user(EmailAddress),
    exported=("email", "verified", "primary"),
    left_out={"user": LINK},
)
personal(
    "account.EmailConfirmation",
    _("Confirmations under way"),
    lambda subject: EmailConfirmation.objects.filter(email_address__user=subject.user),
    exported=("created", "sent"),
    left_out={"email_address": LINK, "key": SECRET},
)
personal(
    "mfa.Authenticator",
    _("Second steps of signing in"),
    of_user(Authenticator),
    exported=("type", "created_at", "last_used_at"),
    left_out={"user": LINK, "data": SECRET},
)
personal(
    "usersessions.UserSession",
    _("Where you are signed in"),
    of_user(UserSession),
    exported=("created_at", "last_seen_at", "ip", "user_agent"),
    left_out={"user": LINK, "session_key": SECRET, "data": "Nothing of ours stands in it"},
)


def sessions(subject: Subject) -> QuerySet[Session]:
    """Those that signed in as this person, by the list that allauth keeps of them."""
    keys = UserSession.objects.filter(user=subject.user).values("session_key")
    return Session.objects.filter(session_key__in=keys)


personal(
    "sessions.Session",
    _("Visits that are signed in"),
    sessions,
    exported=("expire_date",),
    left_out={
        "session_key": SECRET,
        "session_data": "Picks of this browser are on your profile page; the rest is secrets",
    },
    erase=lambda subject: sessions(subject).delete()[0],
)


def other_sessions(user_pk: int, emails: Collection[str]) -> list[str]:
    """Keys of all further sessions that know this person: signed in before there was a list, holding what
    they typed when their visit had run out, or a guest who typed the address at sign-up. Every session is
    read: about 50 µs each."""
    pk, found = str(user_pk), []
    for session in Session.objects.iterator(chunk_size=1_000):
        data = session.get_decoded()
        is_theirs = pk in {data.get("_auth_user_id"), data.get(KEPT_TYPING, {}).get("person")}
        if is_theirs or any(f"'{email}'" in str(data).lower() for email in emails):
            found.append(session.session_key)
    return found


# --- Records of the two admins -----------------------------------------------------------------


def _about(subject: Subject, numbers: str) -> Q:
    """Entries on the account itself, which name it."""
    kind = ContentType.objects.get_for_model(User)
    return Q(content_type=kind, **{numbers: str(subject.user.pk)})


def admin_log(subject: Subject) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(Q(user=subject.user) | _about(subject, "object_id"))


personal(
    "admin.LogEntry",
    _("Records of the administration"),
    admin_log,
    exported=("action_time", "action_flag", "object_repr", "change_message"),
    left_out={
        "user": LINK,
        "content_type": "The kind of the thing that `object_repr` names",
        "object_id": "The number of the thing that `object_repr` names",
    },
    erase=lambda subject: admin_log(subject).delete()[0],
)


def model_log(subject: Subject) -> QuerySet[ModelLogEntry]:
    return ModelLogEntry.objects.filter(Q(user=subject.user) | _about(subject, "object_id"))


def erase_model_log(subject: Subject) -> int:
    """Entries on the account lose its name; those of acts of this person lose who acted."""
    on_account = ModelLogEntry.objects.filter(_about(subject, "object_id"))
    emptied = on_account.update(label="", data={})
    return emptied + ModelLogEntry.objects.filter(user=subject.user).update(user=None)


LOGGED = ("timestamp", "action", "label", "content_changed", "deleted")
LOG_LEFT_OUT = {
    "user": LINK,
    "data": "What changed in the text of the site",
    "content_type": "The kind of the thing that `label` names",
    "uuid": "Holds entries of one act together",
    "revision": "The version of the text",
}
LOG_KEPT = (
    "What was done to the texts of the site is kept without a name: texts have to be traceable"
)

personal(
    "wagtailcore.ModelLogEntry",
    _("Records of editing"),
    model_log,
    exported=LOGGED,
    left_out=LOG_LEFT_OUT | {"object_id": "The number of the thing that `label` names"},
    erase=erase_model_log,
    kept=LOG_KEPT,
)
personal(
    "wagtailcore.PageLogEntry",
    _("Records of editing pages"),
    of_user(PageLogEntry),
    exported=LOGGED,
    left_out=LOG_LEFT_OUT | {"page": "The page that `label` names"},
    erase=lambda subject: PageLogEntry.objects.filter(user=subject.user).update(user=None),
    kept=LOG_KEPT,
)

# --- The CMS, for those who edit ---------------------------------------------------------------

personal(
    "wagtailusers.UserProfile",
    _("Settings of the editor"),
    of_user(UserProfile),
    exported=(
        "submitted_notifications",
        "approved_notifications",
        "rejected_notifications",
        "updated_comments_notifications",
        "preferred_language",
        "current_time_zone",
        "theme",
        "contrast",
        "density",
        "keyboard_shortcuts",
        "dismissibles",
    ),
    left_out={"user": LINK},
    files=("avatar",),
    erase=lambda subject: _delete_with_files(
        UserProfile.objects.filter(user=subject.user), "avatar"
    ),
)
personal(
    "wagtailadmin.EditingSession",
    _("Pages open in the editor"),
    of_user(EditingSession),
    exported=("last_seen_at",),
    left_out={
        "user": LINK,
        "content_type": "The kind of the page",
        "object_id": "The number of the page",
        "is_editing": "Whether something was typed in that minute",
    },
)
personal(
    "wagtailadmin.FormState",
    _("Unsaved texts of the editor"),
    of_user(FormState),
    exported=("data", "last_updated_at"),
    left_out={
        "user": LINK,
        "content_type": "The kind of the page",
        "object_id": "The number of the page",
        "parent_object_id": "The number of the page above",
    },
)
personal(
    "wagtailcore.APIToken",
    _("Keys for programs"),
    of_user(APIToken),
    exported=("name", "created", "revoked_at", "last_used_at"),
    left_out={"user": LINK, "key_hash": SECRET, "prefix": SECRET},
)
personal(
    "wagtailcore.Comment",
    _("Comments in the editor"),
    of_user(Comment),
    exported=("text", "created_at", "updated_at", "resolved_at"),
    left_out={
        "user": LINK,
        "page": "The page that was commented on",
        "contentpath": "The place on the page",
        "position": "The place on the page",
        "revision_created": "The version of the page",
        "resolved_by": "Who else settled it",
    },
)
personal(
    "wagtailcore.CommentReply",
    _("Answers to comments in the editor"),
    of_user(CommentReply),
    exported=("text", "created_at", "updated_at"),
    left_out={"user": LINK, "comment": "The comment of somebody"},
)
personal(
    "wagtailcore.PageSubscription",
    _("Pages whose comments you get"),
    of_user(PageSubscription),
    exported=("page", "comment_notifications"),
    left_out={"user": LINK},
)
personal(
    "wagtailcore.UploadedFile",
    _("Files on their way into the CMS"),
    lambda subject: UploadedFile.objects.filter(uploaded_by_user=subject.user),
    files=("file",),
    left_out={"uploaded_by_user": LINK, "for_content_type": "The kind of the thing it is for"},
    erase=lambda subject: _delete_with_files(
        UploadedFile.objects.filter(uploaded_by_user=subject.user), "file"
    ),
)


def _delete_with_files(rows: QuerySet, name: str) -> int:
    rows = list(rows)
    for row in rows:
        file = getattr(row, name)
        row.delete()
        if file:
            transaction.on_commit(lambda file=file: file.storage.delete(file.name))
    return len(rows)
