"""A new, edited or closed listing in the matches at once, with no worker and no new index."""

import io
import json
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from listings.models import Listing
from listings.services import approve_listing, close_listing
from matching.adapters import SiteListings, current_index, index_fingerprint, index_store
from matching.freshness import freshness
from matching.live import LiveIndex
from tests.factories import ListingFactory, ModeratorFactory, PlaceFactory, SkillFactory
from tests.listings.import_case import POSTINGS
from tests.matching.indexed import MATCHES, MatchTestCase


class FreshTestCase(MatchTestCase):
    look_every = -1


class MatchesWithoutAWorkerTests(FreshTestCase):
    """Each test ends with the generation that it began with."""

    def setUp(self):
        super().setUp()
        self.old = self.listing(self.chat, self.empathy, self.orders)
        self.generation = self.build()
        self.as_guest(**self.profile())

    def tearDown(self):
        self.assertEqual(index_store().current(), self.generation)

    def in_review(self, *skills, **columns):
        listing = self.listing(*skills, in_review=True, **columns)
        listing.employer.verified_at = timezone.now()
        listing.employer.save()
        return listing

    def approve(self, listing):
        approve_listing(listing=listing, moderator=ModeratorFactory(), version=listing.version)

    def run_import(self, **changes):
        record = json.loads(POSTINGS.read_text().splitlines()[0]) | changes
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "postings.jsonl"
            path.write_text(json.dumps(record) + "\n")
            call_command("import_listings", path, publish=True, stdout=io.StringIO())
        return Listing.objects.imported().get()

    def test_an_approved_listing_is_in_them_with_its_reasons(self):
        new = self.in_review(self.chat, self.zendesk, self.empathy)
        self.assertEqual(self.keys_shown(), [self.old.pk])

        self.approve(new)

        self.assertEqual(self.keys_shown(), [new.pk, self.old.pk])
        self.assertContains(self.client.get(MATCHES), "Zendesk")
        panel = self.client.get(new.get_absolute_url())
        self.assertIsNotNone(panel.context["report"])

    def test_one_without_a_role_has_the_role_that_the_moderator_gave_it(self):
        new = self.in_review(role=None, title="Helper")
        moderator = ModeratorFactory()

        approve_listing(listing=new, moderator=moderator, version=1, role=self.csr)

        self.assertEqual(current_index().asked_of(new.pk).terms, ("role:csr",))

    def test_a_published_posting_that_changes_is_scored_by_its_new_text(self):
        PlaceFactory()
        terms = ["skill:live-chat", "skill:order-processing"]
        posting = self.run_import(description="You do order processing.")
        before = current_index().weights_of(posting.pk, terms)
        self.assertIn(posting.pk, self.keys_shown())

        self.run_import(description="You help people by live chat.")

        after = current_index().weights_of(posting.pk, terms)
        self.assertGreater(after[0], before[0])
        self.assertLess(after[1], before[1])
        self.assertEqual(self.keys_shown().count(posting.pk), 1)

    def test_a_closed_one_is_gone(self):
        new = self.in_review(self.chat, self.zendesk, self.empathy)
        self.approve(new)
        self.assertIn(new.pk, self.keys_shown())
        new.refresh_from_db()

        close_listing(listing=new, outcome="hired")

        self.assertEqual(self.keys_shown(), [self.old.pk])

    def test_two_processes_show_the_same(self):
        processes = [LiveIndex(index_store(), SiteListings()) for _process in range(2)]
        self.assertEqual([process.current().entries for process in processes], [{}, {}])
        new = self.in_review(self.chat)

        self.approve(new)

        for process in processes:
            self.assertEqual(process.current().index.keys_.tolist(), [self.old.pk, new.pk])


class CurrentIndexTests(FreshTestCase):
    def test_is_none_before_the_first_build(self):
        with self.assertNumQueries(0):
            self.assertIsNone(current_index())

    def test_costs_one_query_while_nothing_changes(self):
        self.listing(self.chat)
        self.build()
        index = current_index()

        with self.assertNumQueries(1):  # whether something changed
            self.assertIs(current_index(), index)

    def test_costs_five_more_when_listings_changed_however_many(self):
        self.build()
        current_index()
        for n in (1, 20):
            for _new in range(n):
                self.listing(SkillFactory(), languages=[self.spanish])
            # what changed; those with their roles, their skills, their languages; labels of skills,
            # asked for once, for which the finder may be built
            with self.subTest(n), self.assertNumQueries(4 if n > 1 else 6):
                current_index()

    def test_a_listing_that_is_no_longer_approved_is_not_read(self):
        self.build()
        for trait in ("draft", "in_review", "expired", "closed"):
            ListingFactory(**{trait: True}, role=self.csr)

        self.assertEqual(freshness().changed_since, 0)

    def test_one_that_opens_tomorrow_is_read_today(self):
        self.build()
        scheduled = self.listing(self.chat, scheduled=True)

        self.assertEqual(current_index().keys_.tolist(), [scheduled.pk])

    def test_what_a_listing_asks_survives_the_way_to_the_disk(self):
        listing = self.listing(self.zendesk)
        self.build()

        asked = current_index().asked_of(listing.pk)

        self.assertEqual(asked.terms, ("role:csr", "skill:zendesk"))
        self.assertEqual(asked.essential.tolist(), [False, True])

    def test_a_damaged_one_is_no_index_and_the_pages_say_that_it_is_prepared(self):
        listing = self.listing(self.chat, self.empathy)
        self.build()
        (self.index_directory / "CURRENT").write_text("nonsense")
        self.as_guest(**self.profile())

        with self.assertLogs("matching.live", "ERROR") as logs:
            matches = self.client.get(MATCHES)
            panel = self.client.get(listing.get_absolute_url())

        self.assertContains(matches, "Matches are being prepared")
        self.assertContains(matches, "Search works meanwhile")
        self.assertEqual(self.client.get("/jobs/").status_code, 200)
        self.assertEqual(panel.status_code, 200)
        self.assertFalse(panel.context["is_known"])
        self.assertEqual(len(logs.records), 1)


class FreshnessTests(FreshTestCase):
    def test_is_none_without_an_index(self):
        self.assertIsNone(freshness())

    def test_of_a_new_index_nothing_is_behind(self):
        listings = self.some_listings()
        name = self.build()

        found = freshness()

        self.assertEqual((found.generation, found.listings), (name, len(listings)))
        self.assertEqual((found.changed_since, found.drift, found.unknown_asked), (0, 0, ()))
        self.assertEqual(index_store().manifest()["source"], index_fingerprint())
        self.assertLess(abs((timezone.now() - found.built_at).total_seconds()), 60)

    def test_counts_what_changed_and_what_is_not_known_yet(self):
        self.some_listings()
        self.build()
        self.listing(self.chat, SkillFactory(slug="brand-new"), languages=[self.english])

        found = freshness()

        self.assertEqual(found.changed_since, 1)
        self.assertEqual(found.unknown_asked, ("language:english", "skill:brand-new"))
        self.assertGreater(found.drift, 0)
