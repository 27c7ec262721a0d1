"""Races over the life of a listing, each run as it is and once more with its guard taken away, where it is lost."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

from django.db import connection
from django.utils import timezone

from listings import services, still_hiring
from listings.models import Listing, ListingRevision
from listings.services import revisions
from listings.snapshots import parts_of, snapshot
from listings.still_hiring import tend_unconfirmed
from profiles.models import Outbox
from tests.factories import (
    EmployerMemberFactory,
    ListingFactory,
    ModeratorFactory,
    SkillFactory,
)
from tests.outbox import with_outbox
from tests.racing import RaceTestCase

from .test_races import any_row, won

ROUNDS = 2


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def ready_listing(**columns) -> Listing:
    listing = ListingFactory(education_min="none", **columns)
    listing.listing_skills.create(skill=SkillFactory(slug="zendesk"))
    listing.channels.create(channel="phone")
    return listing


def sent_change(listing) -> ListingRevision:
    revision = services.open_change(listing, None)
    text, parts = services.written_out(revision)
    text.title = "Read by the moderator"
    services.save_change(revision=revision, listing=text, parts=parts, seen_version=1)
    services.submit_change(revision=revision, seen_version=2)
    return fresh(revision)


def approve(revision, moderator):
    """In the version that was sent. The rules may find that it copies the listing of another round."""
    return services.approve_change(
        revision=revision, moderator=moderator, version=2, looked_at=True
    )


@with_outbox
class ChangeRaces(RaceTestCase):
    def two_moderators(self):
        member = EmployerMemberFactory()
        revision = sent_change(ready_listing(employer=member.employer))
        one, other = ModeratorFactory.create_batch(2)

        outcomes = self.at_once(
            lambda: approve(fresh(revision), one),
            lambda: services.return_change(
                revision=fresh(revision), moderator=other, version=2, reason="No pay"
            ),
        )

        self.assertEqual(len(won(outcomes)), 1)
        [loser] = [outcome for outcome in outcomes if outcome not in won(outcomes)]
        self.assertIsInstance(loser, services.Conflict)
        review, listing = revision.reviews.get(), fresh(revision.listing)
        self.assertEqual(listing.title == "Read by the moderator", review.decision == "approved")
        self.assertEqual(Outbox.objects.filter(to=[member.user.email]).count(), 1)
        Outbox.objects.all().delete()

    def test_of_two_moderators_one_decides_and_the_other_is_told(self):
        for _round in range(ROUNDS):
            self.two_moderators()

    def test_without_the_conditions_in_the_writes_both_decide(self):
        with (
            mock.patch("listings.services.revisions.as_seen", any_row(ListingRevision)),
            self.assertRaises(AssertionError),
        ):
            self.two_moderators()

    def approving_while_it_is_written(self):
        revision = sent_change(ready_listing())
        moderator = ModeratorFactory()
        seen, edited = fresh(revision), fresh(revision)
        text, parts = services.written_out(edited)
        text.title = "Never read"

        outcomes = self.at_once(
            lambda: approve(seen, moderator),
            lambda: services.save_change(
                revision=edited, listing=text, parts=parts, seen_version=2
            ),
        )

        self.assertEqual(len(won(outcomes)), 1)
        listing, revision = fresh(revision.listing), fresh(revision)
        self.assertNotEqual(listing.title, "Never read")
        if revision.state == "approved":
            self.assertEqual(snapshot(listing, parts_of(listing)), revision.snapshot)
        else:
            self.assertEqual((listing.version, revision.version), (1, 3))

    def test_nothing_of_a_change_is_published_unread(self):
        for _round in range(ROUNDS):
            self.approving_while_it_is_written()

    def test_without_version_and_state_in_the_writes_a_text_is_kept_that_nobody_approved(self):
        with (
            mock.patch("listings.services.revisions.as_seen", any_row(ListingRevision)),
            self.assertRaises(AssertionError),
        ):
            self.approving_while_it_is_written()

    def approving_while_it_closes(self):
        revision = sent_change(ready_listing())
        moderator = ModeratorFactory()

        outcomes = self.at_once(
            lambda: approve(fresh(revision), moderator),
            lambda: services.close_listing(listing=fresh(revision.listing), outcome="hired"),
        )

        listing, revision = fresh(revision.listing), fresh(revision)
        self.assertEqual(listing.state, "closed")
        is_approved = not isinstance(outcomes[0], services.Refused)
        self.assertEqual(listing.title == "Read by the moderator", is_approved)
        self.assertEqual(revision.state, "approved" if is_approved else "withdrawn")
        self.assertEqual(revision.reviews.exists(), is_approved)
        # Closed first, it may not change any more.
        kinds = list(listing.events.order_by("pk").values_list("kind", flat=True))
        self.assertEqual(kinds[-1], "closed")

    def test_a_closed_listing_keeps_its_text(self):
        for _round in range(ROUNDS):
            self.approving_while_it_closes()

    def test_without_the_conditions_in_the_writes_it_is_changed_after_it_closed(self):
        revision, moderator = sent_change(ready_listing()), ModeratorFactory()
        seen = fresh(revision)
        services.close_listing(listing=fresh(revision.listing), outcome="hired")
        with self.assertRaises(services.Conflict):
            approve(seen, moderator)

        with (
            mock.patch("listings.services.revisions.to_be_changed", any_row(Listing)),
            mock.patch("listings.services.revisions.as_seen", any_row(ListingRevision)),
        ):
            approve(seen, moderator)

        self.assertEqual(fresh(revision.listing).title, "Read by the moderator")

    def two_begin(self):
        listing = ready_listing()
        members = EmployerMemberFactory.create_batch(4, employer=listing.employer)

        outcomes = self.at_once(
            *[
                lambda user=member.user: services.open_change(fresh(listing), user)
                for member in members
            ]
        )

        self.assertEqual(len({revision.pk for revision in outcomes}), 1)
        self.assertEqual(listing.revisions.count(), 1)

    def test_of_several_who_begin_all_get_the_same_change(self):
        for _round in range(ROUNDS):
            self.two_begin()

    def test_without_uniqueness_and_the_look_there_are_several(self):
        with without_one_at_a_time(), self.assertRaises(AssertionError):
            self.two_begin()


@contextmanager
def without_one_at_a_time():
    """As if each began a change of its own: nothing in the table stops the second."""
    constraint = next(
        one
        for one in ListingRevision._meta.constraints
        if one.name == "listing_revision_one_at_a_time"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(ListingRevision, constraint)
    try:
        with mock.patch.object(revisions, "_standing", lambda listing: None):
            yield
    finally:
        ListingRevision.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(ListingRevision, constraint)


@with_outbox
class ListingRaces(RaceTestCase):
    def closing_and_extending(self):
        listing = ListingFactory()
        mine, theirs = fresh(listing), fresh(listing)
        until = timezone.now() + timedelta(days=60)

        outcomes = self.at_once(
            lambda: services.close_listing(listing=mine, outcome="hired"),
            lambda: services.extend_listing(listing=theirs, until=until, reason="One more"),
        )

        listing = fresh(listing)
        self.assertEqual(listing.state, "closed")
        kinds = list(listing.events.order_by("pk").values_list("kind", flat=True))
        if isinstance(outcomes[1], services.Refused):
            self.assertEqual(kinds, ["closed"])
            self.assertLess(listing.valid_through, until)
        else:
            self.assertEqual(kinds, ["extended", "closed"])

    def test_what_is_closed_is_not_extended(self):
        for _round in range(ROUNDS):
            self.closing_and_extending()

    def test_without_the_condition_in_the_write_a_closed_one_is_extended(self):
        listing = ListingFactory()
        seen = fresh(listing)
        services.close_listing(listing=fresh(listing), outcome="hired")
        asked = {"until": timezone.now() + timedelta(days=60), "reason": "One more"}
        with self.assertRaises(services.Conflict):
            services.extend_listing(listing=seen, **asked)

        with mock.patch("listings.services.life.with_closing_time", any_row(Listing)):
            services.extend_listing(listing=seen, **asked)

        self.assertEqual(fresh(listing).events.first().kind, "extended")

    def two_extend(self):
        listing = ListingFactory()
        copies = [fresh(listing) for _copy in range(4)]
        now = timezone.now()

        outcomes = self.at_once(
            *[
                lambda copy=copy, days=40 + n: services.extend_listing(
                    listing=copy, until=now + timedelta(days=days), reason="One more"
                )
                for n, copy in enumerate(copies)
            ]
        )

        self.assertEqual(outcomes.count(None), 1)
        self.assertEqual(listing.events.count(), 1)

    def test_of_several_who_extend_one_does(self):
        for _round in range(ROUNDS):
            self.two_extend()

    def test_without_the_closing_time_in_the_write_all_do(self):
        with (
            mock.patch("listings.services.life.with_closing_time", any_row(Listing)),
            self.assertRaises(AssertionError),
        ):
            self.two_extend()

    def asked_listing(self, **columns):
        asked = timezone.now() - still_hiring.DROPPED_AFTER
        posted = asked - still_hiring.ASKED_AFTER
        return ListingFactory(date_posted=posted, confirm_asked_at=asked, **columns)

    def confirming_while_it_drops(self):
        listing = self.asked_listing()
        seen = fresh(listing)

        self.at_once(tend_unconfirmed, lambda: services.confirm_listing(listing=seen))

        listing = fresh(listing)
        self.assertEqual((listing.is_unconfirmed, listing.confirm_asked_at), (False, None))
        kinds = list(listing.events.order_by("pk").values_list("kind", flat=True))
        self.assertIn(kinds, (["confirmed"], ["dropped", "confirmed"]))

    def test_what_is_confirmed_does_not_stay_below_others(self):
        for _round in range(ROUNDS):
            self.confirming_while_it_drops()

    def test_without_the_conditions_in_the_write_a_confirmed_one_is_dropped(self):
        listing = self.asked_listing()
        seen = fresh(listing)
        services.confirm_listing(listing=fresh(listing))
        self.assertFalse(still_hiring._drop(seen, timezone.now()))

        with mock.patch("listings.still_hiring.to_drop", lambda now: Listing.objects.all()):
            still_hiring._drop(seen, timezone.now())

        self.assertTrue(fresh(listing).is_unconfirmed)

    def two_workers(self):
        member = EmployerMemberFactory()
        due = ListingFactory.create_batch(
            3,
            employer=member.employer,
            date_posted=timezone.now() - still_hiring.ASKED_AFTER,
        )

        done = self.at_once(*[tend_unconfirmed] * 3)

        self.assertEqual(sum(tended.asked for tended in done), len(due))
        self.assertEqual(Outbox.objects.filter(to=[member.user.email]).count(), len(due))
        Outbox.objects.all().delete()
        Listing.objects.all().delete()

    def test_several_workers_ask_once(self):
        for _round in range(ROUNDS):
            self.two_workers()

    def test_without_the_conditions_in_the_write_they_ask_more_often(self):
        def ask(listing, now):
            with mock.patch.object(still_hiring, "to_ask", lambda now: Listing.objects.all()):
                return asked(listing, now)

        asked = still_hiring._ask
        listing = ListingFactory(date_posted=timezone.now() - still_hiring.ASKED_AFTER)
        seen = [fresh(listing), fresh(listing)]
        now = timezone.now()

        self.assertEqual([still_hiring._ask(one, now) for one in seen], [True, False])
        self.assertEqual([ask(one, now) for one in seen], [True, True])
