from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DetailView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from profiles.employers import (
    BeingMade,
    LastOwner,
    NotAllowed,
    create_employer,
    hand_over,
    leave_employer,
    sole_ownerships,
    update_employer,
)
from profiles.forms.employer import EmployerForm
from profiles.models import Employer


class EmployerCreateView(LoginRequiredMixin, CreateView):
    """Somebody without an employer says who hires. A moderator checks it before a job goes live."""

    model = Employer
    form_class = EmployerForm

    def dispatch(self, request, *args, **kwargs):
        if Employer.objects.for_user(request.user).exists():
            messages.info(request, _("You work for an employer here already."))
            return redirect("listings:employer_home")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            create_employer(employer=form.instance, owner=self.request.user)
        except BeingMade:
            messages.info(self.request, _("The company is saved already: the form came twice."))
        else:
            messages.success(self.request, _("The company is saved. Now write your first job."))
        return redirect("listings:employer_home")


class EmployerUpdateView(LoginRequiredMixin, UpdateView):
    form_class = EmployerForm

    def get_queryset(self):
        return Employer.objects.for_user(self.request.user)

    def form_valid(self, form):
        update_employer(form.instance, set(form.changed_data))
        messages.success(self.request, _("Saved."))
        return redirect("listings:employer_home")


class OwnEmployerMixin(LoginRequiredMixin):
    context_object_name = "employer"

    def get_queryset(self):
        return Employer.objects.for_user(self.request.user)


class EmployerLeaveView(OwnEmployerMixin, DetailView):
    """Ask first, then end one's membership. The last owner hands over before."""

    template_name = "profiles/employer_leave.html"

    def get_context_data(self, **kwargs):
        is_last = sole_ownerships(self.request.user).filter(pk=self.object.pk).exists()
        return super().get_context_data(is_last_owner=is_last, **kwargs)

    def post(self, request, *args, **kwargs):
        employer = self.get_object()
        try:
            leave_employer(employer, request.user)
        except LastOwner:
            messages.error(request, _("You are the only owner. Hand over first."))
        else:
            messages.success(request, _("You left %(employer)s.") % {"employer": employer})
        return redirect("profiles:account")


class EmployerHandOverView(OwnEmployerMixin, SingleObjectMixin, View):
    """Another member becomes the owner, and the owner a recruiter."""

    def post(self, request, *args, **kwargs):
        employer = self.get_object()
        # Met by its key as text: a number of any length is at most nobody's.
        members = {str(key): key for key in employer.members.values_list("pk", flat=True)}
        to = members.get(request.POST.get("member", ""), 0)
        try:
            hand_over(employer, owner=request.user, to=to)
        except NotAllowed:
            messages.error(request, _("Nothing was changed: choose somebody who works there."))
        else:
            messages.success(request, _("Handed over. You are a recruiter there now."))
        return redirect("profiles:account")
