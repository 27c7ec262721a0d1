from unittest import mock

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import RoleSkill, Skill
from matching.adapters import current_index, index_fingerprint
from matching.staff import health
from matching.staff.health import coverage, index_state, thin_listings
from matching.staff.score_spread import score_spread
from matching.staff.views import MatcherHealthView
from tests.factories import ListingFactory, RoleFactory, SkillFactory
from tests.matching.staff_case import PAGE, HealthTestCase


class IndexFiguresTests(HealthTestCase):
    def test_without_an_index_the_page_says_so_and_still_tells_of_the_skills(self):
        self.listing(self.chat, self.zendesk, self.empathy)

        response = self.client.get(PAGE)

        self.assertContains(response, "No index was ever built")
        self.assertContains(response, "Live chat")
        self.assertNotContains(response, "Check its files")
        self.assertNotContains(response, "Spread of the shares")

    def test_without_listings_the_page_has_figures_of_an_empty_index(self):
        name = self.build()

        response = self.client.get(PAGE)

        self.assertContains(response, name)
        self.assertContains(response, "No listing of the index can show a share")
        self.assertNotContains(response, "Size of a listing")

    def test_tells_name_age_size_and_whether_the_index_is_up_to_date(self):
        self.some_listings()
        name = self.build()

        figures = {figure.name: figure.value for figure in health.figures(index_state())}

        files = (self.index_directory / name).glob("*.npy")
        size = sum(file.stat().st_size for file in files)
        self.assertEqual(index_state().size, size)
        self.assertEqual(figures["Generation"], name)
        self.assertEqual(figures["Listings"], "6")
        self.assertEqual(figures["Up to date"], "yes")
        self.assertRegex(figures["Built"], r"0\sminutes ago")
        self.assertIn("Size of a listing", figures)
        self.assertEqual(figures["Listings changed since"], "0")
        self.assertEqual(figures["Drift of the weights"], "0.000")

        Skill.objects.get(slug="empathy").save()

        self.assertFalse(index_state().is_current)
        self.assertContains(self.client.get(PAGE), "when enough of them changed")

    def test_tells_how_many_listings_changed_since(self):
        self.build()
        self.listing(self.chat)

        figures = {figure.name: figure.value for figure in health.figures(index_state())}

        self.assertEqual(figures["Listings changed since"], "1")
        self.assertEqual(figures["Asked, and not known yet"], "skill:live-chat")

    def test_a_damaged_index_is_told_and_the_last_good_one_gives_the_figures(self):
        self.some_listings()
        self.build()
        current_index()  # this process keeps the good one
        ListingFactory()
        self.build()
        self.spoil()

        response = self.client.get(PAGE)

        self.assertContains(response, "The newest index cannot be read")
        self.assertContains(response, "weights_data.npy has")
        self.assertNotContains(response, str(self.index_directory))

    def test_a_damaged_first_index_leaves_the_page_standing(self):
        self.some_listings()
        self.build()
        for spoil in (
            lambda: (self.index_directory / "CURRENT").write_text("nonsense"),
            lambda: (self.index_directory / "CURRENT").unlink(),
        ):
            spoil()
            with mock.patch("matching.live.logger"):
                self.assertEqual(self.client.get(PAGE).status_code, 200)

    def test_a_measure_made_elsewhere_joins_the_table(self):
        self.build()
        measure = [*health.FIGURES, lambda state: [health.Figure("Drift", "0.02", "of the idf")]]

        with mock.patch.object(health, "FIGURES", measure):
            response = self.client.get(PAGE)

        self.assertContains(response, "0.02")
        self.assertContains(response, "of the idf")


class CoverageTests(HealthTestCase):
    def test_counts_who_asks_for_a_skill_and_who_only_names_it(self):
        self.listing(self.chat, description="You answer in live chat.")
        self.listing(self.empathy, description="Live chat is where people reach you.")
        self.listing(self.chat, wishes=[self.empathy], languages=[self.spanish])
        self.listing(description="You speak Spanish.")
        self.build()

        rows = {row.skill.slug: (row.asked, row.named) for row in coverage(index_state().index)}

        self.assertEqual(rows["live-chat"], (2, 1))
        self.assertEqual(rows["empathy"], (2, 0))
        self.assertEqual(rows["spanish"], (1, 1))
        self.assertEqual(rows["coaching"], (0, 0))

    def test_the_most_asked_comes_first_and_what_counts_for_no_match_is_left_out(self):
        self.listing(self.chat, self.empathy)
        self.listing(self.empathy)
        SkillFactory(slug="creativity", is_matchable=False)

        slugs = [row.skill.slug for row in coverage(None)]

        self.assertEqual(slugs[:2], ["empathy", "live-chat"])
        self.assertNotIn("creativity", slugs)

    def test_closed_listings_ask_for_nothing(self):
        self.listing(self.chat, closed=True)

        self.assertTrue(all(row.is_unused for row in coverage(None)))

    def test_a_listing_with_fewer_than_three_things_can_show_no_number(self):
        two = self.listing(self.chat)  # and its role
        three = self.listing(self.chat, wishes=[self.empathy])
        with_language = self.listing(self.chat, languages=[self.spanish])
        none = self.listing()
        uncounted = SkillFactory(slug="creativity", is_matchable=False)
        unmatchable = self.listing(self.chat, uncounted)
        self.build()
        index = index_state().index

        thin = list(thin_listings())

        self.assertEqual(thin, [none, two, unmatchable])
        self.assertEqual([listing.asked_things for listing in thin], [1, 2, 2])
        # Just those of which the engine knows fewer than three.
        by_engine = [key for key in index.keys_.tolist() if len(index.asked_of(key).terms) < 3]
        self.assertEqual(sorted(listing.pk for listing in thin), by_engine)
        self.assertNotIn(three, thin)
        self.assertNotIn(with_language, thin)
        self.assertContains(self.client.get(PAGE), f'href="{two.get_absolute_url()}"')


class SpreadTests(HealthTestCase):
    def setUp(self):
        super().setUp()
        for skill in (self.chat, self.zendesk, self.empathy):
            RoleSkill.objects.create(role=self.csr, skill=skill)

    def test_a_role_that_asks_just_what_a_listing_asks_gets_its_full_share(self):
        self.listing(self.chat, self.zendesk, self.empathy)
        self.listing(self.coaching, self.orders, role=self.lead, title="Live chat lead")
        self.build()

        (spread,) = score_spread(index_state().index)

        # Three quarters of each skill, as somebody says who does it alone, and all of the role.
        self.assertEqual(spread.role, self.csr)
        self.assertGreater(spread.highest, 75)
        self.assertLessEqual(spread.highest, 100)
        self.assertLessEqual(spread.lowest, spread.lower)
        self.assertLessEqual(spread.lower, spread.middle)
        self.assertLessEqual(spread.middle, spread.upper)
        self.assertLessEqual(spread.upper, spread.highest)

    def test_listings_that_show_no_number_are_left_out(self):
        self.listing(self.chat)
        self.build()

        self.assertEqual(score_spread(index_state().index), [])

    def test_the_page_draws_what_the_table_says(self):
        self.listing(self.chat, self.zendesk, self.empathy)
        self.build()

        response = self.client.get(PAGE)

        highest = response.context["spreads"][0].highest
        self.assertContains(response, f'x2="{highest:.1f}%"')
        self.assertNotContains(response, "style=")


class QueryCountTests(HealthTestCase):
    def fill(self, n):
        for number in range(n):
            role = RoleFactory()
            skills = [SkillFactory(), SkillFactory(tool=True), SkillFactory()]
            for skill in skills:
                RoleSkill.objects.create(role=role, skill=skill)
            self.listing(
                *skills,
                role=role,
                languages=[SkillFactory(language=True)],
                description=f"You ride a tow truck {number}.",
            )
            self.listing(role=role)
            self.listing(role=self.lead, description="You steer a fork lift.")

    def count(self):
        self.build()
        self.client.get(PAGE)  # the labels are built once for each process
        with CaptureQueriesContext(connection) as queries:
            self.client.get(PAGE)
        return len(queries)

    def test_the_page_asks_no_more_with_many_listings_skills_and_roles(self):
        self.fill(3)
        few = self.count()
        self.fill(17)

        self.assertEqual(self.count(), few)

    def test_its_figures_take_ten_queries_and_those_of_the_fingerprint(self):
        self.fill(3)
        self.build()
        view = MatcherHealthView()
        view.setup(RequestFactory().get(PAGE))
        view.get_context_data()
        with CaptureQueriesContext(connection) as fingerprint:
            index_fingerprint()

        # Of the index: the labels' state, what changed since. Who asks for skills, who for languages, all skills. Thin
        # listings and their number. Of shares: what roles ask, the labels' state, roles.
        with self.assertNumQueries(10 + len(fingerprint)):
            list(view.get_context_data()["thin"])

    def test_edit_links_lead_to_the_desk_of_each_kind(self):
        self.listing(self.zendesk, self.chat, languages=[self.spanish])

        response = self.client.get(PAGE)

        for desk, skill in [
            ("tool", self.zendesk),
            ("skill", self.chat),
            ("language", self.spanish),
        ]:
            address = reverse(f"wagtailsnippets_cms_{desk}:edit", args=[skill.pk])
            self.assertContains(response, f'href="{address}"')
            self.assertEqual(self.client.get(address).status_code, 200)
