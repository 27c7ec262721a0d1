from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from listings import services
from listings.models import Application
from listings.views.paging import PagedListView


class ApplicationListView(LoginRequiredMixin, PagedListView):
    template_name = "listings/application_list.html"

    def get_queryset(self):
        return Application.objects.for_candidate(self.request.user).select_related(
            "listing__employer"
        )


class ApplicationDetailView(LoginRequiredMixin, DetailView):
    """What somebody sent, and what happened to it since."""

    template_name = "listings/application_detail.html"

    def get_queryset(self):
        return (
            Application.objects.for_candidate(self.request.user)
            .select_related("listing__employer", "listing__place", "resume", "candidate__user")
            .prefetch_related("events")
        )


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
            messages.info(request, _("It cannot be withdrawn as it stands now."))
        else:
            messages.success(
                request, _("Withdrawn. The employer can no longer read your note and résumé.")
            )
        return redirect(application)
