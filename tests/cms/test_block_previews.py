"""What an editor sees before a reader does: a block in the chooser, a page in the desk's frame."""

from django.urls import reverse
from wagtail.blocks.base import Block

from cms.blocks import RoleStreamBlock
from cms.models import Role, RoleSkill
from tests.cms.desk_case import DeskTests, guide_form
from tests.cms.factories import WageFactory
from tests.factories import MetricFactory, SkillFactory


class PreviewTests(DeskTests):
    """What the chooser shows before a block is added."""

    def test_every_preview_is_a_page_with_something_on_it(self):
        RoleSkill.objects.create(role=self.role, skill=SkillFactory())
        Role.objects.filter(pk=self.role.pk).update(soc_code="43-4051")
        MetricFactory(caution="Short is not good.")
        self.tree.guide()
        WageFactory()
        for name, block in RoleStreamBlock().child_blocks.items():
            with self.subTest(block=name):
                Block.definition_registry[block.definition_prefix] = block
                address = reverse("wagtailadmin_block_preview")
                html = self.client.get(f"{address}?id={block.definition_prefix}").text

                body = html.partition('<div class="prose role-body">')[2].partition("</main>")[0]
                self.assertGreater(len(body.strip()), 40)
                self.assertNotIn("<style", html)
                self.assertNotIn("style=", html)


class CheckerTests(DeskTests):
    """Wagtail's accessibility checks, which run inside the preview of a page."""

    def test_the_preview_brings_the_checks_and_may_be_framed_by_the_desk(self):
        guide = self.tree.guide()
        guide.save_revision()
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[guide.pk])
        self.client.post(address, guide_form(self.role))

        response = self.client.get(f"{address}?in_preview_panel=true")

        self.assertContains(response, "wagtailadmin/js/userbar")
        self.assertEqual(response["X-Frame-Options"], "SAMEORIGIN")
        policy = response["Content-Security-Policy"]
        self.assertIn("frame-ancestors 'self'", policy)
        self.assertIn("script-src 'self';", policy)

    def test_no_reader_loads_them_not_even_an_editor(self):
        guide = self.tree.guide()

        response = self.client.get(guide.get_url())

        self.assertNotContains(response, "userbar")
        self.assertIn("frame-ancestors 'none'", response["Content-Security-Policy"])
