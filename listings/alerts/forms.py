from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cms.clocks import UTC, clock_in_words, zone_choices
from listings.alerts.times import Rhythm, hour_in_words
from listings.models import JobAlert
from profiles.forms.fields import Radios, select

DEFAULTS = {"frequency": JobAlert.Frequency.DAILY, "hour": 7, "time_zone": UTC}


class RhythmForm(forms.Form):
    """How often, when, and on whose clock."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=[
            (JobAlert.Frequency.DAILY, gettext_lazy("Every day")),
            (JobAlert.Frequency.WEEKLY, gettext_lazy("Every week")),
        ],
        widget=Radios,
        help_text=gettext_lazy("No mail is sent when nothing new is found."),
        error_messages={"required": gettext_lazy("Choose how often.")},
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At what time"),
        coerce=int,
        widget=select(),
        error_messages={"required": gettext_lazy("Choose an hour of the day.")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("On which clock"),
        widget=select(),
        error_messages={"required": gettext_lazy("Choose a clock.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.initial["time_zone"]
        self.fields["hour"].choices = [(hour, hour_in_words(hour)) for hour in range(24)]
        self.fields["time_zone"].choices = zone_choices(timezone.now(), zone)

    @property
    def rhythm(self) -> Rhythm:
        """What was chosen. For a form that is valid."""
        chosen = self.initial | self.cleaned_data
        return Rhythm(chosen["frequency"], chosen["hour"], chosen["time_zone"])


class JobAlertForm(RhythmForm):
    """A new alert. With `has_address` it goes to the address of the account, and none is asked for.

    With `knows_zone` the zone in `initial` is theirs for all we know, and is not asked for either.
    """

    email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        max_length=JobAlert._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        help_text=gettext_lazy(
            "We send one mail to it first, to make sure that it is yours. No account is needed."
        ),
        error_messages={
            "required": gettext_lazy("Write the address that the jobs should go to."),
            "invalid": gettext_lazy("Write an address like name@example.org."),
        },
    )
    field_order = ("email", "frequency", "hour", "time_zone")

    def __init__(self, *args, knows_zone: bool, has_address: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if has_address:
            del self.fields["email"]
        if knows_zone:
            zone = self.initial["time_zone"]
            self.fields["hour"].help_text = clock_in_words(zone, timezone.now())
            del self.fields["time_zone"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
