from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from listings import services
from listings.models import Listing
from profiles.kept_typing import forget_typing
from profiles.limits import may
from profiles.my_profile import CandidateProfile

from .member import keep_typed

SAVES_AN_HOUR = 1_200


class ApplicationDraftView(LoginRequiredMixin, View):
    """Keep what was typed, or with action=discard throw it away.

    The page's script saves here while one writes: 204, 409 if it was sent meanwhile, or 401 if the visit
    ran out. The files of the form are not among what it sends. A job that has closed still takes what was
    typed.
    """

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        listing = get_object_or_404(
            Listing.objects.public().filter(apply_route=Listing.ApplyRoute.ON_SITE), pk=pk
        )
        # What is saved or thrown away here is later than what was typed when the visit had run out.
        forget_typing(request, reverse("listings:application_create", args=[pk]))
        if request.POST.get("action") == "discard":
            return self.discard(listing)
        if not may(request, "application-draft", times=SAVES_AN_HOUR, window=timedelta(hours=1)):
            return HttpResponse(_("Too often. Wait a little."), status=429)
        kept = keep_typed(request, listing, list(listing.screening_questions.all()))
        return HttpResponse(status=204 if kept else 409)

    def handle_no_permission(self):
        if self.request.headers.get("X-Requested-With") == "draft":
            return HttpResponse(status=401)
        return redirect_to_login(reverse("listings:application_list"))

    def discard(self, listing):
        candidate = CandidateProfile(self.request.user).row()
        if services.drop_draft(candidate=candidate, listing=listing):
            messages.success(self.request, _("Thrown away."))
        return redirect("listings:application_list")
