"""The editors' reports: what has to be checked, mended or written, and what readers made of it."""

import json
from datetime import date, timedelta

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.groups import EDITORS, MODERATORS, TAXONOMISTS, ensure_groups
from cms.models import (
    FaqPage,
    GlossaryPage,
    GlossaryTerm,
    Industry,
    IndustryIndexPage,
    IndustryPage,
    PageDay,
    PageFeedback,
    PageSource,
    RoleSkill,
)
from cms.reports.coverage import gaps
from cms.reports.links import broken_links
from cms.reports.page_words import page_kind
from cms.reports.pages import REPORTS
from cms.reports.reading_figures import feedback_by_page, reads_by_page
from cms.reports.review_dates import checks_due
from listings.desk_reports import IdlePagesReport
from listings.idle_pages import pages_without_jobs
from tests import factories as make
from tests.cms.desk_case import DeskTests, make_person
from tests.cms.factories import PageTree

ALL_REPORTS = [*REPORTS, IdlePagesReport]
DAY = timedelta(days=1)


def text(html: str) -> dict:
    return {"type": "text", "value": html, "id": "1"}


def faq(html: str) -> dict:
    question = {"question": "Why?", "answer": html}
    questions = [{"type": "item", "value": question, "id": "3"}]
    return {"type": "faq", "value": {"heading": "Asked", "questions": questions}, "id": "2"}


class BrokenLinksTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.tree.home.add_child(
            instance=GlossaryPage(title="Glossary", slug="glossary", introduction="Words.")
        )
        GlossaryTerm.objects.create(slug="csat", title="CSAT", definition="How pleased.")

    def problems(self, *blocks) -> list[tuple[str, str]]:
        self.tree.guide("guide", body=blocks)
        return [(broken.link, broken.problem) for broken in broken_links()]

    def test_a_link_to_a_page_that_is_no_more_or_not_live_is_found(self):
        draft = self.tree.guide("draft", live=False)

        found = self.problems(
            text('<p><a linktype="page" id="99999">gone</a></p>'),
            text(f'<p><a linktype="page" id="{draft.pk}">soon</a></p>'),
            text(f'<p><a linktype="page" id="{self.tree.roles.pk}">fine</a></p>'),
        )

        self.assertEqual(
            found, [("gone", "The page was deleted"), ("soon", "The page is not published")]
        )

    def test_so_is_one_among_the_pages_to_read_next(self):
        draft = self.tree.guide("draft", live=False)
        block = {"type": "related_pages", "value": [self.tree.roles.pk, draft.pk], "id": "1"}

        self.assertEqual(self.problems(block), [("Draft", "The page is not published")])

    def test_so_is_one_in_an_answer(self):
        body = json.dumps([faq('<p><a href="/nowhere/">the other page</a></p>')])
        self.tree.home.add_child(
            instance=FaqPage(title="FAQ", slug="faq", introduction="Asked.", body=body)
        )

        [broken] = broken_links()

        self.assertEqual((broken.page.title, broken.target), ("FAQ", "/nowhere/"))

    def test_addresses_of_this_site_are_resolved_and_others_left_alone(self):
        Redirect.objects.create(old_path="/old", redirect_page=self.tree.roles)
        fine = [
            "/", "/jobs/?mode=remote", "/guides/", "/roles", "/ladder/?from=csr", "/old/", "#top",
            "/glossary/#csat", "/healthz", "https://www.bls.gov/nowhere", "mailto:a@example.org",
            "tel:+1", "/media/x.png",
        ]  # fmt: skip
        broken = {
            "/gudes/": "Nothing stands at this address",
            "/jobs/nothing-like-it/": "Nothing stands at this address",
            "/glossary/#nps": "The glossary has no such term",
            "http://127.0.0.1:8000/gone/": "Nothing stands at this address",
            "http://[": "This is no address",
            "": "The link has no address",
        }

        found = self.problems(
            text("".join(f'<a href="{href}">{href}</a>' for href in [*fine, *broken]))
        )

        self.assertEqual(dict(found), broken)

    def test_a_link_within_the_page_needs_its_heading(self):
        heading = {"type": "heading", "value": "Write it down", "id": "1"}
        questions = [{"question": "Who calls?", "answer": "<p>You.</p>"}]
        faq = {"type": "faq", "value": {"heading": "Asked", "questions": questions}, "id": "2"}
        fine = ["#write-it-down", "#asked", "#who-calls", "#sources", "#main", "#top"]
        links = "".join(f'<a href="{href}">{href}</a>' for href in [*fine, "#write-it"])

        found = self.problems(heading, faq, text(links))

        self.assertEqual(dict(found), {"#write-it": "No heading on the page has this name"})

    def test_query_count_does_not_grow_with_pages_and_links(self):
        def count_after(number: int) -> int:
            for n in range(number):
                html = f'<a linktype="page" id="{10**6 + n}">x</a><a href="/nope-{n}/#csat">y</a>'
                self.tree.guide(f"guide-{number}-{n}", body=[text(html)])
            with CaptureQueriesContext(connection) as queries:
                self.assertTrue(broken_links())
            return len(queries)

        self.assertEqual(count_after(2), count_after(9))


class FactsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.today = timezone.localdate()

    def guide(self, slug, due, **kwargs):
        page = self.tree.guide(slug, **kwargs)
        page.reviewed_on, page.review_due = due - 30 * DAY, due
        page.save()
        return page

    def test_live_pages_of_every_kind_past_their_day_are_listed_the_oldest_first(self):
        index = self.tree.home.add_child(
            instance=IndustryIndexPage(title="Industries", slug="industries", introduction="All.")
        )
        index.add_child(
            instance=IndustryPage(
                title="Retail",
                slug="retail",
                introduction="Shops.",
                industry=Industry.objects.create(slug="retail", title="Retail"),
                reviewed_on=self.today - 99 * DAY,
                review_due=self.today - 9 * DAY,
            )
        )
        self.guide("late", self.today - DAY)
        self.guide("today", self.today)
        self.guide("draft", self.today - DAY, live=False)

        found = [(check.title, check.kind, check.days_late) for check in checks_due()]

        self.assertEqual(found, [("Retail", "Industry page", 9), ("Late", "Guide page", 1)])

    def test_a_term_whose_source_is_older_than_two_years_is_listed(self):
        year = self.today.year
        for slug, source_year in [("old", year - 3), ("good", year - 2), ("own-words", None)]:
            GlossaryTerm.objects.create(
                slug=slug, title=slug, definition="A word.", source_year=source_year
            )

        [check] = checks_due()

        self.assertEqual((check.title, check.due), ("old", date(year - 1, 12, 31)))

    def test_the_dashboard_counts_them_for_whoever_works_on_pages(self):
        ensure_groups()
        self.guide("late", self.today - DAY)
        for group, sees_it in [(EDITORS, True), (MODERATORS, False)]:
            self.client.force_login(make_person(group))
            dashboard = self.client.get(reverse("wagtailadmin_home")).content.decode()
            with self.subTest(group):
                self.assertEqual("1 live page is past the day" in dashboard, sees_it)
                # The search for pages would end in a refusal.
                self.assertEqual("css/desk/no-page-search.css" in dashboard, not sees_it)


class CoverageTests(TestCase):
    def test_roles_and_skills_without_a_live_guide_are_listed(self):
        tree = PageTree()
        csr, lead, _chief = (make.RoleFactory(title=title) for title in ("CSR", "Lead", "Chief"))
        make.RoleFactory(exit=True)
        asked, taught, unasked = (make.SkillFactory() for _ in range(3))
        for role, skill in [(csr, asked), (lead, asked), (csr, taught)]:
            RoleSkill.objects.create(role=role, skill=skill)
        guide = tree.guide("live", roles=[csr])
        guide.skills = [taught]
        guide.save()
        tree.guide("draft", roles=[lead], live=False)

        with self.assertNumQueries(2):  # roles; skills
            found = [(gap.title, gap.asked_by) for gap in gaps()]

        self.assertEqual(found, [("Chief", None), ("Lead", None), (asked.preferred_label, 2)])
        self.assertNotIn(unasked.preferred_label, dict(found))


class ReadersTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.guide, cls.other = cls.tree.guide("one"), cls.tree.guide("two")

    def test_reads_of_30_days_are_added_up_the_most_read_first(self):
        today = timezone.now().date()
        for page, days_ago, reads in [
            (self.guide, 0, 2), (self.guide, 29, 3), (self.guide, 30, 50), (self.other, 1, 9),
        ]:  # fmt: skip
            PageDay.objects.create(page=page, day=today - days_ago * DAY, reads=reads)

        found = [(page.title, page.reads) for page in reads_by_page()]

        self.assertEqual(found, [("Two", 9), ("One", 5)])

    def test_answers_are_added_up_with_the_three_newest_comments(self):
        for n in range(5):
            PageFeedback.objects.create(page=self.guide, is_useful=False, comment=f"No {n}")
        PageFeedback.objects.create(page=self.guide, is_useful=True)
        PageFeedback.objects.create(page=self.other, is_useful=True)

        with self.assertNumQueries(2):  # pages with sums; their newest comments
            found = feedback_by_page()

        self.assertEqual(
            [(page.title, page.useful, page.not_useful, words) for page, words in found],
            [("One", 1, 5, ["No 4", "No 3", "No 2"]), ("Two", 1, 0, [])],
        )


class IdlePagesTests(TestCase):
    def test_pages_without_an_open_job_are_listed(self):
        tree = PageTree()
        open_listing = make.ListingFactory()
        closed = make.ListingFactory(role=make.RoleFactory(title="Quiet"), expired=True)
        tree.role_page(open_listing.role)
        quiet = tree.role_page(closed.role)
        tree.guide("busy", roles=[open_listing.role, closed.role])
        idle = tree.guide("idle", roles=[closed.role])
        tree.guide("about-everything")

        with self.assertNumQueries(4):  # roles, industries, skills, guides
            found = pages_without_jobs()

        self.assertEqual([page.pk for page in found], [quiet.pk, idle.pk])


class ReportPagesTests(DeskTests):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for n in range(2):
            cls.add_pages(cls.tree, n)

    @staticmethod
    def add_pages(tree, n):
        """A page for each report, with what it refers to of its own."""
        role = make.RoleFactory()
        words = "The same paragraph of more than a dozen words stands on each of these pages."
        html = f'<p>{words}</p><p><a href="/no-{n}/">Another page</a> has 62% of it.</p>'
        source = PageSource(title="A survey", publisher="An office", year=2025)
        guide = tree.guide(f"guide-{n}", roles=[role], body=[text(html)], sources=[source])
        guide.reviewed_on, guide.review_due = date(2020, 1, 1), date(2020, 2, 1)
        guide.save()
        PageDay.objects.create(page=guide, day=timezone.now().date(), reads=1)
        PageFeedback.objects.create(page=guide, is_useful=False, comment="=1+1")

    def test_every_report_opens_for_an_editor_and_can_be_taken_along(self):
        dashboard = self.client.get(reverse("wagtailadmin_home"))
        for report in ALL_REPORTS:
            with self.subTest(report.slug):
                address = reverse(report.url_name())
                page = self.client.get(address)
                self.assertContains(page, report.page_title)
                self.assertTrue(page.context["object_list"])
                self.assertContains(dashboard, address)
                file = b"".join(self.client.get(address + "?export=csv").streaming_content)
                self.assertGreater(len(file.splitlines()), 1)
                self.assertEqual(self.client.get(f"{address}results/").status_code, 200)

    def test_a_report_is_narrowed_and_a_value_that_is_none_of_its_own_narrows_nothing(self):
        address = reverse("desk_report_broken-links")
        for value, number in [
            ("Nothing stands at this address", 2), ("The page was deleted", 2), ("9" * 5000, 2),
        ]:  # fmt: skip
            with self.subTest(value[:10]):
                page = self.client.get(address, {"problem": value, "p": "9" * 5000})
                self.assertEqual(len(page.context["object_list"]), number)
        RoleSkill.objects.create(role=self.role, skill=make.SkillFactory(preferred_label="Tact"))
        coverage = self.client.get(reverse("desk_report_without-a-guide"), {"kind": "Skill"})
        self.assertEqual([row.title for row in coverage.context["object_list"]], ["Tact"])

    def test_no_word_of_a_reader_is_a_formula_in_the_file(self):
        address = reverse("desk_report_helpful-or-not")
        file = b"".join(self.client.get(address + "?export=csv").streaming_content).decode()

        self.assertIn(",'=1+1", file)

    def test_reports_are_not_for_moderators_and_for_taxonomists_where_they_can_act(self):
        for group, allowed in [
            (MODERATORS, set()), (TAXONOMISTS, {"facts-to-check", "without-a-guide"}),
        ]:  # fmt: skip
            self.client.force_login(make_person(group))
            menu = self.client.get(reverse("wagtailadmin_home")).content.decode()
            for report in ALL_REPORTS:
                with self.subTest(f"{group} {report.slug}"):
                    address = reverse(report.url_name())
                    answer = self.client.get(address)
                    is_open = report.slug in allowed
                    self.assertEqual(answer.status_code == 200, is_open)
                    self.assertEqual(address in menu, is_open)

    def test_query_counts_do_not_grow(self):
        def count() -> dict[str, int]:
            found = {}
            for report in ALL_REPORTS:
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(reverse(report.url_name()))
                found[report.slug] = len(queries)
            return found

        count()
        before = count()
        for n in range(2, 12):
            self.add_pages(self.tree, n)

        self.assertEqual(count(), before)


class KindOfTests(SimpleTestCase):
    def test_a_kind_of_page_begins_with_a_capital(self):
        self.assertEqual(page_kind(FaqPage), "Page of questions")
