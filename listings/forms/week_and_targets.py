"""Sections of the employer's form that are small tables: the usual week, and what one is measured on."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import GlossaryTerm
from cms.vocabulary import Weekday
from listings.weeks import Shift, overlapping, time_in_words, works_on_weekends

from .fields import INPUT, LineField

PARTS_OF_A_DAY = (1, 2)  # a split shift has two
TARGETS = 5
LONGEST_SHIFT = 16 * 60  # minutes; what is longer is morning and evening mixed up
TIME_FORMATS = ["%H:%M", "%I:%M %p", "%I %p", "%I:%M%p", "%I%p"]


class ShiftTimeField(forms.TimeField):
    """A time of day: 17:30, 5:30 pm, 5:30 p.m."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            input_formats=TIME_FORMATS,
            widget=forms.TimeInput(attrs=INPUT | {"type": "time"}, format="%H:%M"),
            error_messages={"invalid": gettext_lazy("Write the time like 9:00 or 17:30.")},
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python(value.replace(".", "") if isinstance(value, str) else value)


def shift_field(end: str, day: int, part: int) -> str:
    """The name of a field of the week: "starts_0_1" is where Monday's first part begins."""
    return f"{end}_{day}_{part}"


WEEK_FIELDS = [
    shift_field(end, day, part)
    for part in PARTS_OF_A_DAY
    for day in Weekday
    for end in ("starts", "ends")
]
TARGET_FIELDS = [f"{name}_{row}" for row in range(1, TARGETS + 1) for name in ("metric", "target")]


class UsualWeek(forms.Form):
    """From and to for each day of the week, and again for the second part of a split shift.

    Cleaned as `shifts`, in the order of the week. Comes after the field `works_weekends`, which it
    fills where that was left open: a week that touches a Saturday or Sunday has work on weekends, also
    by Friday's shift that ends on Saturday. A "yes" beside a week without stays: it may be every third.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for part in PARTS_OF_A_DAY:
            for day in Weekday:
                words = {"day": day.label}
                self.fields[shift_field("starts", day, part)] = ShiftTimeField(
                    label=(_("%(day)s, from") if part == 1 else _("%(day)s, second part from"))
                    % words
                )
                self.fields[shift_field("ends", day, part)] = ShiftTimeField(
                    label=(_("%(day)s, to") if part == 1 else _("%(day)s, second part to")) % words
                )

    def week_rows(self, part: int = 1):
        """Each day's name with its two fields, for the template."""
        return [
            (
                day.label,
                self[shift_field("starts", day, part)],
                self[shift_field("ends", day, part)],
            )
            for day in Weekday
        ]

    def second_rows(self):
        return self.week_rows(2)

    @property
    def has_split_shifts(self) -> bool:
        """Whether a second part is filled or wrong, so that its rows stand open."""
        return any(field.value() or field.errors for row in self.second_rows() for field in row[1:])

    def clean(self):
        cleaned = super().clean()
        shifts = {}
        for day in Weekday:
            for part in PARTS_OF_A_DAY:
                shift = self._shift(cleaned, day, part)
                if shift:
                    shifts[shift] = shift_field("ends", day, part)
        for shift in overlapping(shifts):
            self.add_error(
                shifts[shift],
                _("%(day)s: these hours begin before others end. Change one of them.")
                % {"day": shift_day(shift)},
            )
        cleaned["shifts"] = sorted(shifts)
        if shifts:
            self._agree_on_weekends(cleaned)
        return cleaned

    def _shift(self, cleaned, day, part) -> Shift | None:
        starts_name, ends_name = (shift_field(end, day, part) for end in ("starts", "ends"))
        if self.has_error(starts_name) or self.has_error(ends_name):
            return None
        starts, ends = cleaned.get(starts_name), cleaned.get(ends_name)
        words = {"day": day.label}
        if starts is None and ends is None:
            return None
        if starts is None or ends is None:
            name = starts_name if starts is None else ends_name
            self.add_error(name, _("%(day)s: write both times, or none.") % words)
            return None
        shift = Shift(int(day), starts, ends)
        if shift.minutes > LONGEST_SHIFT:
            words |= {
                "hours": round(shift.minutes / 60),
                "from": time_in_words(starts),
                "to": time_in_words(ends),
            }
            self.add_error(
                ends_name,
                _("%(day)s: from %(from)s to %(to)s is %(hours)d hours. Check a.m. and p.m.")
                % words,
            )
            return None
        return shift

    def _agree_on_weekends(self, cleaned):
        on_weekends = works_on_weekends(cleaned["shifts"])
        said = cleaned.get("works_weekends")
        if said is None:
            cleaned["works_weekends"] = on_weekends
        elif on_weekends and not said:
            self.add_error(
                "works_weekends",
                _(
                    "The usual week has hours on a Saturday or Sunday. Choose yes, or change the week."
                ),
            )


def shift_day(shift: Shift) -> str:
    return str(Weekday(shift.weekday).label)


class Targets(forms.Form):
    """Up to five figures that a person is measured by. One query, for the metrics of the glossary."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.metrics = {str(term.pk): term for term in GlossaryTerm.objects.filter(is_metric=True)}
        choices = [("", _("None"))]
        choices += [(key, term.title) for key, term in self.metrics.items()]
        for row in range(1, TARGETS + 1):
            self.fields[f"metric_{row}"] = forms.ChoiceField(
                label=_("Figure %(n)d") % {"n": row},
                choices=choices,
                required=False,
                widget=forms.Select(attrs=INPUT),
            )
            self.fields[f"target_{row}"] = LineField(
                label=_("Target %(n)d") % {"n": row}, max_length=120, required=False
            )

    def target_rows(self):
        """The two fields of each row, for the template; none while the glossary has no metric."""
        rows = range(1, TARGETS + 1) if self.metrics else ()
        return [(self[f"metric_{row}"], self[f"target_{row}"]) for row in rows]

    def clean(self):
        cleaned = super().clean()
        targets = {}
        for row in range(1, TARGETS + 1):
            metric = self.metrics.get(cleaned.get(f"metric_{row}", ""))
            words = cleaned.get(f"target_{row}", "")
            if metric in targets:
                self.add_error(
                    f"metric_{row}",
                    _("%(metric)s stands here twice. Take one out.") % {"metric": metric.title},
                )
            elif metric:
                targets[metric] = words
            elif words and not self.has_error(f"metric_{row}"):
                self.add_error(
                    f"metric_{row}", _("Choose what “%(words)s” measures.") % {"words": words}
                )
        cleaned["targets"] = targets
        return cleaned
