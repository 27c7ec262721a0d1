from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from listings import services
from listings.models import Listing
from profiles.limits import may
from profiles.my_profile import CandidateProfile

from .member import keep_typed

SAVES_AN_HOUR = 1_200


class ApplicationDraftView(LoginRequiredMixin, View):
    """Keep what was typed, or with action=discard throw it away.

    The page's script saves here while one writes: 204, or 409 if it was sent meanwhile. The files of the
    form are not among what it sends. A job that has closed still takes what was typed.
    """

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        listing = get_object_or_404(
            Listing.objects.public().filter(apply_route=Listing.ApplyRoute.ON_SITE), pk=pk
        )
        if request.POST.get("action") == "discard":
            return self.discard(listing)
        if not may(request, "application-draft", times=SAVES_AN_HOUR, window=timedelta(hours=1)):
            return HttpResponse(_("Too often. Wait a little."), status=429)
        kept = keep_typed(request, listing, list(listing.screening_questions.all()))
        return HttpResponse(status=204 if kept else 409)

    def discard(self, listing):
        candidate = CandidateProfile(self.request.user).row()
        if services.drop_draft(candidate=candidate, listing=listing):
            messages.success(self.request, _("Thrown away."))
        return redirect("listings:application_list")
