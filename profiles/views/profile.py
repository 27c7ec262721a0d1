from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
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
from profiles.kept_typing import is_of_somebody
from profiles.meter import Meter
from profiles.models import Candidate, Resume
from profiles.models.candidates import Level
from profiles.my_profile import my_profile
from profiles.pay_floor import understood
from profiles.resumes import RESUMES_EACH
from profiles.snapshot import Preferences
from profiles.views.told import KINDS, Section
from profiles.visibility import VisibilityChoice

BACKGROUND_HEADER = "X-Requested-With"  # autosubmit.js sends "autosubmit" in it
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
            "understood": pay_and_place_understood(preferences),
            "skills_by_kind": contents.skills_by_kind,
            "skills_open": len(contents.skills) <= FEW_ENOUGH_TO_SHOW
            or "wrong_skill" in bound_forms,
            "cefr_levels": Cefr.choices,
            "meter": Meter(contents, profile.is_guest),
        }
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
    """A form of the profile page. What is wrong with it is shown on the page, beside the field.

    To autosubmit.js the answer is JSON, in every case a 200, for the page stays and a refused value is no
    failure of the request: `saved`; `undo`, the act that can be taken back; `says`, for the form; and
    `problems` and `understood`, words by field.
    """

    http_method_names = ["post", "options"]

    def dispatch(self, request, *args, **kwargs):
        # Else what is meant for somebody's account would go into a guest's profile, and look saved.
        if request.method == "POST" and request.user.is_anonymous and is_of_somebody(request):
            return self.visit_ran_out()
        return super().dispatch(request, *args, **kwargs)

    def visit_ran_out(self):
        if self.is_in_background:
            return JsonResponse({"saved": False, "says": _("You are signed out.")})
        messages.info(
            self.request, _("Your visit ran out, and nothing was saved. Sign in to go on.")
        )
        return redirect_to_login(reverse("profiles:profile"))

    @property
    def is_in_background(self) -> bool:
        return self.request.headers.get(BACKGROUND_HEADER) == "autosubmit"

    def saved(self, anchor: str, text: str = "", *, token="", note="", understood=None):
        """What was done and, with the token of `undo.remember`, the way back. `note` is said besides.

        `understood` has by field what was made of it; a new page shows that by itself.
        """
        if self.is_in_background:
            told = {"saved": True, "undo": token, "says": note, "understood": understood or {}}
            return JsonResponse(told)
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
            problems = {name: " ".join(found) for name, found in form.errors.items()}
            return JsonResponse({"saved": False, "problems": problems})
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
        token = undo.remember(request, "preferences", preferences=True)
        profile.set_preferences(**form.cleaned_data)
        return self.saved(
            "preferences",
            token=token,
            note=self.also_named(form),
            understood=pay_and_place_understood(Preferences(**form.cleaned_data)),
        )

    def also_named(self, form) -> str:
        """What may have been meant otherwise."""
        if not form.also_named:
            return ""
        return _(
            "We took %(place)s. Other places of this name: %(others)s."
            " Add the state or country to choose one of them."
        ) % {
            "place": form.cleaned_data["place"].label,
            "others": "; ".join(other.label for other in form.also_named),
        }


def pay_and_place_understood(preferences: Preferences) -> dict[str, str]:
    """By field what was made of the words that somebody wrote into it; empty where there are none."""
    amount, place = preferences.pay_floor, preferences.place
    told = dict.fromkeys(["pay_floor", "place"], "")
    if amount is not None:
        pay = understood(amount, preferences.pay_currency)
        told["pay_floor"] = _("Understood: %(pay)s.") % {"pay": pay}
    if place:
        told["place"] = _("Understood: %(place)s, time zone %(zone)s.") % {
            "place": place.label,
            "zone": place.time_zone,
        }
    return told


class VisibilityView(LoginRequiredMixin, ProfileActView):
    def post(self, request):
        profile = my_profile(request)
        candidate = Candidate.objects.for_user(request.user).first()
        form = VisibilityForm(request.POST, choice=VisibilityChoice(request.user, candidate))
        if not form.is_valid():
            if not self.is_in_background:
                for problems in form.errors.values():
                    messages.error(request, problems[0])
            return self.refuse(form)
        profile.set_visibility(form.cleaned_data["visibility"])
        return self.saved("visibility")


class AdoptView(LoginRequiredMixin, ProfileActView):
    """Picks from this browser: action=add takes them into the profile, discard forgets them."""

    def post(self, request):
        offer = Offer(request)
        n = offer.contents.item_count
        if request.POST.get("action") == "add":
            token = ""
            if n or offer.contents.has_preferences:  # a second press finds nothing more
                token = undo.remember_adding(request, offer.contents)
            offer.accept()
            text = ngettext("%(n)d pick added.", "%(n)d picks added.", n) % {"n": n}
            return self.saved("skills", text, token=token)
        offer.discard()
        return self.saved("skills", _("The picks of this browser are gone."))
