"""A candidate's one match alert: set, changed, ended, and ended from a mail without signing in."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from cms.clocks import clock_in_words
from listings.alerts.addresses import verified_addresses
from listings.alerts.unsubscribing import UnsubscribeView
from matching.adapters import current_index
from matching.alerts.fits import Fitting
from matching.alerts.forms import DEFAULTS, SHARES, MatchAlertForm
from matching.alerts.settings import end_alert, look_back, read_token, set_alert
from matching.alerts.times import next_run_in_words, rhythm_in_words, weekly_day_in_words
from matching.models import MatchAlert
from profiles.models import Candidate
from profiles.my_profile import my_profile


class MatchAlertView(LoginRequiredMixin, FormView):
    """Set or change the alert, with what it would have sent lately. POST action=preview saves nothing.

    Besides session, user and profile at most eight queries: the alert, the address, three to look back,
    three for the jobs that are named.
    """

    template_name = "matching/match_alert.html"
    form_class = MatchAlertForm

    @cached_property
    def snapshot(self):
        return my_profile(self.request).snapshot()

    @cached_property
    def candidate(self) -> Candidate | None:
        """The row of the profile; there is one as soon as it is not empty."""
        profile = my_profile(self.request)
        profile.snapshot()  # reads it, if nobody has yet
        return profile.candidate

    @cached_property
    def alert(self) -> MatchAlert | None:
        alerts = MatchAlert.objects.filter(candidate__user=self.request.user)
        return alerts.select_related("candidate").first()

    @cached_property
    def obstacle(self) -> str:
        """Why no alert can be set; empty if it can."""
        if self.snapshot.is_thin:
            return "thin"
        return "" if verified_addresses(self.request.user).exists() else "unverified"

    @cached_property
    def lately(self) -> list[Fitting] | None:
        """What fits of the last weeks, by the least of the choices; None while there is no index."""
        index, shares = current_index(), [*SHARES, self.get_initial()["min_share"]]
        return None if index is None else look_back(index, self.snapshot, min(shares))

    def get_initial(self):
        return {name: getattr(self.alert, name) for name in DEFAULTS} if self.alert else DEFAULTS

    def get_form_kwargs(self):
        zone = self.candidate.time_zone
        return super().get_form_kwargs() | {
            "clock": clock_in_words(zone, timezone.now()),
            "weekday": weekly_day_in_words(self.alert, zone, timezone.now()),
            "lately": self.lately,
        }

    def get_context_data(self, **kwargs):
        context = {"alert": self.alert, "obstacle": self.obstacle, "snapshot": self.snapshot}
        if self.alert:
            context["rhythm"] = rhythm_in_words(self.alert)
        if self.obstacle:
            return super().get_context_data(form=None, **context)
        return super().get_context_data(**context, candidate=self.candidate, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.obstacle:  # the page says which
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if self.request.POST.get("action") == "preview":
            return self.render_to_response(self.get_context_data(form=form))
        set_alert(self.candidate, **form.cleaned_data)
        del self.alert
        text = _("Saved. We look for you %(rhythm)s, next on %(day)s.")
        words = {"rhythm": rhythm_in_words(self.alert), "day": next_run_in_words(self.alert)}
        messages.success(self.request, text % words)
        return redirect(alert_section())


class MatchAlertDeleteView(LoginRequiredMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request):
        candidate = Candidate.objects.for_user(request.user).first()
        if candidate:
            end_alert(candidate.pk)
        messages.success(request, _("You get no more mails about new jobs that fit."))
        return redirect(alert_section())


class MatchAlertUnsubscribeView(UnsubscribeView):
    template_name = "matching/match_alert_unsubscribe.html"

    def read_token(self, token: str) -> int:
        return read_token(token)

    def is_on(self) -> bool:
        return MatchAlert.objects.filter(candidate=self.claim).exists()

    def end(self) -> None:
        end_alert(self.claim)


def alert_section() -> str:
    return f"{reverse('matching:match_list')}#alert"
