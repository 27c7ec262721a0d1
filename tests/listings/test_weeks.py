from datetime import time
from decimal import Decimal

from django.test import SimpleTestCase, TestCase

from cms.weeks import overlapping, week_bars
from listings.weeks import Shift, week_of, works_on_weekends
from tests.factories import ListingFactory

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
DAY = (time(9), time(17, 30))
NIGHT = (time(22), time(6))


class ShiftTests(SimpleTestCase):
    def test_ending_not_after_its_start_it_runs_over_midnight(self):
        cases = [
            (DAY, 510, False),
            (NIGHT, 480, True),
            ((time(16), time(0)), 480, False),
            ((time(8), time(8)), 1440, True),
        ]
        for times, minutes, runs_over in cases:
            with self.subTest(times):
                shift = Shift(MONDAY, *times)
                self.assertEqual((shift.minutes, shift.runs_over), (minutes, runs_over))

    def test_any_minute_of_saturday_or_sunday_is_work_on_weekends(self):
        cases = [
            ([Shift(day, *DAY) for day in range(5)], False),
            ([Shift(FRIDAY, time(16), time(0))], False),
            ([Shift(FRIDAY, *NIGHT)], True),
            ([Shift(SATURDAY, *DAY)], True),
            ([Shift(SUNDAY, *NIGHT)], True),
            ([], False),
        ]
        for shifts, on_weekends in cases:
            with self.subTest(shifts):
                self.assertEqual(works_on_weekends(shifts), on_weekends)

    def test_two_at_once_are_found_also_over_midnight_and_over_the_end_of_the_week(self):
        morning, noon = Shift(0, time(9), time(13)), Shift(0, time(12), time(17))
        late, early = Shift(SUNDAY, *NIGHT), Shift(MONDAY, time(5), time(9))

        self.assertEqual(overlapping([noon, morning]), {noon})
        self.assertEqual(overlapping([late, early]), {early})
        self.assertEqual(overlapping([Shift(day, *NIGHT) for day in range(7)]), set())
        self.assertEqual(overlapping([late]), set())
        self.assertEqual(overlapping([morning, Shift(0, time(13), time(17))]), set())


class BarTests(SimpleTestCase):
    def bars(self, *shifts):
        days = week_bars((shift.begins, shift.minutes) for shift in shifts)
        return {day: [(bar.x, bar.width) for bar in bars] for day, bars in enumerate(days) if bars}

    def test_lie_on_a_scale_of_24_hours(self):
        self.assertEqual(self.bars(Shift(MONDAY, time(6), time(18))), {0: [(25.0, 50.0)]})

    def test_go_on_at_the_left_of_the_next_day_and_from_sunday_on_monday(self):
        self.assertEqual(
            self.bars(Shift(SATURDAY, time(18), time(6))), {5: [(75.0, 25.0)], 6: [(0.0, 25.0)]}
        )
        self.assertEqual(
            self.bars(Shift(SUNDAY, time(18), time(6))), {6: [(75.0, 25.0)], 0: [(0.0, 25.0)]}
        )


class WeekTests(TestCase):
    def week(self, *shifts, **values):
        listing = ListingFactory(**values)
        for weekday, starts, ends in shifts:
            listing.shifts.create(weekday=weekday, starts=starts, ends=ends)
        return week_of(listing)

    def test_a_listing_that_states_no_week_has_none(self):
        self.assertIsNone(self.week())

    def test_says_each_day_in_words_with_the_free_ones(self):
        week = self.week(*((day, *DAY) for day in range(5)))

        self.assertEqual([day.words for day in week.days], ["9 a.m.–5:30 p.m."] * 5 + [""] * 2)
        self.assertEqual(week.in_words, "Mon to Fri, 9 a.m.–5:30 p.m.")
        self.assertEqual((week.free_days, week.hours), ("Saturday, Sunday", Decimal("42.5")))
        self.assertEqual(week.clock, "Eastern time")

    def test_a_night_ends_on_the_next_day_which_is_not_free(self):
        week = self.week(*((day, *NIGHT) for day in range(5)), time_zone="Europe/London")

        self.assertEqual(week.days[SATURDAY].words, "until 6 a.m.")
        self.assertEqual((week.free_days, week.clock), ("Sunday", "London time"))
        self.assertEqual(week.in_words, "Mon to Fri, 10 p.m.–6 a.m.; Sat, until 6 a.m.")

    def test_parts_of_a_split_day_stand_side_by_side(self):
        week = self.week((1, time(17), time(21)), (1, time(8), time(12)), (3, time(8), time(12)))

        self.assertEqual(week.days[1].words, "8 a.m.–noon, 5–9 p.m.")
        self.assertEqual(week.in_words, "Tue, 8 a.m.–noon, 5–9 p.m.; Thu, 8 a.m.–noon")
