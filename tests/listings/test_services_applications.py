from itertools import product
from unittest import mock

from django.db import transaction
from django.test import TestCase

from listings import services
from listings.models import Application, ApplicationEvent, Listing
from profiles.models import Outbox, Resume
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
)
from tests.outbox import mails, with_outbox

State = Application.State


@with_outbox
class SubmitApplicationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(title="Chat agent")
        cls.members = EmployerMemberFactory.create_batch(2, employer=cls.listing.employer)
        cls.candidate = CandidateFactory()

    def submit(self, **changes):
        asked = {
            "candidate": self.candidate,
            "listing": self.listing,
            "name": "Sam Rivera",
            "note": "Two years of chat",
            "resume": None,
        }
        return services.submit_application(**asked | changes)

    def test_is_stored_with_its_first_event(self):
        application = self.submit()

        self.assertEqual(
            (application.name, application.note, application.state),
            ("Sam Rivera", "Two years of chat", State.SUBMITTED),
        )
        event = application.events.get()
        self.assertEqual((event.state, event.at), (State.SUBMITTED, application.submitted_at))

    def test_tells_the_candidate_and_each_member_alone(self):
        self.submit()

        self.assertEqual(
            mails(),
            [
                (self.candidate.user.email, "Sent: your application for Chat agent"),
                (self.members[0].user.email, "New application: Chat agent"),
                (self.members[1].user.email, "New application: Chat agent"),
            ],
        )
        self.assertTrue(all(len(mail.to) == 1 for mail in Outbox.objects.all()))

    def test_mail_tells_what_happens_next_and_leads_to_the_application(self):
        application = self.submit(name="Sam & Co <b>")

        mail = Outbox.objects.get(to=[self.candidate.user.email])
        self.assertIn("Hello Sam & Co <b>,", mail.body)
        self.assertIn("What happens next", mail.body)
        self.assertIn(application.get_absolute_url(), mail.body)
        self.assertNotIn("Two years of chat", "".join(m.body for m in Outbox.objects.all()))

    def test_mail_stays_unwritten_when_the_transaction_fails(self):
        with (
            self.assertRaises(RuntimeError),
            transaction.atomic(),
        ):
            self.submit()
            raise RuntimeError

        self.assertFalse(Outbox.objects.exists())
        self.assertFalse(Application.objects.exists())

    def test_nothing_is_stored_when_the_mail_cannot_be_written(self):
        with (
            mock.patch("profiles.letters.EmailMessage.send", side_effect=OSError),
            self.assertRaises(OSError),
        ):
            self.submit()

        self.assertFalse(Application.objects.exists())
        self.assertFalse(ApplicationEvent.objects.exists())

    def test_a_line_break_in_an_imported_title_forges_no_header(self):
        Listing.objects.filter(pk=self.listing.pk).update(title="Agent\r\nBcc: all@example.org")
        self.listing.refresh_from_db()

        self.submit()

        self.assertEqual(
            Outbox.objects.first().subject, "New application: Agent Bcc: all@example.org"
        )

    def test_second_one_is_refused_and_sends_no_mail(self):
        first = self.submit()
        Outbox.objects.all().delete()

        with self.assertRaises(services.AlreadyApplied) as refusal:
            self.submit(note="Again")

        self.assertEqual(refusal.exception.application, first)
        self.assertEqual(Application.objects.get().note, "Two years of chat")
        self.assertFalse(Outbox.objects.exists())

    def test_a_withdrawn_one_is_opened_again_with_what_is_sent_now(self):
        first = self.submit()
        services.withdraw_application(application=first)

        again = self.submit(note="I changed my mind")

        self.assertEqual(again.pk, first.pk)
        again.refresh_from_db()
        self.assertEqual((again.state, again.note), (State.SUBMITTED, "I changed my mind"))
        self.assertEqual(
            [event.state for event in again.events.all()],
            [State.SUBMITTED, State.WITHDRAWN, State.SUBMITTED],
        )

    def test_listings_that_are_not_open_refuse(self):
        kinds = {
            "expired": ListingFactory(expired=True),
            "scheduled": ListingFactory(scheduled=True),
            "closed": ListingFactory(closed=True),
            "draft": ListingFactory(draft=True),
            "in review": ListingFactory(in_review=True),
            "suspended": ListingFactory(employer__suspended=True),
            "elsewhere": ListingFactory(
                apply_route="external", apply_url="https://jobs.example.org/"
            ),
        }
        for kind, listing in kinds.items():
            with self.subTest(kind), self.assertRaises(services.ListingClosed):
                self.submit(listing=listing)
        self.assertFalse(Application.objects.exists())
        self.assertFalse(Outbox.objects.exists())

    def test_nobody_applies_to_their_own_employer(self):
        member = CandidateFactory(user=self.members[0].user)

        with self.assertRaises(services.OwnListing):
            self.submit(candidate=member)

    def test_twenty_an_hour_are_enough(self):
        for listing in ListingFactory.create_batch(20):
            self.submit(listing=listing)

        with self.assertRaises(services.TooManyApplications):
            self.submit()

        self.assertFalse(self.listing.applications.exists())

    def test_somebody_elses_resume_is_not_sent(self):
        theirs = Resume.objects.create(
            candidate=CandidateFactory(),
            file="resumes/x",
            original_name="x.txt",
            content_type="text/plain",
            size=1,
        )

        with self.assertRaises(ValueError):
            self.submit(resume=theirs)


@with_outbox
class ApplicationStepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.member = EmployerMemberFactory()

    def application(self, state=State.SUBMITTED):
        kind = {"erased": True} if state == State.ERASED else {"state": state}
        return ApplicationFactory(listing__employer=self.member.employer, **kind)

    def decide(self, application, decision, seen=None, **more):
        services.decide_application(
            application=application,
            seen=seen or application.state,
            decision=decision,
            by=self.member.user,
            **more,
        )

    def test_only_the_decisions_of_the_table_are_taken(self):
        for before, after in product(State, State):
            with self.subTest(f"{before} to {after}"):
                application = self.application(before)
                allowed = after in Application.EMPLOYER_TRANSITIONS.get(before, ())
                if allowed:
                    self.decide(application, after)
                else:
                    with self.assertRaises(services.StepNotAllowed):
                        self.decide(application, after)
                application.refresh_from_db()
                self.assertEqual(application.state, after if allowed else before)
                self.assertEqual(application.events.count(), int(allowed))

    def test_only_what_is_open_is_withdrawn(self):
        for before in State:
            with self.subTest(before):
                application = self.application(before)
                allowed = State.WITHDRAWN in Application.CANDIDATE_TRANSITIONS.get(before, ())
                if allowed:
                    services.withdraw_application(application=application)
                else:
                    with self.assertRaises(services.StepNotAllowed):
                        services.withdraw_application(application=application)
                application.refresh_from_db()
                self.assertEqual(application.state, State.WITHDRAWN if allowed else before)

    def test_withdrawing_tells_the_employer(self):
        services.withdraw_application(application=self.application())

        self.assertEqual(
            mails(),
            [(self.member.user.email, "Application withdrawn: Customer service representative")],
        )

    def test_shortlisting_tells_the_candidate_the_employers_words_as_text(self):
        application = self.application()

        self.decide(application, State.SHORTLISTED, message="Can you come on <Tuesday>?")

        mail = Outbox.objects.get()
        self.assertEqual(mail.to, [application.candidate.user.email])
        self.assertIn("Can you come on <Tuesday>?", mail.body)
        self.assertIn("Can you come on &lt;Tuesday&gt;?", mail.html_body)
        self.assertIn(application.get_absolute_url(), mail.body)
        self.assertEqual(mail.reply_to, [])
        self.assertNotIn(self.member.user.email, mail.body)
        self.assertEqual(application.events.get().message, "Can you come on <Tuesday>?")

    def test_declining_without_a_word_is_still_kind_and_names_no_colleague(self):
        self.decide(self.application(), State.DECLINED)

        mail = Outbox.objects.get()
        self.assertIn("Thank you for the time you put into it", mail.body)
        self.assertEqual(mail.reply_to, [])
        self.assertNotIn(self.member.user.email, mail.body)

    def test_a_decision_on_a_state_of_yesterday_changes_nothing(self):
        application = self.application()
        services.withdraw_application(application=Application.objects.get(pk=application.pk))
        Outbox.objects.all().delete()

        with self.assertRaises(services.Conflict):
            self.decide(application, State.SHORTLISTED, seen=State.SUBMITTED)

        application.refresh_from_db()
        self.assertEqual(application.state, State.WITHDRAWN)
        self.assertFalse(Outbox.objects.exists())
