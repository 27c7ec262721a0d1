"""The form to which an employer gives a file of postings."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.importing.formats import MOST_BYTES, MOST_POSTINGS, FileUnreadable, read_file
from profiles.models import Employer

from .fields import INPUT

_FAULTS_TOLD = 5


class PostingFileForm(forms.Form):
    """`reading` is what was read; the form is not valid where nothing could be."""

    employer = forms.ModelChoiceField(
        label=gettext_lazy("Who the posts stand under"),
        queryset=None,
        empty_label=gettext_lazy("Choose one"),
        widget=forms.Select(attrs=INPUT),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,  # said in our own words
        widget=forms.FileInput(attrs=INPUT),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def __init__(self, *args, employers: list[Employer], **kwargs):
        super().__init__(*args, **kwargs)
        self.only_employer = employers[0] if len(employers) == 1 else None
        if self.only_employer:
            del self.fields["employer"]
        else:
            keys = [employer.pk for employer in employers]
            self.fields["employer"].queryset = Employer.objects.filter(pk__in=keys)
        self.fields["file"].help_text = _("At most %(size)s and %(most)d postings") % {
            "size": filesizeformat(MOST_BYTES),
            "most": MOST_POSTINGS,
        }

    @property
    def chosen_employer(self) -> Employer | None:
        return self.only_employer or self.cleaned_data.get("employer")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file has %(size)s. We take at most %(most)s.")
                % {"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
            )
        return file

    def clean(self):
        """Read the file, once it is known for whom."""
        cleaned = super().clean()
        file, employer = cleaned.get("file"), self.chosen_employer
        if employer is not None and employer.suspended_at is not None:
            self.add_error(
                None if self.only_employer else "employer",
                _("Posts of %(employer)s are not shown at present, so it can bring in none.")
                % {"employer": employer.name},
            )
        elif file is not None and employer is not None:
            self._read(file.read(), employer.name)
        return cleaned

    def _read(self, content: bytes, company: str):
        try:
            self.reading = read_file(content, company=company)
        except FileUnreadable as error:
            self.add_error("file", str(error))
            return
        if not self.reading.records:
            told = [_("None of the postings in it could be read.")]
            told += [
                _("Line %(line)d: %(reason)s")
                % {
                    "line": each.line,
                    "reason": f"{each.reason} ({each.detail})" if each.detail else each.reason,
                }
                for each in self.reading.unread[:_FAULTS_TOLD]
            ]
            self.add_error("file", [ValidationError(words) for words in told])
