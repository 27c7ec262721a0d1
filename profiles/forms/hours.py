"""When a person can work: from and to for each day, on the clock of a time zone."""

from datetime import time
from itertools import groupby
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.clocks import UTC, zone_choices
from cms.vocabulary import Weekday
from cms.weeks import MINUTES_A_DAY, Span, minute_of, time_at

from .fields import select
from .week import PARTS_OF_A_DAY, WeekForm, week_field, week_values

WEEKDAYS, WEEKEND = list(Weekday)[:5], list(Weekday)[5:]
QUICK_FILLS = {
    "weekdays": (
        gettext_lazy("Weekdays, 9 to 5"),
        [Span(int(day), time(9), time(17)) for day in WEEKDAYS],
    ),
    "evenings": (
        gettext_lazy("Evenings, 5 to 10"),
        [Span(int(day), time(17), time(22)) for day in WEEKDAYS],
    ),
    "weekends": (
        gettext_lazy("Weekends, 9 to 9"),
        [Span(int(day), time(9), time(21)) for day in WEEKEND],
    ),
}


class HoursForm(WeekForm):
    """Two spans a day at most. Cleaned as `spans`, with those of a day joined that touch or overlap."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Your time zone"),
        widget=select(),
        error_messages={
            "required": gettext_lazy("Choose your time zone."),
            "invalid_choice": gettext_lazy("Choose a time zone from the list."),
        },
    )

    def __init__(self, data=None, *, spans=(), time_zone: str = ""):
        super().__init__(data, initial={"time_zone": time_zone} | week_values(spans))
        chosen = (data.get("time_zone") if data else "") or time_zone
        offered = zone_choices(timezone.now(), chosen or UTC)
        known = {
            name for _region, zones in offered[1:] if isinstance(zones, list) for name, _c in zones
        }
        others = sorted(name for name in available_timezones() if "/" in name and name not in known)
        self.fields["time_zone"].choices = [
            ("", _("Choose")),
            *offered[1:],
            (
                _("All other zones"),
                [
                    offered[0],
                    *((name, name.replace("_", " ")) for name in others if is_usual(name)),
                ],
            ),
        ]

    def clean(self):
        cleaned = super().clean()
        cleaned["spans"] = joined_by_day(cleaned["spans"])
        return cleaned


def is_usual(name: str) -> bool:
    """Whether people know the zone by a place: neither "Etc/GMT+5" nor a spare name of another."""
    return name.split("/")[0] not in {"Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico"}


def joined_by_day(spans) -> list[Span]:
    """Those of one day that touch or overlap as one, a whole day at most."""
    joined = []
    for weekday, of_day in groupby(sorted(spans), key=lambda span: span.weekday):
        rows: list[list[int]] = []
        for span in of_day:
            start = minute_of(span.starts)
            if rows and start <= rows[-1][1]:
                rows[-1][1] = max(rows[-1][1], start + span.minutes)
            else:
                rows.append([start, start + span.minutes])
        joined += [
            Span(weekday, time_at(start), time_at(min(end, start + MINUTES_A_DAY)))
            for start, end in rows
        ]
    return joined


def as_data(spans, time_zone: str) -> dict[str, str]:
    """What the form would send if these stood in it."""
    values = {name: at.strftime("%H:%M") for name, at in week_values(spans).items()}
    return values | {"time_zone": time_zone}


def filled(data, spans) -> tuple[dict[str, str], list[str]]:
    """What a form sent, with these in the free parts of their days; and the days that have none left."""
    data, full = dict(data.items()), []
    for span in spans:
        for part in PARTS_OF_A_DAY:
            names = [week_field(end, span.weekday, part) for end in ("starts", "ends")]
            if not any(data.get(name) for name in names):
                data |= zip(names, (at.strftime("%H:%M") for at in span[1:]), strict=True)
                break
        else:
            full.append(str(Weekday(span.weekday).label))
    return data, full
