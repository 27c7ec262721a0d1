from django import forms
from django.utils.translation import gettext_lazy

from listings.models import Message

from .fields import TextField


class MessageForm(forms.Form):
    """What one side of an application writes to the other."""

    body = TextField(
        label=gettext_lazy("Your message"),
        max_length=Message._meta.get_field("body").max_length,
        rows=5,
        error_messages={"required": gettext_lazy("Write the message first.")},
    )
