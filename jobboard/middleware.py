import logging
from urllib.parse import urlsplit, urlunsplit

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import DataError, IntegrityError
from django.http import HttpRequest, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from profiles.models import User

logger = logging.getLogger(__name__)

ADMIN_PREFIX = "/admin/"
API_PREFIX = "/api/v1/"
# One person's also before they sign in: the picks of a browser, and what links in mails open.
PERSONAL_PREFIXES = ("/me/", "/accounts/", "/alerts/", "/applications/", "/employer/", "/saved/")


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; the CMS's admin has its own, because its pages need inline scripts."""

    def process_response(self, request, response):
        if getattr(request, "is_preview", False):
            # Wagtail asks for the page as a reader would get it, then shows it in a frame of the desk.
            response._csp_replace = {"frame-ancestors": ["'self'"]}
        elif request.path.startswith(ADMIN_PREFIX):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
            response.xframe_options_exempt = False
            if "X-Frame-Options" not in response:
                response["X-Frame-Options"] = "SAMEORIGIN"  # page previews
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return super().process_response(request, response)


class RefuseBrokenQueryMiddleware:
    """Answer 400 to a query string with NUL or broken UTF-8, which no database takes alike."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raw = request.META.get("QUERY_STRING", "")
        if "%00" in raw or "\x00" in raw or "\ufffd" in "".join(request.GET.values()):
            if request.path.startswith(API_PREFIX):
                message = _("The query string is broken.")
                return JsonResponse({"message": message, "errors": []}, status=400)
            return render(request, "400.html", status=400)
        return self.get_response(request)


class RefusedRowMiddleware:
    """An answer for whoever sent what the database refused, for a reason that no view foresaw.

    409: between this request's look and its write, what the row belongs to was removed, or its like was
    written. 400: a value that no column holds. The log has the traceback: it may be a fault of ours.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, IntegrityError):
            status = 409
            message = _("What this is about was changed or removed at the same moment.")
        elif isinstance(exception, DataError):
            status, message = 400, _("A value is too large or too long to be kept.")
        else:
            return None
        logger.error("A row was refused: %s", request.path, exc_info=exception)
        if request.path.startswith(API_PREFIX):
            return JsonResponse({"message": message, "errors": []}, status=status)
        return render(request, f"{status}.html", status=status)


class PrivateResponsesMiddleware:
    """A page made for one person, signed in or not, is stored by no cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated or request.path.startswith(PERSONAL_PREFIXES):
            patch_cache_control(response, private=True, no_store=True)
        return response  # to ask who it is has made the session's own middleware vary it by cookie


class LastSeenMiddleware:
    """Note the day on which a signed-in person was here: one statement at most a day and person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        today, user = timezone.now().date(), request.user
        if user.is_authenticated and (user.last_seen_on is None or user.last_seen_on < today):
            # Whoever comes back has an account in use again: the warning is as if it never was.
            here = User.objects.filter(pk=user.pk).exclude(last_seen_on__gte=today)
            here.update(last_seen_on=today, deletion_warned_at=None)
        return response


class SignInLeadsBackMiddleware:
    """A button pressed after a visit ran out leads, over sign-in, back to the page that it stands on.

    Sign-in leads back by GET, which an address for POST alone does not take.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            request.method == "POST"
            and response.status_code == 302
            and response.url == redirect_to_login(request.get_full_path()).url
            and not _takes_get(request)
        ):
            messages.info(
                request,
                _("You were not signed in, so nothing was changed. Sign in and press it again."),
            )
            return redirect_to_login(_page_before(request))
        return response


def _takes_get(request: HttpRequest) -> bool:
    view = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
    return view is None or (hasattr(view, "get") and "get" in view.http_method_names)


def _page_before(request: HttpRequest) -> str:
    """The local path of the page that was left, where the browser tells it."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    ):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return urlunsplit(("", "", *urlsplit(before)[2:4], "")) or "/"
