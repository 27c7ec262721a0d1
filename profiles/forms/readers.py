from django import forms
from django.utils.translation import gettext_lazy

from cms.models import PageFeedback

from .fields import Radios, text_area


class WordsField(forms.CharField):
    """Several lines. Browsers send each break as two characters and count it as one; so do we."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class FeedbackForm(forms.Form):
    """An answer to "Was this useful?". Reason and words are never asked of anybody who gives none."""

    useful = forms.ChoiceField(
        label=gettext_lazy("Was it useful?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("If not, what comes closest?"),
        choices=PageFeedback.Reason,
        widget=Radios,
        required=False,
    )
    comment = WordsField(
        label=gettext_lazy("In your own words"),
        max_length=1_000,
        required=False,
        widget=text_area(4),
        help_text=gettext_lazy(
            "Only the editors read it, and not with your name. Leave out names and numbers of people. It is deleted after a year."
        ),
    )
