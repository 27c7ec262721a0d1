from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View

from listings.models import Listing, SavedJob
from listings.views.paging import PagedListView
from profiles.models import Candidate


class SavedJobView(LoginRequiredMixin, View):
    """Save a job or take it off the list. Doing it twice changes nothing more."""

    http_method_names = ["post"]

    def post(self, request, pk):
        action = request.POST.get("action")
        if action == "save":
            listing = get_object_or_404(Listing.objects.public(), pk=pk)
            candidate, _is_new = Candidate.objects.get_or_create(user=request.user)
            SavedJob.objects.get_or_create(candidate=candidate, listing=listing)
            messages.success(request, _("Saved: %(title)s") % {"title": listing.title})
        elif action == "remove":
            # Whatever became of the listing meanwhile: one's own list is one's own.
            SavedJob.objects.filter(candidate__user=request.user, listing=pk).delete()
            messages.success(request, _("The job is off your saved list."))
        else:
            return HttpResponseBadRequest(_("Neither saved nor removed: the form was incomplete."))
        return redirect(self.next_path())

    def handle_no_permission(self):
        # Sign-in leads back by GET, which this address does not take: go to the page one came from.
        return redirect_to_login(self.next_path())

    def next_path(self) -> str:
        """The local path that the form names; else the saved list."""
        path = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
        return path if is_ours and path.startswith("/") else reverse("listings:saved_job_list")


class SavedJobListView(LoginRequiredMixin, PagedListView):
    """What somebody saved, latest first, with those marked that have closed since."""

    template_name = "listings/saved_job_list.html"

    def get_queryset(self):
        return (
            Listing.objects.public()
            .filter(saved_by__candidate__user=self.request.user)
            .order_by("-saved_by__saved_at", "-saved_by__pk")
            .for_cards()
        )
