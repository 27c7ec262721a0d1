"""From and to for each day of a week: an employer's shifts, a person's hours."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.vocabulary import Weekday
from cms.weeks import Span

PARTS_OF_A_DAY = (1, 2)  # a split day has two
TIME_FORMATS = ["%H:%M", "%I:%M %p", "%I %p", "%I:%M%p", "%I%p"]


class TimeOfDayField(forms.TimeField):
    """A time of day: 17:30, 5:30 pm, 5:30 p.m."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            input_formats=TIME_FORMATS,
            widget=forms.TimeInput(attrs={"class": "input", "type": "time"}, format="%H:%M"),
            error_messages={"invalid": gettext_lazy("Write the time like 9:00 or 17:30.")},
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python(value.replace(".", "") if isinstance(value, str) else value)


def week_field(end: str, day: int, part: int) -> str:
    """The name of a field of the week: "starts_0_1" is where Monday's first part begins."""
    return f"{end}_{day}_{part}"


WEEK_FIELDS = [
    week_field(end, day, part)
    for part in PARTS_OF_A_DAY
    for day in Weekday
    for end in ("starts", "ends")
]


def week_values(spans) -> dict:
    """What fills the fields: at most two spans of a day, in their order."""
    values, parts = {}, dict.fromkeys(Weekday, 0)
    for span in sorted(spans):
        parts[span.weekday] += 1
        values[week_field("starts", span.weekday, parts[span.weekday])] = span.starts
        values[week_field("ends", span.weekday, parts[span.weekday])] = span.ends
    return values


class WeekForm(forms.Form):
    """From and to for each day, and again for a second part of the day.

    Cleaned as `spans`: each span with the name of its last field, to put an error beside.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for part in PARTS_OF_A_DAY:
            for day in Weekday:
                words = {"day": day.label}
                self.fields[week_field("starts", day, part)] = TimeOfDayField(
                    label=(_("%(day)s, from") if part == 1 else _("%(day)s, second part from"))
                    % words
                )
                self.fields[week_field("ends", day, part)] = TimeOfDayField(
                    label=(_("%(day)s, to") if part == 1 else _("%(day)s, second part to")) % words
                )

    def week_rows(self, part: int = 1):
        """Each day's name with its two fields, for the template."""
        return [
            (day.label, self[week_field("starts", day, part)], self[week_field("ends", day, part)])
            for day in Weekday
        ]

    def second_rows(self):
        return self.week_rows(2)

    @property
    def has_split_days(self) -> bool:
        """Whether a second part is filled or wrong, so that its rows stand open."""
        return any(field.value() or field.errors for row in self.second_rows() for field in row[1:])

    def clean(self):
        cleaned = super().clean()
        cleaned["spans"] = {
            span: week_field("ends", day, part)
            for day in Weekday
            for part in PARTS_OF_A_DAY
            if (span := self._span(cleaned, day, part))
        }
        return cleaned

    def _span(self, cleaned, day, part) -> Span | None:
        starts_name, ends_name = (week_field(end, day, part) for end in ("starts", "ends"))
        if self.has_error(starts_name) or self.has_error(ends_name):
            return None
        starts, ends = cleaned.get(starts_name), cleaned.get(ends_name)
        if starts is None and ends is None:
            return None
        if starts is None or ends is None:
            self.add_error(
                starts_name if starts is None else ends_name,
                _("%(day)s: write both times, or none.") % {"day": day.label},
            )
            return None
        return Span(int(day), starts, ends)
