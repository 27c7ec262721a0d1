"""Services of applications that a guest wrote: held, confirmed, ended."""

import re
from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from listings import services
from listings.models import Application, HeldApplication, Listing
from profiles.models import Outbox, Resume, User
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
    UserFactory,
)
from tests.outbox import mails, with_outbox

ADDRESS = "robin@example.org"


def hold(listing, **changes):
    written = {
        "listing": listing,
        "email": ADDRESS,
        "name": "Robin Asante",
        "note": "I take over calls that went wrong.",
        "answers": {},
        "resume": None,
        "consent_version": 2,
    }
    services.hold_application(**written | changes)


def last_token() -> str:
    body = Outbox.objects.filter(subject__startswith="Not sent yet").latest("pk").body
    return re.search(r"/applications/([^/]+)/confirmation/", body)[1]


def guest_resume(**columns) -> Resume:
    later = timezone.now() + timedelta(hours=1)
    return Resume.objects.create(original_name="cv.txt", size=3, expires_at=later, **columns)


@with_outbox
class HoldTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(title="Chat agent")

    def test_it_is_kept_apart_and_one_mail_goes_to_the_address_alone(self):
        EmployerMemberFactory(employer=self.listing.employer)

        hold(self.listing)

        self.assertEqual(mails(), [(ADDRESS, "Not sent yet: your application for Chat agent")])
        self.assertFalse(Application.objects.exists())
        self.assertFalse(User.objects.filter(email=ADDRESS).exists())

    def test_mail_has_no_word_that_was_typed_and_the_row_no_key(self):
        hold(self.listing)

        body, held = Outbox.objects.get().body, HeldApplication.objects.get()
        self.assertNotIn("Robin", body)
        self.assertNotIn("calls that went wrong", body)
        self.assertNotIn(held.token_hash, body)
        self.assertNotIn(last_token(), held.token_hash)

    def test_it_ends_after_48_hours_with_its_file(self):
        resume = guest_resume()
        hold(self.listing, resume=resume)

        held = HeldApplication.objects.get()
        resume.refresh_from_db()
        self.assertEqual(held.expires_at - held.created_at, timedelta(hours=48))
        self.assertEqual(resume.expires_at, held.expires_at)

    def test_a_double_click_is_one_mail_and_a_change_another(self):
        for note in ("One", "One", "Two"):
            hold(self.listing, note=note)

        self.assertEqual(HeldApplication.objects.count(), 2)
        self.assertEqual(Outbox.objects.count(), 2)

    def test_nobody_gets_more_than_five_a_day_whoever_asks(self):
        for n in range(7):
            hold(self.listing, note=f"Number {n}")
        hold(self.listing, email="else@example.org")

        self.assertEqual(Outbox.objects.filter(to=[ADDRESS]).count(), 5)
        self.assertEqual(Outbox.objects.filter(to=["else@example.org"]).count(), 1)

    def test_who_gets_no_more_mail_keeps_the_links_and_the_file_of_before(self):
        resume = guest_resume()
        for n in range(6):
            hold(self.listing, note=f"Number {n}", resume=resume)

        self.assertEqual(HeldApplication.objects.get(resume=resume).note, "Number 4")

    def test_a_file_goes_with_what_was_written_last(self):
        resume = guest_resume()
        hold(self.listing, note="First", resume=resume)
        hold(self.listing, note="Better", resume=resume)

        self.assertEqual(HeldApplication.objects.get().note, "Better")

    def test_nothing_is_held_for_a_closed_listing(self):
        for closed in (
            ListingFactory(closed=True),
            ListingFactory(employer__suspended=True),
            ListingFactory(apply_route="email", apply_email="a@example.org"),
        ):
            with self.assertRaises(services.ListingClosed):
                hold(closed)
        self.assertFalse(HeldApplication.objects.exists())

    def test_what_nobody_confirmed_goes(self):
        hold(self.listing)
        hold(self.listing, note="Old")
        old = HeldApplication.objects.filter(note="Old")
        old.update(expires_at=timezone.now() - timedelta(seconds=1))

        with self.assertNumQueries(1):
            self.assertEqual(services.expire_held(), 1)
        self.assertFalse(old.exists())


@with_outbox
class ConfirmTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.listing = ListingFactory(title="Chat agent")
        cls.question = cls.listing.screening_questions.create(position=1, text="Why chat?")

    def held(self, **changes) -> HeldApplication:
        hold(self.listing, **changes)
        held = services.find_held(last_token())
        Outbox.objects.all().delete()
        return held

    def test_a_new_person_gets_an_account_and_the_employer_the_application(self):
        member = EmployerMemberFactory(employer=self.listing.employer).user
        held = self.held(answers={str(self.question.pk): "Many at once", "0": "Gone"})

        confirmed = services.confirm_held(held)

        application = Application.objects.get()
        self.assertEqual((confirmed.application, confirmed.is_new), (application, True))
        self.assertEqual(application.candidate.user.email, ADDRESS)
        self.assertEqual((application.name, application.consent_version), ("Robin Asante", 2))
        self.assertEqual(
            list(application.answers.values_list("question", "answer")),
            [("Why chat?", "Many at once")],
        )
        self.assertEqual({to for to, _subject in mails()}, {ADDRESS, member.email})
        self.assertFalse(HeldApplication.objects.exists())

    def test_an_account_that_there_is_keeps_its_password(self):
        user = UserFactory(email=ADDRESS)
        user.set_password("climb-the-ladder")
        user.save()

        confirmed = services.confirm_held(self.held())

        user.refresh_from_db()
        self.assertFalse(confirmed.is_new)
        self.assertEqual(confirmed.application.candidate.user, user)
        self.assertTrue(user.check_password("climb-the-ladder"))

    def test_file_moves_to_the_person_even_beside_five_others(self):
        candidate = CandidateFactory(user__email=ADDRESS)
        for n in range(5):
            candidate.resumes.create(size=1, original_name=f"{n}.txt")
        resume = guest_resume()

        application = services.confirm_held(self.held(resume=resume)).application

        resume.refresh_from_db()
        self.assertEqual(application.resume, resume)
        self.assertEqual((resume.candidate, resume.expires_at), (candidate, None))

    def test_a_harmful_file_stays_behind(self):
        resume = guest_resume(scan=Resume.Scan.INFECTED)

        application = services.confirm_held(self.held(resume=resume)).application

        resume.refresh_from_db()
        self.assertIsNone(application.resume)
        self.assertIsNone(resume.candidate)

    def test_a_withdrawn_one_is_opened_again(self):
        earlier = ApplicationFactory(
            candidate=CandidateFactory(user__email=ADDRESS), listing=self.listing, state="withdrawn"
        )

        confirmed = services.confirm_held(self.held(note="Once more"))

        earlier.refresh_from_db()
        self.assertEqual(confirmed.application, earlier)
        self.assertEqual((earlier.state, earlier.note), ("submitted", "Once more"))

    def refused(self, refusal, **changes):
        """Nothing is left of a try but what was held."""
        held = self.held(**changes)
        users = User.objects.count()
        with self.assertRaises(refusal):
            services.confirm_held(held)
        self.assertEqual(User.objects.count(), users)
        self.assertEqual(mails(), [])
        self.assertTrue(HeldApplication.objects.filter(pk=held.pk).exists())

    def test_who_has_applied_is_told(self):
        ApplicationFactory(candidate=CandidateFactory(user__email=ADDRESS), listing=self.listing)

        self.refused(services.AlreadyApplied)

    def test_a_listing_that_closed_meanwhile_leaves_no_account(self):
        held = self.held()
        Listing.objects.update(state="closed")

        with self.assertRaises(services.ListingClosed):
            services.confirm_held(held)
        self.assertFalse(User.objects.filter(email=ADDRESS).exists())
        self.assertTrue(HeldApplication.objects.exists())

    def test_nobody_applies_to_their_own_employer(self):
        EmployerMemberFactory(employer=self.listing.employer, user__email=ADDRESS)

        self.refused(services.OwnListing)

    def test_a_blocked_account_sends_nothing(self):
        UserFactory(email=ADDRESS, is_active=False)

        self.refused(services.AccountUnusable)

    def test_a_link_works_once(self):
        held = self.held()
        services.confirm_held(held)

        with self.assertRaises(services.LinkUsed):
            services.confirm_held(held)
        self.assertEqual(Application.objects.count(), 1)

    def test_a_link_ends_and_a_forged_one_never_began(self):
        held = self.held()
        HeldApplication.objects.update(expires_at=timezone.now())

        with self.assertRaises(services.LinkUsed):
            services.confirm_held(held)
        self.assertIsNone(services.find_held("forged"))
