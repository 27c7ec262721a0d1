from datetime import timedelta
from unittest import mock

from django.utils import timezone

from cms.models import Skill
from listings.models import Listing
from matching import adapters
from matching.adapters import index_fingerprint, indexed_listings, listing_documents
from tests.factories import (
    EmployerFactory,
    ListingFactory,
    RoleFactory,
    SkillFactory,
)
from tests.matching.indexed import IndexedTestCase


def ask(listing, skill, *, essential=True):
    return listing.listing_skills.create(skill=skill, is_essential=essential)


class ListingDocumentTests(IndexedTestCase):
    def document(self, listing):
        [document] = listing_documents(Listing.objects.filter(pk=listing.pk))
        return document

    def test_holds_the_whole_text_and_the_role(self):
        listing = ListingFactory(
            title="Chat agent",
            description="You chat.",
            qualifications="A year.",
            training="Four weeks.",
            role=RoleFactory(slug="async-support-agent"),
        )

        document = self.document(listing)

        self.assertEqual(document.key, listing.pk)
        self.assertEqual(document.title, "Chat agent")
        self.assertEqual(document.body, "You chat.\n\nA year.\n\nFour weeks.")
        self.assertEqual(document.role, "async-support-agent")

    def test_asks_for_skills_and_languages_essential_or_not(self):
        listing = ListingFactory()
        ask(listing, SkillFactory(slug="zendesk", tool=True))
        ask(listing, SkillFactory(slug="upselling"), essential=False)
        spanish = SkillFactory(slug="spanish", language=True)
        listing.languages.create(language=spanish, level="B2", is_essential=False)

        self.assertEqual(
            self.document(listing).asked,
            {"skill:zendesk": True, "skill:upselling": False, "language:spanish": False},
        )

    def test_does_not_ask_for_what_an_editor_took_out_of_matching(self):
        listing = ListingFactory()
        ask(listing, SkillFactory(slug="typing", is_matchable=False))

        self.assertEqual(self.document(listing).asked, {})

    def test_query_count_does_not_grow_with_the_rows(self):
        for rows in (3, 20):
            while Listing.objects.count() < rows:
                listing = ListingFactory(role=RoleFactory(), place=None, location_note="Downtown")
                ask(listing, SkillFactory())
                listing.languages.create(language=SkillFactory(language=True))
            # listings with role, their skills, their languages
            with self.subTest(rows), self.assertNumQueries(3):
                self.assertEqual(len(list(listing_documents(Listing.objects.all()))), rows)

    def test_chunks_leave_nothing_out(self):
        keys = [ListingFactory().pk for _n in range(5)]

        with mock.patch.object(adapters, "CHUNK", 2), self.assertNumQueries(1 + 3 * 2):
            documents = list(listing_documents(Listing.objects.all()))

        self.assertEqual([document.key for document in documents], keys)


class IndexedListingTests(IndexedTestCase):
    def test_approved_ones_that_have_not_expired_belong_in_the_index(self):
        live = ListingFactory()
        scheduled = ListingFactory(scheduled=True)
        for trait in ("draft", "in_review", "expired", "closed"):
            ListingFactory(**{trait: True})

        self.assertCountEqual(indexed_listings(), [live, scheduled])

    def test_those_of_a_suspended_employer_stay_since_it_may_come_back(self):
        listing = ListingFactory(employer=EmployerFactory(suspended=True))

        self.assertIn(listing, indexed_listings())
        self.assertNotIn(listing, Listing.objects.open())


class FingerprintTests(IndexedTestCase):
    def setUp(self):
        super().setUp()
        self.listing = ListingFactory()
        self.skill = SkillFactory()
        self.before = index_fingerprint()

    def assertChanged(self):
        self.assertNotEqual(index_fingerprint(), self.before)

    def test_stays_while_nothing_changes(self):
        ListingFactory(draft=True, role=self.listing.role)

        with self.assertNumQueries(3):  # skills, roles, listings
            self.assertEqual(index_fingerprint(), self.before)

    def test_changes_with_a_new_listing(self):
        ListingFactory()

        self.assertChanged()

    def test_changes_when_a_listing_closes_without_being_saved(self):
        Listing.objects.filter(pk=self.listing.pk).update(state="closed")

        self.assertChanged()

    def test_changes_with_the_advertised_text(self):
        Listing.objects.filter(pk=self.listing.pk).update(version=2)

        self.assertChanged()

    def test_changes_when_one_listing_takes_the_place_of_another(self):
        when = self.listing.updated_at
        other = ListingFactory(closed=True)
        Listing.objects.filter(pk=self.listing.pk).update(state="closed")
        Listing.objects.filter(pk=other.pk).update(state="approved", updated_at=when)

        self.assertChanged()

    def test_changes_when_a_listing_expires(self):
        with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(days=25)):
            self.assertChanged()

    def test_changes_when_an_editor_renames_a_skill(self):
        self.skill.alt_labels = "another word"
        self.skill.save()

        self.assertChanged()

    def test_changes_when_an_editor_renames_a_role(self):
        self.listing.role.alt_titles = "another word"
        self.listing.role.save()

        self.assertChanged()

    def test_changes_when_a_skill_goes(self):
        latest = Skill.objects.create(slug="zz", preferred_label="Zz", kind="service")
        before = index_fingerprint()
        Skill.objects.exclude(pk=latest.pk).delete()

        self.assertNotEqual(index_fingerprint(), before)
