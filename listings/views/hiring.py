from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.functional import cached_property

from profiles.models import Employer


class HiringRequiredMixin(LoginRequiredMixin):
    """For whoever works for an employer. Anybody else who is signed in says first which. One query."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.employers:
            return redirect("profiles:employer_create")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def employers(self) -> list[Employer]:
        return list(Employer.objects.for_user(self.request.user).select_related("place"))
