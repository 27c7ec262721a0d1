from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from cms.models import Skill
from cms.vocabulary import Cefr
from cms.weeks import week_of_spans
from profiles import undo
from profiles.carry_over import Offer
from profiles.contents import UNCHANGED, HeldSkill
from profiles.forms.hours import QUICK_FILLS
from profiles.forms.profile import (
    LanguageForm,
    PreferencesForm,
    RolesForm,
    SkillForm,
    SkillNamesForm,
    VisibilityForm,
    unknown_names,
)
from profiles.meter import Meter
from profiles.models import Candidate, Resume
from profiles.models.candidates import Level
from profiles.my_profile import my_profile
from profiles.pay_floor import understood
from profiles.resumes import RESUMES_EACH
from profiles.views.told import KINDS, Section
from profiles.visibility import VisibilityChoice

# Between autosubmit.js and these views: it sends "autosubmit" in the one, and reads the act from the other.
BACKGROUND_HEADER = "X-Requested-With"
UNDO_HEADER = "X-Undo"
PLAIN = "text/plain; charset=utf-8"
FEW_ENOUGH_TO_SHOW = 6  # skills; of more a phone shows the kinds, folded


class ProfileView(TemplateView):
    """Everything that a person told us, to read and to change; for a guest it lies in the session."""

    template_name = "profiles/profile.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **bound_forms):
        """For a candidate 12 queries: profile, skills, languages, words of jobs; jobs, figures,
        education and certificates as rows; hours, files, and the choices of role and of language.
        What stands beside it, who may see the profile, has its own. For a guest at most 5."""
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
            "skills_by_kind": contents.skills_by_kind,
            "skills_open": len(contents.skills) <= FEW_ENOUGH_TO_SHOW
            or "wrong_skill" in bound_forms,
            "cefr_levels": Cefr.choices,
            "meter": Meter(contents, profile.is_guest),
        }
        if preferences.pay_floor is not None:
            context["pay_understood"] = understood(preferences.pay_floor, preferences.pay_currency)
        if not profile.is_guest:
            candidate = profile.candidate
            sections = [Section.of(kind, self.request.user) for kind in KINDS]
            by_certificate = {row.skill_id for row, *_rest in sections[-1].rows}
            context |= {
                "candidate": candidate,
                "sections": sections,
                "skills_by_kind": contents.without_skills(by_certificate).skills_by_kind,
                "week": week_of_spans(profile.hours(), candidate.time_zone) if candidate else None,
                "quick_fills": [(name, label) for name, (label, _spans) in QUICK_FILLS.items()],
                "resumes": Resume.objects.for_user(self.request.user),
                "resumes_each": RESUMES_EACH,
                "offer": Offer(self.request).contents,
                "visibility": VisibilityChoice(self.request.user, candidate),
            }
        return super().get_context_data(**context | bound_forms)


class MeterView(TemplateView):
    """What the matcher can see, alone: the profile page asks for it when something saved itself.

    For a candidate at most 4 queries of its own: profile, skills, languages, words of jobs.
    """

    template_name = "profiles/partials/meter.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        profile = my_profile(self.request)
        return super().get_context_data(meter=Meter(profile.contents, profile.is_guest))


class ProfileActView(ProfileView):
    """A form of the profile page. What is wrong with it is shown on the page, beside the field."""

    http_method_names = ["post", "options"]

    @property
    def is_in_background(self) -> bool:
        return self.request.headers.get(BACKGROUND_HEADER) == "autosubmit"

    def saved(self, anchor: str, text: str = "", *, token: str = "", note: str = ""):
        """What was done and, with the token of `undo.remember`, the way back. `note` is said besides."""
        if not token:
            undo.forget(self.request)
        if self.is_in_background:
            # The page stays, and says so itself.
            response = HttpResponse(note, content_type=PLAIN) if note else HttpResponse(status=204)
            if token:
                response[UNDO_HEADER] = token
            return response
        if token:
            undo.say(self.request, text or _("Saved."), token)
        else:
            messages.success(self.request, text or _("Saved."))
        if note:
            messages.info(self.request, note)
        return redirect(f"{reverse('profiles:profile')}#{anchor}")

    def show(self, **bound_forms):
        return self.render_to_response(self.get_context_data(**bound_forms))

    def refuse(self, form, **bound_forms):
        """The page with what is wrong beside the field; in the background the words alone."""
        if self.is_in_background:
            problems = [str(problem) for found in form.errors.values() for problem in found]
            return HttpResponse(" ".join(problems), content_type=PLAIN, status=422)
        return self.show(**bound_forms)


class SkillAddView(ProfileActView):
    def post(self, request):
        form = SkillNamesForm(request.POST)
        if not form.is_valid():
            return self.show(skill_form=form)
        named, level = form.named, form.cleaned_data["level"]
        token = undo.remember(request, "skills", skills=named.skills)
        my_profile(request).set_skills([HeldSkill(skill, level) for skill in named.skills])
        if named.unknown:
            messages.warning(request, unknown_names(named.unknown))
        n = len(named.skills)
        return self.saved(
            "skills",
            ngettext("%(n)d skill added.", "%(n)d skills added.", n) % {"n": n},
            token=token,
        )


class SkillUpdateView(ProfileActView):
    """One skill: another level, evidence and years of use, or action=remove."""

    def post(self, request, slug):
        skill = get_object_or_404(Skill.objects.pickable(), slug=slug)
        profile = my_profile(request)
        if request.POST.get("action") == "remove":
            token = undo.remember(request, "skills", skills=[skill])
            profile.remove_skill(skill)
            return self.saved("skills", _("%(skill)s removed.") % {"skill": skill}, token=token)
        form = SkillForm(request.POST, auto_id=f"{skill.slug}-%s")
        if not form.is_valid():
            form.slug = skill.slug
            if "level" in form.errors and not self.is_in_background:
                messages.error(
                    request, _("%(skill)s: choose one of the four levels.") % {"skill": skill}
                )
            return self.refuse(form, wrong_skill=form)
        evidence = form.cleaned_data["evidence"] if "evidence" in request.POST else None
        years = form.cleaned_data["years"] if "years" in request.POST else UNCHANGED
        token = undo.remember(request, f"skill-{skill.slug}", skills=[skill])
        profile.set_skill(skill, form.cleaned_data["level"], evidence, years)
        return self.saved(f"skill-{skill.slug}", token=token)


class LanguageAddView(ProfileActView):
    """A language with its levels, new or known."""

    def post(self, request):
        form = LanguageForm(request.POST)
        if not form.is_valid():
            return self.refuse(form, language_form=form)
        token = undo.remember(request, "languages", languages=[form.cleaned_data["language"]])
        my_profile(request).set_language(**form.cleaned_data)
        return self.saved("languages", token=token)


class LanguageRemoveView(ProfileActView):
    def post(self, request, slug):
        language = get_object_or_404(Skill, kind="language", slug=slug)
        token = undo.remember(request, "languages", languages=[language])
        my_profile(request).remove_language(language)
        text = _("%(language)s removed.") % {"language": language}
        return self.saved("languages", text, token=token)


class RolesView(ProfileActView):
    def post(self, request):
        form = RolesForm(request.POST)
        if not form.is_valid():
            return self.refuse(form, roles_form=form)
        token = undo.remember(request, "roles", roles=True)
        my_profile(request).set_roles(
            form.cleaned_data["current_role"], form.cleaned_data["target_role"]
        )
        return self.saved("roles", token=token)


class PreferencesView(ProfileActView):
    def post(self, request):
        profile = my_profile(request)
        form = PreferencesForm(request.POST, preferences=profile.contents.preferences)
        if not form.is_valid():
            return self.refuse(form, preferences_form=form)
        profile.set_preferences(**form.cleaned_data)
        return self.saved("preferences", note=self.understood(form))

    def understood(self, form) -> str:
        """What may have been meant otherwise; in the background, where no new page shows it, all of it."""
        told = []
        amount, place = form.cleaned_data["pay_floor"], form.cleaned_data["place"]
        if self.is_in_background and (amount is not None or place):
            told.append(_("Saved."))
            if amount is not None:
                told.append(understood(amount, form.cleaned_data["pay_currency"]) + ".")
            if place:
                told.append(f"{place.label}.")
        if form.also_named:
            told.append(
                _(
                    "We took %(place)s. Other places of this name: %(others)s."
                    " Add the state or country to choose one of them."
                )
                % {
                    "place": place.label,
                    "others": "; ".join(other.label for other in form.also_named),
                }
            )
        return " ".join(told)


class VisibilityView(LoginRequiredMixin, ProfileActView):
    def post(self, request):
        profile = my_profile(request)
        candidate = Candidate.objects.for_user(request.user).first()
        form = VisibilityForm(request.POST, choice=VisibilityChoice(request.user, candidate))
        if not form.is_valid():
            for problems in form.errors.values():
                messages.error(request, problems[0])
            return self.show()
        profile.set_visibility(form.cleaned_data["visibility"])
        return self.saved("visibility")


class AdoptView(LoginRequiredMixin, ProfileActView):
    """Picks from this browser: action=add takes them into the profile, discard forgets them."""

    def post(self, request):
        offer = Offer(request)
        n = offer.contents.item_count
        if request.POST.get("action") == "add":
            token = undo.remember_adding(request, offer.contents)
            offer.accept()
            text = ngettext("%(n)d pick added.", "%(n)d picks added.", n) % {"n": n}
            return self.saved("skills", text, token=token)
        offer.discard()
        return self.saved("skills", _("The picks of this browser are gone."))
