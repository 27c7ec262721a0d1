from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import CreateView, UpdateView

from profiles.employers import BeingMade, create_employer, update_employer
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
