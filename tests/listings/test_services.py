from datetime import timedelta
from itertools import product
from unittest import mock

from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from listings import services
from listings.models import Application, ApplicationEvent, Listing, ListingChannel, Review
from profiles.models import Outbox, Resume
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    RoleFactory,
    SkillFactory,
)

State = Application.State
# The test runner puts a backend of its own in place of every other.
with_outbox = override_settings(EMAIL_BACKEND="profiles.mail.OutboxBackend")


def mails():
    """Subject by address, in the order of sending."""
    return [(mail.to[0], mail.subject) for mail in Outbox.objects.order_by("pk")]


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
            mock.patch("listings.notices.EmailMessage.send", side_effect=OSError),
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
        return ApplicationFactory(listing__employer=self.member.employer, state=state)

    def decide(self, application, decision, seen=None, message=""):
        services.decide_application(
            application=application,
            seen=seen or application.state,
            decision=decision,
            message=message,
            decided_by=self.member.user,
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
        self.assertEqual(mail.html_body, "")
        self.assertEqual(mail.reply_to, [self.member.user.email])
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


def complete_draft(**changes):
    """A draft that states what every post must."""
    listing = ListingFactory(
        **{
            "draft": True,
            "education_min": "none",
            "valid_through": timezone.now() + timedelta(days=20),
        }
        | changes
    )
    listing.listing_skills.create(skill=SkillFactory())
    listing.channels.create(channel="phone")
    return listing


class SaveListingTests(TestCase):
    def save(self, listing, seen_version, **parts):
        empty = {"skills": {}, "languages": {}, "channels": {}}
        return services.save_listing(listing=listing, seen_version=seen_version, **empty | parts)

    def test_a_save_is_one_new_version_with_skills_languages_and_channels(self):
        listing = complete_draft()
        old = listing.listing_skills.get().skill
        zendesk, spanish = SkillFactory(tool=True), SkillFactory(language=True)
        listing.title = "Agent, evenings"

        self.save(
            listing,
            1,
            skills={zendesk: True, old: False},
            languages={spanish: ("C1", True)},
            channels={"chat": 60, "email": 40},
        )

        listing = Listing.objects.get(pk=listing.pk)
        self.assertEqual((listing.title, listing.version), ("Agent, evenings", 2))
        self.assertEqual(
            [(row.skill, row.is_essential) for row in listing.listing_skills.all()],
            [(zendesk, True), (old, False)],
        )
        self.assertEqual(
            [(row.language, row.level) for row in listing.languages.all()], [(spanish, "C1")]
        )
        self.assertEqual(
            [(row.channel, row.share) for row in listing.channels.all()],
            [("chat", 60), ("email", 40)],
        )

    def test_nothing_is_kept_of_a_save_that_fails_half_way(self):
        listing = complete_draft()
        listing.title = "Half"

        with (
            mock.patch.object(ListingChannel.objects, "bulk_create", side_effect=OSError),
            self.assertRaises(OSError),
        ):
            self.save(listing, 1)

        listing.refresh_from_db()
        self.assertEqual((listing.title, listing.version), ("Customer service representative", 1))
        self.assertEqual(listing.listing_skills.count(), 1)

    def test_a_version_that_is_not_the_latest_is_refused(self):
        mine, theirs = complete_draft(), None
        theirs = Listing.objects.get(pk=mine.pk)
        theirs.title = "Theirs"
        self.save(theirs, 1)
        mine.title = "Mine"

        with self.assertRaises(services.Conflict):
            self.save(mine, 1)

        self.assertEqual(Listing.objects.get(pk=mine.pk).title, "Theirs")

    def test_what_is_approved_or_over_cannot_be_written(self):
        for kind in ({}, {"closed": True}, {"expired": True}, {"state": "withdrawn"}):
            with self.subTest(kind), self.assertRaises(services.Conflict):
                self.save(ListingFactory(**kind), 1)

    def test_a_save_carries_no_old_state_back(self):
        mine = complete_draft()
        Listing.objects.filter(pk=mine.pk).update(state="in_review", submitted_at=timezone.now())

        self.save(mine, 1)

        mine.refresh_from_db()
        self.assertEqual(mine.state, "in_review")


class SubmitListingTests(TestCase):
    def test_a_complete_draft_and_one_sent_back_go_to_review(self):
        for state in ("draft", "rejected"):
            with self.subTest(state):
                listing = complete_draft(state=state)

                services.submit_listing(listing=listing, seen_version=1)

                listing.refresh_from_db()
                self.assertEqual(listing.state, "in_review")
                self.assertIsNotNone(listing.submitted_at)

    def test_other_states_do_not(self):
        for state in set(Listing.State.values) - {"draft", "rejected"}:
            listing = complete_draft(state=state, date_posted=timezone.now())
            with self.subTest(state), self.assertRaises(services.Conflict):
                services.submit_listing(listing=listing, seen_version=1)

    def test_what_is_missing_is_named_by_its_field(self):
        cases = {
            "salary_min": {"salary_min": None},
            "salary_max": {"salary_max": None},
            "weekly_hours": {"weekly_hours": None},
            "role": {"role": None},
            "closes_on": {"valid_through": None},
            "place": {"place": None, "location_note": "Ohio"},
            "countries": {"remote": True, "applicant_countries": ""},
            "shift_pattern": {"shift_pattern": ""},
            "education_min": {"education_min": ""},
            "description": {"description": ""},
        }
        for field, gap in cases.items():
            with self.subTest(field), self.assertRaises(services.ListingIncomplete) as refusal:
                services.submit_listing(listing=complete_draft(**gap), seen_version=1)
            self.assertEqual(list(refusal.exception.missing), [field])

    def test_channels_and_skills_are_asked_for(self):
        listing = complete_draft()
        listing.channels.all().delete()
        listing.listing_skills.all().delete()

        with self.assertRaises(services.ListingIncomplete) as refusal:
            services.submit_listing(listing=listing, seen_version=1)

        self.assertEqual(set(refusal.exception.missing), {"channels", "essential_skills"})

    def test_a_changed_one_and_a_suspended_employers_are_refused(self):
        with self.assertRaises(services.Conflict):
            services.submit_listing(listing=complete_draft(), seen_version=2)
        with self.assertRaises(services.EmployerSuspended):
            services.submit_listing(
                listing=complete_draft(employer__suspended=True), seen_version=1
            )


class EndListingTests(TestCase):
    def test_a_public_one_is_closed_with_its_outcome(self):
        for kind in ({}, {"expired": True}):
            listing = ListingFactory(**kind)

            services.close_listing(listing=listing, outcome="not_filled")

            listing.refresh_from_db()
            self.assertEqual((listing.state, listing.outcome), ("closed", "not_filled"))

    def test_one_that_was_never_public_is_given_up_and_never_shows(self):
        for kind in ("draft", "in_review", "scheduled"):
            listing = ListingFactory(**{kind: True})

            services.withdraw_listing(listing=listing)

            listing.refresh_from_db()
            self.assertEqual(listing.state, "withdrawn")
        later = timezone.now() + timedelta(days=400)
        self.assertFalse(Listing.objects.public(later).exists())

    def test_neither_takes_the_others(self):
        for listing in (
            ListingFactory(draft=True),
            ListingFactory(scheduled=True),
            ListingFactory(closed=True),
        ):
            with self.assertRaises(services.Conflict):
                services.close_listing(listing=listing, outcome="hired")
        for listing in (
            ListingFactory(),
            ListingFactory(expired=True),
            ListingFactory(closed=True),
        ):
            with self.assertRaises(services.Conflict):
                services.withdraw_listing(listing=listing)


@with_outbox
class ReviewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory()
        cls.member = EmployerMemberFactory()

    def in_review(self, **changes):
        return ListingFactory(**{"in_review": True, "employer": self.member.employer} | changes)

    def approve(self, listing, **changes):
        asked = {"listing": listing, "moderator": self.moderator, "version": listing.version}
        return services.approve_listing(**asked | changes)

    def assert_untouched(self, listing):
        self.assertEqual(Listing.objects.get(pk=listing.pk).state, "in_review")
        self.assertFalse(Review.objects.exists())
        self.assertFalse(Outbox.objects.exists())

    def test_approval_opens_it_records_the_version_and_tells_the_members(self):
        listing = self.in_review(version=3)

        review = self.approve(listing)

        listing.refresh_from_db()
        self.assertTrue(listing.is_open)
        self.assertEqual((listing.approved_version, review.version), (3, 3))
        self.assertEqual(review.moderator, self.moderator)
        self.assertEqual(
            mails(), [(self.member.user.email, "Approved: Customer service representative")]
        )
        self.assertIn(listing.get_absolute_url(), Outbox.objects.get().body)

    def test_an_empty_closing_time_becomes_thirty_days(self):
        listing = self.in_review(valid_through=None)

        self.approve(listing)

        listing.refresh_from_db()
        self.assertEqual(listing.valid_through - listing.date_posted, timedelta(days=30))

    def test_a_chosen_day_is_kept_and_a_past_one_becomes_now(self):
        tomorrow = timezone.now() + timedelta(days=1)
        scheduled = self.in_review(date_posted=tomorrow)
        late = self.in_review(date_posted=timezone.now() - timedelta(days=9))

        self.approve(scheduled)
        self.approve(late)

        scheduled.refresh_from_db()
        late.refresh_from_db()
        self.assertEqual((scheduled.phase, scheduled.date_posted), ("scheduled", tomorrow))
        self.assertLess(timezone.now() - late.date_posted, timedelta(minutes=1))

    def test_an_imported_one_keeps_the_day_of_its_feed(self):
        then = timezone.now() - timedelta(days=9)
        listing = self.in_review(date_posted=then, source="feed", source_id="1", valid_through=None)

        self.approve(listing)

        listing.refresh_from_db()
        self.assertEqual(listing.date_posted, then)
        self.assertTrue(listing.is_open)

    def test_a_missing_role_is_given_by_the_moderator_and_a_given_one_stays(self):
        role, other = RoleFactory(), RoleFactory()
        without, having = self.in_review(role=None), self.in_review(role=other)

        with self.assertRaises(services.RoleMissing):
            self.approve(without)
        self.assert_untouched(without)
        self.approve(without, role=role)
        self.approve(having, role=role)

        without.refresh_from_db()
        having.refresh_from_db()
        self.assertEqual((without.role, having.role), (role, other))

    def test_refusals_leave_everything_as_it_was(self):
        own = self.in_review(employer=EmployerMemberFactory(user=self.moderator).employer)
        cases = {
            services.OwnListing: own,
            services.EmployerSuspended: self.in_review(employer=EmployerFactory(suspended=True)),
            services.EmployerNotVerified: self.in_review(employer=EmployerFactory(unverified=True)),
            services.ClosingTimePassed: self.in_review(
                valid_through=timezone.now() - timedelta(hours=1)
            ),
        }
        for refusal, listing in cases.items():
            with self.subTest(refusal.__name__), self.assertRaises(refusal):
                self.approve(listing)
            self.assert_untouched(listing)

    def test_a_version_that_the_moderator_did_not_see_is_not_approved(self):
        listing = self.in_review(version=2)

        for decide in (
            lambda: self.approve(listing, version=1),
            lambda: services.reject_listing(
                listing=listing, moderator=self.moderator, version=1, reason="No pay"
            ),
        ):
            with self.assertRaises(services.Conflict):
                decide()
        self.assert_untouched(listing)

    def test_only_what_is_in_review_is_decided(self):
        for state in set(Listing.State.values) - {"in_review"}:
            listing = ListingFactory(state=state)
            with self.subTest(state), self.assertRaises(services.Conflict):
                self.approve(listing)

    def test_sending_back_needs_a_reason_which_the_members_get(self):
        listing = self.in_review()
        asked = {"listing": listing, "moderator": self.moderator, "version": 1}
        with self.assertRaises(ValueError):
            services.reject_listing(**asked, reason=" ")

        services.reject_listing(**asked, reason="State the <pay>.")

        listing.refresh_from_db()
        self.assertEqual(listing.state, "rejected")
        self.assertEqual(Review.objects.get().reason, "State the <pay>.")
        self.assertIn("State the <pay>.", Outbox.objects.get().body)

    def test_an_employer_is_checked_once_and_told(self):
        member = EmployerMemberFactory(employer__unverified=True)
        asked = {"employer": member.employer, "moderator": self.moderator}

        self.assertTrue(services.verify_employer(**asked))
        self.assertFalse(services.verify_employer(**asked))

        self.assertTrue(member.employer.is_verified)
        self.assertEqual(len(mails()), 1)

    def test_a_member_does_not_check_the_own_employer(self):
        member = EmployerMemberFactory(employer__unverified=True, user=self.moderator)

        with self.assertRaises(services.OwnListing):
            services.verify_employer(employer=member.employer, moderator=self.moderator)
