"""What opening, withdrawing and removing an application do to its thread and its timeline."""

from datetime import timedelta
from unittest import mock

from django.utils import timezone

from listings import services
from listings.models import Application, Message
from tests.listings.thread_case import ThreadTestCase, write
from tests.pages import said


class GoneTests(ThreadTestCase):
    """What leaves the employer with an application that is taken back or removed."""

    def setUp(self):
        write(self.application, "CANARY-mine", is_from_employer=False, by=self.applicant)
        self.application.events.create(
            state="shortlisted", at=timezone.now(), message="CANARY-decision"
        )

    def test_with_a_withdrawn_one_the_words_leave_the_employer_at_once(self):
        self.as_applicant()
        self.client.post(f"{self.mine}withdrawal/")
        self.as_member()

        page = self.client.get(self.theirs)

        self.assertNotContains(page, "CANARY")
        self.assertNotContains(page, self.applicant.email)
        self.assertContains(page, "The note, the résumé, the messages and the address")
        self.assertEqual(Message.objects.filter(read_at__isnull=True).count(), 1)
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "CANARY-mine")

    def test_a_removed_one_holds_no_person_no_button_and_no_file(self):
        self.become(state="erased", candidate=None, name="", note="")
        self.as_member()

        page = self.client.get(self.theirs)
        row = self.client.get(f"/employer/listings/{self.application.listing_id}/applications/")

        for response in (page, row):
            self.assertContains(response, "Removed by the applicant")
            self.assertNotContains(response, "CANARY")
            self.assertNotContains(response, "Sam Rivera")
            self.assertNotContains(response, self.applicant.email)
        self.assertNotContains(page, 'name="decision"')
        self.assertNotContains(page, 'name="body"')
        self.assertEqual(self.client.get(f"{self.theirs}resume/").status_code, 404)
        decided = self.client.post(
            f"{self.theirs}decision/", {"state": "submitted", "decision": "shortlisted"}
        )
        self.assertEqual(decided.status_code, 409)
        self.assertContains(self.send(self.theirs, "Anybody?"), "Anybody?", status_code=409)

    def test_applying_again_shows_the_thread_again_and_the_application_as_unopened(self):
        self.as_member()
        self.client.get(self.theirs)
        services.withdraw_application(application=Application.objects.get())

        again = services.submit_application(
            candidate=self.application.candidate,
            listing=self.application.listing,
            name="Sam",
            note="",
            resume=None,
        )

        self.assertIsNone(again.read_at)
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "Sent")
        self.as_member()
        self.assertContains(self.client.get(self.theirs), "CANARY-mine")


class OpenedTests(ThreadTestCase):
    def test_the_first_look_of_the_employer_is_told_to_the_applicant_once(self):
        self.as_applicant()
        self.assertContains(self.client.get(self.mine), "has not opened it yet")
        self.as_member()
        self.client.get(self.theirs)
        self.application.refresh_from_db()
        first = self.application.read_at
        self.client.get(self.theirs)

        self.application.refresh_from_db()
        self.assertEqual(self.application.read_at, first)
        self.as_applicant()
        page = self.client.get(self.mine)
        self.assertContains(page, "Opened by Marlow Mutual")
        self.assertContains(page, "Marlow Mutual has opened it.")

    def test_of_two_members_at_once_the_first_counts(self):
        one, other = (Application.objects.get() for _copy in range(2))
        services.mark_opened(one)
        first = Application.objects.get().read_at
        services.mark_opened(other)

        self.assertEqual(Application.objects.get().read_at, first)

    def test_one_that_was_taken_back_is_not_opened_any_more(self):
        self.become(state="withdrawn")
        self.as_member()
        self.client.get(self.theirs)

        self.application.refresh_from_db()
        self.assertIsNone(self.application.read_at)

    def test_the_list_and_nobody_else_opens_nothing(self):
        self.as_member()
        self.client.get(f"/employer/listings/{self.application.listing_id}/applications/")
        self.as_applicant()
        self.client.get(self.mine)

        self.application.refresh_from_db()
        self.assertIsNone(self.application.read_at)

    def test_steps_opening_and_words_stand_in_the_order_of_time(self):
        start = timezone.now() - timedelta(days=9)
        steps = ["submitted", "withdrawn", "submitted", "declined"]
        for day, state in enumerate(steps):
            self.application.events.create(state=state, at=start + timedelta(days=day))
        write(self.application, sent_at=start + timedelta(days=2, hours=2))
        self.become(state="declined", read_at=start + timedelta(days=2, hours=1))
        self.as_applicant()

        entries = self.client.get(self.mine).context["history"]

        self.assertEqual(
            [entry.title for entry in entries],
            [
                "Sent",
                "Withdrawn by you",
                "Sent again",
                "Opened by Marlow Mutual",
                "Marlow Mutual",
                "Not going further",
            ],
        )
        self.assertEqual([entry.is_current for entry in entries], [False] * 5 + [True])


class WithdrawingTests(ThreadTestCase):
    def test_twice_says_that_it_was_done_already(self):
        self.as_applicant()
        for _click in range(2):
            response = self.client.post(f"{self.mine}withdrawal/")

        self.assertRedirects(response, self.mine, fetch_redirect_response=False)
        self.assertIn("It was withdrawn already.", said(response))
        self.assertEqual(self.application.events.count(), 1)

    def test_one_that_was_shortlisted_at_that_moment_is_asked_again(self):
        self.as_applicant()
        stale = Application.objects.select_related("listing__employer").get()
        self.become(state="shortlisted")
        pages = [stale, Application.objects.select_related("listing__employer").get()]

        with mock.patch(
            "listings.views.applications.ApplicationWithdrawView.get_object", side_effect=pages
        ):
            response = self.client.post(f"{self.mine}withdrawal/")

        self.assertEqual(response["Location"], f"{self.mine}withdrawal/")
        self.assertIn("On the shortlist", said(response))
        self.application.refresh_from_db()
        self.assertEqual(self.application.state, "shortlisted")
