from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models.taxonomy import Industry
from cms.vocabulary import LADDER_LEVELS, Channel, RoleFamily


class OptionalChoice(forms.ChoiceField):
    """A choice that may be left open, which `any` says in words."""

    def __init__(self, *, any, choices, **kwargs):
        super().__init__(
            choices=[("", any), *choices],
            required=False,
            widget=forms.Select(attrs={"class": "input"}),
            **kwargs,
        )


class RoleFilterForm(forms.Form):
    """What narrows the list of roles. It comes from an address: a bad value is left out, and said so."""

    line = OptionalChoice(label=_("Line"), any=_("All lines"), choices=RoleFamily.choices)
    level = OptionalChoice(
        label=_("Rung"),
        any=_("All rungs"),
        choices=[(str(level), f"{level}, {name}") for level, name in LADDER_LEVELS.items()],
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

    @property
    def chosen(self) -> dict:
        """The good values by name."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
