"""Races, each run as it is and once more with its guard taken away, where it has to be lost."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

from django.db import connection
from django.utils import timezone

from listings import services
from listings.models import Application, Listing
from listings.models.listing_queries import ListingQuerySet
from listings.services import Refused
from profiles.models import Outbox
from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
)
from tests.outbox import with_outbox
from tests.racing import RaceTestCase

State = Application.State


def won(outcomes):
    return [outcome for outcome in outcomes if not isinstance(outcome, Refused)]


def any_row(model):
    """In place of an `as_seen`: the row, whatever became of it."""
    return lambda row, *_seen: model.objects.filter(pk=row.pk)


@contextmanager
def without_uniqueness():
    """As if applications were looked for and then written, with nothing in between to stop the second."""
    constraint = next(
        c for c in Application._meta.constraints if c.name == "application_once_per_listing"
    )

    def create(candidate, listing, defaults):
        return Application.objects.create(candidate=candidate, listing=listing, **defaults), True

    # SQLite makes the table anew from the model: the model has to be without it as well.
    with (
        mock.patch.object(Application._meta, "constraints", []),
        connection.schema_editor() as editor,
    ):
        editor.remove_constraint(Application, constraint)
    try:
        with mock.patch.object(Application.objects, "get_or_create", create):
            yield
    finally:
        Application.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Application, constraint)


@with_outbox
class ApplyingRaces(RaceTestCase):
    def submit(self, candidate, listing):
        return services.submit_application(
            candidate=candidate, listing=listing, name="Sam", note="Hello", resume=None
        )

    def ten_clicks(self):
        listing, candidate = ListingFactory(), CandidateFactory()

        outcomes = self.at_once(*[lambda: self.submit(candidate, listing)] * 10)

        self.assertEqual(len(won(outcomes)), 1)
        application = Application.objects.get(candidate=candidate)
        self.assertEqual(application.events.count(), 1)
        self.assertEqual(Outbox.objects.filter(to=[candidate.user.email]).count(), 1)

    def test_ten_clicks_are_one_application_and_one_mail(self):
        for _round in range(3):
            self.ten_clicks()

    def test_ten_clicks_without_uniqueness_are_more(self):
        with without_uniqueness(), self.assertRaises(AssertionError):
            self.ten_clicks()

    def closing_while_applying(self):
        listing = ListingFactory()
        candidates = CandidateFactory.create_batch(4)

        def close():
            services.close_listing(listing=Listing.objects.get(pk=listing.pk), outcome="hired")

        outcomes = self.at_once(
            close, *[lambda one=one: self.submit(one, listing) for one in candidates]
        )
        # Who opened the page before it closed and sends now.
        late = self.at_once(lambda: self.submit(CandidateFactory(), listing))

        self.assertEqual(won(late), [])
        self.assertEqual(listing.applications.count(), len(won(outcomes[1:])))
        self.assertEqual(Listing.objects.get(pk=listing.pk).state, "closed")

    def test_nobody_applies_once_it_is_closed(self):
        for _round in range(3):
            self.closing_while_applying()

    def test_without_the_condition_in_the_write_people_apply_to_a_closed_one(self):
        every_row = mock.patch.object(ListingQuerySet, "open_rows", lambda rows, at=None: rows)
        with every_row, self.assertRaises(AssertionError):
            self.closing_while_applying()

    def withdrawing_and_reapplying(self):
        application = ApplicationFactory(state=State.WITHDRAWN)

        outcomes = self.at_once(
            *[lambda: self.submit(application.candidate, application.listing)] * 5
        )

        self.assertEqual(len(won(outcomes)), 1)
        self.assertEqual(application.events.count(), 1)

    def test_a_withdrawn_one_is_opened_again_once(self):
        for _round in range(3):
            self.withdrawing_and_reapplying()

    def test_without_the_state_in_the_write_it_is_opened_many_times(self):
        def always(application, sent, now):
            return Application.objects.filter(pk=application.pk).update(**sent, state="submitted")

        with (
            mock.patch("listings.services.applications._reopen", always),
            self.assertRaises(AssertionError),
        ):
            self.withdrawing_and_reapplying()


@with_outbox
class DecidingRaces(RaceTestCase):
    def two_members_and_the_candidate(self):
        application = ApplicationFactory()
        members = EmployerMemberFactory.create_batch(2, employer=application.listing.employer)

        def decide(decision, member):
            services.decide_application(
                application=Application.objects.get(pk=application.pk),
                seen=State.SUBMITTED,
                decision=decision,
                by=member.user,
            )

        mine = Application.objects.get(pk=application.pk)
        outcomes = self.at_once(
            lambda: decide(State.SHORTLISTED, members[0]),
            lambda: decide(State.DECLINED, members[1]),
            lambda: services.withdraw_application(application=mine),
        )

        self.assertEqual(len(won(outcomes)), 1)
        application.refresh_from_db()
        self.assertEqual(application.events.get().state, application.state)
        self.assertLessEqual(
            Outbox.objects.filter(to=[application.candidate.user.email]).count(), 1
        )

    def test_one_of_them_is_first_and_the_others_are_told(self):
        for _round in range(3):
            self.two_members_and_the_candidate()

    def test_without_the_state_in_the_write_all_three_happen(self):
        with (
            mock.patch("listings.services.applications.as_seen", any_row(Application)),
            self.assertRaises(AssertionError),
        ):
            self.two_members_and_the_candidate()


@with_outbox
class ReviewRaces(RaceTestCase):
    def two_moderators(self):
        listing = ListingFactory(in_review=True)
        one, other = ModeratorFactory.create_batch(2)

        outcomes = self.at_once(
            lambda: services.approve_listing(
                listing=Listing.objects.get(pk=listing.pk), moderator=one, version=1
            ),
            lambda: services.reject_listing(
                listing=Listing.objects.get(pk=listing.pk),
                moderator=other,
                version=1,
                reason="No pay",
            ),
        )

        self.assertEqual(len(won(outcomes)), 1)
        listing.refresh_from_db()
        self.assertEqual(listing.reviews.get().decision, listing.state)

    def test_of_two_moderators_one_decides(self):
        for _round in range(3):
            self.two_moderators()

    def test_without_the_condition_in_the_write_both_decide(self):
        with (
            mock.patch("listings.services.reviews.as_seen", any_row(Listing)),
            self.assertRaises(AssertionError),
        ):
            self.two_moderators()

    def approving_while_the_text_changes(self):
        tomorrow = timezone.now() + timedelta(days=1)
        listing = ListingFactory(
            in_review=True, title="Read by the moderator", date_posted=tomorrow
        )
        moderator = ModeratorFactory()
        seen, edited = (Listing.objects.get(pk=listing.pk) for _copy in range(2))
        edited.title = "Never read"

        outcomes = self.at_once(
            lambda: services.approve_listing(listing=seen, moderator=moderator, version=1),
            lambda: services.save_listing(
                listing=edited, seen_version=1, skills={}, languages={}, channels={}
            ),
        )

        listing.refresh_from_db()
        if listing.state == "approved":
            self.assertEqual(listing.title, "Read by the moderator")
            self.assertEqual(listing.approved_version, listing.version)
        self.assertEqual(len(won(outcomes)), 1)

    def test_nothing_is_approved_unread(self):
        for _round in range(5):
            self.approving_while_the_text_changes()

    def test_without_version_and_state_in_the_writes_it_is(self):
        with (
            mock.patch("listings.services.reviews.as_seen", any_row(Listing)),
            mock.patch("listings.services.listings.as_seen", any_row(Listing)),
            self.assertRaises(AssertionError),
        ):
            self.approving_while_the_text_changes()

    def two_editors(self):
        listing = ListingFactory(draft=True)
        copies = [Listing.objects.get(pk=listing.pk) for _copy in range(4)]

        def save(copy):
            return services.save_listing(
                listing=copy, seen_version=1, skills={}, languages={}, channels={"chat": None}
            )

        outcomes = self.at_once(*[lambda copy=copy: save(copy) for copy in copies])

        self.assertEqual(len(won(outcomes)), 1)
        listing.refresh_from_db()
        self.assertEqual((listing.version, listing.channels.count()), (2, 1))

    def test_of_several_editors_one_saves(self):
        for _round in range(3):
            self.two_editors()

    def test_without_the_version_in_the_write_they_overwrite_each_other(self):
        with (
            mock.patch("listings.services.listings.as_seen", any_row(Listing)),
            self.assertRaises(AssertionError),
        ):
            self.two_editors()
