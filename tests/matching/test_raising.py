"""What the panel promises of additions is what the page says after somebody has really made them."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from pytest import approx

from matching.adapters import current_index
from matching.engine import explain
from matching.engine.raising import Raising
from matching.explanation.advice import additions, advise
from matching.explanation.term_names import TermNames
from matching.profile_queries import profile_query
from profiles.snapshot import ProfileSnapshot
from tests.factories import SkillFactory
from tests.matching.indexed import MatchTestCase


class OnThePageTests(MatchTestCase):
    """Reads what the panel promises, does it through the profile and reads the panel again."""

    def page(self, listing):
        return self.client.get(listing.get_absolute_url()).content.decode()

    def share(self, listing):
        return re.search(r"How it fits you: (\d+\.\d) of 100", self.page(listing))[1]

    def promised(self, listing):
        """Single additions and sets: names to the share after them."""
        html = self.page(listing)
        singles = re.findall(r"<li>([^<:]+): \d+\.\d → (\d+\.\d)</li>", html)
        sets = re.findall(r"<li>([^<:]+ \+ [^<:]+) → (\d+\.\d)</li>", html)
        return {(name,): after for name, after in singles} | {
            tuple(names.split(" + ")): after for names, after in sets
        }

    def keep_promises(self, listing, **profile):
        """Every promise of the panel, kept in turn from the same start. Returns what was added."""
        known = {skill.preferred_label: skill for skill in self.every_skill()}
        self.client.cookies.clear()
        self.as_guest(**profile)
        promised = self.promised(listing)
        for names, after in promised.items():
            changed = {"skills": [], "languages": []} | profile
            for name in names:
                language = re.fullmatch(r"(.+) \(([ABC][12])\)", name)
                if language:
                    added = (known[language[1]], language[2])
                    changed["languages"] = [*changed["languages"], added]
                else:
                    changed["skills"] = [*changed["skills"], (known[name], 3)]
            self.client.cookies.clear()
            self.as_guest(**changed)
            with self.subTest(names):
                self.assertEqual(self.share(listing), after)
        return promised

    def every_skill(self):
        tools = [self.zendesk, self.freshdesk]
        return [*tools, self.chat, self.orders, self.empathy, self.coaching, self.spanish]

    def test_skills(self):
        listing = self.listing(self.chat, self.orders, self.empathy, wishes=[self.coaching])
        self.build()

        promised = self.keep_promises(listing, skills=[(self.chat, 3)], current=self.csr)

        self.assertEqual(len([names for names in promised if len(names) == 1]), 3)

    def test_two_together(self):
        listing = self.listing(self.chat, self.orders, self.empathy, self.coaching)
        self.build()

        promised = self.keep_promises(listing, skills=[(self.chat, 2)], current=self.csr)

        self.assertTrue([names for names in promised if len(names) == 2])

    def test_tools_of_one_family(self):
        listing = self.listing(self.zendesk, self.freshdesk, self.orders)
        self.build()

        promised = self.keep_promises(listing, skills=[(self.chat, 3)], current=self.lead)

        self.assertIn(("Zendesk",), promised)
        self.assertIn(("Freshdesk",), promised)

    def test_a_language_at_the_level_asked_even_where_that_is_below_everyday_talk(self):
        for level in ("A2", "C1"):
            listing = self.listing(self.chat, self.orders)
            listing.languages.create(language=self.spanish, level=level, is_essential=False)
            self.build()

            promised = self.keep_promises(listing, skills=[(self.chat, 3)], current=self.csr)

            self.assertIn((f"Spanish ({level})",), promised)

    def test_a_skill_that_is_held_with_help_to_being_done_alone(self):
        listing = self.listing(self.chat, self.orders, self.empathy)
        self.build()

        held = [(self.chat, 1), (self.orders, 2), (self.empathy, 3)]
        promised = self.keep_promises(listing, skills=held, current=self.csr)

        singles = {name for names in promised for name in names if len(names) == 1}
        self.assertEqual(singles, {"Live chat", "Order processing"})

    def test_nothing_to_add_is_said_by_saying_nothing(self):
        listing = self.listing(self.chat, self.orders, self.empathy)
        self.build()
        everything = [(skill, 4) for skill in (self.chat, self.orders, self.empathy)]
        self.as_guest(skills=everything, current=self.csr)

        self.assertNotIn("What would raise it", self.page(listing))

    def test_when_no_three_reach_the_milestone_that_is_said_with_those_that_help_most(self):
        listing = self.listing(*(SkillFactory(slug=f"asked-{n:02}") for n in range(20)))
        self.build()
        self.as_guest(skills=[(self.chat, 3)], current=self.lead)

        html = self.page(listing)

        self.assertIn("No three additions reach 50.", html)
        # The twenty weigh the same: the first three by name.
        self.assertIn("Asked 00 + Asked 01 + Asked 02 → ", html)
        self.assertNotIn("together reach", html)

    def test_one_that_is_enough_is_named(self):
        listing = self.listing(self.chat, self.orders)
        self.build()
        self.as_guest(skills=[(self.chat, 2)], current=self.csr)

        self.assertRegex(self.page(listing), r"One is enough for \d\d: Order processing\.")

    def test_the_milestone_is_the_next_above_the_share_that_is_shown(self):
        listing = self.listing(self.chat, self.orders, self.empathy, self.coaching)
        self.build()
        index = current_index()
        found = index.asked_of(listing.pk)
        asked = dict(zip(found.terms, found.weights.tolist(), strict=True))
        names = TermNames(asked)
        skills = [self.chat, self.orders, self.empathy, self.coaching]
        for n in range(5):
            snapshot = ProfileSnapshot(
                skills=tuple((skill, 4) for skill in skills[:n]), current_role=self.csr
            )
            profile = profile_query(snapshot)
            share = explain(index, profile.query, listing.pk).share
            expected = next((goal for goal in (50, 75, 90) if share < goal - 0.05), None)
            with self.subTest(share):
                _raises, reach = advise(listing, asked, profile, snapshot, names)
                self.assertEqual(reach and reach.goal, expected if n < 4 else None)

    def test_additions_are_asked_and_none_is_done_alone_already(self):
        listing = self.listing(self.chat, self.zendesk, self.empathy, languages=[self.spanish])
        self.build()
        asked = dict.fromkeys(current_index().asked_of(listing.pk).terms, 1.0)
        snapshot = ProfileSnapshot(
            skills=((self.chat, 3), (self.empathy, 2), (self.coaching, 1)),
            languages=((self.spanish, "B1"),),
        )

        found = additions(listing, asked, snapshot, TermNames(asked))

        self.assertEqual({each.label for each in found}, {"Zendesk", "Empathy", "Spanish (B2)"})
        [zendesk] = [each for each in found if each.label == "Zendesk"]
        self.assertEqual(
            dict(zendesk.claims), {"skill:zendesk": 0.75, "skill:freshdesk": approx(0.6)}
        )

    def test_costs_one_query_for_the_rivals_of_tools(self):
        listing = self.listing(self.chat, self.zendesk, self.freshdesk, languages=[self.spanish])
        self.build()
        asked = dict.fromkeys(current_index().asked_of(listing.pk).terms, 1.0)
        names = TermNames(asked)
        [language] = listing.languages.all().select_related("language")
        listing._prefetched_objects_cache = {"languages": [language]}
        snapshot = ProfileSnapshot(current_role=self.csr, experience_texts=(("Agent", "Calls"),))

        with self.assertNumQueries(1):
            additions(listing, asked, snapshot, names)

    def test_what_is_promised_is_what_a_changed_snapshot_scores(self):
        listing = self.listing(self.zendesk, self.freshdesk, self.orders, self.coaching)
        self.build()
        index = current_index()
        found = index.asked_of(listing.pk)
        asked = dict(zip(found.terms, found.weights.tolist(), strict=True))
        skills = {each.preferred_label: each for each in self.every_skill()}
        start = ProfileSnapshot(skills=((self.zendesk, 1),), current_role=self.lead)
        query = profile_query(start).query
        claims = dict(zip(query.terms, query.claims.tolist(), strict=True))
        candidates = additions(listing, asked, start, TermNames(asked))
        raising = Raising(asked, claims, candidates)
        for size in (1, 2, 3):
            for chosen in combinations(candidates, size):
                held = dict(start.skills) | {skills[each.label]: 3 for each in chosen}
                after = profile_query(replace(start, skills=tuple(held.items()))).query
                with self.subTest([each.label for each in chosen]):
                    self.assertAlmostEqual(
                        raising.share(chosen), explain(index, after, listing.pk).share, places=9
                    )
        self.assertGreater(Decimal(raising.share(candidates)), 50)
