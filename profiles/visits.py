"""What a change of how an account is reached does to the visits of it. Allauth tells of the changes."""

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession


def end_other_visits(*, request, user, **kwargs) -> None:
    """Allauth tells that an address, a passkey or an app of this account came, went or changed.

    Whoever is signed in elsewhere may be the reason. A new password ends all visits by itself.
    """
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    for visit in others:
        visit.end()


def note_second_factor(*, request, user, authenticator, **kwargs) -> None:
    """Setting a second factor up is using it: its code or its touch was checked a moment ago."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )
