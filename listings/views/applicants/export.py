from datetime import timedelta

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from listings.sifting.export import csv_lines
from profiles.models import RateLimit

from .base import OwnListingMixin

EXPORTS_AN_HOUR = 3


class EmployerApplicationExportView(OwnListingMixin, View):
    """Who applied for a listing, as a CSV file. By POST: it counts against a limit."""

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        applications = self.applications
        if not RateLimit.objects.take(
            f"export:{request.user.pk}", limit=EXPORTS_AN_HOUR, window=timedelta(hours=1)
        ):
            text = _("Not made: %(n)d files an hour are the most. Try again a little later.")
            messages.error(request, text % {"n": EXPORTS_AN_HOUR})
            return redirect("listings:employer_application_list", self.listing.pk)
        response = StreamingHttpResponse(
            csv_lines(applications), content_type="text/csv; charset=utf-8"
        )
        name = f"applications-{self.listing.pk}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response
