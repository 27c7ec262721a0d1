from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Case, F, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View

from listings import services
from listings.disclosure import covered_skills
from listings.forms import DecisionForm, StateFilterForm
from listings.models import Application, Listing
from listings.promises import overdue_if_sent_before
from listings.views.paging import PagedListView
from listings.views.threads import SendMessageMixin, ThreadMixin
from profiles.downloads import resume_response


class EmployerApplicationListView(LoginRequiredMixin, PagedListView):
    """Who applied for a listing: whoever waits longer than was promised first, then the latest."""

    template_name = "listings/employer/application_list.html"

    @cached_property
    def listing(self) -> Listing:
        listings = Listing.objects.for_user(self.request.user).select_related("employer")
        return get_object_or_404(listings, pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> StateFilterForm:
        return StateFilterForm(self.request.GET)

    def get_queryset(self):
        # Of the listing in hand, so that each row knows its listing without a query.
        applications = self.listing.applications.for_employer_member(self.request.user)
        if self.form.is_valid() and self.form.cleaned_data["state"]:
            applications = applications.filter(state=self.form.cleaned_data["state"])
        return self.overdue_first(applications).with_unread(by_employer=True)

    def overdue_first(self, applications):
        newest_first = ["-submitted_at", "-pk"]
        limit = overdue_if_sent_before(self.listing)
        if limit is None:
            return applications.order_by(*newest_first)
        is_overdue = When(
            state=Application.State.SUBMITTED, submitted_at__lt=limit, then=F("submitted_at")
        )
        waits_since = Case(is_overdue).asc(nulls_last=True)
        return applications.order_by(waits_since, *newest_first)

    def get_context_data(self, **kwargs):
        return super().get_context_data(listing=self.listing, filter_form=self.form, **kwargs)


class ApplicantView(ThreadMixin, LoginRequiredMixin, DetailView):
    is_employer = True
    template_name = "listings/employer/application_detail.html"
    context_object_name = "application"

    def get_queryset(self):
        return (
            Application.objects.for_employer_member(self.request.user)
            .select_related("listing__employer", "candidate__user", "resume")
            .prefetch_related("events", "messages")
        )

    def get_context_data(self, **kwargs):
        application = self.object
        kwargs.setdefault("form", DecisionForm(initial={"state": application.state}))
        return super().get_context_data(
            covered=[]
            if application.is_gone
            else covered_skills(application.candidate, application.listing),
            **kwargs,
        )


class EmployerApplicationDetailView(ApplicantView):
    """What an applicant sent, what was written about it, and the decision on it."""

    def mark_seen(self) -> None:
        if self.object.is_gone:
            return
        super().mark_seen()
        services.mark_opened(self.object)


class EmployerApplicationMessageView(SendMessageMixin, ApplicantView):
    """A member of the employer writes to the applicant."""

    def page_path(self) -> str:
        return reverse("listings:employer_application_detail", args=[self.kwargs["pk"]])


class EmployerApplicationDecideView(ApplicantView):
    """A decision, made on the state that the page showed."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        self.object = application = self.get_object()
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.again(form, status=200)
        try:
            services.decide_application(
                application=application,
                seen=form.cleaned_data["state"],
                decision=form.cleaned_data["decision"],
                message=form.cleaned_data["message"],
            )
        except (services.Conflict, services.StepNotAllowed):
            form.add_error(None, self.meanwhile())
            return self.again(form, status=409)
        messages.success(request, _("Done. %(name)s gets a mail.") % {"name": application.name})
        return redirect("listings:employer_application_list", application.listing_id)

    def meanwhile(self) -> str:
        return _(
            "Not done: this application changed since you opened it. Below is how it stands now."
        )

    def again(self, form, status):
        """The page once more with the typed message, on the state of now."""
        self.object = self.get_object()
        form.data = form.data.copy()
        form.data["state"] = self.object.state
        return self.render_to_response(self.get_context_data(form=form), status=status)


class EmployerApplicationResumeView(LoginRequiredMixin, View):
    """The résumé that came with an application, until the applicant takes it back."""

    def get(self, request, pk):
        applications = Application.objects.for_employer_member(request.user).exclude(
            state__in=Application.GONE
        )
        application = get_object_or_404(applications.select_related("resume"), pk=pk)
        if application.resume is None:
            raise Http404
        return resume_response(application.resume)
