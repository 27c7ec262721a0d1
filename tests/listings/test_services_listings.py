from datetime import time, timedelta
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from listings import services
from listings.models import Listing, ListingTarget
from listings.weeks import Shift
from tests.factories import (
    ListingFactory,
    MetricFactory,
    SkillFactory,
)


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
        empty = {"skills": {}, "languages": {}, "channels": {}, "shifts": (), "targets": {}}
        return services.save_listing(listing=listing, seen_version=seen_version, **empty | parts)

    def test_a_save_is_one_new_version_with_skills_languages_and_channels(self):
        listing = complete_draft()
        old = listing.listing_skills.get().skill
        zendesk, spanish = SkillFactory(tool=True), SkillFactory(language=True)
        csat = MetricFactory(slug="csat")
        listing.shifts.create(weekday=5, starts=time(9), ends=time(17))
        listing.targets.create(metric=MetricFactory(), target="old")
        listing.title = "Agent, evenings"

        self.save(
            listing,
            1,
            skills={zendesk: True, old: False},
            languages={spanish: ("C1", True)},
            channels={"chat": 60, "email": 40},
            shifts=[Shift(0, time(14), time(22))],
            targets={csat: "88% or more"},
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
        self.assertEqual(
            [(row.weekday, row.starts, row.ends) for row in listing.shifts.all()],
            [(0, time(14), time(22))],
        )
        self.assertEqual(
            [(row.metric, row.target) for row in listing.targets.all()], [(csat, "88% or more")]
        )

    def test_nothing_is_kept_of_a_save_that_fails_half_way(self):
        listing = complete_draft()
        listing.title = "Half"

        with (
            mock.patch.object(ListingTarget.objects, "bulk_create", side_effect=OSError),
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
    def test_a_complete_draft_goes_to_review(self):
        listing = complete_draft()

        services.submit_listing(listing=listing, seen_version=1)

        listing.refresh_from_db()
        self.assertEqual(listing.state, "in_review")
        self.assertIsNotNone(listing.submitted_at)

    def test_other_states_do_not(self):
        for state in set(Listing.State.values) - {"draft"}:
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


class ConfirmListingTests(TestCase):
    def test_notes_the_time_and_leaves_version_and_age_alone(self):
        listing = ListingFactory()
        before = listing.updated_at

        services.confirm_listing(listing=listing)

        listing.refresh_from_db()
        self.assertLess(timezone.now() - listing.confirmed_at, timedelta(minutes=1))
        self.assertEqual((listing.version, listing.updated_at), (1, before))

    def test_only_what_is_live_can_be_confirmed(self):
        kinds = [
            {"draft": True}, {"in_review": True}, {"scheduled": True}, {"expired": True},
            {"closed": True}, {"state": "withdrawn"},
        ]  # fmt: skip
        for kind in kinds:
            with self.subTest(kind), self.assertRaises(services.Conflict):
                services.confirm_listing(listing=ListingFactory(**kind))
        with self.assertRaises(services.EmployerSuspended):
            services.confirm_listing(listing=ListingFactory(employer__suspended=True))

    def test_one_that_closed_since_the_page_was_shown_is_refused(self):
        seen = ListingFactory()
        services.close_listing(listing=Listing.objects.get(pk=seen.pk), outcome="hired")

        with self.assertRaises(services.Conflict):
            services.confirm_listing(listing=seen)


class EndListingTests(TestCase):
    def test_a_public_one_is_closed_with_its_outcome(self):
        for kind in ({}, {"expired": True}):
            listing = ListingFactory(**kind)

            services.close_listing(listing=listing, outcome="not_filled")

            listing.refresh_from_db()
            self.assertEqual((listing.state, listing.outcome), ("closed", "not_filled"))
            self.assertLess(timezone.now() - listing.closed_at, timedelta(minutes=1))

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
