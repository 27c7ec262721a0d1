from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.application_states import EMPLOYER_WORDS
from listings.models import Application
from profiles.forms.resume import ResumeForm
from profiles.models import Candidate, Resume

from .fields import INPUT, LineField, OptionRadios, TextField

NEW_RESUME = "new"


class ApplicationForm(forms.Form):
    """What a candidate sends. `resume` is one of the stored files, the one chosen here, or none.

    One query, for the stored files.
    """

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write the name that the employer should use.")},
    )
    note = TextField(
        label=gettext_lazy("A note to the employer"),
        max_length=Application._meta.get_field("note").max_length,
        rows=9,
        required=False,
        help_text=gettext_lazy(
            "What helps: one thing you did that this job needs, and how it ended. For example: “A"
            " caller's heating had been off for two days. I found out why the visit was missed, got"
            " him one for the same evening, and rang to see that it was warm.”"
        ),
    )
    resume = forms.ChoiceField(
        label=gettext_lazy("Résumé"), widget=OptionRadios, required=False, initial=""
    )
    upload = forms.FileField(
        label=gettext_lazy("Résumé file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "input", "accept": ".pdf,.docx,.txt"}),
    )

    def __init__(self, *args, candidate: Candidate | None, **kwargs):
        super().__init__(*args, **kwargs)
        stored = candidate.resumes.all() if candidate else []
        self.stored = {str(resume.pk): resume for resume in stored}
        self.fields["resume"].choices = [
            *((key, resume.original_name) for key, resume in self.stored.items()),
            (NEW_RESUME, _("A file from this device")),
            ("", _("No résumé")),
        ]
        if self.stored and "resume" not in self.initial:
            self.initial["resume"] = next(iter(self.stored))
        self.fields["upload"].help_text = _(
            "%(what)s. It is stored with your profile, where you can delete it."
        ) % {"what": ResumeForm().fields["file"].help_text}

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("upload")
        if file:
            # A chosen file is meant to be sent, whatever the buttons above it say.
            self.upload = ResumeForm(files={"file": file})
            if not self.upload.is_valid():
                self.add_error("upload", self.upload.errors["file"])
        elif cleaned.get("resume") == NEW_RESUME:
            self.add_error("upload", _("Choose a file, or another of the answers above."))
        return cleaned

    @property
    def new_file(self):
        """The valid form of a file that came along, or None."""
        return self.upload if self.cleaned_data.get("upload") else None

    @property
    def chosen(self) -> Resume | None:
        return self.stored.get(self.cleaned_data["resume"])


class DecisionForm(forms.Form):
    """What a member of the employer decides, and the state that the page showed while deciding."""

    state = forms.ChoiceField(choices=Application.State, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[
            (state.value, state.label)
            for state in (Application.State.SHORTLISTED, Application.State.DECLINED)
        ],
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    message = TextField(
        label=gettext_lazy("Message"),
        max_length=2_000,
        rows=6,
        required=False,
    )


class StateFilterForm(forms.Form):
    """Which applications a list shows: a GET form, in which a bad value counts as none."""

    state = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[("", gettext_lazy("All")), *EMPLOYER_WORDS.items()],
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
