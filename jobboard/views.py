from django.conf import settings
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cms.addresses import absolute_address


def healthz(request):
    """Say whether this process can reach its database. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


# What no search engine needs to see: other people's business, forms, and answers for programs. Searches
# may be visited: their pages say noindex themselves, which a crawler that is kept out would never read.
NOT_FOR_CRAWLERS = [
    "/me/",
    "/employer/",
    "/moderation/",
    "/accounts/",
    "/admin/",
    "/django-admin/",
    "/alerts/",
    "/api/v1/",
    "/jobs/alert/",
    "/jobs/compare/",
    "/jobs/places/",
    "/search/suggest/",
    "/pages/",
    "/jobs/*/apply/",
]


def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS), ""]
    lines += [f"Sitemap: {absolute_address(reverse('sitemap_index'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@csrf_exempt
def no_such_answer(request, rest):
    """What is no address of the API, in the API's own form, also for a program that writes."""
    message = _("There is nothing at this address.")
    return JsonResponse({"message": message, "errors": []}, status=404)


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def server_error(request):
    """A page that needs neither database nor session: they may be what is broken."""
    return render(request, "500.html", {"contact_email": settings.CONTACT_EMAIL}, status=500)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
