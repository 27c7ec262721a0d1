from django import forms
from django.utils.translation import gettext_lazy

from profiles.forms.fields import text_area
from profiles.forms.start import TextField


class MatchTextForm(forms.Form):
    """A text whose words count for one page and are then forgotten."""

    text = TextField(
        label=gettext_lazy("A résumé, or a few lines about your work"),
        widget=text_area(5, autocomplete="off", spellcheck="false"),
        help_text=gettext_lazy(
            "Its words count a little for the list that you get now. It is not kept. Skills count"
            " when you accept them in your profile."
        ),
        error_messages={"required": gettext_lazy("Paste some text first.")},
    )
