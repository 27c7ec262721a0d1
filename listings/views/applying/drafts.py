from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
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


def refused(words: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"saved": False, "says": words}, status=status)


class ApplicationDraftView(LoginRequiredMixin, View):
    """Keep what was typed, or with action=discard throw it away.

    The page's script saves here while one writes, and is answered in JSON: `saved`; the draft's `version`,
    which it sends along with the next save, as `seen`; and `says`, why it was not saved. The files of the
    form are not among what it sends. A job that has closed still takes what was typed.
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
            return refused(_("Not saved: that was too often. Wait a little."), status=429)
        questions = list(listing.screening_questions.all())
        try:
            draft = keep_typed(request, listing, questions, request.POST.get("seen"))
        except services.Conflict:
            return refused(
                _(
                    "Not saved: you wrote something else in another window or on another device. Load"
                    " this page again to see that, or press a button below to keep what stands here."
                )
            )
        if draft is None:
            return refused(_("You have sent this application, in another window."))
        return JsonResponse({"saved": True, "version": services.version_of(draft)})

    def handle_no_permission(self):
        if self.request.headers.get("X-Requested-With") == "draft":
            return refused(
                _("Your visit ran out. Press a button below: you sign in, and this is here again."),
                status=401,
            )
        return redirect_to_login(reverse("listings:application_list"))

    def discard(self, listing):
        candidate = CandidateProfile(self.request.user).row()
        if services.drop_draft(candidate=candidate, listing=listing):
            messages.success(self.request, _("Thrown away."))
        return redirect("listings:application_list")
