"""The form of each step of writing a post."""

from copy import copy
from datetime import timedelta

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.clocks import zone
from cms.vocabulary import WorkMode
from listings.completeness import NEEDED_FIELDS, missing_essentials
from listings.models import Listing
from listings.posting.posts import UNPLACED, ListingPost
from listings.posting.steps import APPLY, ASKED, CUSTOMERS, JOB, PAY, Step
from profiles.models import Employer

from .asking_sections import Channels, FirstSift, HowToApply, WhatYouAsk
from .offer_sections import PayAndHours, TheClient, TheJob, WhereAndWho
from .screening import ScreeningQuestions
from .sections import Section
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
from .week_and_targets import Clock, Targets, UsualWeek

OPEN_FOR = timedelta(days=30)  # what the last day is proposed as


class StepForm(Section, forms.ModelForm):
    """One step of a post. `instance` is a copy of the post's listing, so that the post stays as stored.

    A draft may be saved with gaps. With `complete`, for a post that stands in review, the essentials of
    this step are demanded.
    """

    step: Step
    version = forms.IntegerField(
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
    )

    def __init__(self, data=None, *, post: ListingPost, complete=False):
        self.post, self.complete = post, complete
        initial = self.shown(post) | {"version": post.version}
        super().__init__(data, instance=copy(post.listing), initial=initial)
        for name in NEEDED_FIELDS:
            if name in self.fields:
                self.fields[name].is_needed_later = True

    def shown(self, post: ListingPost) -> dict:
        """What a person typed, beside the columns that are typed as they are stored."""
        return {}

    def _post_clean(self):
        super()._post_clean()
        self.carry_over(self.instance)
        if self.complete:
            self._demand_essentials()

    def _demand_essentials(self):
        parts = self.parts()
        stored = self.post.parts
        missing = missing_essentials(
            self.instance,
            has_channels=bool(parts.get("channels", stored.channels)),
            has_skills=bool(parts.get("skills", stored.skills)),
        )
        for field, words in self.step.missing(missing).items():
            if not self.has_error(field):
                self.add_error(field, words)

    @property
    def has_typed_anything(self) -> bool:
        """Whether it differs from what is stored, so that saving it would change something."""
        return bool(set(self.changed_data) - {"version"})


class JobStep(TheJob, TheClient, Targets, StepForm):
    step = JOB

    class Meta:
        model = Listing
        fields = [
            "title",
            "role",
            "description",
            "training",
            "benefits",
            "client_name",
            "is_client_hidden",
        ]

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, post=post, **kwargs)
        if post.listing.employer.kind == Employer.Kind.DIRECT:
            del self.fields["client_name"], self.fields["is_client_hidden"]

    def shown(self, post):
        return shown_targets(post.parts)


class PayStep(WhereAndWho, PayAndHours, UsualWeek, Clock, StepForm):
    step = PAY
    needs_place = False

    class Meta:
        model = Listing
        fields = [
            "work_mode",
            "location_note",
            "time_zone",
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
        ]

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, post=post, **kwargs)
        self.fields["place"].widget.attrs |= {
            "data-places": reverse("listings:place_suggestions"),
            "data-places-label": _("Places"),
            "data-places-found": _("Places offered:"),
        }
        self.fields["work_mode"].required = False
        self.fields["work_mode"].is_needed_later = True
        self.held_place = post.listing.place
        self.offer_zones(post.listing.time_zone)
        for name in ("salary_period", "salary_currency"):
            self.initial[name] = self.initial.get(name) or self.fields[name].initial

    def shown(self, post):
        return shown_place(post.listing) | shown_clock(post.listing) | shown_week(post.parts)

    def carry_over(self, listing):
        super().carry_over(listing)
        says_where = listing.place or listing.location_note
        if listing.work_mode != WorkMode.REMOTE and not says_where:
            listing.location_note = UNPLACED
        if not self.post.is_change:
            self._keep_the_hour(listing)

    def _keep_the_hour(self, listing: Listing) -> None:
        """In another zone, 5 p.m. stays 5 p.m."""
        was, now = zone(self.post.listing.time_zone), zone(listing.time_zone)
        if was.key == now.key:
            return
        for name in ("valid_through", "date_posted"):
            if moment := getattr(self.post.listing, name):
                setattr(listing, name, moment.astimezone(was).replace(tzinfo=now))


class CustomersStep(Channels, StepForm):
    step = CUSTOMERS

    class Meta:
        model = Listing
        fields = ["concurrent_contacts", "contact_style"]

    def shown(self, post):
        return shown_channels(post.parts)


class AskedStep(WhatYouAsk, StepForm):
    step = ASKED

    class Meta:
        model = Listing
        fields = ["education_min", "experience_months", "qualifications"]

    def shown(self, post):
        return shown_asked(post.parts)


class ApplyStep(HowToApply, FirstSift, ScreeningQuestions, StepForm):
    """A change of a live post leaves the dates: these move on pages of their own."""

    step = APPLY

    class Meta:
        model = Listing
        fields = [
            "apply_route",
            "apply_url",
            "apply_email",
            "reply_within_days",
            "is_sift_anonymous",
        ]

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, post=post, **kwargs)
        for name in ("apply_url", "apply_email"):
            self.fields[name].is_needed_later = True  # where its route is chosen
        if post.is_change:
            for name in ("closes_on", "closes_at", "appears_on"):
                del self.fields[name]

    @property
    def has_typed_anything(self):
        """The last day that is proposed counts as said once the step is sent."""
        is_proposed = "closes_on" in self.fields and self.post.listing.valid_through is None
        return super().has_typed_anything or (is_proposed and bool(self.cleaned_data["closes_on"]))

    def shown(self, post):
        listing = post.listing
        shown = shown_questions(post.parts) | shown_dates(listing)
        if listing.valid_through is None:
            today = timezone.now().astimezone(zone(listing.time_zone)).date()
            shown["closes_on"] = today + OPEN_FOR
        return shown


FORMS = {form.step: form for form in (JobStep, PayStep, CustomersStep, AskedStep, ApplyStep)}
