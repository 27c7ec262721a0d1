"""Rows that were read from a résumé, offered one by one: a tick takes a row, its fields can be changed first."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Skill
from profiles.forms.experience import ExperienceForm
from profiles.forms.told import CertificateForm, EducationForm, MetricForm
from profiles.models import Candidate
from profiles.models.candidates import PHRASE_LENGTH, Source
from profiles.reading import Suggestions
from profiles.told import certificate_named

OFFERED_EACH = 20  # rows of a kind on one page


class Offered:
    """For a form of a row: `take` says whether it is wanted; what is not wanted is not checked either."""

    kind: str
    heading: str
    shown_first: tuple[str, ...]  # the fields that say what the row is
    copied: tuple[str, ...]  # fields that have the same name in what was read

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["take"] = forms.BooleanField(required=False, initial=True)
        self.fields["source_phrase"] = forms.CharField(
            required=False, max_length=PHRASE_LENGTH, widget=forms.HiddenInput
        )

    @classmethod
    def initial_of(cls, read) -> dict:
        """The form's initial values from what was read of a résumé."""
        return {name: getattr(read, name) for name in cls.copied}

    @property
    def is_taken(self) -> bool:
        return bool(self["take"].value())

    @property
    def phrase(self) -> str:
        return self["source_phrase"].value() or ""

    @property
    def said(self) -> str:
        values = [self[name].value() for name in self.shown_first]
        return ", ".join(str(value) for value in values if value)

    def full_clean(self):
        if self.is_bound and not self.is_taken:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
            return
        super().full_clean()

    def row(self, candidate: Candidate):
        row = self.instance
        row.candidate = candidate
        row.source = Source.RESUME
        row.source_phrase = self.cleaned_data["source_phrase"]
        return row


class OfferedJob(Offered, ExperienceForm):
    kind = "job"
    heading = gettext_lazy("Jobs you held")
    shown_first = ("title", "employer_name")
    copied = ("title", "start", "end", "summary")

    @classmethod
    def initial_of(cls, read):
        role = read.role.pk if read.role else None
        return super().initial_of(read) | {"employer_name": read.employer, "role": role}


class OfferedEducation(Offered, EducationForm):
    kind = "education"
    heading = gettext_lazy("Education")
    shown_first = ("subject", "school", "end_year")
    copied = ("school", "subject", "level", "start_year", "end_year")


class OfferedCertificate(Offered, CertificateForm):
    kind = "certificate"
    heading = gettext_lazy("Certificates and licenses")
    shown_first = ("name", "issuer", "year")
    copied = ("name", "issuer", "year")


class OfferedMetric(Offered, MetricForm):
    kind = "metric"
    heading = gettext_lazy("Figures")
    shown_first = ("value", "period")
    copied = ("value", "period")

    @classmethod
    def initial_of(cls, read):
        return super().initial_of(read) | {"metric": read.metric.pk}

    @property
    def said(self) -> str:
        value = str(self["metric"].value() or "")
        names = {str(key): label for key, label in self.fields["metric"].choices}
        return ": ".join(filter(None, [str(names.get(value, "")), super().said]))


KINDS = (OfferedJob, OfferedEducation, OfferedCertificate, OfferedMetric)


class OfferedRows:
    """All rows of a page. Two queries at most to show any number: the choices of role and of measure."""

    def __init__(self, rows: list[Offered]):
        self.rows = rows

    @classmethod
    def of(cls, suggestions: Suggestions) -> "OfferedRows":
        read = {
            OfferedJob: suggestions.jobs,
            OfferedEducation: suggestions.education,
            OfferedCertificate: suggestions.certificates,
            OfferedMetric: suggestions.metrics,
        }
        rows = [
            form(
                prefix=f"{form.kind}-{number}",
                initial=form.initial_of(item) | {"source_phrase": item.phrase[:PHRASE_LENGTH]},
            )
            for form in KINDS
            for number, item in enumerate(read[form][:OFFERED_EACH])
        ]
        return cls(_with_shared_choices(rows))

    @classmethod
    def posted(cls, data) -> "OfferedRows":
        rows = [
            form(data, prefix=f"{form.kind}-{number}")
            for form in KINDS
            for number in range(OFFERED_EACH)
            if f"{form.kind}-{number}-source_phrase" in data
        ]
        return cls(_with_shared_choices(rows))

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def taken(self) -> list[Offered]:
        return [form for form in self.rows if form.is_taken]

    @property
    def skills_that_come(self) -> list[Skill]:
        """With the certificates that are taken. Two queries for each of these; only when all is valid."""
        names = [row.cleaned_data["name"] for row in self.taken if row.kind == "certificate"]
        return [skill for name in names if (skill := certificate_named(name))]

    @property
    def groups(self) -> list[tuple[str, list[Offered]]]:
        by_kind = {form: [row for row in self.rows if isinstance(row, form)] for form in KINDS}
        return [(form.heading, rows) for form, rows in by_kind.items() if rows]

    def is_valid(self, candidate: Candidate | None) -> bool:
        """For each row that is taken at most one query, and one for the figures that are there."""
        wrong = [form for form in self.taken if not form.is_valid()]  # every one is told
        return self._figures_differ(candidate) and not wrong

    def _figures_differ(self, candidate: Candidate | None) -> bool:
        figures = [
            form for form in self.taken if isinstance(form, OfferedMetric) and form.is_valid()
        ]
        if not figures:
            return True
        there = set(candidate.metrics.values_list("metric", "period")) if candidate else set()
        for form in figures:
            figure = form.cleaned_data["metric"].pk, form.cleaned_data["period"]
            if figure in there:
                form.add_error(
                    "period", _("This figure is there for this period already. Write another one.")
                )
            there.add(figure)
        return all(form.is_valid() for form in figures)


def _with_shared_choices(rows: list[Offered]) -> list[Offered]:
    for kind, name in ((OfferedJob, "role"), (OfferedMetric, "metric")):
        members = [row for row in rows if isinstance(row, kind)]
        if members:
            choices = [(str(key), label) for key, label in members[0].fields[name].choices]
            for row in members:
                row.fields[name].choices = choices
    return rows
