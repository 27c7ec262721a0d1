from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View

from listings import services
from listings.forms import DecisionForm, EmployerMessageForm, NoteForm, TagForm
from listings.models import Application, ApplicationNote, MessageTemplate
from listings.sifting import texts
from listings.sifting.anonymity import shown_name
from listings.sifting.placeholders import fill_to_edit
from listings.sifting.tags import TAGS_AN_APPLICATION, tags_of_employer
from listings.views.request_numbers import number
from listings.views.threads import SendMessageMixin, ThreadMixin
from profiles.downloads import resume_response
from profiles.kept_typing import KeepsTypingMixin, typing_kept


class ApplicantView(ThreadMixin, LoginRequiredMixin, DetailView):
    """One application with all that belongs to it: nine queries, and those of the explanation."""

    is_employer = True
    message_form_class = EmployerMessageForm
    template_name = "listings/employer/application_detail.html"
    context_object_name = "application"

    def get_queryset(self):
        return (
            Application.objects.for_employer_member(self.request.user)
            .select_related("listing__employer", "candidate__user", "resume")
            .prefetch_related("events", "messages", "tags")
        )

    def get_context_data(self, **kwargs):
        application = self.object
        if not application.is_gone:
            kwargs = self.beside(application) | kwargs
        kept = typing_kept(self.request)
        kwargs.setdefault("form", DecisionForm(kept, initial={"state": application.state}))
        return super().get_context_data(**kwargs)

    def beside(self, application: Application) -> dict:
        """Texts to choose from, notes and tags. Four queries."""
        employer = application.listing.employer
        choices = texts.choices_of(employer)
        notes = ApplicationNote.objects.filter(application=application).select_related("author")
        beside = {
            "texts": [(texts.Use(use).label, rows) for use, rows in choices.items()],
            "notes": notes,
            "note_form": NoteForm(typing_kept(self.request, "note_form")),
            "tag_form": TagForm(),
            "tags_used": tags_of_employer(employer),
            "has_room_for_tags": len(application.tags.all()) < TAGS_AN_APPLICATION,
        }
        chosen = texts.find(choices, self.request.GET.get("template", ""))
        return beside | (self.filled_in(chosen) if chosen else {})

    def filled_in(self, text: texts.Text) -> dict:
        """The form for which a text was chosen, with the text in it."""
        words = fill_to_edit(text.body, self.object, self.request.user)
        if text.use == MessageTemplate.Use.MESSAGE:
            form = {"message_form": EmployerMessageForm(initial={"body": words})}
        else:
            form = {"form": DecisionForm(initial={"state": self.object.state, "message": words})}
        return form | {"chosen_text": text}

    def again(self, status: int = 200, **context):
        """The page once more, on the state of now, with what was typed."""
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(**context), status=status)


class EmployerApplicationDetailView(ApplicantView):
    """What an applicant sent, what was written about it, and the decision on it."""

    def mark_seen(self) -> None:
        if self.object.is_gone:
            return
        super().mark_seen()
        services.mark_opened(self.object)


class OnApplicantPage:
    """What is written on the page of an applicant, and sent to an address of its own."""

    def page_path(self) -> str:
        return reverse("listings:employer_application_detail", args=[self.kwargs["pk"]])


class EmployerApplicationMessageView(OnApplicantPage, SendMessageMixin, ApplicantView):
    """A member of the employer writes to the applicant."""


class EmployerApplicationDecideView(OnApplicantPage, KeepsTypingMixin, ApplicantView):
    """A decision, made on the state that the page showed."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        self.object = application = self.get_object()
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.with_decision(form, status=200)
        try:
            services.decide_application(
                application=application,
                seen=form.cleaned_data["state"],
                decision=form.cleaned_data["decision"],
                by=request.user,
                message=form.cleaned_data["message"],
                reason=form.stored_reason,
            )
        except services.NotAMember as refusal:
            raise Http404 from refusal
        except (services.Conflict, services.StepNotAllowed):
            form.add_error(None, changed_meanwhile())
            return self.with_decision(form, status=409)
        messages.success(
            request, _("Done. %(name)s gets a mail.") % {"name": shown_name(application)}
        )
        return redirect("listings:employer_application_list", application.listing_id)

    def with_decision(self, form, status):
        """The page once more with the typed message, on the state of now."""
        form.data = form.data.copy()
        form.data["state"] = self.get_object().state
        return self.again(form=form, status=status)


def changed_meanwhile() -> str:
    return _("Not done: this application changed since you opened it. Below is how it stands now.")


class NotingView(OnApplicantPage, KeepsTypingMixin, ApplicantView):
    """Add something to an application, or take it off again (`remove`)."""

    http_method_names = ["post", "options"]
    form_class: type
    form_name: str
    section: str

    def post(self, request, *args, **kwargs):
        self.object = application = self.get_object()
        try:
            if "remove" in request.POST:
                self.remove(application, request.POST["remove"])
                return self.back()
            form = self.form_class(request.POST)
            if not form.is_valid():
                return self.again(**{self.form_name: form})
            self.add(application, form.cleaned_data)
        except services.NotAMember as refusal:
            raise Http404 from refusal
        except services.Refused as refusal:
            form.add_error(None, self.why(refusal))
            return self.again(status=409, **{self.form_name: form})
        return self.back()

    @property
    def kept_form(self) -> str:
        return self.form_name

    def back(self):
        return redirect(f"{self.page_path()}#{self.section}")


class EmployerApplicationNoteView(NotingView):
    form_class, form_name, section = NoteForm, "note_form", "notes"

    def add(self, application, cleaned) -> None:
        services.add_note(application=application, author=self.request.user, body=cleaned["note"])

    def remove(self, application, text) -> None:
        services.remove_note(application=application, author=self.request.user, pk=number(text))

    def why(self, refusal) -> str:
        if isinstance(refusal, services.TooManyNotes):
            return _("Not kept: this application has as many notes as it can hold.")
        return _("Not kept: the application was taken back.")


class EmployerApplicationTagView(NotingView):
    form_class, form_name, section = TagForm, "tag_form", "tags"

    def add(self, application, cleaned) -> None:
        services.add_tag(application=application, by=self.request.user, name=cleaned["tag"])

    def remove(self, application, text) -> None:
        services.remove_tag(application=application, by=self.request.user, name=text[:100])

    def why(self, refusal) -> str:
        if isinstance(refusal, services.TooManyNotes):
            return _("Not added: %(n)d tags are the most for one application. Take one off.") % {
                "n": TAGS_AN_APPLICATION
            }
        return _("Not added: the application was taken back.")


class EmployerApplicationResumeView(LoginRequiredMixin, View):
    """The résumé that came with an application, until the applicant takes it back. A name is not hidden in it."""

    def get(self, request, pk):
        applications = Application.objects.for_employer_member(request.user).exclude(
            state__in=Application.GONE
        )
        application = get_object_or_404(applications.select_related("resume", "listing"), pk=pk)
        if application.resume is None or application.is_hidden:
            raise Http404
        return resume_response(application.resume)
