from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from cms.vocabulary import Cefr
from profiles import undo
from profiles.forms.profile import unknown_names
from profiles.forms.resume import ResumeForm
from profiles.forms.review import OfferedRows
from profiles.forms.start import AcceptForm, PasteForm, RoleForm, skill_groups
from profiles.limits import may, may_upload
from profiles.models import Resume
from profiles.models.candidates import Level, Source
from profiles.my_profile import CandidateProfile, my_profile
from profiles.reading import Suggestions, read_text, skills_of_role
from profiles.resumes import (
    RESUMES_EACH,
    ResumeNotStored,
    TooManyResumes,
    delete_resume,
    store_guest_resume,
    store_resume,
)
from profiles.told import save_row
from profiles.views.told import MOST_EACH

PASTES_AN_HOUR = 30
GUEST_FILE_KEPT = timedelta(hours=1)
WAITING_KEY = "resume_to_read"  # in a guest's session: the key of their file
SHOWN_KEY = "resume_shown"


class StartView(TemplateView):
    """From a résumé, a role or a list to skills that count. Nothing counts before it is accepted.

    GET shows the ways in, and with `role` what that role asks. POST reads a text, which goes back
    into the page and nowhere else; with action=upload it stores a file for the worker to read; with
    action=accept it saves what was ticked.
    """

    template_name = "profiles/start.html"

    def get(self, request):
        if "role" not in request.GET:
            return self.show()
        form = RoleForm(request.GET)
        if not form.is_valid():
            return self.show(role_form=form)
        return self.show(role_form=form, suggestions=skills_of_role(form.cleaned_data["role"]))

    def post(self, request):
        acts = {"accept": self.accept, "upload": self.upload}
        return acts.get(request.POST.get("action"), self.read)()

    def read(self):
        form = PasteForm(self.request.POST)
        if not form.is_valid():
            return self.show(paste_form=form)
        if not may(self.request, "paste", times=PASTES_AN_HOUR, window=timedelta(hours=1)):
            form.add_error(
                "resume_text",
                _(
                    "You have pasted %(n)d texts within the hour. Wait a little, or choose your role below."
                )
                % {"n": PASTES_AN_HOUR},
            )
            return self.show(paste_form=form, status=429)
        return self.show(
            paste_form=form,
            was_cut=form.fields["resume_text"].was_cut,
            was_read=True,
            suggestions=read_text(form.cleaned_data["resume_text"]),
        )

    def upload(self):
        form = ResumeForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show(upload_form=form)
        if not may_upload(self.request):
            form.add_error("file", _("You have sent many files within the hour. Wait a little."))
            return self.show(upload_form=form, status=429)
        try:
            resume = self._stored(form)
        except TooManyResumes:
            form.add_error(
                "file",
                _("You have %(n)d files here. Delete one in your profile first.")
                % {"n": RESUMES_EACH},
            )
            return self.show(upload_form=form)
        except ResumeNotStored:
            form.add_error(
                "file", _("The file could not be saved. Try it again in a little while.")
            )
            return self.show(upload_form=form, status=503)
        return redirect("profiles:resume_reading", resume.pk)

    def _stored(self, form: ResumeForm) -> Resume:
        file, kind = form.cleaned_data["file"], form.kind
        if self.request.user.is_authenticated:
            with transaction.atomic():
                candidate = CandidateProfile(self.request.user).row()
                return store_resume(candidate=candidate, file=file, kind=kind)
        resume = store_guest_resume(file=file, kind=kind, kept=GUEST_FILE_KEPT)
        self.request.session[WAITING_KEY] = resume.pk
        return resume

    def accept(self):
        """A signed-in person's rows are written with the picks or not at all; a guest has none."""
        form = AcceptForm(self.request.POST)
        profile = my_profile(self.request)
        rows = OfferedRows([] if profile.is_guest else OfferedRows.posted(self.request.POST).rows)
        form.has_rows = bool(rows.taken)
        candidate = None
        if rows and profile.contents is not None:
            candidate = profile.candidate
        rows_fit = rows.is_valid(candidate) and self._have_room(rows, candidate, form)
        if not form.is_valid() or not rows_fit:
            return self.show(
                accept_form=form,
                suggestions=Suggestions.of(form.ticked),
                rows=rows,
                source=self.request.POST.get("source", ""),
                rows_wrong=not rows_fit,
            )
        before = profile.contents
        token = undo.remember_adding(self.request, form.contents, rows.skills_that_come)
        with transaction.atomic():
            profile.add(form.contents)
            written = [row.row(profile.row()) for row in rows.taken]
            for row in written:
                save_row(profile, row)
        undo.remember_rows(self.request, written)
        token = undo.unless_idle(self.request, token, before)
        n = form.contents.item_count + len(written)
        text = ngettext(
            "%(n)d thing added to your profile.", "%(n)d things added to your profile.", n
        )
        undo.say(self.request, text % {"n": n}, token)
        if form.unknown:
            messages.warning(self.request, unknown_names(form.unknown))
        return redirect("matching:match_list")

    def _have_room(self, rows: OfferedRows, candidate, form: AcceptForm) -> bool:
        """Whether what is taken fits beside what is there. One query for each kind that is taken."""
        for heading, members in rows.groups:
            taken = [row for row in members if row.is_taken]
            if not taken or candidate is None:
                continue
            there = type(taken[0].instance).objects.filter(candidate=candidate).count()
            if there + len(taken) > MOST_EACH:
                taken[0].add_error(
                    None,
                    _("%(heading)s: you can keep %(n)d. Untick some, or remove some first.")
                    % {"heading": heading, "n": MOST_EACH},
                )
                return False
        return True

    def show(self, *, status=200, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, *, suggestions=None, rows=None, **context):
        """For an empty profile 2 queries of its own, roles and skills; for a guest's at most 3 more,
        for a candidate's 4. With rows that were read 2 more: the choices of role and of measure."""
        profile = my_profile(self.request)
        contents = profile.contents
        guest_rows = 0
        if suggestions:
            if profile.is_guest:
                guest_rows = suggestions.row_count
                suggestions = suggestions.for_guest()
            suggestions = suggestions.without(contents)
            if rows is None and suggestions.has_rows:
                rows = OfferedRows.of(suggestions.without_rows(profile.candidate))
        shown = {held.skill.pk for held in contents.skills}
        shown |= {s.item.pk for s in suggestions.skills} if suggestions else set()
        source = Source.RESUME if context.get("was_read") else Source.ROLE
        forms = {
            "paste_form": PasteForm(),
            "upload_form": ResumeForm(),
            "role_form": RoleForm(),
            "accept_form": AcceptForm(),
        }
        sent = [context[name] for name in forms if name in context]
        return super().get_context_data(
            **forms
            | {"source": source}
            | context
            | {
                "sent_forms": sent,
                "suggestions": suggestions,
                "rows": rows,
                "guest_rows": guest_rows,
                "skill_groups": skill_groups(without=shown),
                "levels": Level.choices,
                "cefr_levels": Cefr.choices,
            }
        )


class ResumeReadingView(StartView):
    """An uploaded file: waits for the worker, then shows what was read for review.

    A guest's file is deleted when this is first shown, with its text. Everybody else's is 404.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "profiles/start.html"

    def get(self, request, pk):
        if not request.user.is_authenticated and request.session.get(SHOWN_KEY) == pk:
            messages.info(
                request,
                _("Your file was read once and is deleted. Send it again to see what it says."),
            )
            return redirect("profiles:start")
        resume = self._mine(pk)
        if resume.reading == Resume.Reading.WAITING:
            self.template_name = "profiles/resume_waiting.html"
            return self.render_to_response({"resume": resume})
        suggestions = None
        if resume.reading == Resume.Reading.READ:
            suggestions = read_text(resume.text)
        if resume.candidate_id is None:
            self._forget(resume)
        return self.show(
            was_read=suggestions is not None,
            file_was_read=True,
            resume=resume,
            suggestions=suggestions,
        )

    def _mine(self, pk: int) -> Resume:
        if self.request.user.is_authenticated:
            return get_object_or_404(Resume.objects.for_user(self.request.user), pk=pk)
        if self.request.session.get(WAITING_KEY) != pk:
            raise Http404
        return get_object_or_404(Resume.objects.ownerless(), pk=pk, expires_at__gt=timezone.now())

    def _forget(self, resume: Resume) -> None:
        pk = resume.pk
        delete_resume(resume)
        self.request.session.pop(WAITING_KEY, None)
        self.request.session[SHOWN_KEY] = pk
