"""The search of the job list. Its query string is also what a link, a saved search or an alert holds."""

from functools import cached_property

import django_filters
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from cms.models import Place, Role
from cms.vocabulary import Channel, EmploymentType, RoleFamily, ShiftPattern, WorkMode
from listings.filter_fields import (
    MAX_QUERY_LENGTH,
    RADII,
    AmountFilter,
    KnownValuesFilter,
    PayFloor,
    Sort,
    TickFilter,
)
from listings.filter_words import SearchWords
from listings.models import Listing, ListingChannel
from listings.money import CURRENCY_NAMES

DEFAULT_RADIUS = 25
DEFAULT_CURRENCY = "USD"


class Lookups:
    """What one page asks the database for once, however many variants of a search it counts."""

    def __init__(self):
        self._places = {}

    @cached_property
    def roles(self) -> dict[str, str]:
        """Titles by slug, along the lines. One query."""
        return dict(Role.objects.by_line().values_list("slug", "title"))

    def places(self, text: str) -> list[Place]:
        """Places that the text may mean, likeliest first. One query for each text."""
        if text not in self._places:
            self._places[text] = list(Place.objects.named(text)[:3])
        return self._places[text]


class ListingFilterSet(SearchWords, django_filters.FilterSet):
    """Which open listings somebody wants to see. Nothing asked finds everything open.

    A value that cannot be read is ignored, and `notes` says so in a sentence. Costs one query for the
    roles' titles and one for the place, if one is asked for, besides the listings themselves.
    """

    q = django_filters.CharFilter(method="search", label=gettext_lazy("What"))
    role = KnownValuesFilter(field_name="role__slug", label=gettext_lazy("Role"))
    line = KnownValuesFilter(
        field_name="role__family", choices=RoleFamily.choices, label=gettext_lazy("Line")
    )
    location = django_filters.CharFilter(method="near", label=gettext_lazy("Where"))
    radius = django_filters.ChoiceFilter(
        method="read_by_another",
        choices=[(str(miles), str(miles)) for miles in RADII],
        label=gettext_lazy("Within"),
    )
    mode = KnownValuesFilter(
        method="by_mode", choices=WorkMode.choices, label=gettext_lazy("Work mode")
    )
    type = KnownValuesFilter(
        field_name="employment_type",
        choices=EmploymentType.choices,
        label=gettext_lazy("Contract"),
    )
    pay = AmountFilter(method="pays_at_least", label=gettext_lazy("Guaranteed pay, at least"))
    currency = django_filters.ChoiceFilter(
        method="read_by_another",
        choices=list(CURRENCY_NAMES.items()),
        label=gettext_lazy("Currency"),
    )
    shift = KnownValuesFilter(
        field_name="shift_pattern", choices=ShiftPattern.choices, label=gettext_lazy("Hours")
    )
    no_weekends = TickFilter(method="without_weekends", label=gettext_lazy("No weekends"))
    channel = KnownValuesFilter(
        method="by_channel", choices=Channel.choices, label=gettext_lazy("Channels")
    )
    no_phone = TickFilter(method="without_phone", label=gettext_lazy("No phone at all"))
    sort = django_filters.ChoiceFilter(
        method="read_by_another", choices=Sort.CHOICES, label=gettext_lazy("Sort")
    )

    class Meta:
        model = Listing
        fields = []  # every filter is declared above, so that a new column is never exposed by chance

    def __init__(self, data=None, queryset=None, *, lookups: Lookups | None = None, **kwargs):
        data = QueryDict(mutable=True) if data is None else data.copy()
        self.is_cut = len(data.get("q", "").strip()) > MAX_QUERY_LENGTH
        if self.is_cut:
            data["q"] = data["q"].strip()[:MAX_QUERY_LENGTH]
        super().__init__(data, Listing.objects.open() if queryset is None else queryset, **kwargs)
        # An empty QueryDict would be taken for "no data" and leave the form unread.
        self.data, self.is_bound = data, True
        self.lookups = lookups or Lookups()

    @cached_property
    def form(self):
        form = self.get_form_class()(self.data)
        form.fields["role"].choices = list(self.lookups.roles.items())
        return form

    @cached_property
    def values(self) -> dict:
        """What was understood, by name: the parts that could not be read are missing or empty."""
        self.form.is_valid()
        return self.form.cleaned_data

    # --- What was asked, where one answer rests on several fields ---------------------------------

    @cached_property
    def places(self) -> list[Place]:
        """The places that the typed location may mean; the first is taken."""
        text = self.values.get("location") or ""
        return self.lookups.places(text) if 0 < len(text) <= MAX_QUERY_LENGTH else []

    @property
    def place(self) -> Place | None:
        return self.places[0] if self.places else None

    @property
    def radius_miles(self) -> int:
        return int(self.values.get("radius") or DEFAULT_RADIUS)

    @property
    def pay_floor(self) -> PayFloor | None:
        if not self.values.get("pay"):
            return None
        amount, sign = self.values["pay"]
        return PayFloor(amount, sign or self.pay_currency)

    @property
    def pay_currency(self) -> str:
        amount_and_sign = self.values.get("pay") or (None, None)
        return amount_and_sign[1] or self.values.get("currency") or DEFAULT_CURRENCY

    @property
    def order_name(self) -> str:
        wanted = self.values.get("sort") or Sort.NEWEST
        return Sort.NEWEST if wanted == Sort.DISTANCE and self.place is None else wanted

    # --- Rows ----------------------------------------------------------------------------------

    def filter_queryset(self, queryset):
        for name, value in self.values.items():
            queryset = self.filters[name].filter(queryset, value)
        return self.order(queryset)

    def order(self, queryset):
        """In the order asked for. The primary key comes last, so that no two rows may change places."""
        newest = ["-date_posted", "-pk"]
        if self.order_name == Sort.CLOSING:
            return queryset.order_by("valid_through", "-pk")
        if self.order_name == Sort.PAY:
            # Other currencies are not compared with this one: they come after, as does pay not stated.
            comparable = Case(When(salary_currency=self.pay_currency, then=F("hourly_guaranteed")))
            return queryset.order_by(comparable.desc(nulls_last=True), *newest)
        if self.order_name == Sort.DISTANCE:
            distance = self.places_within().filter(pk=OuterRef("place")).values("distance")
            queryset = queryset.annotate(distance=Subquery(distance))
            return queryset.order_by(F("distance").asc(nulls_last=True), *newest)
        return queryset.order_by(*newest)

    def places_within(self):
        return Place.objects.within(self.place, self.radius_miles)

    def search(self, queryset, name, value):
        return queryset.search(value)

    def near(self, queryset, name, value):
        """Jobs done around the place. Remote ones come in if ticked, and if one may live in that country."""
        if self.place is None:
            return queryset
        modes = set(self.values["mode"])
        around = Q(place__in=self.places_within().values("pk")) & ~Q(work_mode=WorkMode.REMOTE)
        if modes:
            around &= Q(work_mode__in=modes)
        if WorkMode.REMOTE in modes:
            # Codes are two letters with spaces between, so that no other pair can be read as one.
            around |= Q(
                work_mode=WorkMode.REMOTE, applicant_countries__contains=self.place.country_code
            )
        return queryset.filter(around)

    def by_mode(self, queryset, name, value):
        # With a place, `near` decides: there, remote follows another rule than the other modes.
        return queryset.filter(work_mode__in=value) if value and self.place is None else queryset

    def pays_at_least(self, queryset, name, value):
        return queryset.filter(
            salary_currency=self.pay_floor.currency, hourly_guaranteed__gte=self.pay_floor.hourly
        )

    def without_weekends(self, queryset, name, value):
        # An unticked box must not mean "weekends only"; a listing that says nothing promises nothing.
        return queryset.filter(works_weekends=False) if value else queryset

    def by_channel(self, queryset, name, value):
        rows = ListingChannel.objects.filter(listing=OuterRef("pk"), channel__in=value)
        return queryset.filter(Exists(rows)) if value else queryset

    def without_phone(self, queryset, name, value):
        """Jobs that state their channels, and no phone among them: silence is no promise."""
        if not value:
            return queryset
        channels = ListingChannel.objects.filter(listing=OuterRef("pk"))
        return queryset.filter(Exists(channels), ~Exists(channels.filter(channel=Channel.PHONE)))

    def read_by_another(self, queryset, name, value):
        """A value that says nothing alone: how far from the place, in which currency, in which order."""
        return queryset

    # --- The same search with a change -----------------------------------------------------------

    def variant(self, **changes) -> "ListingFilterSet":
        """This search with other values for some names; an empty list takes a name out."""
        data = self.query_dict()
        for name, values in changes.items():
            data.setlist(name, values)
        return type(self)(data, self.queryset, lookups=self.lookups)

    def with_query(self, query: str) -> "ListingFilterSet":
        """Another search among the same listings."""
        return type(self)(QueryDict(query), self.queryset, lookups=self.lookups)

    def query_dict(self) -> QueryDict:
        """The search in its shortest form: only what is on and was understood."""
        data = QueryDict(mutable=True)
        for name, value in self.values.items():
            if isinstance(value, list):
                data.setlist(name, value)
            elif value and name not in {"location", "radius", "pay", "currency", "sort"}:
                data[name] = "1" if value is True else value
        if self.place:
            data["location"] = self.values["location"]
            if self.radius_miles != DEFAULT_RADIUS:
                data["radius"] = str(self.radius_miles)
        if self.pay_floor:
            data["pay"] = f"{self.pay_floor.amount:f}"
        if (
            self.pay_floor or self.order_name == Sort.PAY
        ) and self.pay_currency != DEFAULT_CURRENCY:
            data["currency"] = self.pay_currency
        if self.order_name != Sort.NEWEST:
            data["sort"] = self.order_name
        return data

    def query(self) -> str:
        return self.query_dict().urlencode()
