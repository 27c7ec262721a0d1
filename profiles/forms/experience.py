from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Role
from profiles.models import Experience

from .fields import LaidOut, MonthField, refuse_earlier_end, select, text_area, text_input


class ExperienceForm(LaidOut, forms.ModelForm):
    layout = (("title",), ("employer_name",), ("role",), ("start", "end"), ("summary",))

    start = MonthField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("For example Mar 2023")
    )
    end = MonthField(
        label=gettext_lazy("Until"),
        required=False,
        year_means_month=12,
        help_text=gettext_lazy("Leave it empty if you still do this job"),
    )

    class Meta:
        model = Experience
        fields = ["title", "employer_name", "role", "start", "end", "summary"]
        widgets = {
            "title": text_input(autocomplete="organization-title"),
            "employer_name": text_input(autocomplete="organization"),
            "role": select(),
            "summary": text_area(5),
        }
        labels = {
            "title": gettext_lazy("Job title"),
            "employer_name": gettext_lazy("Employer"),
            "role": gettext_lazy("The role on our ladder that comes nearest"),
            "summary": gettext_lazy("What you did"),
        }
        help_texts = {
            "summary": gettext_lazy(
                "Customers, tools and numbers, in your own words. Matching reads this text."
            )
        }
        error_messages = {"title": {"required": gettext_lazy("Write the job title.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.by_line()
        self.fields["role"].empty_label = _("None of them")

    def clean_start(self):
        return self._not_in_the_future("start")

    def clean_end(self):
        return self._not_in_the_future("end")

    def clean(self):
        super().clean()
        refuse_earlier_end(
            self, "start", "end", _("This is before the month in which the job began.")
        )

    def _not_in_the_future(self, name):
        value = self.cleaned_data[name]
        this_month = timezone.localdate().replace(day=1)
        if value is None or value <= this_month:
            return value
        if name == "end" and self.data.get(self.add_prefix(name), "").strip() == str(
            this_month.year
        ):
            return this_month  # this year, without a month: until now
        raise ValidationError(
            _("This month is still ahead. Leave it empty if you still do this job.")
            if name == "end"
            else _("This month is still ahead.")
        )
