"""Beside a job: which of its shifts lie inside the hours that the reader gave."""

from datetime import UTC, datetime, time

import time_machine
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cms.weeks import Span
from listings.weeks import fit_into
from profiles.my_profile import CandidateProfile
from tests.factories import CandidateFactory, ListingFactory, UserFactory

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)
EASTERN, CENTRAL, PHOENIX = "America/New_York", "America/Chicago", "America/Phoenix"
NINE_TO_FIVE = (time(9), time(17))


class FitTests(TestCase):
    def fit(self, shifts, hours, *, theirs=EASTERN, mine=EASTERN, now=WINTER):
        listing = ListingFactory(time_zone=theirs)
        for weekday, starts, ends in shifts:
            listing.shifts.create(weekday=weekday, starts=starts, ends=ends)
        return fit_into(listing, [Span(*span) for span in hours], mine, now)

    def test_those_outside_are_named_on_the_clock_of_the_job(self):
        shifts = [(day, *NINE_TO_FIVE) for day in range(4)] + [(4, time(14), time(22))]
        fit = self.fit(shifts, [(day, *NINE_TO_FIVE) for day in range(7)])

        self.assertEqual((fit.count, fit.inside), (5, 4))
        self.assertEqual(fit.outside, ("Friday, 2–10 p.m.",))
        self.assertEqual(fit.converted_from, "")

    def test_a_night_may_run_over_two_days_of_ones_own(self):
        hours = [(6, time(20), time()), (0, time(), time(8))]

        self.assertEqual(self.fit([(6, time(22), time(6))], hours).outside, ())
        self.assertEqual(len(self.fit([(6, time(22), time(9))], hours).outside), 1)

    def test_clocks_are_converted(self):
        nine_to_five = [(0, *NINE_TO_FIVE)]
        eight_to_four = [(0, time(8), time(16))]

        fit = self.fit(nine_to_five, eight_to_four, mine=CENTRAL)
        self.assertEqual((fit.outside, fit.converted_from), ((), "Central time"))
        self.assertEqual(self.fit(nine_to_five, nine_to_five, mine=CENTRAL).inside, 0)

    def test_over_the_end_of_the_week_too(self):
        fit = self.fit([(0, time(8), time(12))], [(0, time(19), time(23))], mine="Asia/Manila")
        self.assertEqual(fit.inside, 0)
        fit = self.fit([(6, time(20), time(23))], [(0, time(10), time(13))], mine="Asia/Manila")
        self.assertEqual(fit.inside, 0)
        fit = self.fit([(6, time(20), time(23))], [(0, time(9), time(12))], mine="Asia/Manila")
        self.assertEqual(fit.inside, 1)

    def test_the_difference_is_that_of_the_season(self):
        for now, inside in [(WINTER, 1), (SUMMER, 0)]:
            # Ten in New York is eight in Phoenix in winter, and seven in summer.
            shift, hours = [(0, time(10), time(11))], [(0, time(8), time(9))]
            self.assertEqual(self.fit(shift, hours, mine=PHOENIX, now=now).inside, inside)


@time_machine.travel(WINTER)
class JobPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(time_zone=EASTERN)
        cls.user = UserFactory()

    def page(self):
        return self.client.get(self.listing.get_absolute_url())

    def shifts(self, *weekdays):
        for weekday in weekdays:
            self.listing.shifts.create(weekday=weekday, starts=time(9), ends=time(17))

    def give_hours(self, *weekdays):
        spans = [Span(weekday, time(9), time(17)) for weekday in weekdays]
        CandidateProfile(self.user).set_hours(spans, EASTERN)

    def test_says_how_many_are_inside_and_which_are_not(self):
        self.shifts(0, 1, 2)
        self.client.force_login(self.user)
        for hours, words in [
            ([0, 1, 2], "All 3 shifts are inside your hours."),
            ([0, 1], "2 of 3 shifts are inside your hours."),
            ([0, 1], "Outside: Wednesday, 9 a.m.–5 p.m."),
            ([5], "None of the 3 shifts is inside your hours."),
        ]:
            with self.subTest(words):
                self.give_hours(*hours)
                self.assertContains(self.page(), words)

    def test_without_hours_or_without_a_week_or_signed_out_nothing_is_said(self):
        self.client.force_login(self.user)
        self.give_hours(0)
        self.assertNotContains(self.page(), "your hours")
        self.shifts(0)
        self.assertContains(self.page(), "The shift is inside your hours.")
        self.give_hours()
        self.assertNotContains(self.page(), "your hours")
        self.client.logout()
        self.assertNotContains(self.page(), "your hours")

    def test_somebody_elses_hours_say_nothing(self):
        CandidateFactory().available_times.create(weekday=0, starts=time(9), ends=time(17))
        self.shifts(0)
        self.client.force_login(self.user)

        self.assertNotContains(self.page(), "your hours")

    def test_it_costs_one_query_with_one_hour_and_with_twenty(self):
        self.client.force_login(self.user)
        self.give_hours(0)
        with CaptureQueriesContext(connection) as without:
            self.page()
        self.shifts(0, 1)
        for hours in ([0], range(7)):
            self.give_hours(*hours)
            with self.assertNumQueries(len(without) + 1):
                self.page()
