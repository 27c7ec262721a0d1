"""A text pasted on the matches page: it moves the order of its own answer and is kept nowhere."""

from unittest import mock

from django.contrib.sessions.models import Session

from matching import views
from profiles.models import RateLimit
from tests.matching.indexed import MATCHES, MatchTestCase


class PastedTextTests(MatchTestCase):
    def setUp(self):
        super().setUp()
        self.plain = self.listing(self.chat, self.empathy)
        self.other = self.listing(
            self.chat, self.empathy, description="You repair bicycles for commuters."
        )
        self.build()

    def test_moves_the_order_of_its_own_answer(self):
        self.as_guest(**self.profile())
        self.assertEqual(self.keys_shown()[0], self.plain.pk)

        response = self.client.post(MATCHES, {"text": "I repaired bicycles for commuters."})

        self.assertEqual(response.context["reports"][0].listing, self.other)

    def test_is_kept_nowhere(self):
        self.as_guest(**self.profile())
        self.client.post(MATCHES, {"text": "CANARY bicycles"})

        self.assertEqual(self.keys_shown()[0], self.plain.pk)
        for session in Session.objects.all():
            self.assertNotIn("CANARY", str(session.get_decoded()))

    def test_claims_no_skill_that_it_names(self):
        self.as_guest(**self.profile(skills=[(self.zendesk, 3)]))

        response = self.client.post(MATCHES, {"text": "Live chat and empathy, every day"})

        self.assertEqual(response.context["reports"][0].covered, [])

    def test_alone_gives_an_order_in_words(self):
        response = self.client.post(MATCHES, {"text": "I repaired bicycles for commuters."})

        self.assertEqual(response.context["reports"][0].listing, self.other)
        self.assertNotContains(response, "plot parts")

    def test_an_empty_one_is_refused_beside_its_field_and_the_list_stays(self):
        self.as_guest(**self.profile())

        response = self.client.post(MATCHES, {"text": "  "})

        self.assertContains(response, "Paste some text first.")
        self.assertEqual(len(response.context["reports"]), 2)

    def test_too_many_within_the_hour_wait(self):
        self.as_guest(**self.profile())
        with mock.patch.object(views, "TEXTS_AN_HOUR", 1):
            self.client.post(MATCHES, {"text": "bicycles"})
            response = self.client.post(MATCHES, {"text": "bicycles"})

        self.assertContains(response, "Wait a little", status_code=429)
        self.assertTrue(RateLimit.objects.exists())

    def test_a_nul_in_it_does_no_harm(self):
        self.as_guest(**self.profile())

        self.assertEqual(self.client.post(MATCHES, {"text": "bi\x00cycles"}).status_code, 200)
