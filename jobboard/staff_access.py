"""Who may enter the pages of staff: with two steps, and not for longer than a working day."""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext as _

from profiles.second_factor import lacks_second_factor, to_second_factor

STAFF_PREFIXES = ("/admin/", "/django-admin/", "/moderation/")
STAFF_RIGHTS = ("wagtailadmin.access_admin", "listings.review_listing")
# An open page of the editor says every ten seconds that it is open. Nobody need sit before it.
SENT_BY_THE_EDITOR = "/admin/editing-sessions/ping/"
VISIT_KEY = "staff_visit"
# The time of the last request is written at most this often, seconds: each time is a statement.
SEEN_EVERY = 60


class StaffAccessMiddleware:
    """Every address of staff asks for two steps, and a visit to them ends by itself.

    A visit counts as one of staff from its first page of staff on, and then everywhere. Everybody
    else's requests cost nothing: the session is read by then.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        at_staff_page = request.path.startswith(STAFF_PREFIXES)
        answer = None
        if request.user.is_authenticated and (at_staff_page or VISIT_KEY in request.session):
            answer = self.check(request, at_staff_page)
        return answer or self.get_response(request)

    def check(self, request, at_staff_page):
        """What is answered instead of the page, if anything."""
        if at_staff_page and not is_staff(request.user):
            return None  # the page itself says no
        if has_ended(request):
            logout(request)
            if not at_staff_page:
                return None
            messages.info(request, _("For safety, the visit ended. Sign in again."))
            return redirect_to_login(request.get_full_path())
        if at_staff_page and lacks_second_factor(request):
            return to_second_factor(request)
        if not request.path.startswith(SENT_BY_THE_EDITOR):
            note_visit(request)
        return None


def is_staff(user) -> bool:
    """Whoever edits, moderates or administers. Two statements, kept with the user."""
    return user.is_staff or user.is_superuser or any(map(user.has_perm, STAFF_RIGHTS))


def has_ended(request) -> bool:
    now = time.time()
    visit = request.session.get(VISIT_KEY, {"seen": now})
    return (
        now - visit["seen"] > settings.STAFF_SESSION_IDLE.total_seconds()
        or now - signed_in_at(request) > settings.STAFF_SESSION_LONGEST.total_seconds()
    )


def signed_in_at(request) -> float:
    """Seconds since the epoch. Without a record of it, of the first page of staff."""
    records = get_authentication_records(request, request.user)
    if records:
        return records[0]["at"]
    return request.session.get(VISIT_KEY, {}).get("since", time.time())


def note_visit(request) -> None:
    now = time.time()
    visit = request.session.get(VISIT_KEY)
    if visit is None or now - visit["seen"] > SEEN_EVERY:
        since = visit["since"] if visit else now
        request.session[VISIT_KEY] = {"since": since, "seen": now}
