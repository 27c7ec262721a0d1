"""Who may do a thing how often. The table counts, so all processes count together."""

import hashlib
import time
from datetime import timedelta
from math import ceil

from allauth.account.adapter import get_adapter
from django.utils import timezone

from profiles.models import RateLimit

# One address may be a whole call centre behind one router.
PEOPLE_BEHIND_ONE_ADDRESS = 10
ONE_PRESS = timedelta(minutes=10)


def may(request, act: str, *, times: int, window: timedelta) -> bool:
    """Count one `act` of this person, and of their network address at ten times the limit.

    False once either is used up. A guest without a session is known by the address alone. At most
    four statements.
    """
    if request.user.is_authenticated:
        person = f"user:{request.user.pk}"
    elif request.session.session_key:
        # Hashed: the key is what signs a visit in.
        person = f"session:{_hashed(request.session.session_key)}"
    else:
        person = ""
    if person and not RateLimit.objects.take(f"{act}:{person}", limit=times, window=window):
        return False
    return address_may(request, act, times=times * PEOPLE_BEHIND_ONE_ADDRESS, window=window)


def address_may(request, act: str, *, times: int, window: timedelta) -> bool:
    """Count one `act` of this network address, whoever is behind it. Two statements."""
    address = get_adapter().get_client_ip(request)
    return RateLimit.objects.take(f"{act}:address:{address}", limit=times, window=window)


def is_first_press(request, act: str) -> bool:
    """False if this very form was sent within ten minutes: a double click. Two statements.

    A form is known by its token, which is another one each time a page is shown.
    """
    token = request.POST.get("csrfmiddlewaretoken", "")
    key = f"{act}:form:{_hashed(token)}"
    return not token or RateLimit.objects.take(key, limit=1, window=ONE_PRESS)


def seconds_left(window: timedelta) -> int:
    """Whole seconds until the next window starts: windows start at multiples of their length."""
    seconds = window.total_seconds()
    return ceil(seconds - time.time() % seconds)


def may_sign_in(address: str, email: str) -> bool:
    """Count one try, before any password is hashed: 10 a minute from an address, 10 in 5 minutes on an account."""
    return RateLimit.objects.take(
        f"sign-in:address:{address}", limit=10, window=timedelta(minutes=1)
    ) and RateLimit.objects.take(
        f"sign-in:account:{_hashed(email)}", limit=10, window=timedelta(minutes=5)
    )


def forget_tries(emails: list[str]) -> None:
    """Let the owner of these addresses in at once: they have just chosen a new password."""
    keys = [f"sign-in:account:{_hashed(email)}" for email in emails]
    RateLimit.objects.filter(key__in=keys).delete()


def may_sign_up(address: str) -> bool:
    """Count one new account, before its password is hashed: 20 an hour from a network address."""
    return RateLimit.objects.take(f"sign-up:address:{address}", limit=20, window=timedelta(hours=1))


def may_ask_for_reset(address: str, email: str) -> bool:
    """Count one mail with a link: 20 an hour from a network address, 3 to an account, known or not."""
    return RateLimit.objects.take(
        f"reset:address:{address}", limit=20, window=timedelta(hours=1)
    ) and RateLimit.objects.take(
        f"reset:account:{_hashed(email)}", limit=3, window=timedelta(hours=1)
    )


def may_prove_password(user) -> bool:
    """Count one present password beside a new one, before it is hashed: 10 in 5 minutes."""
    return RateLimit.objects.take(
        f"prove-password:user:{user.pk}", limit=10, window=timedelta(minutes=5)
    )


def may_try_code(user) -> bool:
    """Count one code of the second step: 5 in 5 minutes, whichever address they come from."""
    return RateLimit.objects.take(_codes(user), limit=5, window=timedelta(minutes=5))


def forget_codes(user) -> None:
    """A right code was typed: the wrong ones before it were slips."""
    RateLimit.objects.filter(key=_codes(user)).delete()


def use_code_once(user, code: str) -> bool:
    """False if this code was used within the last five minutes, longer than it is good for.

    The unique row decides between two requests of one instant. Three statements.
    """
    now = timezone.now()
    row = {"key": f"used-code:user:{user.pk}:{_hashed(code)}", "window": 0}
    RateLimit.objects.filter(**row, ends_at__lt=now).delete()
    _row, is_new = RateLimit.objects.get_or_create(
        **row, defaults={"count": 1, "ends_at": now + timedelta(minutes=5)}
    )
    return is_new


def _codes(user) -> str:
    return f"code:user:{user.pk}"


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
