import re
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Role, Skill
from cms.vocabulary import Cefr, SkillKind
from profiles.contents import KIND_ORDER, UNCHANGED, HeldLanguage, HeldSkill, ProfileContents
from profiles.models.candidates import PHRASE_LENGTH, YEARS_AT_MOST, Level, Source
from profiles.reading import TEXT_LIMIT, NamedSkills, skills_named, split_names

from .fields import select, text_area, text_input
from .profile import NAMES_AT_ONCE, role_choices, unknown_names

PICKS_LIMIT = 300
_SLUG = re.compile(r"[-a-z0-9_]{1,60}")


class TextField(forms.CharField):
    """Pasted text: a NUL in it is dropped, and what is too long is cut; `was_cut` says so."""

    was_cut = False

    def to_python(self, value):
        text = super().to_python(value).replace("\x00", "").replace("\r\n", "\n")
        self.was_cut = len(text) > TEXT_LIMIT
        return text[:TEXT_LIMIT]


class PasteForm(forms.Form):
    resume_text = TextField(
        label=gettext_lazy("Résumé text"),
        widget=text_area(6, autocomplete="off", spellcheck="false"),
        help_text=gettext_lazy("Used for suggestions on the next page only. It is not kept."),
        error_messages={
            "required": gettext_lazy("Paste some text first, or choose your role below.")
        },
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("I am a"),
        widget=select(),
        error_messages={
            "required": gettext_lazy("Choose your role first."),
            "invalid_choice": gettext_lazy("Choose one of the roles in the list."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(_("Choose your role"))

    def clean_role(self) -> Role:
        return Role.objects.get(slug=self.cleaned_data["role"])


@dataclass(frozen=True, slots=True)
class SkillGroup:
    kind: SkillKind
    skills: list[Skill]


def skill_groups(without: set[int]) -> list[SkillGroup]:
    """What may be picked, by kind; in each kind first what most jobs on the lower two rungs cannot do without.

    One query.
    """
    order = [When(kind=kind, then=position) for kind, position in KIND_ORDER.items()]
    needed = Q(role_skills__is_essential=True, role_skills__role__ladder_level__lte=2)
    skills = (
        Skill.objects.pickable()
        .annotate(needed_by=Count("role_skills", filter=needed))
        .order_by(Case(*order), "-needed_by", "preferred_label")
    )
    groups: dict[str, list[Skill]] = {}
    for skill in skills:
        if skill.pk not in without:
            groups.setdefault(skill.kind, []).append(skill)
    return [SkillGroup(SkillKind(kind), members) for kind, members in groups.items()]


class AcceptForm(forms.Form):
    """What somebody ticked. `contents` is what a profile takes; `unknown` the names that we do not know.

    The boxes have names of their own, `level-<slug>`, `years-<slug>`, `spoken-<slug>`, `written-<slug>`
    and `phrase-<slug>`; a value that no page of ours sends is left out.
    """

    names = forms.CharField(
        label=gettext_lazy("Add a skill by name"),
        required=False,
        max_length=500,
        widget=text_input(autocomplete="off"),
        help_text=gettext_lazy("Several at once with commas between: Zendesk, upselling"),
    )
    ticked = contents = ProfileContents()
    unknown = ()
    has_rows = False  # whether jobs, schools or figures are taken with it: then it may be empty

    def clean_names(self) -> NamedSkills:
        names = split_names(self.cleaned_data["names"])
        if len(names) > NAMES_AT_ONCE:
            raise ValidationError(_("Write at most %(n)d names at once.") % {"n": NAMES_AT_ONCE})
        return skills_named(self.cleaned_data["names"]) if names else NamedSkills((), ())

    def clean(self):
        """At most four queries."""
        cleaned = super().clean()
        slugs = self._slugs("skill")
        picked = Skill.objects.pickable().filter(slug__in=slugs) if slugs else []
        self.ticked = ProfileContents(
            skills=tuple(self._held(skill) for skill in picked),
            languages=tuple(self._languages()),
            current_role=Role.objects.filter(slug__in=self._slugs("current_role")).first(),
        )
        if "names" not in cleaned:
            return cleaned
        by_name = {skill.pk: HeldSkill(skill) for skill in cleaned["names"].skills}
        by_name |= {held.skill.pk: held for held in self.ticked.skills}
        self.contents = replace(self.ticked, skills=tuple(by_name.values()))
        self.unknown = cleaned["names"].unknown
        if not self.contents and not self.has_rows:
            self.add_error(
                "names",
                unknown_names(self.unknown)
                if self.unknown
                else _("Tick at least one skill, write one, or choose your role."),
            )
        return cleaned

    def _slugs(self, name: str) -> list[str]:
        return [slug for slug in self.data.getlist(name) if _SLUG.fullmatch(slug)][:PICKS_LIMIT]

    def _held(self, skill: Skill) -> HeldSkill:
        years = self.data.get(f"years-{skill.slug}", "").strip()
        told = years.isdecimal() and len(years) <= 4 and int(years) <= YEARS_AT_MOST
        source, phrase = self._source(skill)
        return HeldSkill(
            skill,
            self._level(skill),
            years=int(years) if told else UNCHANGED,
            source=source,
            source_phrase=phrase,
        )

    def _source(self, item: Skill) -> tuple[str, str]:
        """What was offered on the page has its words beside it; the rest somebody picked alone."""
        phrase = self.data.get(f"phrase-{item.slug}")
        source = self.data.get("source", "")
        if phrase is None or source not in {Source.RESUME, Source.ROLE}:
            return Source.OWN, ""
        return source, phrase.replace("\x00", "")[:PHRASE_LENGTH]

    def _level(self, skill: Skill) -> int:
        level = self.data.get(f"level-{skill.slug}", "")
        return int(level) if level in {str(value) for value in Level.values} else Level.ALONE

    def _languages(self):
        if slugs := self._slugs("language"):
            languages = Skill.objects.matchable().filter(kind=SkillKind.LANGUAGE, slug__in=slugs)
            for language in languages:
                spoken = self.data.get(f"spoken-{language.slug}", "")
                written = self.data.get(f"written-{language.slug}", "")
                source, phrase = self._source(language)
                yield HeldLanguage(
                    language,
                    spoken if spoken in Cefr.values else Cefr.B2,
                    written if written in Cefr.values else "",
                    source,
                    phrase,
                )
