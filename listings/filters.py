"""The search of the job list. Its query string is also what a link, a saved search or an alert holds."""

from functools import cached_property

import django_filters
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.models import FormerSlug, Place
from cms.vocabulary import (
    Cefr,
    Channel,
    Education,
    EmploymentType,
    RoleFamily,
    ShiftPattern,
    SkillKind,
    WorkMode,
)
from listings.filter_choices import (
    BELOW_A_DEGREE,
    COUNTRIES,
    DAYS_OFF,
    DEFAULT_RADIUS,
    EXPERIENCE,
    HOURS_LABELS,
    POSTED,
    RADII,
    Lookups,
    Sort,
)
from listings.filter_fields import MAX_QUERY_LENGTH, PayFloor
from listings.filter_kinds import (
    AmountFilter,
    AtMostFilter,
    ColumnFilter,
    DaysOffFilter,
    HoursFilter,
    LanguageFilter,
    LiveFilter,
    PostedFilter,
    RowsFilter,
    SettingFilter,
    TextFilter,
    TickFilter,
)
from listings.filter_reading import WordReading
from listings.filter_words import SearchWords
from listings.models import Listing, ListingChannel, ListingLanguage, ListingSkill
from listings.models.listing_queries import NEWEST_FIRST
from listings.money import CURRENCY_NAMES
from profiles.models import Employer

DEFAULT_CURRENCY = "USD"


def without_phone() -> Q:
    """Jobs that state their channels, and no phone among them: silence is no promise."""
    channels = ListingChannel.objects.filter(listing=OuterRef("pk"))
    return Q(Exists(channels)) & ~Q(Exists(channels.filter(channel=Channel.PHONE)))


class ListingFilterSet(WordReading, SearchWords, django_filters.FilterSet):
    """Which open listings somebody wants to see. Nothing asked finds everything open.

    The names of the filters are those of addresses, feeds, alerts and the API: this is their list.
    A value that cannot be read is ignored, and `notes` says so in a sentence. Words that are filters
    become filters, unless `literal` repeats them. Costs one query for titles of choices, one for the
    place, if one is asked for, and those of `interpret` and `SearchQuery.read` for words, besides the
    listings themselves.
    """

    q = TextFilter(applied_by="search", label=gettext_lazy("What"))
    literal = TextFilter(label=gettext_lazy("What, word for word"))
    location = TextFilter(label=gettext_lazy("Where"))
    radius = SettingFilter(
        choices=[(str(miles), str(miles)) for miles in RADII], label=gettext_lazy("Within")
    )
    mode = ColumnFilter(
        field_name="work_mode", choices=WorkMode.choices, label=gettext_lazy("Work mode")
    )
    pay = AmountFilter(applied_by="pays_at_least", label=gettext_lazy("Guaranteed pay, at least"))
    currency = SettingFilter(choices=list(CURRENCY_NAMES.items()), label=gettext_lazy("Currency"))
    type = ColumnFilter(
        field_name="employment_type",
        choices=EmploymentType.choices,
        label=gettext_lazy("Contract"),
    )
    shift = ColumnFilter(
        field_name="shift_pattern", choices=ShiftPattern.choices, label=gettext_lazy("Shift")
    )
    no_weekends = TickFilter(
        # A listing that says nothing promises nothing.
        condition=lambda: Q(works_weekends=False),
        label=gettext_lazy("No weekends"),
    )
    day_off = DaysOffFilter(choices=DAYS_OFF, label=gettext_lazy("Days off"))
    hours = HoursFilter(choices=HOURS_LABELS, label=gettext_lazy("Hours a week"))
    no_phone = TickFilter(condition=without_phone, label=gettext_lazy("No phone at all"))
    channel = RowsFilter(
        field_name="channel",
        queryset=ListingChannel.objects.all,
        choices=Channel.choices,
        label=gettext_lazy("Channels"),
    )
    line = ColumnFilter(
        field_name="role__family", choices=RoleFamily.choices, label=gettext_lazy("Line")
    )
    role = ColumnFilter(field_name="role__slug", is_long=True, label=gettext_lazy("Role"))
    no_degree = TickFilter(
        condition=lambda: Q(education_min__in=BELOW_A_DEGREE),
        label=gettext_lazy("No degree needed"),
    )
    education = ColumnFilter(
        field_name="education_min",
        choices=Education.choices,
        label=gettext_lazy("Education asked"),
    )
    experience = AtMostFilter(
        field_name="experience_months", choices=EXPERIENCE, label=gettext_lazy("Experience asked")
    )
    posted = PostedFilter(choices=POSTED, label=gettext_lazy("Posted"))
    live = LiveFilter(choices=COUNTRIES, is_long=True, label=gettext_lazy("Remote, living in"))
    language = LanguageFilter(
        field_name="language__slug",
        queryset=ListingLanguage.objects.all,
        is_long=True,
        label=gettext_lazy("Languages"),
    )
    language_level = SettingFilter(choices=Cefr.choices, label=gettext_lazy("My level"))
    tool = RowsFilter(
        field_name="skill__slug",
        queryset=lambda: ListingSkill.objects.filter(skill__kind=SkillKind.TOOL),
        is_long=True,
        label=gettext_lazy("Tools"),
    )
    industry = ColumnFilter(
        field_name="employer__industry__slug", is_long=True, label=gettext_lazy("Industry")
    )
    employer_kind = ColumnFilter(
        field_name="employer__kind",
        choices=Employer.Kind.choices,
        label=pgettext_lazy("job search", "Hired by"),
    )
    on_site = TickFilter(
        condition=lambda: Q(apply_route=Listing.ApplyRoute.ON_SITE),
        label=gettext_lazy("Apply on Rungs"),
    )
    sort = SettingFilter(choices=Sort.CHOICES, label=gettext_lazy("Sort"))

    class Meta:
        model = Listing
        fields = []  # every filter is declared above, so that a new column is never exposed by chance

    def __init__(self, data=None, queryset=None, *, lookups: Lookups | None = None, **kwargs):
        self.lookups = lookups or Lookups()
        data = self.read_words_of(QueryDict(mutable=True) if data is None else data.copy())
        super().__init__(data, Listing.objects.open() if queryset is None else queryset, **kwargs)
        self.renamed: list[str] = []  # filters that asked for something under a former slug
        # An empty QueryDict would be taken for "no data" and leave the form unread.
        self.data, self.is_bound = data, True

    @cached_property
    def form(self):
        self._follow_merges()
        form = self.get_form_class()(self.data)
        for name, labels in self.lookups.labels.items():
            form.fields[name].labels = labels
        return form

    def _follow_merges(self) -> None:
        """Put slugs that answer today in place of former ones. One query for each list with an unknown slug."""
        for name, kind in MERGED.items():
            asked, known = self.data.getlist(name), self.lookups.labels[name]
            unknown = [slug for slug in asked if slug and slug not in known]
            if now := FormerSlug.objects.now_of(kind, unknown[:MOST_UNKNOWN]):
                self.data.setlist(name, list(dict.fromkeys(now.get(slug, slug) for slug in asked)))
                self.renamed.append(name)

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
    def default_order(self) -> str:
        if self.words:
            return Sort.BEST
        return Sort.DISTANCE if self.place else Sort.NEWEST

    @property
    def order_name(self) -> str:
        wanted = self.values.get("sort") or self.default_order
        is_possible = wanted in {value for value, _label in self.sort_choices}
        return wanted if is_possible else self.default_order

    # --- Rows ----------------------------------------------------------------------------------

    def filter_queryset(self, queryset):
        return self.order(self.matching())

    def matching(self, without: str | None = None):
        """The listings found, in no order; as if nothing were asked of the filter `without`."""
        # All modes together let in around a place what each of them would.
        modes = WorkMode.values if without == "mode" else self.values["mode"]
        queryset = self.near(self.queryset, set(modes))
        for name, value in self.values.items():
            if name not in {without, "mode"}:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def is_limited_by(self, name: str) -> bool:
        """Whether there may be more jobs without the filter. A place hides remote ones until asked for."""
        return bool(self.values.get(name)) or (name == "mode" and self.place is not None)

    def order(self, queryset):
        """In the order asked for. The primary key comes last, so that no two rows may change places."""
        if self.order_name == Sort.BEST:
            return queryset.by_relevance(self.words)
        if self.order_name == Sort.CLOSING:
            return queryset.order_by("valid_through", "-pk")
        if self.order_name == Sort.PAY:
            # Other currencies are not compared with this one: they come after, as does pay not stated.
            comparable = Case(When(salary_currency=self.pay_currency, then=F("hourly_guaranteed")))
            return queryset.order_by(comparable.desc(nulls_last=True), *NEWEST_FIRST)
        if self.order_name == Sort.DISTANCE:
            distance = self.places_within().filter(pk=OuterRef("place")).values("distance")
            queryset = queryset.annotate(distance=Subquery(distance))
            nearest = F("distance").asc(nulls_last=True)
            return queryset.order_by("is_unconfirmed", nearest, *NEWEST_FIRST[1:])
        return queryset.newest_first()

    def places_within(self):
        return Place.objects.within(self.place, self.radius_miles)

    def near(self, queryset, modes: set[str]):
        """Jobs in one of the modes, or in any. Around a place, those done there.

        Remote ones come in there if ticked, and if one may live in that country and, where the employer
        names states, in that state.
        """
        if self.place is None:
            return queryset.filter(work_mode__in=modes) if modes else queryset
        around = Q(place__in=self.places_within().values("pk")) & ~Q(work_mode=WorkMode.REMOTE)
        if modes:
            around &= Q(work_mode__in=modes)
        if WorkMode.REMOTE in modes:
            # Codes are two letters with spaces between, so that no other pair can be read as one.
            remote = Q(
                work_mode=WorkMode.REMOTE, applicant_countries__contains=self.place.country_code
            )
            if self.place.country_code == "US":
                state = Q(applicant_states__contains=self.place.admin1_code)
                remote &= Q(applicant_states="") | state
            around |= remote
        return queryset.filter(around)

    def search(self, queryset, text):
        return queryset.search(self.words)

    def pays_at_least(self, queryset, amount):
        return queryset.filter(
            salary_currency=self.pay_floor.currency, hourly_guaranteed__gte=self.pay_floor.hourly
        )

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
        if self.words:
            data["q"] = self.values["q"]
            if self.is_literal:
                data["literal"] = self.values["q"]
        for name, value in self.values.items():
            if isinstance(value, list):
                data.setlist(name, value)
            elif value and name not in SETTINGS:
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
        if self.values["language"] and self.values.get("language_level"):
            data["language_level"] = self.values["language_level"]
        if self.order_name != self.default_order:
            data["sort"] = self.order_name
        return data

    def query(self) -> str:
        return self.query_dict().urlencode()


# Filters whose values are slugs of rows that may be merged.
MERGED = {
    "role": FormerSlug.Kind.ROLE,
    "tool": FormerSlug.Kind.SKILL,
    "language": FormerSlug.Kind.SKILL,
    "industry": FormerSlug.Kind.INDUSTRY,
}
MOST_UNKNOWN = 20

# Names that stand in a query only if what they say counts.
SETTINGS = {"q", "literal", "location", "radius", "pay", "currency", "language_level", "sort"}
