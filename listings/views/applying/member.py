from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from listings import services
from listings.consents import APPLICATION_VERSION
from listings.disclosure import covered_skills, is_private
from listings.forms.answers import as_initial, from_words, typed_answers
from listings.models import Application, ApplicationDraft
from profiles.kept_typing import forget_typing, typing_kept
from profiles.models import Candidate, EmployerMember, Resume
from profiles.my_profile import CandidateProfile
from profiles.resumes import ResumeNotStored, TooManyResumes, store_resume

from .base import ApplyView, TooManyUploads


class SeeOther(HttpResponseRedirect):
    """303: the result of a POST that was sent twice is at another address."""

    status_code = 303


class MemberApplicationView(ApplyView):
    """Apply with an account. Every POST that does not send it saves a draft."""

    def refusal(self):
        if EmployerMember.objects.filter(
            employer=self.object.employer, user=self.request.user
        ).exists():
            return self.refuse("own", status=403)
        if self.earlier and self.earlier.state != Application.State.WITHDRAWN:
            return self.already_applied(self.earlier)
        return None

    @cached_property
    def candidate(self) -> Candidate | None:
        """None without a profile: reading does not make one."""
        return Candidate.objects.for_user(self.request.user).first()

    @cached_property
    def earlier(self) -> Application | None:
        return (
            Application.objects.for_candidate(self.request.user).filter(listing=self.object).first()
        )

    @cached_property
    def draft(self) -> ApplicationDraft | None:
        drafts = ApplicationDraft.objects.filter(candidate__user=self.request.user)
        drafts = drafts.select_related("candidate")
        return drafts.filter(listing=self.object).first()

    @cached_property
    def stored_resumes(self) -> dict[str, Resume]:
        stored = self.candidate.resumes.all() if self.candidate else []
        return {str(resume.pk): resume for resume in stored}

    def stored(self):
        return self.stored_resumes

    def get_initial(self):
        # Typed when the visit had run out, it is later than anything that was saved.
        if kept := typing_kept(self.request):
            return self.typed(kept)
        if self.draft:
            return self.as_left()
        initial = {"name": self.usual_name}
        if self.earlier:
            initial = {"name": self.earlier.name, "note": self.earlier.note}
            initial |= from_words(self.questions, self.earlier.answers.all())
        return initial

    def as_left(self) -> dict[str, str]:
        """The draft, by the form's fields."""
        return {
            "name": self.draft.name,
            "note": self.draft.note,
            "resume": self.resume_key(self.draft.resume),
        } | as_initial(self.questions, self.draft.answers)

    @property
    def usual_name(self) -> str:
        """As on the last application; else the account's."""
        last = Application.objects.for_candidate(self.request.user).first()
        return (last and last.name) or self.request.user.get_full_name()

    def post(self, request, *args, **kwargs):
        self.keep()
        if request.POST.get("step") == "save":
            return self.later()
        return super().post(request, *args, **kwargs)

    def later(self):
        """Save a draft, with what was typed valid or not and a valid file, and go to the list."""
        form = self.get_form()
        form.is_valid()
        try:
            self.resume_of(form)
        except (ResumeNotStored, TooManyResumes, TooManyUploads):
            messages.warning(
                self.request,
                _("Saved without the file: there are too many, or we could not keep it."),
            )
        else:
            if form.has_error("upload"):
                messages.warning(self.request, _("Saved without the file."))
            else:
                messages.success(self.request, _("Saved. Only you can see it. It waits here."))
        return redirect("listings:application_list")

    def closed(self, status):
        if self.request.method == "POST":
            self.keep()
        return super().closed(status)

    def typed_before(self):
        if kept := typing_kept(self.request):
            return self.typed(kept)
        return self.as_left() if self.draft else super().typed_before()

    def keep(self) -> None:
        keep_typed(self.request, self.object, self.questions)
        forget_typing(self.request, self.request.path)

    def store(self, form):
        candidate = CandidateProfile(self.request.user).row()
        with transaction.atomic():
            resume = store_resume(
                candidate=candidate,
                file=form.new_file.cleaned_data["file"],
                kind=form.new_file.kind,
            )
            ApplicationDraft.objects.filter(candidate=candidate, listing=self.object).update(
                resume=resume
            )
        return resume

    def check(self, form, resume):
        return super().check(
            form,
            resume,
            covered=covered_skills(self.candidate, self.object),
            profile_is_private=is_private(self.candidate),
        )

    def send(self, form, resume):
        try:
            application = services.submit_application(
                candidate=CandidateProfile(self.request.user).row(),
                listing=self.object,
                name=form.cleaned_data["name"],
                note=form.cleaned_data["note"],
                resume=resume,
                answers=form.answered(),
                consent_version=APPLICATION_VERSION,
            )
        except services.ListingClosed:
            return self.refuse("closed", status=409)
        except services.OwnListing:
            return self.refuse("own", status=403)
        except services.AlreadyApplied as already:
            # Kept by this very request, between another's sending and now.
            services.drop_draft(candidate=already.application.candidate, listing=self.object)
            return self.already_applied(already.application)
        except services.TooManyApplications:
            form.add_error(
                None,
                _(
                    "You have sent many applications lately. This one is kept: send it a little later."
                ),
            )
            return self.form_invalid(form)
        messages.success(
            self.request, _("Sent. %(employer)s has it now.") % {"employer": self.object.employer}
        )
        return redirect(application)

    def already_applied(self, application):
        messages.info(
            self.request, _("You have already applied for this job. This is what you sent.")
        )
        return SeeOther(application.get_absolute_url())

    def get_context_data(self, **kwargs):
        draft = None if typing_kept(self.request) else self.draft
        return super().get_context_data(
            earlier=self.earlier,
            draft=draft,
            draft_version=services.version_of(self.draft),
            **kwargs,
        )


def keep_typed(request, listing, questions, seen: str | None = None) -> ApplicationDraft | None:
    """Keep what the request brings as the person's draft, as `keep_draft` does. About six queries."""
    candidate = CandidateProfile(request.user).row()
    # Met by its key as text: a number of any length is at most no file's.
    stored = {str(resume.pk): resume for resume in candidate.resumes.all()}
    return services.keep_draft(
        candidate=candidate,
        listing=listing,
        name=request.POST.get("name", ""),
        note=request.POST.get("note", ""),
        answers=typed_answers(questions, request.POST),
        resume=stored.get(request.POST.get("resume", "")),
        seen=seen,
    )
