"""An alert from a search: begun, confirmed, changed, and ended from a mail without signing in."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from listings.alerts import searches, tokens
from listings.alerts.addresses import verified_addresses
from listings.alerts.forms import DEFAULTS, JobAlertForm, RhythmForm
from listings.alerts.settings import (
    MOST,
    TooManyAlerts,
    ask_for_alert,
    change_alert,
    confirm_alert,
    end_alert,
    keep_alert,
    pause_alert,
    resume_alert,
    start_alert,
)
from listings.alerts.stale import WARNED_BEFORE
from listings.alerts.unsubscribing import UnsubscribeView
from listings.filters import ListingFilterSet
from listings.models import JobAlert, Listing
from profiles.limits import may
from profiles.models import Candidate

NAMED = 3  # jobs in the preview
ASKED_AN_HOUR = 6


class JobAlertCreateView(FormView):
    """An alert from the search in the address, with what it would have sent lately.

    Whoever is signed in with a verified address has it at once. Everybody else gets a mail, and one page
    in answer whether we know the address or not. Besides session and user at most five queries, and
    what the search costs: address, profile, count, cards with their channels.
    """

    template_name = "listings/alerts/create.html"
    form_class = JobAlertForm

    @cached_property
    def search(self) -> ListingFilterSet:
        listings = Listing.objects.open().for_cards()
        return ListingFilterSet(self.request.GET, listings)

    @cached_property
    def query(self) -> str:
        return searches.query_of(self.search)

    @cached_property
    def has_address(self) -> bool:
        user = self.request.user
        return user.is_authenticated and verified_addresses(user).exists()

    @cached_property
    def time_zone(self) -> str:
        """That of the person's own place, else that of the search; empty where neither is known."""
        candidate = Candidate.objects.for_user(self.request.user).first()
        if candidate and candidate.place_id:
            return candidate.time_zone
        return self.search.place.time_zone if self.search.place else ""

    def get_initial(self):
        known = {"time_zone": self.time_zone} if self.time_zone else {}
        return DEFAULTS | known | {"email": getattr(self.request.user, "email", "")}

    def get_form_kwargs(self):
        knows = {"knows_zone": bool(self.time_zone), "has_address": self.has_address}
        return super().get_form_kwargs() | knows

    def get_context_data(self, **kwargs):
        lately = searches.posted_since(self.search, timezone.now() - searches.LOOKED_BACK)
        count = lately.count()
        return super().get_context_data(
            search=self.search,
            asked=searches.in_words(self.search),
            query=self.query,
            count=count,
            named=lately[:NAMED],
            more=max(0, count - NAMED),
            has_address=self.has_address,
            is_too_long=len(self.query) > searches.MAX_QUERY,
            **kwargs,
        )

    def form_valid(self, form):
        if len(self.query) > searches.MAX_QUERY:  # the page says so
            return self.form_invalid(form)
        if not may(self.request, "job-alert", times=ASKED_AN_HOUR, window=timedelta(hours=1)):
            form.add_error(None, _("You have asked for many alerts. Try again in an hour."))
            return self.form_invalid(form)
        if self.has_address:
            return self.start(form)
        ask_for_alert(form.cleaned_data["email"], query=self.query, rhythm=form.rhythm)
        text = _("We have written to %(address)s.") % {"address": form.cleaned_data["email"]}
        messages.info(self.request, text)
        return redirect(f"{reverse('listings:job_alert_sent')}?{self.query}")

    def start(self, form):
        try:
            alert = start_alert(self.request.user, query=self.query, rhythm=form.rhythm)
        except TooManyAlerts:
            text = _("You have %(n)d alerts, the most there can be. End one first.") % {"n": MOST}
            form.add_error(None, text)
            return self.form_invalid(form)
        words = {
            "rhythm": alert.rhythm.in_words(alert.next_run_at),
            "day": alert.rhythm.day_in_words(alert.next_run_at),
        }
        text = _("Saved. We look for these jobs %(rhythm)s, next on %(day)s.")
        messages.success(self.request, text % words)
        return redirect("listings:job_alert_list")


class JobAlertSentView(TemplateView):
    """What to do now. The same for every address."""

    template_name = "listings/alerts/sent.html"

    def get_context_data(self, **kwargs):
        search = ListingFilterSet(self.request.GET)
        hours = tokens.CONFIRMED_WITHIN // timedelta(hours=1)
        return super().get_context_data(query=searches.query_of(search), hours=hours, **kwargs)


class JobAlertConfirmView(TemplateView):
    """The link of the first mail. Reading it changes nothing: scanners of mail read every link."""

    template_name = "listings/alerts/confirm.html"

    @cached_property
    def confirmation(self) -> tokens.Confirmation:
        try:
            return tokens.read_confirmation(self.kwargs["token"])
        except signing.BadSignature as error:
            raise Http404 from error

    @cached_property
    def alert(self) -> JobAlert | None:
        """None where it came too late, or the alert was ended since."""
        alerts = JobAlert.objects.filter(pk=self.confirmation.alert_pk)
        return None if self.confirmation.is_late else alerts.first()

    def get(self, request, *args, **kwargs):
        if self.alert and self.alert.confirmed_at:
            return redirect(manage_path(self.alert))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        search = searches.open_search(timezone.now()).with_query(self.confirmation.query)
        return super().get_context_data(
            alert=self.alert,
            asked=searches.in_words(search),
            query=self.confirmation.query,
            **kwargs,
        )

    def post(self, request, token):
        if self.alert is None:  # the page says so
            return super().get(request)
        if confirm_alert(self.alert, timezone.now()):
            messages.success(request, _("Confirmed. From now on we look for these jobs."))
        return redirect(manage_path(self.alert))


class JobAlertManageView(FormView):
    """Change, pause, keep or end an alert, with the link of a mail or from one's own list.

    POST: action=save (frequency, hour, time_zone), pause, resume, keep or end; `to`=list leads back to
    one's own list.
    """

    template_name = "listings/alerts/manage.html"
    form_class = RhythmForm

    def dispatch(self, request, *args, **kwargs):
        try:
            pk = tokens.read_management(kwargs["token"])
        except signing.BadSignature as error:
            raise Http404 from error
        self.alert = JobAlert.objects.filter(pk=pk, confirmed_at__isnull=False).first()
        if self.alert is None:
            return self.ended()
        return super().dispatch(request, *args, **kwargs)

    def ended(self):
        return self.response_class(self.request, "listings/alerts/ended.html")

    def get_initial(self):
        return {name: getattr(self.alert, name) for name in DEFAULTS}

    def get_context_data(self, **kwargs):
        search = searches.open_search(timezone.now()).with_query(self.alert.query)
        warned = self.alert.warned_at
        return super().get_context_data(
            alert=self.alert,
            asked=searches.in_words(search),
            ends_on=self.alert.rhythm.day_in_words(warned + WARNED_BEFORE) if warned else "",
            **describe(self.alert),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        action = request.POST.get("action", "")
        if action == "save":
            return super().post(request, *args, **kwargs)
        acts = {
            "pause": (pause_alert, _("Paused. No mail is sent until you resume it.")),
            "resume": (resume_alert, _("It runs again.")),
            "keep": (keep_alert, _("Kept. We look for these jobs for another year.")),
        }
        if action == "end":
            end_alert(self.alert.pk)
            messages.success(request, _("Ended. You get no more mails of this alert."))
            return self.back()
        if action not in acts:
            return HttpResponseBadRequest(_("Nothing was changed: the form was incomplete."))
        act, text = acts[action]
        if act(self.alert):
            messages.success(request, text)
        return self.back()

    def form_valid(self, form):
        if change_alert(self.alert, form.rhythm):
            messages.success(self.request, _("Saved."))
        else:
            messages.warning(self.request, _("It was changed elsewhere meanwhile. Look again."))
        return self.back()

    def back(self):
        if self.request.POST.get("to") == "list":
            return redirect("listings:job_alert_list")
        return redirect(self.request.path)


class JobAlertUnsubscribeView(UnsubscribeView):
    template_name = "listings/alerts/unsubscribe.html"

    def read_token(self, token: str) -> int:
        return tokens.read_end(token)

    def is_on(self) -> bool:
        return JobAlert.objects.filter(pk=self.claim).exists()

    def end(self) -> None:
        end_alert(self.claim)


class JobAlertListView(LoginRequiredMixin, TemplateView):
    """One's own alerts. Two queries, one for each place that they name, and those of their words."""

    template_name = "listings/alerts/list.html"

    def get_context_data(self, **kwargs):
        alerts = JobAlert.objects.for_user(self.request.user).filter(confirmed_at__isnull=False)
        search = searches.open_search(timezone.now())
        rows = [
            {
                "alert": alert,
                "asked": searches.in_words(search.with_query(alert.query)),
                "manage": manage_path(alert),
                **describe(alert),
            }
            for alert in alerts
        ]
        return super().get_context_data(rows=rows, **kwargs)


def manage_path(alert: JobAlert) -> str:
    return reverse("listings:job_alert_manage", args=[tokens.sign_management(alert)])


def describe(alert: JobAlert) -> dict:
    """When it runs, in words; of a paused one, when it would."""
    moment = alert.next_run_at or alert.rhythm.first_run(timezone.now())
    return {
        "rhythm": alert.rhythm.in_words(moment),
        "next_day": alert.rhythm.day_in_words(moment) if alert.next_run_at else "",
    }
