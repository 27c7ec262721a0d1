"""Rate limits of people and network addresses. Counted in a table, so all processes share them."""

import ipaddress
import time
from datetime import timedelta
from math import ceil

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils import timezone

from profiles.digests import digest
from profiles.models import RateLimit

# A whole call center may share one network address.
PEOPLE_BEHIND_ONE_ADDRESS = 10
UPLOADS_AN_HOUR = 10
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
        person = f"session:{digest(request.session.session_key)}"
    else:
        person = ""
    if person and not RateLimit.objects.take(f"{act}:{person}", limit=times, window=window):
        return False
    return address_may(request, act, times=times * PEOPLE_BEHIND_ONE_ADDRESS, window=window)


def address_may(request, act: str, *, times: int, window: timedelta) -> bool:
    """Count one `act` of this network address, whoever is behind it. Two statements."""
    network = _network(get_adapter().get_client_ip(request))
    return RateLimit.objects.take(f"{act}:address:{network}", limit=times, window=window)


def is_first_press(request, act: str) -> bool:
    """False if this browser did the same within ten minutes: a double click, a second tab. Two statements.

    A browser is known by its cookie against forged forms: no form is taken without one.
    """
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    key = f"{act}:browser:{digest(cookie)}"
    return not cookie or RateLimit.objects.take(key, limit=1, window=ONE_PRESS)


def may_upload(request) -> bool:
    """Count one file of this person, wherever on the site it is sent. At most four statements."""
    return may(request, "upload", times=UPLOADS_AN_HOUR, window=timedelta(hours=1))


def seconds_left(window: timedelta) -> int:
    """Whole seconds until the next window starts: windows start at multiples of their length."""
    seconds = window.total_seconds()
    return ceil(seconds - time.time() % seconds)


def may_sign_in(address: str, email: str) -> bool:
    """Count one try, before any password is hashed: 10 a minute from an address, 10 in 5 minutes on an account."""
    return RateLimit.objects.take(
        f"sign-in:address:{_network(address)}", limit=10, window=timedelta(minutes=1)
    ) and RateLimit.objects.take(
        f"sign-in:account:{digest(email)}", limit=10, window=timedelta(minutes=5)
    )


def forget_tries(emails: list[str]) -> None:
    """Reset the count of sign-in tries for these addresses, after a new password was set."""
    keys = [f"sign-in:account:{digest(email)}" for email in emails]
    RateLimit.objects.filter(key__in=keys).delete()


def may_sign_up(address: str) -> bool:
    """Count one new account, before its password is hashed: 20 an hour from a network address."""
    return RateLimit.objects.take(
        f"sign-up:address:{_network(address)}", limit=20, window=timedelta(hours=1)
    )


def may_ask_for_reset(address: str, email: str) -> bool:
    """Count one mail with a link: 20 an hour from a network address, 3 to an account, known or not."""
    return RateLimit.objects.take(
        f"reset:address:{_network(address)}", limit=20, window=timedelta(hours=1)
    ) and RateLimit.objects.take(
        f"reset:account:{digest(email)}", limit=3, window=timedelta(hours=1)
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
    """Reset the count of tries, after a right code."""
    RateLimit.objects.filter(key=_codes(user)).delete()


def use_code_once(user, code: str) -> bool:
    """False if this code was used within the last five minutes, longer than it is good for.

    The unique row decides between two requests of one instant. Three statements.
    """
    now = timezone.now()
    row = {"key": f"used-code:user:{user.pk}:{digest(code)}", "window": 0}
    RateLimit.objects.filter(**row, ends_at__lt=now).delete()
    _row, is_new = RateLimit.objects.get_or_create(
        **row, defaults={"count": 1, "ends_at": now + timedelta(minutes=5)}
    )
    return is_new


def _network(address: str) -> str:
    """What counts as one address: of IPv6 the half that one household or server is given."""
    ip = ipaddress.ip_address(address)
    if ip.version == 4 or ip.ipv4_mapped:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False))


def _codes(user) -> str:
    return f"code:user:{user.pk}"
