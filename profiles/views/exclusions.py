from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from profiles import exclusions
from profiles.models import Candidate, Employer

SEARCH_LENGTH = 120


class ExcludedEmployersView(LoginRequiredMixin, TemplateView):
    """Employers that are not to see the profile. Candidate, named, offered and found: five queries."""

    template_name = "profiles/excluded_employers.html"

    def get_context_data(self, **kwargs):
        candidate = Candidate.objects.for_user(self.request.user).first()
        text = self.request.GET.get("q", "").strip()[:SEARCH_LENGTH]
        if candidate:
            kwargs |= {
                "named": candidate.excluded_employers.order_by("name", "pk"),
                "offered": exclusions.of_present_jobs(candidate),
            }
        found = exclusions.search(text, candidate) if text else None
        return super().get_context_data(
            text=text, found=found, shown_at_once=exclusions.SHOWN_AT_ONCE, **kwargs
        )

    def post(self, request):
        pk = request.POST.get("employer", "")
        pk = int(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else 0
        candidate, _is_new = Candidate.objects.get_or_create(user=request.user)
        employer = Employer.objects.filter(pk=pk).first()
        if employer is None:
            messages.warning(request, _("This employer is not here any more."))
        elif request.POST.get("action") == "remove":
            candidate.excluded_employers.remove(employer)
            messages.success(
                request, _("%(employer)s is off the list.") % {"employer": employer.name}
            )
        else:
            candidate.excluded_employers.add(employer)
            messages.success(
                request,
                _("%(employer)s does not see your profile.") % {"employer": employer.name},
            )
        return redirect("profiles:excluded_employers")
