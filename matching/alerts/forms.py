from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.alerts.times import hour_in_words
from matching.alerts.fits import Fitting
from matching.models import MatchAlert
from profiles.forms.fields import Radios, select

SHARES = {
    50: gettext_lazy("50 of 100: about half of what a post asks"),
    60: gettext_lazy("60 of 100: more than half"),
    75: gettext_lazy("75 of 100: three quarters"),
    90: gettext_lazy("90 of 100: nearly all"),
}
DEFAULTS = {"min_share": 60, "frequency": MatchAlert.Frequency.DAILY, "hour": 7}


class MatchAlertForm(forms.Form):
    min_share = forms.TypedChoiceField(
        label=gettext_lazy("How well a job has to fit"),
        coerce=int,
        choices=list(SHARES.items()),
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose how well a job has to fit.")},
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=MatchAlert.Frequency,
        widget=Radios,
        help_text=gettext_lazy("No mail is sent when nothing new fits."),
        error_messages={"required": gettext_lazy("Choose how often.")},
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At what time"),
        coerce=int,
        choices=[(hour, hour) for hour in range(24)],
        widget=select(),
        error_messages={"required": gettext_lazy("Choose an hour of the day.")},
    )

    def __init__(self, *args, clock: str, weekday: str, lately: Sequence[Fitting] | None, **kwargs):
        """`lately` are the jobs of the last weeks that fit by the least of the shares; None if unknown."""
        super().__init__(*args, **kwargs)
        self.lately = lately
        self.fields["hour"].choices = [(hour, hour_in_words(hour)) for hour in range(24)]
        self.fields["hour"].help_text = clock
        weekly = _("Every week, on %(weekday)s") % {"weekday": weekday}
        self.fields["frequency"].choices = [
            (MatchAlert.Frequency.DAILY, _("Every day")),
            (MatchAlert.Frequency.WEEKLY, weekly),
        ]

    @property
    def chosen_share(self) -> int:
        """What is ticked, as far as it can be used."""
        cleaned = getattr(self, "cleaned_data", {})
        return cleaned.get("min_share") or self.initial["min_share"]

    @property
    def would_have_sent(self) -> list[Fitting]:
        return self.at_least(self.chosen_share)

    @property
    def counts(self) -> list[tuple[int, int]]:
        """For each choice, how many jobs it would have sent."""
        return [(share, len(self.at_least(share))) for share in SHARES]

    def at_least(self, share: int) -> list[Fitting]:
        return [fitting for fitting in self.lately or () if fitting.tenths >= 10 * share]
