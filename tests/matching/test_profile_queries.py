from cms.models import Skill, ToolFamily
from matching import adapters
from matching.engine import ListingDocument, MatchIndex
from matching.profile_queries import profile_query
from profiles.snapshot import ProfileSnapshot
from tests.factories import RoleFactory, SkillFactory
from tests.matching.indexed import IndexedTestCase


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
