from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.vocabulary import Cefr
from profiles.forms.profile import unknown_names
from profiles.forms.start import AcceptForm, PasteForm, RoleForm, skill_groups
from profiles.limits import may
from profiles.models.candidates import Level
from profiles.my_profile import my_profile
from profiles.reading import Suggestions, read_text, skills_of_role

PASTES_AN_HOUR = 30


class StartView(TemplateView):
    """From a résumé, a role or a list to skills that count. Nothing counts before it is accepted.

    GET shows the ways in, and with `role` what that role asks. POST reads a text, which goes back
    into the page and nowhere else; POST with action=accept saves what was ticked.
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
        return self.accept() if request.POST.get("action") == "accept" else self.read()

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

    def accept(self):
        form = AcceptForm(self.request.POST)
        if not form.is_valid():
            return self.show(accept_form=form, suggestions=Suggestions.of(form.ticked))
        my_profile(self.request).add(form.contents)
        if form.unknown:
            messages.warning(self.request, unknown_names(form.unknown))
        return redirect("matching:match_list")

    def show(self, *, status=200, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, *, suggestions=None, **context):
        """For an empty profile 2 queries of its own, roles and skills; for a guest's at most 3 more,
        for a candidate's 4."""
        profile = my_profile(self.request).contents
        if suggestions:
            suggestions = suggestions.without(profile)
        shown = {held.skill.pk for held in profile.skills}
        shown |= {s.item.pk for s in suggestions.skills} if suggestions else set()
        return super().get_context_data(
            **{"paste_form": PasteForm(), "role_form": RoleForm(), "accept_form": AcceptForm()}
            | context
            | {
                "suggestions": suggestions,
                "skill_groups": skill_groups(without=shown),
                "levels": Level.choices,
                "cefr_levels": Cefr.choices,
            }
        )
