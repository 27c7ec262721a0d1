from django.contrib.auth.models import Group, Permission
from django.test import TestCase
from wagtail.models import GroupPagePermission, Page, Task, Workflow, WorkflowPage

from cms import groups
from cms.groups import (
    EDITORS,
    FORMERLY,
    MODERATORS,
    READ_TWICE,
    REVIEWERS,
    TAXONOMISTS,
    ensure_groups,
)
from cms.models import SeedRecord
from tests.cms.factories import PageTree
from tests.factories import UserFactory


def rights(name: str) -> set[str]:
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def page_rights(name: str) -> set[str]:
    found = GroupPagePermission.objects.filter(group__name=name)
    return set(found.values_list("permission__codename", flat=True))


class GroupsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = PageTree().home
        ensure_groups()

    def test_editors_write_pages_and_neither_publish_nor_touch_the_vocabulary(self):
        self.assertEqual(page_rights(EDITORS), {"add_page", "change_page"})
        self.assertEqual(rights(EDITORS), {"access_admin"})

    def test_reviewers_publish_lock_and_delete_and_do_not_touch_the_vocabulary(self):
        self.assertEqual(
            page_rights(REVIEWERS),
            {
                "add_page", "change_page", "publish_page", "lock_page", "unlock_page",
                "bulk_delete_page",
            },
        )  # fmt: skip
        self.assertFalse([right for right in rights(REVIEWERS) if "role" in right])

    def test_taxonomists_keep_the_vocabulary_and_no_page(self):
        self.assertEqual(page_rights(TAXONOMISTS), set())
        self.assertLessEqual({"change_skill", "delete_careerstep"}, rights(TAXONOMISTS))
        self.assertFalse(rights(TAXONOMISTS) & {"change_cannedanswer", "review_listing"})

    def test_moderators_review_listings_and_keep_what_they_answer_with(self):
        models = {right.split("_")[1] for right in rights(MODERATORS)}

        self.assertEqual(models, {"admin", "listing", "cannedanswer", "postadvice"})
        self.assertEqual(page_rights(MODERATORS), set())

    def test_rights_that_an_administrator_changed_stay_changed(self):
        taxonomists = Group.objects.get(name=TAXONOMISTS)
        taxonomists.permissions.remove(Permission.objects.get(codename="delete_role"))
        editors = Group.objects.get(name=EDITORS)
        publish = Permission.objects.get(codename="publish_page")
        editors.page_permissions.create(page=self.home, permission=publish)

        ensure_groups()

        self.assertNotIn("delete_role", rights(TAXONOMISTS))
        self.assertIn("publish_page", page_rights(EDITORS))

    def test_a_changed_list_brings_the_group_in_line_once(self):
        """As an install from before there were reviewers, whose editors published and kept the words."""
        editors = Group.objects.get(name=EDITORS)
        publish = Permission.objects.get(codename="publish_page")
        editors.page_permissions.create(page=self.home, permission=publish)
        for codename in ("change_role", "add_postadvice", "add_employer"):
            editors.permissions.add(Permission.objects.get(codename=codename))
        SeedRecord.objects.filter(kind="group", key=EDITORS).update(digest="an older list")

        ensure_groups()

        self.assertEqual(page_rights(EDITORS), {"add_page", "change_page"})
        # What this site's lists never spoke of is an administrator's own.
        self.assertEqual(rights(EDITORS), {"access_admin", "add_employer"})

    def test_there_is_little_to_do_the_second_time(self):
        # home page; a record for each of four groups, and for the workflow; the transaction's two
        with self.assertNumQueries(8):
            ensure_groups()

    def test_the_rights_of_wagtails_own_editors_on_the_root_are_taken(self):
        editors = Group.objects.get(name=EDITORS)
        add = Permission.objects.get(codename="add_page")
        editors.page_permissions.create(page=Page.get_first_root_node(), permission=add)
        SeedRecord.objects.filter(kind="group", key=EDITORS).update(digest="")

        ensure_groups()

        self.assertEqual(
            set(editors.page_permissions.values_list("page", flat=True)), {self.home.pk}
        )

    def test_the_rights_of_wagtails_own_editors_on_files_are_taken(self):
        editors = Group.objects.get(name=EDITORS)
        editors.permissions.add(Permission.objects.get(codename="delete_image"))
        SeedRecord.objects.filter(kind="group", key=EDITORS).update(digest="")

        ensure_groups()

        self.assertEqual(rights(EDITORS), {"access_admin"})

    def test_every_right_that_is_named_exists(self):
        for name, wanted in groups.RIGHTS.items():
            with self.subTest(name):
                self.assertEqual(rights(name), {right.split(".")[1] for right in wanted})


class BeforeThereAreRowsTests(TestCase):
    def test_groups_that_work_on_pages_wait_for_a_home_page(self):
        ensure_groups()

        known = set(SeedRecord.objects.filter(kind="group").values_list("key", flat=True))
        self.assertEqual(known, {TAXONOMISTS, MODERATORS})
        self.assertLessEqual(known, set(Group.objects.values_list("name", flat=True)))


class SecondPersonTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = PageTree()
        # As Wagtail's migrations leave it, where they have run.
        wagtails, _new = Workflow.objects.get_or_create(name="Moderators approval")
        cls.root = Page.get_first_root_node()
        WorkflowPage.objects.get_or_create(page=cls.root, defaults={"workflow": wagtails})
        Group.objects.get_or_create(name="Moderators")

    def test_every_page_of_the_site_goes_to_a_reviewer(self):
        ensure_groups()

        guide = self.tree.guide()
        workflow = Page.objects.get(pk=guide.pk).get_workflow()
        self.assertEqual(workflow.name, READ_TWICE)
        task = workflow.tasks.get().specific
        self.assertEqual([group.name for group in task.groups.all()], [REVIEWERS])

    def test_a_workflow_that_an_older_site_made_gets_the_name_of_today(self):
        ensure_groups()
        for named in (Workflow, Task):
            named.objects.filter(name=READ_TWICE).update(name=FORMERLY)
        SeedRecord.objects.filter(kind="workflow").update(digest="of the older name")

        ensure_groups()

        self.assertEqual(Workflow.objects.get(workflow_pages__page=self.tree.home).name, READ_TWICE)
        for named in (Workflow, Task):
            self.assertFalse(named.objects.filter(name=FORMERLY).exists())

    def test_a_new_name_undoes_nothing_that_an_administrator_decided(self):
        ensure_groups()
        Workflow.objects.filter(name=READ_TWICE).update(name="Our own way")
        SeedRecord.objects.filter(kind="workflow").update(digest="of the older name")

        ensure_groups()

        self.assertEqual(self.tree.home.get_workflow().name, "Our own way")
        self.assertFalse(Workflow.objects.filter(name=READ_TWICE).exists())

        Workflow.objects.filter(name="Our own way").update(name=FORMERLY)
        WorkflowPage.objects.filter(page=self.tree.home).delete()
        SeedRecord.objects.filter(kind="workflow").update(digest="of the older name")

        ensure_groups()

        self.assertFalse(WorkflowPage.objects.filter(page=self.tree.home).exists())

    def test_wagtails_own_workflow_and_its_empty_group_are_put_away(self):
        ensure_groups()

        self.assertFalse(WorkflowPage.objects.filter(page=self.root).exists())
        self.assertFalse(Group.objects.filter(name="Moderators").exists())

    def test_a_group_of_that_name_with_people_in_it_stays(self):
        UserFactory().groups.add(Group.objects.get(name="Moderators"))

        ensure_groups()

        self.assertTrue(Group.objects.filter(name="Moderators").exists())

    def test_a_workflow_that_an_administrator_chose_or_took_away_stays_so(self):
        ensure_groups()
        WorkflowPage.objects.filter(page=self.tree.home).delete()

        ensure_groups()

        self.assertFalse(WorkflowPage.objects.exists())
