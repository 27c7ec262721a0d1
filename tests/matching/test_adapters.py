from datetime import timedelta
from unittest import mock

from django.utils import timezone

from cms.models import Skill, ToolFamily
from listings.models import Listing
from matching import adapters
from matching.adapters import (
    index_fingerprint,
    indexed_listings,
    listing_documents,
    profile_query,
)
from matching.engine import ListingDocument, MatchIndex
from profiles.snapshot import ProfileSnapshot
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


class ProfileQueryTests(IndexedTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ticketing = ToolFamily.objects.create(slug="ticketing", title="Ticketing", transfer=0.8)
        tools = {"tool": True, "tool_family": cls.ticketing}
        cls.zendesk = SkillFactory(slug="zendesk", preferred_label="Zendesk", **tools)
        cls.freshdesk = SkillFactory(slug="freshdesk", preferred_label="Freshdesk", **tools)
        cls.empathy = SkillFactory(slug="empathy")
        cls.spanish = SkillFactory(slug="spanish", preferred_label="Spanish", language=True)
        cls.csr = RoleFactory(slug="csr", title="Customer Service Representative")
        cls.lead = RoleFactory(slug="team-lead", title="Team Lead")

    def claims(self, text="", index=None, **parts):
        query = profile_query(ProfileSnapshot(**parts), text, index=index).query
        return {
            term: (claim, holders[0].item.label)
            for term, claim, holders in zip(query.terms, query.claims, query.holders, strict=True)
        }

    def test_the_four_levels_weigh_a_quarter_each(self):
        for level, weight in [(1, 0.25), (2, 0.5), (3, 0.75), (4, 1.0)]:
            with self.subTest(level):
                claims = self.claims(skills=((self.empathy, level),))
                self.assertEqual(claims, {"skill:empathy": (weight, "Empathy")})

    def test_a_tool_counts_in_part_towards_its_family_and_takes_the_credit(self):
        claims = self.claims(skills=((self.zendesk, 3),))

        self.assertEqual(claims["skill:zendesk"], (0.75, "Zendesk"))
        self.assertEqual(claims["skill:freshdesk"], (0.75 * 0.8, "Zendesk"))

    def test_the_transfer_is_told_apart_from_the_level(self):
        profile = profile_query(ProfileSnapshot(skills=((self.zendesk, 1),)))

        self.assertEqual(profile.transfers, {("Zendesk", "skill:freshdesk"): 0.8})

    def test_the_better_of_two_tools_takes_the_credit_and_the_other_is_named(self):
        snapshot = ProfileSnapshot(skills=((self.freshdesk, 1), (self.zendesk, 4)))

        query = profile_query(snapshot).query

        holders = query.holders[query.terms.index("skill:freshdesk")]
        self.assertEqual([h.item.label for h in holders], ["Zendesk", "Freshdesk"])

    def test_a_family_without_transfer_and_a_rival_out_of_matching_give_nothing(self):
        Skill.objects.filter(pk=self.freshdesk.pk).update(is_matchable=False)
        lonely = ToolFamily.objects.create(slug="crm", title="CRM", transfer=0)
        one, _other = (
            SkillFactory(slug=slug, tool=True, tool_family=lonely) for slug in ("one", "other")
        )

        claims = self.claims(skills=((self.zendesk, 3), (one, 3)))

        self.assertEqual(claims.keys(), {"skill:zendesk", "skill:one"})

    def test_a_skill_that_was_taken_out_of_matching_claims_nothing(self):
        self.empathy.is_matchable = False

        self.assertEqual(self.claims(skills=((self.empathy, 4),)), {})

    def test_a_language_counts_in_full_from_everyday_talk_on(self):
        for spoken, weight in [("A2", 0.5), ("B1", 1.0), ("C2", 1.0)]:
            with self.subTest(spoken):
                claims = self.claims(languages=((self.spanish, spoken),))
                self.assertEqual(claims["language:spanish"], (weight, f"Spanish ({spoken})"))

    def test_the_present_role_claims_itself_and_the_words_of_its_title(self):
        claims = self.claims(current_role=self.csr)

        self.assertEqual(claims["role:csr"], (1.0, "Customer Service Representative"))
        self.assertEqual(claims["customer_service"], (1.0, "Customer Service Representative"))

    def test_the_wanted_role_claims_less_under_a_label_that_says_so(self):
        claims = self.claims(target_role=self.lead)

        self.assertEqual(claims["role:team-lead"], (0.75, "the role you want"))

    def test_texts_claim_a_little_and_more_of_what_tells_more(self):
        claims = self.claims(
            "Worked the night shift",
            index=self.index(),
            experience_texts=(("Agent", "Answered billing calls"),),
        )

        billing, night_shift = claims["billing"], claims["night_shift"]
        self.assertEqual((billing[1], night_shift[1]), ("Agent", "the text you pasted"))
        self.assertTrue(0 < billing[0] < night_shift[0] <= 0.25, (billing, night_shift))

    def test_a_skill_that_a_text_names_counts_little_beside_one_that_was_accepted(self):
        claims = self.claims("Zendesk and empathy", index=self.index(), skills=((self.zendesk, 3),))

        self.assertEqual(claims["skill:zendesk"], (0.75, "Zendesk"))
        weight, holder = claims["skill:empathy"]
        self.assertEqual(holder, "the text you pasted")
        self.assertTrue(0 < weight <= 0.25, weight)

    def test_texts_claim_nothing_while_there_is_no_index_to_say_what_tells(self):
        self.assertEqual(self.claims("Worked the night shift"), {})

    def index(self):
        texts = ["billing", "billing and empathy", "night shift billing with Zendesk"]
        return MatchIndex(adapters.analyzer()).fit(
            ListingDocument(key, "", text, {}, None) for key, text in enumerate(texts)
        )

    def test_costs_two_queries_at_most_whatever_the_profile_holds(self):
        tools = tuple(
            (SkillFactory(slug=f"tool-{n}", tool=True, tool_family=self.ticketing), 3)
            for n in range(10)
        )
        snapshot = ProfileSnapshot(
            skills=tools, current_role=self.csr, experience_texts=(("Agent", "Calls"),) * 5
        )
        profile_query(snapshot)  # the finder is built

        with self.assertNumQueries(2):  # rivals of the tools, whether the labels changed
            profile_query(snapshot)
        with self.assertNumQueries(0):
            profile_query(ProfileSnapshot(skills=((self.empathy, 3),)))
