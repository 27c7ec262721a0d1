"""Reads of pages, and what readers say of them."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import PageDay, PageFeedback
from matching.duties import keep_no_longer_than_promised
from profiles import readers
from profiles.models import RateLimit
from tests import factories as make
from tests.cms.factories import PageTree


class ReadersTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.guide = cls.tree.guide()
        cls.draft = cls.tree.guide("draft", live=False)

    def address(self, act, page=None):
        return f"/pages/{(page or self.guide).pk}/{act}/"


class ReadTests(ReadersTestCase):
    def setUp(self):
        # A reader: no cookie, and as strict with cross-site posts as a browser makes Django.
        self.client = Client(enforce_csrf_checks=True)

    def read(self, page=None, **headers):
        return self.client.post(self.address("read", page), {"what": "reads"}, headers=headers)

    def reads(self):
        return list(PageDay.objects.values_list("page", "reads"))

    def test_each_read_adds_one_to_its_day_and_says_nothing(self):
        for _n in range(3):
            response = self.read()
            self.assertEqual((response.status_code, response.content), (204, b""))

        self.assertEqual(self.reads(), [(self.guide.pk, 3)])
        self.assertFalse(response.cookies)

    def test_only_pages_that_everybody_may_open_are_counted(self):
        kept = self.tree.guide("kept")
        PageViewRestriction.objects.create(page=kept, restriction_type="login")
        for page in (self.draft, kept, self.tree.home.get_parent()):
            self.assertEqual(self.read(page).status_code, 204)
        self.client.post(f"/pages/{'9' * 30}/read/")
        self.read(**{"sec-fetch-site": "cross-site"})
        self.assertEqual(self.client.get(self.address("read")).status_code, 405)

        self.assertEqual(self.reads(), [])

    def test_one_address_cannot_count_without_end(self):
        self.read()
        RateLimit.objects.update(count=300)
        self.read()

        self.assertEqual(self.reads(), [(self.guide.pk, 1)])

    def test_a_read_costs_few_statements(self):
        self.read()
        with CaptureQueriesContext(connection) as queries:
            self.read()
        # limit (two), page, restrictions, the day
        self.assertLessEqual(len(queries), 6)

    def test_a_live_page_carries_the_script_that_counts_it_and_others_do_not(self):
        script = f'data-count="{self.address("read")}"'
        self.assertContains(self.client.get(self.guide.url), script, count=1)
        self.assertContains(self.client.get("/"), "data-count", count=1)
        self.assertNotContains(self.client.get(self.address("useful")), "data-count")

    def test_staff_who_read_for_work_are_not_counted(self):
        editor = make.UserFactory()
        editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
        readers_and_staff = [
            (make.UserFactory(), True),
            (editor, False),
            (make.ModeratorFactory(), False),
        ]
        for user, is_counted in readers_and_staff:
            self.client.force_login(user)
            page = self.client.get(self.guide.url).content.decode()
            with self.subTest(user):
                self.assertEqual("data-count" in page, is_counted)


class FeedbackTests(ReadersTestCase):
    def answer(self, page=None, **data):
        return self.client.post(self.address("useful", page), data)

    def rows(self):
        return list(PageFeedback.objects.values_list("is_useful", "reason", "comment"))

    def test_yes_is_kept_with_one_press_and_leads_back_to_the_page(self):
        response = self.answer(useful="yes")

        self.assertRedirects(response, f"{self.guide.url}#useful")
        self.assertEqual(self.rows(), [(True, "", "")])
        page = self.client.get(self.guide.url)
        self.assertContains(page, "You said yes. Thank you.")

    def test_no_is_kept_at_once_and_then_the_reason_is_asked(self):
        response = self.answer(useful="no")

        self.assertRedirects(response, self.address("useful"))
        self.assertEqual(self.rows(), [(False, "", "")])
        self.assertContains(self.client.get(self.address("useful")), "What was missing?")

        response = self.answer(useful="no", reason="unclear", comment="What is\r\na queue?")
        self.assertRedirects(response, f"{self.guide.url}#useful")
        self.assertEqual(self.rows(), [(False, "unclear", "What is\na queue?")])

    def test_a_second_answer_of_a_visit_changes_the_first(self):
        self.answer(useful="no", reason="wrong", comment="The year is off.")
        self.answer(useful="yes")

        self.assertEqual(self.rows(), [(True, "", "The year is off.")])

    def test_two_tabs_of_a_browser_that_answer_at_once_give_one_answer(self):
        for browser, tab in [("one", "a"), ("one", "b"), ("another", "a")]:
            # Neither press knows of the other's session, and each tab's form has a token of its own.
            client = Client()
            client.cookies[settings.CSRF_COOKIE_NAME] = browser
            data = {"useful": "yes", "csrfmiddlewaretoken": tab}
            response = client.post(self.address("useful"), data)
            self.assertRedirects(response, f"{self.guide.url}#useful")

        self.assertEqual(self.rows(), [(True, "", "")] * 2)

    def test_another_visit_and_another_page_have_answers_of_their_own(self):
        self.answer(useful="yes")
        self.answer(self.tree.guide("other"), useful="yes")
        Client().post(self.address("useful"), {"useful": "no"})

        self.assertEqual(PageFeedback.objects.count(), 3)

    def test_a_row_says_nothing_of_the_person(self):
        fields = {field.name for field in PageFeedback._meta.get_fields()}
        self.assertEqual(fields, {"id", "page", "is_useful", "reason", "comment", "created_at"})

    def test_what_cannot_be_read_is_said_beside_its_field_and_kept(self):
        for data in (
            {"comment": "It is long."},
            {"useful": "perhaps", "comment": "It is long."},
            {"useful": "no", "reason": "x" * 5000, "comment": "It is long."},
            {"useful": "no", "comment": "It is long.\x00"},
            {"useful": "no", "comment": "It is long." * 200},
        ):
            with self.subTest(data):
                response = self.answer(**data)
                self.assertContains(response, "It is long.")
                self.assertContains(response, 'class="error')
        self.assertEqual(self.rows(), [])

    def test_only_pages_that_everybody_may_open_are_asked_about(self):
        for address in (self.address("useful", self.draft), f"/pages/{'9' * 30}/useful/"):
            self.assertEqual(self.client.get(address).status_code, 404)
            self.assertEqual(self.client.post(address, {"useful": "yes"}).status_code, 404)
        self.assertEqual(self.rows(), [])

    def test_no_other_site_can_answer_in_ones_name(self):
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(self.address("useful"), {"useful": "yes"})
        self.assertEqual(response.status_code, 403)
        self.assertEqual(self.rows(), [])

    def test_answers_without_end_are_refused_and_the_words_stay(self):
        self.answer(useful="yes")
        RateLimit.objects.update(count=400)
        response = self.answer(useful="no", comment="And another thing.")

        self.assertContains(response, "And another thing.", status_code=429)
        self.assertEqual(self.rows(), [(True, "", "")])

    def test_the_question_costs_a_reader_no_query(self):
        with self.assertNumQueries(0):
            readers.answer_of({}, self.guide.pk)

    def test_a_visit_remembers_the_newest_answers_only(self):
        session = {}
        for _n in range(readers.ANSWERS_REMEMBERED + 2):
            session.setdefault("page_answers", {})[f"old-{_n}"] = _n
        readers.keep_answer(session, self.guide, readers.Answer(is_useful=True))

        self.assertEqual(len(session["page_answers"]), readers.ANSWERS_REMEMBERED)
        self.assertIn(str(self.guide.pk), session["page_answers"])

    def test_words_are_forgotten_after_a_year_and_the_answer_stays(self):
        old, new = (
            PageFeedback.objects.create(page=self.guide, is_useful=False, comment="Words")
            for _n in range(2)
        )
        PageFeedback.objects.filter(pk=old.pk).update(
            created_at=timezone.now() - timedelta(days=366)
        )

        self.assertEqual(keep_no_longer_than_promised(), "1 readers' comments forgotten")
        old.refresh_from_db()
        new.refresh_from_db()
        self.assertEqual((old.comment, new.comment), ("", "Words"))
