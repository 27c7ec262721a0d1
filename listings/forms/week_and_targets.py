"""Sections of the employer's form about time and figures: clock, usual week, what one is measured on."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.clocks import zone_choices
from cms.models import GlossaryTerm
from cms.vocabulary import Weekday
from cms.weeks import overlapping, time_in_words
from listings.weeks import Shift, works_on_weekends
from profiles.forms.week import WeekForm

from .fields import INPUT, LineField
from .sections import Section

TARGETS = 5
FIRST_TARGETS = 2  # those that stand open
LONGEST_SHIFT = 16 * 60  # minutes; what is longer is morning and evening mixed up
TARGET_FIELDS = [f"{name}_{row}" for row in range(1, TARGETS + 1) for name in ("metric", "target")]


class Clock(Section):
    """The time zone of a post; where none is chosen, that of the place."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        widget=forms.Select(attrs=INPUT),
        help_text=gettext_lazy("For the closing time and the shifts"),
    )

    def offer_zones(self, own: str):
        """Fill the list of time zones, with the one that this listing has."""
        self.fields["time_zone"].choices = [
            ("", _("That of the place")),
            *zone_choices(timezone.now(), own),
        ]

    def clean(self):
        cleaned = super().clean()
        place = cleaned.get("place")
        cleaned["time_zone"] = (
            cleaned.get("time_zone") or (place.time_zone if place else "") or "UTC"
        )
        return cleaned


class UsualWeek(WeekForm, Section):
    """From and to for each day of the week, and again for the second part of a split shift.

    Cleaned as `shifts`, in the order of the week. Comes after the field `works_weekends`, which it
    fills where that was left open: a week that touches a Saturday or Sunday has work on weekends, also
    by Friday's shift that ends on Saturday. A "yes" beside a week without stays: it may be every third.
    """

    def clean(self):
        cleaned = super().clean()
        shifts = {}
        for shift, field in cleaned.pop("spans").items():
            if shift.minutes > LONGEST_SHIFT:
                self._refuse(shift, field)
            else:
                shifts[shift] = field
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

    def parts(self):
        return super().parts() | {"shifts": self.cleaned_data.get("shifts", [])}

    def _refuse(self, shift: Shift, field: str) -> None:
        words = {
            "day": shift_day(shift),
            "hours": round(shift.minutes / 60),
            "from": time_in_words(shift.starts),
            "to": time_in_words(shift.ends),
        }
        self.add_error(
            field,
            _("%(day)s: from %(from)s to %(to)s is %(hours)d hours. Check a.m. and p.m.") % words,
        )

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


class Targets(Section):
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

    def first_targets(self):
        return self.target_rows()[:FIRST_TARGETS]

    def more_targets(self):
        return self.target_rows()[FIRST_TARGETS:]

    @property
    def has_more_targets(self) -> bool:
        """Whether one of the folded rows is filled or wrong, so that they stand open."""
        return any(field.value() or field.errors for row in self.more_targets() for field in row)

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

    def parts(self):
        return super().parts() | {"targets": self.cleaned_data.get("targets", {})}
