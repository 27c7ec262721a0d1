from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.utils import dateformat, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View

from listings import services
from listings.forms import QueueFilterForm, ReviewForm
from listings.models import Listing, Review
from listings.pay_comparison import compare_pay
from listings.views.paging import PagedListView
from profiles.models import Employer, EmployerMember


class ModeratorRequiredMixin(LoginRequiredMixin, PermissionRequiredMixin):
    """Signed out: to the sign-in page. Signed in without the permission: 403."""

    permission_required = "listings.review_listing"


class ModerationQueueView(ModeratorRequiredMixin, PagedListView):
    """What waits for a person, longest first."""

    template_name = "listings/moderation/queue.html"

    @cached_property
    def form(self) -> QueueFilterForm:
        form = QueueFilterForm(self.request.GET)
        form.is_valid()  # a bad value is left out of cleaned_data, and so counts as none
        return form

    def get_queryset(self):
        listings = Listing.objects.in_review().select_related("employer", "role", "place")
        wanted = self.form.cleaned_data
        if wanted.get("origin"):
            listings = listings.imported(wanted["origin"] == "imported")
        if wanted.get("q"):
            listings = listings.filter(title__icontains=wanted["q"])
        return listings

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter_form=self.form, **kwargs)


class ReviewView(ModeratorRequiredMixin, DetailView):
    """A listing in full, with what a moderator has to know about it."""

    template_name = "listings/moderation/detail.html"
    context_object_name = "listing"

    def get_queryset(self):
        own = EmployerMember.objects.filter(employer=OuterRef("employer"), user=self.request.user)
        return Listing.objects.for_page().annotate(is_own=Exists(own))

    def get_context_data(self, **kwargs):
        listing = self.object
        kwargs.setdefault("form", ReviewForm(listing=listing))
        return super().get_context_data(
            comparison=compare_pay(listing),
            reviews=listing.reviews.select_related("moderator"),
            members=listing.employer.members.select_related("user"),
            other_listings=listing.employer.listings.exclude(pk=listing.pk).count(),
            waits=listing.state == Listing.State.IN_REVIEW,
            **kwargs,
        )


class ModerationDetailView(ReviewView):
    pass


class ModerationDecideView(ReviewView):
    """A decision on the version that the page showed."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = ReviewForm(request.POST, listing=self.object)
        if not form.is_valid():
            return self.again(form, status=200)
        try:
            self.decide(form.cleaned_data)
        except services.OwnListing:
            raise PermissionDenied from None
        except services.Refused as refused:
            form.add_error(None, self.why_not(refused))
            return self.again(form, status=409)
        messages.success(request, self.done(form.cleaned_data["decision"]))
        return redirect("listings:moderation_queue")

    def decide(self, decision: dict):
        seen = {
            "listing": self.object,
            "moderator": self.request.user,
            "version": decision["version"],
        }
        if decision["decision"] == Review.Decision.APPROVED:
            services.approve_listing(**seen, role=decision.get("role"))
        else:
            services.reject_listing(**seen, reason=decision["reason"])

    def done(self, decision: str) -> str:
        words = {
            Review.Decision.APPROVED: _("Approved: %(title)s"),
            Review.Decision.REJECTED: _("Sent back: %(title)s"),
        }
        return words[decision] % {"title": self.object.title}

    def why_not(self, refused: services.Refused) -> str:
        reasons = {
            services.EmployerNotVerified: _(
                "Not approved: nobody has checked yet who stands behind the employer. Check it first,"
                " with the button beside the employer's facts."
            ),
            services.EmployerSuspended: _("Not approved: the employer is suspended."),
            services.RoleMissing: _("Not approved: choose a role first."),
            services.ApplyAddressMissing: _(
                "Not approved: the feed gave no address to apply at, and nobody here would read an application."
            ),
            services.ClosingTimePassed: _(
                "Not approved: its closing time has passed. Send it back, so that the employer can set a new one."
            ),
        }
        return reasons.get(type(refused)) or self.who_was_faster()

    def who_was_faster(self) -> str:
        now = self.get_object()
        if now.state == Listing.State.IN_REVIEW:
            return _(
                "Not decided: the employer changed the text while you read it. Below is the new one."
            )
        review = now.reviews.select_related("moderator").first()
        if review is None or now.state not in {Listing.State.APPROVED, Listing.State.REJECTED}:
            return _("Not decided: the employer took it back.")
        return _("%(who)s was faster: “%(decision)s” on %(when)s UTC.") % {
            "who": review.moderator.display_name if review.moderator else _("Somebody else"),
            "decision": review.get_decision_display(),
            "when": dateformat.format(timezone.localtime(review.at), "M j, H:i"),
        }

    def again(self, form, status):
        """The page once more, with the typed reason, on the listing of now."""
        self.object = self.get_object()
        form.data = form.data.copy()
        form.data["version"] = self.object.version
        return self.render_to_response(self.get_context_data(form=form), status=status)


class EmployerVerifyView(ModeratorRequiredMixin, View):
    """Note that somebody checked who stands behind an employer; then back to the listing at hand."""

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        employer = get_object_or_404(Employer, pk=pk)
        try:
            is_news = services.verify_employer(employer=employer, moderator=request.user)
        except services.OwnListing:
            raise PermissionDenied from None
        words = (
            _("%(employer)s is checked now.") if is_news else _("%(employer)s was checked before.")
        )
        messages.success(request, words % {"employer": employer.name})
        listing = request.POST.get("listing", "")
        if listing.isascii() and listing.isdecimal() and len(listing) < 18:
            return redirect("listings:moderation_detail", int(listing))
        return redirect("listings:moderation_queue")
