from decimal import Decimal
from random import Random

from django.test import TestCase

from cms.vocabulary import Channel, EmploymentType, WorkMode
from listings.models import Listing
from matching.constraints import broken_by
from matching.people.finding import opted_in
from matching.people.limits import leave_out, with_lists_as_text
from profiles.models import Candidate
from profiles.snapshots import read_snapshots
from tests.factories import CandidateFactory, ListingFactory, PlaceFactory, SkillFactory

PEOPLE, LISTINGS = 50, 12
LEVELS = ["A2", "B1", "B2", "C1"]


class LimitsOfPeopleTests(TestCase):
    """One listing held against everybody's limits gives what each person's limits say of the listing."""

    @classmethod
    def setUpTestData(cls):
        cls.places = [
            PlaceFactory(),
            PlaceFactory(dublin=True),
            PlaceFactory(cleveland=True),
            PlaceFactory(leeds=True),
        ]
        cls.languages = [
            SkillFactory(slug=slug, language=True) for slug in ("english", "spanish", "hindi")
        ]

    def some(self, random, values, most=3):
        return random.sample(list(values), random.randint(0, most))

    def somebody(self, random):
        candidate = CandidateFactory(
            visibility="employers",
            place=random.choice([None, *self.places]),
            commute_miles=random.choice([5, 15, 125, 127, 3_000]),
            work_modes=self.some(random, WorkMode.values),
            channels_avoided=self.some(random, Channel.values, 2),
            employment_types=self.some(random, EmploymentType.values),
            pay_floor=random.choice([None, Decimal("18.00"), Decimal("21.50"), Decimal("21.51")]),
            pay_currency=random.choice(["USD", "GBP"]),
        )
        for language in self.some(random, self.languages):
            candidate.languages.create(language=language, spoken=random.choice(LEVELS))
        return candidate

    def something(self, random):
        kind = random.choice(
            [
                {"place": random.choice(self.places)},
                {"remote": True, "applicant_countries": random.choice(["", "US", "GB IN"])},
                {"work_mode": "hybrid", "place": None, "location_note": "Near the port"},
            ]
        )
        pay = random.choice([{}, {"pay_not_stated": True}, {"salary_currency": "GBP"}])
        kinds = {"employment_type": random.choice(EmploymentType.values)}
        listing = ListingFactory(**kind | pay | kinds)
        for channel in self.some(random, Channel.values):
            listing.channels.create(channel=channel)
        for language in self.some(random, self.languages, 2):
            listing.languages.create(
                language=language, level=random.choice(LEVELS), is_essential=random.random() < 0.7
            )
        return Listing.objects.get(pk=listing.pk)

    def left_out(self, listing):
        candidates = with_lists_as_text(opted_in()).filter(leave_out(listing))
        kept = with_lists_as_text(opted_in()).exclude(leave_out(listing))
        keys = set(candidates.values_list("pk", flat=True))
        # A condition that is neither true nor false would hide somebody from both.
        self.assertEqual(keys | set(kept.values_list("pk", flat=True)), self.everybody)
        self.assertEqual(len(keys) + kept.count(), len(self.everybody))
        return keys

    def test_both_sides_agree_on_every_pair(self):
        random = Random(4)
        self.everybody = {self.somebody(random).pk for _n in range(PEOPLE)}
        snapshots = list(read_snapshots(Candidate.objects.all()))
        seen = set()
        for _n in range(LISTINGS):
            listing = self.something(random)
            broken = {
                candidate.pk: broken_by(listing, snapshot.preferences, snapshot.languages)
                for candidate, snapshot in snapshots
            }
            seen |= set().union(*broken.values())
            self.assertEqual(self.left_out(listing), {pk for pk, names in broken.items() if names})
        # Every limit had its part in it.
        limits = {"work_mode", "place", "employment_type", "channel", "pay", "language"}
        self.assertEqual(seen, limits)

    def test_who_said_nothing_is_never_left_out(self):
        random = Random(5)
        self.everybody = {CandidateFactory(visibility="employers").pk}
        for _n in range(10):
            listing = self.something(random)
            listing.languages.exclude(language__slug="english").delete()
            self.assertEqual(self.left_out(Listing.objects.get(pk=listing.pk)), set())

    def test_a_value_is_not_found_inside_another(self):
        """ "on_site" in "on_site_only" would be: the quotes belong to what is looked for."""
        candidate = CandidateFactory(visibility="employers", work_modes=["not_on_site"])
        self.everybody = {candidate.pk}

        self.assertEqual(self.left_out(ListingFactory()), {candidate.pk})
