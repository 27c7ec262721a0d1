from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from cms.models import Skill
from profiles.carry_over import Offer
from profiles.contents import HeldSkill
from profiles.forms.profile import (
    LanguageForm,
    PreferencesForm,
    RolesForm,
    SkillForm,
    SkillNamesForm,
    VisibilityForm,
    unknown_names,
)
from profiles.models import Resume
from profiles.models.candidates import Level, Visibility
from profiles.my_profile import my_profile
from profiles.pay_floor import understood
from profiles.resumes import RESUMES_EACH

BACKGROUND_HEADER = "X-Requested-With"  # autosubmit.js sends "autosubmit" in it


class ProfileView(TemplateView):
    """Everything that a person told us, to read and to change; for a guest it lies in the session."""

    template_name = "profiles/profile.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **bound_forms):
        """For a candidate 8 queries: profile, skills, languages, jobs, jobs again as rows, files, and
        the choices of role and of language. For a guest at most 5."""
        profile = my_profile(self.request)
        contents = profile.contents
        roles = {"current_role": contents.current_role, "target_role": contents.target_role}
        preferences = contents.preferences
        context = {
            "profile": profile,
            "contents": contents,
            "levels": list(Level),
            "skill_form": SkillNamesForm(),
            "language_form": LanguageForm(),
            "roles_form": RolesForm(
                initial={name: role.slug if role else "" for name, role in roles.items()}
            ),
            "preferences_form": PreferencesForm(preferences=preferences),
        }
        if preferences.pay_floor is not None:
            context["pay_understood"] = understood(preferences.pay_floor, preferences.pay_currency)
        if not profile.is_guest:
            candidate = profile.candidate
            context |= {
                "candidate": candidate,
                "experiences": candidate.experiences.select_related("role") if candidate else [],
                "resumes": Resume.objects.for_user(self.request.user),
                "resumes_each": RESUMES_EACH,
                "offer": Offer(self.request).contents,
                "visibility": candidate.visibility if candidate else Visibility.PRIVATE,
            }
        return super().get_context_data(**context | bound_forms)


class ProfileActView(ProfileView):
    """A form of the profile page. What is wrong with it is shown on the page, beside the field."""

    http_method_names = ["post", "options"]

    def saved(self, anchor: str, text: str = ""):
        if self.request.headers.get(BACKGROUND_HEADER) == "autosubmit":
            return HttpResponse(status=204)  # the page stays, and says so itself
        messages.success(self.request, text or _("Saved."))
        return redirect(f"{reverse('profiles:profile')}#{anchor}")

    def show(self, **bound_forms):
        return self.render_to_response(self.get_context_data(**bound_forms))


class SkillAddView(ProfileActView):
    def post(self, request):
        form = SkillNamesForm(request.POST)
        if not form.is_valid():
            return self.show(skill_form=form)
        named, level = form.named, form.cleaned_data["level"]
        my_profile(request).set_skills([HeldSkill(skill, level) for skill in named.skills])
        if named.unknown:
            messages.warning(request, unknown_names(named.unknown))
        n = len(named.skills)
        return self.saved(
            "skills", ngettext("%(n)d skill added.", "%(n)d skills added.", n) % {"n": n}
        )


class SkillUpdateView(ProfileActView):
    """One skill: another level and evidence, or action=remove."""

    def post(self, request, slug):
        skill = get_object_or_404(Skill.objects.pickable(), slug=slug)
        profile = my_profile(request)
        if request.POST.get("action") == "remove":
            profile.remove_skill(skill)
            return self.saved("skills", _("%(skill)s removed.") % {"skill": skill})
        form = SkillForm(request.POST)
        if not form.is_valid():
            messages.error(
                request, _("%(skill)s: choose one of the four levels.") % {"skill": skill}
            )
            return self.show()
        evidence = form.cleaned_data["evidence"] if "evidence" in request.POST else None
        profile.set_skill(skill, form.cleaned_data["level"], evidence)
        return self.saved(f"skill-{skill.slug}")


class LanguageAddView(ProfileActView):
    def post(self, request):
        form = LanguageForm(request.POST)
        if not form.is_valid():
            return self.show(language_form=form)
        my_profile(request).set_language(**form.cleaned_data)
        return self.saved("languages")


class LanguageRemoveView(ProfileActView):
    def post(self, request, slug):
        language = get_object_or_404(Skill, kind="language", slug=slug)
        my_profile(request).remove_language(language)
        return self.saved("languages", _("%(language)s removed.") % {"language": language})


class RolesView(ProfileActView):
    def post(self, request):
        form = RolesForm(request.POST)
        if not form.is_valid():
            return self.show(roles_form=form)
        my_profile(request).set_roles(
            form.cleaned_data["current_role"], form.cleaned_data["target_role"]
        )
        return self.saved("roles")


class PreferencesView(ProfileActView):
    def post(self, request):
        profile = my_profile(request)
        form = PreferencesForm(request.POST, preferences=profile.contents.preferences)
        if not form.is_valid():
            return self.show(preferences_form=form)
        profile.set_preferences(**form.cleaned_data)
        if form.also_named:
            messages.info(
                request,
                _(
                    "We took %(place)s. Other places of this name: %(others)s."
                    " Add the state or country to choose one of them."
                )
                % {
                    "place": form.cleaned_data["place"].label,
                    "others": "; ".join(place.label for place in form.also_named),
                },
            )
        return self.saved("preferences")


class VisibilityView(LoginRequiredMixin, ProfileActView):
    def post(self, request):
        form = VisibilityForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose who may see your profile."))
            return self.show()
        my_profile(request).set_visibility(form.cleaned_data["visibility"])
        return self.saved("visibility")


class AdoptView(LoginRequiredMixin, ProfileActView):
    """Picks from this browser: action=add takes them into the profile, discard forgets them."""

    def post(self, request):
        offer = Offer(request)
        n = offer.contents.item_count
        if request.POST.get("action") == "add":
            offer.accept()
            text = ngettext("%(n)d pick added.", "%(n)d picks added.", n) % {"n": n}
        else:
            offer.discard()
            text = _("The picks of this browser are gone.")
        return self.saved("skills", text)
