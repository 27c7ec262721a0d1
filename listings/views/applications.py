from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from listings import services
from listings.models import Application
from listings.views.paging import PagedListView
from listings.views.threads import SendMessageMixin, ThreadMixin


class ApplicationListView(LoginRequiredMixin, PagedListView):
    template_name = "listings/application_list.html"

    def get_queryset(self):
        return (
            Application.objects.for_candidate(self.request.user)
            .select_related("listing__employer")
            .with_unread(by_employer=False)
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(drafts=services.drafts_of(self.request.user), **kwargs)


class ApplicationDetailView(ThreadMixin, LoginRequiredMixin, DetailView):
    """What somebody sent, what happened to it since, and what was written about it."""

    template_name = "listings/application_detail.html"
    is_employer = False

    def get_queryset(self):
        return (
            Application.objects.for_candidate(self.request.user)
            .select_related("listing__employer", "listing__place", "resume", "candidate__user")
            .prefetch_related("events", "messages")
        )


class ApplicationMessageView(SendMessageMixin, ApplicationDetailView):
    """The applicant writes to the employer."""

    def page_path(self) -> str:
        return reverse("listings:application_detail", args=[self.kwargs["pk"]])


class ApplicationWithdrawView(LoginRequiredMixin, DetailView):
    """Asks once, then takes an application back."""

    template_name = "listings/application_withdraw.html"

    def get_queryset(self):
        return Application.objects.for_candidate(self.request.user).select_related(
            "listing__employer"
        )

    def get(self, request, *args, **kwargs):
        if not self.get_object().can_be_withdrawn:
            return redirect(self.get_object())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        application = self.get_object()
        try:
            services.withdraw_application(application=application)
        except (services.StepNotAllowed, services.Conflict):
            return self.meanwhile()
        messages.success(
            request,
            _("Withdrawn. The employer can no longer read your note, messages and résumé."),
        )
        return redirect(application)

    def meanwhile(self):
        """What the application became instead: the answer says so, and asks again where that helps."""
        application = self.get_object()
        words = {"state": application.get_state_display()}
        if application.can_be_withdrawn:
            text = _(
                "Not withdrawn yet: it changed at this moment, to “%(state)s”. Is it still to go?"
            )
            messages.info(self.request, text % words)
            return redirect("listings:application_withdraw", application.pk)
        if application.state == Application.State.WITHDRAWN:
            messages.info(self.request, _("It was withdrawn already."))
        else:
            text = _("It cannot be withdrawn any more: it stands at “%(state)s”.")
            messages.info(self.request, text % words)
        return redirect(application)
