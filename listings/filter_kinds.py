"""The kinds of filters of the job search. Those with options say how these are counted, too.

A filter and its count read the same condition, so that the number beside an option is what it finds.
"""

import copy
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import django_filters
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from cms.vocabulary import WorkMode
from listings.filter_choices import HOURS, WEEKDAYS
from listings.filter_fields import (
    AmountField,
    CountriesField,
    KnownValuesField,
    OneOfField,
    TickField,
)
from listings.models import ListingShift

Counts = dict[str | None, int]


class Light:
    """Copied with each search without its parts, which nobody changes."""

    def __deepcopy__(self, memo):
        return copy.copy(self)


class Spoken(Light):
    """A filter that a method of the search applies, or none: then another one reads its value."""

    def __init__(self, *args, applied_by: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.applied_by = applied_by

    def filter(self, queryset, value):
        if not self.applied_by or not value:
            return queryset
        return getattr(self.parent, self.applied_by)(queryset, value)


class TextFilter(Spoken, django_filters.CharFilter):
    pass


class SettingFilter(Spoken, django_filters.Filter):
    field_class = OneOfField


class AmountFilter(Spoken, django_filters.CharFilter):
    field_class = AmountField


class Counted(Light):
    """A filter with options, each of which shows how many jobs it would give.

    `narrows_itself`: an option more leaves fewer jobs, so that its count is of the jobs found already.
    `is_long`: more options than are read at a glance; those with most jobs come first.
    """

    narrows_itself = False
    is_long = False

    def counted(self):
        """What is grouped by: an expression of a listing. None where `rows` are."""
        return None

    def rows(self) -> list[QuerySet]:
        """Rows of `listing_id` and `option` to count instead: none twice in one queryset."""
        return []

    def counts(self, grouped: Counts, grouped_rows: Counts) -> Counts:
        """Jobs by option, from the jobs by group and by row."""
        return grouped or grouped_rows


class ColumnFilter(Counted, django_filters.Filter):
    """Jobs that have one of the values in a column: of their own, their role's, their employer's."""

    field_class = KnownValuesField

    def __init__(self, *args, is_long=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_long = is_long

    def filter(self, queryset, value):
        return queryset.filter(self.condition(value)) if value else queryset

    def condition(self, values: list[str]) -> Q:
        return Q(**{f"{self.field_name}__in": values})

    def counted(self):
        return F(self.field_name)


class HoursFilter(ColumnFilter):
    """Jobs with weekly hours in one of the bands. One that does not state them is in none."""

    def condition(self, values):
        bands = Q()
        for value in values:
            start, end = HOURS[value]
            bands |= Q(weekly_hours__gte=start, weekly_hours__lt=end)
        return bands

    def counted(self):
        return Case(
            *(When(self.condition([band]), then=Value(band)) for band in HOURS),
            output_field=CharField(),
        )


class LiveFilter(ColumnFilter):
    """Remote jobs that may be done from one of the countries."""

    field_class = CountriesField

    def condition(self, values):
        # Codes are two letters with spaces between, so that no other pair can be read as one.
        countries = Q()
        for code in values:
            countries |= Q(applicant_countries__contains=code)
        return Q(countries, work_mode=WorkMode.REMOTE)

    def counted(self):
        return Case(When(work_mode=WorkMode.REMOTE, then=F("applicant_countries")))

    def counts(self, grouped, grouped_rows):
        found = Counter()
        for codes, number in grouped.items():
            for code in set((codes or "").split()):
                found[code] += number
        return found


class RowsFilter(ColumnFilter):
    """Jobs to which at least one row of another table gives one of the values."""

    def __init__(self, *args, queryset: Callable[[], QuerySet], **kwargs):
        super().__init__(*args, **kwargs)
        self.queryset = queryset

    def source(self) -> QuerySet:
        return self.queryset()

    def condition(self, values):
        wanted = {f"{self.field_name}__in": values}
        return Q(Exists(self.source().filter(listing=OuterRef("pk"), **wanted)))

    def rows(self):
        return [self.source().order_by().values("listing_id", option=F(self.field_name))]

    def counted(self):
        return None


class LanguageFilter(RowsFilter):
    """Jobs that ask one of the languages, at most at the level that the person says to have."""

    def source(self):
        level = self.parent.values.get("language_level")
        return self.queryset().filter(level__lte=level) if level else self.queryset()


class DaysOffFilter(ColumnFilter):
    """Jobs whose stated week leaves all of the days free. One that states no week promises none.

    A shift that ends after midnight takes both of its days.
    """

    narrows_itself = True

    def filter(self, queryset, value):
        if not value:
            return queryset
        busy = Q()
        for name in value:
            day = WEEKDAYS[name]
            busy |= Q(weekday=day) | (Q(weekday=(day - 1) % 7) & PAST_MIDNIGHT)
        return queryset.filter(Exists(self.week), ~Exists(self.week.filter(busy)))

    @property
    def week(self):
        return ListingShift.objects.filter(listing=OuterRef("pk"))

    def counted(self):
        """Whether there is a week."""
        return Case(When(Exists(self.week), then=Value("1")), output_field=CharField())

    def rows(self):
        """The days with work: those on which a shift starts, and those on which one ends."""
        shifts = ListingShift.objects.order_by()
        next_day = Case(*(When(weekday=day, then=Value((day + 1) % 7)) for day in range(7)))
        return [
            shifts.values("listing_id", option=F("weekday")),
            shifts.filter(PAST_MIDNIGHT).values("listing_id", option=next_day),
        ]

    def counts(self, grouped, grouped_rows):
        stated = grouped.get("1", 0)
        return {name: stated - grouped_rows.get(str(day), 0) for name, day in WEEKDAYS.items()}


PAST_MIDNIGHT = Q(ends__lte=F("starts")) & ~Q(ends="00:00")


class AtMostFilter(Counted, django_filters.Filter):
    """Jobs up to a limit; each choice holds those of the smaller ones."""

    field_class = OneOfField

    def filter(self, queryset, value):
        return queryset.filter(self.condition(value)) if value else queryset

    def condition(self, value: str) -> Q:
        return Q(**{f"{self.field_name}__lte": int(value)})

    @property
    def limits(self) -> list[str]:
        return [value for value, _label in self.extra["choices"]]

    def counted(self):
        return Case(
            *(When(self.condition(limit), then=Value(limit)) for limit in self.limits),
            output_field=CharField(),
        )

    def counts(self, grouped, grouped_rows):
        found, sum_ = {}, 0
        for limit in self.limits:
            sum_ += grouped.get(limit, 0)
            found[limit] = sum_
        return found


class PostedFilter(AtMostFilter):
    """Jobs posted within so many days."""

    def condition(self, value):
        return Q(date_posted__gte=timezone.now() - timedelta(days=int(value)))


class TickFilter(Counted, django_filters.Filter):
    """Jobs that meet a condition, if ticked. Not ticked it means any."""

    field_class = TickField
    narrows_itself = True

    def __init__(self, *args, condition: Callable[[], Q], **kwargs):
        super().__init__(*args, **kwargs)
        self.condition = condition

    def filter(self, queryset, value):
        return queryset.filter(self.condition()) if value else queryset

    def counted(self):
        return Case(When(self.condition(), then=Value("1")), output_field=CharField())
