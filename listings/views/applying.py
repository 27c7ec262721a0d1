from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from listings import services
from listings.disclosure import covered_skills, is_private
from listings.forms import ApplicationForm
from listings.models import Application, Listing
from profiles.limits import may
from profiles.models import Candidate, EmployerMember, Resume
from profiles.my_profile import CandidateProfile
from profiles.resumes import RESUMES_EACH, TooManyResumes, store_resume
from profiles.views.resumes import UPLOADS_AN_HOUR

NOTE_KEY = "application_note"
NOTE_LENGTH = Application._meta.get_field("note").max_length


class TooManyUploads(Exception):
    """More files within the hour than we check."""


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
            return self.refuse("closed", status=409 if request.method == "POST" else 410)
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
            words = _(
                "You have %(n)d files here. Choose one of them, or delete one in your profile."
            )
            form.add_error("upload", words % {"n": RESUMES_EACH})
            return self.form_invalid(form)
        except TooManyUploads:
            form.add_error("upload", _("You have sent many files within the hour. Wait a little."))
            return self.form_invalid(form)
        if self.request.POST.get("step") != "send":
            return self.check(form, resume)
        return self.send(form, resume)

    def resume_of(self, form) -> Resume | None:
        """The file to send. One that came along is stored first: the check page cannot carry it."""
        if form.new_file is None:
            return form.chosen
        if not may(self.request, "upload", times=UPLOADS_AN_HOUR, window=timedelta(hours=1)):
            raise TooManyUploads
        with transaction.atomic():
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
