"""The number beside an option is the number of jobs it gives."""

from datetime import time, timedelta

from django.db import connection
from django.db.models import Count, Value
from django.http import QueryDict
from django.test import TestCase as DjangoTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.models import Industry
from cms.vocabulary import Channel, RoleFamily
from listings.facets import SHOWN_OF_MANY, facets
from listings.filter_kinds import Counted
from listings.filters import ListingFilterSet
from listings.models import Listing, ListingChannel, ListingLanguage, ListingShift, ListingSkill
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)


def some_of(values, n):
    """Each value alone, several, none: by the binary digits of `n`."""
    return [value for place, value in enumerate(values) if n >> place & 1]


def make_varied_listings(number=24):
    """Listings that differ in everything that is counted, by numbers without common divisors."""
    places = [PlaceFactory(), PlaceFactory(dublin=True), PlaceFactory(leeds=True)]
    lines = ["front_line", "technical", "leadership"]
    roles = [RoleFactory(slug=f"role-{line}", family=line) for line in lines]
    roles.append(RoleFactory(slug="role-exit", exit=True))
    tools = [SkillFactory(slug=f"tool-{n}", tool=True) for n in range(3)]
    languages = [SkillFactory(slug=slug, language=True) for slug in ("spanish", "french")]
    industries = [Industry.objects.create(slug=slug, title=slug) for slug in ("retail", "banking")]
    employers = [
        EmployerFactory(kind="direct", industry=industries[0]),
        EmployerFactory(kind="agency", industry=industries[1]),
        EmployerFactory(kind="outsourcer"),
    ]
    for n in range(number):
        mode = ["on_site", "hybrid", "remote", "field", "remote"][n % 5]
        listing = ListingFactory(
            title=["Billing agent", "Chat helper"][n % 2],
            employer=employers[n % 3],
            role=roles[n % 4],
            place=places[n % 3],
            work_mode=mode,
            applicant_countries=["US", "CA US", "GB", ""][n % 4] if mode == "remote" else "",
            applicant_states=["", "OH", "TX"][n % 3] if mode == "remote" else "",
            employment_type=["FULL_TIME", "PART_TIME"][n % 2],
            weekly_hours=[None, 10, 20, 37.5][n % 4],
            shift_pattern=["", "day", "night"][n % 3],
            works_weekends=[None, True, False][n % 3],
            education_min=["", "none", "bachelor"][n % 3],
            experience_months=[None, 0, 6, 12, 60, 90][n % 6],
            apply_route=["on_site", "external"][n % 2],
            apply_url="https://x.example/",
            salary_min=15 + n % 7,
            date_posted=timezone.now() - timedelta(days=n % 17, hours=1),
        )
        ListingChannel.objects.bulk_create(
            ListingChannel(listing=listing, channel=channel)
            for channel in some_of(Channel.values[:3], n % 8)
        )
        ListingSkill.objects.bulk_create(
            ListingSkill(listing=listing, skill=tool) for tool in some_of(tools, n % 7)
        )
        ListingLanguage.objects.bulk_create(
            ListingLanguage(listing=listing, language=language, level=["A2", "B2", "C1"][n % 3])
            for language in some_of(languages, n % 4)
        )
        ListingShift.objects.bulk_create(
            ListingShift(
                listing=listing,
                weekday=day,
                starts=time(20),
                ends=[time(4), time(23), time(0)][n % 3],
            )
            for day in some_of(range(7), [0, 31, 96, 42, 127][n % 5])
        )


CHOICES = {
    "q": ["agent", "billing -chat"],
    "location": ["Columbus", "Leeds"],
    "mode": ["on_site", "remote", "hybrid"],
    "pay": ["18"],
    "type": ["FULL_TIME"],
    "shift": ["day", "night"],
    "no_weekends": ["1"],
    "day_off": ["monday", "saturday", "sunday"],
    "hours": ["under-20", "20-34", "35-up"],
    "no_phone": ["1"],
    "channel": ["phone", "chat"],
    "line": ["front_line", "technical"],
    "role": ["role-exit", "role-technical"],
    "no_degree": ["1"],
    "education": ["none", "bachelor"],
    "experience": ["0", "12"],
    "posted": ["3", "14"],
    "live": ["US", "CA"],
    "language": ["spanish", "french"],
    "language_level": ["B1"],
    "tool": ["tool-0", "tool-2"],
    "industry": ["retail"],
    "employer_kind": ["agency", "direct"],
    "on_site": ["1"],
}
pairs = st.sampled_from(sorted(CHOICES)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(CHOICES[name]))
)
queries = st.lists(pairs, max_size=4, unique=True).map(
    lambda chosen: "&".join(f"{name}={value}" for name, value in chosen)
)

COUNTED = [
    name for name, each in ListingFilterSet.base_filters.items() if isinstance(each, Counted)
]


def numbers_of(searches):
    """How many jobs each finds, in one statement."""
    parts = [
        search.qs.order_by().values(n=Value(n)).annotate(jobs=Count("pk")).values_list("n", "jobs")
        for n, search in enumerate(searches)
    ]
    counts = dict(parts[0].union(*parts[1:], all=True))
    return [counts.get(n, 0) for n in range(len(parts))]


class CountsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_varied_listings()

    def assert_counts_hold(self, query, names):
        search = ListingFilterSet(QueryDict(query))
        found = facets(search)
        self.assertEqual(found.count, search.qs.count())
        said, variants = {}, {}
        for name in names:
            facet = found.groups[name]
            counts = {option.value: option.count for option in [*facet.options, *facet.more]}
            for value in getattr(search.form.fields[name], "labels", ["1"]):
                chosen = search.values[name] if name == "day_off" else []
                said[name, value] = counts.get(value, 0)
                variants[name, value] = search.variant(**{name: {*chosen, value}})
        self.assertEqual(said, dict(zip(variants, numbers_of(variants.values()), strict=True)))

    @settings(max_examples=15, deadline=None)
    @given(queries, st.sets(st.sampled_from(COUNTED), min_size=4, max_size=6))
    def test_every_option_of_any_search_gives_as_many_jobs_as_it_says(self, query, names):
        self.assert_counts_hold(query, sorted(names))

    def test_all_options_hold_with_nothing_on_and_with_much_on(self):
        self.assert_counts_hold("", COUNTED)
        self.assert_counts_hold("location=Columbus", ["mode", "live"])
        self.assert_counts_hold(
            "location=Columbus&mode=remote&mode=on_site&language=spanish&language_level=B2"
            "&day_off=tuesday&experience=60&no_weekends=1",
            COUNTED,
        )


class FacetTests(DjangoTestCase):
    def test_one_statement_counts_them_all_whatever_is_on(self):
        make_varied_listings(3)
        query = "&".join(f"{name}={value}" for name in CHOICES for value in CHOICES[name])
        for each in ("", query):
            search = ListingFilterSet(QueryDict(each))
            self.assertEqual(search.notes, [])
            with (
                self.subTest(each),
                CaptureQueriesContext(
                    connection,
                ) as captured,
            ):
                facets(search)
            self.assertEqual(len(captured), 1)

    def test_every_filter_with_options_has_a_facet(self):
        search = ListingFilterSet()
        counted = {name for name, each in search.filters.items() if isinstance(each, Counted)}
        uncounted = set(search.filters) - counted

        self.assertEqual(set(facets(search).groups), counted)
        self.assertEqual(
            uncounted,
            {"q", "literal", "location", "radius", "pay", "currency", "language_level", "sort"},
        )

    def test_an_option_that_gives_nothing_is_left_out_unless_it_is_on(self):
        ListingFactory(work_mode="hybrid")

        groups = facets(ListingFilterSet(QueryDict("type=INTERN&no_phone=1"))).groups

        self.assertEqual([option.value for option in groups["mode"].options], [])
        self.assertEqual(
            [(option.value, option.count) for option in groups["type"].options],
            [("INTERN", 0)],
        )
        self.assertTrue(groups["no_phone"].options[0].is_on)

    def test_a_long_group_shows_the_options_with_most_jobs_and_those_that_are_on(self):
        tools = [SkillFactory(slug=f"tool-{n:02}", tool=True) for n in range(SHOWN_OF_MANY + 3)]
        for position in range(len(tools)):
            listing = ListingFactory()
            ListingSkill.objects.bulk_create(
                ListingSkill(listing=listing, skill=tool) for tool in tools[position:]
            )

        facet = facets(ListingFilterSet(QueryDict("tool=tool-00"))).groups["tool"]

        shown = [option.value for option in facet.options]
        self.assertEqual(shown[0], "tool-14")
        self.assertEqual(shown[-1], "tool-00")
        self.assertEqual(len(shown), SHOWN_OF_MANY + 1)
        self.assertEqual([option.value for option in facet.more], ["tool-02", "tool-01"])

    def test_a_search_among_nothing_counts_nothing(self):
        found = facets(ListingFilterSet(QueryDict("mode=remote&tool=x"), Listing.objects.none()))

        self.assertEqual(found.count, 0)
        self.assertEqual(sum(len(facet.options) for facet in found.groups.values()), 1)

    def test_exits_have_no_letter(self):
        ListingFactory(role=RoleFactory(exit=True))

        option = facets(ListingFilterSet()).groups["line"].options[0]

        self.assertEqual((option.value, option.family), (RoleFamily.EXIT, ""))
