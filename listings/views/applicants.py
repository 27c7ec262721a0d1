from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View

from listings import services
from listings.disclosure import covered_skills
from listings.forms import DecisionForm, StateFilterForm
from listings.models import Application, Listing
from listings.views.paging import PagedListView
from profiles.downloads import resume_response


class EmployerApplicationListView(LoginRequiredMixin, PagedListView):
    """Who applied for a listing, those without an answer first."""

    template_name = "listings/employer/application_list.html"

    @cached_property
    def listing(self) -> Listing:
        listings = Listing.objects.for_user(self.request.user).select_related("employer")
        return get_object_or_404(listings, pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> StateFilterForm:
        return StateFilterForm(self.request.GET)

    def get_queryset(self):
        applications = Application.objects.for_employer_member(self.request.user).filter(
            listing=self.listing
        )
        if self.form.is_valid() and self.form.cleaned_data["state"]:
            applications = applications.filter(state=self.form.cleaned_data["state"])
        return applications.order_by("-submitted_at", "-pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(listing=self.listing, filter_form=self.form, **kwargs)


class ApplicantView(LoginRequiredMixin, DetailView):
    template_name = "listings/employer/application_detail.html"
    context_object_name = "application"

    def get_queryset(self):
        return (
            Application.objects.for_employer_member(self.request.user)
            .select_related("listing__employer", "candidate__user", "resume")
            .prefetch_related("events")
        )

    def get_context_data(self, **kwargs):
        application = self.object
        is_withdrawn = application.state == Application.State.WITHDRAWN
        kwargs.setdefault("form", DecisionForm(initial={"state": application.state}))
        return super().get_context_data(
            is_withdrawn=is_withdrawn,
            covered=[]
            if is_withdrawn
            else covered_skills(application.candidate, application.listing),
            **kwargs,
        )


class EmployerApplicationDetailView(ApplicantView):
    """What an applicant sent, and the decision on it."""


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
                decided_by=request.user,
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
            state=Application.State.WITHDRAWN
        )
        application = get_object_or_404(applications.select_related("resume"), pk=pk)
        if application.resume is None:
            raise Http404
        return resume_response(application.resume)
