"""The search of the whole site: pages, roles, skills, industries, words and jobs together."""

import json

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.models import (
    FaqPage,
    GlossaryPage,
    Industry,
    IndustryIndexPage,
    IndustryPage,
    Role,
    SkillIndexPage,
    SkillPage,
)
from listings.site_search.names import BEGINS, INSIDE, IS, nearness
from tests.cms.factories import PageTree
from tests.factories import ListingFactory, MetricFactory, RoleFactory, SkillFactory


def text(html):
    return {"type": "text", "value": html}


class NearnessTests(TestCase):
    def test_a_name_is_nearer_the_more_of_it_was_typed(self):
        for typed, expected in {
            "customer care worker": IS,
            "customers care workers": IS,
            "customer ca": BEGINS,
            "cust": BEGINS,
            "care": INSIDE,
            "worker customer": INSIDE,
            "customer care worker ohio": INSIDE,
            "care home": 0,
            "worked": 0,
        }.items():
            with self.subTest(typed):
                self.assertEqual(nearness("Customer care worker", typed.split()), expected)

    def test_a_single_word_among_others_names_nothing_by_itself(self):
        self.assertEqual(nearness("Chat", ["live", "chat", "jobs"]), 0)


class SearchTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.csr = RoleFactory(
            slug="csr",
            title="Customer Service Representative",
            alt_titles="Customer care worker\nCSR",
        )
        cls.tree.role_page(cls.csr)
        cls.zendesk = SkillFactory(
            slug="zendesk", tool=True, preferred_label="Zendesk", alt_labels="Zendesk Support"
        )
        cls.calm = SkillFactory(slug="calming", preferred_label="Calming people")
        skills = cls.tree.home.add_child(
            instance=SkillIndexPage(title="Skills", slug="skills", introduction="All.")
        )
        skills.add_child(instance=SkillPage(title="Calming", slug="calming", skill=cls.calm))
        trades = cls.tree.home.add_child(
            instance=IndustryIndexPage(title="Industries", slug="industries", introduction="All.")
        )
        trades.add_child(
            instance=IndustryPage(
                title="Work in banking",
                slug="banking",
                introduction="Money.",
                industry=Industry.objects.create(slug="banking", title="Banking"),
            )
        )
        cls.tree.home.add_child(
            instance=GlossaryPage(title="Glossary", slug="glossary", introduction="Words.")
        )
        MetricFactory(slug="aht", title="Average handle time", abbreviation="AHT")
        question = {"question": "What is an escalation?", "answer": "<p>A hand-over.</p>"}
        faq = [{"type": "faq", "value": {"heading": "Words", "questions": [question]}}]
        cls.tree.home.add_child(
            instance=FaqPage(title="Questions", slug="faq", body=json.dumps(faq))
        )
        cls.tree.standard_page(body=[text("<p>Which cookies we set.</p>")])
        cls.guide = cls.tree.guide(
            "night-shifts", body=[text("<p>Sleep in a dark room, away from refunds.</p>")]
        )
        cls.job = ListingFactory(title="Barn owl keeper", role=cls.csr)

    def search(self, q):
        return self.client.get("/search/", {"q": q})

    def found(self, q) -> dict[str, list[str]]:
        """Titles by kind; jobs by their count."""
        found = self.search(q).context["found"]
        groups = {group.kind.name: [hit.name.title for hit in group.hits] for group in found.groups}
        return groups | ({"jobs": found.job_count} if found.job_count else {})


class SiteSearchTests(SearchTestCase):
    def test_another_name_of_a_role_finds_the_role_and_says_so(self):
        response = self.search("customer care worker")

        self.assertContains(response, 'href="/roles/csr/"')
        self.assertContains(response, "Also called Customer care worker")
        self.assertEqual(self.found("CSR")["role"], ["Customer Service Representative"])

    def test_each_kind_is_found_under_its_own_heading(self):
        for q, kind, title in (
            ("zendesk support", "skill", "Zendesk"),
            ("calming", "skill", "Calming people"),
            ("bank", "industry", "Banking"),
            ("aht", "word", "Average handle time"),
            ("cookies", "page", "Privacy"),
            ("night shift", "guide", "Night shifts"),
        ):
            with self.subTest(q):
                self.assertEqual(self.found(q).get(kind), [title])

    def test_a_question_is_found_where_it_is_answered(self):
        response = self.search("what is an escalation")
        self.assertContains(response, 'href="/faq/#what-is-an-escalation"')

    def test_a_long_note_ends_between_two_words(self):
        Role.objects.update(description="Answers questions patiently, " * 8)
        self.assertContains(self.search("csr"), "questions patiently, Answers…</p>")

    def test_words_in_a_text_find_the_page_in_singular_and_plural(self):
        for q in ("dark rooms", "refund"):
            self.assertEqual(self.found(q)["guide"], ["Night shifts"])

    def test_all_words_have_to_be_there(self):
        self.assertNotIn("guide", self.found("dark matter"))

    def test_open_jobs_stand_beside_it_with_the_way_to_all(self):
        response = self.search("barn owl")

        self.assertContains(response, 'href="/jobs/?q=barn+owl"')
        self.assertContains(response, self.job.get_absolute_url())
        self.assertEqual(self.found("barn owl")["jobs"], 1)

    def test_a_skill_without_a_page_leads_to_its_jobs(self):
        self.assertContains(self.search("zendesk"), 'href="/jobs/?q=Zendesk"')
        self.assertContains(self.search("calming"), 'href="/skills/calming/"')

    def test_a_kind_leads_to_all_of_it_where_a_page_lists_it(self):
        self.assertContains(self.search("csr"), '<a class="quiet" href="/roles/">All roles</a>')

    def test_what_is_not_public_is_not_found(self):
        self.tree.guide("hidden-draft", live=False)
        secret = self.tree.guide("hidden-secret")
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        ListingFactory(title="Hidden job", draft=True)

        self.assertEqual(self.found("hidden"), {})
        self.assertEqual(self.client.get("/search/suggest/?q=hidden").json(), {"suggestions": []})

    def test_a_slip_is_mended_and_said(self):
        response = self.search("zendeks")

        self.assertContains(response, "This is what “zendesk” finds.")
        self.assertContains(response, 'href="/jobs/?q=Zendesk"')

    def test_of_a_whole_question_the_words_that_name_something_are_searched_for(self):
        response = self.search("how much does a csr earn")

        self.assertContains(response, "This is what “csr” finds.")
        self.assertContains(response, 'href="/roles/csr/"')
        self.assertEqual(self.found("barn csr owl"), {"jobs": 1})  # jobs have all the words

    def test_a_kind_that_has_just_that_name_stands_first(self):
        self.tree.guide("what-aht-is", body=[text("<p>What AHT leaves out.</p>")])
        self.assertEqual(list(self.found("aht")), ["word", "guide"])

    def test_nothing_found_says_what_to_try(self):
        response = self.search("xylophone")

        self.assertContains(response, "Nothing found. What you can try")
        self.assertContains(response, 'href="/jobs/?q=xylophone"')

    def test_without_words_the_page_offers_its_parts_and_asks_nothing_of_the_tables(self):
        for address in ("/search/", "/search/?q=", "/search/?q=%20", "/search/?q=!!!"):
            with self.subTest(address), self.assertNumQueries(0):
                response = self.client.get(address)
                self.assertContains(response, 'href="/guides/"')

    def test_what_is_too_long_is_cut_and_said(self):
        response = self.search("zendesk " + "x" * 5000)

        self.assertContains(response, "Only its first 200 characters were searched for.")
        self.assertEqual(len(response.context["text"]), 200)

    def test_broken_addresses_are_refused_and_odd_signs_are_not(self):
        for path in ("/search/", "/search/suggest/"):
            self.assertEqual(self.client.get(f"{path}?q=%00").status_code, 400)
            for q in ('"', "a AND OR NOT (", "'; --", "*" * 50, "NEAR(a b)", "é" * 300, "\u202e"):
                with self.subTest(path=path, q=q):
                    self.assertEqual(self.client.get(path, {"q": q}).status_code, 200)

    def test_typed_markup_is_shown_as_text(self):
        response = self.search("<script>alert(1)</script>")
        self.assertNotContains(response, "<script>alert")

    def test_search_engines_list_no_results(self):
        for q in ("", "csr"):
            self.assertContains(self.search(q), '<meta name="robots" content="noindex">')

    def test_the_statements_do_not_grow_with_what_is_found(self):
        counts = set()
        for n in range(3):
            for m in range(4):
                role = RoleFactory(title=f"Owl role {n} {m}")
                self.tree.role_page(role)
                SkillFactory(preferred_label=f"Owl skill {n} {m}")
                MetricFactory(title=f"Owl word {n} {m}")
                self.tree.guide(f"owl-guide-{n}-{m}", body=[text("<p>Owls</p>")])
                ListingFactory(title=f"Owl job {n} {m}", role=role)
            self.search("owl")  # what a process keeps
            with CaptureQueriesContext(connection) as queries:
                self.search("owl")
            counts.add(len(queries))
        # site, pages and restrictions, roles, skills, industries, terms, questions; texts; jobs
        self.assertEqual(len(counts), 1, counts)
        self.assertLessEqual(counts.pop(), 22)


class SuggestTests(SearchTestCase):
    def suggest(self, q):
        response = self.client.get("/search/suggest/", {"q": q})
        return response, response.json()["suggestions"]

    def test_names_that_begin_so_come_with_kind_and_address(self):
        _response, suggestions = self.suggest("customer ca")
        self.assertEqual(
            suggestions,
            [
                {
                    "title": "Customer Service Representative",
                    "kind": "Role",
                    "address": "/roles/csr/",
                }
            ],
        )

    def test_one_letter_offers_nothing_and_asks_nothing(self):
        with self.assertNumQueries(0):
            self.assertEqual(self.suggest("c")[1], [])

    def test_at_most_eight_of_several_kinds(self):
        for n in range(10):
            SkillFactory(preferred_label=f"Night skill {n}")
            MetricFactory(title=f"Night word {n}")
            self.tree.guide(f"night-guide-{n}")
        kinds = [each["kind"] for each in self.suggest("night")[1]]

        self.assertEqual(len(kinds), 8)
        self.assertEqual(
            {kind: kinds.count(kind) for kind in kinds}, {"Guide": 3, "Skill": 3, "Word": 2}
        )

    def test_the_answer_is_kept_for_a_while_and_reading_it_writes_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            response, _suggestions = self.suggest("night")

        self.assertEqual(response["Cache-Control"], "public, max-age=300")
        self.assertLessEqual(len(queries), 10)
        self.assertTrue(all(query["sql"].startswith("SELECT") for query in queries))


class EntryTests(SearchTestCase):
    def test_every_page_leads_to_the_search(self):
        for path in ("/", "/jobs/", "/guides/"):
            self.assertContains(self.client.get(path), 'href="/search/"')

    def test_the_guides_have_the_field_itself(self):
        self.assertContains(self.client.get("/guides/"), 'action="/search/"')
