from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import Role, Skill
from cms.vocabulary import Cefr, Channel, EmploymentType, RoleFamily, SkillKind, WorkMode
from profiles.models.candidates import EVIDENCE_LENGTH, YEARS_AT_MOST, Level, Visibility
from profiles.pay_floor import CURRENCIES, NotAnAmount, read_pay_floor
from profiles.reading import skills_named, split_names
from profiles.snapshot import Preferences

from .fields import Boxes, PlaceMixin, place_field, select, text_input

NAMES_AT_ONCE = 30
COMMUTES = [5, 10, 15, 25, 40, 60, 100]  # miles


def role_choices(empty: str) -> list:
    """Roles by line for a select. One query."""
    groups: dict[str, list] = {}
    for role in Role.objects.by_line():
        groups.setdefault(RoleFamily(role.family).label, []).append((role.slug, role.title))
    return [("", empty), *groups.items()]


class SkillNamesForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Add a skill by name"),
        max_length=500,
        widget=text_input(autocomplete="off"),
        help_text=gettext_lazy("Several at once with commas between: Zendesk, upselling"),
        error_messages={"required": gettext_lazy("Write the name of a skill or a tool.")},
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("How well"),
        choices=Level,
        coerce=int,
        required=False,
        empty_value=Level.ALONE,
        initial=Level.ALONE,
        widget=select(),
    )

    def clean_name(self):
        names = split_names(self.cleaned_data["name"])
        if not names:
            raise ValidationError(_("Write the name of a skill or a tool."))
        if len(names) > NAMES_AT_ONCE:
            raise ValidationError(
                _("Write at most %(n)d names at once.") % {"n": NAMES_AT_ONCE}, code="many"
            )
        self.named = skills_named(self.cleaned_data["name"])
        if not self.named.skills:
            raise ValidationError(unknown_names(self.named.unknown))
        return self.cleaned_data["name"]


def unknown_names(unknown) -> str:
    """Which names we do not know, and what they may have meant."""
    names = ", ".join(f"“{typed}”" for typed, _near in unknown)
    text = ngettext(
        "We do not know a skill called %(names)s.",
        "We do not know skills called %(names)s.",
        len(unknown),
    ) % {"names": names}
    near = ", ".join(dict.fromkeys(near for _typed, near in unknown if near))
    if near:
        return _("%(unknown)s Did you mean %(near)s?") % {"unknown": text, "near": near}
    return _("%(unknown)s Try the word that a job post would use.") % {"unknown": text}


class SkillForm(forms.Form):
    level = forms.TypedChoiceField(
        choices=Level,
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose one of the four levels."),
            "invalid_choice": gettext_lazy("Choose one of the four levels."),
        },
    )
    evidence = forms.CharField(required=False, max_length=EVIDENCE_LENGTH)
    years = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=YEARS_AT_MOST,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"],
            gettext_lazy("Write the years of use as a whole number, 0 to 60."),
        ),
    )


class LanguageForm(forms.Form):
    language = forms.ModelChoiceField(
        label=gettext_lazy("Language"),
        queryset=Skill.objects.none(),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose"),
        widget=select(),
        error_messages={
            "required": gettext_lazy("Choose a language."),
            "invalid_choice": gettext_lazy("Choose a language from the list."),
        },
    )
    spoken = forms.ChoiceField(
        label=gettext_lazy("Spoken"), choices=Cefr, initial=Cefr.B2, widget=select()
    )
    written = forms.ChoiceField(
        label=gettext_lazy("Written"),
        choices=[("", gettext_lazy("Not said")), *Cefr.choices],
        required=False,
        widget=select(),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].queryset = Skill.objects.matchable().filter(kind=SkillKind.LANGUAGE)


class RolesForm(forms.Form):
    """Both may be empty. Cleaned, they are Roles or None."""

    current_role = forms.ChoiceField(
        label=gettext_lazy("Your role now"), required=False, widget=select()
    )
    target_role = forms.ChoiceField(
        label=gettext_lazy("The role you want"), required=False, widget=select()
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["current_role"].choices = choices = role_choices(_("Not said"))
        self.fields["target_role"].choices = choices

    def clean(self):
        cleaned = super().clean()
        slugs = [cleaned.get("current_role"), cleaned.get("target_role")]
        roles = {role.slug: role for role in Role.objects.filter(slug__in=filter(None, slugs))}
        return {name: roles.get(slug) for name, slug in cleaned.items()}


class PreferencesForm(PlaceMixin, forms.Form):
    pay_floor = forms.CharField(
        label=gettext_lazy("Lowest pay you would take"),
        required=False,
        max_length=40,
        widget=text_input(autocomplete="off"),
        help_text=gettext_lazy("For example $20, or 41,600 a year"),
    )
    pay_currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        choices=[(code, f"{code} {sign}") for code, sign in CURRENCIES.items()],
        widget=select(),
        help_text=gettext_lazy("If the amount does not name it"),
    )
    place = place_field(
        label=gettext_lazy("Where you live or want to work"),
        help_text=gettext_lazy("A city with its state or country: Columbus, OH"),
    )
    commute_miles = forms.TypedChoiceField(
        label=gettext_lazy("How far you would travel"),
        help_text=gettext_lazy("From that place, in a straight line"),
        required=False,
        coerce=int,
        empty_value=Preferences().commute_miles,
        widget=select(),
    )
    work_modes = forms.MultipleChoiceField(
        label=gettext_lazy("Where you would work"),
        required=False,
        choices=WorkMode,
        widget=Boxes,
        help_text=gettext_lazy("None ticked: all"),
    )
    employment_types = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of work"),
        required=False,
        choices=EmploymentType,
        widget=Boxes,
        help_text=gettext_lazy("None ticked: all"),
    )
    channels_avoided = forms.MultipleChoiceField(
        label=gettext_lazy("Channels you would rather not work on"),
        required=False,
        choices=Channel,
        widget=Boxes,
    )

    def __init__(self, *args, preferences: Preferences, **kwargs):
        self.held_place = preferences.place
        initial = {
            "pay_floor": preferences.pay_floor,
            "pay_currency": preferences.pay_currency,
            "place": preferences.place.label if preferences.place else "",
            "commute_miles": preferences.commute_miles,
            "work_modes": preferences.work_modes,
            "employment_types": preferences.employment_types,
            "channels_avoided": preferences.channels_avoided,
        }
        super().__init__(*args, initial=initial, **kwargs)
        miles = sorted({*COMMUTES, preferences.commute_miles})
        self.fields["commute_miles"].choices = [
            (
                n,
                preferences.place.distance_label(n)
                if preferences.place
                else _("%(n)d miles") % {"n": n},
            )
            for n in miles
        ]

    def clean(self):
        """What `set_preferences` takes."""
        cleaned = super().clean()
        currency = cleaned.get("pay_currency") or Preferences().pay_currency
        text = (cleaned.get("pay_floor") or "").strip()
        amount = None
        if text:
            try:
                amount, currency = read_pay_floor(text, currency)
            except NotAnAmount as error:
                self.add_error("pay_floor", str(error))
        return cleaned | {
            "pay_floor": amount,
            "pay_currency": currency,
            **{
                name: tuple(cleaned.get(name, ()))
                for name in ("work_modes", "employment_types", "channels_avoided")
            },
        }


class VisibilityForm(forms.Form):
    """`consent` is the version of the words that stood on the page. Other choices need none."""

    visibility = forms.ChoiceField(
        choices=Visibility,
        error_messages={
            "required": gettext_lazy("Choose who may see your profile."),
            "invalid_choice": gettext_lazy("Choose who may see your profile."),
        },
    )
    consent = forms.CharField(required=False)

    def __init__(self, *args, choice, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice = choice

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("visibility") == Visibility.EMPLOYERS and not self.choice.is_shown:
            if not cleaned.get("consent"):
                self.add_error(
                    "consent", _("Tick the box if you agree; without it nobody sees your profile.")
                )
            elif cleaned["consent"] != str(self.choice.version):
                self.add_error(
                    "consent", _("The words have changed meanwhile. Read them once more.")
                )
        return cleaned
