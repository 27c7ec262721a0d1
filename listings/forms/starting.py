"""What a new post begins with."""

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy

from profiles.models import Employer

from .fields import INPUT, LineField


class StartForm(forms.Form):
    """A title; and for somebody of several employers, whose post it is.

    `token` is new each time that the page is shown, so that one page begins one post.
    """

    employer = forms.ModelChoiceField(
        label=gettext_lazy("Employer"),
        queryset=None,
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": gettext_lazy("Choose for whom you post.")},
    )
    title = LineField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("The name that people would search for, without pay or place"),
        error_messages={"required": gettext_lazy("Write the title of the job.")},
    )
    token = forms.CharField(
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False, max_length=32
    )

    def __init__(self, *args, employers: list[Employer], **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["token"] = self.token = get_random_string(20)
        if len(employers) == 1:
            # Never read from the request: there is nothing to choose.
            del self.fields["employer"]
        else:
            keys = [employer.pk for employer in employers]
            self.fields["employer"].queryset = Employer.objects.filter(pk__in=keys)
        self.employers = employers

    def clean(self):
        cleaned = super().clean()
        if "employer" not in self.fields:
            cleaned["employer"] = self.employers[0]
        return cleaned
