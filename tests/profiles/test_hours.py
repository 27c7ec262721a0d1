"""When somebody can work: a week of from and to, on the clock of their own zone."""

from datetime import time

from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from cms.weeks import Span
from profiles.forms.hours import HoursForm, joined_by_day
from profiles.models import Candidate
from profiles.my_profile import CandidateProfile
from tests import factories as make

URL = "/me/profile/availability/"
PAGE = "/me/profile/#hours"
NINE, FIVE, TEN = time(9), time(17), time(22)
WEEKDAYS = [Span(day, NINE, FIVE) for day in range(5)]


class JoiningTests(SimpleTestCase):
    def test_what_touches_or_overlaps_on_a_day_is_one_and_never_more_than_a_day(self):
        cases = [
            ([Span(0, NINE, FIVE), Span(0, FIVE, TEN)], [Span(0, NINE, TEN)]),
            ([Span(0, TEN, NINE), Span(0, time(23), time(1))], [Span(0, TEN, NINE)]),
            (
                [Span(0, NINE, FIVE), Span(1, NINE, FIVE)],
                [Span(0, NINE, FIVE), Span(1, NINE, FIVE)],
            ),
            ([Span(0, NINE, FIVE), Span(0, time(16), time(15))], [Span(0, NINE, NINE)]),
        ]
        for spans, expected in cases:
            with self.subTest(spans):
                self.assertEqual(joined_by_day(spans), expected)


class HoursTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make.UserFactory()
        cls.place = make.PlaceFactory()

    def setUp(self):
        self.client.force_login(self.user)

    def hours(self):
        return CandidateProfile(self.user).hours()

    def send(self, **data):
        return self.client.post(URL, {"time_zone": "America/Chicago"} | data)

    def test_a_week_is_saved_drawn_and_shown_again(self):
        response = self.send(
            starts_0_1="09:00", ends_0_1="5 pm", starts_0_2="20:00", ends_0_2="02:00"
        )

        self.assertRedirects(response, PAGE)
        self.assertEqual(self.hours(), [Span(0, NINE, FIVE), Span(0, time(20), time(2))])
        page = self.client.get("/me/profile/")
        self.assertContains(page, "9 a.m.–5 p.m., 8 p.m.–2 a.m.")
        self.assertContains(page, "until 2 a.m.")
        self.assertContains(page, "Central time")
        self.assertContains(page, '<rect class="free"', count=3)
        form = self.client.get(URL)
        self.assertContains(form, 'name="starts_0_1" value="09:00"')
        self.assertContains(form, '<option value="America/Chicago" selected>')

    def test_saving_again_takes_the_place_of_what_was_there(self):
        for _once_more in range(2):
            self.send(starts_0_1="09:00", ends_0_1="17:00")
        self.send(starts_1_1="09:00", ends_1_1="17:00")

        self.assertEqual(self.hours(), [Span(1, NINE, FIVE)])

    def test_what_cannot_be_is_answered_beside_the_field_kept_and_nothing_is_written(self):
        for data, words in [
            ({"time_zone": ""}, "Choose your time zone."),
            ({"time_zone": "Mars/Olympus"}, "Choose a time zone from the list."),
            ({"starts_0_1": "09:00"}, "Monday: write both times, or none."),
            ({"starts_6_2": "late", "ends_6_2": "09:00"}, "Write the time like 9:00"),
            ({"ends_0_1": "\x00"}, "Write the time like"),
        ]:
            with self.subTest(words):
                self.assertContains(self.send(**data), words)
        self.assertContains(self.send(time_zone="", starts_0_1="09:15"), 'value="09:15"')
        self.assertFalse(Candidate.objects.filter(user=self.user).exists())

    def test_usual_hours_are_added_to_those_that_are_stored(self):
        self.send(starts_0_1="12:00", ends_0_1="13:00")
        response = self.client.post(URL, {"fill": "weekdays"})

        self.assertRedirects(response, PAGE)
        self.assertEqual(self.hours(), WEEKDAYS)
        self.client.post(URL, {"fill": "evenings"})
        self.assertEqual(self.hours(), [Span(day, NINE, TEN) for day in range(5)])

    def test_usual_hours_are_added_to_those_on_the_form(self):
        self.send(starts_5_1="06:00", ends_5_1="08:00", fill="weekends")

        self.assertEqual(
            self.hours(),
            [Span(5, time(6), time(8)), Span(5, NINE, time(21)), Span(6, NINE, time(21))],
        )

    def test_a_day_with_two_times_has_no_room_for_usual_hours_and_says_so(self):
        split = {"starts_0_1": "06:00", "ends_0_1": "07:00"}
        split |= {"starts_0_2": "12:00", "ends_0_2": "13:00"}
        page = self.client.get(self.send(**split, fill="weekdays")["Location"])

        self.assertContains(page, "Monday: two times stand there already")
        self.assertEqual(self.hours()[:2], [Span(0, time(6), time(7)), Span(0, time(12), time(13))])

    def test_without_a_zone_usual_hours_wait_on_the_form_for_it(self):
        response = self.client.post(URL, {"fill": "weekdays"})

        self.assertContains(response, "Choose your time zone.")
        self.assertContains(response, 'name="starts_0_1" value="09:00"')
        self.assertEqual(self.hours(), [])

    def test_the_zone_of_the_place_is_offered_first(self):
        CandidateProfile(self.user).set_preferences(place=self.place)

        self.assertContains(
            self.client.get(URL), f'<option value="{self.place.time_zone}" selected>'
        )

    def test_with_hours_a_move_leaves_their_clock_alone(self):
        self.send(starts_0_1="09:00", ends_0_1="17:00")
        CandidateProfile(self.user).set_preferences(place=self.place)
        self.assertEqual(Candidate.objects.get().time_zone, "America/Chicago")

        self.client.post(URL, {"action": "clear"})
        CandidateProfile(self.user).set_preferences(place=None)
        self.assertEqual(Candidate.objects.get().time_zone, "UTC")

    def test_saving_the_same_place_again_leaves_a_chosen_clock_alone(self):
        CandidateProfile(self.user).set_preferences(place=self.place)
        self.send(time_zone="Asia/Manila")
        CandidateProfile(self.user).set_preferences(place=self.place)

        self.assertEqual(Candidate.objects.get().time_zone, "Asia/Manila")

    def test_hours_are_nobody_elses(self):
        other = make.CandidateFactory()
        other.available_times.create(weekday=2, starts=time(3, 33), ends=time(4, 44))
        self.client.post(URL, {"action": "clear"})

        self.assertNotContains(self.client.get(URL), "03:33")
        self.assertTrue(other.available_times.exists())

    def test_a_guest_has_none_and_is_told_so(self):
        self.client.logout()

        self.assertIn(reverse("account_login"), self.client.get(URL)["Location"])
        self.assertContains(
            self.client.get("/me/profile/"), "the hours you can work, and a résumé file"
        )

    def test_any_zone_of_the_world_is_taken(self):
        for name in ("Asia/Karachi", "America/Indiana/Knox", "UTC"):
            with self.subTest(name):
                self.assertTrue(HoursForm({"time_zone": name}).is_valid())
