"""The employer's questions as fields of the application form, and their answers in words."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import ApplicationAnswer, ScreeningQuestion
from profiles.forms.fields import Radios

from .fields import INPUT, LineField, TextField

Kind = ScreeningQuestion.Kind
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
LONGEST = ApplicationAnswer._meta.get_field("answer").max_length


class NumberField(LineField):
    """A number as people write it: 3, 2.5, 1,000."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs=INPUT | {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = Decimal(text.replace(",", ""))
        except ArithmeticError:
            number = None
        # No exponent: written out, a few letters of it fill the memory.
        is_plain = number is not None and number.is_finite() and "e" not in text.lower()
        if not is_plain or abs(number) >= Decimal(10) ** 12:
            raise ValidationError(_("Write a number in digits, like 3 or 2.5."))
        return f"{number:f}"


def field_name(question: ScreeningQuestion) -> str:
    return f"question_{question.pk}"


def choices_of(question: ScreeningQuestion) -> list[str]:
    return [line.strip() for line in question.choices.splitlines() if line.strip()]


def question_field(question: ScreeningQuestion) -> forms.Field:
    kwargs = {
        "label": question.text,
        "required": question.is_required,
        # With the question: the summary at the top names several in a row.
        "error_messages": {
            "required": _("Answer this question: %(question)s") % {"question": question.text}
        },
    }
    if question.kind == Kind.NUMBER:
        return NumberField(**kwargs)
    if question.kind == Kind.TEXT:
        return TextField(rows=4, max_length=LONGEST, **kwargs)
    choices = YES_NO
    if question.kind == Kind.CHOICE:
        choices = [(choice, choice) for choice in choices_of(question)]
    if not question.is_required:
        choices = [*choices, ("", gettext_lazy("No answer"))]
    return forms.ChoiceField(choices=choices, widget=Radios, **kwargs)


class QuestionsMixin:
    """For a form that is given `questions`: adds their fields, none of which costs a query."""

    def add_questions(self, questions: Iterable[ScreeningQuestion]) -> None:
        self.questions = list(questions)
        for question in self.questions:
            self.fields[field_name(question)] = question_field(question)

    def question_fields(self):
        """For the template."""
        return [self[field_name(question)] for question in self.questions]

    def answers(self) -> dict[str, str]:
        """What was answered, in words, by the question's key. For a form that is valid."""
        given = {}
        for question in self.questions:
            answer = self.cleaned_data[field_name(question)]
            if question.kind == Kind.YES_NO:
                answer = str(dict(YES_NO).get(answer, ""))
            if answer:
                given[str(question.pk)] = answer
        return given

    def answered(self) -> list[tuple[str, str]]:
        """Question and answer, in the employer's order; what was left open is not there."""
        given = self.answers()
        return [(one.text, given[str(one.pk)]) for one in self.questions if str(one.pk) in given]


def typed_answers(questions: Iterable[ScreeningQuestion], data) -> dict[str, str]:
    """What stands in the fields of a request, right or wrong, by the question's key."""
    return {
        str(question.pk): data[field_name(question)]
        for question in questions
        if data.get(field_name(question))
    }


def as_initial(questions: Iterable[ScreeningQuestion], typed: dict[str, str]) -> dict[str, str]:
    """What was typed before, by the form's fields."""
    return {
        field_name(question): typed[str(question.pk)]
        for question in questions
        if str(question.pk) in typed
    }


def from_words(
    questions: Iterable[ScreeningQuestion], answers: Iterable[ApplicationAnswer]
) -> dict[str, str]:
    """Answers of an application that was sent, by the fields of the questions that still read the same."""
    words = {answer.question: answer.answer for answer in answers}
    keys = {str(word): key for key, word in YES_NO}
    return {
        field_name(question): keys.get(words[question.text], words[question.text])
        if question.kind == Kind.YES_NO
        else words[question.text]
        for question in questions
        if question.text in words
    }
