from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from listings.alerts.times import DAYS_BETWEEN, Rhythm, hour_in_words
from listings.models import JobAlert

NEW_YORK = "America/New_York"
# With their changes at 2 a.m., at 1 a.m., at midnight and by half an hour.
ZONES = [NEW_YORK, "Europe/London", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe"]


def local(year, month, day, hour=0, minute=0, zone=NEW_YORK):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


class FirstRunTests(SimpleTestCase):
    def first(self, now, hour=7, frequency="daily", time_zone=NEW_YORK):
        return Rhythm(frequency, hour, time_zone).first_run(now)

    def test_is_today_while_the_hour_is_still_to_come(self):
        self.assertEqual(self.first(local(2026, 11, 19, 6, 59)), local(2026, 11, 19, 7))

    def test_is_tomorrow_from_the_hour_on(self):
        self.assertEqual(self.first(local(2026, 11, 19, 7)), local(2026, 11, 20, 7))
        self.assertEqual(self.first(local(2026, 12, 31, 23)), local(2027, 1, 1, 7))

    def test_is_a_week_from_today_for_a_weekly_one(self):
        now = local(2026, 11, 19, 6)

        self.assertEqual(self.first(now, frequency="weekly"), local(2026, 11, 26, 7))

    def test_goes_by_the_day_of_the_place_not_of_london(self):
        # 10 p.m. on the 18th in New York is the 19th in UTC.
        self.assertEqual(self.first(utc(2026, 11, 19, 3)), local(2026, 11, 19, 7))
        self.assertEqual(
            self.first(utc(2026, 11, 19, 3), time_zone="Asia/Kolkata"), utc(2026, 11, 20, 1, 30)
        )

    def test_a_zone_that_is_none_is_utc(self):
        self.assertEqual(
            self.first(utc(2026, 11, 19, 3), time_zone="No/Where"), utc(2026, 11, 19, 7)
        )


class NextRunTests(SimpleTestCase):
    def next(self, due, now, hour=7, frequency="daily", time_zone=NEW_YORK):
        return Rhythm(frequency, hour, time_zone).next_run(due, now)

    def runs(self, due, n, **rhythm):
        """The `n` runs after the one that was due, each run at once."""
        found = [due]
        for _n in range(n):
            found.append(self.next(found[-1], found[-1], **rhythm))
        return found[1:]

    def test_is_the_same_hour_of_the_next_day(self):
        self.assertEqual(self.runs(local(2026, 11, 19, 7), 1), [local(2026, 11, 20, 7)])

    def test_is_seven_local_days_later_for_a_weekly_one(self):
        # Over the night in which the clocks go back: an hour more than 7 x 24.
        self.assertEqual(
            self.runs(local(2026, 10, 29, 7), 1, frequency="weekly"), [local(2026, 11, 5, 7)]
        )

    def test_keeps_the_hour_of_the_clock_over_both_changes(self):
        spring = self.runs(local(2026, 3, 6, 7), 3)
        autumn = self.runs(local(2026, 10, 30, 7), 3)

        self.assertEqual(spring, [utc(2026, 3, 7, 12), utc(2026, 3, 8, 11), utc(2026, 3, 9, 11)])
        self.assertEqual(
            autumn, [utc(2026, 10, 31, 11), utc(2026, 11, 1, 12), utc(2026, 11, 2, 12)]
        )

    def test_an_hour_that_the_clock_leaves_out_is_the_one_after(self):
        # On March 8, 2026 two o'clock is three o'clock in New York.
        runs = self.runs(local(2026, 3, 7, 2), 2, hour=2)

        self.assertEqual(runs, [local(2026, 3, 8, 3), local(2026, 3, 9, 2)])

    def test_an_hour_that_comes_twice_runs_once_the_first_time(self):
        runs = self.runs(local(2026, 10, 31, 1), 2, hour=1)

        self.assertEqual(runs, [utc(2026, 11, 1, 5), utc(2026, 11, 2, 6)])

    def test_midnight_may_be_left_out_too(self):
        runs = self.runs(utc(2026, 4, 22, 22), 3, hour=0, time_zone="Africa/Cairo")

        self.assertEqual(len({run.astimezone(ZoneInfo("Africa/Cairo")).date() for run in runs}), 3)

    def test_days_that_no_worker_ran_are_not_made_up_for(self):
        late = self.next(local(2026, 11, 10, 7), local(2026, 11, 19, 9))

        self.assertEqual(late, local(2026, 11, 20, 7))

    def test_a_weekly_one_keeps_its_day_although_a_worker_was_late(self):
        late = self.next(local(2026, 11, 5, 7), local(2026, 11, 14, 9), frequency="weekly")

        self.assertEqual(late, local(2026, 11, 19, 7))

    def test_is_never_in_the_past_whatever_the_zone(self):
        now = utc(2026, 11, 19, 12)
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe", "nonsense"):
            for hour in (0, 12, 23):
                with self.subTest(zone=zone, hour=hour):
                    run = self.next(now, now, hour=hour, time_zone=zone)
                    self.assertGreater(run, now)


class EveryChangeOfTheClockTests(SimpleTestCase):
    def test_each_local_day_has_one_run(self):
        for zone in ZONES:
            clock = ZoneInfo(zone)
            for hour in (0, 1, 2, 3, 7):
                rhythm = Rhythm("daily", hour, zone)
                run, days = rhythm.first_run(utc(2026, 1, 1)), []
                for _n in range(730):
                    days.append(run.astimezone(clock).date())
                    run = rhythm.next_run(run, run)
                with self.subTest(zone=zone, hour=hour):
                    self.assertEqual((days[-1] - days[0]).days, 729)
                    self.assertEqual(len(set(days)), 730)


class WordsTests(SimpleTestCase):
    def words(self, frequency="daily", hour=7):
        moment = local(2026, 11, 20, 7)
        rhythm = Rhythm(frequency, hour, NEW_YORK)
        return rhythm.in_words(moment), rhythm.day_in_words(moment)

    def test_name_the_clock(self):
        self.assertEqual(self.words(), ("every day at 7 a.m., Eastern time", "Friday, November 20"))

    def test_name_the_day_of_a_weekly_one(self):
        rhythm, _day = self.words(frequency="weekly", hour=12)

        self.assertEqual(rhythm, "every Friday at noon, Eastern time")

    def test_the_day_is_that_of_the_place(self):
        # 3 a.m. on Friday in UTC is Thursday in New York.
        rhythm = Rhythm("weekly", 22, NEW_YORK)

        self.assertEqual(rhythm.weekday_in_words(utc(2026, 11, 20, 3)), "Thursday")

    def test_hours_go_by_the_clock_of_twelve(self):
        self.assertEqual(
            [hour_in_words(hour) for hour in (0, 7, 12, 18)],
            ["midnight", "7 a.m.", "noon", "6 p.m."],
        )


class FrequencyTests(SimpleTestCase):
    def test_every_frequency_that_is_stored_is_known(self):
        self.assertEqual(set(JobAlert.Frequency.values), set(DAYS_BETWEEN))
