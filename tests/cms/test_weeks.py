from datetime import time

from django.test import SimpleTestCase

from cms.weeks import MINUTES_A_DAY, MINUTES_A_WEEK, Span, Stretch, stretches, week_of_spans

MONDAY, TUESDAY, SUNDAY = 0, 1, 6
NINE, FIVE, TEN, MIDNIGHT = time(9), time(17), time(22), time()


class StretchTests(SimpleTestCase):
    def test_what_touches_or_overlaps_is_one_also_over_midnight(self):
        cases = [
            ([Span(MONDAY, NINE, FIVE)], [(540, 480)]),
            ([Span(MONDAY, NINE, FIVE), Span(MONDAY, FIVE, TEN)], [(540, 780)]),
            ([Span(MONDAY, NINE, FIVE), Span(MONDAY, time(12), time(13))], [(540, 480)]),
            ([Span(MONDAY, TEN, MIDNIGHT), Span(TUESDAY, MIDNIGHT, NINE)], [(1320, 660)]),
            ([Span(MONDAY, NINE, FIVE), Span(TUESDAY, NINE, FIVE)], [(540, 480), (1980, 480)]),
        ]
        for spans, expected in cases:
            with self.subTest(spans):
                self.assertEqual(stretches(spans), expected)

    def test_after_sunday_comes_monday(self):
        over = [Span(SUNDAY, TEN, time(6)), Span(MONDAY, time(5), NINE)]
        begins = SUNDAY * MINUTES_A_DAY + 22 * 60

        (stretch,) = stretches(over)
        self.assertEqual(stretch, (begins, 11 * 60))
        self.assertTrue(stretch.holds(60, 120))
        self.assertFalse(stretch.holds(8 * 60, 120))

    def test_a_week_without_a_gap_holds_everything(self):
        (stretch,) = stretches([Span(day, MIDNIGHT, MIDNIGHT) for day in range(7)])

        self.assertEqual(stretch.minutes, MINUTES_A_WEEK)
        self.assertTrue(stretch.holds(SUNDAY * MINUTES_A_DAY + 1200, 600))

    def test_what_sticks_out_at_either_end_is_not_held(self):
        stretch = Stretch(540, 480)

        held = [stretch.holds(540, 480), stretch.holds(539, 60), stretch.holds(1000, 60)]
        self.assertEqual(held, [True, False, False])


class WeekTests(SimpleTestCase):
    def test_no_hours_are_no_week(self):
        self.assertIsNone(week_of_spans([], "UTC"))

    def test_a_whole_day_is_said_so_and_hours_told_twice_count_once(self):
        week = week_of_spans(
            [Span(SUNDAY, MIDNIGHT, MIDNIGHT), Span(SUNDAY, NINE, FIVE)], "America/New_York"
        )

        self.assertEqual(week.hours, 24)
        self.assertEqual(week.in_words, "Sun, all day, 9 a.m.–5 p.m.")
        self.assertEqual(week.clock, "Eastern time")
