import re
from unittest import mock

from django.conf import settings

from listings.models import Listing
from matching.adapters import current_index
from matching.alerts.fits import Fits
from matching.engine import explain
from matching.profile_queries import profile_query
from profiles.my_profile import CandidateProfile
from tests.factories import (
    PlaceFactory,
)
from tests.matching.alert_case import AlertTestCase


class ThresholdTests(AlertTestCase):
    def setUp(self):
        super().setUp()
        # Of five things two are held in full and one by half.
        self.person = self.candidate(
            skills=[(self.chat, 4), (self.zendesk, 4), (self.orders, 2)], current=self.lead
        )
        self.post = self.job(self.chat, self.zendesk, self.orders, self.empathy)
        self.other_job()
        self.some_listings()
        self.build()

    def share(self):
        index, snapshot = current_index(), CandidateProfile(self.person.user).snapshot()
        return explain(index, profile_query(snapshot).query, self.post.pk).share

    def test_is_the_number_of_the_page_to_the_tenth(self):
        index = current_index()
        query = profile_query(CandidateProfile(self.person.user).snapshot()).query
        fits = Fits(index, index.keys_)
        shares = {key: explain(index, query, key).share for key in index.keys_.tolist()}

        for min_share in range(101):
            found = fits.find(query, min_share, among=index.keys_)
            with self.subTest(min_share):
                self.assertEqual(
                    {fitting.key: fitting.tenths for fitting in found},
                    {
                        key: round(10 * share)
                        for key, share in shares.items()
                        if share and round(10 * share) >= 10 * min_share
                    },
                )

    def test_is_what_the_page_prints(self):
        self.client.force_login(self.person.user)

        response = self.client.get(self.post.get_absolute_url())

        self.assertContains(response, f"<strong>{self.share():.1f}</strong>")

    def test_lets_in_what_reaches_it_and_leaves_out_what_is_a_point_below(self):
        just_below = int(self.share())
        self.assertGreater(just_below, 20)
        for min_share, sent in [(just_below, 1), (just_below + 1, 0)]:
            alert = self.alert(self.person, min_share=min_share)
            with self.subTest(min_share):
                self.assertEqual(self.run_alerts(), (1, sent))
            alert.delete()

    def test_counts_as_the_page_rounds(self):
        with (
            mock.patch("matching.alerts.fits.Raising.share", lambda self: 59.96),
            mock.patch("matching.alerts.fits.NEAR", 100),  # whatever it really is
        ):
            self.alert(self.person, min_share=60)
            self.assertEqual(self.run_alerts(), (1, 1))

    def test_a_post_that_asks_for_too_little_for_a_number_is_never_told(self):
        self.alert(self.candidate(), min_share=0)
        Listing.objects.all().delete()
        self.job(self.chat)
        self.build()

        self.assertEqual(self.run_alerts(), (1, 0))


class MailTests(AlertTestCase):
    def setUp(self):
        super().setUp()
        candidate = self.candidate(
            skills=[(self.chat, 4), (self.zendesk, 4)], current=self.csr, place=PlaceFactory()
        )
        self.alert(candidate)
        self.post = self.fitting_job(
            title="Agent for R&D <phone>", wishes=[self.orders], employer__name="Marlow & Sons"
        )
        self.build()
        self.run_alerts()
        self.sent = self.mail()

    def test_tells_what_a_card_tells(self):
        lines = self.sent.body.splitlines()
        at = lines.index("1. Agent for R&D <phone>")
        self.assertEqual(
            lines[at + 1 : at + 5],
            [
                "Marlow & Sons",
                "Columbus, OH, on site",
                "$21.50–$24.00 an hour",
                "You cover 2 of the 3 skills asked. Missing: Order processing.",
            ],
        )
        self.assertRegex(lines[at + 5], r"^Posted \w+ \d+, closes \w+ \d+, .+ ET$")
        self.assertEqual(lines[at + 6], settings.SITE_URL + self.post.get_absolute_url())

    def test_says_why_it_comes_and_how_to_change_and_end_it(self):
        self.assertIn("Hello Sam,", self.sent.body)
        self.assertIn("fits you at 60 of 100 or more", self.sent.body)
        self.assertIn("every day at 7 a.m., Eastern time", self.sent.body)
        for path in ("/me/matches/\n", "/me/alerts/matches/\n", "/alerts/matches/"):
            self.assertIn(path, self.sent.body)

    def test_has_no_markup_and_no_gaps(self):
        for piece in ("&amp;", "&lt;", "</", "{{", "{%", "%(", "None", "\n\n\n"):
            self.assertNotIn(piece, self.sent.body)

    def test_carries_what_mail_programs_need_to_end_it(self):
        headers = self.sent.headers
        start = re.escape(settings.SITE_URL)
        self.assertRegex(headers["List-Unsubscribe"], rf"^<{start}/alerts/matches/\S+/>$")
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertIn(headers["List-Unsubscribe"].strip("<>"), self.sent.body)
