"""What the people of an employer decide, write and note about those who applied."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.application_states import DECISION_WORDS
from listings.models import Application, ApplicationNote, MessageTemplate
from listings.sifting import tags
from listings.sifting.placeholders import LONGEST, MEANINGS, fill, known_in_words, unknown_places
from profiles.forms.fields import Radios
from profiles.models import Employer

from .fields import INPUT, LineField, TextField

State = Application.State
NO_REASON = "none"
MAX_WORDS = 2_000
MAX_FILLED = 4_000  # with the longest names in all places

REASON_CHOICES = [
    *Application.DeclineReason.choices,
    (NO_REASON, gettext_lazy("No reason: the mail gives none")),
]


def check_places(text: str, *, is_strict: bool) -> str:
    """Refuse words that would be too long once filled in, and where nobody reads them before, unknown places."""
    unknown = unknown_places(text) if is_strict else []
    if unknown:
        raise ValidationError(
            _("We know no place %(unknown)s. These can be filled in: %(known)s.")
            % {"unknown": ", ".join(place[:40] for place in unknown), "known": known_in_words()}
        )
    if len(fill(text, dict.fromkeys(MEANINGS, LONGEST))) > MAX_FILLED:
        raise ValidationError(_("With its places filled in this becomes too long. Use fewer."))
    return text


class WordsField(TextField):
    """Words to an applicant, in which places are filled in. `is_strict`: nobody sees them filled in before."""

    def __init__(self, *, is_strict: bool = False, **kwargs):
        self.is_strict = is_strict
        super().__init__(max_length=MAX_WORDS, **kwargs)

    def clean(self, value):
        return check_places(super().clean(value), is_strict=self.is_strict)


class EmployerMessageForm(forms.Form):
    """What an employer writes to an applicant."""

    body = WordsField(
        label=gettext_lazy("Your message"),
        rows=6,
        error_messages={"required": gettext_lazy("Write the message first.")},
    )


class DecisionForm(forms.Form):
    """What a member of the employer decides, and the state that the page showed while deciding."""

    state = forms.ChoiceField(choices=Application.State, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=list(DECISION_WORDS.items()),
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose one of the buttons."),
            "invalid_choice": gettext_lazy("Choose one of the buttons."),
        },
    )
    message = WordsField(label=gettext_lazy("Your own words"), rows=6, required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("If you decline: why?"),
        choices=[("", gettext_lazy("Choose a reason")), *REASON_CHOICES],
        required=False,
        help_text=gettext_lazy("The mail tells it kindly, in two lines."),
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].is_needed_later = True

    def clean(self):
        cleaned = super().clean()
        is_decline = cleaned.get("decision") == State.DECLINED
        if is_decline and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, or choose “No reason”: then the mail gives none."))
        return cleaned

    @property
    def stored_reason(self) -> str:
        """Empty for none."""
        reason = self.cleaned_data["reason"]
        return "" if reason == NO_REASON else reason


class TriageForm(DecisionForm):
    """The same, with the reasons in view."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=REASON_CHOICES,
        required=False,
        help_text=gettext_lazy("The mail tells it kindly, in two lines."),
        widget=Radios,
    )
    message = WordsField(label=gettext_lazy("Your own words"), rows=4, required=False)


class NoteForm(forms.Form):
    note = TextField(
        label=gettext_lazy("A note for your colleagues"),
        max_length=ApplicationNote._meta.get_field("body").max_length,
        rows=3,
        error_messages={"required": gettext_lazy("Write the note first.")},
    )


class TagForm(forms.Form):
    tag = LineField(
        label=gettext_lazy("Add a tag"),
        max_length=200,  # told in words by `normalized`, which cuts signs off first
        error_messages={"required": gettext_lazy("Write the tag first.")},
        widget=forms.TextInput(attrs=INPUT | {"list": "tags-used", "autocomplete": "off"}),
    )

    def clean_tag(self) -> str:
        return tags.normalized(self.cleaned_data["tag"])


class MessageTemplateForm(forms.ModelForm):
    """A text of an employer with places in it. `employers` are those that the person acts for."""

    class Meta:
        model = MessageTemplate
        fields = ["employer", "use", "name", "body"]

    employer = forms.ModelChoiceField(
        queryset=Employer.objects.none(),
        label=gettext_lazy("Company"),
        empty_label=None,
        widget=forms.Select(attrs=INPUT),
    )
    use = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=MessageTemplate.Use.choices,
        widget=forms.Select(attrs=INPUT),
    )
    name = LineField(
        label=gettext_lazy("Name of the text"),
        max_length=60,
        help_text=gettext_lazy("You choose it by this name. Applicants do not see it."),
        error_messages={"required": gettext_lazy("Give the text a name.")},
    )
    body = WordsField(
        label=gettext_lazy("Text"),
        rows=10,
        is_strict=True,
        error_messages={"required": gettext_lazy("Write the text first.")},
    )

    def __init__(self, *args, employers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = employers
        # A text stays with its company; with one company there is nothing to choose.
        if self.instance.pk:
            del self.fields["employer"]
        elif len(employers) == 1:
            self.initial["employer"] = employers[0].pk
            self.fields["employer"].widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        employer = cleaned.get("employer") or getattr(self.instance, "employer", None)
        if employer and cleaned.get("name") and cleaned.get("use"):
            same = MessageTemplate.objects.filter(
                employer=employer, use=cleaned["use"], name=cleaned["name"]
            ).exclude(pk=self.instance.pk)
            if same.exists():
                self.add_error("name", _("You have a text of this name for this. Choose another."))
        return cleaned


# --- Many at once --------------------------------------------------------------------------------


class WordsToManyForm(forms.Form):
    """Words that go to several people: nobody reads them filled in before, so each place must be known."""

    message = WordsField(
        label=gettext_lazy("Your own words"), rows=6, required=False, is_strict=True
    )


class DeclineManyForm(WordsToManyForm):
    field_order = ["reason", "message"]
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[("", gettext_lazy("Choose a reason")), *REASON_CHOICES],
        help_text=gettext_lazy("The mail tells it kindly, in two lines."),
        error_messages={
            "required": gettext_lazy("Say why, or choose “No reason”: then the mail gives none.")
        },
        widget=forms.Select(attrs=INPUT),
    )


class MessageToManyForm(forms.Form):
    message = WordsField(
        label=gettext_lazy("Your message"),
        rows=6,
        is_strict=True,
        error_messages={"required": gettext_lazy("Write the message first.")},
    )
