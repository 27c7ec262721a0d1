"""Where people are signed in, and what a change of how an account is reached does to it."""

from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone


def open_visits(user) -> QuerySet[UserSession]:
    """Allauth's list keeps the ended ones, too, until the person looks at it or signs in again."""
    living = Session.objects.filter(expire_date__gt=timezone.now())
    return UserSession.objects.filter(user=user, session_key__in=living.values("session_key"))


def forget_ended() -> int:
    """Delete network address and browser of visits that ended. One statement; returns how many.

    Not those of today: allauth may write a row a moment before its session.
    """
    noted = UserSession.objects.filter(created_at__lt=timezone.now() - timedelta(days=1))
    return noted.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]


def end_other_visits(*, request, user, **kwargs) -> None:
    """End the user's other sessions when an address, passkey or app was added, removed or changed.

    Somebody who is signed in elsewhere may be the reason. Django ends all sessions after a new password.
    """
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    for visit in others:
        visit.end()


def note_second_factor(*, request, user, authenticator, **kwargs) -> None:
    """Count a new second factor as used in this session: its code was checked a moment ago."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )
