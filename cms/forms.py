from collections.abc import Iterable

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.models.skills import Skill
from cms.models.taxonomy import Industry
from cms.vocabulary import LADDER_LEVELS, Channel, RoleFamily, SkillKind


class OptionalChoice(forms.ChoiceField):
    """A choice that may be left open, which `any` says in words."""

    def __init__(self, *, any, choices, **kwargs):
        super().__init__(
            choices=[("", any), *choices],
            required=False,
            widget=forms.Select(attrs={"class": "input"}),
            **kwargs,
        )


class AddressForm(forms.Form):
    """A form whose values come from an address. A bad value is left out, and the page says so."""

    @property
    def chosen(self) -> dict:
        """The good values by name."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RoleFilterForm(AddressForm):
    """What narrows the list of roles."""

    line = OptionalChoice(label=_("Line"), any=_("All lines"), choices=RoleFamily.choices)
    level = OptionalChoice(
        label=_("Rung"),
        any=_("All rungs"),
        choices=[
            (str(level), format_lazy("{}, {}", level, name))
            for level, name in LADDER_LEVELS.items()
        ],
    )
    channel = OptionalChoice(label=_("Channel"), any=_("All channels"), choices=Channel.choices)
    industry = forms.ModelChoiceField(
        Industry.objects.none(),
        label=_("Industry"),
        to_field_name="slug",
        required=False,
        empty_label=_("All industries"),
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["industry"].queryset = Industry.objects.filter(roles__isnull=False).distinct()


class SkillFilterForm(AddressForm):
    """What narrows the list of skills."""

    q = forms.CharField(
        label=_("Name of a skill"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    kind = OptionalChoice(label=_("Kind"), any=_("All kinds"), choices=SkillKind.choices)

    def narrowed(self, skills: Iterable[Skill]) -> list[Skill]:
        """Those of the kind in one of whose names all the words occur, in any case and script."""
        words = self.chosen.get("q", "").casefold().split()
        kind = self.chosen.get("kind")
        return [
            skill
            for skill in skills
            if kind in (None, skill.kind)
            and any(all(word in label.casefold() for word in words) for label in skill.labels)
        ]
