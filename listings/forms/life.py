"""How a listing ends, or goes on for longer."""

from datetime import UTC, datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.clocks import zone
from listings import moments
from listings.models import Listing
from listings.services.life import LONGEST_EXTENSION
from profiles.forms.fields import Radios

from .fields import INPUT, LineField

Outcome = Listing.Outcome


class ClosingForm(forms.Form):
    """What came of a listing that people could apply for, as its employer says it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=[(one.value, one.label) for one in (Outcome.HIRED, Outcome.NOT_FILLED)],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )


class ExtensionForm(forms.Form):
    """A later closing time on the clock of the listing's place, and why."""

    closes_on = forms.DateField(
        label=gettext_lazy("New last day to apply"),
        widget=forms.DateInput(attrs=INPUT | {"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say until when people can apply."),
            "invalid": gettext_lazy("Write the day like this: 2026-03-31."),
        },
    )
    closes_at = forms.TimeField(
        label=pgettext_lazy("closing", "Hour"),
        required=False,
        widget=forms.TimeInput(attrs=INPUT | {"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the hour like this: 17:00.")},
    )
    reason = LineField(
        label=gettext_lazy("Why does it stay open?"),
        max_length=300,
        help_text=gettext_lazy(
            "It stands in the post’s history, which your team and our moderators read. For example:"
            " “Two people started, a third place is open.”"
        ),
        error_messages={"required": gettext_lazy("Say why it stays open.")},
    )

    def __init__(self, *args, listing: Listing, **kwargs):
        super().__init__(*args, **kwargs)
        self.listing = listing
        self.closed = listing.valid_through.astimezone(zone(listing.time_zone))
        self.fields["closes_at"].help_text = _("%(hour)s if you leave it empty, as now") % {
            "hour": moments.closing(listing).time
        }

    @property
    def usual_hour(self) -> time:
        """As before. Midnight is the end of the day before, as everywhere."""
        hour = self.closed.time()
        return hour if hour != time(0) else time(23, 59)

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("closes_on")
        if day is None or self.has_error("closes_at"):
            return cleaned
        now = timezone.now()
        clock = zone(self.listing.time_zone)
        latest = now + LONGEST_EXTENSION
        # Far years would overflow on the way to UTC.
        if not self.closed.date() <= day <= latest.astimezone(clock).date():
            self.add_error("closes_on", self._which_days(latest.astimezone(clock)))
            return cleaned
        at = cleaned.get("closes_at") or self.usual_hour
        until = datetime.combine(day, at, tzinfo=clock).astimezone(UTC)
        if until <= max(now, self.listing.valid_through):
            self.add_error("closes_on", _("Choose a later time than it closes, or closed, now."))
        elif until > latest:
            self.add_error("closes_on", self._which_days(latest.astimezone(clock)))
        cleaned["until"] = until
        return cleaned

    def _which_days(self, latest: datetime) -> str:
        return _("Choose a day after %(first)s and before %(last)s: at most 90 days ahead.") % {
            "first": moments.short_date(self.closed, timezone.now()),
            "last": moments.short_date(latest, timezone.now()),
        }
