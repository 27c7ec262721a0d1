from datetime import timedelta

from django.http import QueryDict
from django.test import TestCase
from django.utils import timezone

from cms.vocabulary import RoleFamily
from listings.filters import ListingFilterSet
from listings.models import Listing, ListingChannel, ListingSkill
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    PlaceFactory,
    RoleFactory,
    SkillFactory,
)


def found(query: str) -> set[Listing]:
    return set(ListingFilterSet(QueryDict(query)).qs)


def in_order(query: str) -> list[Listing]:
    return list(ListingFilterSet(QueryDict(query)).qs)


class OpenListingsTests(TestCase):
    def test_an_empty_form_finds_everything_open_and_nothing_else(self):
        now = timezone.now()
        listing = ListingFactory()
        ListingFactory(draft=True)
        ListingFactory(in_review=True)
        ListingFactory(expired=True)
        ListingFactory(scheduled=True)
        ListingFactory(closed=True)
        ListingFactory(state="withdrawn")
        ListingFactory(state="rejected", date_posted=now - timedelta(days=1))
        ListingFactory(employer=EmployerFactory(suspended=True))

        empty_form = "q=&location=&radius=25&pay=&currency=USD&sort=newest&line=&mode="

        self.assertEqual(found(""), {listing})
        self.assertEqual(found(empty_form), {listing})
        self.assertEqual(set(ListingFilterSet().qs), {listing})

    def test_an_unknown_parameter_changes_nothing(self):
        listing = ListingFactory()

        search = ListingFilterSet(QueryDict("state=draft&employer=1&utm_source=x"))

        self.assertEqual(set(search.qs), {listing})
        self.assertEqual(search.notes, [])


class WordsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.role = RoleFactory(
            slug="csr",
            title="Customer Service Representative",
            alt_titles="Call taker\nCustomer Care Advisor",
        )
        cls.listing = ListingFactory(
            title="Claims helper",
            role=cls.role,
            description="You open claims after a crash.",
            employer=EmployerFactory(name="Corvane Mutual"),
        )
        zendesk = SkillFactory(
            slug="zendesk", preferred_label="Zendesk", alt_labels="Zendesk Suite"
        )
        ListingSkill.objects.create(listing=cls.listing, skill=zendesk)
        ListingFactory(
            title="Host", description="You greet guests.", role=RoleFactory(title="Host")
        )

    def test_finds_words_of_title_employer_role_text_and_skills(self):
        for word in ("helper", "corvane", "representative", "crash", "zendesk", "suite"):
            with self.subTest(word):
                self.assertEqual(found(f"q={word}"), {self.listing})

    def test_finds_a_role_by_its_other_titles(self):
        self.assertEqual(found("q=call+taker"), {self.listing})
        self.assertEqual(found("q=care+advisor"), {self.listing})

    def test_every_word_has_to_occur(self):
        self.assertEqual(found("q=claims+helper"), {self.listing})
        self.assertEqual(found("q=claims+plumber"), set())

    def test_signs_of_the_database_are_no_words(self):
        for text in ("%25", "_", "%5C", "%27", "%22"):
            with self.subTest(text):
                search = ListingFilterSet(QueryDict(f"q={text}"))

                self.assertEqual(len(search.qs), 2)
                self.assertIn("says nothing about a job", search.notes[0])
                self.assertEqual((search.query(), search.chips()), ("", []))

    def test_a_long_search_is_cut_with_a_note(self):
        search = ListingFilterSet(QueryDict("q=claims" + "+claims" * 60))

        self.assertEqual(set(search.qs), {self.listing})
        self.assertLessEqual(len(search.values["q"]), 200)
        self.assertIn("longer than 200 characters", search.notes[0])

    def test_a_search_of_200_characters_is_not_cut(self):
        search = ListingFilterSet(QueryDict("q=" + "x" * 200))

        self.assertEqual(search.notes, [])


class ChoicesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.front = ListingFactory(role=RoleFactory(slug="csr", title="CSR"))
        cls.lead = ListingFactory(
            role=RoleFactory(slug="team-lead", family=RoleFamily.LEADERSHIP, ladder_level=3),
            employment_type="PART_TIME",
            shift_pattern="night",
            works_weekends=False,
            work_mode="hybrid",
        )
        cls.remote = ListingFactory(
            remote=True,
            role=RoleFactory(slug="help-desk", family=RoleFamily.TECHNICAL),
            employment_type="CONTRACTOR",
            shift_pattern="",
            works_weekends=True,
        )
        ListingChannel.objects.create(listing=cls.front, channel="phone", share=60)
        ListingChannel.objects.create(listing=cls.front, channel="chat", share=40)
        ListingChannel.objects.create(listing=cls.lead, channel="email")

    def test_each_choice_narrows_and_several_of_one_kind_widen(self):
        cases = {
            "role=csr": {self.front},
            "role=csr&role=team-lead": {self.front, self.lead},
            "line=leadership": {self.lead},
            "line=leadership&line=technical": {self.lead, self.remote},
            "mode=hybrid": {self.lead},
            "mode=hybrid&mode=remote": {self.lead, self.remote},
            "type=PART_TIME": {self.lead},
            "type=PART_TIME&type=CONTRACTOR": {self.lead, self.remote},
            "shift=night": {self.lead},
            "shift=night&shift=day": {self.front, self.lead},
            "no_weekends=1": {self.lead},
            "channel=phone": {self.front},
            "channel=phone&channel=email": {self.front, self.lead},
            "channel=phone&channel=chat": {self.front},
            "line=leadership&type=FULL_TIME": set(),
        }
        for query, listings in cases.items():
            with self.subTest(query):
                self.assertEqual(found(query), listings)

    def test_no_phone_needs_channels_that_are_stated(self):
        # The remote job says nothing of its channels: silence is no promise.
        self.assertEqual(found("no_phone=on"), {self.lead})

    def test_an_unticked_box_means_any(self):
        self.assertEqual(found("no_phone=&no_weekends="), {self.front, self.lead, self.remote})


class PlaceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = ListingFactory(place=PlaceFactory())
        cls.dublin = ListingFactory(place=PlaceFactory(dublin=True))  # 11 miles away
        cls.cleveland = ListingFactory(place=PlaceFactory(cleveland=True), work_mode="hybrid")
        cls.leeds = ListingFactory(place=PlaceFactory(leeds=True))
        cls.remote_us = ListingFactory(remote=True, applicant_countries="CA US")
        cls.remote_here = ListingFactory(
            remote=True, place=PlaceFactory(), applicant_countries="CA"
        )
        cls.remote_silent = ListingFactory(remote=True, applicant_countries="")

    def test_finds_jobs_within_25_miles_unless_told_otherwise(self):
        self.assertEqual(found("location=Columbus"), {self.columbus, self.dublin})

    def test_finds_jobs_within_the_radius(self):
        self.assertEqual(found("location=Columbus,+OH&radius=5"), {self.columbus})
        self.assertEqual(
            found("location=Columbus&radius=50"), {self.columbus, self.dublin}
        )  # Cleveland is 126 miles away
        self.assertEqual(found("location=Leeds"), {self.leeds})

    def test_remote_jobs_come_in_when_ticked_and_open_to_the_country(self):
        self.assertEqual(found("location=Columbus&mode=remote"), {self.remote_us})
        self.assertEqual(
            found("location=Columbus&mode=remote&mode=on_site"),
            {self.remote_us, self.columbus, self.dublin},
        )
        self.assertEqual(found("location=Leeds&mode=remote"), set())

    def test_a_remote_job_of_some_states_is_for_people_who_live_there(self):
        of_ohio = ListingFactory(remote=True, applicant_states="IN OH")
        ListingFactory(remote=True, applicant_states="CA TX")

        self.assertEqual(found("location=Columbus&mode=remote"), {self.remote_us, of_ohio})

    def test_without_a_place_a_mode_is_a_plain_choice(self):
        self.assertEqual(
            found("mode=remote"), {self.remote_us, self.remote_here, self.remote_silent}
        )

    def test_a_mode_narrows_the_jobs_around_a_place(self):
        self.assertEqual(found("location=Columbus&radius=100&mode=hybrid"), set())
        self.assertEqual(found("location=Cleveland&mode=hybrid"), {self.cleveland})

    def test_a_place_that_nobody_knows_is_noted_and_ignored(self):
        search = ListingFilterSet(QueryDict("location=Nowhereville"))

        self.assertEqual(search.qs.count(), 7)
        self.assertEqual(len(search.notes), 1)
        self.assertIn("“Nowhereville”", search.notes[0])
        self.assertEqual(search.chips(), [])

    def test_other_places_of_the_name_are_offered(self):
        PlaceFactory(geoname_id=4188985, admin1_code="GA", population=200_000)

        search = ListingFilterSet(QueryDict("location=Columbus"))

        self.assertEqual(search.place.label, "Columbus, OH")
        self.assertEqual([place.label for place in search.other_places], ["Columbus, GA"])

    def test_distances_are_read_in_the_unit_of_the_place(self):
        toronto = PlaceFactory(
            geoname_id=6167865, name="Toronto", country_code="CA", admin1_code="08"
        )
        in_miles = ListingFilterSet(QueryDict("location=Leeds&radius=10"))
        in_km = ListingFilterSet(QueryDict("location=Toronto&radius=10"))

        self.assertEqual(in_km.place, toronto)
        self.assertIn((10, "16 km"), in_km.radius_choices)
        self.assertIn((10, "10 miles"), in_miles.radius_choices)
        self.assertIn("within 16 km of Toronto, Canada", in_km.heading(2, "2"))


class OrderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        now = timezone.now()
        cls.far = ListingFactory(
            place=PlaceFactory(dublin=True),
            date_posted=now - timedelta(days=1),
            valid_through=now + timedelta(days=9),
        )
        cls.near = ListingFactory(
            date_posted=now - timedelta(days=2), valid_through=now + timedelta(days=3)
        )
        cls.remote = ListingFactory(
            remote=True,
            date_posted=now - timedelta(days=3),
            valid_through=now + timedelta(days=5),
        )

    def test_the_newest_come_first_unless_told_otherwise(self):
        self.assertEqual(in_order(""), [self.far, self.near, self.remote])

    def test_sorts_by_closing_time(self):
        self.assertEqual(in_order("sort=closing"), [self.near, self.remote, self.far])

    def test_sorts_by_distance_with_remote_jobs_last(self):
        query = "location=Columbus&sort=distance&mode=on_site&mode=remote"

        self.assertEqual(in_order(query), [self.near, self.far, self.remote])

    def test_distance_without_a_place_is_noted_and_means_newest(self):
        search = ListingFilterSet(QueryDict("sort=distance"))

        self.assertEqual(list(search.qs), [self.far, self.near, self.remote])
        self.assertIn("say where", search.notes[0])

    def test_rows_alike_in_all_else_keep_their_order_in_every_sort(self):
        now = timezone.now()
        same = {"date_posted": now - timedelta(days=4), "valid_through": now + timedelta(days=2)}
        twins = ListingFactory.create_batch(5, place=self.near.place, **same)
        newest_key_first = [listing.pk for listing in reversed(twins)]

        for sort in ("newest", "closing", "pay", "distance"):
            order = [row.pk for row in in_order(f"location=Columbus&sort={sort}")]
            with self.subTest(sort):
                self.assertEqual([pk for pk in order if pk in newest_key_first], newest_key_first)
