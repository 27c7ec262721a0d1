"""Applying in the same moment, many times over: each as it is, and once with its guard taken away."""

from unittest import mock

from django.test import Client
from django.urls import reverse

from listings import services
from listings.consents import APPLICATION_VERSION
from listings.models import Application, ApplicationDraft, HeldApplication, Listing
from profiles.models import Candidate, Outbox, User
from tests.factories import ListingFactory, UserFactory
from tests.listings.test_held_applications import ADDRESS, hold, last_token
from tests.listings.test_races import without_uniqueness, won
from tests.outbox import with_outbox
from tests.racing import RaceTestCase

CLICKS = 50
POSTS = 8


@with_outbox
class FiftyClicks(RaceTestCase):
    def clicks(self, n):
        """One person sends one application `n` times in the same moment."""
        listing, user = ListingFactory(), UserFactory()
        candidate = Candidate.objects.create(user=user)
        services.keep_draft(
            candidate=candidate, listing=listing, name="S", note="", answers={}, resume=None
        )

        def send():
            return services.submit_application(
                candidate=candidate,
                listing=Listing.objects.get(pk=listing.pk),
                name="Sam",
                note="Hello",
                resume=None,
                answers=[("Why?", "Because")],
            )

        outcomes = self.at_once(*[send] * n)

        self.assertEqual(len(won(outcomes)), 1)
        self.assertTrue(
            all(isinstance(one, Application | services.AlreadyApplied) for one in outcomes)
        )
        application = Application.objects.get()
        self.assertEqual((application.events.count(), application.answers.count()), (1, 1))
        self.assertEqual(Outbox.objects.filter(to=[user.email]).count(), 1)
        self.assertFalse(candidate.application_drafts.exists())

    def test_fifty_are_one_application_and_one_mail(self):
        self.clicks(CLICKS)

    def test_without_uniqueness_they_are_more(self):
        with without_uniqueness(), self.assertRaises(AssertionError):
            self.clicks(10)

    def test_the_others_land_on_the_application(self):
        listing, user = ListingFactory(), UserFactory()
        url = reverse("listings:application_create", args=[listing.pk])
        form = {"name": "Sam", "note": "Hello", "step": "send", "consent": APPLICATION_VERSION}
        clients = [Client() for _n in range(POSTS)]
        for client in clients:
            client.force_login(user)

        responses = self.at_once(
            *[lambda client=client: client.post(url, form) for client in clients]
        )

        application = Application.objects.get()
        self.assertEqual(
            {(one.status_code, one["Location"]) for one in responses}
            | {(302, application.get_absolute_url())},
            {(302, application.get_absolute_url()), (303, application.get_absolute_url())},
        )
        self.assertEqual([one.status_code for one in responses].count(302), 1)
        self.assertFalse(ApplicationDraft.objects.exists())
        self.assertEqual(Outbox.objects.filter(to=[user.email]).count(), 1)


@with_outbox
class GuestRaces(RaceTestCase):
    def pressed(self):
        """The link of one mail is pressed in several windows."""
        hold(ListingFactory())
        held = services.find_held(last_token())

        outcomes = self.at_once(*[lambda: services.confirm_held(held)] * 6)

        self.assertEqual(len(won(outcomes)), 1)
        self.assertEqual({type(one) for one in outcomes}, {services.Confirmed, services.LinkUsed})
        self.assertEqual((Application.objects.count(), User.objects.count()), (1, 1))

    def test_a_link_pressed_in_several_windows_sends_once(self):
        self.pressed()

    def test_without_taking_the_row_they_all_try(self):
        every_time = mock.Mock(**{"filter.return_value.delete.return_value": (1, {})})
        with (
            mock.patch("listings.services.held.HeldApplication.objects", every_time),
            mock.patch(f"{__name__}.hold"),
            self.assertRaises(AssertionError),
        ):
            listing = ListingFactory()
            held = HeldApplication(listing=listing, email=ADDRESS, name="R", consent_version=2)
            outcomes = self.at_once(*[lambda: services.confirm_held(held)] * 4)
            self.assertEqual(
                {type(one) for one in outcomes}, {services.Confirmed, services.LinkUsed}
            )

    def test_two_mails_to_a_new_address_make_one_account(self):
        waiting = []
        for listing in (ListingFactory(), ListingFactory()):
            hold(listing)
            waiting.append(services.find_held(last_token()))

        outcomes = self.at_once(
            *[lambda held=held: services.confirm_held(held) for held in waiting]
        )

        self.assertEqual(len(won(outcomes)), 2)
        self.assertEqual(sorted(one.is_new for one in outcomes), [False, True])
        self.assertEqual(User.objects.get().candidate.applications.count(), 2)

    def test_a_double_click_of_a_guest_is_one_mail(self):
        listing = ListingFactory()

        self.at_once(*[lambda: hold(listing)] * 6)

        self.assertEqual((HeldApplication.objects.count(), Outbox.objects.count()), (1, 1))
