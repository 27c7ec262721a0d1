"""Forms of what a person tells beside skills: figures, education, certificates, hours."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import GlossaryTerm
from profiles.models import CandidateMetric, Certificate, Education

from .fields import LaidOut, YearField, refuse_earlier_end, select, text_input

STUDIES_AHEAD = 8  # years to the end of a course
CERTIFICATES_AHEAD = 30  # years until one expires


class MetricForm(LaidOut, forms.ModelForm):
    layout = (("metric",), ("value", "period"), ("evidence",))
    clash = (
        "period",
        gettext_lazy(
            "You have this figure for this period already. Write another period, or change that one."
        ),
    )

    class Meta:
        model = CandidateMetric
        fields = ["metric", "value", "period", "evidence"]
        widgets = {
            "metric": select(),
            "value": text_input(autocomplete="off"),
            "period": text_input(autocomplete="off"),
            "evidence": text_input(autocomplete="off"),
        }
        labels = {
            "metric": gettext_lazy("What was measured"),
            "value": gettext_lazy("Your figure"),
            "period": gettext_lazy("When"),
            "evidence": gettext_lazy("Who saw it"),
        }
        help_texts = {
            "value": gettext_lazy("With its unit: 94%, or 4 min 30 s"),
            "period": gettext_lazy("For example January to June 2026"),
            "evidence": gettext_lazy("A review, an award, a scorecard. We do not check it."),
        }
        error_messages = {
            "metric": {
                "required": gettext_lazy("Choose what was measured."),
                "invalid_choice": gettext_lazy("Choose what was measured from the list."),
            },
            "value": {"required": gettext_lazy("Write your figure.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["metric"].queryset = GlossaryTerm.objects.filter(is_metric=True)
        self.fields["metric"].empty_label = _("Choose")

    def clean_value(self):
        value = self.cleaned_data["value"]
        if not any(mark.isdigit() for mark in value):
            raise ValidationError(
                _("Write the figure with its unit, for example 94% or 4 min 30 s.")
            )
        return value

    def clean_period(self):
        return " ".join(self.cleaned_data["period"].split())


class EducationForm(LaidOut, forms.ModelForm):
    layout = (("school",), ("subject",), ("level",), ("start_year", "end_year"))
    start_year = YearField(label=gettext_lazy("From"), help_text=gettext_lazy("For example 2019"))
    end_year = YearField(
        label=gettext_lazy("Until"),
        years_ahead=STUDIES_AHEAD,
        help_text=gettext_lazy("Leave it empty if you are still there"),
    )

    class Meta:
        model = Education
        fields = ["school", "subject", "level", "start_year", "end_year"]
        widgets = {
            "school": text_input(autocomplete="off"),
            "subject": text_input(autocomplete="off"),
            "level": select(),
        }
        labels = {
            "school": gettext_lazy("School or course provider"),
            "subject": gettext_lazy("Subject or degree"),
            "level": gettext_lazy("What it leads to"),
        }
        error_messages = {"school": {"required": gettext_lazy("Write the name of the school.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        levels = [
            choice for choice in self.fields["level"].choices if choice[0] not in {"", "none"}
        ]
        self.fields["level"].choices = [("", _("Not said")), *levels]

    def clean(self):
        super().clean()
        refuse_earlier_end(self, "start_year", "end_year", _("This is before the year it began."))


class CertificateForm(LaidOut, forms.ModelForm):
    layout = (("name",), ("issuer",), ("year", "expires_year"))
    year = YearField(label=gettext_lazy("Year"), help_text=gettext_lazy("For example 2024"))
    expires_year = YearField(
        label=gettext_lazy("Valid until"),
        years_ahead=CERTIFICATES_AHEAD,
        help_text=gettext_lazy("Leave it empty if it does not expire"),
    )

    class Meta:
        model = Certificate
        fields = ["name", "issuer", "year", "expires_year"]
        widgets = {
            "name": text_input(autocomplete="off"),
            "issuer": text_input(autocomplete="off"),
        }
        labels = {
            "name": gettext_lazy("Name of the certificate or license"),
            "issuer": gettext_lazy("Issued by"),
        }
        help_texts = {
            "name": gettext_lazy(
                "If a job post can ask for it by this name, it counts for your matches as a skill."
            )
        }
        error_messages = {"name": {"required": gettext_lazy("Write the name of the certificate.")}}

    def clean(self):
        super().clean()
        refuse_earlier_end(
            self, "year", "expires_year", _("This is before the year it was issued.")
        )
