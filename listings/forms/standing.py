from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.forms.fields import Boxes
from profiles.models import EmployerReview

from .fields import INPUT, TextField

WHICH = [
    ("", gettext_lazy("All")),
    ("unverified", gettext_lazy("Not checked yet")),
    ("verified", gettext_lazy("Checked")),
    ("suspended", gettext_lazy("Suspended")),
]


class EmployerCheckForm(forms.Form):
    """What a moderator looked at before saying who stands behind an employer; the reason if that is open."""

    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What you looked at"),
        choices=EmployerReview.Check,
        required=False,
        widget=Boxes,
    )
    was_verified = forms.BooleanField(required=False, widget=forms.HiddenInput)
    facts = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    reason = TextField(
        label=gettext_lazy("Reason, if it is not verified"),
        max_length=2_000,
        rows=5,
        required=False,
        help_text=gettext_lazy("The employer gets it as you write it: what is missing."),
    )

    def __init__(self, *args, is_refusal=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_refusal = is_refusal
        self.fields["reason"].is_needed_later = True
        self.fields["checks"].is_needed_later = True

    def clean(self):
        cleaned = super().clean()
        if self.is_refusal and not cleaned.get("reason"):
            self.add_error("reason", _("Say what is missing, so that the employer can send it."))
        return cleaned


class StandingForm(forms.Form):
    """Why an employer is suspended, or is not any more."""

    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=2_000,
        rows=4,
        help_text=gettext_lazy("Each member gets it by mail as you write it."),
        error_messages={"required": gettext_lazy("Say why. The members get these words.")},
    )


class EmployerFilterForm(forms.Form):
    """Which employers are listed: a GET form, in which a bad value counts as none."""

    which = forms.ChoiceField(
        label=gettext_lazy("Show"), choices=WHICH, required=False, widget=forms.Select(attrs=INPUT)
    )
    q = forms.CharField(
        label=gettext_lazy("Name or address contains"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=INPUT | {"type": "search"}),
    )
