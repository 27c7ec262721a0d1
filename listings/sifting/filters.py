"""Which applications an employer's list shows, and in which order: a form of a GET address."""

import django_filters
from django import forms
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from listings.application_states import EMPLOYER_WORDS
from listings.models import Application, ApplicationTag
from listings.promises import overdue
from listings.sifting.anonymity import blanked, names_of

INPUT = {"class": "input"}
WAITING = "waiting"
MAX_WORDS = 100


class Sort:
    OVERDUE, NEWEST, OLDEST, NAME = "overdue", "newest", "oldest", "name"
    CHOICES = [
        (OVERDUE, _("Overdue first, then the latest")),
        (NEWEST, _("Latest first")),
        (OLDEST, _("Longest waiting first")),
        (NAME, _("By name")),
    ]


class TickFilter(django_filters.BooleanFilter):
    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxInput, **kwargs)


class ApplicationFilterSet(django_filters.FilterSet):
    """A value that cannot be read counts as none. Applications come with their listing's columns.

    Costs one query for the tags that may be chosen, one for what is overdue where posts promise an
    answer, and one where words are looked for among hidden names.
    """

    q = django_filters.CharFilter(
        method="with_words",
        label=_("Words in name or note"),
        max_length=MAX_WORDS,
        widget=forms.TextInput(attrs=INPUT | {"type": "search"}),
    )
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=_("State"),
        empty_label=_("All"),
        choices=[(WAITING, _("Waiting for an answer")), *EMPLOYER_WORDS.items()],
        widget=forms.Select(attrs=INPUT),
    )
    tag = django_filters.ChoiceFilter(
        method="with_tag",
        label=_("Tag"),
        empty_label=_("Any"),
        choices=(),
        widget=forms.Select(attrs=INPUT),
    )
    overdue = TickFilter(method="late", label=_("Overdue"))
    unopened = TickFilter(method="not_opened", label=_("Not opened yet"))
    messages = TickFilter(method="with_news", label=_("New messages"))
    resume = TickFilter(method="with_file", label=_("Has a résumé"))
    sort = django_filters.ChoiceFilter(
        method="in_order",
        label=_("Order"),
        empty_label=None,
        choices=Sort.CHOICES,
        widget=forms.Select(attrs=INPUT),
    )

    class Meta:
        model = Application
        fields = []  # every filter is declared above, so that a new column is never exposed by chance

    def __init__(self, data, queryset: QuerySet[Application]):
        super().__init__(data, queryset)
        used = ApplicationTag.objects.filter(application__in=queryset.order_by().values("pk"))
        names = used.order_by("name").values_list("name", flat=True).distinct()
        self.form.fields["tag"].choices = [("", _("Any")), *((name, name) for name in names)]
        self.is_overdue = overdue(queryset)

    @property
    def values(self) -> dict:
        """What was understood, by name."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def order_label(self) -> str:
        return dict(Sort.CHOICES)[self.values.get("sort") or Sort.OVERDUE]

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in self.values.items() if name != "sort")

    @property
    def has_rare_ones(self) -> bool:
        """Whether something is asked that stands in the folded part of the form."""
        return any(value for name, value in self.values.items() if name not in {"q", "state"})

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return self.ordered(found, self.values.get("sort") or Sort.OVERDUE)

    def ordered(self, applications, order: str):
        """The primary key comes last, so that no two rows may change places."""
        newest = ["-submitted_at", "-pk"]
        if order == Sort.NEWEST:
            return applications.order_by(*newest)
        if order == Sort.OLDEST:
            return applications.order_by("submitted_at", "pk")
        if order == Sort.NAME:
            # A hidden name has no place in the alphabet: those stand after the others.
            hidden = Q(listing__is_sift_anonymous=True) & ~Q(state__in=Application.CHOSEN)
            is_hidden = Case(
                When(hidden, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
            name = Case(When(hidden, then=Value("")), default=F("name"))
            return applications.order_by(is_hidden, name, *newest)
        # Nothing, and not a bare NULL: where nobody promised an answer it is all that is left of the
        # Case, and PostgreSQL orders by no constant.
        nothing = NullIf("submitted_at", "submitted_at")
        late = Case(When(self.is_overdue, then=F("submitted_at")), default=nothing)
        return applications.order_by(late.asc(nulls_last=True), *newest)

    # --- One filter each ---------------------------------------------------------------------

    def with_words(self, queryset, name, value):
        hidden = queryset.still_hidden()
        found = Q(pk__in=[row.pk for row in _readable(hidden) if _says(row, value)])
        shown = ~Q(pk__in=hidden.order_by().values("pk"))
        for word in value.split():
            shown &= Q(name__icontains=word) | Q(note__icontains=word)
        return queryset.filter((shown & ~Q(state__in=Application.GONE)) | found)

    def in_state(self, queryset, name, value):
        return queryset.waiting() if value == WAITING else queryset.filter(state=value)

    def with_tag(self, queryset, name, value):
        rows = ApplicationTag.objects.filter(application=OuterRef("pk"), name=value)
        return queryset.filter(Exists(rows))

    def late(self, queryset, name, value):
        return queryset.filter(self.is_overdue) if value else queryset

    def not_opened(self, queryset, name, value):
        return queryset.unopened() if value else queryset

    def with_news(self, queryset, name, value):
        return queryset.with_news_for_employer() if value else queryset

    def with_file(self, queryset, name, value):
        if not value:
            return queryset
        return queryset.filter(resume__isnull=False).exclude(state__in=Application.GONE)

    def in_order(self, queryset, name, value):
        return queryset


def _readable(hidden: QuerySet[Application]) -> list[Application]:
    return list(hidden.readable().select_related("candidate__user"))


def _says(application: Application, words: str) -> bool:
    """Whether all the words stand in the note as it is shown: a search must not tell what is hidden."""
    note = blanked(application.note, names_of(application)).casefold()
    return all(word in note for word in words.casefold().split())
