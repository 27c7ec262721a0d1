from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import CreateView, UpdateView

from profiles.forms.experience import ExperienceForm
from profiles.models import Experience
from profiles.my_profile import CandidateProfile

EXPERIENCES_EACH = 40


def experience_section() -> str:
    return f"{reverse('profiles:profile')}#experience"


class ExperienceFormMixin(LoginRequiredMixin, SuccessMessageMixin):
    model = Experience
    form_class = ExperienceForm
    success_message = gettext_lazy("Saved.")

    def form_valid(self, form):
        response = super().form_valid(form)
        CandidateProfile(self.request.user).touch()
        return response

    def get_success_url(self):
        return experience_section()


class ExperienceCreateView(ExperienceFormMixin, CreateView):
    @transaction.atomic
    def form_valid(self, form):
        form.instance.candidate = CandidateProfile(self.request.user).row()
        if form.instance.candidate.experiences.count() >= EXPERIENCES_EACH:
            form.add_error(
                None, _("You have %(n)d jobs here. Delete one first.") % {"n": EXPERIENCES_EACH}
            )
            return self.form_invalid(form)
        return super().form_valid(form)


class ExperienceUpdateView(ExperienceFormMixin, UpdateView):
    def get_queryset(self):
        return Experience.objects.for_user(self.request.user)


class ExperienceDeleteView(LoginRequiredMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request, pk):
        get_object_or_404(Experience.objects.for_user(request.user), pk=pk).delete()
        CandidateProfile(request.user).touch()
        messages.success(request, _("The job is deleted."))
        return redirect(experience_section())
