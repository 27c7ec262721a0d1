from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render


def healthz(request):
    """Say whether this process can reach its database. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def robots(request):
    lines = ["User-agent: *", "Disallow: /me/", "Disallow: /employer/", "Disallow: /accounts/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def server_error(request):
    """A page that needs neither database nor session: they may be what is broken."""
    return render(request, "500.html", {"contact_email": settings.CONTACT_EMAIL}, status=500)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
