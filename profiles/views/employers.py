from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DetailView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from profiles.employers import BeingMade, create_employer, sole_ownerships, update_employer
from profiles.forms.employer import EmployerForm, EmployerPageForm
from profiles.kept_typing import KeepsTypedFormMixin
from profiles.mail_domains import domain_of, is_free_mail
from profiles.models import Employer
from profiles.teams import LastOwner, NotAllowed, hand_over, leave_employer
from profiles.verification import checks_of, employers_at_address_of, refusal_of
from profiles.views.team import OwnerOnlyMixin


class EmployerCreateView(KeepsTypedFormMixin, CreateView):
    """Somebody without an employer says who hires. A moderator checks it before a job goes live.

    If the company is here already they are told how to join it instead.
    """

    model = Employer
    form_class = EmployerForm

    def dispatch(self, request, *args, **kwargs):
        if Employer.objects.for_user(request.user).exists():
            messages.info(request, _("You work for an employer here already."))
            return redirect("listings:employer_home")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        domain = domain_of(self.request.user.email)
        return super().get_initial() | {
            "email_domain": "" if is_free_mail(domain) else domain,
        }

    def get_context_data(self, **kwargs):
        here = employers_at_address_of(self.request.user)
        return super().get_context_data(already_here=here, **kwargs)

    def form_valid(self, form):
        try:
            create_employer(employer=form.instance, owner=self.request.user)
        except BeingMade:
            messages.info(self.request, _("The company is saved already: the form came twice."))
        else:
            messages.success(self.request, _("The company is saved. Now write your first job."))
        return redirect("listings:employer_home")


class EmployerUpdateView(KeepsTypedFormMixin, OwnerOnlyMixin, UpdateView):
    """An owner changes what the company says of itself, and sees what a moderator will look at."""

    form_class = EmployerPageForm

    def get_object(self, queryset=None):
        return self.employer

    def get_context_data(self, **kwargs):
        checks = checks_of(self.employer, self.request.user)
        return super().get_context_data(checks=checks, refusal=refusal_of(self.employer), **kwargs)

    def form_valid(self, form):
        was_verified = form.instance.is_verified
        update_employer(form.instance, set(form.changed_data))
        if was_verified and not form.instance.is_verified:
            words = _("Saved. A moderator checks the company again before a new post appears.")
            messages.warning(self.request, words)
        else:
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
