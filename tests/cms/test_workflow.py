"""The way of a page: draft, comment, submit, review, schedule, publish, move, unpublish."""

from datetime import timedelta

from django.contrib.messages import get_messages
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset

from cms.groups import EDITORS, REVIEWERS, TAXONOMISTS
from cms.models import GuideIndexPage, GuidePage
from cms.schedule import end_once, publish_due, publish_once
from matching.duties import DUTIES, publish_scheduled_pages
from profiles.models import Outbox
from tests.cms.desk_case import DeskTests, guide_form, make_person
from tests.cms.factories import PageTree
from tests.factories import UserFactory
from tests.outbox import mails, with_outbox

HOUR = timedelta(hours=1)


class WorkflowCase(DeskTests):
    group = EDITORS

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.reviewer = make_person(REVIEWERS)
        writer = Client()
        writer.force_login(cls.person)
        writer.post(
            reverse("wagtailadmin_pages:add", args=("cms", "guidepage", cls.tree.guides.pk)),
            guide_form(cls.role),
        )
        cls.guide = GuidePage.objects.get(slug="hand-over")

    def edit(self, **changes):
        address = reverse("wagtailadmin_pages:edit", args=[self.guide.pk])
        return self.client.post(address, guide_form(self.role, **changes))

    def submit(self):
        self.client.force_login(self.person)
        return self.edit(**{"action-submit": "1"})

    def act(self, action: str, comment=""):
        """What the reviewer's buttons send, for the step that the guide waits at."""
        state = Page.objects.get(pk=self.guide.pk).current_workflow_state.current_task_state
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[self.guide.pk, action, state.pk]
        )
        return self.client.post(address, {"comment": comment})

    def is_live(self) -> bool:
        return Page.objects.get(pk=self.guide.pk).live


@with_outbox
class SecondReaderTests(WorkflowCase):
    def test_what_an_editor_publishes_stays_a_draft(self):
        self.edit(**{"action-publish": "1"})

        self.assertFalse(self.is_live())

    def test_what_is_submitted_reaches_the_reviewers_by_mail_and_on_their_dashboard(self):
        self.submit()

        self.assertIn(self.reviewer.email, [address for address, _subject in mails()])
        self.client.force_login(self.reviewer)
        dashboard = self.client.get(reverse("wagtailadmin_home"))
        self.assertContains(dashboard, "Awaiting your review")
        self.assertContains(dashboard, self.guide.title)

    def test_a_reviewer_approves_and_it_is_published_and_its_writer_hears_of_it(self):
        self.submit()
        Outbox.objects.all().delete()
        self.client.force_login(self.reviewer)

        self.act("approve")

        self.assertTrue(self.is_live())
        self.assertEqual([address for address, _subject in mails()], [self.person.email])

    def test_a_reviewer_sends_it_back_with_a_word_and_it_can_be_sent_again(self):
        self.submit()
        Outbox.objects.all().delete()
        self.client.force_login(self.reviewer)

        self.act("reject", "Whose figure is that?")

        self.assertFalse(self.is_live())
        self.assertIn("Whose figure is that?", Outbox.objects.get().body)
        self.submit()
        self.client.force_login(self.reviewer)
        self.act("approve")
        self.assertTrue(self.is_live())

    def test_its_writer_can_neither_approve_nor_change_it_while_it_is_read(self):
        self.submit()

        self.act("approve")
        self.edit(title="Other words")

        self.assertFalse(self.is_live())
        self.assertFalse(Revision.objects.filter(object_str="Other words").exists())

    def test_a_comment_is_kept_beside_the_field_that_it_is_about(self):
        comment = {"text": "Say it shorter.", "contentpath": "title", "position": "", "id": ""}
        comment["replies"] = inline_formset([])
        self.client.force_login(self.reviewer)

        self.edit(comments=inline_formset([comment]))

        kept = self.guide.wagtail_admin_comments.get()
        self.assertEqual((kept.text, kept.user), ("Say it shorter.", self.reviewer))

    def test_an_editor_may_neither_take_a_page_off_nor_move_a_live_one(self):
        self.guide.save_revision().publish()
        self.client.post(reverse("wagtailadmin_pages:unpublish", args=[self.guide.pk]))

        self.assertTrue(self.is_live())
        self.assertFalse(self.guide.permissions_for_user(self.person).can_move())

    def test_a_reviewer_takes_a_page_off(self):
        self.guide.save_revision().publish()
        self.client.force_login(self.reviewer)

        self.client.post(reverse("wagtailadmin_pages:unpublish", args=[self.guide.pk]))

        self.assertFalse(self.is_live())
        self.assertEqual(self.client.get("/guides/hand-over/").status_code, 404)

    def test_a_taxonomist_does_not_come_to_the_pages(self):
        self.client.force_login(make_person(TAXONOMISTS))

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.guide.pk]))

        self.assertEqual(response.status_code, 302)


class OwnWorkTests(WorkflowCase):
    """A reviewer has written a guide alone: the person of the other tests' editor is one here."""

    group = REVIEWERS

    def publish(self, person, **changes):
        self.client.force_login(person)
        return self.edit(**{"action-publish": "1"} | changes)

    def said(self, response) -> str:
        return " ".join(str(message) for message in get_messages(response.wsgi_request))

    def test_what_a_reviewer_wrote_alone_they_cannot_publish_and_hear_who_can(self):
        address = reverse("wagtailadmin_pages:edit", args=[self.guide.pk])
        self.assertNotContains(self.client.get(address), 'name="action-publish"')

        response = self.publish(self.person)

        self.assertFalse(self.is_live())
        self.assertIn("another reviewer has to publish it", self.said(response))

    def test_nor_in_one_go_with_its_making(self):
        self.guide.delete()
        add = reverse("wagtailadmin_pages:add", args=("cms", "guidepage", self.tree.guides.pk))
        self.client.post(add, guide_form(self.role, **{"action-publish": "1"}))

        self.assertFalse(GuidePage.objects.get().live)

    def test_nor_from_the_list_of_pages(self):
        bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
        self.client.post(f"{bulk}?id={self.guide.pk}", {"next": "/admin/"})

        self.assertFalse(self.is_live())

    def test_nor_by_approving_it(self):
        self.submit()
        page = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.guide.pk]))
        self.assertContains(page, "Request changes")
        self.assertNotContains(page, "Approve")

        self.act("approve")

        self.assertFalse(self.is_live())
        self.assertIsNotNone(Page.objects.get(pk=self.guide.pk).current_workflow_state)

    def test_another_reviewer_publishes_it_by_either_way(self):
        self.submit()
        self.client.force_login(self.reviewer)
        self.act("approve")
        self.assertTrue(self.is_live())

        self.client.force_login(self.person)
        self.edit(title="Other words")
        response = self.publish(self.reviewer, title="Other words")
        self.assertEqual(Page.objects.get(pk=self.guide.pk).title, "Other words")
        self.assertNotIn("another reviewer", self.said(response))

    def test_a_page_that_was_read_once_is_read_again_when_it_changes(self):
        self.publish(self.reviewer)
        self.assertTrue(self.is_live())

        self.publish(self.reviewer, title="Other words")
        self.assertNotEqual(Page.objects.get(pk=self.guide.pk).title, "Other words")

        self.client.post(reverse("wagtailadmin_pages:unpublish", args=[self.guide.pk]))
        self.publish(self.reviewer, title="Other words")
        self.assertFalse(self.is_live())

    def test_what_others_did_to_the_page_that_was_copied_does_not_count(self):
        self.guide.save_revision(user=self.reviewer)
        words = {"title": "Other words", "slug": "other-words"}
        copied = self.guide.copy(user=self.person, update_attrs=words, keep_live=False)

        self.assertFalse(copied.permissions_for_user(self.person).can_publish())
        copied.save_revision(user=self.reviewer)
        self.assertTrue(copied.permissions_for_user(self.person).can_publish())

    def test_a_copy_that_would_stay_a_draft_is_not_offered_as_published(self):
        self.guide.save_revision(user=self.person).publish()
        administrator = UserFactory(is_superuser=True, is_staff=True)
        for user, offered in [(self.reviewer, False), (administrator, True)]:
            self.client.force_login(user)
            form = self.client.get(reverse("wagtailadmin_pages:copy", args=[self.guide.pk]))
            for field in ("publish_copies", "alias"):
                with self.subTest(field, offered=offered):
                    self.assertEqual(f'name="{field}"' in form.text, offered)

    def test_an_administrator_may_publish_alone_so_that_one_person_can_run_a_site(self):
        administrator = UserFactory(is_superuser=True, is_staff=True)
        self.guide.revisions.update(user=administrator)

        self.publish(administrator)

        self.assertTrue(self.is_live())


class ReturnedTests(WorkflowCase):
    def told(self) -> str:
        """What stands above the form when somebody opens the page."""
        self.client.get(reverse("wagtailadmin_home"))  # what was said of earlier acts
        form = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.guide.pk]))
        return " ".join(str(message) for message in form.context["messages"])

    def test_a_page_that_comes_back_says_from_whom_and_why_and_then_what_changed(self):
        reviewer = self.reviewer.display_name
        self.submit()
        self.assertNotIn("sent this page back", self.told())
        self.client.force_login(self.reviewer)
        self.act("reject", comment="Say how long <it> takes.")
        returned = Page.objects.get(pk=self.guide.pk).latest_revision_id

        self.client.force_login(self.person)
        told = self.told()
        self.assertIn(f"{reviewer} sent this page back: “Say how long &lt;it&gt; takes.”", told)
        self.assertNotIn("See what changed", told)

        self.edit(introduction="An hour.", **{"action-submit": "1"})
        now = Page.objects.get(pk=self.guide.pk).latest_revision_id
        self.client.force_login(self.reviewer)
        self.assertIn(f"/revisions/compare/{returned}...{now}/", self.told())

        self.act("approve")
        self.assertNotIn("sent this page back", self.told())


class AutosaveTests(WorkflowCase):
    def test_a_draft_is_kept_by_itself_as_one_revision(self):
        address = reverse("wagtailadmin_pages:edit", args=[self.guide.pk])
        self.assertTrue(self.client.get(address).context["autosave_enabled"])
        before = self.guide.revisions.count()

        # As the browser sends it: each time over what it kept the time before.
        kept = {}
        for title in ("How to hand", "How to hand over"):
            data = guide_form(self.role, title=title, **kept)
            answer = self.client.post(address, data, headers={"Accept": "application/json"}).json()
            self.assertTrue(answer["success"])
            kept = {"overwrite_revision_id": answer["revision_id"]}

        guide = GuidePage.objects.get(pk=self.guide.pk)
        self.assertEqual(guide.get_latest_revision_as_object().title, "How to hand over")
        self.assertEqual(guide.revisions.count(), before + 1)
        self.assertFalse(guide.live)


class MovingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.guide = cls.tree.guide("hand-over")
        cls.advice = cls.tree.home.add_child(
            instance=GuideIndexPage(title="Advice", slug="advice", introduction="More.")
        )

    def assert_leads(self, old: str, new: str):
        self.assertRedirects(self.client.get(old), new, status_code=301)

    def test_the_old_address_of_a_moved_page_leads_to_the_new_one(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.guide.move(self.advice, pos="last-child")

        self.assert_leads("/guides/hand-over/", "/advice/hand-over/")

    def test_so_does_that_of_a_page_with_another_slug(self):
        self.guide.slug = "handing-over"
        with self.captureOnCommitCallbacks(execute=True):
            self.guide.save_revision().publish()

        self.assert_leads("/guides/hand-over/", "/guides/handing-over/")

    def test_and_those_of_all_pages_of_a_section(self):
        guides = GuideIndexPage.objects.get(slug="guides")
        guides.slug = "reading"
        with self.captureOnCommitCallbacks(execute=True):
            guides.save_revision().publish()

        self.assert_leads("/guides/hand-over/", "/reading/hand-over/")
        self.assert_leads("/guides/", "/reading/")


@with_outbox
class ScheduleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        cls.writer = UserFactory()
        cls.guide = cls.tree.guide("hand-over", live=False)

    def schedule(self, page=None, **times):
        page = page or self.guide
        for name, value in times.items():
            setattr(page, name, value)
        page.save_revision(user=self.writer).publish()
        return page

    def come(self):
        """The hour of whatever is scheduled."""
        Revision.objects.exclude(approved_go_live_at=None).update(
            approved_go_live_at=timezone.now() - HOUR
        )
        for revision in Revision.objects.all():
            if revision.content["go_live_at"]:
                revision.content["go_live_at"] = (timezone.now() - HOUR).isoformat()
                revision.save()

    def is_live(self):
        return Page.objects.get(pk=self.guide.pk).live

    def test_the_worker_publishes_what_was_scheduled_and_not_before(self):
        self.schedule(go_live_at=timezone.now() + HOUR)
        self.assertEqual(publish_scheduled_pages(), "")
        self.assertFalse(self.is_live())

        self.come()

        self.assertEqual(publish_scheduled_pages(), "1 published, 0 ended")
        self.assertTrue(self.is_live())
        self.assertEqual(publish_scheduled_pages(), "")

    def test_the_worker_takes_off_what_ended(self):
        self.schedule(go_live_at=None, expire_at=timezone.now() + HOUR)
        Page.objects.filter(pk=self.guide.pk).update(expire_at=timezone.now() - HOUR)

        self.assertEqual(publish_scheduled_pages(), "0 published, 1 ended")

        page = Page.objects.get(pk=self.guide.pk)
        self.assertEqual((page.live, page.expired), (False, True))

    def test_it_is_one_of_the_workers_duties(self):
        self.assertIn(publish_scheduled_pages, [duty.do for duty in DUTIES])

    def test_nothing_due_costs_two_queries(self):
        with self.assertNumQueries(2):  # pages that end; revisions that go live
            publish_due()

    def test_of_two_workers_that_read_the_same_rows_one_alone_acts(self):
        self.schedule(go_live_at=timezone.now() + HOUR)
        ending = self.tree.guide("ending", expire_at=timezone.now() - HOUR)
        self.come()
        revision = Revision.objects.get(approved_go_live_at__isnull=False)

        publish_due()

        self.assertFalse(publish_once(revision))
        self.assertFalse(end_once(Page.objects.get(pk=ending.pk)))
        done = PageLogEntry.objects.filter(action__endswith=".scheduled")
        self.assertEqual(done.count(), 2)

    def test_what_the_rules_refuse_holds_up_no_other_and_is_told_to_its_writer(self):
        other = self.tree.guide("other", live=False)
        self.schedule(go_live_at=timezone.now() + HOUR)
        self.schedule(other, go_live_at=timezone.now() + 2 * HOUR)
        refused = Revision.objects.filter(object_id=str(self.guide.pk)).get()
        refused.content["introduction"] = ""
        refused.save()
        self.come()

        with self.assertLogs("cms.schedule", "WARNING"):
            publish_due()

        self.assertFalse(self.is_live())
        self.assertTrue(Page.objects.get(pk=other.pk).live)
        self.assertEqual(mails(), [(self.writer.email, "Not published: Hand over")])
        self.assertEqual(publish_due().total(), 0)
