from django import forms
from django.utils.translation import gettext_lazy

from listings.models import Report
from profiles.forms.fields import Radios

from .fields import INPUT, TextField


class ReportForm(forms.Form):
    """What is wrong with a public post. A guest may leave an address, in case something is unclear."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=Report.Reason,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose what comes closest.")},
    )
    words = TextField(
        label=gettext_lazy("In your own words"),
        max_length=1_000,
        rows=4,
        required=False,
        help_text=gettext_lazy(
            "What you saw or were told, and when. The employer does not read it."
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your email"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "email"}),
        help_text=gettext_lazy("Only if we may ask you back."),
    )

    def __init__(self, *args, is_guest, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_guest:
            del self.fields["email"]


class ReportOutcomeForm(forms.Form):
    """What came of a report."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=[("", gettext_lazy("Choose one")), *Report.Outcome.choices],
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    with_others = forms.BooleanField(
        label=gettext_lazy("For all open reports of this post"), required=False
    )
