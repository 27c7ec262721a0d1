from django.db import transaction
from django.test import TestCase

from listings.risk import HELD_FROM, assess

from .fixtures import listing_of, posts, publish_wages


class FixtureTests(TestCase):
    """60 scams and 60 honest posts, the second kind full of words that the first kind uses."""

    @classmethod
    def setUpTestData(cls):
        publish_wages()

    def assessed(self, kind):
        for post in posts(kind):
            with self.subTest(post.name), transaction.atomic():
                yield post, assess(listing_of(post))
                transaction.set_rollback(True)

    def test_every_scam_is_held_for_what_it_is(self):
        held = 0
        for post, assessment in self.assessed("scams"):
            found = {finding["rule"] for finding in assessment.findings}
            self.assertLessEqual(post.rules, found)
            self.assertTrue(assessment.is_held)
            held += 1
        self.assertEqual(held, 60)

    def test_no_honest_post_is_held(self):
        free = 0
        for _post, assessment in self.assessed("honest"):
            self.assertLess(assessment.risk, HELD_FROM, assessment.findings)
            free += 1
        self.assertEqual(free, 60)
