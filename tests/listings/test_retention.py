from datetime import UTC, datetime, timedelta

import time_machine
from django.test import TestCase
from django.urls import reverse

from listings import retention, services
from listings.models import Application, ApplicationDraft
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
)

SECOND = timedelta(seconds=1)
POSTED = datetime(2026, 1, 1, tzinfo=UTC)
ENDED = datetime(2026, 2, 10, 15, 30, tzinfo=UTC)
SIX_MONTHS_LATER = datetime(2026, 8, 10, 15, 30, tzinfo=UTC)
TWELVE_MONTHS_LATER = datetime(2027, 2, 10, 15, 30, tzinfo=UTC)


class ApplicationsAreEmptiedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.expired = ListingFactory(date_posted=POSTED, valid_through=ENDED)
        cls.closed = ListingFactory(
            date_posted=POSTED,
            valid_through=ENDED + timedelta(days=300),
            state="closed",
            outcome="hired",
            closed_at=ENDED,
        )
        cls.candidate = CandidateFactory()

    def apply(self, listing=None, **more):
        application = ApplicationFactory(
            candidate=self.candidate, listing=listing or self.expired, **more
        )
        application.answers.create(position=1, question="q", answer="CANARY")
        application.messages.create(is_from_employer=False, body="CANARY", sent_at=ENDED)
        application.events.create(state="declined", message="CANARY", at=ENDED)
        return application

    def test_six_months_after_the_post_ended_to_the_second(self):
        for listing in (self.expired, self.closed):
            application = self.apply(listing)
            with self.subTest(listing.state):
                self.assertEqual(retention.redact_applications(SIX_MONTHS_LATER - SECOND), 0)
                self.assertEqual(retention.redact_applications(SIX_MONTHS_LATER + SECOND), 1)

                application.refresh_from_db()
                self.assertEqual((application.name, application.note), ("", ""))
                self.assertEqual(application.state, "submitted")
                self.assertEqual(application.candidate, self.candidate)
                self.assertFalse(application.answers.exists() or application.messages.exists())
                self.assertEqual([event.message for event in application.events.all()], [""])

    def test_of_those_who_were_chosen_after_twelve_months(self):
        for state in ("shortlisted", "interview", "hired"):
            self.candidate = CandidateFactory()
            self.apply(state=state)

        self.assertEqual(retention.redact_applications(TWELVE_MONTHS_LATER - SECOND), 0)
        self.assertEqual(retention.redact_applications(TWELVE_MONTHS_LATER + SECOND), 3)

    def test_what_the_employer_noted_goes_with_it(self):
        application = self.apply()
        application.notes.create(body="CANARY", at=ENDED)
        application.tags.create(name="canary")
        application.events.create(state="declined", reason="skills", at=ENDED)

        retention.redact_applications(SIX_MONTHS_LATER + SECOND)

        self.assertFalse(application.notes.exists() or application.tags.exists())
        self.assertEqual({event.reason for event in application.events.all()}, {""})

    def test_an_open_post_keeps_all(self):
        ApplicationFactory(listing=ListingFactory(date_posted=POSTED))

        self.assertEqual(retention.redact_applications(SIX_MONTHS_LATER), 0)

    def test_some_at_a_time_and_the_next_call_goes_on(self):
        for _n in range(3):
            ApplicationFactory(listing=self.expired)
        before, retention.AT_ONCE = retention.AT_ONCE, 2
        self.addCleanup(setattr, retention, "AT_ONCE", before)

        done = [retention.redact_applications(TWELVE_MONTHS_LATER) for _call in range(3)]

        self.assertEqual(done, [2, 1, 0])

    def test_nothing_of_it_is_read_by_the_employer_any_more(self):
        application = self.apply(state="declined")
        member = EmployerMemberFactory(employer=self.expired.employer)
        retention.redact_applications(SIX_MONTHS_LATER + SECOND)
        self.client.force_login(member.user)

        page = self.client.get(
            reverse("listings:employer_application_list", args=[self.expired.pk])
        )
        detail = self.client.get(
            reverse("listings:employer_application_detail", args=[application.pk])
        )

        self.assertContains(page, "1 application")
        self.assertContains(page, "No longer kept")
        self.assertContains(detail, "No longer kept")
        for response in (page, detail):
            self.assertNotContains(response, self.candidate.user.email)
            self.assertNotContains(response, "CANARY")

    def test_the_applicant_still_reads_that_they_applied(self):
        application = self.apply(state="declined")
        retention.redact_applications(SIX_MONTHS_LATER + SECOND)
        self.client.force_login(self.candidate.user)

        page = self.client.get(application.get_absolute_url())

        self.assertEqual(page.status_code, 200)
        self.assertContains(page, self.expired.title)
        self.assertContains(page, "What you wrote is no longer kept")

    def test_nobody_decides_on_it_or_writes_about_it_any_more(self):
        application = self.apply()
        member = EmployerMemberFactory(employer=self.expired.employer)
        retention.redact_applications(SIX_MONTHS_LATER + SECOND)
        application.refresh_from_db()

        with self.assertRaises(services.Conflict):
            services.decide_application(
                application=application, seen="submitted", decision="declined", by=member.user
            )
        with self.assertRaises(services.ThreadClosed):
            services.send_message(
                application=application, sender=member.user, is_from_employer=True, body="Hello"
            )
        self.assertFalse(application.can_be_withdrawn)


class DraftsTests(TestCase):
    def test_a_draft_goes_three_months_after_its_last_change(self):
        with time_machine.travel(ENDED, tick=False):
            ApplicationDraft.objects.create(candidate=CandidateFactory(), listing=ListingFactory())
        three_months_later = datetime(2026, 5, 10, 15, 30, tzinfo=UTC)

        self.assertEqual(retention.remove_old_drafts(three_months_later - SECOND), 0)
        self.assertEqual(retention.remove_old_drafts(three_months_later + SECOND), 1)
        self.assertFalse(ApplicationDraft.objects.exists())
        self.assertFalse(Application.objects.exists())
