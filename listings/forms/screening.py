"""A section of the employer's form: what whoever applies is asked."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import ScreeningQuestion
from listings.screening import Question, private_matter

from .fields import INPUT, LineField, TextField
from .sections import Section

QUESTIONS = 8
MOST_CHOICES = 10
QUESTION_FIELDS = [
    f"ask{part}_{row}"
    for row in range(1, QUESTIONS + 1)
    for part in ("", "_kind", "_choices", "_required")
]


class ScreeningQuestions(Section):
    """Up to eight questions, a row each. Cleaned as `questions`, in their order; empty rows count for nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in range(1, QUESTIONS + 1):
            words = {"n": row}
            self.fields[f"ask_{row}"] = LineField(
                label=_("Question %(n)d") % words,
                max_length=ScreeningQuestion._meta.get_field("text").max_length,
                required=False,
            )
            self.fields[f"ask_kind_{row}"] = forms.ChoiceField(
                label=_("Question %(n)d: kind of answer") % words,
                choices=ScreeningQuestion.Kind,
                initial=ScreeningQuestion.Kind.YES_NO,
                required=False,
                widget=forms.Select(attrs=INPUT),
            )
            self.fields[f"ask_choices_{row}"] = TextField(
                label=_("Question %(n)d: answers to choose from, one a line") % words,
                max_length=ScreeningQuestion._meta.get_field("choices").max_length,
                rows=3,
                required=False,
            )
            self.fields[f"ask_required_{row}"] = forms.BooleanField(
                label=gettext_lazy("Has to be answered"), initial=True, required=False
            )
            for part in ("", "_kind", "_choices"):
                # All of it may be left out, which the legend says once.
                self.fields[f"ask{part}_{row}"].is_needed_later = True

    def question_rows(self) -> list[dict]:
        """The fields of each row, for the template; `is_open` where there is something to see."""
        rows = []
        for row in range(1, QUESTIONS + 1):
            names = ("", "_kind", "_choices", "_required")
            text, kind, choices, required = (self[f"ask{part}_{row}"] for part in names)
            has_errors = bool(text.errors or kind.errors or choices.errors)
            rows.append(
                {
                    "number": row,
                    "text": text,
                    "kind": kind,
                    "choices": choices,
                    "required": required,
                    "is_open": bool(has_errors or text.value() or choices.value()),
                }
            )
        return rows

    def clean(self):
        cleaned = super().clean()
        questions: dict[str, Question] = {}
        for row in range(1, QUESTIONS + 1):
            question = self._question(cleaned, row)
            if question is None:
                continue
            if question.text.casefold() in questions:
                self.add_error(f"ask_{row}", _("This question stands here twice. Take one out."))
            questions[question.text.casefold()] = question
        cleaned["questions"] = list(questions.values())
        return cleaned

    def parts(self):
        return super().parts() | {"questions": self.cleaned_data.get("questions", [])}

    def _question(self, cleaned, row: int) -> Question | None:
        """The question of a row, or None for an empty or a wrong one."""
        name, choices_name = f"ask_{row}", f"ask_choices_{row}"
        if any(self.has_error(one) for one in (name, f"ask_kind_{row}", choices_name)):
            return None
        text = cleaned.get(name, "")
        lines = [" ".join(line.split()) for line in cleaned.get(choices_name, "").splitlines()]
        choices = tuple(dict.fromkeys(filter(None, lines)))
        kind = cleaned.get(f"ask_kind_{row}") or ScreeningQuestion.Kind.TEXT
        if not text:
            if choices:
                self.add_error(name, _("Write the question that these answers belong to."))
            return None
        if matter := private_matter(text):
            self.add_error(
                name,
                _(
                    "This asks for %(matter)s. Nobody needs that before there is a contract, and"
                    " people who are careful would leave. Ask for it when you hire."
                )
                % {"matter": matter},
            )
            return None
        if kind != ScreeningQuestion.Kind.CHOICE:
            choices = ()
        elif not 2 <= len(choices) <= MOST_CHOICES:
            self.add_error(
                choices_name,
                _("Write 2 to %(n)d answers, one a line.") % {"n": MOST_CHOICES},
            )
            return None
        return Question(text, kind, choices, cleaned.get(f"ask_required_{row}", False))
