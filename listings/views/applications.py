from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from listings import services
from listings.forms import ApplicationForm
from listings.models import Application, Listing
from listings.views.paging import PagedListView
from profiles.models import Candidate, EmployerMember, Resume
from profiles.models.candidates import Visibility
from profiles.my_profile import CandidateProfile
from profiles.resumes import RESUMES_EACH, TooManyResumes, store_resume

NOTE_KEY = "application_note"
NOTE_LENGTH = Application._meta.get_field("note").max_length


class ApplicationCreateView(SingleObjectMixin, FormView):
    """Apply for a listing: write, check what is sent, send. Nothing is sent before the check.

    What cannot be answered with the form is answered with a page of its own, which keeps the note.
    """

    form_class = ApplicationForm
    template_name = "listings/application_form.html"

    def get_queryset(self):
        return Listing.objects.public().select_related("employer", "role", "place")

    def dispatch(self, request, *args, **kwargs):
        self.object = listing = self.get_object()
        if listing.apply_route == Listing.ApplyRoute.EXTERNAL:
            return redirect("listings:listing_leave", listing.pk)
        if not listing.is_open:
            return self.refuse("closed", status=410 if request.method == "GET" else 409)
        if not request.user.is_authenticated:
            return self.ask_to_sign_in()
        if EmployerMember.objects.filter(employer=listing.employer, user=request.user).exists():
            return self.refuse("own", status=403)
        if self.earlier and self.earlier.state != Application.State.WITHDRAWN:
            return self.already_applied(self.earlier)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def candidate(self) -> Candidate | None:
        """None for somebody who has written nothing yet: a look makes no profile."""
        return Candidate.objects.for_user(self.request.user).first()

    @cached_property
    def earlier(self) -> Application | None:
        return (
            Application.objects.for_candidate(self.request.user).filter(listing=self.object).first()
        )

    def ask_to_sign_in(self):
        """The sign-in page says why. What a person whose visit ran out had typed waits in the session."""
        note = self.request.POST.get("note", "")
        if note:
            self.request.session[NOTE_KEY] = {"listing": self.object.pk, "note": note[:NOTE_LENGTH]}
            why = _("Your visit ran out. Your note is kept: sign in, and it is there again.")
        else:
            why = _(
                "To apply you need an account, so that the employer can answer and you can withdraw."
                " What you picked in this browser comes along."
            )
        messages.info(self.request, why)
        return redirect_to_login(self.request.get_full_path())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def get_initial(self):
        initial = {"name": self.request.user.get_full_name()}
        if self.earlier:
            initial = {"name": self.earlier.name, "note": self.earlier.note}
        kept = self.request.session.get(NOTE_KEY, {})
        if kept.get("listing") == self.object.pk:
            initial["note"] = kept["note"]
        return initial

    def post(self, request, *args, **kwargs):
        if request.POST.get("step") == "change":
            typed = {name: request.POST.get(name, "") for name in ("name", "note", "resume")}
            form = self.form_class(initial=typed, candidate=self.candidate)
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            resume = self.resume_of(form)
        except TooManyResumes:
            form.add_error(
                "upload",
                _("You have %(n)d files here. Choose one of them, or delete one in your profile.")
                % {"n": RESUMES_EACH},
            )
            return self.form_invalid(form)
        if self.request.POST.get("step") != "send":
            return self.check(form, resume)
        return self.send(form, resume)

    @transaction.atomic
    def resume_of(self, form) -> Resume | None:
        """The file to send. One that came along is stored first: the check page cannot carry it."""
        if form.new_file is None:
            return form.chosen
        return store_resume(
            candidate=CandidateProfile(self.request.user).row(),
            file=form.new_file.cleaned_data["file"],
            kind=form.new_file.kind,
        )

    def check(self, form, resume):
        context = {
            "form": form,
            "listing": self.object,
            "resume": resume,
            "covered": covered_skills(self.candidate, self.object),
            "profile_is_private": is_private(self.candidate),
        }
        return render(self.request, "listings/application_check.html", context)

    def send(self, form, resume):
        try:
            application = services.submit_application(
                candidate=CandidateProfile(self.request.user).row(),
                listing=self.object,
                name=form.cleaned_data["name"],
                note=form.cleaned_data["note"],
                resume=resume,
            )
        except services.ListingClosed:
            return self.refuse("closed", status=409)
        except services.OwnListing:
            return self.refuse("own", status=403)
        except services.AlreadyApplied as already:
            return self.already_applied(already.application)
        except services.TooManyApplications:
            form.add_error(
                None,
                _("You have sent many applications within the hour. Send this one a little later."),
            )
            return self.form_invalid(form)
        self.request.session.pop(NOTE_KEY, None)
        messages.success(
            self.request, _("Sent. %(employer)s has it now.") % {"employer": self.object.employer}
        )
        return redirect(application)

    def already_applied(self, application):
        messages.info(
            self.request, _("You have already applied for this job. This is what you sent.")
        )
        return redirect(application)

    def refuse(self, why: str, status: int = 200):
        context = {"listing": self.object, "why": why, "note": self.request.POST.get("note", "")}
        return render(self.request, "listings/application_refused.html", context, status=status)

    def get_context_data(self, **kwargs):
        return super().get_context_data(listing=self.object, earlier=self.earlier, **kwargs)


def is_private(candidate: Candidate | None) -> bool:
    return candidate is None or candidate.visibility == Visibility.PRIVATE


def covered_skills(candidate: Candidate | None, listing: Listing) -> list:
    """Skills that the listing asks for and the candidate lets the employer see. At most one query."""
    if is_private(candidate):
        return []
    asked = listing.listing_skills.filter(skill__in=candidate.skills.all())
    return [row.skill for row in asked.select_related("skill")]


class ApplicationListView(LoginRequiredMixin, PagedListView):
    template_name = "listings/application_list.html"

    def get_queryset(self):
        return Application.objects.for_candidate(self.request.user).select_related(
            "listing__employer"
        )


class ApplicationDetailView(LoginRequiredMixin, DetailView):
    """What somebody sent, and what happened to it since."""

    template_name = "listings/application_detail.html"

    def get_queryset(self):
        return (
            Application.objects.for_candidate(self.request.user)
            .select_related("listing__employer", "listing__place", "resume", "candidate__user")
            .prefetch_related("events")
        )


class ApplicationWithdrawView(LoginRequiredMixin, DetailView):
    """Asks once, then takes an application back."""

    template_name = "listings/application_withdraw.html"

    def get_queryset(self):
        return Application.objects.for_candidate(self.request.user).select_related(
            "listing__employer"
        )

    def get(self, request, *args, **kwargs):
        if not self.get_object().can_be_withdrawn:
            return redirect(self.get_object())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        application = self.get_object()
        try:
            services.withdraw_application(application=application)
        except (services.StepNotAllowed, services.Conflict):
            messages.info(request, _("It cannot be withdrawn as it stands now."))
        else:
            messages.success(
                request, _("Withdrawn. The employer can no longer read your note and résumé.")
            )
        return redirect(application)
