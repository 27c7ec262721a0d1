"""The section of guides: filter, feed, reading time, what to read next."""

from datetime import timedelta
from unittest import mock
from xml.etree import ElementTree

from django.db import connection
from django.test import SimpleTestCase, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import feeds
from cms.models import GuidePage, PageSource, SkillIndexPage, SkillPage
from cms.reading_time import minutes
from cms.related import related_guides
from tests.cms.factories import PageTree
from tests.factories import RoleFactory, SkillFactory

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TEXT = {"type": "text", "value": "<p>Ask <b>early</b>.</p>"}


class GuideSectionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.tree.guide("calm", kind="wellbeing")
        cls.tree.guide("bots", kind="trend")
        cls.tree.guide("breaks", kind="wellbeing")

    def get(self, query=""):
        response = self.client.get(f"/guides/{query}")
        self.assertEqual(response.status_code, 200)
        return response

    def slugs(self, query=""):
        return [guide.slug for guide in self.get(query).context["guides"]]

    def test_a_kind_narrows_the_list_and_each_kind_says_how_many_it_has(self):
        self.assertEqual(self.slugs("?kind=wellbeing"), ["breaks", "calm"])
        self.assertEqual(self.slugs(), ["breaks", "bots", "calm"])
        self.assertEqual(
            self.get("?kind=trend").context["kinds"],
            [(GuidePage.Kind.TREND, 1), (GuidePage.Kind.WELLBEING, 2)],
        )

    def test_the_chosen_kind_is_marked_for_all_readers(self):
        self.assertContains(
            self.get("?kind=wellbeing"), 'href="?kind=wellbeing" aria-current="true"'
        )

    def test_an_unknown_kind_is_left_out_and_said_so(self):
        for value in ("bogus", "WELLBEING", "wellbeing%20", "9" * 5000):
            with self.subTest(value[:12]):
                response = self.get(f"?kind={value}")

                self.assertEqual(len(response.context["guides"]), 3)
                self.assertContains(response, "It was left out.")
        self.assertNotContains(self.get("?kind="), "It was left out.")

    def test_a_known_kind_without_a_guide_says_so_and_offers_all(self):
        response = self.get("?kind=resume")

        self.assertContains(response, "No guide of this kind is published yet.")
        self.assertNotContains(response, "It was left out.")

    def test_career_paths_stand_in_a_list_of_their_own(self):
        self.tree.path([RoleFactory(title="Low rung"), RoleFactory(title="High rung")])

        self.assertContains(self.get(), "High rung")
        self.assertNotContains(self.get("?kind=trend"), "High rung")

    def test_query_count_does_not_grow_with_career_paths(self):
        def fill(count):
            for number in range(count):
                roles = [RoleFactory(), RoleFactory()]
                self.tree.path(roles, f"path-{count}-{number}")

        fill(2)
        self.get()
        # Wagtail's six, guides, their roles, paths, their rungs, the rungs' roles, crumbs
        with self.assertNumQueries(12):
            self.get()
        fill(5)
        with self.assertNumQueries(12):
            self.get()

    def test_another_section_shows_its_own_guides_alone(self):
        other = self.tree.guides.copy(
            recursive=False, update_attrs={"slug": "stories", "title": "Stories"}, keep_live=True
        )

        response = self.client.get(other.url)

        self.assertEqual(response.context["guides"], [])


@override_settings(SITE_URL="https://rungs.example")
class GuideFeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.guide = cls.tree.guide("calm", kind="wellbeing", author="Ada Field")

    def entries(self):
        response = self.client.get("/guides/feed/")
        self.assertEqual(response.status_code, 200)
        self.assertIn("application/atom+xml", response["Content-Type"])
        return ElementTree.fromstring(response.content).findall("a:entry", ATOM)

    def test_an_entry_says_what_the_guide_is_who_wrote_it_and_where_it_stands(self):
        (entry,) = self.entries()

        self.assertEqual(entry.find("a:title", ATOM).text, "Calm")
        self.assertEqual(
            entry.find("a:link", ATOM).get("href"), "https://rungs.example/guides/calm/"
        )
        self.assertEqual(entry.find("a:category", ATOM).get("term"), "Wellbeing")
        self.assertEqual(entry.find("a:author/a:name", ATOM).text, "Ada Field")
        self.assertEqual(entry.find("a:summary", ATOM).text, "What it is about.")

    def test_a_host_that_the_request_claims_is_not_believed(self):
        with override_settings(ALLOWED_HOSTS=["*"]):
            response = self.client.get("/guides/feed/", headers={"host": "evil.example"})

        self.assertNotContains(response, "evil.example")

    def test_the_newest_come_first_and_thirty_are_enough(self):
        now = timezone.now()
        for number in range(3):
            guide = self.tree.guide(f"more-{number}")
            GuidePage.objects.filter(pk=guide.pk).update(
                first_published_at=now + timedelta(minutes=number)
            )

        self.assertEqual(feeds.ENTRIES, 30)
        with mock.patch.object(feeds, "ENTRIES", 2):
            titles = [entry.find("a:title", ATOM).text for entry in self.entries()]

        self.assertEqual(titles, ["More 2", "More 1"])

    def test_drafts_and_guides_for_few_are_left_out(self):
        self.tree.guide("draft", live=False)
        hidden = self.tree.guide("hidden")
        hidden.view_restrictions.create(restriction_type="login")

        self.assertEqual(len(self.entries()), 1)

    def test_what_xml_has_no_character_for_breaks_no_feed(self):
        GuidePage.objects.filter(pk=self.guide.pk).update(introduction="Ding \x07 dong")

        self.assertEqual(self.entries()[0].find("a:summary", ATOM).text, "Ding  dong")

    def test_a_reader_that_knows_the_feed_is_told_that_nothing_changed(self):
        first = self.client.get("/guides/feed/")
        second = self.client.get("/guides/feed/", headers={"if-none-match": first["ETag"]})

        self.assertEqual(second.status_code, 304)

    def test_query_count_does_not_grow_with_the_guides(self):
        self.entries()
        with self.assertNumQueries(3):  # the index, view restrictions, guides
            self.entries()
        for number in range(4):
            self.tree.guide(f"more-{number}", roles=[RoleFactory()])
        with self.assertNumQueries(3):
            self.entries()

    def test_an_empty_feed_is_still_a_feed(self):
        GuidePage.objects.update(live=False)
        self.tree.guides.unpublish()

        self.assertEqual(self.entries(), [])

    def test_the_section_names_its_feed(self):
        self.assertContains(
            self.client.get("/guides/"), 'type="application/atom+xml" title="New guides"'
        )


class RelatedGuidesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.roles = [RoleFactory() for _ in range(3)]
        cls.skills = [SkillFactory() for _ in range(2)]
        cls.guide = cls.make("here", cls.roles, cls.skills, kind="trend")

    @classmethod
    def make(cls, slug, roles=(), skills=(), **kwargs):
        guide = cls.tree.guide(slug, roles=roles, **kwargs)
        guide.skills = list(skills)
        guide.save()
        return guide

    def slugs(self, page):
        return [guide.slug for guide in related_guides(page)]

    def test_most_in_common_comes_first_then_the_same_kind(self):
        self.make("alike", kind="trend")
        self.make("stranger", [RoleFactory()])
        self.make("one", self.roles[:1])
        self.make("three", self.roles[:1], self.skills)

        self.assertEqual(self.slugs(self.guide), ["three", "one", "alike"])

    def test_three_are_enough_and_the_newest_of_equals_comes_first(self):
        for number in range(5):
            self.make(f"guide-{number}", self.roles[:1])

        self.assertEqual(self.slugs(self.guide), ["guide-4", "guide-3", "guide-2"])

    def test_a_draft_is_no_reading(self):
        self.make("draft", self.roles, live=False)

        self.assertEqual(self.slugs(self.guide), [])

    def test_paths_roles_and_skills_lead_to_guides_about_them(self):
        index = self.tree.home.add_child(
            instance=SkillIndexPage(title="Skills", slug="skills", introduction="All.")
        )
        page = SkillPage(title="A skill", slug="a-skill", skill=self.skills[0])

        self.assertEqual(self.slugs(self.tree.path(self.roles[:2])), ["here"])
        self.assertEqual(self.slugs(self.tree.role_page(self.roles[2])), ["here"])
        self.assertEqual(self.slugs(index.add_child(instance=page)), ["here"])
        self.assertEqual(self.slugs(self.tree.standard_page()), [])

    def test_two_queries_however_many_guides(self):
        for number in range(4):
            self.make(f"guide-{number}", self.roles, self.skills)

        with self.assertNumQueries(2):  # guides, their roles
            [guide.lines for guide in related_guides(self.guide)]

    def test_it_stands_below_the_guide(self):
        self.make("three", self.roles)

        self.assertContains(self.client.get("/guides/here/"), "Read next")


class GuidePageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()

    def test_a_page_past_its_check_says_so(self):
        today = timezone.localdate()
        guide = self.tree.guide(body=[TEXT])
        guide.reviewed_on, guide.review_due = today - timedelta(400), today - timedelta(1)
        guide.save()

        self.assertContains(self.client.get("/guides/a-guide/"), "the next check was due")

    def test_sources_stand_where_a_block_puts_them_and_else_at_the_end(self):
        for body in ([TEXT], [{"type": "sources", "value": None}, TEXT]):
            with self.subTest(len(body)):
                guide = self.tree.guide(f"guide-{len(body)}", body=body)
                guide.sources = [PageSource(title="A survey", publisher="A bureau", year=2025)]
                guide.save()

                html = self.client.get(guide.url).content.decode()

                self.assertEqual(html.count('id="sources"'), 1)
                before_text = html.index('id="sources"') < html.index("<b>early</b>")
                self.assertEqual(before_text, len(body) == 2)

    def test_its_skills_are_named_and_lead_to_their_live_pages(self):
        index = self.tree.home.add_child(
            instance=SkillIndexPage(title="Skills", slug="skills", introduction="All.")
        )
        told, untold = SkillFactory(preferred_label="Typing"), SkillFactory(preferred_label="Tact")
        index.add_child(instance=SkillPage(title="Typing", slug=told.slug, skill=told))
        guide = self.tree.guide(body=[TEXT])
        guide.skills = [told, untold]
        guide.save()

        response = self.client.get("/guides/a-guide/")

        self.assertContains(response, f'<a class="chip" href="/skills/{told.slug}/">Typing</a>')
        self.assertContains(response, '<span class="chip">Tact</span>')

    def test_query_count_does_not_grow_with_roles_skills_and_neighbors(self):
        def fill(guide, count):
            guide.roles = [RoleFactory() for _ in range(count)]
            guide.skills = [SkillFactory() for _ in range(count)]
            guide.save()
            for number in range(count):
                self.tree.guide(f"near-{count}-{number}", roles=guide.roles.all())

        guide = self.tree.guide(body=[TEXT, {"type": "live_jobs", "value": {"role": None}}])
        fill(guide, 3)
        few = self.count()
        fill(guide, 6)
        self.assertEqual(self.count(), few)

    def count(self) -> int:
        self.client.get("/guides/a-guide/")
        with CaptureQueriesContext(connection) as queries:
            self.client.get("/guides/a-guide/")
        return len(queries)


class ReadingTimeTests(SimpleTestCase):
    def test_words_of_all_blocks_count(self):
        words = "word " * 115
        blocks = [
            {"type": "text", "value": f"<p>{words}</p>"},
            {"type": "takeaways", "value": [{"type": "item", "id": "a b c", "value": words}]},
            {"type": "steps", "value": [{"title": words, "text": words}]},
            {"type": "table", "value": {"caption": words, "columns": ["a"], "rows": [[words]]}},
            {"type": "quote", "value": {"quote": words, "url": "https://e.org/a b", "year": 2020}},
        ]

        self.assertEqual(minutes(blocks[:2]), 1)
        self.assertEqual(minutes(blocks), 4)

    def test_names_of_rows_are_no_words_and_an_empty_page_takes_a_minute(self):
        blocks = [{"type": "pay_band", "value": {"role": 4, "place": "word " * 900}}]

        self.assertEqual(minutes(blocks), 1)
        self.assertEqual(minutes([]), 1)
