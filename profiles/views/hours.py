from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.clocks import UTC
from profiles import undo
from profiles.forms.hours import QUICK_FILLS, HoursForm, as_data, filled
from profiles.models import Candidate
from profiles.my_profile import my_profile


def known_zone(candidate, has_hours: bool) -> str:
    """The zone on whose clock somebody lives, as far as they said; empty where they did not."""
    if candidate is None:
        return ""
    said = has_hours or candidate.place_id or candidate.time_zone != UTC
    return candidate.time_zone if said else ""


class HoursView(LoginRequiredMixin, TemplateView):
    """When somebody can work. POST saves what the form sends; with `fill` it puts usual hours into

    the free parts of their days first, those of the form or, from the profile page, those that are
    stored; with action=clear it takes all away. A save and a clearing can be taken back.
    """

    template_name = "profiles/hours.html"
    form: HoursForm

    def stored(self) -> tuple[list, str]:
        """Hours and zone as they are. Two queries."""
        profile = my_profile(self.request)
        candidate = Candidate.objects.for_user(self.request.user).first()
        spans = profile.hours()
        return spans, known_zone(candidate, bool(spans))

    def get(self, request):
        spans, time_zone = self.stored()
        return self.show(HoursForm(spans=spans, time_zone=time_zone))

    def post(self, request):
        if request.POST.get("action") == "clear":
            return self.save([], known_zone(my_profile(request).row(), False) or UTC)
        data = request.POST
        if fill := QUICK_FILLS.get(data.get("fill", "")):
            if "time_zone" not in data:
                data = as_data(*self.stored())
            data, full = filled(data, fill[1])
            if full:
                text = _("%(days)s: two times stand there already, which is the most.")
                messages.warning(request, text % {"days": ", ".join(full)})
        form = HoursForm(data)
        if not form.is_valid():
            return self.show(form)
        return self.save(form.cleaned_data["spans"], form.cleaned_data["time_zone"])

    def save(self, spans, time_zone):
        profile = my_profile(self.request)
        token = undo.remember(self.request, "hours", hours=True)
        profile.set_hours(spans, time_zone)
        undo.say(self.request, _("Your hours are saved.") if spans else _("No hours now."), token)
        return redirect(f"{reverse('profiles:profile')}#hours")

    def show(self, form):
        return self.render_to_response(
            self.get_context_data(
                form=form, quick_fills=[(name, label) for name, (label, _s) in QUICK_FILLS.items()]
            )
        )
