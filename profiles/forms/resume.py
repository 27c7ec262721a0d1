from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.uploads import UnfitFile, recognise


class ResumeForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Résumé file"),
        allow_empty_file=True,  # said in our own words
        widget=forms.FileInput(attrs={"class": "input", "accept": ".pdf,.docx,.txt"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("PDF, Word (.docx) or plain text, at most %(size)s") % {
            "size": filesizeformat(settings.RESUME_MAX_BYTES)
        }

    def clean_file(self):
        """`kind` is what the content says the file is."""
        file = self.cleaned_data["file"]
        if file.size > settings.RESUME_MAX_BYTES:
            raise ValidationError(
                _("The file has %(size)s. We take at most %(most)s.")
                % {
                    "size": filesizeformat(file.size),
                    "most": filesizeformat(settings.RESUME_MAX_BYTES),
                }
            )
        try:
            self.kind = recognise(file)
        except UnfitFile as error:
            raise ValidationError(str(error)) from error
        return file
