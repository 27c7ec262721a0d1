from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import CannedAnswer
from listings.models import Review
from listings.review_queue import ORIGINS, SHOWN

from .fields import INPUT, RoleField, TextField

Decision = Review.Decision
OF_A_CHANGE = [Decision.APPROVED, Decision.RETURNED]


class ReviewForm(forms.Form):
    """A moderator's decision on the version that the page showed: of a post, or of a change of one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    decision = forms.ChoiceField(
        choices=Decision,
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Choose one of the decisions.")},
    )
    role = RoleField(
        label=gettext_lazy("Role on the ladder"),
        required=False,
        empty_label=gettext_lazy("Choose the role that comes closest"),
    )
    looked_at = forms.BooleanField(
        label=gettext_lazy("I looked at each finding, and the post is in order"),
        required=False,
    )
    reason = TextField(
        label=gettext_lazy("Reason, if it is not approved"),
        max_length=2_000,
        rows=6,
        required=False,
        help_text=gettext_lazy(
            "The employer gets it as you write it: what is wrong, and what to do."
        ),
    )

    def __init__(self, *args, subject, is_held=False, has_role=True, is_change=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = subject.version
        # Each is needed for one of the decisions.
        self.fields["role"].is_needed_later = self.fields["reason"].is_needed_later = True
        if has_role:
            del self.fields["role"]
        if not is_held:
            del self.fields["looked_at"]
        if is_change:
            self.fields["decision"].choices = [(one.value, one.label) for one in OF_A_CHANGE]

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        is_approved = decision == Decision.APPROVED
        if decision and not is_approved and not cleaned.get("reason"):
            self.add_error("reason", _("Say why, so that the employer can put it right."))
        if is_approved and "role" in self.fields and not cleaned.get("role"):
            self.add_error("role", _("Choose a role first: it sets the line and the rung."))
        if is_approved and "looked_at" in self.fields and not cleaned.get("looked_at"):
            self.add_error(
                "looked_at", _("Look at each finding first, and tick that the post is in order.")
            )
        return cleaned


class CommentForm(forms.Form):
    """A line to the other side about a post."""

    body = TextField(
        label=gettext_lazy("Your words"),
        max_length=2_000,
        rows=4,
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class AnswerChoiceForm(forms.Form):
    """Which of the editors' answers is to be taken: a GET form, in which a bad value counts as none."""

    answer = forms.ChoiceField(
        label=gettext_lazy("A ready answer"), required=False, widget=forms.Select(attrs=INPUT)
    )

    def __init__(self, data, *, uses):
        super().__init__(data)
        # One query.
        self.answers = list(CannedAnswer.objects.filter(use__in=uses, is_active=True))
        groups = {}
        for answer in self.answers:
            groups.setdefault(answer.get_use_display(), []).append((answer.slug, answer.title))
        self.fields["answer"].choices = [("", gettext_lazy("Choose one")), *groups.items()]

    @property
    def chosen(self) -> CannedAnswer | None:
        slug = self.cleaned_data.get("answer") if self.is_valid() else ""
        return next((answer for answer in self.answers if answer.slug == slug), None)


class QueueFilterForm(forms.Form):
    """Which lines the queue shows: a GET form, in which a bad value counts as none."""

    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=SHOWN,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("From"),
        choices=ORIGINS,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    q = forms.CharField(
        label=gettext_lazy("Title contains"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=INPUT | {"type": "search"}),
    )
