"""Hiding profiles and erasing accounts that nobody uses.

A profile that all checked employers see is hidden after six months without a visit, with a mail two
weeks before; an unused account is erased after twenty-four months, with a mail one month before. A
visit cancels the warning. Each call handles AT_ONCE rows at most; the next call goes on.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import consents
from profiles.letters import send_letter
from profiles.models import Candidate, EmployerMember, User
from profiles.models.candidates import Visibility
from profiles.months import months_before
from profiles.personal_data.erasure import NotErasable, erase

SHOWN_MONTHS = 6
SHOWN_WARNED_BEFORE = timedelta(days=14)
ACCOUNT_MONTHS = 24
ACCOUNT_WARNED_MONTHS = 23
ACCOUNT_WARNED_BEFORE = timedelta(days=28)  # no month is shorter
AT_ONCE = 50

# Accounts from before days were noted count from their last sign-in, else from their beginning.
SEEN_ON = Coalesce(
    "last_seen_on",
    TruncDate("last_login"),
    TruncDate("date_joined"),
    output_field=DateField(),
)


def seen(users: QuerySet[User]) -> QuerySet[User]:
    return users.alias(seen_on=SEEN_ON)


# --- Profiles that everybody sees --------------------------------------------------------------


def _shown() -> QuerySet[Candidate]:
    return Candidate.objects.filter(visibility=Visibility.EMPLOYERS)


def _not_seen_since(at: datetime) -> Exists:
    return Exists(seen(User.objects.filter(pk=OuterRef("user"))).filter(seen_on__lte=at.date()))


def warn_of_hiding(now: datetime) -> int:
    """Write to people whose profile will be hidden. Two statements and one mail each; returns how many."""
    is_away = _not_seen_since(months_before(now + SHOWN_WARNED_BEFORE, SHOWN_MONTHS))
    # A visit since the warning cancels it.
    _shown().filter(~is_away, visibility_warned_at__isnull=False).update(visibility_warned_at=None)
    due = _shown().filter(is_away, visibility_warned_at__isnull=True).select_related("user")
    return sum(_warn_of_hiding(candidate, now) for candidate in due.order_by("pk")[:AT_ONCE])


def _warn_of_hiding(candidate: Candidate, now: datetime) -> bool:
    with transaction.atomic():
        row = _shown().filter(pk=candidate.pk, visibility_warned_at__isnull=True)
        is_ours = bool(row.update(visibility_warned_at=now))
        if is_ours:
            _write(
                candidate.user,
                _("Your profile will be hidden"),
                "visibility_ends",
                now + SHOWN_WARNED_BEFORE,
            )
    return is_ours


def hide_inactive(now: datetime) -> int:
    """Hide profiles of people who were warned and stayed away. Returns how many."""
    due = _shown().filter(
        _not_seen_since(months_before(now, SHOWN_MONTHS)),
        visibility_warned_at__lte=now - SHOWN_WARNED_BEFORE,
    )
    return sum(_hide(candidate, now) for candidate in due.order_by("pk")[:AT_ONCE])


@transaction.atomic
def _hide(candidate: Candidate, now: datetime) -> bool:
    # Not if its owner has chosen something else meanwhile.
    row = _shown().filter(pk=candidate.pk, visibility_warned_at=candidate.visibility_warned_at)
    is_ours = row.update(visibility=Visibility.APPLIED, visibility_warned_at=None, updated_at=now)
    if is_ours:
        consents.withdraw(candidate.user_id, consents.Purpose.VISIBILITY)
    return bool(is_ours)


# --- Accounts that nobody uses -----------------------------------------------------------------


def _may_lapse() -> QuerySet[User]:
    """Accounts that may be erased without being asked for: neither of staff nor of an employer's members."""
    acts = EmployerMember.objects.filter(user=OuterRef("pk"))
    return seen(
        User.objects.filter(
            ~Exists(acts),
            is_staff=False,
            is_superuser=False,
            groups__isnull=True,
            user_permissions__isnull=True,
        )
    )


def warn_of_erasure(now: datetime) -> int:
    """Write to people whose account will be erased. Two statements and one mail each; returns how many."""
    threshold = months_before(now, ACCOUNT_WARNED_MONTHS).date()
    came_back = seen(User.objects.filter(deletion_warned_at__isnull=False))
    User.objects.filter(
        pk__in=list(came_back.filter(seen_on__gt=threshold).values_list("pk", flat=True)[:AT_ONCE])
    ).update(deletion_warned_at=None)
    due = _may_lapse().filter(seen_on__lte=threshold, deletion_warned_at__isnull=True)
    return sum(_warn_of_erasure(user, now) for user in due.order_by("pk")[:AT_ONCE])


def _warn_of_erasure(user: User, now: datetime) -> bool:
    with transaction.atomic():
        row = User.objects.filter(pk=user.pk, deletion_warned_at__isnull=True)
        is_ours = bool(row.update(deletion_warned_at=now))
        if is_ours:
            _write(
                user, _("Your account will be removed"), "account_ends", now + ACCOUNT_WARNED_BEFORE
            )
    return is_ours


def erase_inactive(now: datetime) -> int:
    """Erase accounts that were warned and stayed unused. Returns how many."""
    due = _may_lapse().filter(
        seen_on__lte=months_before(now, ACCOUNT_MONTHS).date(),
        deletion_warned_at__lte=now - ACCOUNT_WARNED_BEFORE,
    )
    return sum(_erase(user) for user in due.order_by("pk")[:AT_ONCE])


def _erase(user: User) -> bool:
    try:
        return erase(user)
    except NotErasable:
        return False  # in charge of something since the query


def _write(user: User, subject: str, template: str, ends: datetime) -> None:
    context = {
        "ends": timezone.localtime(ends),
        "url": settings.SITE_URL + reverse("account_login"),
    }
    send_letter(user.email, f"profiles/mail/{template}.txt", subject, context)
