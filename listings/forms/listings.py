"""All of a post in one form: what a file or a program brings is read by it, as the steps would read it."""

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy

from listings.completeness import NEEDED_FIELDS, missing_essentials
from listings.models import Listing
from listings.snapshots import parts_of
from profiles.forms.week import WEEK_FIELDS

from .asking_sections import CHANNEL_FIELDS, Channels, HowToApply, WhatYouAsk
from .fields import INPUT
from .offer_sections import PayAndHours, TheJob, WhereAndWho
from .screening import QUESTION_FIELDS, ScreeningQuestions
from .shown import (
    shown_asked,
    shown_channels,
    shown_clock,
    shown_dates,
    shown_place,
    shown_questions,
    shown_targets,
    shown_week,
)
from .week_and_targets import TARGET_FIELDS, Clock, Targets, UsualWeek


class ListingForm(
    TheJob,
    WhereAndWho,
    PayAndHours,
    UsualWeek,
    Targets,
    Channels,
    WhatYouAsk,
    HowToApply,
    Clock,
    ScreeningQuestions,
    forms.ModelForm,
):
    """Text, pay and asked skills of a listing.

    With `complete` it demands what every post must state; otherwise only what a draft needs: a
    title and where. What becomes rows of its own comes out of `parts()`, for `save_listing`.
    `copy_of` fills an empty form from another listing of the same person's employers; up to six
    queries, as for a listing that has been saved.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1
    )
    employer = forms.ModelChoiceField(
        label=gettext_lazy("Employer"), queryset=None, widget=forms.Select(attrs=INPUT)
    )

    # As on the page: the summary of problems follows it.
    field_order = [
        "employer",
        *TheJob.base_fields,
        *TARGET_FIELDS,
        *WhereAndWho.base_fields,
        *PayAndHours.base_fields,
        *WEEK_FIELDS,
        *CHANNEL_FIELDS,
        *WhatYouAsk.base_fields,
        *HowToApply.base_fields,
        *Clock.base_fields,
        *QUESTION_FIELDS,
    ]

    class Meta:
        model = Listing
        fields = [
            "role",
            "title",
            "description",
            "training",
            "benefits",
            "work_mode",
            "location_note",
            "salary_period",
            "salary_currency",
            "salary_min",
            "salary_max",
            "variable_pay",
            "employment_type",
            "weekly_hours",
            "shift_pattern",
            "works_weekends",
            "schedule_note",
            "contact_style",
            "concurrent_contacts",
            "education_min",
            "experience_months",
            "qualifications",
            "apply_route",
            "apply_url",
            "apply_email",
            "reply_within_days",
            "time_zone",
        ]

    def __init__(self, *args, employers, copy_of=None, complete=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.complete = complete
        for name in NEEDED_FIELDS:
            self.fields[name].is_needed_later = True
        shown = copy_of or (self.instance if self.instance.pk else None)
        self.initial["version"] = self.instance.version
        if self.instance.pk or len(employers) == 1:
            # Never read from the request: the employer of a listing is not the form's to change.
            del self.fields["employer"]
            if not self.instance.pk:
                self.instance.employer = employers[0]
        else:
            self.fields["employer"].queryset = employers
        if shown:
            self._show(shown, as_copy=shown is copy_of)
            self.held_place = shown.place
        self.offer_zones(shown.time_zone if shown else "")
        # Again: the sections have added fields since.
        self.order_fields(self.field_order)

    def _show(self, listing: Listing, *, as_copy: bool):
        """Turn the columns and rows of a listing back into what a person types."""
        parts = parts_of(listing)
        shown = {
            "employer": listing.employer_id,
            **shown_place(listing),
            **shown_clock(listing),
            **shown_week(parts),
            **shown_targets(parts),
            **shown_channels(parts),
            **shown_asked(parts),
            **shown_questions(parts),
        }
        if as_copy:
            shown = model_to_dict(listing, fields=self._meta.fields) | shown
        else:
            shown |= shown_dates(listing)
        self.initial |= shown

    def _post_clean(self):
        """Carry over what is typed under another name than its column's, then look for gaps."""
        super()._post_clean()
        if "employer" in self.cleaned_data:
            self.instance.employer = self.cleaned_data["employer"]
        self.carry_over(self.instance)
        if self.complete:
            self._demand_essentials()

    def _demand_essentials(self):
        cleaned = self.cleaned_data
        missing = missing_essentials(
            self.instance,
            has_channels=bool(cleaned.get("channels")),
            has_skills=bool(cleaned.get("essential_skills") or cleaned.get("desirable_skills")),
        )
        for field, words in missing.items():
            if not self.has_error(field):
                self.add_error(field, words)
