from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from listings import services, workspace
from listings.forms import ClosingForm
from listings.models import Listing
from listings.views.paging import PagedListView
from profiles.models import Employer

OVER = {Listing.State.CLOSED, Listing.State.WITHDRAWN, Listing.State.REJECTED}


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
            employers=self.employers,
            tabs=tabs,
            tab=workspace.Tab(self.tab),
            has_posts=any(self.counts.values()),
            **kwargs,
        )


class EmployerListingConfirmView(LoginRequiredMixin, View):
    """ "Still hiring": one press beside a live listing."""

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        listing = get_object_or_404(Listing.objects.for_user(request.user), pk=pk)
        try:
            services.confirm_listing(listing=listing, user=request.user)
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
        if self.object.phase in OVER:
            messages.info(request, _("This post is closed already."))
            return redirect("listings:employer_listing_update", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def was_public(self) -> bool:
        return self.object.phase in {"live", "expired"}

    def post(self, request, *args, **kwargs):
        if not self.was_public:
            return self.end(
                lambda: services.withdraw_listing(listing=self.object, user=self.request.user)
            )
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        outcome = form.cleaned_data["outcome"]
        return self.end(
            lambda: services.close_listing(
                listing=self.object, outcome=outcome, user=self.request.user
            )
        )

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
