"""What the panel ties to the words of post and profile, and what it says beside the points."""

import re

from cms.models import RoleSkill
from listings.models import Listing
from matching.engine import Contribution
from matching.explanation.term_names import TermNames
from matching.explanation.words import kindred
from tests.factories import RoleFactory, SkillFactory
from tests.matching.indexed import MatchTestCase


class PhraseTests(MatchTestCase):
    """What is asked is tied to the words of the post, and what counts to the words of the profile."""

    def rows(self, listing):
        """The table of what is asked: label to (where it is asked, why it counts)."""
        html = self.client.get(listing.get_absolute_url()).content.decode()
        cells = re.findall(
            r'<tr><th scope="row">(.*?)</th><td class="nowrap">.*?</td><td>(.*?)</td></tr>', html
        )
        found = {}
        for asked, because in cells:
            label, _tag, where = asked.partition('<span class="note asked-where">')
            label = label.partition(" <span")[0]
            found[label] = (where.removesuffix("</span>"), re.sub("<.*?>", " ", because))
        return found

    def test_the_exact_words_of_the_post_stand_beside_what_it_asks(self):
        self.empathy.alt_labels = "kindness under pressure"
        self.empathy.save()
        listing = self.listing(
            self.chat,
            self.empathy,
            self.zendesk,
            self.orders,
            title="Live-Chat agent",
            description="You show KINDNESS under\npressure. Our live chat never sleeps.",
            qualifications="A year of Zendesk.",
            languages=[self.spanish],
        )
        self.build()
        self.as_guest(**self.profile())

        where = {label: where for label, (where, _because) in self.rows(listing).items()}

        self.assertEqual(
            where,
            {
                "Live chat": "in the post: “Live-Chat”",
                "Empathy": "in the post: “KINDNESS under pressure”",
                "Zendesk": "in the post: “Zendesk”",
                "Order processing": "from the employer&#x27;s list",
                "Spanish": "from the employer&#x27;s list",
                "Role: Customer Service Representative": "",
            },
        )

    def test_what_the_employer_wrote_is_escaped(self):
        SkillFactory(slug="fast", preferred_label="R&D <b>")
        listing = self.listing(self.chat, self.orders, description="R&D <b> every day")
        listing.listing_skills.create(skill=SkillFactory(slug="fast"))
        self.build()
        self.as_guest(**self.profile())

        html = self.client.get(listing.get_absolute_url()).content.decode()

        self.assertIn("in the post: “R&amp;D &lt;b”", html)

    def test_the_level_and_the_own_words_stand_beside_what_counts(self):
        listing = self.listing(self.freshdesk, self.chat, self.orders)
        self.build()
        candidate = self.as_candidate(**self.profile())
        candidate.candidate_skills.filter(skill=self.zendesk).update(evidence="Two years at Acme")

        rows = self.rows(listing)

        self.assertEqual(
            rows["Freshdesk"][1].strip(),
            "Zendesk counts 80% towards Freshdesk; of it you said: I can do it alone"
            " “Two years at Acme”",
        )
        self.assertEqual(rows["Live chat"][1], "you said: I teach it")
        self.assertEqual(rows["Order processing"][1], "not in your profile")

    def test_a_skill_that_only_a_held_job_names_is_covered_in_part_and_that_is_said(self):
        listing = self.listing(self.chat, self.orders, self.empathy)
        self.build()
        candidate = self.as_candidate(skills=[(self.chat, 3)], current=self.csr)
        candidate.experiences.create(title="Clerk", summary="Order processing, all day")

        rows = self.rows(listing)

        self.assertEqual(
            rows["Order processing"][1],
            "named in your text “Clerk”, so it counts a little until you add it",
        )
        self.assertEqual(rows["Empathy"][1], "not in your profile")

    def test_a_skill_of_the_profile_is_not_mistaken_for_a_job_of_the_same_name(self):
        listing = self.listing(self.chat, self.orders, self.empathy)
        self.build()
        candidate = self.as_candidate(skills=[(self.chat, 1)], current=self.csr)
        candidate.experiences.create(title="Live chat", summary="Order processing, all day")

        rows = self.rows(listing)

        self.assertIn("you said: I am learning it", rows["Live chat"][1])
        self.assertIn("named in your text “Live chat”", rows["Order processing"][1])

    def test_what_counts_through_a_kind_of_job_is_told_with_the_item_it_comes_from(self):
        self.csr.alt_titles = "Ticket wrangler"
        self.csr.save()
        RoleSkill.objects.create(role=self.csr, skill=self.coaching)
        listing = self.listing(self.chat, self.orders, self.empathy)
        self.build()
        candidate = self.as_candidate(skills=[(self.coaching, 4)], current=self.csr)
        candidate.experiences.create(title="Clerk", summary="Wrangler of tickets")

        html = self.client.get(listing.get_absolute_url()).content.decode()
        told = re.search(r"which moves the order a little:</strong> ([^<]*)", html)[1]

        self.assertIn("Coaching (through Customer Service Representative)", told)
        self.assertIn("wrangler (from Clerk, through Customer Service Representative)", told)
        self.assertIn("customer service, service representative (from Customer Service Rep", told)
        self.assertNotIn("(from Customer Service Representative, through", told)

    def test_words_stand_with_the_kind_of_job_that_they_count_through(self):
        parts = [
            Contribution("coaching", "Clerk", 2.0, 0.0, "role:team-lead", False, False, 0.5, ()),
            Contribution("tickets", "Clerk", 1.0, 0.0, "role:csr", False, False, 0.5, ()),
            Contribution(
                "skill:live-chat", "Live chat", 1.0, 0.0, "role:csr", False, False, 1.0, ()
            ),
        ]
        names = TermNames(["skill:live-chat", "role:csr", "role:team-lead"])

        self.assertEqual(
            kindred(parts, names),
            [
                "coaching (from Clerk, through Team Lead)",
                "tickets (from Clerk, through Customer Service Representative)",
                "Live chat (through Customer Service Representative)",
            ],
        )

    def test_a_list_of_jobs_looks_for_no_words(self):
        self.listing(self.chat, self.orders, self.empathy, description="Live chat.")
        self.build()
        self.as_guest(**self.profile())

        self.assertNotContains(self.client.get("/me/matches/"), "in the post:")


class MissingTests(MatchTestCase):
    def report(self, listing):
        self.build()
        response = self.client.get(listing.get_absolute_url())
        self.assertEqual(response.status_code, 200)
        return re.sub(r"\s+", " ", re.sub("<.*?>", "", response.content.decode()))

    def test_a_tool_that_the_family_covers_in_part_is_not_missing(self):
        listing = self.listing(self.freshdesk, self.chat, self.orders)
        self.as_guest(**self.profile())

        text = self.report(listing)

        self.assertIn("In part: Freshdesk. Missing: Order processing.", text)

    def test_a_rival_of_a_family_without_transfer_is_missing(self):
        type(self.zendesk.tool_family).objects.update(transfer=0)
        listing = self.listing(self.freshdesk, self.chat)
        self.as_guest(**self.profile())

        self.assertIn("Missing: Freshdesk.", self.report(listing))

    def test_another_word_for_a_skill_that_is_typed_into_the_profile_is_the_skill(self):
        self.orders.alt_labels = "purchase order entry"
        self.orders.save()
        listing = self.listing(self.orders, self.chat)
        self.as_guest(**self.profile())
        self.client.post("/me/profile/skills/", {"name": "Purchase Order Entry", "level": 3})

        text = self.report(listing)

        self.assertIn("You cover 2 of the 2 skills asked.", text)
        self.assertNotIn("Missing:", text)

    def test_only_what_the_post_asks_is_missing_and_musts_come_first(self):
        listing = self.listing(self.coaching, self.chat, wishes=[self.orders])
        for _n in range(5):  # coaching is asked everywhere: the rarer wish weighs more
            self.listing(self.coaching)
        self.as_guest(skills=[(self.chat, 3)], current=self.csr)

        self.assertIn("Missing: Coaching and Order processing.", self.report(listing))


class RungAndRequirementTests(MatchTestCase):
    def text(self, listing, **profile):
        self.build()
        self.client.cookies.clear()
        self.as_guest(**self.profile(**profile))
        return self.client.get(listing.get_absolute_url()).content.decode()

    def test_the_distance_in_rungs_is_said_in_words_and_moves_no_point(self):
        expected = {
            (1, 1): "The rung where you stand.",
            (
                1,
                3,
            ): "Two rungs above where you stand: it may ask for more than you have done so far",
            (1, 6): "Five rungs above where you stand: it may ask for much that is new to you",
            (3, 2): "One rung below where you stand: you may have done more than it asks",
            (3, 1): "Two rungs below where you stand: you may be overqualified, the post does not",
            (6, 1): "Five rungs below where you stand: you may be overqualified, the post does not",
        }
        shares = set()
        for (mine, theirs), words in expected.items():
            me, them = (
                RoleFactory(slug=f"{who}-{rung}", title=f"{who} {rung}", ladder_level=rung)
                for who, rung in (("me", mine), ("them", theirs))
            )
            listing = self.listing(self.chat, self.orders, role=them)
            with self.subTest(mine=mine, theirs=theirs):
                html = self.text(listing, current=me)
                self.assertIn(words, html)
                shares.add(re.search(r"How it fits you: (\d+\.\d)", html)[1])
            Listing.objects.all().delete()
        self.assertEqual(len(shares), 1)

    def test_nothing_is_said_of_rungs_to_whoever_named_no_role(self):
        listing = self.listing(self.chat, self.orders)

        self.assertNotIn("where you stand", self.text(listing, current=None))

    def test_schooling_and_experience_are_named_only_where_they_are_required(self):
        free = self.listing(self.chat, self.orders, education_min="none", experience_months=0)
        silent = self.listing(self.chat, self.orders)
        demanding = self.listing(
            self.chat, self.orders, education_min="bachelor", experience_months=24
        )

        required = "Also required, for you to judge and without points:"
        self.assertNotIn(required, self.text(free))
        self.assertNotIn(required, self.text(silent))
        self.assertIn(
            f"{required}</strong> Bachelor&#x27;s degree; 2 years of experience.",
            self.text(demanding),
        )
