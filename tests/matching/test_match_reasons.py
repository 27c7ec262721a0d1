"""What a list of matches says of each job, in words."""

from cms.models import Skill
from matching.adapters import current_index
from matching.engine import explain
from matching.profile_queries import profile_query
from profiles.snapshot import ProfileSnapshot
from tests.factories import RoleFactory, SkillFactory
from tests.matching.indexed import MATCHES, MatchTestCase


class ReasonTests(MatchTestCase):
    def report(self):
        [report] = self.client.get(MATCHES).context["reports"]
        return report

    def test_counts_what_is_covered_in_part_and_missing_with_musts_first(self):
        self.listing(self.chat, self.orders, self.freshdesk, wishes=[self.coaching, self.zendesk])
        self.build()
        self.as_guest(**self.profile())

        response = self.client.get(MATCHES)

        self.assertContains(response, "You cover <strong>2 of the 5 skills</strong> asked.")
        self.assertContains(response, "In part: Freshdesk.")
        self.assertContains(response, "Missing: Order processing and Coaching.")

    def test_agrees_with_the_engine_on_what_is_covered_and_missing(self):
        self.some_listings()
        self.build()
        self.as_guest(**self.profile())
        snapshot = ProfileSnapshot(
            skills=((self.zendesk, 3), (self.chat, 4), (self.empathy, 1)),
            current_role=self.csr,
            languages=((self.spanish, "C1"),),
        )
        query, index = profile_query(snapshot).query, current_index()

        for report in self.client.get(MATCHES).context["reports"]:
            with self.subTest(report.listing.pk):
                explained = explain(index, query, report.listing.pk)
                have = {term for term in explained.covered if not term.startswith("role:")}
                self.assertEqual(len(report.covered) + len(report.in_part), len(have))
                lacking = [term for term in explained.missing if not term.startswith("role:")]
                self.assertEqual(len(report.missing), len(lacking))

    def test_a_tool_of_the_family_is_told_in_words(self):
        self.listing(self.freshdesk, self.chat, self.empathy)
        self.build()
        self.as_guest(**self.profile())

        self.assertContains(self.client.get(MATCHES), "Zendesk counts 80% towards Freshdesk")

    def test_what_else_holds_a_point_is_named(self):
        self.listing(self.freshdesk, self.chat, self.empathy)
        self.build()
        self.as_guest(skills=[(self.zendesk, 4), (self.freshdesk, 1), (self.chat, 3)])

        self.assertContains(self.client.get(MATCHES), "without it, through Freshdesk")

    def test_learning_is_covered_in_part(self):
        self.listing(self.empathy, self.chat, self.orders)
        self.build()
        self.as_guest(**self.profile())

        self.assertEqual(self.report().in_part, ["Empathy"])

    def test_a_language_below_the_level_asked_is_covered_in_part(self):
        listing = self.listing(self.empathy, self.chat)
        listing.languages.create(language=self.spanish, level="C2", is_essential=False)
        self.build()
        self.as_guest(**self.profile())

        self.assertContains(self.client.get(MATCHES), "you speak it at C1, asked is C2")

    def test_english_is_not_missing_while_nobody_asked_for_it(self):
        self.listing(self.chat, self.empathy, languages=[self.english])
        self.build()
        self.as_guest(**self.profile(languages=[]))

        self.assertEqual(self.report().missing, [])
        self.assertContains(self.client.get(MATCHES), "Languages: not said")

    def test_the_rung_is_said_in_words(self):
        self.listing(self.coaching, self.chat, role=self.lead)
        self.build()
        self.as_guest(**self.profile())

        self.assertContains(self.client.get(MATCHES), "Two rungs above where you stand: ")

    def test_the_next_rung_has_its_sign(self):
        senior = RoleFactory(slug="senior-representative", ladder_level=2)
        self.listing(self.chat, role=senior)
        self.build()
        self.as_guest(**self.profile())

        self.assertContains(self.client.get(MATCHES), '<span class="you">Next rung</span>')

    def test_what_would_raise_it_names_the_two_heaviest_that_are_missing(self):
        self.listing(self.chat, self.orders, self.coaching, wishes=[self.freshdesk])
        self.build()
        self.as_guest(skills=[(self.chat, 3)], current=self.csr)

        self.assertEqual({r.label for r in self.report().raises}, {"Order processing", "Coaching"})

    def test_lists_show_no_points(self):
        self.some_listings()
        self.build()
        self.as_guest(**self.profile())

        self.assertNotContains(self.client.get(MATCHES), "of 100")

    def test_what_is_not_counted_is_said(self):
        self.listing(self.chat)
        self.build()
        self.as_guest(skills=[(self.chat, 3), (self.zendesk, 3), (self.empathy, 2)])

        self.assertEqual(
            self.report().not_counted,
            (
                "tools, because the employer's list has none",
                "languages, because the employer's list has none",
                "your role, because you have named none",
                "Empathy and Zendesk, because the post does not ask for them",
                self.LIMITS,
            ),
        )

    LIMITS = "work mode, place, kind of employment, channels and pay, which are limits, not points"

    def test_a_tool_that_counts_towards_an_asked_rival_is_counted(self):
        self.listing(self.freshdesk, languages=[self.spanish])
        self.build()
        self.as_guest(**self.profile(skills=[(self.zendesk, 3)]))

        self.assertEqual(self.report().not_counted, (self.LIMITS,))

    def test_so_is_one_that_holds_a_point_behind_another(self):
        self.listing(self.freshdesk, languages=[self.spanish])
        self.build()
        self.as_guest(**self.profile(skills=[(self.zendesk, 1), (self.freshdesk, 4)]))

        self.assertEqual(self.report().not_counted, (self.LIMITS,))

    def test_languages_that_are_not_asked_are_named(self):
        self.listing(self.zendesk, languages=[self.english])
        self.build()
        self.as_guest(
            **self.profile(
                skills=[(self.zendesk, 3)], languages=[(self.spanish, "C1"), (self.english, "C1")]
            )
        )

        self.assertEqual(
            self.report().not_counted,
            ("Spanish, because the post does not ask for it", self.LIMITS),
        )

    def test_five_of_the_skills_that_are_not_asked_are_named_and_the_rest_counted(self):
        self.listing(self.zendesk, languages=[self.spanish])
        self.build()
        more = [(SkillFactory(slug=f"more-{n}"), 3) for n in range(8)]
        self.as_guest(**self.profile(skills=[(self.zendesk, 3), *more]))

        self.assertEqual(
            self.report().not_counted,
            (
                "More 0, More 1, More 2, More 3, More 4 and 3 more,"
                " because the post does not ask for them",
                self.LIMITS,
            ),
        )

    def test_a_skill_that_the_site_took_out_of_matching_is_told_apart(self):
        self.listing(self.zendesk, languages=[self.spanish])
        self.build()
        self.as_guest(**self.profile(skills=[(self.zendesk, 3), (self.empathy, 3)]))
        Skill.objects.filter(pk=self.empathy.pk).update(is_matchable=False)

        self.assertEqual(
            self.report().not_counted, ("Empathy, because Rungs counts it for no job", self.LIMITS)
        )

    def test_a_role_that_is_only_wanted_is_not_called_unnamed(self):
        self.listing(self.zendesk, languages=[self.spanish])
        self.build()
        self.as_guest(**self.profile(skills=[(self.zendesk, 3)], current=None, target=self.csr))

        self.assertEqual(
            self.report().not_counted,
            ("your present role, because you have named none", self.LIMITS),
        )

    def test_a_language_that_the_listing_asks_for_as_a_skill_stands_among_the_languages(self):
        self.listing(self.spanish, self.zendesk)
        self.build()
        self.as_guest(**self.profile(skills=[(self.zendesk, 3)]))

        self.assertIn("Languages 1 of 1", self.report().kind_lines)
        self.assertEqual(self.report().not_counted, (self.LIMITS,))
