"""Moderators at the same moment, each race run as it is and once more with its guard taken away."""

from unittest import mock

from listings import services
from listings.models import Listing, Report
from listings.services import Refused
from profiles.models import Employer, EmployerReview
from tests.factories import EmployerFactory, ListingFactory, ModeratorFactory
from tests.outbox import with_outbox
from tests.racing import RaceTestCase


def won(outcomes):
    return [outcome for outcome in outcomes if not isinstance(outcome, Refused)]


def any_row(model):
    """In place of a condition: the row, whatever became of it."""
    return lambda row, **_seen: model.objects.filter(pk=row.pk)


@with_outbox
class ModerationRaces(RaceTestCase):
    def two_handlers(self):
        report = ListingFactory().reports.create(reason="fraud", at="2026-01-01T00:00Z")
        one, other = ModeratorFactory.create_batch(2)

        outcomes = self.at_once(
            lambda: services.handle_report(
                report=Report.objects.get(pk=report.pk), moderator=one, outcome="nothing"
            ),
            lambda: services.handle_report(
                report=Report.objects.get(pk=report.pk), moderator=other, outcome="asked"
            ),
        )

        self.assertEqual(len(won(outcomes)), 1)

    def test_of_two_handlers_of_a_report_one_is_noted(self):
        for _round in range(3):
            self.two_handlers()

    def test_without_the_condition_in_the_write_both_are(self):
        with (
            mock.patch("listings.services.reports.still_open", any_row(Report)),
            self.assertRaises(AssertionError),
        ):
            self.two_handlers()

    def two_suspensions(self):
        employer = EmployerFactory()
        one, other = ModeratorFactory.create_batch(2)

        outcomes = self.at_once(
            *[
                lambda who=who: services.suspend_employer(
                    employer=Employer.objects.get(pk=employer.pk), moderator=who, reason="x"
                )
                for who in (one, other)
            ]
        )

        self.assertEqual(len(won(outcomes)), 1)
        self.assertEqual(EmployerReview.objects.filter(employer=employer).count(), 1)

    def test_an_employer_is_suspended_once(self):
        for _round in range(3):
            self.two_suspensions()

    def test_without_the_condition_it_is_suspended_twice(self):
        with (
            mock.patch("listings.services.standing.as_seen", any_row(Employer)),
            self.assertRaises(AssertionError),
        ):
            self.two_suspensions()

    def test_no_approval_publishes_for_an_employer_who_is_suspended_meanwhile(self):
        for _round in range(3):
            listing = ListingFactory(in_review=True)
            one, other = ModeratorFactory.create_batch(2)

            self.at_once(
                lambda: services.approve_listing(
                    listing=Listing.objects.get(pk=listing.pk),  # noqa: B023
                    moderator=one,  # noqa: B023
                    version=1,
                ),
                lambda: services.suspend_employer(
                    employer=Employer.objects.get(pk=listing.employer_id),  # noqa: B023
                    moderator=other,  # noqa: B023
                    reason="x",
                ),
            )

            self.assertFalse(Listing.objects.open().filter(pk=listing.pk).exists())
