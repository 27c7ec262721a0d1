"""The employer's form: one page, saved as a draft at any stage, sent to review when complete."""

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from cms.clocks import zone
from cms.models.places import country_name
from cms.vocabulary import WorkMode
from listings.completeness import NEEDED_FIELDS, missing_essentials
from listings.models import Listing
from listings.weeks import shifts_of
from profiles.forms.week import WEEK_FIELDS, week_values

from .asking_sections import CHANNEL_FIELDS, Channels, HowToApply, WhatYouAsk
from .fields import INPUT, OptionRadios
from .offer_sections import PayAndHours, TheJob, WhereAndWho
from .screening import QUESTION_FIELDS, ScreeningQuestions, shown_questions
from .week_and_targets import TARGET_FIELDS, TARGETS, Targets, UsualWeek


class ListingForm(
    TheJob,
    WhereAndWho,
    PayAndHours,
    UsualWeek,
    Targets,
    Channels,
    WhatYouAsk,
    HowToApply,
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
        skills = list(listing.listing_skills.select_related("skill"))
        languages = list(listing.languages.select_related("language"))
        channels = list(listing.channels.all())
        place = listing.place
        shown = {
            "employer": listing.employer_id,
            "place": place.label if place else "",
            "countries": ", ".join(country_name(code) for code in listing.countries),
            "states": ", ".join(listing.states),
            "time_zone": ""
            if place and place.time_zone == listing.time_zone
            else listing.time_zone,
            "channels": [row.channel for row in channels],
            **{f"share_{row.channel}": row.share for row in channels},
            **week_values(shifts_of(listing)),
            **shown_questions(listing),
        }
        for number, row in enumerate(listing.targets.all()[:TARGETS], start=1):
            shown |= {f"metric_{number}": row.metric_id, f"target_{number}": row.target}
        for word, essential in (("essential", True), ("desirable", False)):
            shown[f"{word}_skills"] = "\n".join(
                row.skill.preferred_label for row in skills if row.is_essential == essential
            )
            shown[f"{word}_languages"] = "\n".join(
                f"{row.language.preferred_label} {row.level}"
                for row in languages
                if row.is_essential == essential
            )
        if as_copy:
            shown = model_to_dict(listing, fields=self._meta.fields) | shown
        else:
            shown |= self._shown_dates(listing)
        self.initial |= shown

    @staticmethod
    def _shown_dates(listing: Listing) -> dict:
        clock = zone(listing.time_zone)
        dates = {}
        if listing.valid_through:
            closes = listing.valid_through.astimezone(clock)
            dates |= {"closes_on": closes.date(), "closes_at": closes.time()}
        if listing.date_posted and listing.date_posted > timezone.now():
            dates["appears_on"] = listing.date_posted.astimezone(clock).date()
        return dates

    def _post_clean(self):
        """Carry over what is typed under another name than its column's, then look for gaps."""
        super()._post_clean()
        listing, cleaned = self.instance, self.cleaned_data
        listing.slug = slugify(cleaned.get("title", ""))[:80].strip("-") or "job"
        listing.date_posted = cleaned.get("date_posted")
        listing.valid_through = cleaned.get("valid_through")
        if "place" in cleaned:
            listing.place = cleaned["place"]
        if "employer" in cleaned:
            listing.employer = cleaned["employer"]
        remote = listing.work_mode == WorkMode.REMOTE
        listing.applicant_countries = cleaned.get("countries", "") if remote else ""
        listing.applicant_states = cleaned.get("states", "") if remote else ""
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

    def parts(self) -> dict:
        """What becomes rows of its own, for `save_listing`. Who names a thing twice needs it."""
        cleaned = self.cleaned_data
        skills = dict.fromkeys(cleaned["desirable_skills"], False)
        skills |= dict.fromkeys(cleaned["essential_skills"], True)
        languages = {
            language: (level, False) for language, level in cleaned["desirable_languages"].items()
        }
        languages |= {
            language: (level, True) for language, level in cleaned["essential_languages"].items()
        }
        return {
            "skills": skills,
            "languages": languages,
            "channels": cleaned["channels"],
            "shifts": cleaned["shifts"],
            "targets": cleaned["targets"],
            "questions": cleaned["questions"],
        }


class ClosingForm(forms.Form):
    """What came of a listing that people could apply for."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=Listing.Outcome,
        widget=OptionRadios,
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
