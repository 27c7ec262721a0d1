"""The same act on many applications: what would happen first, each by the state that its row showed."""

from unittest import mock

from listings.models import Application
from listings.services import many
from profiles.models import Outbox
from tests.factories import ApplicationFactory
from tests.listings.test_sifting_acts import ActCase
from tests.outbox import mails, with_outbox
from tests.pages import said


@with_outbox
class ManyTests(ActCase):
    def setUp(self):
        super().setUp()
        self.ana, self.ben, self.cem = [self.applied(name=name) for name in ("Ana", "Ben", "Cem")]

    def act(self, act, *chosen, step="do", seen=None, **more):
        data = {"act": act, "step": step, "chosen": [row.pk for row in chosen], "reason": "none"}
        data |= {f"state-{row.pk}": seen or row.state for row in chosen}
        return self.client.post(self.url("employer_application_bulk", self.post), data | more)

    def states(self):
        return list(self.post.applications.order_by("pk").values_list("state", flat=True))

    def become(self, application, state):
        Application.objects.filter(pk=application.pk).update(state=state)

    def test_the_check_page_changes_nothing_and_names_who_gets_a_mail_and_who_is_left_out(self):
        self.become(self.ben, "withdrawn")
        self.become(self.cem, "shortlisted")

        page = self.act("shortlisted", self.ana, self.ben, self.cem, step="")

        self.assertContains(page, "1 person gets a mail:")
        self.assertContains(page, "<strong>Ana</strong>")
        self.assertContains(page, "2 are left out:")
        self.assertContains(page, "Ben: was taken back")
        self.assertContains(page, "Cem: changed since you opened the list")
        self.assertEqual(self.states(), ["submitted", "withdrawn", "shortlisted"])
        self.assertFalse(Outbox.objects.exists())

    def test_each_is_done_by_the_state_seen_and_the_result_says_what_was_not(self):
        self.become(self.ben, "interview")

        response = self.act("declined", self.ana, self.ben, self.cem, reason="filled")

        self.assertEqual(self.states(), ["declined", "interview", "declined"])
        self.assertEqual(len(mails()), 2)
        self.assertIn("2 declined.", said(response))
        self.assertIn("1 left out (changed since you opened the list): Ben.", said(response))
        self.assertEqual(self.ana.events.get().reason, "filled")

    def test_what_fails_in_one_leaves_the_others(self):
        real = many.decide_application

        def one_fails(*, application, **more):
            if application.name == "Ben":
                raise many.StepNotAllowed
            real(application=application, **more)

        with mock.patch("listings.services.many.decide_application", one_fails):
            self.act("shortlisted", self.ana, self.ben, self.cem)

        self.assertEqual(self.states(), ["shortlisted", "submitted", "shortlisted"])

    def test_words_are_filled_in_for_each(self):
        self.act("message", self.ana, self.ben, message="Dear {name}, about {job}")

        self.assertEqual(
            [row.messages.get().body for row in (self.ana, self.ben)],
            ["Dear Ana, about Chat agent", "Dear Ben, about Chat agent"],
        )

    def test_an_unknown_place_comes_back_and_nothing_is_sent(self):
        response = self.act("message", self.ana, message="Dear {nmae}")

        self.assertContains(response, "We know no place {nmae}.")
        self.assertContains(response, "Dear {nmae}")
        self.assertFalse(Outbox.objects.exists())

    def test_a_text_is_chosen_on_the_check_page(self):
        page = self.act("declined", self.ana, step="text", text="start-declined-1")

        self.assertIn("{applied_on}", page.context["form"].initial["message"])
        self.assertEqual(self.states()[0], "submitted")

    def test_a_tag_sends_no_mail(self):
        self.act("tag", self.ana, self.cem, tag="Evenings")

        self.assertEqual([row.tags.count() for row in (self.ana, self.ben, self.cem)], [1, 0, 1])
        self.assertFalse(Outbox.objects.exists())

    def test_a_decline_of_many_needs_an_answer_to_why(self):
        response = self.act("declined", self.ana, reason="")

        self.assertIn("reason", response.context["form"].errors)
        self.assertEqual(self.states()[0], "submitted")

    def test_others_applications_and_nonsense_are_not_touched(self):
        elsewhere, theirs = ApplicationFactory(listing=self.listing()), ApplicationFactory()

        self.act("shortlisted", elsewhere, theirs)
        self.act("approved", self.ana)
        self.act("shortlisted", self.ana, seen="nonsense")
        for key in ("9" * 5_000, "x", "\0"):
            self.act("shortlisted", self.ana, chosen=key)

        for row in (elsewhere, theirs, self.ana):
            row.refresh_from_db()
            self.assertEqual(row.state, "submitted")

    def test_a_hundred_are_the_most(self):
        rows = ApplicationFactory.create_batch(2, listing=self.post)
        with mock.patch("listings.views.applicants.many.AT_ONCE", 1):
            response = self.act("shortlisted", *rows)

        self.assertIn("1 applications at once are the most", said(response))
        self.assertEqual(set(self.states()), {"submitted"})

    def test_messages_to_many_have_a_limit_of_their_own(self):
        with mock.patch.object(many, "TO_MANY", many.TO_MANY._replace(an_hour=1)):
            response = self.act("message", self.ana, self.ben, message="Hello")

        self.assertIn(
            "1 left out (above the number of messages within an hour): Ben.", said(response)
        )
        self.assertFalse(self.ben.messages.exists())
        self.client.post(self.url("employer_application_message", self.cem), {"body": "One by one"})
        self.assertTrue(self.cem.messages.exists())
