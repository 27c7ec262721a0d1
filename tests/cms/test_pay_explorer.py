"""What an address of the pay explorer asks for, good or bad, and the place that speaks."""

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from cms.models import PayPage, Wage
from cms.pay_explorer.asking import MAX_LINES, Line, Show, Unit, pay_url, query, read
from cms.pay_explorer.choices import Choices
from tests.cms.factories import PageTree
from tests.cms.pay_case import PayTestCase
from tests.factories import PlaceFactory


class SelectionTests(PayTestCase):
    def test_a_bare_address_shows_representatives_in_the_nation(self):
        explorer = self.explore()

        self.assertEqual(self.tokens(explorer), ["csr.us"])
        self.assertEqual(explorer.current.wage, self.newest)

    def test_an_occupation_can_be_chosen_by_the_name_that_the_survey_gives_it(self):
        explorer = self.explore(role="43-1011")

        self.assertEqual(self.tokens(explorer), ["43-1011.us"])
        self.assertIsNone(explorer.current.line.job.role)

    def test_states_metropolitan_and_other_areas_are_chosen_by_name(self):
        for key, middle in (
            ("oh", 18),
            ("metro-0018140", 19),
            ("nonmetro-3900001", 16),
            ("us", 20),
        ):
            with self.subTest(key):
                explorer = self.explore(role="csr", by="area", area=key)
                self.assertEqual(explorer.current.median(Unit.HOUR), middle)

    def test_a_sector_is_chosen_for_the_whole_nation(self):
        explorer = self.explore(role="csr", by="sector", sector="42")

        self.assertEqual(explorer.current.median(Unit.HOUR), 24)
        self.assertEqual(
            explorer.current.line.spot.in_sentence, "Wholesale Trade across the United States"
        )

    def test_what_the_form_sends_along_for_another_way_of_choosing_does_not_count(self):
        explorer = self.explore(role="csr", by="area", area="oh", place="Columbus, OH", sector="42")

        self.assertEqual(self.tokens(explorer), ["csr.oh"])

    def test_a_way_of_choosing_without_a_choice_shows_all_and_says_so(self):
        for by, note in (("place", "No place was"), ("area", "No place was"), ("sector", "No ind")):
            explorer = self.explore(**{"role": "csr", "by": by, by: ""})
            self.assertEqual(self.tokens(explorer), ["csr.us"])
            self.assertIn(note, explorer.found.notes[0])

    def test_the_last_line_is_the_one_that_the_form_speaks_of(self):
        explorer = self.explore("line=csr.us&line=43-1011.us")

        self.assertEqual(explorer.current.line.token, "43-1011.us")
        self.assertEqual(len(explorer.asked.kept), 1)

    def test_a_role_comes_after_the_lines_that_are_kept(self):
        explorer = self.explore("line=csr.us&role=csr&by=area&area=oh")

        self.assertEqual(self.tokens(explorer), ["csr.us", "csr.oh"])

    def test_more_than_four_lines_are_left_out_with_a_note(self):
        spots = ("us", "oh", "metro-0018140", "nonmetro-3900001", "sector-42")
        lines = "&".join(f"line=csr.{spot}" for spot in spots)
        for address in (lines, f"{lines}&role=43-1011"):
            with self.subTest(address):
                explorer = self.explore(address)
                self.assertEqual(len(explorer.lines), MAX_LINES)
                self.assertIn("Only 4 rows", " ".join(explorer.found.notes))
                self.assertFalse(explorer.has_room)

    def test_a_line_that_is_there_already_stands_there_once_and_a_note_says_so(self):
        explorer = self.explore("line=csr.us&line=csr.us&role=csr")
        self.assertEqual(self.tokens(explorer), ["csr.us"])
        self.assertIn("already", explorer.found.notes[0])

        twice = self.explore("line=csr.oh&line=csr.oh&role=csr")
        self.assertEqual(self.tokens(twice), ["csr.oh", "csr.us"])

        by_place = self.explore("line=csr.metro-0018140&role=csr&place=Columbus,+OH")
        self.assertEqual(self.tokens(by_place), ["csr.metro-0018140"])
        self.assertIn("already", by_place.found.notes[0])

    def test_the_address_of_a_view_reads_back_as_the_same_view(self):
        explorer = self.explore(
            "line=csr.sector-42&role=csr&place=Columbus,+OH&unit=year&show=states"
        )

        again = self.explore(explorer.addresses["here"])

        self.assertEqual(again.lines, explorer.lines)
        self.assertEqual(again.current.line.spot.place, self.columbus_city)
        self.assertEqual((again.unit, again.asked.show), (Unit.YEAR, Show.STATES))
        self.assertEqual(again.addresses, explorer.addresses)

    def test_a_line_can_be_taken_out_and_another_put_into_the_form(self):
        explorer = self.explore("line=csr.us&line=csr.oh&line=43-1011.us")
        first, second, _last = explorer.comparison.rows

        self.assertEqual(self.tokens(self.explore(first.remove)), ["csr.oh", "43-1011.us"])
        self.assertEqual(
            self.tokens(self.explore(second.change)), ["csr.us", "43-1011.us", "csr.oh"]
        )

    def test_without_any_wage_nothing_is_chosen(self):
        Wage.objects.all().delete()

        self.assertIsNone(self.explore().current)


class BadAddressTests(PayTestCase):
    def test_what_says_nothing_is_left_out_and_a_note_names_it(self):
        for address, named in [
            ("role=astronaut", "astronaut"),
            ("line=csr", "csr"),
            ("line=csr.mars", "csr.mars"),
            ("line=.us", ".us"),
            ("role=csr&by=area&area=atlantis", "atlantis"),
            ("role=csr&by=area&area=sector-42", "sector-42"),
            ("role=csr&by=sector&sector=oh", "oh"),
            ("role=csr&by=magic", "magic"),
            ("unit=fortnight", "fortnight"),
            ("show=everything", "everything"),
            ("show=metros&state=zz", "zz"),
            ("state=metro-0018140", "metro-0018140"),
        ]:
            with self.subTest(address):
                explorer = self.explore(address)
                self.assertEqual(self.tokens(explorer), ["csr.us"])
                self.assertIn(f"“{named}”", explorer.found.notes[0])

    def test_a_long_bad_value_is_named_by_its_beginning(self):
        (note,) = self.explore(role="9" * 5000).found.notes

        self.assertIn("9" * 40 + "…", note)
        self.assertLess(len(note), 120)

    def test_a_place_that_nobody_knows_keeps_its_words_and_shows_the_nation(self):
        explorer = self.explore(role="csr", by="place", place="Nowhere-upon-Sea")

        self.assertTrue(explorer.found.is_unknown_place)
        self.assertEqual(explorer.asked.place, "Nowhere-upon-Sea")
        self.assertEqual(explorer.current.line.spot.key, "us")


names = st.sampled_from(
    ["role", "line", "by", "place", "area", "sector", "unit", "show", "state", "download", "q"]
)
values = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "csr",
            "csr.us",
            "csr.oh",
            "43-4051",
            "place",
            "sector",
            "42",
            "sector-42",
            "oh",
            "year",
            "metros",
            "rungs",
            "shown",
            "beside",
            "occupation",
            ".",
            "\x00",
            "Columbus,OH",
        ]
    ),
    st.just("9" * 5000),
)


@st.composite
def _addresses(draw) -> QueryDict:
    params = QueryDict(mutable=True)
    for name, value in draw(st.lists(st.tuples(names, values), max_size=8)):
        params.appendlist(name, value)
    return params


addresses = _addresses()


class AnyAddressTests(HypothesisTestCase, PayTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = PageTree().home.add_child(
            instance=PayPage(title="Pay", slug="pay", introduction="By place.")
        )
        cls.choices = Choices()

    @given(addresses)
    def test_asks_for_one_to_four_different_rows(self, params):
        asked = read(params, self.choices)

        lines = [*asked.kept, Line(asked.job, asked.spot)]
        self.assertTrue(1 <= len(lines) <= MAX_LINES)
        if asked.place:  # which the database has to find first
            return
        self.assertEqual(len({line.token for line in lines}), len(lines))
        again = read(QueryDict(query(lines, asked.unit, asked.show, asked.state)), self.choices)
        self.assertEqual((again.kept, again.notes), (asked.kept, ()))
        self.assertEqual((again.job, again.spot, again.unit), (asked.job, asked.spot, asked.unit))

    @settings(max_examples=12)
    @given(addresses)
    def test_is_answered(self, params):
        request = RequestFactory().get("/pay/")
        request.GET = params
        request.user = AnonymousUser()
        request.session = {}
        response = self.page.serve(request)

        self.assertEqual(response.status_code, 200)
        content = b"".join(response) if response.streaming else response.render().content
        self.assertTrue(content)


class PlaceTests(PayTestCase):
    def near(self, text, **more):
        return self.explore(role="csr", by="place", place=text, **more).current

    def test_a_place_stands_for_its_metropolitan_area(self):
        self.assertEqual(self.near("Columbus, OH").wage.area, self.columbus)

    def test_without_a_metropolitan_area_the_state_speaks(self):
        PlaceFactory(cleveland=True)

        self.assertEqual(self.near("Cleveland, OH").wage.area, self.ohio)

    def test_where_the_area_has_no_middle_the_next_wider_one_speaks(self):
        Wage.objects.filter(area=self.columbus).update(hourly_median=None)
        self.assertEqual(self.near("Columbus, OH").wage.area, self.ohio)

        Wage.objects.filter(area=self.ohio).delete()
        self.assertEqual(self.near("Columbus, OH").wage.area, self.nation)

    def test_abroad_nothing_is_published_and_no_line_is_kept_of_it(self):
        PlaceFactory(leeds=True)
        current = self.near("Leeds")

        self.assertTrue(current.line.spot.is_abroad)
        self.assertIsNone(current.wage)
        self.assertEqual(current.line.token, "")

    def test_other_places_of_the_name_are_offered_with_the_same_job_and_lines(self):
        PlaceFactory(geoname_id=4188985, admin1_code="GA", population=206_922)
        explorer = self.explore("line=csr.us&role=csr&place=Columbus")

        ((label, address),) = explorer.other_places

        self.assertEqual(label, "Columbus, GA")
        again = self.explore(address)
        self.assertEqual(again.lines[0].token, "csr.us")
        self.assertEqual(again.asked.place, "Columbus, GA")

    def test_the_link_from_a_role_names_role_and_place(self):
        self.assertEqual(pay_url(self.representative), "/pay/?role=csr")
        address = pay_url(self.representative, self.columbus_city)
        self.assertEqual(address, "/pay/?role=csr&place=Columbus%2C+OH")
        explorer = self.explore(address.partition("?")[2])
        self.assertEqual(self.tokens(explorer), ["csr.metro-0018140"])
