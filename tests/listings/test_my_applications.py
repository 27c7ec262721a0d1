from django.test import TestCase
from django.urls import reverse

from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
)
from tests.pages import said


class MyApplicationsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.candidate = CandidateFactory()
        cls.url = reverse("listings:application_list")

    def setUp(self):
        self.client.force_login(self.candidate.user)

    def test_lists_ones_own_alone(self):
        mine = ApplicationFactory(candidate=self.candidate)
        ApplicationFactory()

        response = self.client.get(self.url)

        self.assertQuerySetEqual(response.context["page_obj"], [mine])

    def test_says_what_will_stand_there_when_there_is_none(self):
        self.assertContains(self.client.get(self.url), "You have not applied for a job here yet")

    def test_query_count_does_not_grow_with_the_page(self):
        for n in (3, 17):
            ApplicationFactory.create_batch(n, candidate=self.candidate)
            # session, user, count, drafts, applications with listing and employer; the user's and
            # the group's permissions, for the footer
            with self.subTest(n), self.assertNumQueries(7):
                self.client.get(self.url)

    def test_detail_shows_what_was_sent_and_what_happened(self):
        application = ApplicationFactory(candidate=self.candidate, note="My <i>note</i>")
        application.events.create(state="submitted", at=application.submitted_at)
        application.events.create(
            state="shortlisted", at=application.submitted_at, message="Come on <b>Tuesday</b>"
        )

        response = self.client.get(application.get_absolute_url())

        self.assertContains(response, "My &lt;i&gt;note&lt;/i&gt;")
        self.assertContains(response, "On the shortlist")
        self.assertContains(response, "Come on &lt;b&gt;Tuesday&lt;/b&gt;")

    def test_withdrawing_asks_once_and_is_done_by_post(self):
        application = ApplicationFactory(candidate=self.candidate)
        url = reverse("listings:application_withdraw", args=[application.pk])

        page = self.client.get(url)
        application.refresh_from_db()
        before = application.state
        response = self.client.post(url)

        self.assertContains(page, "can no longer read your note and your résumé")
        self.assertEqual(before, "submitted")
        self.assertRedirects(response, application.get_absolute_url())
        application.refresh_from_db()
        self.assertEqual(application.state, "withdrawn")

    def test_what_cannot_be_withdrawn_says_so(self):
        application = ApplicationFactory(candidate=self.candidate, state="declined")
        url = reverse("listings:application_withdraw", args=[application.pk])

        self.assertRedirects(self.client.get(url), application.get_absolute_url())
        self.assertIn("cannot be withdrawn", said(self.client.post(url)))
        application.refresh_from_db()
        self.assertEqual(application.state, "declined")

    def test_somebody_elses_is_hidden_and_nobody_signs_it_away(self):
        theirs = ApplicationFactory()
        member = EmployerMemberFactory(employer=theirs.listing.employer).user
        for user in (self.candidate.user, member):
            self.client.force_login(user)
            for name in ("application_detail", "application_withdraw"):
                url = reverse(f"listings:{name}", args=[theirs.pk])
                self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.post(url).status_code, 404)
        theirs.refresh_from_db()
        self.assertEqual(theirs.state, "submitted")
