"""Who asks, and how often they may: by the key in the header, and by nothing else."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from profiles.api_keys import find_key, note_use
from profiles.limits import seconds_left
from profiles.models import RateLimit

from .bodies import check_body

READS, WRITES = 600, 60  # of a key in a minute
WINDOW = timedelta(minutes=1)


class EmployerKey(HttpBearer):
    """`request.auth` is the key, with its employer. One query, one more on a key's first use of a day.

    No session is looked at: whoever is signed in still needs a key, and no browser sends one by itself.
    """

    def __call__(self, request):
        scheme, _blank, text = request.headers.get("Authorization", "").partition(" ")
        key = self.authenticate(request, text.strip()) if scheme.lower() == "bearer" else None
        if key:
            check_body(request)  # whoever has no key is told of that first, and reads no more
        return key

    def authenticate(self, request, token):
        key = find_key(token)
        if key is None:
            return None
        if key.employer.suspended_at is not None:
            raise AuthorizationError(
                403, _("The employer is suspended: its keys do not work for the time being.")
            )
        note_use(key, timezone.now().date())
        return key


class KeyThrottle(BaseThrottle):
    """Counted in the table of limits, reads and writes apart. Three statements; four for a window's first."""

    def allow_request(self, request) -> bool:
        name, times = limit_of(request)
        counter = f"api-key:{request.auth.pk}:{name}"
        is_allowed = RateLimit.objects.take(counter, limit=times, window=WINDOW)
        request.uses_left = RateLimit.objects.left(counter, limit=times, window=WINDOW)
        return is_allowed

    def wait(self) -> int:
        return seconds_left(WINDOW)


def limit_of(request) -> tuple[str, int]:
    return ("reads", READS) if request.method in {"GET", "HEAD"} else ("writes", WRITES)


def tell_limit(request, response) -> None:
    """How many requests are left, for whoever paces themselves by it."""
    left = getattr(request, "uses_left", None)
    if left is not None:
        name, times = limit_of(request)
        response["RateLimit-Policy"] = f'"{name}";q={times};w={int(WINDOW.total_seconds())}'
        response["RateLimit"] = f'"{name}";r={left};t={seconds_left(WINDOW)}'
