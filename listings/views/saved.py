from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from listings.alerts.unsubscribing import UnsubscribeView
from listings.models import Listing, SavedJob
from listings.reminders import end_reminders, read_token
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


class ClosingRemindersView(LoginRequiredMixin, View):
    """Switch the mails before a saved job closes on or off."""

    http_method_names = ["post"]
    texts = {
        "on": gettext_lazy("From now on a mail tells you before a saved job closes."),
        "off": gettext_lazy("You get no more mails before a saved job closes."),
    }

    def post(self, request):
        action = request.POST.get("action")
        if action not in self.texts:
            return HttpResponseBadRequest(_("Nothing was changed: the form was incomplete."))
        candidate, _is_new = Candidate.objects.get_or_create(user=request.user)
        Candidate.objects.filter(pk=candidate.pk).update(closing_reminders=action == "on")
        messages.success(request, self.texts[action])
        return redirect("listings:saved_job_list")

    def handle_no_permission(self):
        # Sign-in leads back by GET, which this address does not take.
        return redirect_to_login(reverse("listings:saved_job_list"))


class ClosingRemindersEndView(UnsubscribeView):
    template_name = "listings/reminders_end.html"

    def read_token(self, token: str) -> int:
        return read_token(token)

    def is_on(self) -> bool:
        return Candidate.objects.filter(pk=self.claim, closing_reminders=True).exists()

    def end(self) -> None:
        end_reminders(self.claim)


class SavedJobClearView(LoginRequiredMixin, View):
    """Take what has closed off one's own list."""

    http_method_names = ["post"]

    def post(self, request):
        _rows, by_model = closed_ones(request.user).delete()
        count = by_model.get(SavedJob._meta.label, 0)
        text = ngettext(
            "%(n)d closed job is off your list.", "%(n)d closed jobs are off your list.", count
        )
        messages.success(request, text % {"n": count})
        return redirect("listings:saved_job_list")


def closed_ones(user) -> QuerySet[SavedJob]:
    """What somebody saved and can still read, but not apply for any more."""
    return (
        SavedJob.objects.filter(candidate__user=user, listing__in=Listing.objects.public())
        .exclude(listing__in=Listing.objects.open())
        .order_by()
    )


class SavedJobListView(LoginRequiredMixin, PagedListView):
    """What somebody saved: what closes first stands first, and what has closed last."""

    template_name = "listings/saved_job_list.html"

    def get_queryset(self):
        is_open = Listing.objects.open().filter(pk=OuterRef("pk"))
        return (
            Listing.objects.public()
            .filter(saved_by__candidate__user=self.request.user)
            .annotate(closes_at=Case(When(Exists(is_open), then=F("valid_through"))))
            .order_by(F("closes_at").asc(nulls_last=True), "-saved_by__saved_at", "-saved_by__pk")
            .for_cards()
        )

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            has_closed=closed_ones(user).exists(),
            gets_reminders=not Candidate.objects.filter(
                user=user, closing_reminders=False
            ).exists(),
            **kwargs,
        )
