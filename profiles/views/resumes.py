from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from profiles.downloads import resume_response
from profiles.forms.resume import ResumeForm
from profiles.limits import may_upload
from profiles.models import Resume
from profiles.my_profile import CandidateProfile
from profiles.resumes import (
    RESUMES_EACH,
    ResumeNotStored,
    TooManyResumes,
    delete_resume,
    store_resume,
)


def resume_section() -> str:
    return f"{reverse('profiles:profile')}#resumes"


class ResumeCreateView(LoginRequiredMixin, FormView):
    form_class = ResumeForm
    template_name = "profiles/resume_form.html"

    def form_valid(self, form):
        if not may_upload(self.request):
            form.add_error("file", _("You have sent many files within the hour. Wait a little."))
            return self.form_invalid(form)
        try:
            with transaction.atomic():
                store_resume(
                    candidate=CandidateProfile(self.request.user).row(),
                    file=form.cleaned_data["file"],
                    kind=form.kind,
                )
        except TooManyResumes:
            form.add_error(
                "file", _("You have %(n)d files here. Delete one first.") % {"n": RESUMES_EACH}
            )
            return self.form_invalid(form)
        except ResumeNotStored:
            form.add_error(
                "file", _("We could not save the file just now. Try again in a few minutes.")
            )
            return self.form_invalid(form)
        messages.success(self.request, _("The file is saved. Only you can see it."))
        return redirect(resume_section())


class ResumeDownloadView(LoginRequiredMixin, View):
    def get(self, request, pk):
        resume = get_object_or_404(Resume.objects.for_user(request.user), pk=pk)
        return resume_response(resume, to_owner=True)


class ResumeDeleteView(LoginRequiredMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request, pk):
        delete_resume(get_object_or_404(Resume.objects.for_user(request.user), pk=pk))
        messages.success(request, _("The file is deleted."))
        return redirect(resume_section())
