from urllib.parse import quote

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.vocabulary import (
    Cefr,
    Channel,
    Education,
    EmploymentType,
    RoleFamily,
    ShiftPattern,
    WorkMode,
)
from listings.filter_choices import EXPERIENCE, HOURS, POSTED, RADII, WEEKDAYS, Sort
from listings.filters import ListingFilterSet
from profiles.models import Employer
from tests.factories import ListingFactory, PlaceFactory, SkillFactory

KNOWN = {
    "q": [
        "billing", "call taker", "%", "_", "'", '"', "a " * 300, '"call taker" -sales tech*',
        "part time chat remote", "part remote time", "no phone in Columbus, OH", "custmer", "-",
    ],
    "literal": ["part time chat remote", "remote", "billing"],
    "role": ["csr", "role-0"],
    "line": RoleFamily.values,
    "location": ["Columbus", "Columbus, OH", "Leeds, United Kingdom", ",", "|"],
    "radius": [*map(str, RADII), "0", "-1", "1e3"],
    "mode": WorkMode.values,
    "type": EmploymentType.values,
    "pay": ["19", "$21.50", "45k", "45,000", "£20", "1e999", "NaN", "-0", "9" * 30],
    "currency": ["USD", "GBP", "usd"],
    "shift": ShiftPattern.values,
    "no_weekends": ["1", "on", "off"],
    "channel": Channel.values,
    "no_phone": ["1", "true", "2"],
    "live": ["US", "CA", "us", "ZZ", "U"],
    "hours": [*HOURS, "40"],
    "day_off": [*WEEKDAYS, "0", "someday"],
    "tool": ["zendesk", "tool-0"],
    "language": ["spanish", "english"],
    "language_level": [*Cefr.values, "b2"],
    "education": Education.values,
    "no_degree": ["1", "x"],
    "experience": [*(value for value, _label in EXPERIENCE), "-1", "9" * 30],
    "industry": ["retail", "banking"],
    "employer_kind": Employer.Kind.values,
    "posted": [*(value for value, _label in POSTED), "0", "9" * 30],
    "on_site": ["1", "on"],
    "sort": [value for value, _label in Sort.CHOICES],
    "page": ["1", "2", "0", "-1", "last", "9" * 30, "²"],
    "as_of": [
        "2026-11-21T10:00:00+00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "x",
    ],
}  # fmt: skip
anything = st.text(max_size=30)
pair = st.sampled_from(sorted(KNOWN)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(KNOWN[name]) | anything)
) | st.tuples(anything, anything)
queries = st.lists(pair, max_size=10).map(
    lambda pairs: "&".join(
        f"{quote(name, errors='replace')}={quote(value, errors='replace')}" for name, value in pairs
    )
)


assert set(KNOWN) >= set(ListingFilterSet.base_filters)


class SearchFuzzTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        ListingFactory(place=PlaceFactory())
        ListingFactory(remote=True)
        SkillFactory(slug="zendesk", tool=True)
        SkillFactory(slug="spanish", language=True)
        ListingFactory(pay_not_stated=True, place=PlaceFactory(leeds=True))

    @settings(max_examples=60, deadline=None)
    @given(queries)
    def test_no_query_string_breaks_the_job_list(self, query):
        response = self.client.get(f"/jobs/?{query}")

        self.assertIn(response.status_code, {200, 400, 404})

    @settings(max_examples=30, deadline=None)
    @given(st.binary(max_size=60))
    def test_no_bytes_in_the_query_string_break_the_job_list(self, raw):
        response = self.client.get("/jobs/", QUERY_STRING=raw.decode("latin-1"))

        self.assertIn(response.status_code, {200, 400, 404})

    @settings(max_examples=60, deadline=None)
    @given(queries)
    def test_every_search_can_be_read_and_its_shortest_form_finds_the_same(self, query):
        search = ListingFilterSet(QueryDict(query))
        again = ListingFilterSet(QueryDict(search.query()))

        self.assertEqual(list(again.qs), list(search.qs))
        self.assertEqual(again.query(), search.query())
        self.assertEqual(again.notes, [])
        for chip in search.chips():
            self.assertLess(
                len(ListingFilterSet(QueryDict(chip.query)).chips()), len(search.chips())
            )

    @settings(max_examples=30, deadline=None)
    @given(st.text(max_size=30))
    def test_no_text_breaks_the_suggestions_of_places(self, text):
        response = self.client.get(f"/jobs/places/?q={quote(text, errors='replace')}")

        self.assertIn(response.status_code, {200, 400})
