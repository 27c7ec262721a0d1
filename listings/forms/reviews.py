from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import Review

from .fields import INPUT, RoleField, TextField


class ReviewForm(forms.Form):
    """A moderator's decision on the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    decision = forms.ChoiceField(
        choices=Review.Decision,
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    role = RoleField(
        label=gettext_lazy("Role on the ladder"),
        required=False,
        empty_label=gettext_lazy("Choose the role that comes closest"),
    )
    reason = TextField(
        label=gettext_lazy("Reason, if it is not approved"),
        max_length=2_000,
        rows=5,
        required=False,
        help_text=gettext_lazy(
            "The employer gets it as you write it: what is wrong, and what to do."
        ),
    )

    def __init__(self, *args, listing, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = listing.version
        # Each is needed for one of the two decisions.
        self.fields["role"].is_needed_later = self.fields["reason"].is_needed_later = True
        if listing.role_id:
            del self.fields["role"]

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision == Review.Decision.REJECTED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why, so that the employer can put it right."))
        if (
            decision == Review.Decision.APPROVED
            and "role" in self.fields
            and not cleaned.get("role")
        ):
            self.add_error("role", _("Choose a role first: it sets the line and the rung."))
        return cleaned


class QueueFilterForm(forms.Form):
    """Which listings the queue shows: a GET form, in which a bad value counts as none."""

    origin = forms.ChoiceField(
        label=gettext_lazy("From"),
        choices=[
            ("", gettext_lazy("Everywhere")),
            ("own", gettext_lazy("Employers")),
            ("imported", gettext_lazy("Imports")),
        ],
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    q = forms.CharField(
        label=gettext_lazy("Title contains"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=INPUT | {"type": "search"}),
    )
