from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from cms.models import CannedAnswer
from listings import services
from listings.forms import AnswerChoiceForm, EmployerCheckForm, EmployerFilterForm, StandingForm
from listings.models import Listing
from listings.views.paging import PagedListView
from listings.views.request_numbers import number
from profiles.employers import checked_facts
from profiles.models import Employer

from .access import ModeratorRequiredMixin, was_faster
from .posts import is_own
from .standing_facts import EmployerFacts

STANDING = {
    "unverified": {"verified_at__isnull": True, "suspended_at__isnull": True},
    "verified": {"verified_at__isnull": False, "suspended_at__isnull": True},
    "suspended": {"suspended_at__isnull": False},
}


class ModerationEmployerListView(ModeratorRequiredMixin, PagedListView):
    """All employers, those nobody has checked first, among them those with posts that wait."""

    template_name = "listings/moderation/employer_list.html"

    @cached_property
    def form(self) -> EmployerFilterForm:
        form = EmployerFilterForm(self.request.GET)
        form.is_valid()  # a bad value is left out of cleaned_data, and so counts as none
        return form

    def get_queryset(self):
        wanted = self.form.cleaned_data
        waits = Count("listings", filter=Q(listings__state=Listing.State.IN_REVIEW))
        employers = Employer.objects.select_related("industry", "place").annotate(waiting=waits)
        if wanted.get("which"):
            employers = employers.filter(**STANDING[wanted["which"]])
        if q := wanted.get("q"):
            employers = employers.filter(
                Q(name__icontains=q) | Q(website__icontains=q) | Q(email_domain__icontains=q)
            )
        return employers.order_by(F("verified_at").asc(nulls_first=True), "-waiting", "-pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter_form=self.form, is_filtered=any(self.form.cleaned_data.values()), **kwargs
        )


class EmployerReviewView(ModeratorRequiredMixin, DetailView):
    """What is known of an employer, what was decided, and what can be."""

    template_name = "listings/moderation/employer.html"
    context_object_name = "employer"

    def get_queryset(self):
        return Employer.objects.select_related("industry", "place").annotate(
            is_own=is_own(self.request.user, "pk")
        )

    def get_context_data(self, **kwargs):
        employer = self.object
        answers = AnswerChoiceForm(self.request.GET, uses=[CannedAnswer.Use.EMPLOYER])
        reason = answers.chosen.body if answers.chosen else ""
        initial = {
            "was_verified": employer.is_verified,
            "facts": checked_facts(employer),
            "reason": reason,
        }
        kwargs.setdefault("check_form", EmployerCheckForm(initial=initial))
        kwargs.setdefault("standing_form", StandingForm(prefix="standing"))
        posts = employer.listings.select_related("place").order_by("-updated_at", "-pk")
        return super().get_context_data(
            facts=EmployerFacts.of(employer), answers=answers, posts=posts[:10], **kwargs
        )


class ModerationEmployerView(EmployerReviewView):
    pass


class EmployerDecisionView(EmployerReviewView):
    """One decision about an employer. The second of two moderators gets 409, with who was first."""

    http_method_names = ["post", "options"]
    form_name = "standing_form"

    def form(self, data):
        return StandingForm(data, prefix="standing")

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.again(form, status=200)
        try:
            words = self.decide(form.cleaned_data)
        except services.OwnListing:
            raise PermissionDenied from None
        except services.EmployerSuspended:
            form.add_error(None, _("Not done: the employer is suspended."))
            return self.again(form, status=409)
        except services.Conflict:
            form.add_error(None, self.who_was_faster())
            return self.again(form, status=409)
        messages.success(request, words % {"employer": self.object.name})
        return self.back()

    def again(self, form, status):
        self.object = self.get_object()
        context = self.get_context_data(**{self.form_name: form})
        return self.render_to_response(context, status=status)

    def who_was_faster(self) -> str:
        review = self.object.reviews.select_related("moderator").first()
        if review is None:
            return _("Not done: the employer is not any more as you saw it.")
        return was_faster(review.moderator, review.get_decision_display(), review.at)

    def seen(self) -> dict:
        return {"employer": self.object, "moderator": self.request.user}

    def back(self):
        """To the post at hand, if the act began there."""
        listing = number(self.request.POST.get("listing", ""))
        if listing:
            return redirect("listings:moderation_detail", listing)
        return redirect("listings:moderation_employer", self.object.pk)


class EmployerVerifyView(EmployerDecisionView):
    """Note that somebody checked who stands behind an employer, by the facts that the page showed."""

    form_name = "check_form"

    def form(self, data):
        return EmployerCheckForm(data)

    def again(self, form, status):
        """The page once more, on the facts of now."""
        form.data = form.data.copy()
        form.data["facts"] = checked_facts(self.get_object())
        return super().again(form, status)

    def who_was_faster(self) -> str:
        return _(
            "Not noted: name, website, register number or domain changed since you opened the page."
            " Look at them again."
        )

    def decide(self, decision: dict) -> str:
        is_news = services.verify_employer(
            **self.seen(), checks=decision["checks"], facts=decision["facts"]
        )
        return (
            _("%(employer)s is checked now.") if is_news else _("%(employer)s was checked before.")
        )


class EmployerNotVerifiedView(EmployerDecisionView):
    """Say what is missing before it can be checked; what was verified is taken back."""

    form_name = "check_form"

    def form(self, data):
        return EmployerCheckForm(data, is_refusal=True)

    def decide(self, decision: dict) -> str:
        services.refuse_verification(
            **self.seen(),
            reason=decision["reason"],
            checks=decision["checks"],
            was_verified=decision["was_verified"],
        )
        return _("%(employer)s was told what is missing.")


class EmployerSuspendView(EmployerDecisionView):
    def decide(self, decision: dict) -> str:
        services.suspend_employer(**self.seen(), reason=decision["reason"])
        return _("%(employer)s is suspended. Its posts are not shown any more.")


class EmployerReinstateView(EmployerDecisionView):
    def decide(self, decision: dict) -> str:
        services.reinstate_employer(**self.seen(), reason=decision["reason"])
        return _("%(employer)s is in good standing again.")
