from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.models import Employer

from .fields import PlaceMixin, WebsiteField, place_field, select, text_area, text_input


class EmployerForm(PlaceMixin, forms.ModelForm):
    website = WebsiteField(
        help_text=gettext_lazy("Starts with https://. It helps us to check who you are.")
    )
    place = place_field(
        label=gettext_lazy("Head office"), help_text=gettext_lazy("For example Columbus, OH")
    )

    class Meta:
        model = Employer
        fields = ["name", "kind", "industry", "website", "place", "description"]
        widgets = {
            "name": text_input(autocomplete="organization"),
            "kind": select(),
            "industry": select(),
            "description": text_area(6),
        }
        labels = {
            "name": gettext_lazy("Name of the company"),
            "kind": gettext_lazy("How you hire"),
            "industry": gettext_lazy("Industry"),
            "description": gettext_lazy("About the company"),
        }
        help_texts = {
            "name": gettext_lazy("As people know it. It stands on every job you post."),
            "description": gettext_lazy("What you do and for whom. Plain text or Markdown."),
        }
        error_messages = {"name": {"required": gettext_lazy("Write the name of the company.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.held_place = self.instance.place
        self.initial["place"] = self.held_place.label if self.held_place else ""
        self.fields["industry"].empty_label = _("Not said")

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not any(mark.isalnum() for mark in name):
            raise ValidationError(_("Write the name of the company."))
        return name
