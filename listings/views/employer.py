from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from listings import services, workspace
from listings.completeness import missing_essentials
from listings.forms import ClosingForm, ListingForm
from listings.models import Listing
from listings.pay_comparison import compare_pay
from listings.views.paging import PagedListView
from profiles.models import Employer


class EmployerHomeView(PagedListView):
    """An employer's listings by what becomes of them. Signed out, a page on what posting takes.

    Four queries of its own, however many listings: employers, counts of the tabs, count, rows.
    """

    template_name = "listings/employer/home.html"

    def get(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return render(request, "listings/employer/welcome.html")
        if not self.employers:
            return redirect("profiles:employer_create")
        return super().get(request, *args, **kwargs)

    @cached_property
    def employers(self) -> list[Employer]:
        return list(Employer.objects.for_user(self.request.user))

    @cached_property
    def counts(self) -> dict[str, int]:
        return workspace.tab_counts(Listing.objects.for_user(self.request.user))

    @cached_property
    def tab(self) -> str:
        """The tab asked for; else the first that holds something."""
        asked = self.request.GET.get("tab")
        if asked in workspace.Tab.values:
            return asked
        return next((tab for tab in workspace.Tab.values if self.counts[tab]), workspace.Tab.LIVE)

    def get_queryset(self):
        return workspace.rows(Listing.objects.for_user(self.request.user), self.tab)

    def get_context_data(self, **kwargs):
        tabs = [(tab, self.counts[tab]) for tab in workspace.Tab]
        return super().get_context_data(
            employers=self.employers, tabs=tabs, tab=workspace.Tab(self.tab), **kwargs
        )


# The sections of the form: anchor, title, and the fields that a complete post has filled.
SECTIONS = [
    ("job", gettext_lazy("The job"), {"role", "title", "description"}),
    ("place", gettext_lazy("Place and who may apply"), {"work_mode", "place", "countries"}),
    (
        "pay",
        gettext_lazy("Pay and hours"),
        {"salary_min", "salary_max", "employment_type", "weekly_hours", "shift_pattern"},
    ),
    ("channels", gettext_lazy("How customers come"), {"channels"}),
    ("asked", gettext_lazy("What you ask"), {"essential_skills", "education_min"}),
    ("apply", gettext_lazy("How to apply"), {"closes_on"}),
]


class ListingFormView(LoginRequiredMixin, FormView):
    """What writing a new listing and changing one have in common."""

    form_class = ListingForm
    template_name = "listings/employer/listing_form.html"
    listing: Listing | None = None

    @cached_property
    def employers(self):
        return Employer.objects.for_user(self.request.user)

    @property
    def action(self) -> str:
        """save, send or swap (the two amounts of pay)."""
        return self.request.POST.get("action", "save")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {
            "instance": self.listing,
            "employers": self.employers,
            # What stands in review stays complete.
            "complete": self.action == "send" or self.is_in_review,
        }
        if self.action == "swap":
            data = self.request.POST.copy()
            data["salary_min"], data["salary_max"] = data.get("salary_max"), data.get("salary_min")
            kwargs["data"] = data
        return kwargs

    @property
    def is_in_review(self) -> bool:
        return self.listing is not None and self.listing.state == Listing.State.IN_REVIEW

    def form_valid(self, form):
        if self.action == "swap":
            return self.form_invalid(form)
        was_new = form.instance.pk is None
        seen = None if was_new else form.cleaned_data["version"]
        try:
            listing = services.save_listing(
                listing=form.instance, seen_version=seen, **form.parts()
            )
        except services.Conflict:
            return self.changed_meanwhile(form)
        if self.action == "send" and not self.is_in_review:
            return send_to_review(self.request, listing, listing.version)
        messages.success(self.request, _("Saved."))
        return redirect("listings:employer_listing_update", listing.pk)

    @cached_property
    def saved(self) -> Listing | None:
        """The listing as stored: a form that came back has written into its own instance."""
        if self.listing is None or self.request.method == "GET":
            return self.listing
        return self.get_object()

    @property
    def missing(self) -> dict[str, str]:
        return missing_essentials(
            self.saved or Listing(),
            has_channels=bool(self.saved and self.saved.channels.all()),
            has_skills=bool(self.saved and self.saved.listing_skills.exists()),
        )

    def get_context_data(self, **kwargs):
        missing = self.missing
        role = self.saved.role if self.saved else None
        steps = [(anchor, title, not fields & missing.keys()) for anchor, title, fields in SECTIONS]
        if not self.saved:
            steps = [(anchor, title, False) for anchor, title, _done in steps]
        return super().get_context_data(
            saved=self.saved,
            missing=missing if self.saved else {},
            steps=steps,
            comparison=compare_pay(self.saved) if role else None,
            usual_skills=role.role_skills.select_related("skill")[:10] if role else [],
            last_review=self.saved.reviews.first() if self.saved else None,
            **kwargs,
        )

    def changed_meanwhile(self, form):
        form.add_error(
            None,
            _(
                "Somebody changed this post since you opened it, so yours was not saved. Open it in"
                " another window, compare, and copy what you need from here."
            ),
        )
        response = self.form_invalid(form)
        response.status_code = 409
        return response


class EmployerListingCreateView(ListingFormView):
    """A new draft, empty or as a copy (?copy=) of a listing of the same person's employers."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.employers:
            return redirect("profiles:employer_create")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"copy_of": self.copy_of}

    @cached_property
    def copy_of(self) -> Listing | None:
        asked = self.request.GET.get("copy", "")
        if self.request.method != "GET" or not asked:
            return None
        listings = Listing.objects.for_user(self.request.user).select_related("place")
        return get_object_or_404(listings, pk=number(asked))


class EmployerListingUpdateView(SingleObjectMixin, ListingFormView):
    """The text of a draft, of one sent back, or of one in review. What is approved stays as it is."""

    def get_queryset(self):
        return Listing.objects.for_user(self.request.user).for_cards()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = self.listing = self.get_object()
        if self.listing.state not in services.EDITABLE_STATES:
            status = 409 if request.method == "POST" else 200
            context = {"listing": self.listing}
            return render(request, "listings/employer/listing_locked.html", context, status=status)
        return super().dispatch(request, *args, **kwargs)


def number(text: str) -> int:
    """The number in a request; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def send_to_review(request, listing: Listing, seen_version: int):
    """Submit, say what came of it, and go where the next thing to do is."""
    try:
        services.submit_listing(listing=listing, seen_version=seen_version)
    except services.ListingIncomplete as incomplete:
        messages.error(
            request,
            _("Not sent yet. %(what)s") % {"what": " ".join(incomplete.missing.values())},
        )
    except services.EmployerSuspended:
        messages.error(
            request,
            _("Not sent: %(employer)s may not publish posts at present.")
            % {"employer": listing.employer},
        )
    except services.Conflict:
        messages.error(
            request,
            _("Not sent: the post changed since you opened it, or was sent before. Read it again."),
        )
    else:
        messages.success(request, _("Sent. A person reads it; you get a mail with the answer."))
        return redirect(f"{reverse('listings:employer_home')}?tab=in_review")
    return redirect("listings:employer_listing_update", listing.pk)


class EmployerListingSubmitView(LoginRequiredMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request, pk):
        listing = get_object_or_404(Listing.objects.for_user(request.user), pk=pk)
        return send_to_review(request, listing, number(request.POST.get("version", "")))


class EmployerListingConfirmView(LoginRequiredMixin, View):
    """ "Still hiring": one press beside a live listing."""

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        listing = get_object_or_404(Listing.objects.for_user(request.user), pk=pk)
        try:
            services.confirm_listing(listing=listing)
        except services.Conflict:
            messages.error(request, _("Not noted: this post is not live any more."))
        except services.EmployerSuspended:
            messages.error(
                request,
                _("Not noted: posts of %(employer)s are not shown at present.")
                % {"employer": listing.employer},
            )
        else:
            messages.success(
                request,
                _("Noted. The page of “%(title)s” says that you confirmed today.")
                % {"title": listing.title},
            )
        return redirect(f"{reverse('listings:employer_home')}?tab=live")


class EmployerListingCloseView(LoginRequiredMixin, SingleObjectMixin, FormView):
    """Close a public listing with its outcome, or give up one that was never public. Asks once."""

    form_class = ClosingForm
    template_name = "listings/employer/listing_close.html"

    def get_queryset(self):
        return Listing.objects.for_user(self.request.user).select_related("employer")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = self.get_object()
        if self.object.phase in {Listing.State.CLOSED, Listing.State.WITHDRAWN}:
            messages.info(request, _("This post is closed already."))
            return redirect("listings:employer_listing_update", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def was_public(self) -> bool:
        return self.object.phase in {"live", "expired"}

    def post(self, request, *args, **kwargs):
        if not self.was_public:
            return self.end(lambda: services.withdraw_listing(listing=self.object))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        outcome = form.cleaned_data["outcome"]
        return self.end(lambda: services.close_listing(listing=self.object, outcome=outcome))

    def end(self, act):
        try:
            act()
        except services.Conflict:
            messages.error(self.request, _("The post changed since you opened it. Look again."))
            return redirect("listings:employer_listing_close", self.object.pk)
        messages.success(self.request, _("Closed. Nobody can apply any more."))
        return redirect(f"{reverse('listings:employer_home')}?tab=ended")

    def get_context_data(self, **kwargs):
        waiting = self.object.applications.filter(state="submitted").count()
        return super().get_context_data(
            listing=self.object, was_public=self.was_public, waiting=waiting, **kwargs
        )
