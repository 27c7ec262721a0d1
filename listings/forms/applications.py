from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import Application, HeldApplication
from profiles.forms.fields import Radios
from profiles.forms.resume import ResumeForm
from profiles.models import Resume

from .answers import QuestionsMixin
from .fields import INPUT, LineField, TextField

NEW_RESUME = "new"


class ApplicationForm(QuestionsMixin, forms.Form):
    """What an applicant sends. `resume` is one of `stored`, the file that comes along, or none.

    `stored` has the files that can be chosen by the key that the form sends. With `asks_email` it is
    for somebody without an account. No query.
    """

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write the name that the employer should use.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        max_length=HeldApplication._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "email"}),
        help_text=gettext_lazy(
            "We write to it first: the application is sent when you press the link in that mail."
        ),
        error_messages={
            "required": gettext_lazy("Write the address where the employer can answer you."),
            "invalid": gettext_lazy("Write an address like name@example.org."),
        },
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
        label=gettext_lazy("Résumé"), widget=Radios, required=False, initial=""
    )
    upload = forms.FileField(
        label=gettext_lazy("Résumé file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "input", "accept": ".pdf,.docx,.txt"}),
    )

    def __init__(self, *args, stored: dict[str, Resume], questions, asks_email=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = {
            key: resume for key, resume in stored.items() if resume.scan != Resume.Scan.INFECTED
        }
        self.asks_email = asks_email
        if not asks_email:
            del self.fields["email"]
        self.fields["resume"].choices = [
            *((key, _in_words(resume)) for key, resume in self.stored.items()),
            (NEW_RESUME, _("A file from this device")),
            ("", _("No résumé")),
        ]
        if self.stored and "resume" not in self.initial:
            self.initial["resume"] = next(iter(self.stored))
        self.harmful = [one for one in stored.values() if one.scan == Resume.Scan.INFECTED]
        self.fields["upload"].help_text = self._where_it_goes()
        # A key that is sent all the same is answered: its file may have been deleted meanwhile.
        if not self.stored and not self.data.get("resume"):
            del self.fields["resume"]
            self.fields["upload"].label = _("Résumé")
        self.add_questions(questions)

    def _where_it_goes(self) -> str:
        words = (
            _("%(what)s. It is deleted after two days if you do not press the link.")
            if self.asks_email
            else _("%(what)s. It is stored with your profile, where you can delete it.")
        )
        return words % {"what": ResumeForm().fields["file"].help_text}

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

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    @property
    def new_file(self):
        """The valid form of a file that came along, or None."""
        return self.upload if self.cleaned_data.get("upload") else None

    @property
    def chosen(self) -> Resume | None:
        return self.stored.get(self.cleaned_data.get("resume"))

    def carried(self) -> list[tuple[str, str]]:
        """Name and typed value of each field that the check page carries along; the file is stored by then."""
        names = [name for name in self.fields if name not in {"resume", "upload"}]
        return [(name, self.data.get(name, "")) for name in names]


def _in_words(resume: Resume) -> str:
    if resume.scan != Resume.Scan.WAITING:
        return resume.original_name
    return _("%(name)s (being checked; the employer gets it once it is checked)") % {
        "name": resume.original_name
    }
