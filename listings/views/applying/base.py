"""The steps of applying that members and guests share: write, check, send."""

from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from listings.consents import APPLICATION_VERSION, application_consent
from listings.forms import ApplicationForm
from listings.forms.answers import as_initial, field_name, typed_answers
from listings.models import Listing, ScreeningQuestion
from profiles.limits import may_upload
from profiles.models import Resume
from profiles.resumes import RESUMES_EACH, ResumeNotStored, TooManyResumes

TYPED = ["name", "email", "note", "resume"]


class TooManyUploads(Exception):
    """The hourly limit of uploads is used up."""


class ApplyView(SingleObjectMixin, FormView):
    """Apply for a listing on the site. Nothing is sent before the check page.

    If the form cannot be shown again (the listing closed, say), a page of its own tells why and keeps
    the texts.
    """

    form_class = ApplicationForm
    template_name = "listings/application_form.html"

    def get_queryset(self):
        return Listing.objects.public().select_related("employer", "role", "place")

    def dispatch(self, request, *args, **kwargs):
        self.object = listing = self.get_object()
        if listing.apply_route != Listing.ApplyRoute.ON_SITE:
            return redirect("listings:listing_leave", listing.pk)
        if not listing.is_open:
            return self.closed(status=409 if request.method == "POST" else 410)
        return self.refusal() or super().dispatch(request, *args, **kwargs)

    def refusal(self):
        """Why this person cannot apply, as a response, or None."""

    def stored(self) -> dict[str, Resume]:
        """The files that can be chosen, by the key that the form sends."""
        raise NotImplementedError

    def store(self, form) -> Resume:
        """Store an uploaded file: the check page cannot carry it along.

        Raises TooManyResumes, ResumeNotStored.
        """
        raise NotImplementedError

    def send(self, form, resume):
        raise NotImplementedError

    @cached_property
    def questions(self) -> list[ScreeningQuestion]:
        return list(self.object.screening_questions.all())

    def typed_before(self) -> dict[str, str]:
        """The typed values by field, to show on a page without the form."""
        return self.typed(self.request.POST)

    def written(self) -> list[tuple[str, str]]:
        """All texts that somebody wrote, each with what was asked: to copy where they cannot be sent."""
        typed = self.typed_before()
        asked = [(self.form_class.base_fields["note"].label, "note")]
        asked += [
            (one.text, field_name(one)) for one in self.questions if one.kind == one.Kind.TEXT
        ]
        return [(label, typed[name]) for label, name in asked if typed.get(name)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"stored": self.stored(), "questions": self.questions}

    def typed(self, data) -> dict[str, str]:
        """The request's values, valid or not, as initial values of the form."""
        values = {name: data[name] for name in TYPED if name in data}
        return values | as_initial(self.questions, typed_answers(self.questions, data))

    def post(self, request, *args, **kwargs):
        if request.POST.get("step") == "change":
            kwargs = self.get_form_kwargs() | {"data": None, "files": None}
            kwargs["initial"] = self.typed(request.POST)
            return self.render_to_response(self.get_context_data(form=self.form_class(**kwargs)))
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
        except ResumeNotStored:
            form.add_error(
                "upload", _("We could not save the file just now. Try again in a few minutes.")
            )
            return self.form_invalid(form)
        if self.request.POST.get("step") != "send" or not self.agreed:
            return self.check(form, resume)
        return self.send(form, resume)

    @property
    def agreed(self) -> bool:
        """Whether the page that was sent showed the present words of consent."""
        return self.request.POST.get("consent") == str(APPLICATION_VERSION)

    def resume_of(self, form) -> Resume | None:
        if form.new_file is None:
            return form.chosen
        if not may_upload(self.request):
            raise TooManyUploads
        return self.store(form)

    def resume_key(self, resume: Resume | None) -> str:
        """What the form sends for a stored file."""
        return str(resume.pk) if resume else ""

    def check(self, form, resume, **context):
        context |= {
            "form": form,
            "listing": self.object,
            "resume": resume,
            "resume_key": self.resume_key(resume),
            "consent": application_consent(self.object.employer.name),
            "consent_version": APPLICATION_VERSION,
        }
        return render(self.request, "listings/application_check.html", context)

    def closed(self, status: int):
        return self.refuse("closed", status)

    def refuse(self, why: str, status: int):
        context = {"listing": self.object, "why": why, "written": self.written()}
        return render(self.request, "listings/application_refused.html", context, status=status)

    def get_context_data(self, **kwargs):
        return super().get_context_data(listing=self.object, **kwargs)
