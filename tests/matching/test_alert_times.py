from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from listings.alerts.times import DAYS_BETWEEN
from matching.alerts.times import (
    next_run,
    next_run_in_words,
    rhythm_in_words,
    weekly_day_in_words,
)
from matching.models import MatchAlert
from profiles.models import Candidate

NEW_YORK = "America/New_York"
DUE = datetime(2026, 11, 20, 7, tzinfo=ZoneInfo(NEW_YORK))


class MatchAlertTimesTests(SimpleTestCase):
    """Its rhythm is that of every alert; the clock is the candidate's."""

    def alert(self, **columns):
        candidate = Candidate(time_zone=NEW_YORK)
        columns = {"hour": 7, "frequency": "daily", "next_run_at": DUE} | columns
        return MatchAlert(candidate=candidate, **columns)

    def test_the_next_run_is_at_the_hour_of_the_candidate_s_clock(self):
        self.assertEqual(next_run(self.alert(), DUE), DUE.replace(day=21))
        self.assertEqual(next_run(self.alert(frequency="weekly"), DUE), DUE.replace(day=27))

    def test_the_words_name_the_candidate_s_clock(self):
        self.assertEqual(rhythm_in_words(self.alert()), "every day at 7 a.m., Eastern time")
        self.assertEqual(next_run_in_words(self.alert()), "Friday, November 20")

    def test_a_weekly_one_keeps_its_day_and_another_would_have_today_s(self):
        now = datetime(2026, 11, 18, 3, tzinfo=UTC)  # Tuesday in New York

        weekly = self.alert(frequency="weekly")
        self.assertEqual(weekly_day_in_words(weekly, NEW_YORK, now), "Friday")
        self.assertEqual(weekly_day_in_words(self.alert(), NEW_YORK, now), "Tuesday")
        self.assertEqual(weekly_day_in_words(None, NEW_YORK, now), "Tuesday")

    def test_every_frequency_that_is_stored_is_known(self):
        self.assertEqual(set(MatchAlert.Frequency.values), set(DAYS_BETWEEN))
