"""Sections of the employer's form: how customers come, what is asked, and how to apply."""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.clocks import zone
from cms.vocabulary import Channel
from listings.models import Listing
from profiles.forms.fields import Boxes, Radios, WebsiteField

from .fields import (
    INPUT,
    LanguageLevelsField,
    SkillNamesField,
    TextField,
    column_choice,
    out_of_range,
)
from .sections import Section

CLOSING_HOUR = time(17)
LONGEST_AHEAD = timedelta(days=366)
DATE = {"widget": forms.DateInput(attrs=INPUT | {"type": "date"}, format="%Y-%m-%d")}


CHANNEL_FIELDS = [
    "channels",
    *(f"share_{channel}" for channel in Channel),
    "concurrent_contacts",
    "contact_style",
]


class Channels(Section):
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("How customers reach the person"),
        choices=Channel,
        widget=Boxes,
        required=False,
        help_text=gettext_lazy(
            "Tick all that apply. If you know how much comes by each, write the percentages; they"
            " add up to 100."
        ),
    )

    concurrent_contacts = forms.IntegerField(
        label=gettext_lazy("Conversations at a time, at most"),
        required=False,
        min_value=1,
        max_value=12,
        error_messages=out_of_range(
            gettext_lazy("Write a whole number of conversations, 1 to 12.")
        ),
        widget=forms.TextInput(attrs=INPUT | {"inputmode": "numeric", "autocomplete": "off"}),
    )
    contact_style = column_choice(
        "contact_style", label=gettext_lazy("How far the words are laid down")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for channel in Channel:
            self.fields[f"share_{channel}"] = forms.IntegerField(
                label=_("%(channel)s, percent") % {"channel": channel.label},
                required=False,
                min_value=1,
                max_value=100,
                error_messages=out_of_range(gettext_lazy("Write a percentage from 1 to 100.")),
                widget=forms.TextInput(
                    attrs=INPUT | {"inputmode": "numeric", "autocomplete": "off"}
                ),
            )

    def channel_rows(self):
        """Each channel's box with the field of its share, for the template."""
        boxes = self["channels"].subwidgets
        return [(box, self[f"share_{box.data['value']}"]) for box in boxes]

    def clean(self):
        cleaned = super().clean()
        shares = {channel: cleaned.get(f"share_{channel}") for channel in Channel.values}
        # Who writes a share means the channel, ticked or not.
        ticked = [
            channel
            for channel in Channel.values
            if channel in cleaned.get("channels", []) or shares[channel]
        ]
        stated = [shares[channel] for channel in ticked if shares[channel]]
        if stated and len(stated) < len(ticked):
            self.add_error(
                "channels", _("Write a percentage for every channel that you ticked, or for none.")
            )
        elif stated and sum(stated) != 100:
            self.add_error(
                "channels",
                _("The percentages add up to %(sum)d. Make it 100, or leave them all empty.")
                % {"sum": sum(stated)},
            )
        else:
            cleaned["channels"] = {channel: shares[channel] for channel in ticked}
        return cleaned

    def parts(self):
        channels = self.cleaned_data.get("channels")
        return super().parts() | ({"channels": channels} if isinstance(channels, dict) else {})


class WhatYouAsk(Section):
    essential_skills = SkillNamesField(
        label=gettext_lazy("Skills and tools they must have"),
        rows=4,
        max_length=2_000,
        required=False,
        help_text=gettext_lazy(
            "One a line, or with commas between. If you teach it, leave it out."
        ),
    )
    desirable_skills = SkillNamesField(
        label=gettext_lazy("Skills and tools that would be welcome"),
        rows=3,
        max_length=2_000,
        required=False,
    )
    essential_languages = LanguageLevelsField(
        label=gettext_lazy("Languages they must speak"),
        rows=2,
        max_length=500,
        required=False,
        help_text=gettext_lazy("With the level, from A1 (first words) to C2: Spanish B2"),
    )
    desirable_languages = LanguageLevelsField(
        label=gettext_lazy("Languages that would be welcome"),
        rows=2,
        max_length=500,
        required=False,
    )
    education_min = column_choice(
        "education_min", label=gettext_lazy("Education that the work cannot do without")
    )
    experience_months = forms.IntegerField(
        label=gettext_lazy("Experience needed, in months"),
        required=False,
        min_value=0,
        max_value=360,
        error_messages=out_of_range(gettext_lazy("Write the months as a whole number, 0 to 360.")),
        widget=forms.TextInput(attrs=INPUT | {"inputmode": "numeric", "autocomplete": "off"}),
    )
    qualifications = TextField(
        label=gettext_lazy("What you ask for, in your own words"),
        max_length=5_000,
        rows=4,
        required=False,
    )

    def parts(self):
        """Who names a thing twice needs it."""
        parts, cleaned = super().parts(), self.cleaned_data
        if {"essential_skills", "desirable_skills"} <= cleaned.keys():
            skills = dict.fromkeys(cleaned["desirable_skills"], False)
            parts["skills"] = skills | dict.fromkeys(cleaned["essential_skills"], True)
        if {"essential_languages", "desirable_languages"} <= cleaned.keys():
            parts["languages"] = {
                language: (level, essential)
                for word, essential in (("desirable", False), ("essential", True))
                for language, level in cleaned[f"{word}_languages"].items()
            }
        return parts


class FirstSift(Section):
    is_sift_anonymous = forms.BooleanField(
        label=gettext_lazy("Hide names and files until somebody is on the shortlist"),
        required=False,
        help_text=gettext_lazy(
            "Whoever reads the applications first decides by answers, skills and experience alone."
        ),
    )


class HowToApply(Section):
    apply_route = forms.ChoiceField(
        label=gettext_lazy("Where people apply"),
        choices=Listing.ApplyRoute,
        widget=Radios,
        initial=Listing.ApplyRoute.ON_SITE,
    )
    apply_url = WebsiteField(
        label=gettext_lazy("Address of your own page for this job"),
        max_length=500,
        widget=forms.URLInput(attrs=INPUT | {"autocomplete": "off"}),
        help_text=gettext_lazy("For your own site. Starts with https://"),
    )
    apply_email = forms.EmailField(
        label=gettext_lazy("Address that applications go to"),
        max_length=Listing._meta.get_field("apply_email").max_length,
        required=False,
        widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "off"}),
        help_text=gettext_lazy(
            "For applications by email. It stands on a page of its own that search engines do not"
            " list."
        ),
        error_messages={"invalid": gettext_lazy("Write an address like jobs@example.org.")},
    )
    reply_within_days = forms.IntegerField(
        label=gettext_lazy("You answer everybody within, in days"),
        required=False,
        min_value=1,
        max_value=60,
        error_messages=out_of_range(gettext_lazy("Write the days as a whole number, 1 to 60.")),
        widget=forms.TextInput(attrs=INPUT | {"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "A promise that people see. Leave it empty if you cannot be sure of it."
        ),
    )
    closes_on = forms.DateField(label=gettext_lazy("Last day to apply"), required=False, **DATE)
    closes_at = forms.TimeField(
        label=pgettext_lazy("closing", "Hour"),
        required=False,
        widget=forms.TimeInput(attrs=INPUT | {"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("5 p.m. if you leave it empty"),
    )
    appears_on = forms.DateField(
        label=gettext_lazy("Day to appear"),
        required=False,
        help_text=gettext_lazy("If you leave it empty: as soon as it is approved"),
        **DATE,
    )

    def clean(self):
        cleaned = super().clean()
        self._clean_address(
            cleaned,
            Listing.ApplyRoute.EXTERNAL,
            "apply_url",
            _("Write the address where people apply."),
        )
        self._clean_address(
            cleaned,
            Listing.ApplyRoute.EMAIL,
            "apply_email",
            _("Write the address that people write to."),
        )
        if "closes_on" in self.fields:
            self._clean_dates(cleaned)
        return cleaned

    def carry_over(self, listing):
        super().carry_over(listing)
        if "closes_on" in self.fields:
            listing.date_posted = self.cleaned_data.get("date_posted")
            listing.valid_through = self.cleaned_data.get("valid_through")

    def _clean_address(self, cleaned, route, name: str, missing: str):
        """An address belongs to its route: needed there, and not kept beside another."""
        if cleaned.get("apply_route") == route:
            if not cleaned.get(name) and not self.has_error(name):
                self.add_error(name, missing)
        elif name in self.fields:
            # The page hides it with its route: what is wrong there would hold the post up unseen.
            self.errors.pop(name, None)
            cleaned[name] = ""

    def _clean_dates(self, cleaned):
        now = timezone.now()
        # A step without the place has its clock from the post.
        clock = zone(
            cleaned.get("time_zone") or (self.instance.time_zone if self.instance else "UTC")
        )
        today = now.astimezone(clock).date()
        for name in ("closes_on", "appears_on"):
            day = cleaned.get(name)
            # Far years would overflow on the way to UTC.
            if day and not today <= day <= today + LONGEST_AHEAD:
                self.add_error(name, _("Choose a day from today on, at most a year ahead."))
        opens = closes = None
        if cleaned.get("appears_on") and cleaned["appears_on"] > today:
            opens = _instant(cleaned["appears_on"], time(0), clock)
        if cleaned.get("closes_on"):
            closes = _instant(cleaned["closes_on"], cleaned.get("closes_at") or CLOSING_HOUR, clock)
            if closes <= now:
                self.add_error("closes_on", _("This time has passed. Choose a later one."))
            elif opens and closes <= opens:
                self.add_error("closes_on", _("The post would close before it appears."))
        cleaned["date_posted"], cleaned["valid_through"] = opens, closes


def _instant(day, at, clock) -> datetime:
    return datetime.combine(day, at, tzinfo=clock).astimezone(UTC)
